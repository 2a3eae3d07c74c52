//! The types that have an empty value.

use crate::model::{Api, IdMap, Shape, TypeId};

/// A struct without required properties, which an empty object is a value of.
pub(super) fn has_default(api: &Api) -> IdMap<TypeId, bool> {
    api.types.map(|_, def| {
        let Shape::Struct(shape) = &def.shape else {
            return false;
        };
        !shape.fields.iter().any(|it| it.offered().is_required())
    })
}
