//! Media types that hold values one after another: server-sent events, and JSON on lines.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::SchemaNode;
use crate::lower::operation::media::{SequenceKind, sequence};
use crate::lower::schema::{Schemas, Use};
use crate::model::{
    Constraints, EventData, Hint, Role, Scalar, Sequence, Shape, StreamContent, TypeRef,
};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// How deep unions and `allOf`s of events are followed.
const DEEPEST: usize = 4;

/// The fields of a server-sent event.
const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

/// What a schema says of a server-sent event.
enum EventSchema {
    /// It describes the data alone.
    Data,
    /// It describes the event; its data is at this address.
    Event(SpecPath),
    /// It describes several events with data of their own.
    Events,
}

impl Schemas<'_> {
    /// The media types of a response that hold values one after another.
    pub(super) fn sequences(
        &mut self,
        hint: &Hint,
        offered: &[String],
        at: &SpecPath,
    ) -> Vec<Sequence> {
        let sequences = offered.iter().filter_map(|media| {
            let at = at.key(media);
            let (content, constraints) = match sequence(media)? {
                SequenceKind::Events => {
                    let (data, constraints) = self.event(hint, &at);
                    (StreamContent::Events(data), constraints)
                }
                SequenceKind::Lines => {
                    let (item, constraints) = self.line(hint, &at);
                    (StreamContent::Items(item), constraints)
                }
            };
            Some(Sequence {
                media: media.clone(),
                content,
                constraints,
                at,
            })
        });
        sequences.collect()
    }

    /// The type of an event, and the bounds of its values.
    fn event(&mut self, hint: &Hint, media_at: &SpecPath) -> (EventData, Constraints) {
        let hint = named(hint, "event");
        let Some(at) = self.resolver.item_schema(media_at) else {
            return (EventData::Text, Constraints::default());
        };
        match self.resolver.event_schema(&at, DEEPEST) {
            EventSchema::Data => self.event_data(&at, hint),
            EventSchema::Event(data) => self.event_data(&data, hint),
            EventSchema::Events => {
                let (ty, constraints) = typed(self.schema(&at, hint));
                (EventData::Whole(ty), constraints)
            }
        }
    }

    /// The type of an event's data. A string is the text itself, not a string of JSON.
    fn event_data(&mut self, at: &SpecPath, hint: Hint) -> (EventData, Constraints) {
        let node = self.resolver.target_node(at);
        let Some(node) = node.filter(|it| it.has_substance() || it.any.typ.is_some()) else {
            return (EventData::Text, Constraints::default());
        };
        let encoded = node.at.key("contentSchema");
        if self.resolver.document.get(&encoded).is_some() {
            let (ty, constraints) = typed(self.schema(&encoded, hint));
            return (EventData::Json(ty), constraints);
        }
        let (ty, constraints) = typed(self.schema(at, hint));
        self.drain_queue();
        if self.types.holds_text(&ty) {
            (EventData::Text, constraints)
        } else {
            (EventData::Json(ty), constraints)
        }
    }

    /// The type of a line, and the bounds of its values.
    fn line(&mut self, hint: &Hint, media_at: &SpecPath) -> (TypeRef, Constraints) {
        let any = (TypeRef::Json, Constraints::default());
        let Some(at) = self.resolver.item_schema(media_at) else {
            return any;
        };
        let item = typed(self.schema(&at, named(hint, "item")));
        self.drain_queue();
        // A string that describes all lines says nothing of one.
        let is_whole = at == media_at.key("schema") && self.types.holds_text(&item.0);
        if is_whole { any } else { item }
    }
}

fn typed(used: Use) -> (TypeRef, Constraints) {
    let ty = if used.nullable {
        TypeRef::Nullable(Box::new(used.ty))
    } else {
        used.ty
    };
    (ty, used.constraints)
}

impl crate::lower::schema::types::Types {
    /// Whether the values of a type are texts.
    fn holds_text(&self, ty: &TypeRef) -> bool {
        match self.behind_aliases(ty) {
            TypeRef::Scalar(scalar) => matches!(
                scalar,
                Scalar::String | Scalar::Binary | Scalar::Base64 | Scalar::Date | Scalar::Timestamp
            ),
            TypeRef::Named(id) => matches!(self.defs[*id].shape, Shape::StringEnum(_) | Shape::Id),
            TypeRef::Nullable(inner) => self.holds_text(inner),
            TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Object
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => false,
        }
    }
}

impl<'a> Resolver<'a> {
    /// The schema of one event or item. A `schema` that is a list describes all of them.
    fn item_schema(&self, media_at: &SpecPath) -> Option<SpecPath> {
        let (own, whole) = (media_at.key("itemSchema"), media_at.key("schema"));
        if self.document.get(&own).is_some() {
            if self.document.get(&whole).is_some() {
                let message = "`schema` has no effect beside `itemSchema`";
                let found = Diagnostic::warning(Code::UnsupportedResponse, &whole, message);
                self.reporter.report(found.help("remove one of them"));
            }
            return Some(own);
        }
        self.document.get(&whole)?;
        let (target, _) = self.follow(&whole, NodeKind::Schema)?;
        let node = self.node(&target)?;
        let is_list = node.any.typ.as_deref() == Some("array") && node.any.items.is_some();
        Some(if is_list { target.key("items") } else { whole })
    }

    /// What a schema says of an event. The object of an event has no properties but the fields of events, `data` among them.
    fn event_schema(&self, at: &SpecPath, depth: usize) -> EventSchema {
        let Some(node) = self.target_node(at) else {
            return EventSchema::Data;
        };
        let Some(own) = self.event_fields(&node, depth) else {
            return EventSchema::Data;
        };
        let data = own.get("data").cloned();
        let branches = self.branches(&node);
        let of_branches = branches
            .iter()
            .map(|at| self.branch(at, data.is_some(), depth));
        // `None` is a branch that is no event.
        let of_branches: Option<Vec<bool>> = of_branches.collect();
        match (of_branches, data) {
            (Some(has_data), _) if has_data.contains(&true) => EventSchema::Events,
            (Some(_), Some(data)) => EventSchema::Event(data),
            (None, _) | (Some(_), None) => EventSchema::Data,
        }
    }

    /// Whether the branch of a union of events has data of its own; `None` if it is no event.
    fn branch(&self, at: &SpecPath, is_beside_data: bool, depth: usize) -> Option<bool> {
        let depth = depth.checked_sub(1)?;
        if !matches!(self.event_schema(at, depth), EventSchema::Data) {
            return Some(true);
        }
        let fields = self.event_fields(&*self.target_node(at)?, depth)?;
        (is_beside_data && !fields.is_empty()).then_some(false)
    }

    fn branches(&self, node: &SchemaNode<'a>) -> Vec<SpecPath> {
        let (one, any) = (node.any.one_of.len(), node.any.any_of.len());
        let one = (0..one).map(|n| node.at.key("oneOf").index(n));
        let any = (0..any).map(|n| node.at.key("anyOf").index(n));
        let is_null = |at: &SpecPath| self.target_node(at).is_some_and(|it| it.is_null());
        one.chain(any).filter(|at| !is_null(at)).collect()
    }

    /// The addresses of an object's properties; `None` if one of them is no field of an event.
    fn event_fields(
        &self,
        node: &SchemaNode<'a>,
        depth: usize,
    ) -> Option<BTreeMap<&'static str, SpecPath>> {
        let mut fields = BTreeMap::new();
        for name in node.any.properties.keys() {
            let field = FIELDS.into_iter().find(|it| it == name)?;
            fields.insert(field, node.at.keys(["properties", name]));
        }
        for n in 0..node.any.all_of.len() {
            let part = self.target_node(&node.at.key("allOf").index(n))?;
            fields.extend(self.event_fields(&part, depth.checked_sub(1)?)?);
        }
        Some(fields)
    }

    /// Reports `itemSchema` where it describes nothing that is read one by one.
    pub(in crate::lower) fn unread_items(&self, media: &str, media_at: &SpecPath) {
        let at = media_at.key("itemSchema");
        if self.document.get(&at).is_some() {
            let message =
                format!("`itemSchema` has no effect: a body of `{media}` is sent and read whole");
            let found = Diagnostic::warning(Code::UnsupportedBody, &at, message);
            self.reporter
                .report(found.help("remove it by an overlay to silence this"));
        }
    }
}

/// The hint of an event or item that is described inline.
fn named(hint: &Hint, role: &str) -> Hint {
    match hint {
        Hint::Inline { owner, .. } => Hint::Inline {
            owner: *owner,
            role: Role::Property(role.to_owned()),
        },
        Hint::Component(name) | Hint::Resource(name) => Hint::Component(format!("{name} {role}")),
    }
}
