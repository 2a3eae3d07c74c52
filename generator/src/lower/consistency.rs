//! Consistency checks: keys of a schema that contradict each other or have no effect.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::SchemaNode;
use crate::openapi::suggest::nearest;
use crate::openapi::{self, article, shown};
use crate::spec_path::percent_decode;

/// Bounds, the lower one first.
const BOUNDS: [(&str, &str); 4] = [
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

/// Keys that only say something of values of some types.
const APPLIES: [(&str, &[&str]); 15] = [
    ("format", &["string", "number", "integer"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("pattern", &["string"]),
    ("minimum", &["number", "integer"]),
    ("maximum", &["number", "integer"]),
    ("multipleOf", &["number", "integer"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("minProperties", &["object"]),
    ("maxProperties", &["object"]),
    ("additionalProperties", &["object"]),
    ("required", &["object"]),
    ("discriminator", &["object"]),
];

impl<'a> Resolver<'a> {
    /// Warns of what does not go together in one schema.
    pub(super) fn check_consistency(&self, node: &SchemaNode<'a>) {
        let contradictions = [
            bounds(node),
            default(node),
            values(node),
            unread(node),
            listed(node),
            one_way(node),
        ];
        for (key, message, help) in contradictions.into_iter().flatten() {
            let at = node.at.key(key);
            self.reporter
                .report(Diagnostic::warning(Code::Contradiction, &at, message).help(help));
        }
        for (key, types) in APPLIES {
            if !node.raw.get(key).is_some_and(openapi::says_something) {
                continue;
            }
            let typ = self.type_of(node.raw, 0);
            let typ =
                typ.filter(|typ| crate::lower::node::scalar::is_type(typ) && !types.contains(typ));
            if let Some(typ) = typ {
                let message = format!("`{key}` has no effect on `type: {typ}`");
                self.reporter.report(
                    Diagnostic::warning(Code::Contradiction, &node.at.key(key), message)
                        .help(format!("write `type: {}`, or remove `{key}`", types[0])),
                );
            }
        }
        for (key, bound) in [
            ("exclusiveMinimum", "minimum"),
            ("exclusiveMaximum", "maximum"),
        ] {
            if node.raw.get(key) == Some(&Value::Bool(true)) && node.raw.get(bound).is_none() {
                let message = format!("`{key}` has no effect without `{bound}`");
                self.reporter.report(
                    Diagnostic::warning(Code::Contradiction, &node.at.key(key), message)
                        .help(format!("add `{bound}`, or remove `{key}`")),
                );
            }
        }
        let is_union = !node.any.one_of.is_empty() || !node.any.any_of.is_empty();
        let discriminator = node.data.discriminator.as_ref().filter(|_| !is_union);
        if let Some(discriminator) = discriminator.filter(|_| !self.has_extensions(node)) {
            let message = format!(
                "`discriminator` has no effect without `oneOf`, `mapping` or schemas that extend this one: a value is read as this type, regardless of its `{}`",
                discriminator.property_name
            );
            let at = node.at.key("discriminator");
            self.reporter.report(
                Diagnostic::warning(Code::UnsupportedSchema, &at, message)
                    .help("list the types that extend this one in `oneOf`"),
            );
        }
    }

    /// The `type` of a schema, or the one that its parts or all its branches have.
    fn type_of(&self, schema: &'a Value, depth: usize) -> Option<&'a str> {
        const DEEPEST: usize = 8;
        if depth == DEEPEST {
            return None;
        }
        if let Some(pointer) = schema.get("$ref").and_then(Value::as_str) {
            let pointer = percent_decode(pointer.strip_prefix('#')?);
            let target = self.document.at.pointer(&pointer)?;
            return self.type_of(self.document.get(&target)?, depth + 1);
        }
        if let Some(typ) = schema.get("type") {
            return typ.as_str();
        }
        let says = |key: &str| schema.get(key).is_some_and(openapi::says_something);
        if says("properties") {
            return Some("object");
        }
        let list = |key: &str| schema.get(key).and_then(Value::as_array);
        let mut parts = list("allOf").into_iter().flatten();
        if let Some(typ) = parts.find_map(|it| self.type_of(it, depth + 1)) {
            return Some(typ);
        }
        let branches = list("oneOf").or_else(|| list("anyOf"))?;
        let mut types = branches.iter().map(|it| self.type_of(it, depth + 1));
        let first = types.next()??;
        types.all(|it| it == Some(first)).then_some(first)
    }
}

/// The key, the message and the help.
type Found = (&'static str, String, String);

fn bounds(node: &SchemaNode<'_>) -> Option<Found> {
    BOUNDS.into_iter().find_map(|(least, most)| {
        let bound = |key| node.raw.get(key).and_then(Value::as_f64);
        (bound(least)? > bound(most)?).then(|| {
            (
                least,
                format!("`{least}` is greater than `{most}`; no value is valid"),
                "swap the two, or fix the wrong one".to_owned(),
            )
        })
    })
}

fn default(node: &SchemaNode<'_>) -> Option<Found> {
    let default = node.raw.get("default").filter(|it| !it.is_null())?;
    let is = shown(default);
    let typ = node.any.typ.as_deref()?;
    // A text without its quotes is the same text where it is sent.
    let is_text = typ == "string" && !(default.is_array() || default.is_object());
    if !is_text && !is_of(typ, default) {
        // Texts are written for them, and read as what they are for.
        let help = match default.as_str().map(serde_json::from_str::<Value>) {
            Some(Ok(meant)) if is_of(typ, &meant) => format!("write `default: {meant}`"),
            _ => format!("write {} {typ}, or remove it", article(typ)),
        };
        return Some((
            "default",
            format!("`default` {is} does not match `type: {typ}`"),
            help,
        ));
    }
    let values = &node.any.enumeration;
    if values.is_empty() || values.iter().any(|value| plain(value) == plain(default)) {
        return None;
    }
    let texts = values.iter().filter_map(Value::as_str);
    let help = match default.as_str().and_then(|it| nearest(it, texts)) {
        Some(near) => format!("write `default: {near}`, or add the value to `enum`"),
        None => "write one of its values, or add this one to `enum`".to_owned(),
    };
    Some((
        "default",
        format!("`default` {is} is not a value of `enum`"),
        help,
    ))
}

fn values(node: &SchemaNode<'_>) -> Option<Found> {
    let values = node.raw.get("enum")?.as_array()?;
    if values.is_empty() {
        let message = "`enum` is empty; ignoring it".to_owned();
        return Some((
            "enum",
            message,
            "list the values, or remove the key".to_owned(),
        ));
    }
    // For strings, another check reports how the other values are read.
    let typ = node.any.typ.as_deref().filter(|typ| *typ != "string")?;
    let wrong = values.iter().find(|it| !it.is_null() && !is_of(typ, it))?;
    Some((
        "enum",
        format!(
            "the `enum` value {} does not match `type: {typ}`; the values are not checked against it",
            shown(wrong)
        ),
        "fix the value, or the `type`".to_owned(),
    ))
}

/// Keys that only apply to another type.
fn unread(node: &SchemaNode<'_>) -> Option<Found> {
    let typ = node.any.typ.as_deref()?;
    let is_composed = ["allOf", "oneOf", "anyOf"]
        .iter()
        .any(|key| node.raw.get(key).is_some());
    let (key, due) = if typ != "object" && !node.any.properties.is_empty() {
        ("properties", "object")
    } else if typ != "array" && node.any.items.is_some() {
        ("items", "array")
    } else {
        return None;
    };
    (!is_composed && crate::lower::node::scalar::is_type(typ)).then(|| {
        (
            key,
            format!("`{key}` does not apply to `type: {typ}`; it is not read"),
            format!("write `type: {due}`, or remove `{key}`"),
        )
    })
}

/// Bounds of values that are listed one by one.
fn listed(node: &SchemaNode<'_>) -> Option<Found> {
    const BOUNDS: [&str; 6] = [
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "multipleOf",
    ];
    let bound = BOUNDS.into_iter().find(|key| node.raw.get(key).is_some())?;
    let is_listed = !node.any.enumeration.is_empty();
    is_listed.then(|| {
        (
            bound,
            format!("`{bound}` has no effect: `enum` lists the values"),
            format!("remove `{bound}`"),
        )
    })
}

/// Only a property goes one way; what a property refers to or is composed of may say so for it.
fn one_way(node: &SchemaNode<'_>) -> Option<Found> {
    const INSIDE: [&str; 3] = ["items", "additionalProperties", "schema"];
    let key = ["readOnly", "writeOnly"]
        .into_iter()
        .find(|key| node.raw.get(key) == Some(&Value::Bool(true)))?;
    let is_inside = node
        .at
        .steps()
        .last()
        .is_some_and(|step| INSIDE.contains(step));
    let is_inside = is_inside && node.at.steps().iter().rev().nth(1) != Some(&"properties");
    is_inside.then(|| {
        (
            key,
            format!("`{key}` has no effect: this is not a property"),
            format!("write it at a property, or remove `{key}`"),
        )
    })
}

/// Returns whether a value is of a type, as JSON has it.
fn is_of(typ: &str, value: &Value) -> bool {
    match typ {
        "string" => value.is_string(),
        "integer" => {
            value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|it| it.fract() == 0.0)
        }
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

/// A value as a text, with or without quotes.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
