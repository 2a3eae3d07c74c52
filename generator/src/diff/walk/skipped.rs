//! The operations that a document has and its crate lacks.

use std::collections::BTreeSet;

use super::Side;
use super::routes::shape;
use crate::lower::parse_path;
use crate::model::Operation;

/// The skipped operations of one side, by their ids, and by method and path without the names of its parameters.
pub(super) struct SkippedOperations<'p> {
    ids: BTreeSet<&'p str>,
    routes: BTreeSet<(&'p str, String)>,
}

impl<'p> SkippedOperations<'p> {
    pub(super) fn of(side: Side<'p>) -> Self {
        let skipped = &side.plan.skipped;
        let routes = skipped.iter().map(|it| {
            // A path may be what is wrong with the operation.
            let shape = parse_path(&it.path).map_or_else(|_| it.path.clone(), |it| shape(&it));
            (it.method.as_str(), shape)
        });
        Self {
            ids: skipped.iter().filter_map(|it| it.id.as_deref()).collect(),
            routes: routes.collect(),
        }
    }

    pub(super) fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Returns whether an operation of the other document is one of these.
    pub(super) fn has(&self, operation: &Operation) -> bool {
        let shape = shape(&operation.path);
        let has_route = |method| self.routes.contains(&(method, shape.clone()));
        self.has_id(&operation.id) || has_route(operation.method.key()) || has_route("$ref")
    }
}
