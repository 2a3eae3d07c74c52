//! Values of schemas: minimal and full ones, every branch, every value of an enum, null, unknown properties.
//!
//! The same document gives the same values in the same order.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::document::Document;
use super::flat::alternatives;
use super::text;

/// Values of one component.
const MOST: usize = 400;

/// Components in components that are sampled with all properties.
const FULL: usize = 2;

/// Components in components at all.
const DEEPEST: usize = 12;

/// An undeclared property, and an additional property of the declared type.
const UNKNOWN: &str = "unknownProperty";
const FURTHER: &str = "furtherProperty";

/// How much of an object there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// What is required.
    Least,
    /// Every property.
    Full,
}

/// Makes values from the schemas of a document.
#[derive(Debug)]
pub struct Sampler<'d> {
    document: &'d Document,
    /// The properties that may be preserved as unknown ones.
    pub undeclared: BTreeSet<String>,
}

impl<'d> Sampler<'d> {
    /// A sampler of a document.
    pub fn new(document: &'d Document) -> Self {
        let undeclared = [UNKNOWN, FURTHER].map(str::to_owned).into();
        Self {
            document,
            undeclared,
        }
    }

    /// The values of a schema, all different.
    pub fn values(&mut self, schema: &Value) -> Vec<Value> {
        let mut values = Vec::new();
        values.extend(self.value(schema, Size::Least, 0));
        values.extend(self.value(schema, Size::Full, 0));
        values.extend(self.variants(schema, 0));
        let mut known = BTreeSet::new();
        values.retain(|value| known.insert(value.to_string()));
        values.truncate(MOST);
        values
    }

    /// One value of a schema; `None` if there is none, or if it would have no end.
    pub fn value(&mut self, schema: &Value, size: Size, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        let all = alternatives(self.document, schema);
        // The first branch may contain itself.
        all.iter().find_map(|flat| self.of(flat, size, depth))
    }

    /// The depth of what is inside of a schema.
    fn below(schema: &Value, depth: usize) -> usize {
        depth + usize::from(schema.get("$ref").is_some())
    }

    fn of(&mut self, flat: &Map<String, Value>, size: Size, depth: usize) -> Option<Value> {
        if let Some(values) = flat.get("enum").and_then(Value::as_array) {
            let mut values = values.iter().filter(|it| !it.is_null());
            return Some(values.next().cloned().unwrap_or_default());
        }
        match kind(flat) {
            "object" => self.object(flat, size, depth),
            "array" => self.array(flat, size, depth),
            "string" => Some(string(flat).into()),
            "integer" => Some(numbers(flat, true).swap_remove(0)),
            "number" => Some(numbers(flat, false).swap_remove(0)),
            "boolean" => Some(true.into()),
            _ => Some(json!("text")),
        }
    }

    fn object(&mut self, flat: &Map<String, Value>, size: Size, depth: usize) -> Option<Value> {
        let size = if depth > FULL { Size::Least } else { size };
        let required: Vec<&str> = list(flat, "required").filter_map(Value::as_str).collect();
        let mut object = Map::new();
        for (name, schema) in properties(flat) {
            if schema["undeclared"] == json!(true) {
                self.undeclared.insert(name.clone());
            }
            let is_required = required.contains(&name.as_str());
            if is_required || size == Size::Full {
                let value = self.value(schema, size, Self::below(schema, depth));
                match value {
                    Some(value) => {
                        object.insert(name.clone(), value);
                    }
                    None if is_required => return None,
                    None => {}
                }
            }
        }
        let further = flat.get("additionalProperties");
        let further = further.filter(|it| it.is_object()).cloned();
        for name in required {
            if !object.contains_key(name) {
                self.undeclared.insert(name.to_owned());
                let value = match &further {
                    Some(schema) => self.value(schema, size, Self::below(schema, depth))?,
                    None => json!("text"),
                };
                object.insert(name.to_owned(), value);
            }
        }
        let least = count(flat, "minProperties").unwrap_or_default();
        let wanted = usize::from(size == Size::Full && further.is_some());
        let schema = further.unwrap_or_else(|| json!({}));
        let is_closed = flat.get("additionalProperties") == Some(&json!(false));
        let mut added = 0;
        while !is_closed && (added < wanted || object.len() < least) && added < 20 {
            let name = if added == 0 {
                FURTHER.to_owned()
            } else {
                format!("{FURTHER}{added}")
            };
            let Some(value) = self.value(&schema, size, Self::below(&schema, depth)) else {
                break;
            };
            self.undeclared.insert(name.clone());
            object.insert(name, value);
            added += 1;
        }
        Some(object.into())
    }

    fn array(&mut self, flat: &Map<String, Value>, size: Size, depth: usize) -> Option<Value> {
        let least = count(flat, "minItems").unwrap_or_default();
        let most = count(flat, "maxItems").unwrap_or(usize::MAX);
        let wanted = least.max(usize::from(size == Size::Full)).min(most).min(50);
        let schema = flat.get("items").cloned().unwrap_or_default();
        if wanted == 0 {
            return Some(json!([]));
        }
        let below = Self::below(&schema, depth);
        let Some(first) = self.value(&schema, size, below) else {
            return (least == 0).then(|| json!([]));
        };
        let mut items = vec![first];
        if wanted > 1 {
            let more = self.variants(&schema, below);
            let more = more
                .into_iter()
                .filter(|it| !it.is_null() && *it != items[0]);
            let more: Vec<Value> = more.collect();
            items.extend(more.into_iter().take(wanted - 1));
        }
        while items.len() < wanted {
            items.push(items[0].clone());
        }
        Some(items.into())
    }

    /// Further values: each differs from a full one in one thing.
    fn variants(&mut self, schema: &Value, depth: usize) -> Vec<Value> {
        let mut found = Vec::new();
        if depth > FULL {
            return found;
        }
        for (n, flat) in alternatives(self.document, schema).iter().enumerate() {
            // Without a type, null is a value of everything; documents rely on it only if the schema has no other keys.
            let is_stated = flat.contains_key("statesNullable");
            let is_open = kind(flat) == "any" && !flat.contains_key("enum");
            if flat["nullable"] == json!(true) && (is_stated || is_open) {
                found.push(Value::Null);
            }
            if n > 0 {
                found.extend(self.of(flat, Size::Least, depth));
                found.extend(self.of(flat, Size::Full, depth));
            }
            self.vary(flat, depth, &mut found);
            if found.len() > MOST {
                break;
            }
        }
        found
    }

    fn vary(&mut self, flat: &Map<String, Value>, depth: usize, found: &mut Vec<Value>) {
        if let Some(values) = flat.get("enum").and_then(Value::as_array) {
            found.extend(values.iter().skip(1).cloned());
            return;
        }
        match kind(flat) {
            "object" => self.vary_object(flat, depth, found),
            "array" => {
                let least = count(flat, "minItems").unwrap_or_default();
                if least == 0 {
                    found.push(json!([]));
                }
                let schema = flat.get("items").cloned().unwrap_or_default();
                let below = Self::below(&schema, depth);
                if least <= 1 && count(flat, "maxItems") != Some(0) {
                    let items = self.variants(&schema, below);
                    found.extend(items.into_iter().take(40).map(|item| json!([item])));
                }
            }
            "string" => found.extend(strings(flat)),
            "integer" => found.extend(numbers(flat, true)),
            "number" => found.extend(numbers(flat, false)),
            "boolean" => found.push(false.into()),
            _ => {
                let more = [json!({ "any": [1, "text", null] }), json!([]), json!(7.5)];
                found.extend(more);
            }
        }
    }

    fn vary_object(&mut self, flat: &Map<String, Value>, depth: usize, found: &mut Vec<Value>) {
        let Some(full) = self.object(flat, Size::Full, depth) else {
            return;
        };
        match flat.get("additionalProperties") {
            Some(Value::Bool(false)) => {}
            Some(further @ Value::Object(_)) => {
                for value in self.variants(further, Self::below(further, depth)) {
                    let mut object = full.clone();
                    object[FURTHER] = value;
                    found.push(object);
                }
            }
            _ => {
                let mut object = full.clone();
                object[UNKNOWN] = json!({ "any": [1, "text", null, 1.5] });
                found.push(object);
            }
        }
        for (name, schema) in properties(flat) {
            for value in self.variants(schema, Self::below(schema, depth)) {
                let mut object = full.clone();
                object[name] = value;
                found.push(object);
            }
            if found.len() > MOST {
                return;
            }
        }
    }
}

fn properties(flat: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let properties = flat.get("properties").and_then(Value::as_object);
    properties.into_iter().flatten()
}

fn list<'a>(flat: &'a Map<String, Value>, key: &str) -> impl Iterator<Item = &'a Value> {
    let items = flat.get(key).and_then(Value::as_array);
    items.into_iter().flatten()
}

fn count(flat: &Map<String, Value>, key: &str) -> Option<usize> {
    usize::try_from(flat.get(key)?.as_u64()?).ok()
}

/// The type of a schema, which may only follow from its other keys.
fn kind(flat: &Map<String, Value>) -> &str {
    if let Some(kind) = flat.get("type").and_then(Value::as_str) {
        return kind;
    }
    let keys = [
        ("properties", "object"),
        ("additionalProperties", "object"),
        ("required", "object"),
        ("items", "array"),
        ("pattern", "string"),
        ("minLength", "string"),
        ("maxLength", "string"),
        ("minimum", "number"),
        ("maximum", "number"),
    ];
    let found = keys.iter().find(|(key, _)| flat.contains_key(*key));
    found.map_or("any", |(_, kind)| kind)
}

fn string(flat: &Map<String, Value>) -> String {
    let text = |key| flat.get(key).and_then(Value::as_str);
    let least = count(flat, "minLength").unwrap_or_default();
    let most = count(flat, "maxLength").unwrap_or(usize::MAX);
    if let Some(pattern) = text("pattern") {
        let made = text::of_pattern(pattern);
        let fits = |it: &String| (least..=most).contains(&it.chars().count());
        let example = || text("example").or(text("default")).map(str::to_owned);
        return made
            .clone()
            .filter(fits)
            .or_else(example)
            .or(made)
            .unwrap_or_default();
    }
    if let Some(text) = text("format").and_then(text::of_format) {
        return text.to_owned();
    }
    text::fitted("text", least, most)
}

fn strings(flat: &Map<String, Value>) -> Vec<Value> {
    if flat.contains_key("pattern") {
        return Vec::new();
    }
    let format = flat.get("format").and_then(Value::as_str);
    if format == Some("date-time") {
        return vec![json!("2020-01-02T03:04:05.123456+02:00")];
    }
    if format.and_then(text::of_format).is_some() {
        return Vec::new();
    }
    let least = count(flat, "minLength").unwrap_or_default();
    let most = count(flat, "maxLength").unwrap_or(usize::MAX);
    vec![
        text::fitted("", least, most).into(),
        text::fitted("ä€😀 \"\\\u{1}\n", least, most).into(),
    ]
}

/// Numbers within the bounds: a usual one first.
fn numbers(flat: &Map<String, Value>, is_integer: bool) -> Vec<Value> {
    let bound = |key: &str, exclusive: &str, step: f64| {
        let bound = flat.get(key)?.as_f64()?;
        let is_exclusive = flat.get(exclusive) == Some(&json!(true));
        Some(if is_exclusive { bound + step } else { bound })
    };
    let step = flat.get("multipleOf").and_then(Value::as_f64);
    let unit = step.unwrap_or(if is_integer { 1.0 } else { 0.5 });
    let format = flat.get("format").and_then(Value::as_str);
    let is_unsigned = format.is_some_and(|it| it.starts_with("uint"));
    let least = bound("minimum", "exclusiveMinimum", unit);
    let least = least.or(is_unsigned.then_some(0.0));
    let most = bound("maximum", "exclusiveMaximum", -unit);
    let wide = match format {
        Some("int32" | "uint32") => 2_147_483_647.0,
        Some("int8" | "uint8" | "int16" | "uint16") => 127.0,
        _ => 9_007_199_254_740_992.0,
    };
    let mut candidates = vec![1.0, 0.0];
    candidates.extend(least.map(|it| if is_integer { it.ceil() } else { it }));
    candidates.extend(most.map(|it| if is_integer { it.floor() } else { it }));
    candidates.extend([-3.0, wide]);
    if !is_integer {
        candidates.extend([1.25, -0.001]);
    }
    if let Some(step) = step {
        candidates.push((least.unwrap_or_default() / step).ceil() * step);
        candidates.retain(|it| (it / step - (it / step).round()).abs() < 1e-9);
    }
    candidates
        .retain(|it| least.is_none_or(|least| *it >= least) && most.is_none_or(|most| *it <= most));
    let numbers = candidates.into_iter().map(number);
    let mut numbers: Vec<Value> = numbers.collect();
    let is_unbounded = least.is_none() && most.is_none() && step.is_none();
    if is_integer && is_unbounded && wide > 3e9 {
        numbers.push(i64::MAX.into());
    }
    if numbers.is_empty() {
        numbers.push(number(least.or(most).unwrap_or(1.0)));
    }
    numbers
}

/// A number without a fraction is written as an integer; one beyond 64 bits as the last within.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the range was compared before"
)]
fn number(value: f64) -> Value {
    if value.fract() == 0.0 {
        (value as i64).into()
    } else {
        value.into()
    }
}
