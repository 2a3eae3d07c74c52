//! The warning about a key that OpenAPI 3.0 does not give an object, with what its author probably meant.

use super::{Grammar, NodeKind, Version, article};
use crate::diagnostic::{Code, Diagnostic};
use crate::openapi::suggest::nearest;
use crate::spec_path::SpecPath;

/// The warning about an unknown key of an object of this kind.
pub(super) fn unknown_key(
    key: &str,
    at: &SpecPath,
    grammar: &Grammar,
    version: Version,
) -> Diagnostic {
    let name = grammar.name;
    let message = format!(
        "OpenAPI {version} gives {} {name} no key `{key}`; it is not read",
        article(name)
    );
    Diagnostic::warning(Code::UnknownKey, at, message).help(help(key, grammar))
}

/// The warning about a key beside `$ref`, which OpenAPI 3.0 ignores there.
pub(super) fn beside_ref(kind: NodeKind, key: &str, at: &SpecPath, version: Version) -> Diagnostic {
    let message = format!("OpenAPI {version} allows no `{key}` beside `$ref`; it is not read");
    let help = if kind == NodeKind::Schema {
        "write `allOf`, with the `$ref` as its only item, and leave the key beside that"
    } else {
        "remove it, or move it to the referenced node"
    };
    Diagnostic::warning(Code::UnknownKey, at, message).help(help)
}

/// Returns the help for an unknown key.
fn help(key: &str, grammar: &Grammar) -> String {
    if let Some(meant) = grammar.meant_by(key) {
        return format!("write it as `{meant}`");
    }
    let word = match key {
        // Ignores signs before it.
        _ if key.trim_start_matches('$').eq_ignore_ascii_case("ref") => "ref",
        _ => key,
    };
    if let Some(foreign) = grammar.foreign(word) {
        return foreign.help.to_owned();
    }
    if grammar.title == "Path Item" && key.starts_with('/') {
        return "indent it as the path before it: paths are not nested".to_owned();
    }
    if let Some(near) = nearest(key, grammar.keys.iter().map(|known| known.name)) {
        return format!("write it as `{near}`, if that is meant");
    }
    let has_key = |kind: NodeKind| kind.grammar().is_some_and(|it| it.key(key).is_some());
    let mut inner = grammar.inner.iter();
    if let Some((below, _)) = inner.find(|(_, kind)| has_key(*kind)) {
        return format!("move it below {below}");
    }
    "remove it, or move it to where it belongs; the name of an extension starts with `x-`"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_the_key_that_was_meant() {
        for (key, kind, expected) in [
            ("Type", NodeKind::Schema, "write it as `type`"),
            (
                "propertys",
                NodeKind::Schema,
                "write it as `properties`, if that is meant",
            ),
            ("$Ref", NodeKind::Schema, "write it as `$ref`"),
            (
                "responses",
                NodeKind::PathItem,
                "move it below a method, for example `get`",
            ),
            (
                "component",
                NodeKind::Document,
                "write it as `components`, if that is meant",
            ),
            (
                "responses",
                NodeKind::Document,
                "move it below `components`",
            ),
            ("properties", NodeKind::MediaType, "move it below `schema`"),
        ] {
            assert_eq!(help(key, kind.grammar().unwrap()), expected, "{key}");
        }
    }

    #[test]
    fn foreign_keys_are_no_keys_of_openapi_3_0() {
        for kind in NodeKind::OBJECTS {
            let grammar = kind.grammar().unwrap();
            for foreign in grammar.foreign {
                assert!(grammar.key(foreign.name).is_none(), "{}", foreign.name);
            }
        }
    }
}
