//! Removes from a document the operations that can't be generated, for `keep-going`.
//!
//! The references alone decide which `components` an operation needs: a component with an error in it is taken out
//! of the document together with everything that leads to it, and what is left is lowered as if the rest had never been.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::upgrade::webhooks;
use crate::config::ApiConfig;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Skipped;
use crate::openapi::is_method;
use crate::spec_path::{SpecPath, percent_decode};
use crate::syntax::Document;

/// A unit that is skipped as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A component that nothing else needs.
    Component { folder: String, name: String },
    /// A method of a path; or the reference to the path item that has them.
    Operation { path: String, method: String },
}

impl Place {
    /// The unit of an address that is inside of one.
    fn of(steps: &[&str]) -> Option<Self> {
        match *steps {
            ["components", folder, name, ..] => Some(Self::component(folder, name)),
            ["paths", path, method, ..] => Some(Self::operation(path, method)),
            _ => None,
        }
    }

    fn component(folder: &str, name: &str) -> Self {
        Self::Component {
            folder: folder.to_owned(),
            name: name.to_owned(),
        }
    }

    fn operation(path: &str, method: &str) -> Self {
        Self::Operation {
            path: path.to_owned(),
            method: method.to_owned(),
        }
    }

    /// The steps to it.
    fn steps(&self) -> [&str; 3] {
        match self {
            Self::Component { folder, name } => ["components", folder, name],
            Self::Operation { path, method } => ["paths", path, method],
        }
    }
}

/// Prunes everything that has one of the errors or refers to it; returns a note for each error, and the operations that
/// went. None where an error can't be got rid of in this way.
pub(crate) fn prune(
    document: &mut Document,
    errors: &[Diagnostic],
    config: &ApiConfig,
) -> Option<(Vec<Diagnostic>, Vec<Skipped>)> {
    let mut needs = Needs::of(&document.root);
    let mut warnings = Vec::new();
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    let mut paths_at_fault: BTreeSet<String> = BTreeSet::new();
    let mut webhooks_at_fault = false;
    for error in errors {
        if error.at.iter().any(|at| is_of_webhooks(document, at)) {
            webhooks_at_fault = true;
            warnings.push(Diagnostic {
                severity: Severity::Warning,
                message: format!("{}; all webhooks are skipped", error.message),
                ..error.clone()
            });
            continue;
        }
        // Where two places disagree, the later one gives way.
        let mut at_fault = error.at.iter().rev();
        let (at, found) = at_fault.find_map(|at| Some((at, places(document, at)?)))?;
        if let ["paths", path, ..] = at.steps()[..] {
            paths_at_fault.insert(path.to_owned());
        }
        let mut places = needs.what_leads_to(found);
        places.retain(|n| !is_omitted(document, &needs.places[*n], config));
        let mut paths: Vec<&Place> = places.iter().map(|n| &needs.places[*n]).collect();
        paths.sort();
        let operations = paths.iter().filter_map(|place| skipped(document, place));
        let operations: Vec<String> = operations.map(|it| format!("`{it}`")).collect();
        let note = match &operations[..] {
            [] => "; it is skipped, and no operation needs it".to_owned(),
            [one] => format!("; the operation {one} is skipped"),
            many => format!(
                "; {} operations are skipped: {}",
                many.len(),
                many.join(", ")
            ),
        };
        warnings.push(Diagnostic {
            severity: Severity::Warning,
            message: format!("{}{note}", error.message),
            ..error.clone()
        });
        gone.extend(places);
    }
    let mut operations = Vec::new();
    let mut is_changed = false;
    if webhooks_at_fault && let Some(root) = document.root.as_object_mut() {
        is_changed = root.shift_remove("webhooks").is_some();
    }
    for n in &gone {
        let place = &needs.places[*n];
        let operation = skipped(document, place);
        let [root, folder, name] = place.steps();
        let folder = document
            .root
            .get_mut(root)
            .and_then(|it| it.get_mut(folder));
        let taken = folder
            .and_then(Value::as_object_mut)
            .and_then(|folder| folder.shift_remove(name));
        is_changed |= taken.is_some();
        operations.extend(operation.filter(|_| taken.is_some()));
    }
    // What is wrong with a path itself does not go away with its operations.
    for path in paths_at_fault {
        let paths = document.root.get_mut("paths");
        let Some(paths) = paths.and_then(Value::as_object_mut) else {
            continue;
        };
        if paths
            .get(&path)
            .is_some_and(|item| methods(item).count() == 0)
        {
            paths.shift_remove(&path);
            is_changed = true;
        }
    }
    is_changed.then_some((warnings, operations))
}

/// Returns whether an address is one of the webhooks, or of the component that is made of their payloads.
fn is_of_webhooks(document: &Document, at: &SpecPath) -> bool {
    match at.steps()[..] {
        ["webhooks", ..] => true,
        ["components", "schemas", name, ..] => webhooks::vacant(&document.root) == Some(name),
        _ => false,
    }
}

/// The owners of an address: all operations of a path if they share it.
fn places(document: &Document, at: &SpecPath) -> Option<Vec<Place>> {
    if at.file() != document.at.file() {
        return None;
    }
    match at.steps()[..] {
        ["paths", path, method, ..] if is_method(method) => {
            Some(vec![Place::operation(path, method)])
        }
        ["paths", path, ..] => {
            let item = document.root.get("paths")?.get(path)?;
            Some(
                methods(item)
                    .map(|method| Place::operation(path, method))
                    .collect(),
            )
        }
        ["components", folder, name, ..] => Some(vec![Place::component(folder, name)]),
        _ => None,
    }
}

/// The operations of a path item, and their addresses.
fn methods(item: &Value) -> impl Iterator<Item = &str> {
    let keys = item.as_object().into_iter().flat_map(|item| item.keys());
    keys.map(String::as_str)
        .filter(|key| is_method(key) || *key == "$ref")
}

fn operation_id<'d>(document: &'d Document, path: &str, method: &str) -> Option<&'d str> {
    let operation = document.root.get("paths")?.get(path)?.get(method)?;
    operation.get("operationId")?.as_str()
}

fn is_omitted(document: &Document, place: &Place, config: &ApiConfig) -> bool {
    match place {
        Place::Component { .. } => false,
        Place::Operation { path, method } => {
            operation_id(document, path, method).is_some_and(|id| config.omit.contains_key(id))
        }
    }
}

/// The operation that a place is, to be skipped.
fn skipped(document: &Document, place: &Place) -> Option<Skipped> {
    let Place::Operation { path, method } = place else {
        return None;
    };
    Some(Skipped {
        id: operation_id(document, path, method).map(str::to_owned),
        method: method.clone(),
        path: path.clone(),
        is_omitted: false,
    })
}

/// Who refers to whom, with a number for each place: a document of many errors asks often.
struct Needs {
    numbers: BTreeMap<Place, usize>,
    places: Vec<Place>,
    /// Those that refer to each.
    sources: Vec<Vec<usize>>,
    /// The question, counted from one, at which each was last met.
    met: Vec<usize>,
    questions: usize,
}

impl Needs {
    fn of(root: &Value) -> Self {
        let mut needs = Self {
            numbers: BTreeMap::new(),
            places: Vec::new(),
            sources: Vec::new(),
            met: Vec::new(),
            questions: 0,
        };
        for (from, to) in references(root) {
            let from = needs.number(from);
            for to in to {
                let to = needs.number(to);
                needs.sources[to].push(from);
            }
        }
        needs
    }

    fn number(&mut self, place: Place) -> usize {
        *self.numbers.entry(place).or_insert_with_key(|place| {
            self.places.push(place.clone());
            self.sources.push(Vec::new());
            self.met.push(0);
            self.places.len() - 1
        })
    }

    /// These places, and all that need one of them.
    fn what_leads_to(&mut self, places: Vec<Place>) -> Vec<usize> {
        self.questions += 1;
        let mut found: Vec<usize> = places.into_iter().map(|it| self.number(it)).collect();
        for n in &found {
            self.met[*n] = self.questions;
        }
        let mut next = 0;
        while let Some(&n) = found.get(next) {
            next += 1;
            for &source in &self.sources[n] {
                if self.met[source] != self.questions {
                    self.met[source] = self.questions;
                    found.push(source);
                }
            }
        }
        found
    }
}

/// The references between units. Shared parts of a path are counted for each of its operations.
fn references(root: &Value) -> BTreeMap<Place, BTreeSet<Place>> {
    let mut all: BTreeMap<Place, BTreeSet<Place>> = BTreeMap::new();
    for top in ["paths", "components"] {
        let folders = root.get(top).and_then(Value::as_object);
        for (folder, entries) in folders.into_iter().flatten() {
            let mut shared = BTreeSet::new();
            let mut own: Vec<Place> = Vec::new();
            for (name, node) in entries.as_object().into_iter().flatten() {
                let Some(place) = Place::of(&[top, folder, name]) else {
                    continue;
                };
                let mut found = BTreeSet::new();
                collect(node, &mut found);
                if top == "paths" && name == "$ref" {
                    collect(entries, &mut found);
                }
                if top == "components" || is_method(name) || name == "$ref" {
                    own.push(place.clone());
                    all.insert(place, found);
                } else {
                    shared.extend(found);
                }
            }
            for place in own.iter().filter(|_| top == "paths") {
                all.entry(place.clone())
                    .or_default()
                    .extend(shared.iter().cloned());
            }
        }
    }
    all
}

/// Every place that a tree refers to, as `$ref` or as any other text that looks like a reference.
fn collect(tree: &Value, found: &mut BTreeSet<Place>) {
    match tree {
        Value::String(text) => {
            let pointer = text.strip_prefix("#").map(percent_decode);
            let steps = pointer.and_then(|it| SpecPath::root("").pointer(&it));
            found.extend(steps.and_then(|steps| Place::of(&steps.steps())));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => members.values().for_each(|member| collect(member, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use serde_json::json;

    #[test]
    fn users_of_an_invalid_component_are_pruned() {
        let mut document = Document {
            root: json!({
                "paths": {
                    "/a": {"get": {"x": {"$ref": "#/components/responses/R"}}, "put": {"operationId": "putA"}},
                    "/b": {"get": {"operationId": "getB"}, "parameters": [{"$ref": "#/components/schemas/Bad"}]},
                },
                "components": {
                    "responses": {"R": {"$ref": "#/components/schemas/Bad/properties/x"}, "S": {}},
                    "schemas": {"Bad": {}, "Good": {}},
                },
            }),
            at: SpecPath::root("d"),
        };
        let config = crate::Config::single("c", "m", "d").unwrap().apis.remove(0);
        let at = document.at.keys(["components", "schemas", "Bad", "type"]);
        let error = Diagnostic::error(Code::UnknownType, &at, "wrong");
        let (warnings, operations) = prune(&mut document, &[error], &config).unwrap();
        assert_eq!(operations.len(), 2);
        assert_eq!(
            warnings[0].message,
            "wrong; 2 operations are skipped: `GET /a`, `getB`"
        );
        assert_eq!(
            document.root.to_string(),
            r##"{"paths":{"/a":{"put":{"operationId":"putA"}},"/b":{"parameters":[{"$ref":"#/components/schemas/Bad"}]}},"components":{"responses":{"S":{}},"schemas":{"Good":{}}}}"##
        );
        let at = document.at.key("paths");
        let error = Diagnostic::error(Code::InvalidNode, &at, "wrong");
        assert!(prune(&mut document, &[error], &config).is_none());
        // A path that is at fault itself goes as soon as it has no operation.
        let at = document.at.keys(["paths", "/a"]);
        let error = Diagnostic::error(Code::InvalidPath, &at, "wrong");
        assert!(prune(&mut document, &[error], &config).is_some());
        assert_eq!(
            document.root["paths"].to_string(),
            r##"{"/b":{"parameters":[{"$ref":"#/components/schemas/Bad"}]}}"##
        );
        let at = document.at.keys(["paths", "/b", "parameters"]);
        let error = Diagnostic::error(Code::InvalidNode, &at, "wrong");
        let (_, operations) = prune(&mut document, std::slice::from_ref(&error), &config).unwrap();
        assert_eq!(
            (operations.len(), document.root["paths"].to_string()),
            (0, "{}".to_owned())
        );
        assert!(prune(&mut document, &[error], &config).is_none());
    }
}
