//! Stage 1: text to a tree whose version is checked.
//!
//! The tree, not `openapiv3`, is what the next stages walk: one bad node must not cost the whole document, and every
//! node must know its address. Lowering takes it over into `openapiv3` types node by node.

mod error;
mod locate;
pub(crate) mod position;
mod version;
mod yaml;
mod yaml_error;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
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
    check_version(members, at, diagnostics)?;
    Some(members)
}

fn check_version(
    members: &Map<String, Value>,
    at: &SpecPath,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    const HELP: &str =
        "this generator reads OpenAPI 3.0, 3.1 and 3.2; convert the document to one of them";
    if Version::of(members.get("openapi")).is_some() {
        return Some(());
    }
    if let Some(version) = members.get("openapi") {
        let version = match version {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                String::from("of unknown form")
            }
        };
        diagnostics.push(
            Diagnostic::error(
                Code::UnsupportedVersion,
                &at.key("openapi"),
                format!("the document is OpenAPI {version}"),
            )
            .help(HELP),
        );
    } else if let Some(version) = members.get("swagger") {
        let version = version
            .as_str()
            .map_or_else(|| version.to_string(), str::to_owned);
        diagnostics.push(
            Diagnostic::error(
                Code::UnsupportedVersion,
                &at.key("swagger"),
                format!("the document is Swagger {version}"),
            )
            .help(format!(
                "convert it to OpenAPI 3.0: `npx swagger2openapi --outfile openapi.yaml {}`",
                at.file()
            )),
        );
    } else {
        diagnostics.push(no_version(members, at));
    }
    None
}

/// Returns the error for a document without `openapi`: an OpenAPI document without version, or another format.
fn no_version(members: &Map<String, Value>, at: &SpecPath) -> Diagnostic {
    let mut keys = members.keys();
    let unsupported = |at, message| Diagnostic::error(Code::UnsupportedVersion, at, message);
    if let Some(key) = keys.find(|key| key.eq_ignore_ascii_case("openapi")) {
        let message = format!("unknown key `{key}`");
        return unsupported(&at.key(key), message).help("write it as `openapi`");
    }
    if members.contains_key("paths") || members.contains_key("components") {
        let message = "missing key `openapi`, the version of the document".to_owned();
        return unsupported(at, message).help("add `openapi: 3.0.3` at its top");
    }
    // Whatever the order that they come in.
    let keys: BTreeSet<&String> = members.keys().collect();
    let keys: Vec<String> = keys.iter().take(3).map(|key| format!("`{key}`")).collect();
    let message = "not an OpenAPI document: it has neither `openapi` nor `paths`".to_owned();
    let help = if keys.is_empty() {
        "an OpenAPI document starts with `openapi: 3.0.3`".to_owned()
    } else {
        format!(
            "pass the OpenAPI document itself; the keys of this one are {}",
            keys.join(", ")
        )
    };
    unsupported(at, message).help(help)
}
