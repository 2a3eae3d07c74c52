//! Keys of security schemes that their type needs, or that say nothing of it.

use serde_json::{Map, Value};

use super::says_something;
use crate::diagnostic::{Code, Diagnostic};
use crate::spec_path::SpecPath;

/// The keys that apply to schemes of some type, and whether they are required.
const APPLIES: [(&str, &str, bool); 6] = [
    ("apiKey", "name", true),
    ("apiKey", "in", true),
    ("http", "scheme", true),
    ("http", "bearerFormat", false),
    ("oauth2", "flows", true),
    ("openIdConnect", "openIdConnectUrl", true),
];

/// A diagnostic without its address.
type Found = Box<dyn Fn(&SpecPath) -> Diagnostic>;

/// Returns the problems of a scheme's keys, each at its key. Unknown types are reported elsewhere.
pub(super) fn inapplicable(scheme: &Map<String, Value>) -> Vec<(&'static str, Found)> {
    let typ = scheme
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let is_known = APPLIES.iter().any(|(known, ..)| *known == typ);
    let keys = APPLIES.iter().filter(|_| is_known);
    let wrong = keys.filter_map(|(of, key, is_required)| {
        let is_there = scheme.get(*key).is_some_and(says_something);
        let typ = typ.to_owned();
        let found: Found = match (*of == typ, is_there) {
            (true, false) if *is_required => Box::new(move |at| {
                let message = format!("a security scheme of `type: {typ}` needs `{key}`");
                let around = at.parent().unwrap_or_else(|| at.clone());
                Diagnostic::warning(Code::InvalidNode, &around, message)
                    .help(format!("add `{key}`"))
            }),
            (false, true) => Box::new(move |at| {
                let message = format!("`{key}` has no effect on `type: {typ}`");
                Diagnostic::warning(Code::Contradiction, at, message)
                    .help(format!("write `type: {of}`, or remove `{key}`"))
            }),
            _ => return None,
        };
        Some((*key, found))
    });
    wrong.collect()
}
