//! What models offer.

use std::collections::BTreeMap;

use super::{FieldUse, RustType, Setters, Spot, Surface, TypeUse};
use crate::emit::Plan;
use crate::model::{Presence, Shape, StructShape, TypeId, UnionShape};

pub(super) fn add(plan: &Plan, surface: &mut Surface) {
    for (id, def) in plan.api.types.iter() {
        let names = &plan.names.types[id];
        let item = &names.item;
        let offered = match &def.shape {
            Shape::Struct(shape) => object(plan, id, shape),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => TypeUse::Enum {
                variants: names.members.iter().cloned().collect(),
                integers: matches!(def.shape, Shape::IntegerEnum(_)),
            },
            Shape::Union(shape) => union(plan, id, shape),
            Shape::Id => TypeUse::Id,
            Shape::Alias(target) => TypeUse::Alias(RustType::of(plan, target)),
        };
        surface.at.insert(Spot::new(item, ""), def.at.clone());
        if let Shape::Struct(shape) = &def.shape {
            let fields = shape.fields.iter().zip(&names.members);
            let spots = fields.map(|(field, name)| (Spot::new(item, name), field.at.clone()));
            surface.at.extend(spots);
        }
        surface.types.insert(item.clone(), offered);
    }
}

fn object(plan: &Plan, id: TypeId, shape: &StructShape) -> TypeUse {
    let sent = plan.facts.sent[id];
    let fields = shape.fields.iter().zip(&plan.names.types[id].members);
    let fields = fields.enumerate().map(|(n, (field, name))| {
        let value = RustType::of(plan, &field.ty);
        let is_json = value == RustType::Json;
        let setters = match field.presence {
            Presence::Nullable if !is_json => Setters::RequiredNullable,
            Presence::Required | Presence::Nullable => Setters::Required,
            Presence::OptionalNullable if sent => Setters::Tristate,
            Presence::Optional if sent && is_json => Setters::Tristate,
            Presence::Optional | Presence::OptionalNullable => Setters::Optional,
        };
        let held = if plan.facts.boxed.contains(&(id, n)) {
            RustType::Boxed(Box::new(value.clone()))
        } else {
            value.clone()
        };
        let ty = match setters {
            Setters::Required => held,
            Setters::RequiredNullable | Setters::Optional => RustType::Option(Box::new(held)),
            Setters::Tristate => RustType::Tristate(Box::new(held)),
        };
        let offered = FieldUse {
            ty,
            setter: value,
            setters,
        };
        (name.clone(), offered)
    });
    TypeUse::Struct {
        fields: fields.collect(),
        extra: RustType::of(plan, &shape.additional),
        default: plan.facts.has_default[id],
    }
}

fn union(plan: &Plan, id: TypeId, shape: &UnionShape) -> TypeUse {
    let types: Vec<RustType> = shape
        .branches
        .iter()
        .map(|branch| RustType::of(plan, &branch.ty))
        .collect();
    let names = &plan.names.types[id].members;
    let variants: BTreeMap<String, RustType> = names
        .iter()
        .zip(&types)
        .enumerate()
        .map(|(n, (name, ty))| {
            let held = if plan.facts.boxed.contains(&(id, n)) {
                RustType::Boxed(Box::new(ty.clone()))
            } else {
                ty.clone()
            };
            (name.clone(), held)
        })
        .collect();
    let tells = |ty: &&RustType| types.iter().filter(|other| other == ty).count() == 1;
    let from = types.iter().filter(tells).cloned().collect();
    TypeUse::Union { variants, from }
}
