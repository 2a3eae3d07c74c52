//! What operations offer.

use std::collections::BTreeMap;

use super::{ConstantUse, OperationUse, RustType, Spot, Surface};
use crate::emit::Plan;
use crate::model::{
    BodyContent, Content, FieldTable, Operation, OperationId, Outcome, Param, ParamStyle, Part,
    PartContent, TypeRef,
};
use crate::name::OperationNames;

pub(super) fn add(plan: &Plan, surface: &mut Surface) {
    for (id, operation) in plan.api.operations.iter() {
        let names = &plan.names.operations[id];
        let owner = owner(plan, id);
        surface
            .at
            .insert(Spot::new(&owner, ""), operation.at.clone());
        for (name, param) in params(operation, names) {
            surface.at.insert(Spot::new(&owner, name), param.at.clone());
        }
        let offered = operation_use(plan, operation, names);
        surface.operations.insert(owner, offered);
    }
}

/// How the surface calls an operation.
pub(in crate::diff) fn owner(plan: &Plan, id: OperationId) -> String {
    let group = &plan.names.groups[plan.api.operations[id].group].module;
    format!("{group}::{}", plan.names.operations[id].method)
}

fn params<'p>(
    operation: &'p Operation,
    names: &'p OperationNames,
) -> impl Iterator<Item = (&'p String, &'p Param)> {
    let path = names.path.iter().zip(&operation.path_params);
    let query = names.query.iter().zip(&operation.query_params);
    let header = names.header.iter().zip(&operation.header_params);
    path.chain(query).chain(header)
}

fn operation_use(plan: &Plan, operation: &Operation, names: &OperationNames) -> OperationUse {
    let group = plan.names.groups[operation.group].module.clone();
    let item = format!("{group}::{}", names.item);
    let mut offered = OperationUse {
        method: names.method.clone(),
        items: operation
            .paging
            .as_ref()
            .map(|paging| RustType::of(plan, &paging.item)),
        ..OperationUse::default()
    };
    for (name, param) in params(operation, names) {
        let ty = param_type(plan, param, &item);
        if param.required {
            offered.arguments.push((name.clone(), ty));
        } else {
            offered.setters.insert(name.clone(), ty);
        }
    }
    body(plan, operation, names, &mut offered);
    outcome(plan, operation, names, &group, &mut offered);
    if let Some(bulk) = operation.bulk.as_ref().filter(|_| offered.body.is_some()) {
        let row = bulk.rows.as_ref().map(|row| RustType::of(plan, row));
        offered.send_all = Some(row.unwrap_or_default());
    }
    offered.patch = operation.patch.as_ref().map(|table| {
        let mut methods: BTreeMap<String, Option<RustType>> = BTreeMap::new();
        for (field, setter) in table.fields.iter().zip(&names.patch_setters) {
            let ty = RustType::of(plan, &field.ty);
            if let (Some(add), RustType::List(item)) = (&setter.add, &ty) {
                methods.insert(add.clone(), Some((**item).clone()));
            }
            if let Some(clear) = &setter.clear {
                methods.insert(clear.clone(), None);
            }
            methods.insert(setter.set.clone(), Some(ty));
        }
        (format!("{group}::{}", names.patch), methods)
    });
    if let Some(table) = &operation.fields {
        let constants = constants(plan, table, names);
        offered.fields = Some((format!("{group}::fields::{}", names.module), constants));
        offered.composites = table.composites.iter().map(|it| it.wire()).collect();
    }
    offered.group = group;
    offered.item = item;
    offered
}

fn param_type(plan: &Plan, param: &Param, item: &str) -> RustType {
    match param.style {
        ParamStyle::Filter => RustType::Of("Filter", item.to_owned()),
        ParamStyle::Sorters => RustType::List(Box::new(RustType::Of("Sorter", item.to_owned()))),
        ParamStyle::Single
        | ParamStyle::Multi
        | ParamStyle::Comma
        | ParamStyle::Space
        | ParamStyle::Pipe
        | ParamStyle::FormObject
        | ParamStyle::Flat
        | ParamStyle::DeepObject
        | ParamStyle::Json
        | ParamStyle::AnyForm
        | ParamStyle::AnyDeep => RustType::of(plan, &param.ty),
    }
}

fn body(plan: &Plan, operation: &Operation, names: &OperationNames, offered: &mut OperationUse) {
    let Some(body) = &operation.body else {
        return;
    };
    match &body.content {
        BodyContent::Json { ty, .. } => {
            offered.body = Some((RustType::of(plan, ty), body.required));
        }
        BodyContent::Text { .. } => offered.body = Some((RustType::String, body.required)),
        BodyContent::Bytes { .. } => offered.body = Some((RustType::Bytes, body.required)),
        BodyContent::Form { fields: parts } | BodyContent::Multipart { parts } => {
            if parts.is_empty() {
                let is_form = matches!(body.content, BodyContent::Form { .. });
                offered.undescribed = Some(if is_form { "field" } else { "part" });
            }
            for (name, part) in names.parts.iter().zip(parts) {
                let ty = part_type(plan, part);
                if body.required && part.required {
                    offered.arguments.push((name.clone(), ty));
                } else {
                    offered.setters.insert(name.clone(), ty);
                }
            }
        }
    }
}

fn part_type(plan: &Plan, part: &Part) -> RustType {
    match &part.content {
        PartContent::Text(ty) | PartContent::Json(ty) | PartContent::DeepObject(ty) => {
            RustType::of(plan, ty)
        }
        PartContent::TextList(item) => RustType::List(Box::new(RustType::of(plan, item))),
        PartContent::File => RustType::File,
        PartContent::FileList => RustType::List(Box::new(RustType::File)),
    }
}

fn outcome(
    plan: &Plan,
    operation: &Operation,
    names: &OperationNames,
    group: &str,
    offered: &mut OperationUse,
) {
    offered.send = match &operation.outcome {
        Outcome::Empty => RustType::Unit,
        Outcome::Json(ty) => RustType::of(plan, ty),
        Outcome::OptionalJson(ty) => RustType::Option(Box::new(RustType::of(plan, ty))),
        Outcome::Text => RustType::String,
        Outcome::Bytes => RustType::Bytes,
        Outcome::ByStatus => {
            let item = format!("{group}::{}", names.outcome);
            let variants = names.variants.iter().zip(&operation.successes);
            let variants = variants.map(|(variant, success)| {
                let held = match &success.content {
                    Content::Empty => None,
                    Content::Json(ty) => Some(large(RustType::of(plan, ty))),
                    Content::Text => Some(RustType::String),
                    Content::Bytes => Some(RustType::Bytes),
                };
                (variant.clone(), held)
            });
            offered.outcome = Some((item.clone(), variants.collect()));
            RustType::Item(item)
        }
    };
}

/// Models stand in boxes in the enum of an operation's successes.
fn large(ty: RustType) -> RustType {
    if let RustType::Model(_) = ty {
        RustType::Boxed(Box::new(ty))
    } else {
        ty
    }
}

fn constants(
    plan: &Plan,
    table: &FieldTable,
    names: &OperationNames,
) -> BTreeMap<String, ConstantUse> {
    let fields = table.fields.iter().zip(&names.fields);
    let constants = fields.map(|(field, name)| {
        let ty = field.ty.as_ref().map(|ty: &TypeRef| RustType::of(plan, ty));
        let offered = ConstantUse {
            ty: ty.unwrap_or(RustType::FilterValue),
            operators: field.operators.iter().map(|it| it.wire()).collect(),
            sorts: field.sorts,
        };
        (name.clone(), offered)
    });
    constants.collect()
}
