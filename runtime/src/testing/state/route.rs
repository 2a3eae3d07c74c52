//! The effect of each operation on the records.

use crate::testing::description::{Is, Operation, Place, Schema, Types};

use super::record::Drawer;

/// The target of an operation.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub(super) to: To,
    /// The drawer and the parameter of the record that must exist.
    pub(super) parent: Option<(usize, String)>,
}

#[derive(Clone, Debug)]
pub(super) enum To {
    /// All records of a drawer, or those with these ids.
    List {
        drawer: usize,
        view: Option<Vec<String>>,
    },
    Create {
        drawer: usize,
    },
    /// The record that a parameter of the path names.
    One {
        drawer: usize,
        param: String,
    },
    /// The record that the required parameters of the query name.
    ByQuery {
        drawer: usize,
    },
    Bulk {
        drawer: Option<usize>,
    },
    Document,
}

/// The type of the items that an operation returns as a list.
pub(super) fn item_type(operation: &Operation) -> Option<String> {
    let schema = operation.successes.first()?.schema.as_ref()?;
    let list = schema.resolved(&operation.types);
    let of = list.of.as_deref().filter(|_| list.is == Is::List)?;
    object(of, &operation.types)
}

/// The type of the object that an operation returns.
pub(super) fn answer_type(operation: &Operation) -> Option<String> {
    let schema = operation.successes.first()?.schema.as_ref()?;
    object(schema, &operation.types)
}

/// The name of a type that is an object.
fn object(schema: &Schema, types: &Types) -> Option<String> {
    let mut schema = schema;
    let mut name = None;
    // Names refer to each other without cycles.
    for _ in 0..64 {
        let Some(next) = schema.name.as_ref().filter(|_| schema.is == Is::Named) else {
            break;
        };
        name = Some(next.clone());
        schema = types.get(next)?;
    }
    name.filter(|_| schema.is == Is::Struct)
}

/// The effect of an operation, once the drawers are known.
pub(super) fn find(
    operation: &Operation,
    drawers: &[Drawer],
    own: std::ops::Range<usize>,
) -> Route {
    let (to, parent) = aim(operation, drawers, own);
    // The record that an operation targets is looked up separately.
    let parent = parent.filter(|_| !matches!(to, To::One { .. }));
    Route { to, parent }
}

fn aim(
    operation: &Operation,
    drawers: &[Drawer],
    own: std::ops::Range<usize>,
) -> (To, Option<(usize, String)>) {
    let path = operation.path.as_str();
    let parent = parent(path, drawers, own.clone());
    let to = to(operation, drawers, own, parent.as_ref());
    (to, parent)
}

fn to(
    operation: &Operation,
    drawers: &[Drawer],
    mut own: std::ops::Range<usize>,
    parent: Option<&(usize, String)>,
) -> To {
    let path = operation.path.as_str();
    let at = |n: &usize| drawers[*n].path == path;
    let here = own.clone().find(at);
    if operation.bulk.is_some() {
        let begins = |n: &usize| path.starts_with(&format!("{}/", drawers[*n].path));
        let above = own.filter(begins).max_by_key(|n| drawers[*n].path.len());
        return To::Bulk {
            drawer: here.or(above),
        };
    }
    let is_list = operation.method == "GET";
    if let Some(item) = item_type(operation).filter(|_| is_list) {
        let drawer = own.find(|n| drawers[*n].item == item);
        if let Some(drawer) = drawer {
            let is_home = drawers[drawer].path == path;
            // The records of other lists are determined when they are seeded.
            return To::List {
                drawer,
                view: (!is_home).then(Vec::new),
            };
        }
    }
    if let Some((drawer, param)) = parent
        && path == format!("{}/{{{param}}}", drawers[*drawer].path)
    {
        return To::One {
            drawer: *drawer,
            param: param.clone(),
        };
    }
    let Some(drawer) = here else {
        return To::Document;
    };
    if operation.params(Place::Query).any(|param| param.required) {
        return To::ByQuery { drawer };
    }
    let is_object = answer_type(operation).is_some();
    if operation.method == "POST" && is_object {
        return To::Create { drawer };
    }
    To::Document
}

/// The record above a path: its drawer, and the parameter that selects it.
fn parent(path: &str, drawers: &[Drawer], own: std::ops::Range<usize>) -> Option<(usize, String)> {
    let named = |n: usize| -> Option<(usize, String)> {
        let rest = path.strip_prefix(drawers[n].path.as_str())?;
        let (param, _) = rest.strip_prefix("/{")?.split_once('}')?;
        Some((n, param.to_owned()))
    };
    own.filter_map(named)
        .max_by_key(|(n, _)| drawers[*n].path.len())
}
