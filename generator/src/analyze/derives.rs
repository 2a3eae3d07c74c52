//! Which types have an empty value.

use crate::model::{Api, IdMap, Shape, TypeId};

/// A struct none of whose properties is required: an empty object is one of it.
pub(super) fn has_default(api: &Api) -> IdMap<TypeId, bool> {
    api.types.map(|_, def| match &def.shape {
        Shape::Struct(shape) => shape
            .fields
            .iter()
            .all(|field| !field.offered().is_required()),
        Shape::StringEnum(_)
        | Shape::IntegerEnum(_)
        | Shape::Union(_)
        | Shape::Id
        | Shape::Alias(_) => false,
    })
}
