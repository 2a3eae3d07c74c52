//! Keys that OpenAPI 3.0 does not have where they stand, and what their authors will have meant.

use super::LowerCx;
use super::due::article;
use super::form::{
    COMPONENTS, DOCUMENT, Form, INFO, MEDIA_TYPE, OPERATION, PARAMETER, PATH_ITEM, REQUEST_BODY,
    RESPONSE, SCHEMA,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::near::nearest;
use crate::spec_path::SpecPath;

/// Keys of other versions of OpenAPI, and what to do about them: the node, the keys, the help.
const OF_OTHER_VERSIONS: &[(&str, &[&str], &str)] = &[
    (
        DOCUMENT.name,
        &["webhooks"],
        "remove it: these are requests that the service sends, of OpenAPI 3.1, and a client has no part in them",
    ),
    (
        DOCUMENT.name,
        &["host", "basePath", "schemes"],
        "that is Swagger 2.0; bring all three together as `servers: [{url: 'https://host/basePath'}]`",
    ),
    (
        DOCUMENT.name,
        &["definitions"],
        "that is Swagger 2.0; write it below `components`, as `schemas`",
    ),
    (
        DOCUMENT.name,
        &["securityDefinitions"],
        "that is Swagger 2.0; write it below `components`, as `securitySchemes`",
    ),
    (
        DOCUMENT.name,
        &["consumes", "produces"],
        "that is Swagger 2.0; name the media types in the `content` of each body",
    ),
    (
        DOCUMENT.name,
        &["swagger"],
        "remove it: `openapi` tells the version",
    ),
    (COMPONENTS.name, &["definitions"], "write it as `schemas`"),
    (
        COMPONENTS.name,
        &["securityDefinitions"],
        "write it as `securitySchemes`",
    ),
    (
        OPERATION.name,
        &["consumes", "produces"],
        "that is Swagger 2.0; name the media types in the `content` of each body",
    ),
    (OPERATION.name, &["body"], "write it as `requestBody`"),
    (
        PARAMETER.name,
        &["collectionFormat"],
        "that is Swagger 2.0; `csv` is `style: form` with `explode: false`, `multi` is `explode: true`",
    ),
    (SCHEMA.name, &["ref"], "write it as `$ref`"),
    (SCHEMA.name, &["property"], "write it as `properties`"),
    (
        SCHEMA.name,
        &["examples"],
        "that is OpenAPI 3.1; write one of them as `example`",
    ),
    (
        SCHEMA.name,
        &["$defs", "definitions"],
        "move what stands in it to `schemas` below `components`",
    ),
    (
        SCHEMA.name,
        &["patternProperties"],
        "that is OpenAPI 3.1; use `additionalProperties`, which is for every name",
    ),
    (
        SCHEMA.name,
        &["if", "then", "else"],
        "that is OpenAPI 3.1; say it by `oneOf`",
    ),
    (
        SCHEMA.name,
        &["$schema", "$id", "$comment", "$anchor"],
        "that is OpenAPI 3.1; remove it",
    ),
    (
        SCHEMA.name,
        &["schema"],
        "write what stands below it here, where a schema is due already",
    ),
];

/// The nodes that stand in others: in which, below which of its keys, what.
const NESTED: &[(&str, &str, &Form)] = &[
    (DOCUMENT.name, "`components`", &COMPONENTS),
    (DOCUMENT.name, "`info`", &INFO),
    (PATH_ITEM.name, "a method, as `get`", &OPERATION),
    (MEDIA_TYPE.name, "`schema`", &SCHEMA),
    (PARAMETER.name, "`schema`", &SCHEMA),
    (RESPONSE.name, "`content` and a media type", &MEDIA_TYPE),
    (REQUEST_BODY.name, "`content` and a media type", &MEDIA_TYPE),
];

impl LowerCx<'_> {
    pub(super) fn unknown_key(&mut self, key: &str, at: &SpecPath, form: &Form) {
        let name = form.name;
        let message = format!(
            "OpenAPI 3.0 gives {} {name} no key `{key}`; it is not read",
            article(name)
        );
        self.report(Diagnostic::warning(Code::UnknownKey, at, message).help(help(key, form)));
    }
}

/// What to do about a key that a node of this form does not have.
fn help(key: &str, form: &Form) -> String {
    if let Some(meant) = form.meant_by(key) {
        return format!("write it as `{meant}`");
    }
    let word = match key {
        // Whatever signs stand before it.
        _ if key.trim_start_matches('$').eq_ignore_ascii_case("ref") => "ref",
        _ => key,
    };
    let known = OF_OTHER_VERSIONS.iter();
    let mut known = known.filter(|(of, keys, _)| *of == form.name && keys.contains(&word));
    if let Some((_, _, help)) = known.next() {
        return (*help).to_owned();
    }
    if form.name == PATH_ITEM.name && key.starts_with('/') {
        return "indent it as the path before it: a path does not stand inside another".to_owned();
    }
    if let Some(near) = nearest(key, form.keys.iter().map(|(known, _)| *known)) {
        return format!("write it as `{near}`, if that is meant");
    }
    let mut nested = NESTED.iter().filter(|(around, ..)| *around == form.name);
    if let Some((_, below, _)) = nested.find(|(.., form)| form.due(key).is_some()) {
        return format!("move it below {below}");
    }
    "remove it, or move it to where it belongs; a key of one's own starts with `x-`".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_told() {
        for (key, form, told) in [
            ("Type", &SCHEMA, "write it as `type`"),
            (
                "propertys",
                &SCHEMA,
                "write it as `properties`, if that is meant",
            ),
            ("$Ref", &SCHEMA, "write it as `$ref`"),
            ("responses", &PATH_ITEM, "move it below a method, as `get`"),
            (
                "component",
                &DOCUMENT,
                "write it as `components`, if that is meant",
            ),
            ("responses", &DOCUMENT, "move it below `components`"),
            ("properties", &MEDIA_TYPE, "move it below `schema`"),
        ] {
            assert_eq!(help(key, form), told, "{key}");
        }
    }

    #[test]
    fn what_is_told_of_other_versions_is_of_no_key_that_is_known() {
        let forms = [&DOCUMENT, &COMPONENTS, &OPERATION, &PARAMETER, &SCHEMA];
        for (of, keys, _) in OF_OTHER_VERSIONS {
            let form = forms.iter().find(|form| form.name == *of).unwrap();
            assert!(keys.iter().all(|key| form.due(key).is_none()), "{keys:?}");
        }
    }
}
