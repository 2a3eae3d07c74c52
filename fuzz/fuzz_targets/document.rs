//! A document through the whole generator: it is refused with errors, or what is emitted and formatted is Rust.
//!
//! The mutator changes the tree of a document, so that most inputs are OpenAPI; a text that is no mapping is changed as bytes.

#![no_main]

use std::sync::LazyLock;

use fuzz::{Extent, generate};
use generator::{Config, Source};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use serde_json::{Value, json};

static CONFIG: LazyLock<Config> = LazyLock::new(|| {
    let facts = include_str!("../../tests/fixtures/service.toml");
    let facts = Config::parse(&Source::new("service.toml", facts)).expect("the facts are valid");
    let mut config = Config::single("fuzzed", "api", "fuzzed.yaml").expect("the names are valid");
    config.service = facts.service;
    config
});

fuzz_target!(|text: &str| {
    // Formatting takes most of the time, so few inputs are formatted.
    let extent = if text.len() % 16 == 0 {
        Extent::Text
    } else {
        Extent::Tokens
    };
    generate(&CONFIG, &whole(text), text.len() % 3 == 0, extent);
});

/// A document from a piece of one, as fixtures are.
fn whole(text: &str) -> String {
    let has_key = |key: &str| text.lines().any(|line| line.starts_with(key));
    if text.trim_start().starts_with('{') || has_key("openapi:") {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    text += "\nopenapi: 3.0.3\n";
    for (key, rest) in [
        ("info:", " {title: Fuzzed, version: '1'}"),
        ("paths:", " {}"),
    ] {
        if !text.lines().any(|line| line.starts_with(key)) {
            text = format!("{text}{key}{rest}\n");
        }
    }
    text
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let text = str::from_utf8(&data[..size]).ok().map(whole);
    let tree = text.and_then(|text| generator::fuzzing::tree(&text).ok());
    let mut random = Random(u64::from(seed) << 1 | 1);
    if let Some(mut tree) = tree.filter(Value::is_object)
        && random.below(8) > 0
    {
        for _ in 0..=random.below(3) {
            change(&mut tree, &mut random);
        }
        let text = tree.to_string();
        if text.len() <= max_size {
            data[..text.len()].copy_from_slice(text.as_bytes());
            return text.len();
        }
    }
    fuzzer_mutate(data, size, max_size)
});

/// Texts that are harmful as names, patterns, paths, references and words of documentation.
const TEXTS: [&str; 30] = [
    "",
    "\"",
    "\\",
    "*/",
    "//",
    "\n",
    "\r\n",
    "\u{2028}",
    "\u{0}",
    "{}",
    "{",
    "}",
    "r#",
    "r#\"#",
    "type",
    "Self",
    "self",
    "crate",
    "_",
    "1",
    "é",
    "-",
    "#/components/schemas/A",
    "#/",
    "#",
    "/{a}/{a}",
    "a b",
    "${x}",
    "\u{202e}",
    "null",
];

/// Replaces, removes, renames, repeats or adds a node at random.
fn change(tree: &mut Value, random: &mut Random) {
    let count = count(tree);
    let other = nth(tree, &mut random.below(count))
        .cloned()
        .unwrap_or_default();
    let Some(node) = nth(tree, &mut random.below(count)) else {
        return;
    };
    match (random.below(6), node) {
        (0, node) => *node = other,
        (1, node) => *node = scalar(random),
        (2, Value::Object(members)) if !members.is_empty() => {
            let n = random.below(members.len());
            let key = members.keys().nth(n).cloned().unwrap_or_default();
            members.shift_remove(&key);
        }
        (3, Value::Object(members)) if !members.is_empty() => {
            let n = random.below(members.len());
            let (key, value) = members.iter().nth(n).expect("there are so many");
            let value = value.clone();
            let word = TEXTS[random.below(TEXTS.len())];
            let key = if random.below(2) == 0 {
                word.to_owned()
            } else {
                format!("{key}{word}")
            };
            members.insert(key, value);
        }
        (_, Value::Object(members)) => {
            let key = KEYS[random.below(KEYS.len())].to_owned();
            members.insert(
                key,
                if random.below(2) == 0 {
                    other
                } else {
                    scalar(random)
                },
            );
        }
        (_, Value::Array(items)) => {
            if random.below(3) > 0 || items.is_empty() {
                items.push(other);
            } else {
                items.swap_remove(random.below(items.len()));
            }
        }
        (_, Value::String(text)) => {
            let word = TEXTS[random.below(TEXTS.len())];
            *text = if random.below(2) == 0 {
                word.to_owned()
            } else {
                format!("{text}{word}")
            };
        }
        (_, node) => *node = scalar(random),
    }
}

/// Keys of OpenAPI that change what is emitted.
const KEYS: [&str; 40] = [
    "$ref",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "type",
    "format",
    "enum",
    "default",
    "example",
    "examples",
    "items",
    "properties",
    "additionalProperties",
    "required",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "description",
    "title",
    "summary",
    "discriminator",
    "mapping",
    "propertyName",
    "pattern",
    "minimum",
    "maximum",
    "minLength",
    "const",
    "parameters",
    "requestBody",
    "responses",
    "content",
    "headers",
    "schema",
    "style",
    "explode",
    "security",
    "servers",
];

fn scalar(random: &mut Random) -> Value {
    match random.below(9) {
        0 => Value::Null,
        1 => true.into(),
        2 => json!(-1),
        3 => json!(u64::MAX),
        4 => json!(1.5e300),
        5 => json!([]),
        6 => json!({}),
        7 => ["string", "object", "array", "integer", "number", "boolean"][random.below(6)].into(),
        _ => TEXTS[random.below(TEXTS.len())].into(),
    }
}

fn count(node: &Value) -> usize {
    1 + match node {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// The node of that number, in the order of the text.
fn nth<'t>(node: &'t mut Value, n: &mut usize) -> Option<&'t mut Value> {
    if *n == 0 {
        return Some(node);
    }
    *n -= 1;
    match node {
        Value::Array(items) => items.iter_mut().find_map(|it| nth(it, n)),
        Value::Object(members) => members.values_mut().find_map(|it| nth(it, n)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Numbers that follow from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }
}
