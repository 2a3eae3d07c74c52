//! Following every reference from the root document: what it leads to becomes a part, each place once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::files::{Files, Lost, Place};
use super::reference::{is_file, reference};
use crate::diagnostic::{Code, Diagnostic};
use crate::openapi::{NodeKind, Version, is_method};

/// The deepest nesting in the written document that every reader accepts.
const DEEPEST: usize = 110;

/// How many references may lead one to the next, where it matters what they lead to.
pub(super) const LONGEST_CHAIN: usize = 64;

/// The index of a part.
pub(super) type PartId = usize;

/// A part that is written once under `components`, regardless of the number of references.
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
    /// The keys that the operations of a path share.
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
    /// The errors of the document itself.
    pub(super) findings: Vec<(Unit, Diagnostic)>,
    /// Parts that were read as another kind than written.
    pub(super) notes: BTreeSet<String>,
}

/// The placeholder of a reference to a part, until the parts have names.
pub(super) fn mark(part: PartId) -> String {
    format!("\0part {part}")
}

/// The part of a placeholder.
pub(super) fn marked(text: &str) -> Option<PartId> {
    text.strip_prefix("\0part ")?.parse().ok()
}

/// Where the walk is.
#[derive(Clone)]
pub(super) struct Here {
    /// The node that is walked.
    pub(super) at: Place,
    /// Its depth in the written document.
    pub(super) depth: usize,
    /// The places whose contents are being written in line.
    pub(super) within: Rc<Vec<Place>>,
}

impl Here {
    pub(super) fn down(&self, step: &str) -> Self {
        Self {
            at: self.at.down(step),
            depth: self.depth + 1,
            within: Rc::clone(&self.within),
        }
    }
}

pub(super) struct Walk<'f, 'a, 'r> {
    pub(super) files: &'f mut Files<'a, 'r>,
    pub(super) root: String,
    pub(super) parts: Vec<Part>,
    pub(super) ids: BTreeMap<(NodeKind, Place), PartId>,
    pub(super) queue: VecDeque<PartId>,
    pub(super) unit: Unit,
    pub(super) findings: Vec<(Unit, Diagnostic)>,
    pub(super) notes: BTreeSet<String>,
    /// Whether keys beside a reference act, as they do since 3.1.
    pub(super) acts_beside: bool,
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
    pub(super) fn node(&mut self, kind: NodeKind, node: &Value, here: &Here) -> Value {
        if here.depth > DEEPEST {
            let message = "the document is nested too deeply here, including its references";
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
                // A list in place of a node, as in `items` of JSON Schema, is read as a list of such nodes.
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

    pub(super) fn members(
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

    /// Sets the operation of the root document that following findings belong to; returns the previous one.
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
                    // A name without a schema: the generator reports it.
                    Err(_) => {}
                }
            }
            walked.insert(value.clone(), written);
        }
        Value::Object(walked)
    }

    pub(super) fn lost(&mut self, at: &Place, reference: &str, lost: Lost) {
        if !lost.because.is_empty() {
            let found = lost.because.into_iter();
            let found = found.map(|because| (self.unit.clone(), because));
            return self.findings.extend(found);
        }
        let is_reported = lost.message.starts_with(&format!("`{reference}`"));
        let message = if is_reported || lost.code != Code::DanglingReference {
            lost.message
        } else {
            format!("unresolved reference `{reference}`: {}", lost.message)
        };
        self.report(at, lost.code, &message, &lost.help);
    }

    pub(super) fn report(&mut self, at: &Place, code: Code, message: &str, help: &str) {
        let at = self.files.address(at);
        let found = Diagnostic::error(code, &at, message).help(help);
        self.findings.push((self.unit.clone(), found));
    }
}
