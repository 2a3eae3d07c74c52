//! Values of schemas: the least and the most, every branch, every value of an enum, null, unknown properties.
//!
//! The same document gives the same values in the same order.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::document::Document;
use super::flat::alternatives;
use super::scalars::{numbers, string, strings};
use super::text;

/// Values of one component.
const MOST: usize = 400;

/// Components in components that are sampled with all properties.
const FULL: usize = 2;

/// Components in components at all.
const DEEPEST: usize = 12;

/// A property that nobody declares, and one whose name alone nobody declares.
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
    /// The properties that may be kept with the unknown ones.
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
        depth + usize::from(refers(schema))
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
            "null" => Some(Value::Null),
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
        let wanted = match flat.get("patternProperties").and_then(Value::as_object) {
            Some(patterns) => patterns.len(),
            None => usize::from(states_further(flat)),
        };
        let wanted = if size == Size::Full { wanted } else { 0 };
        for (added, (name, schema)) in self.further(flat).into_iter().enumerate() {
            if added >= wanted && object.len() >= least {
                break;
            }
            let Some(value) = self.value(&schema, size, Self::below(&schema, depth)) else {
                break;
            };
            self.undeclared.insert(name.clone());
            object.insert(name, value);
        }
        Some(object.into())
    }

    /// Names and schemas that undeclared properties may have: one for each pattern, or several of one schema.
    fn further(&mut self, flat: &Map<String, Value>) -> Vec<(String, Value)> {
        let is_declared = |name: &String| properties(flat).any(|(it, _)| it == name);
        if let Some(patterns) = flat.get("patternProperties").and_then(Value::as_object) {
            let made = patterns
                .iter()
                .filter_map(|(pattern, it)| Some((text::of_pattern(pattern)?, it.clone())));
            return made.filter(|(name, _)| !is_declared(name)).collect();
        }
        let schema = match flat.get("additionalProperties") {
            Some(Value::Bool(false)) => return Vec::new(),
            Some(schema @ Value::Object(_)) => schema.clone(),
            _ => json!({}),
        };
        let names: Vec<String> = match flat.get("propertyNames") {
            Some(names) => {
                let names = self.values(names).into_iter();
                names
                    .filter_map(|it| it.as_str().map(str::to_owned))
                    .collect()
            }
            None => std::iter::once(FURTHER.to_owned())
                .chain((1..20).map(|n| format!("{FURTHER}{n}")))
                .collect(),
        };
        let names = names.into_iter().filter(|name| !is_declared(name));
        names.map(|name| (name, schema.clone())).collect()
    }

    fn array(&mut self, flat: &Map<String, Value>, size: Size, depth: usize) -> Option<Value> {
        let least = count(flat, "minItems").unwrap_or_default();
        let positions: Vec<&Value> = list(flat, "prefixItems").collect();
        let ends = flat.get("items") == Some(&json!(false));
        let most = if ends { positions.len() } else { usize::MAX };
        let most = count(flat, "maxItems").unwrap_or(usize::MAX).min(most);
        let usual = if size == Size::Full {
            positions.len().max(1)
        } else {
            0
        };
        let wanted = least.max(usual).min(most).min(50);
        let mut items = Vec::new();
        for schema in positions.into_iter().take(wanted) {
            match self.value(schema, size, Self::below(schema, depth)) {
                Some(item) => items.push(item),
                None => return (items.len() >= least).then(|| items.into()),
            }
        }
        let schema = flat.get("items").cloned().unwrap_or_default();
        match self.items(&schema, wanted - items.len(), size, depth) {
            Some(more) => items.extend(more),
            None if items.len() < least => return None,
            None => {}
        }
        Some(items.into())
    }

    /// Items of one schema, different if possible.
    fn items(
        &mut self,
        schema: &Value,
        wanted: usize,
        size: Size,
        depth: usize,
    ) -> Option<Vec<Value>> {
        if wanted == 0 {
            return Some(Vec::new());
        }
        let below = Self::below(schema, depth);
        let mut items = vec![self.value(schema, size, below)?];
        if wanted > 1 {
            let more = self.variants(schema, below);
            let more = more
                .into_iter()
                .filter(|it| !it.is_null() && *it != items[0]);
            let more: Vec<Value> = more.collect();
            items.extend(more.into_iter().take(wanted - 1));
        }
        while items.len() < wanted {
            items.push(items[0].clone());
        }
        Some(items)
    }

    /// Further values: each differs from a full one in one thing.
    fn variants(&mut self, schema: &Value, depth: usize) -> Vec<Value> {
        let mut found = Vec::new();
        if depth > FULL {
            return found;
        }
        for (n, flat) in alternatives(self.document, schema).iter().enumerate() {
            // Without a type, null is a value of everything; documents mean it only where nothing else is said either.
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
            "array" => self.vary_array(flat, depth, found),
            "string" => found.extend(strings(flat)),
            "integer" => found.extend(numbers(flat, true)),
            "number" => found.extend(numbers(flat, false)),
            "boolean" => found.push(false.into()),
            "null" => {}
            _ => {
                let more = [json!({ "any": [1, "text", null] }), json!([]), json!(7.5)];
                found.extend(more);
            }
        }
    }

    fn vary_array(&mut self, flat: &Map<String, Value>, depth: usize, found: &mut Vec<Value>) {
        let least = count(flat, "minItems").unwrap_or_default();
        if least == 0 {
            found.push(json!([]));
        }
        if let Some(full) = self.array(flat, Size::Full, depth)
            && flat.contains_key("prefixItems")
        {
            for (n, schema) in list(flat, "prefixItems").enumerate() {
                for item in self.variants(schema, Self::below(schema, depth)) {
                    let mut list = full.clone();
                    if let Some(place) = list.get_mut(n) {
                        *place = item;
                        found.push(list);
                    }
                }
            }
            return;
        }
        let schema = flat.get("items").cloned().unwrap_or_default();
        let below = Self::below(&schema, depth);
        if least <= 1 && count(flat, "maxItems") != Some(0) {
            let items = self.variants(&schema, below);
            found.extend(items.into_iter().take(40).map(|item| json!([item])));
        }
    }

    fn vary_object(&mut self, flat: &Map<String, Value>, depth: usize, found: &mut Vec<Value>) {
        let Some(full) = self.object(flat, Size::Full, depth) else {
            return;
        };
        if states_further(flat) {
            let mut known = Vec::new();
            for (name, schema) in self.further(flat) {
                // Of names with one schema, one is enough.
                if known.contains(&schema) {
                    continue;
                }
                for value in self.variants(&schema, Self::below(&schema, depth)) {
                    let mut object = full.clone();
                    object[&name] = value;
                    found.push(object);
                }
                self.undeclared.insert(name);
                known.push(schema);
            }
        } else if flat.get("additionalProperties") != Some(&json!(false)) {
            let mut object = full.clone();
            object[UNKNOWN] = json!({ "any": [1, "text", null, 1.5] });
            found.push(object);
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

/// Whether a schema is a reference, or a union or an intersection with one.
fn refers(schema: &Value) -> bool {
    let is_part = |key: &str| {
        let parts = schema.get(key).and_then(Value::as_array);
        parts.into_iter().flatten().any(refers)
    };
    schema.get("$ref").is_some() || ["allOf", "anyOf", "oneOf"].into_iter().any(is_part)
}

/// Whether a schema says what its undeclared properties are.
fn states_further(flat: &Map<String, Value>) -> bool {
    let is_closed = flat.get("additionalProperties") == Some(&json!(false));
    flat.contains_key("patternProperties")
        || flat.contains_key("propertyNames") && !is_closed
        || flat
            .get("additionalProperties")
            .is_some_and(Value::is_object)
}

fn properties(flat: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let properties = flat.get("properties").and_then(Value::as_object);
    properties.into_iter().flatten()
}

fn list<'a>(flat: &'a Map<String, Value>, key: &str) -> impl Iterator<Item = &'a Value> {
    let items = flat.get(key).and_then(Value::as_array);
    items.into_iter().flatten()
}

/// A key that counts something.
pub(super) fn count(flat: &Map<String, Value>, key: &str) -> Option<usize> {
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
        ("patternProperties", "object"),
        ("propertyNames", "object"),
        ("required", "object"),
        ("items", "array"),
        ("prefixItems", "array"),
        ("pattern", "string"),
        ("minLength", "string"),
        ("maxLength", "string"),
        ("minimum", "number"),
        ("maximum", "number"),
        ("exclusiveMinimum", "number"),
        ("exclusiveMaximum", "number"),
    ];
    let found = keys.iter().find(|(key, _)| flat.contains_key(*key));
    found.map_or("any", |(_, kind)| kind)
}
