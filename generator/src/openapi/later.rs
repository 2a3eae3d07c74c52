//! The warnings about keys and values that the stated version of OpenAPI does not have.

use serde_json::Value;

use super::{Fate, Key, ValueType, Version};
use crate::diagnostic::{Code, Diagnostic};
use crate::spec_path::SpecPath;

/// The warning about a key, or a value of it, that only a later version has; it is read as that version has it.
pub(super) fn later(
    version: Version,
    key: &Key,
    value: &Value,
    at: impl FnOnce() -> SpecPath,
) -> Option<Diagnostic> {
    let name = key.name;
    let (what, since) = if key.since > version {
        (format!("`{name}`"), key.since)
    } else if version == Version::V3_0 && name == "type" && value.is_array() {
        ("a list for `type`".to_owned(), Version::V3_1)
    } else if version == Version::V3_0 && key.value == ValueType::Flag && value.is_number() {
        (format!("a number for `{name}`"), Version::V3_1)
    } else {
        return None;
    };
    let becomes = match key.fate {
        Fate::Acts | Fate::Documents => "; it is read as such",
        Fate::Reported | Fate::Ignored(_) => "",
    };
    let message = format!("{what} is OpenAPI {since}{becomes}");
    let help = earlier(name, value).map_or_else(
        || format!("state `openapi: {since}.0`, if that is meant"),
        |earlier| format!("write {earlier}"),
    );
    Some(Diagnostic::warning(Code::UnknownKey, &at(), message).help(help))
}

/// How 3.0 says the same.
fn earlier(key: &str, value: &Value) -> Option<String> {
    Some(match key {
        "type" => {
            let types = value.as_array()?;
            let (null, real): (Vec<&Value>, Vec<&Value>) = types.iter().partition(|it| is_null(it));
            let real: Vec<&str> = real.into_iter().filter_map(Value::as_str).collect();
            let types = match &real[..] {
                [one] => format!("`type: {one}`"),
                _ => "`oneOf` with a branch for each type".to_owned(),
            };
            types
                + if null.is_empty() {
                    ""
                } else {
                    " with `nullable: true`"
                }
        }
        "const" => format!("`enum: [{value}]`"),
        "examples" => "one of them as `example`".to_owned(),
        "exclusiveMinimum" => format!("`minimum: {value}` and `exclusiveMinimum: true`"),
        "exclusiveMaximum" => format!("`maximum: {value}` and `exclusiveMaximum: true`"),
        "patternProperties" => "`additionalProperties`, which is for every name".to_owned(),
        "$defs" => "its schemas below `components` and `schemas`".to_owned(),
        "pathItems" => "each below `paths`".to_owned(),
        "contentEncoding" if value == "base64" => "`format: byte`".to_owned(),
        _ => return None,
    })
}

/// Without its quotes it is YAML's own null, which says the same.
fn is_null(typ: &Value) -> bool {
    typ.is_null() || typ.as_str() == Some("null")
}

/// The warning about `nullable`, which is gone since 3.1 and still read.
pub(super) fn nullable(version: Version, at: &SpecPath) -> Diagnostic {
    let message = format!(
        "`nullable` is OpenAPI 3.0; it is read as such, here and elsewhere in this document of {version}"
    );
    Diagnostic::warning(Code::UnknownKey, at, message).help("write `type: [string, 'null']`")
}
