//! Stage 1: text to a tree whose version is checked.
//!
//! The tree, not `openapiv3`, is what the next stages walk: one bad node must not cost the whole document, and every
//! node must know its address. Lowering takes it over into `openapiv3` types node by node.

mod error;
mod locate;
mod outline;
pub(crate) mod position;
mod version;
mod yaml;
mod yaml_error;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Report};
use crate::source::Source;
use crate::spec_path::SpecPath;

pub use version::Version;
pub(crate) use yaml::parse as parse_yaml;

/// A document as a tree.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) root: Value,
    pub(crate) at: SpecPath,
}

impl Document {
    /// The node at an address of this document.
    pub(crate) fn get(&self, at: &SpecPath) -> Option<&Value> {
        at.steps().into_iter().try_fold(&self.root, child)
    }

    /// Puts the maps whose keys are names, not a sequence that an author chose, into one order, so that the output does
    /// not depend on theirs.
    pub(crate) fn sort_names(&mut self) {
        if let Some(paths) = self.root.get_mut("paths").and_then(Value::as_object_mut) {
            paths.sort_keys();
        }
        if let Some(components) = self
            .root
            .get_mut("components")
            .and_then(Value::as_object_mut)
        {
            for kind in components.values_mut().filter_map(Value::as_object_mut) {
                kind.sort_keys();
            }
        }
    }
}

/// One step down.
pub(crate) fn child<'a>(node: &'a Value, step: &str) -> Option<&'a Value> {
    match node {
        Value::Object(members) => members.get(step),
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Reads a document and checks that its version of OpenAPI is one that is read.
pub(crate) fn load(source: &Source, diagnostics: &mut Diagnostics) -> Option<Document> {
    let at = SpecPath::root(&source.name);
    let root = parse_yaml(source, diagnostics)?;
    check(&root, &at, diagnostics)?;
    Some(Document { root, at })
}

/// Checks that each text is an OpenAPI document of a version that is read, whatever errors its nodes have.
///
/// # Errors
/// The errors of all texts that are not, in one report.
pub fn expect_documents<'s>(
    sources: impl IntoIterator<Item = &'s Source> + Clone,
) -> Result<(), Report> {
    let mut diagnostics = Diagnostics::default();
    let mut are_documents = true;
    for source in sources.clone() {
        are_documents &= load(source, &mut diagnostics).is_some();
    }
    if are_documents {
        return Ok(());
    }
    let mut report = diagnostics.into_report();
    report.locate(sources);
    Err(report)
}

/// The members of a document whose version of OpenAPI is one that is read.
pub(crate) fn check<'t>(
    root: &'t Value,
    at: &SpecPath,
    diagnostics: &mut Diagnostics,
) -> Option<&'t Map<String, Value>> {
    let Value::Object(members) = root else {
        let found = if root.is_null() {
            Diagnostic::error(Code::InvalidNode, at, "the document is empty").position(1, 1)
        } else {
            Diagnostic::error(Code::InvalidNode, at, "the document is not a mapping")
        };
        diagnostics.push(found.help("an OpenAPI document starts with `openapi: 3.0.3`"));
        return None;
    };
    version::check(members, at, diagnostics)?;
    Some(members)
}
