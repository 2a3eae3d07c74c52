//! The node of a parameter: name, location, schema, and a style of that location.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::lower::schema::Schemas;
use crate::lower::schema::Use;
use crate::model::{Constraints, Docs, Hint, Scalar, TypeRef};
use crate::openapi::{self, NodeKind, ValueType};
use crate::spec_path::SpecPath;

/// The places of parameters, each with its styles; the first is the default.
const PLACES: &[(&str, &[&str])] = &[
    (
        "query",
        &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    ),
    ("path", &["simple", "label", "matrix"]),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

impl Reporter<'_> {
    /// The node with what `openapiv3` can't do without; `None` if it is not a parameter, which has been reported.
    pub(in crate::lower) fn proper_parameter<'n>(
        self,
        node: &'n Value,
        at: &SpecPath,
    ) -> Option<Cow<'n, Value>> {
        let Value::Object(members) = node else {
            // Reported when it is lowered.
            return Some(Cow::Borrowed(node));
        };
        let name = self.name_of(members, at)?;
        let (place, styles) = self.place_of(members, &name, at)?;
        if let Some(schema) = members.get("schema")
            && !(schema.is_object() || schema.is_null())
        {
            self.wrong(
                schema,
                ValueType::Node(NodeKind::Schema),
                NodeKind::Parameter,
                &at.key("schema"),
            );
            return None;
        }
        let mut proper = Cow::Borrowed(node);
        if let Some(style) = members.get("style").and_then(Value::as_str)
            && !styles.contains(&style)
        {
            let message = format!(
                "`{style}` is not a style of a {place} parameter; it is written as `{}`",
                styles[0]
            );
            self.report(
                Diagnostic::warning(Code::UnsupportedParameter, &at.key("style"), message).help(
                    format!(
                        "write `style: {}`, or remove it",
                        styles.join("` or `style: ")
                    ),
                ),
            );
            if let Value::Object(members) = proper.to_mut() {
                members.shift_remove("style");
            }
        }
        let is_mapping = |key: &str| members.get(key).is_some_and(Value::is_object);
        if is_mapping("schema") && is_mapping("content") {
            let message = format!(
                "the parameter `{name}` has both `schema` and `content`; `content` is ignored"
            );
            self.report(
                Diagnostic::warning(Code::UnsupportedParameter, &at.key("content"), message)
                    .help("remove one of the two"),
            );
        }
        if !is_mapping("schema")
            && !is_mapping("content")
            && let Value::Object(members) = proper.to_mut()
        {
            members.insert("schema".to_owned(), json!({}));
            // Reported where the schema is read.
            for key in openapi::PARAMETER_OF_SWAGGER_2 {
                members.shift_remove(*key);
            }
        }
        Some(proper)
    }

    /// The name in the request; `None` if there is none, which has been reported.
    fn name_of(self, members: &Map<String, Value>, at: &SpecPath) -> Option<String> {
        match members.get("name") {
            Some(Value::String(name)) if !name.is_empty() => Some(name.clone()),
            Some(Value::Number(name)) => Some(name.to_string()),
            Some(Value::String(_)) if is_optional(members) => {
                let message =
                    "the parameter has an empty `name`, so that nothing can be sent; it is skipped";
                self.report(
                    Diagnostic::warning(Code::InvalidNode, &at.key("name"), message)
                        .help("set it to the name in the request, or remove the parameter"),
                );
                None
            }
            _ => {
                let help = "add `name`, the name in the request";
                self.not_proper(at, "the parameter has no `name`".to_owned(), help);
                None
            }
        }
    }

    /// The place of the parameter and its styles; `None` if it has no such place, which has been reported.
    fn place_of(
        self,
        members: &Map<String, Value>,
        name: &str,
        at: &SpecPath,
    ) -> Option<(&'static str, &'static [&'static str])> {
        let help = "write `in: query`, `in: path`, `in: header` or `in: cookie`";
        let Some(place) = members.get("in") else {
            let message = format!("the parameter `{name}` has no location");
            self.not_proper(at, message, help);
            return None;
        };
        let word = place.as_str().unwrap_or_default();
        let named = |word: &str| PLACES.iter().find(|(known, _)| *known == word);
        if let Some(known) = named(word) {
            return Some(*known);
        }
        let message = format!("the parameter `{name}` has the unknown location {place}");
        let meant =
            named(&word.to_ascii_lowercase()).map(|(known, _)| format!("write `in: {known}`"));
        self.not_proper(&at.key("in"), message, meant.as_deref().unwrap_or(help));
        None
    }

    fn not_proper(self, at: &SpecPath, message: String, help: &str) {
        self.report(Diagnostic::error(Code::InvalidNode, at, message).help(help));
    }

    /// A URL or header can't carry bytes; such parameters are strings.
    pub(in crate::lower) fn as_text(self, used: Use, name: &str, at: &SpecPath) -> Use {
        let binary = TypeRef::Scalar(Scalar::Binary);
        let text = TypeRef::Scalar(Scalar::String);
        let ty = if used.ty == binary {
            text
        } else if used.ty == TypeRef::List(Box::new(binary)) {
            TypeRef::List(Box::new(text))
        } else {
            return used;
        };
        let message = format!(
            "the parameter `{name}` is binary, which neither a URL nor a header can carry; it is taken as a string"
        );
        self.report(
            Diagnostic::warning(Code::UnsupportedParameter, at, message)
                .help("write `format: byte` for Base64, or move it to the `requestBody`"),
        );
        Use { ty, ..used }
    }
}

impl Schemas<'_> {
    /// The type of a parameter that is described by a schema, or ought to be.
    pub(in crate::lower) fn parameter_schema(
        &mut self,
        node: &Value,
        at: &SpecPath,
        hint: Hint,
    ) -> Use {
        let schema_at = at.key("schema");
        match node.get("schema") {
            Some(Value::Object(_)) => return self.schema(&schema_at, hint),
            Some(Value::Null) | None => {}
            // Reported when it is lowered.
            Some(_) => return Use::any_json(),
        }
        let text = |key: &str| node.get(key).and_then(Value::as_str);
        let of_node =
            text("type").and_then(|name| crate::lower::node::scalar::of_type(name, text("format")));
        let is_list = text("type") == Some("array");
        let (message, help) = if text("type").is_some() {
            (
                "`type` beside `in` is Swagger 2.0; it is read as part of `schema`",
                "write it below `schema:`",
            )
        } else {
            (
                "the parameter has neither `schema` nor `content`; it is taken as a string",
                "add `schema: {type: string}`",
            )
        };
        self.reporter
            .report(Diagnostic::warning(Code::InvalidNode, at, message).help(help));
        let item = TypeRef::Scalar(match of_node {
            Some(Scalar::Integer) => Scalar::I64,
            Some(scalar) => scalar,
            None => Scalar::String,
        });
        Use {
            ty: if is_list {
                TypeRef::List(Box::new(item))
            } else {
                item
            },
            docs: Docs::default(),
            constraints: Constraints::default(),
            ..Use::any_json()
        }
    }
}

/// Returns whether a request does without the parameter.
fn is_optional(members: &Map<String, Value>) -> bool {
    let is_of_path = members.get("in").and_then(Value::as_str) == Some("path");
    !is_of_path && matches!(members.get("required"), None | Some(Value::Bool(false)))
}
