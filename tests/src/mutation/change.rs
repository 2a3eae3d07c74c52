//! Changes to a document that are mistakes or attacks.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Names and texts with a meaning in other languages: in Rust, in Markdown, in YAML, in a shell, in a terminal.
const NASTY: &[&str] = &[
    "",
    " ",
    "type",
    "self",
    "Self",
    "crate",
    "super",
    "r#type",
    "_",
    "-",
    "1",
    "1st",
    "*/",
    "/*",
    "\"#",
    "#\"",
    "{",
    "}",
    "{}",
    "{{",
    "}}",
    "{id}",
    "{a}{b}",
    "\n",
    "a\nb",
    "\r\n",
    "\t",
    "\\",
    "\\\"",
    "'",
    "`",
    "```",
    "]",
    "](",
    "<T>",
    "<!--",
    "-->",
    "&amp;",
    "é",
    "日本",
    "😀",
    "ß",
    "İ",
    "\u{202e}",
    "\u{200b}",
    "\u{0}",
    "\u{feff}",
    "../../x",
    "/",
    "//",
    "~",
    "~0",
    "a~1b",
    "%2F",
    "$ref",
    "#",
    "#/",
    "x-",
    "null",
    "true",
    "None",
    "Option",
    "String",
    "Vec",
    "Result",
    "Box",
    "Client",
    "client",
    "models",
    "mod",
    "lib",
    "build",
    "builder",
    "new",
    "default",
    "async",
    "await",
    "dyn",
    "union",
    "std::process::exit(1)",
    "\");panic!(\"",
    "#![allow(x)]",
    "//! x",
    "*",
    "**a**: *eq, in*",
    "A B",
    "a_b",
    "aB",
    "AB",
    "application/json",
    "*/*",
    "text/plain",
    "multipart/form-data",
    "application/json-patch+json",
    "200",
    "2XX",
    "default",
    "date-time",
    "binary",
    "int32",
    "byte",
    "uuid",
    "string",
    "object",
    "array",
    "integer",
    "number",
    "boolean",
    "query",
    "path",
    "header",
    "cookie",
    "form",
    "deepObject",
    "simple",
    "get",
    "POST",
];

/// Keys under which something happens.
const KEYS: &[&str] = &[
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "items",
    "properties",
    "additionalProperties",
    "required",
    "enum",
    "type",
    "format",
    "nullable",
    "discriminator",
    "mapping",
    "propertyName",
    "default",
    "example",
    "examples",
    "description",
    "parameters",
    "requestBody",
    "responses",
    "content",
    "schema",
    "headers",
    "name",
    "in",
    "style",
    "explode",
    "tags",
    "operationId",
    "security",
    "servers",
    "deprecated",
    "readOnly",
    "writeOnly",
    "pattern",
    "minimum",
    "maxLength",
    "minItems",
    "encoding",
    "callbacks",
    "links",
    "x-enum",
    "title",
];

/// Makes one change somewhere in the document.
pub(super) fn change(root: &mut Value, random: &mut Random) {
    let places = places(root);
    let place = random.pick(&places).clone();
    let other = random.pick(&places).clone();
    match random.below(17) {
        0 | 1 => remove(root, &place),
        2 => {
            let copy = root.pointer(&other).cloned().unwrap_or_default();
            insert(root, &place, random, copy);
        }
        3 => {
            let copy = root.pointer(&other).cloned().unwrap_or_default();
            replace(root, &place, copy);
        }
        4 | 5 => {
            let value = odd_value(random);
            replace(root, &place, value);
        }
        6 => replace(root, &place, json!({"$ref": format!("#{other}")})),
        7 => replace(root, &place, json!({"$ref": format!("#{place}")})),
        8 => replace(
            root,
            &place,
            json!({"$ref": format!("#{place}/{}", random.pick(NASTY))}),
        ),
        9 => {
            let key = random.pick(NASTY);
            rename(root, &place, key);
        }
        10 => {
            let key = root.pointer(&parent(&other)).and_then(Value::as_object);
            let keys: Vec<String> = key.into_iter().flat_map(|it| it.keys().cloned()).collect();
            if !keys.is_empty() {
                let key = random.pick(&keys);
                rename(root, &place, key);
            }
        }
        11 => replace(root, &place, Value::from(*random.pick(NASTY))),
        12 => {
            let key = *random.pick(KEYS);
            let value = if random.below(2) == 0 {
                json!([{"$ref": format!("#{place}")}])
            } else {
                odd_value(random)
            };
            set(root, &place, key, value);
        }
        13 => {
            let word = *random.pick(&["allOf", "oneOf", "anyOf"]);
            let itself = json!({"$ref": format!("#{place}")});
            let others = json!({"$ref": format!("#{other}")});
            set(root, &place, word, json!([itself, others]));
        }
        14 => {
            let node = root.pointer(&place).cloned().unwrap_or_default();
            let deep = wrap(node, random);
            replace(root, &place, deep);
        }
        15 => {
            let (a, b) = (root.pointer(&place).cloned(), root.pointer(&other).cloned());
            if let (Some(a), Some(b)) = (a, b) {
                replace(root, &place, b);
                replace(root, &other, a);
            }
        }
        _ => {
            let key = *random.pick(KEYS);
            let copy = root.pointer(&other).cloned().unwrap_or_default();
            set(root, &place, key, copy);
        }
    }
}

/// A value that is rarely expected anywhere.
fn odd_value(random: &mut Random) -> Value {
    match random.below(14) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(0),
        3 => json!(-1),
        4 => json!(1e300),
        5 => json!(u64::MAX),
        6 => json!([]),
        7 => json!({}),
        8 => json!([[[]]]),
        9 => json!("x ".repeat(2000)),
        10 => json!([null, 1, "1", true, {"a": 1}]),
        11 => json!({"": {"": {"": ""}}}),
        12 => (0..60).map(|n| json!(format!("VALUE_{n}"))).collect(),
        _ => (0..40)
            .map(|n| {
                (
                    format!("p{n}"),
                    json!({"type": "object", "properties": {"a": {"type": "string"}}}),
                )
            })
            .collect::<Map<_, _>>()
            .into(),
    }
}

/// The node in many others of its kind.
fn wrap(node: Value, random: &mut Random) -> Value {
    let levels = random.below(60);
    let word = *random.pick(&[
        "items",
        "allOf",
        "oneOf",
        "properties",
        "additionalProperties",
        "x",
    ]);
    (0..levels).fold(node, |node, _| match word {
        "items" => json!({"type": "array", "items": node}),
        "allOf" | "oneOf" => json!({word: [node]}),
        "properties" => json!({"type": "object", "properties": {"a": node}}),
        word => json!({word: node}),
    })
}

/// The JSON pointer of every node but the root.
fn places(root: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut todo = vec![(String::new(), root)];
    while let Some((at, node)) = todo.pop() {
        match node {
            Value::Object(members) => todo.extend(members.iter().map(|(key, node)| {
                let key = key.replace('~', "~0").replace('/', "~1");
                (format!("{at}/{key}"), node)
            })),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                todo.extend(items.map(|(n, node)| (format!("{at}/{n}"), node)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        found.push(at);
    }
    found
}

fn parent(place: &str) -> String {
    place
        .rsplit_once('/')
        .map_or("", |(parent, _)| parent)
        .to_owned()
}

fn last(place: &str) -> String {
    let last = place.rsplit_once('/').map_or("", |(_, last)| last);
    last.replace("~1", "/").replace("~0", "~")
}

fn replace(root: &mut Value, place: &str, value: Value) {
    if let Some(node) = root.pointer_mut(place) {
        *node = value;
    }
}

fn remove(root: &mut Value, place: &str) {
    match root.pointer_mut(&parent(place)) {
        Some(Value::Object(members)) => {
            members.shift_remove(&last(place));
        }
        Some(Value::Array(items)) => {
            if let Ok(n) = last(place).parse::<usize>()
                && n < items.len()
            {
                items.remove(n);
            }
        }
        _ => {}
    }
}

fn insert(root: &mut Value, place: &str, random: &mut Random, value: Value) {
    match root.pointer_mut(&parent(place)) {
        Some(Value::Object(members)) => {
            members.insert((*random.pick(NASTY)).to_owned(), value);
        }
        Some(Value::Array(items)) => items.push(value),
        _ => {}
    }
}

fn set(root: &mut Value, place: &str, key: &str, value: Value) {
    if let Some(Value::Object(members)) = root.pointer_mut(place) {
        members.insert(key.to_owned(), value);
    }
}

/// Another key, in the same place of the order.
fn rename(root: &mut Value, place: &str, key: &str) {
    let old = last(place);
    if let Some(Value::Object(members)) = root.pointer_mut(&parent(place)) {
        let all = std::mem::take(members);
        for (name, value) in all {
            let name = if name == old { key.to_owned() } else { name };
            members.insert(name, value);
        }
    }
}
