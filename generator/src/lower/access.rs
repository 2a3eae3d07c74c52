//! Properties of one direction that are required: the crate has one type for both directions, so such a property is required
//! in Rust only where the type goes in its direction alone.

use crate::analyze::{reached, replies, requests};
use crate::model::{Access, Api, Shape};

/// Marks required read-only properties of types that are sent, and required write-only properties of types that are received.
pub(super) fn relax(api: &mut Api) {
    let operations = || api.operations.iter().map(|(_, operation)| operation);
    let sent = reached(api, operations().flat_map(requests).collect());
    let received = reached(api, operations().flat_map(replies).collect());
    let ids: Vec<_> = api.types.ids().collect();
    for id in ids {
        let Shape::Struct(shape) = &mut api.types[id].shape else {
            continue;
        };
        for field in &mut shape.fields {
            field.is_relaxed = match field.access {
                Access::Both => false,
                Access::Read => sent[id],
                Access::Write => received[id],
            };
        }
    }
}
