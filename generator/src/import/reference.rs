//! References: the part that one leads to, in whichever file.

use std::rc::Rc;

use serde_json::{Map, Value, json};

use super::files::{Lost, Place};
use super::walk::{Here, LONGEST_CHAIN, Part, PartId, Walk, mark};
use crate::diagnostic::Code;
use crate::normalize::{is_schema, schema_within};
use crate::openapi::NodeKind;

impl Walk<'_, '_, '_> {
    pub(super) fn reference(
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
            let message = format!("`{text}` refers back to itself, where it is inlined");
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
    pub(super) fn part(
        &mut self,
        kind: NodeKind,
        text: &str,
        from: &Place,
    ) -> Result<PartId, Lost> {
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
                        "read `{}` as the schema in it: the reference expects a schema",
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
                        format!("`{next}` refers to itself"),
                        "a chain of references must end at a node that is not a reference",
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

    /// Returns whether a reference leads to a schema in the end.
    pub(super) fn leads_to_schema(&mut self, text: &str, from: &Place) -> bool {
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
    pub(super) fn existing(&mut self, place: Place) -> Result<Place, Lost> {
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
    pub(super) fn given(&mut self, kind: NodeKind, place: &Place) -> Option<(usize, String)> {
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
}

/// The reference that a mapping is. Among values, only what names a file and nothing else is one: `$ref` is also the name
/// of a property on the wire.
pub(super) fn reference(kind: NodeKind, members: &Map<String, Value>) -> Option<&str> {
    let text = members.get("$ref")?.as_str()?;
    if kind != NodeKind::Data {
        return Some(text);
    }
    let path = text.split('#').next().unwrap_or_default();
    (members.len() == 1 && is_file(path) && !path.contains("://")).then_some(text)
}

pub(super) fn is_file(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["yaml", "yml", "json"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}
