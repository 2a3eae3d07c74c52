//! Objects and their properties.

use super::values::{Value, may_meet};
use super::{Place, Side, Walk, Ways};
use crate::model::{Access, Constraints, Docs, Field, Presence, StructShape, TypeId, TypeRef};
use crate::rule_id::RuleId;
use crate::rust::surface::Spot;

/// The directions of a property: requests, responses or both.
fn ways(access: Access) -> Ways {
    match access {
        Access::Both => Ways::BOTH,
        Access::Read => Ways::RESPONSE,
        Access::Write => Ways::REQUEST,
    }
}

fn is_nullable(presence: Presence) -> bool {
    matches!(presence, Presence::Nullable | Presence::OptionalNullable)
}

impl Walk<'_> {
    pub(super) fn objects(
        &mut self,
        place: &Place,
        (old, was): (TypeId, &StructShape),
        (new, is): (TypeId, &StructShape),
    ) {
        let (old_side, new_side) = (self.old, self.new);
        for (n, field) in was.fields.iter().enumerate() {
            let mut others = is.fields.iter().enumerate();
            if let Some((m, other)) = others.find(|(_, other)| other.wire == field.wire) {
                if !self.reporting && !may_meet(&field.ty, &other.ty) {
                    continue;
                }
                let here = || {
                    let spots = [spot(old_side, old, n), spot(new_side, new, m)];
                    let here = place.inside(&field.wire);
                    let here = here.at(Some(&field.at), Some(&other.at));
                    here.spots(spots.into_iter().flatten())
                };
                if is_alike(field, other) {
                    let here = || here().ways(place.ways.and(ways(field.access)));
                    self.schemas_at(&here, &field.at, &other.at);
                } else {
                    self.field(&here(), field, other);
                }
                continue;
            }
            let spot = spot(self.old, old, n);
            let here = place
                .inside(&field.wire)
                .at(Some(&field.at), None)
                .ways(place.ways.and(ways(field.access)))
                .spots(spot);
            let rule = if field.presence.is_required() {
                RuleId::RequiredPropertyRemoved
            } else if field.docs.deprecated {
                RuleId::DeprecatedPropertyRemoved
            } else {
                RuleId::PropertyRemoved
            };
            self.found(&here, rule, self.old.words(&field.ty), None);
        }
        for (n, field) in is.fields.iter().enumerate() {
            if was.fields.iter().any(|other| other.wire == field.wire) {
                continue;
            }
            let here = place
                .inside(&field.wire)
                .at(None, Some(&field.at))
                .ways(place.ways.and(ways(field.access)))
                .spots(gained(self.old.item(old), spot(self.new, new, n)));
            let rule = if field.presence.is_required() {
                RuleId::RequiredPropertyAdded
            } else {
                RuleId::PropertyAdded
            };
            self.found(&here, rule, None, self.new.words(&field.ty));
        }
        match (was.closed, is.closed) {
            (false, true) => self.found(place, RuleId::AdditionalPropertiesForbidden, None, None),
            (true, false) => self.found(place, RuleId::AdditionalPropertiesAllowed, None, None),
            (true, true) | (false, false) => {}
        }
        if !(was.additional == TypeRef::Json && is.additional == TypeRef::Json) {
            let extra = place.inside("*").spots([
                Spot::new(self.old.item(old), "extra"),
                Spot::new(self.new.item(new), "extra"),
            ]);
            let none = Constraints::default();
            let old = Value::new(&was.additional, false, &none);
            let new = Value::new(&is.additional, false, &none);
            self.value(&extra, old, new);
        }
    }

    fn field(&mut self, place: &Place, old: &Field, new: &Field) {
        let Field {
            wire: _,
            ty,
            presence,
            access,
            // Follows from what operations send and receive.
            is_relaxed: _,
            docs,
            constraints,
            at: _,
        } = old;
        let rule = match (access, new.access) {
            (Access::Read, Access::Both) if new.presence.is_required() => {
                Some(RuleId::RequiredReadOnlyLifted)
            }
            (Access::Read, Access::Both) => Some(RuleId::ReadOnlyLifted),
            (Access::Write, Access::Both) => Some(RuleId::WriteOnlyLifted),
            (Access::Both | Access::Write, Access::Read) => Some(RuleId::BecameReadOnly),
            (Access::Both | Access::Read, Access::Write) => Some(RuleId::BecameWriteOnly),
            (Access::Both, Access::Both)
            | (Access::Read, Access::Read)
            | (Access::Write, Access::Write) => None,
        };
        if let Some(rule) = rule {
            self.found(place, rule, None, None);
        }
        let here = place
            .clone()
            .ways(place.ways.and(ways(*access).and(ways(new.access))));
        match (presence.is_required(), new.presence.is_required()) {
            (false, true) => self.found(&here, RuleId::PropertyBecameRequired, None, None),
            (true, false) => self.found(&here, RuleId::PropertyBecameOptional, None, None),
            (true, true) | (false, false) => {}
        }
        match (docs.deprecated, new.docs.deprecated) {
            (false, true) => self.found(&here, RuleId::PropertyDeprecated, None, None),
            (true, false) => self.found(&here, RuleId::PropertyUndeprecated, None, None),
            (true, true) | (false, false) => {}
        }
        self.value_docs(&here, (ty, docs), (&new.ty, &new.docs));
        self.schema_residue(&here);
        let was = Value::new(ty, is_nullable(*presence), constraints);
        let is = Value::new(&new.ty, is_nullable(new.presence), &new.constraints);
        self.value(&here, was, is);
    }

    /// The words on a value: its own, or where one of the documents has a component for it, that component's.
    pub(super) fn value_docs(
        &mut self,
        place: &Place,
        (old, was): (&TypeRef, &Docs),
        (new, is): (&TypeRef, &Docs),
    ) {
        let shared = (self.old.shared(old), self.new.shared(new));
        match shared {
            (Some(id), None) => {
                let was = effective(self.old, id, was);
                self.docs(place, &was, is);
            }
            (None, Some(id)) => {
                let is = effective(self.new, id, is);
                self.docs(place, was, &is);
            }
            (Some(_), Some(_)) | (None, None) => self.docs(place, was, is),
        }
    }

    /// Compares the words on a thing. Whether it is deprecated is compared where the thing is.
    pub(super) fn docs(&mut self, place: &Place, old: &Docs, new: &Docs) {
        let Docs {
            summary,
            description,
            deprecated: _,
        } = old;
        for (what, was, is) in [
            ("summary", summary, &new.summary),
            ("description", description, &new.description),
        ] {
            if trimmed(was.as_ref()) != trimmed(is.as_ref()) {
                self.found(
                    &place.inside(what),
                    RuleId::DocumentationChanged,
                    None,
                    None,
                );
            }
        }
    }
}

/// Whether two properties say the same, in scalars: nothing but keys that the model does not carry can differ then.
fn is_alike(old: &Field, new: &Field) -> bool {
    fn is_scalar(ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Scalar(_) => true,
            TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
                is_scalar(inner)
            }
            TypeRef::Named(_)
            | TypeRef::Object
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => false,
        }
    }
    is_scalar(&old.ty)
        && old.ty == new.ty
        && (old.presence, old.access) == (new.presence, new.access)
        && (&old.docs, &old.constraints) == (&new.docs, &new.constraints)
}

fn spot(side: Side<'_>, id: TypeId, n: usize) -> Option<Spot> {
    let member = side.plan.names.types[id].members.get(n)?;
    Some(Spot::new(side.item(id), member))
}

/// The names of a new member of a type, under its old and its new name.
pub(super) fn gained(old_item: &str, spot: Option<Spot>) -> Vec<Spot> {
    let Some(spot) = spot else {
        return Vec::new();
    };
    vec![Spot::new(old_item, &spot.member), spot]
}

/// The description of a place, or else of its component.
fn effective(side: Side<'_>, id: TypeId, own: &Docs) -> Docs {
    let def = &side.def(id).docs;
    Docs {
        summary: own.summary.clone().or_else(|| def.summary.clone()),
        description: own.description.clone().or_else(|| def.description.clone()),
        deprecated: own.deprecated,
    }
}

fn trimmed(words: Option<&String>) -> &str {
    words.map_or("", |it| it.trim())
}
