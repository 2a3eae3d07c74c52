//! Rewrites what has only one meaning as valid OpenAPI 3.0, before the tree is lowered.
//!
//! A reference to a response in place of a schema means the schema of its body; a body among the parameters, as in Swagger
//! 2.0, means a request body. Each rewritten place is reported. Ambiguous nodes are left for lowering to reject.

pub(crate) mod keep_going;
mod media_types;
pub(crate) mod overlay;
mod references;
mod schemas;
mod shape;
mod swagger2_bodies;
mod upgrade;

use crate::diagnostic::Diagnostics;
use crate::syntax::Document;

pub(crate) use shape::{is_schema, schema_within};
pub(crate) use upgrade::{VALUE_NAMES, upgrade, webhooks};

/// Normalizes a document.
pub(crate) fn normalize(document: &mut Document, diagnostics: &mut Diagnostics) {
    media_types::normalize(&mut document.root);
    swagger2_bodies::normalize(document, diagnostics);
    references::normalize(document, diagnostics);
    // Last, so that the others report locations as the text has them.
    schemas::normalize(document, diagnostics);
}
