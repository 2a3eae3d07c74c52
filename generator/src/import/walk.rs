//! Following every reference from the root document: what it leads to becomes a part, each place once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::files::{Files, Lost, Place};
use crate::diagnostic::{Code, Diagnostic};
use crate::normalize::{is_schema, schema_within};
use crate::openapi::{NodeKind, Version, is_method};

/// How deep a node of the written document may stand, so that every reader can read it.
const DEEPEST: usize = 110;

/// How many references may lead one to the next, where it matters what they lead to.
const LONGEST_CHAIN: usize = 64;

/// The index of a part.
pub(super) type PartId = usize;

/// What is written under `components`, once, however often it is referred to.
pub(super) struct Part {
    pub(super) kind: NodeKind,
    pub(super) at: Place,
    /// The name that the root document has for it, and its place among the others there.
    pub(super) given: Option<(usize, String)>,
    /// With [`mark`]s in place of references.
    pub(super) tree: Value,
    pub(super) findings: Vec<Diagnostic>,
}

/// A subtree of the root document that is kept or left out as a whole: an operation, a path, or all the rest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Rest,
    /// What the operations of a path share.
    Path(String),
    Operation {
        path: String,
        method: String,
    },
}

/// Everything that can be reached from the root document.
pub(super) struct Reached {
    /// The root document without its `components`, with [`mark`]s in place of references.
    pub(super) document: Map<String, Value>,
    pub(super) parts: Vec<Part>,
    /// What is wrong with the document itself.
    pub(super) findings: Vec<(Unit, Diagnostic)>,
    /// What was read as something else than it is written as.
    pub(super) notes: BTreeSet<String>,
}

/// What stands in a tree in place of a reference to a part, until the parts have names.
pub(super) fn mark(part: PartId) -> String {
    format!("\0part {part}")
}

/// The part that a mark stands for.
pub(super) fn marked(text: &str) -> Option<PartId> {
    text.strip_prefix("\0part ")?.parse().ok()
}

/// Where the walk is.
#[derive(Clone)]
struct Here {
    /// The node that is walked.
    at: Place,
    /// How deep it will stand in what is written.
    depth: usize,
    /// The places whose contents are being written in line.
    within: Rc<Vec<Place>>,
}

impl Here {
    fn down(&self, step: &str) -> Self {
        Self {
            at: self.at.down(step),
            depth: self.depth + 1,
            within: Rc::clone(&self.within),
        }
    }
}

struct Walk<'f, 'a, 'r> {
    files: &'f mut Files<'a, 'r>,
    root: String,
    parts: Vec<Part>,
    ids: BTreeMap<(NodeKind, Place), PartId>,
    queue: VecDeque<PartId>,
    unit: Unit,
    findings: Vec<(Unit, Diagnostic)>,
    notes: BTreeSet<String>,
    /// Whether keys beside a reference act, as they do since 3.1.
    acts_beside: bool,
}

/// Walks the root document and everything that it leads to.
pub(super) fn walk(files: &mut Files<'_, '_>, root: &str, tree: &Map<String, Value>) -> Reached {
    let mut walk = Walk {
        files,
        root: root.to_owned(),
        parts: Vec::new(),
        ids: BTreeMap::new(),
        queue: VecDeque::new(),
        unit: Unit::Rest,
        findings: Vec::new(),
        notes: BTreeSet::new(),
        acts_beside: Version::of(tree.get("openapi")) >= Some(Version::V3_1),
    };
    let here = Here {
        at: Place {
            file: root.to_owned(),
            steps: Vec::new(),
        },
        depth: 0,
        within: Rc::default(),
    };
    let mut document = Map::new();
    for (key, value) in tree {
        if key != "components" {
            let value = walk.node(NodeKind::Document.child(key), value, &here.down(key));
            document.insert(key.clone(), value);
        }
    }
    let findings = std::mem::take(&mut walk.findings);
    while let Some(id) = walk.queue.pop_front() {
        let at = walk.parts[id].at.clone();
        let node = walk.files.node(&at).unwrap_or_default();
        let here = Here {
            at,
            depth: 3,
            within: Rc::default(),
        };
        walk.parts[id].tree = walk.node(walk.parts[id].kind, &node, &here);
        let found = std::mem::take(&mut walk.findings);
        walk.parts[id].findings = found.into_iter().map(|(_, found)| found).collect();
    }
    Reached {
        document,
        parts: walk.parts,
        findings,
        notes: walk.notes,
    }
}

impl Walk<'_, '_, '_> {
    fn node(&mut self, kind: NodeKind, node: &Value, here: &Here) -> Value {
        if here.depth > DEEPEST {
            let message = "the document nests too deep here, counting what its references bring in";
            let help = "give a part of it a name under `components`, and refer to it";
            self.report(&here.at, Code::InvalidNode, message, help);
            return Value::Null;
        }
        match node {
            Value::Object(members) => match reference(kind, members) {
                Some(text) => self.reference(kind, text, members, here),
                None => Value::Object(self.members(kind, members, here)),
            },
            Value::Array(items) => {
                // A list where a node is due, as in `items` of JSON Schema, is taken for a list of such nodes.
                let each = if matches!(kind, NodeKind::List(_)) {
                    kind.child("")
                } else {
                    kind
                };
                let walked = items.iter().enumerate();
                walked
                    .map(|(n, item)| self.node(each, item, &here.down(&n.to_string())))
                    .collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => node.clone(),
        }
    }

    fn members(
        &mut self,
        kind: NodeKind,
        members: &Map<String, Value>,
        here: &Here,
    ) -> Map<String, Value> {
        let mut walked = Map::new();
        for (key, value) in members {
            let here = here.down(key);
            let value = if kind == NodeKind::Discriminator && key == "mapping" {
                self.mapping(value, &here)
            } else {
                let outer = self.enter(kind, key, &here.at);
                let value = self.node(kind.child(key), value, &here);
                self.unit = outer;
                value
            };
            walked.insert(key.clone(), value);
        }
        walked
    }

    /// Says to which operation of the root document belongs what is met from here on; gives what it was before.
    fn enter(&mut self, kind: NodeKind, key: &str, at: &Place) -> Unit {
        let outer = self.unit.clone();
        match (&outer, kind) {
            (Unit::Rest, NodeKind::Paths) if at.steps.first().is_some_and(|it| it == "paths") => {
                self.unit = Unit::Path(key.to_owned());
            }
            (Unit::Path(path), NodeKind::PathItem) if is_method(key) => {
                self.unit = Unit::Operation {
                    path: path.clone(),
                    method: key.to_owned(),
                };
            }
            _ => {}
        }
        outer
    }

    fn reference(
        &mut self,
        kind: NodeKind,
        text: &str,
        members: &Map<String, Value>,
        here: &Here,
    ) -> Value {
        let at = here.at.down("$ref");
        if let NodeKind::Response | NodeKind::RequestBody = kind
            && self.leads_to_schema(text, &here.at)
        {
            self.notes.insert(format!(
                "read `{text}`, which is a schema, as {kind} of JSON: `{}`",
                self.files.address(&at)
            ));
            let schema = self.reference(NodeKind::Schema, text, &Map::new(), here);
            return json!({"description": "", "content": {"application/json": {"schema": schema}}});
        }
        if kind.folder().is_some() {
            let mut walked = Map::new();
            let target = match self.part(kind, text, &here.at) {
                Ok(part) => mark(part),
                Err(lost) => {
                    self.lost(&at, text, lost);
                    text.to_owned()
                }
            };
            // Before 3.1, OpenAPI ignores keys beside a reference; the reader of the document reports them.
            if self.acts_beside {
                let mut beside = members.clone();
                beside.shift_remove("$ref");
                walked.insert("$ref".to_owned(), Value::String(target));
                walked.extend(self.members(kind, &beside, here));
            } else {
                walked.extend(members.clone());
                walked.insert("$ref".to_owned(), Value::String(target));
            }
            return Value::Object(walked);
        }
        let found = self
            .files
            .target(&here.at.file, text)
            .and_then(|place| self.existing(place))
            .and_then(|place| Ok((self.files.node(&place)?, place)));
        let (node, place) = match found {
            Ok(found) => found,
            Err(lost) => {
                self.lost(&at, text, lost);
                return Value::Null;
            }
        };
        if here.within.contains(&place) {
            let message = format!("`{text}` leads back to where it is written in line");
            let help = "only what has a place under `components` can contain itself";
            self.report(&at, Code::CyclicReference, &message, help);
            return Value::Null;
        }
        let mut within = (*here.within).clone();
        if within.is_empty() {
            within.push(here.at.clone());
        }
        within.push(place.clone());
        let there = Here {
            at: place,
            depth: here.depth,
            within: Rc::new(within),
        };
        let mut walked = self.node(kind, &node, &there);
        if let Value::Object(walked) = &mut walked {
            let mut beside = members.clone();
            beside.shift_remove("$ref");
            walked.extend(self.members(kind, &beside, here));
        }
        walked
    }

    /// The part that a reference leads to in the end, through references to references.
    fn part(&mut self, kind: NodeKind, text: &str, from: &Place) -> Result<PartId, Lost> {
        let mut place = self
            .files
            .target(&from.file, text)
            .and_then(|place| self.existing(place))?;
        let mut given = None;
        let mut passed = vec![place.clone()];
        loop {
            if given.is_none() {
                given = self.given(kind, &place);
            }
            let node = self.files.node(&place)?;
            // A schema that says more than its reference is one of its own.
            let is_more = |node: &Map<String, Value>| {
                self.acts_beside && kind == NodeKind::Schema && node.len() > 1
            };
            let next = node.as_object().filter(|node| !is_more(node));
            let Some(next) = next.and_then(|node| reference(kind, node)) else {
                if kind == NodeKind::Schema
                    && let Some(within) = schema_within(&node)
                {
                    let there = Place {
                        steps: [&place.steps[..], &within].concat(),
                        file: place.file.clone(),
                    };
                    self.notes.insert(format!(
                        "read `{}` as the schema in it: a schema is due where it is referred to",
                        self.files.address(&place)
                    ));
                    place = there;
                    continue;
                }
                break;
            };
            place = self
                .files
                .target(&place.file, next)
                .and_then(|place| self.existing(place))?;
            if passed.contains(&place) {
                return Err(Lost {
                    code: Code::CyclicReference,
                    ..Lost::new(
                        format!("`{next}` leads back to itself"),
                        "a chain of references must end at something that is no reference",
                    )
                });
            }
            passed.push(place.clone());
        }
        let id = *self.ids.entry((kind, place.clone())).or_insert_with(|| {
            let id = self.parts.len();
            self.queue.push_back(id);
            self.parts.push(Part {
                kind,
                at: place,
                given: None,
                tree: Value::Null,
                findings: Vec::new(),
            });
            id
        });
        let known = &mut self.parts[id].given;
        // Of two names, the one that the root document gives first.
        if known.is_none() || given.is_some() && given < *known {
            *known = given;
        }
        Ok(id)
    }

    /// Whether a reference leads to a schema in the end.
    fn leads_to_schema(&mut self, text: &str, from: &Place) -> bool {
        let mut place = self
            .files
            .target(&from.file, text)
            .and_then(|place| self.existing(place));
        for _ in 0..LONGEST_CHAIN {
            let Ok(at) = place else {
                return false;
            };
            let Ok(node) = self.files.node(&at) else {
                return false;
            };
            match node.get("$ref").and_then(Value::as_str) {
                Some(next) => {
                    place = self
                        .files
                        .target(&at.file, next)
                        .and_then(|place| self.existing(place));
                }
                None => return is_schema(&node),
            }
        }
        false
    }

    /// A pointer into a file of parts that only holds in the root document is taken as meant there.
    fn existing(&mut self, place: Place) -> Result<Place, Lost> {
        let there = Place {
            file: self.root.clone(),
            ..place.clone()
        };
        let may_mean_root = place.steps.first().is_some_and(|step| step == "components")
            && place.file != there.file;
        match self.files.settle(place) {
            Err(_) if may_mean_root && self.files.node(&there).is_ok() => Ok(there),
            settled => settled,
        }
    }

    /// The name that the root document has for a place under its `components`.
    fn given(&mut self, kind: NodeKind, place: &Place) -> Option<(usize, String)> {
        let [components, folder, name] = &place.steps[..] else {
            return None;
        };
        if place.file != self.root
            || components != "components"
            || Some(folder.as_str()) != kind.folder()
        {
            return None;
        }
        let tree = self.files.tree(&self.root).ok()?;
        let names = tree.get(components)?.get(folder)?.as_object()?;
        Some((names.keys().position(|key| key == name)?, name.clone()))
    }

    /// The values of a discriminator's `mapping`: references, or names of the root document's schemas.
    fn mapping(&mut self, node: &Value, here: &Here) -> Value {
        let Value::Object(members) = node else {
            return node.clone();
        };
        let mut walked = Map::new();
        for (value, target) in members {
            let mut written = target.clone();
            if let Value::String(text) = target {
                let is_reference = text.contains(['#', '/']) || is_file(text);
                let reference = if is_reference {
                    text.clone()
                } else {
                    format!("#/components/schemas/{text}")
                };
                match self.part(NodeKind::Schema, &reference, &here.at) {
                    Ok(part) => written = Value::String(mark(part)),
                    Err(lost) if is_reference => self.lost(&here.at.down(value), text, lost),
                    // A name without a schema: what it means is for the generator to tell.
                    Err(_) => {}
                }
            }
            walked.insert(value.clone(), written);
        }
        Value::Object(walked)
    }

    fn lost(&mut self, at: &Place, reference: &str, lost: Lost) {
        if !lost.because.is_empty() {
            let found = lost.because.into_iter();
            let found = found.map(|because| (self.unit.clone(), because));
            return self.findings.extend(found);
        }
        let is_told = lost.message.starts_with(&format!("`{reference}`"));
        let message = if is_told || lost.code != Code::DanglingReference {
            lost.message
        } else {
            format!("`{reference}` leads nowhere: {}", lost.message)
        };
        self.report(at, lost.code, &message, &lost.help);
    }

    fn report(&mut self, at: &Place, code: Code, message: &str, help: &str) {
        let at = self.files.address(at);
        let found = Diagnostic::error(code, &at, message).help(help);
        self.findings.push((self.unit.clone(), found));
    }
}

/// The reference that a mapping is. Among values, only what names a file and nothing else is one: `$ref` is also the name
/// of a property on the wire.
fn reference(kind: NodeKind, members: &Map<String, Value>) -> Option<&str> {
    let text = members.get("$ref")?.as_str()?;
    if kind != NodeKind::Data {
        return Some(text);
    }
    let path = text.split('#').next().unwrap_or_default();
    (members.len() == 1 && is_file(path) && !path.contains("://")).then_some(text)
}

fn is_file(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["yaml", "yml", "json"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}
