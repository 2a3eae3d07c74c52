//! Patchable properties.

use super::docs::{Constraints, Docs};
use super::types::TypeRef;

/// The properties that an operation's documentation lists as those that its patch can change.
#[derive(Debug)]
pub(crate) struct PatchTable {
    /// The document's name of the patched type; `None` if it has no name.
    pub(crate) target: Option<String>,
    /// In the order of the document.
    pub(crate) fields: Vec<PatchField>,
}

#[derive(Debug)]
pub(crate) struct PatchField {
    /// A property, or a path of properties with slashes between them.
    pub(crate) wire: String,
    /// Any JSON if the type is unknown.
    pub(crate) ty: TypeRef,
    pub(crate) is_nullable: bool,
    pub(crate) docs: Docs,
    pub(crate) constraints: Constraints,
}
