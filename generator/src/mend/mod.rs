//! Mending what can only mean one thing, before the tree is lowered.
//!
//! A reference to a response where a schema is due means the schema of its body; a body among the parameters, as Swagger 2.0
//! has it, means a request body. Such places are written as OpenAPI 3.0 has them, and each is told. What has several
//! readings stays as it is, for lowering to refuse.

mod bodies;
mod references;
mod schemas;
mod shape;

use crate::diagnostic::Diagnostics;
use crate::load::Document;

pub(crate) use shape::{is_schema, schema_within};

/// Mends a document.
pub(crate) fn mend(document: &mut Document, diagnostics: &mut Diagnostics) {
    bodies::mend(document, diagnostics);
    references::mend(document, diagnostics);
    // Last, so that all others have told of places as the text has them.
    schemas::mend(document, diagnostics);
}
