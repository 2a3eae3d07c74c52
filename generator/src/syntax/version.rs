//! The versions of OpenAPI that are read, and the errors for all others.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::spec_path::SpecPath;

/// A version of OpenAPI, without its patch number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x.
    V3_0,
    /// 3.1.x: schemas are those of JSON Schema 2020-12.
    V3_1,
    /// 3.2.x.
    V3_2,
}

impl Version {
    /// The version that the key `openapi` states; `None` if it is not one of these.
    pub(crate) fn of(stated: Option<&Value>) -> Option<Self> {
        let stated = text(stated?)?;
        let mut all = [Self::V3_0, Self::V3_1, Self::V3_2].into_iter();
        all.find(|version| {
            let rest = stated.strip_prefix(version.name());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The version as a document writes it.
fn text(version: &Value) -> Option<String> {
    match version {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Reports a document of a version that is not read, or without a version.
pub(super) fn check(
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
        let version = text(version).unwrap_or_else(|| "of unknown form".to_owned());
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

#[cfg(test)]
mod tests {
    use super::Version;
    use serde_json::json;

    #[test]
    fn versions_are_read_from_text_and_number() {
        for (stated, expected) in [
            (json!("3.0.3"), Some(Version::V3_0)),
            (json!("3.0"), Some(Version::V3_0)),
            (json!(3.1), Some(Version::V3_1)),
            (json!("3.1.1"), Some(Version::V3_1)),
            (json!("3.2.0"), Some(Version::V3_2)),
            (json!("3.10.0"), None),
            (json!("2.0"), None),
            (json!(["3.0"]), None),
        ] {
            assert_eq!(Version::of(Some(&stated)), expected, "{stated}");
        }
    }
}
