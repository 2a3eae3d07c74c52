//! The facts of a document that another one lacks: both state one contract, each in its own words.
//!
//! A document is flattened into facts below `paths`, each a place and a value, without texts and examples, and with all references
//! followed. Whether something is inline or a component makes no difference. The differences between two states of one document
//! are for [`diff`](super::diff); this is for a document that people write after another one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Address, locate};
use crate::diagnostic::{Diagnostics, Report};
use crate::source::Source;
use crate::spec_path::SpecPath;
use crate::syntax::{Document, load};

/// The fact of a node in which nothing is stated, such as a response that has only a description.
const PRESENT: &str = "present";

/// A fact that one of two documents has, and the other lacks or states otherwise.
#[derive(Clone, Debug)]
pub struct Lack {
    /// The steps from `paths` with references followed, lists by the names in them: `/things`, `get`, `parameters`, `limit`.
    pub place: Vec<String>,
    /// The value that the other document has.
    pub fact: String,
    /// The value that this document has.
    pub known: Option<String>,
    /// How many of the steps lead to the first node that this document lacks.
    pub missing: usize,
    /// In the other document.
    pub there: Address,
    /// In this document: the fact, or the nearest node around it.
    pub here: Address,
}

/// Finds the facts of another document that a document lacks or states otherwise, sorted by place. `phrases` introduce lists of
/// fields in descriptions.
///
/// # Errors
/// When one of them can't be read.
pub fn lacks(here: &Source, there: &Source, phrases: &[&str]) -> Result<Vec<Lack>, Report> {
    let mut diagnostics = Diagnostics::default();
    let documents = (load(here, &mut diagnostics), load(there, &mut diagnostics));
    let (Some(own), Some(other)) = documents else {
        return Err(diagnostics.into_report());
    };
    let (ours, theirs) = (facts(&own, phrases), facts(&other, phrases));
    let stated = theirs.stated.iter();
    let differing = stated
        .filter(|(place, fact)| ours.stated.get(*place) != Some(fact))
        .map(|(place, fact)| (place, words(fact)));
    let bare = theirs.bare().filter(|it| !ours.nodes.contains_key(*it));
    let mut differing: Vec<_> = differing
        .chain(bare.map(|it| (it, PRESENT.to_owned())))
        .collect();
    differing.sort_unstable();
    let mut lacks: Vec<Lack> = differing
        .into_iter()
        .map(|(place, fact)| lack(place, &fact, &ours, &theirs))
        .collect();
    let (in_ours, in_theirs) = lacks
        .iter_mut()
        .map(|it| (&mut it.here, &mut it.there))
        .unzip();
    locate(in_ours, std::iter::once(here));
    locate(in_theirs, std::iter::once(there));
    Ok(lacks)
}

fn lack(place: &[String], fact: &str, ours: &Facts<'_>, theirs: &Facts<'_>) -> Lack {
    let mut known = (0..=place.len()).rev();
    let found = known.find_map(|n| Some((n, ours.nodes.get(&place[..n])?)));
    let address = |at: Option<&SpecPath>| Address {
        file: at.map(SpecPath::file).unwrap_or_default().to_owned(),
        pointer: at.map(SpecPath::to_pointer).unwrap_or_default(),
        line: None,
    };
    let known = found.map_or(0, |(n, _)| n);
    Lack {
        place: place.to_vec(),
        fact: fact.to_owned(),
        known: ours.stated.get(place).map(words),
        missing: place.len().min(known + 1),
        there: address(theirs.nodes.get(place)),
        here: address(found.map(|(_, at)| at)),
    }
}

/// The facts of a document and the nodes that they are in, by place.
struct Facts<'d> {
    root: &'d Value,
    phrases: &'d [&'d str],
    /// One value, the entries of a list, or the values of several branches.
    stated: BTreeMap<Vec<String>, BTreeSet<String>>,
    nodes: BTreeMap<Vec<String>, SpecPath>,
    /// The references that lead to the node at hand.
    open: Vec<String>,
}

/// The facts under `paths`.
fn facts<'d>(document: &'d Document, phrases: &'d [&'d str]) -> Facts<'d> {
    let mut facts = Facts {
        root: &document.root,
        phrases,
        stated: BTreeMap::new(),
        nodes: BTreeMap::new(),
        open: Vec::new(),
    };
    let spot = Spot {
        place: Vec::new(),
        at: document.at.key("paths"),
    };
    if let Some(paths) = document.root.get("paths") {
        facts.collect(paths, &spot, true);
    }
    facts
}

/// Where a node is: its place among the facts, and in the document.
#[derive(Clone)]
struct Spot {
    place: Vec<String>,
    at: SpecPath,
}

impl Spot {
    fn step(&self, step: &str, key: &str) -> Self {
        let mut place = self.place.clone();
        place.push(step.to_owned());
        Self {
            place,
            at: self.at.key(key),
        }
    }
}

impl<'d> Facts<'d> {
    /// Collects the facts of a node; `is_names` says that its keys are names, not keywords.
    fn collect(&mut self, node: &'d Value, spot: &Spot, is_names: bool) {
        if !is_names && self.follow(node, spot) {
            return;
        }
        // A mapping without entries says what its absence says.
        let is_empty = is_names && node.as_object().is_some_and(Map::is_empty);
        if !is_empty || spot.place.is_empty() {
            let known = self.nodes.entry(spot.place.clone());
            known.or_insert_with(|| spot.at.clone());
        }
        match node {
            Value::Object(keys) if is_names => {
                for (key, value) in keys {
                    self.collect(value, &spot.step(key, key), false);
                }
            }
            Value::Object(keys) => self.keywords(keys, spot),
            Value::Array(items) if items.iter().all(|it| !it.is_object()) => {
                self.state(spot, items.iter().map(scalar));
            }
            Value::Array(items) => {
                for (n, item) in items.iter().enumerate() {
                    // Parameters are found by name, whatever their order.
                    let target = reference(item).and_then(|it| self.target(it));
                    let named = target.map_or(item, |(_, it)| it);
                    let key = n.to_string();
                    let step = named.get("name").and_then(Value::as_str).unwrap_or(&key);
                    self.collect(item, &spot.step(step, &key), false);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.state(spot, [scalar(node)]);
            }
        }
    }

    /// Collects the facts of the node that a reference leads to, unless it is no reference.
    fn follow(&mut self, node: &'d Value, spot: &Spot) -> bool {
        let Some(reference) = reference(node) else {
            return false;
        };
        let target = self.target(reference);
        match target.filter(|_| !self.open.iter().any(|it| it == reference)) {
            Some((at, target)) => {
                let place = spot.place.clone();
                self.open.push(reference.to_owned());
                self.collect(target, &Spot { place, at }, false);
                self.open.pop();
            }
            // A node inside itself, whose facts are stated already, or one of another document.
            None => self.state(spot, ["a reference".to_owned()]),
        }
        true
    }

    fn target(&self, reference: &str) -> Option<(SpecPath, &'d Value)> {
        let pointer = reference.strip_prefix('#')?;
        let at = self.nodes.get(&Vec::new())?.pointer(pointer)?;
        Some((at, self.root.pointer(pointer)?))
    }

    fn keywords(&mut self, keys: &'d Map<String, Value>, spot: &Spot) {
        // The styles of the two documents are the default ones.
        let location = keys.get("in").and_then(Value::as_str);
        let explode = location.map(|it| matches!(it, "query" | "cookie"));
        for (key, value) in keys {
            match key.as_str() {
                "summary" | "title" | "example" | "examples" | "externalDocs" | "tags" => {}
                "description" => self.fields(value.as_str().unwrap_or_default(), spot),
                "allOf" => {
                    for (n, part) in value.as_array().into_iter().flatten().enumerate() {
                        let at = spot.at.key("allOf").index(n);
                        let place = spot.place.clone();
                        self.collect(part, &Spot { place, at }, false);
                    }
                }
                // What holds without the key.
                "required" if value == &Value::Bool(false) => {}
                "style" if matches!(value.as_str(), Some("form" | "simple")) => {}
                "explode" if value.as_bool().is_some() && value.as_bool() == explode => {}
                "properties" | "responses" | "headers" | "content" => {
                    self.collect(value, &spot.step(key, key), true);
                }
                _ => self.collect(value, &spot.step(key, key), false),
            }
        }
    }

    /// The fields of a filter with their operators, and those of a sorter, which only the description has.
    fn fields(&mut self, text: &str, spot: &Spot) {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for (field, rest) in text.split("**").zip(text.split("**").skip(1)) {
            let operators = rest.strip_prefix(':').map(str::trim_start);
            let operators = operators.and_then(|it| it.strip_prefix('*')?.split_once('*'));
            if let Some((operators, _)) = operators {
                let mut operators: Vec<&str> = operators.split(',').map(str::trim).collect();
                operators.sort_unstable();
                let step = format!("filter {field}");
                self.state(&spot.step(&step, "description"), [operators.join(" ")]);
            }
        }
        for phrase in self.phrases {
            let fields = text
                .split_once(phrase)
                .map(|(_, it)| it.trim_start_matches([':', ' ']));
            let fields = fields.and_then(|it| it.strip_prefix("**")?.split_once("**"));
            if let Some((fields, _)) = fields {
                self.state(&spot.step("sorters", "description"), [fields.to_owned()]);
            }
        }
    }

    /// The places of the nodes that state nothing and have no nodes in them.
    fn bare(&self) -> impl Iterator<Item = &Vec<String>> {
        let mut nodes = self.nodes.keys().peekable();
        std::iter::from_fn(move || {
            let place = nodes.next()?;
            let has_nodes = nodes.peek().is_some_and(|it| it.starts_with(place));
            Some((place, has_nodes))
        })
        .filter(|(place, has_nodes)| !has_nodes && !place.is_empty())
        .map(|(place, _)| place)
        .filter(|place| !self.stated.contains_key(*place))
    }

    /// States values at a place, besides those that another branch of `allOf` states there.
    fn state(&mut self, spot: &Spot, values: impl IntoIterator<Item = String>) {
        self.nodes.insert(spot.place.clone(), spot.at.clone());
        let stated = self.stated.entry(spot.place.clone());
        stated.or_default().extend(values);
    }
}

fn words(values: &BTreeSet<String>) -> String {
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    values.join(" ")
}

fn reference(node: &Value) -> Option<&str> {
    node.get("$ref")?.as_str()
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}
