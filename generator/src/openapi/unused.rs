//! Components and tags that nothing in the document uses, and that have no effect therefore.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::syntax::Document;

/// Folders of components that only act where they are referred to. Schemas are types of the crate.
const FOLDERS: [&str; 5] = [
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
];

/// The references of a document.
#[derive(Default)]
struct Used<'d> {
    references: BTreeSet<&'d str>,
    tags: BTreeSet<&'d str>,
    schemes: BTreeSet<&'d str>,
}

/// Reports what has no effect because nothing uses it.
pub(super) fn report(document: &Document, diagnostics: &mut Diagnostics) {
    let mut used = Used::default();
    // What extensions hold is not part of the document.
    let members = document.root.as_object().into_iter().flatten();
    for (_, node) in members.filter(|(key, _)| !key.starts_with("x-")) {
        collect(node, &mut used);
    }
    let security = document.root.get("security").and_then(Value::as_array);
    let requirements = security.into_iter().flatten().filter_map(Value::as_object);
    used.schemes
        .extend(requirements.flat_map(|it| it.keys().map(String::as_str)));
    let components = document.at.key("components");
    let names = |folder: &str| {
        let folder = document
            .root
            .get("components")
            .and_then(|it| it.get(folder));
        folder
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|it| it.keys())
    };
    let mut unused = |at, message: String| {
        let found = Diagnostic::warning(Code::Unused, &at, message);
        diagnostics.push(found.help("use it, or remove it"));
    };
    for folder in FOLDERS {
        for name in names(folder) {
            let at = components.keys([folder, name]);
            if !used
                .references
                .contains(format!("#{}", at.to_pointer()).as_str())
            {
                unused(at, format!("nothing refers to `{name}`; it has no effect"));
            }
        }
    }
    // If nothing is required at all, calls send what the client has.
    let is_unused =
        |name: &&String| !used.schemes.is_empty() && !used.schemes.contains(name.as_str());
    for name in names("securitySchemes").filter(is_unused) {
        let message =
            format!("no operation requires the security scheme `{name}`; it has no effect");
        unused(components.keys(["securitySchemes", name]), message);
    }
    let tags = document.root.get("tags").and_then(Value::as_array);
    for (n, tag) in tags.into_iter().flatten().enumerate() {
        if let Some(name) = tag.get("name").and_then(Value::as_str)
            && !used.tags.contains(name)
        {
            let message = format!("no operation has `{name}` as its first tag; it has no effect");
            unused(document.at.key("tags").index(n), message);
        }
    }
}

fn collect<'d>(node: &'d Value, used: &mut Used<'d>) {
    match node {
        Value::Object(members) => {
            used.references
                .extend(members.get("$ref").and_then(Value::as_str));
            let list = |key: &str| {
                members
                    .get(key)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
            };
            used.tags
                .extend(list("tags").next().and_then(Value::as_str));
            let requirements = list("security").filter_map(Value::as_object);
            used.schemes
                .extend(requirements.flat_map(|it| it.keys().map(String::as_str)));
            members.values().for_each(|member| collect(member, used));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, used)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
