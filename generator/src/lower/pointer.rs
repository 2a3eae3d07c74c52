//! The types at JSON pointers.

use crate::model::{Api, Shape, TypeRef};

/// The step of a pointer at which the values of a type have nothing.
pub(super) struct Missing<'t> {
    pub(super) name: String,
    /// The names that are there.
    pub(super) known: Vec<&'t str>,
}

/// The type of the values at a pointer in values of a type. What the document does not describe is any JSON.
pub(super) fn follow<'t>(
    api: &'t Api,
    ty: &'t TypeRef,
    pointer: &str,
) -> Result<&'t TypeRef, Missing<'t>> {
    let steps = pointer.split('/').skip(1);
    let steps: Vec<String> = steps
        .map(|it| it.replace("~1", "/").replace("~0", "~"))
        .collect();
    at(api, ty, &steps)
}

/// A type without its aliases, and without null.
pub(super) fn bare<'t>(api: &'t Api, ty: &'t TypeRef) -> &'t TypeRef {
    let mut ty = api.resolved(ty);
    while let TypeRef::Nullable(inner) = ty {
        ty = api.resolved(inner);
    }
    ty
}

fn at<'t>(api: &'t Api, ty: &'t TypeRef, steps: &[String]) -> Result<&'t TypeRef, Missing<'t>> {
    let Some((step, rest)) = steps.split_first() else {
        return Ok(ty);
    };
    let missing = |known| {
        Err(Missing {
            name: step.clone(),
            known,
        })
    };
    match bare(api, ty) {
        TypeRef::Named(id) => match &api.types[*id].shape {
            Shape::Struct(shape) => {
                let mut fields = shape.fields.iter();
                if let Some(field) = fields.find(|it| it.wire == *step) {
                    at(api, &field.ty, rest)
                } else if shape.closed || shape.additional == TypeRef::Json {
                    missing(shape.fields.iter().map(|it| it.wire.as_str()).collect())
                } else {
                    at(api, &shape.additional, rest)
                }
            }
            Shape::Union(shape) => {
                let branches = shape.branches.iter();
                let mut found = missing(Vec::new());
                for branch in branches {
                    found = at(api, &branch.ty, steps);
                    if found.is_ok() {
                        break;
                    }
                }
                found
            }
            Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id | Shape::Alias(_) => {
                missing(Vec::new())
            }
        },
        TypeRef::List(item) if step.parse::<usize>().is_ok() => at(api, item, rest),
        TypeRef::Map(value) => at(api, value, rest),
        TypeRef::Object | TypeRef::Json => Ok(&TypeRef::Json),
        TypeRef::Scalar(_)
        | TypeRef::List(_)
        | TypeRef::Nullable(_)
        | TypeRef::JsonPatch
        | TypeRef::JsonPatchOperation => missing(Vec::new()),
    }
}
