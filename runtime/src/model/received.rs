//! The values of undeclared properties, which are written again as they were read.

use std::borrow::Cow;
use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::sync::OnceLock;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde_json::Value;
use serde_json::value::RawValue;

use super::Extra;
use super::is_on_trial;

/// The name by which `serde_json` knows that the text of a value is asked for. Any other deserializer reads the value.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// Undeclared properties by name.
#[derive(Clone)]
pub(super) struct Entries<T> {
    pub(super) values: BTreeMap<String, T>,
    /// The JSON of those whose value does not have all of its digits.
    pub(super) texts: BTreeMap<String, Box<RawValue>>,
}

impl<T> Entries<T> {
    pub(super) const fn new() -> Self {
        Self {
            values: BTreeMap::new(),
            texts: BTreeMap::new(),
        }
    }

    pub(super) fn insert(&mut self, name: String, value: T) -> Option<T> {
        self.texts.remove(&name);
        self.values.insert(name, value)
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<T> {
        self.texts.remove(name);
        self.values.remove(name)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.texts.remove(name);
        self.values.get_mut(name)
    }

    pub(super) fn iter_mut(&mut self) -> btree_map::IterMut<'_, String, T> {
        self.texts.clear();
        self.values.iter_mut()
    }
}

impl Entries<Value> {
    /// Adds a property as it was received.
    pub(super) fn receive(&mut self, name: &str, json: &str) {
        let (value, is_exact) = read(json);
        self.insert(name.to_owned(), value);
        if !is_exact && let Ok(json) = RawValue::from_string(json.to_owned()) {
            self.texts.insert(name.to_owned(), json);
        }
    }
}

/// Undeclared properties as they were received: most programs never ask for one, and a text costs less than a map.
#[derive(Clone)]
pub(super) struct Unread<T> {
    /// A JSON object.
    json: String,
    count: usize,
    into_entries: fn(&str) -> Entries<T>,
    entries: OnceLock<Entries<T>>,
}

impl<T> Unread<T> {
    /// Returns how many were received, one that came twice counted twice.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn read(&self) -> &Entries<T> {
        self.entries.get_or_init(|| (self.into_entries)(&self.json))
    }

    pub(super) fn into_entries(self) -> Entries<T> {
        let Self {
            json, into_entries, ..
        } = self;
        let read = self.entries.into_inner();
        read.unwrap_or_else(|| into_entries(&json))
    }
}

impl Unread<Value> {
    pub(super) fn new() -> Self {
        // What two short properties need.
        let mut json = String::with_capacity(128);
        json.push_str("{}");
        Self {
            json,
            count: 0,
            into_entries: entries_of,
            entries: OnceLock::new(),
        }
    }

    pub(super) fn push(&mut self, name: &str, json: &str) {
        let text = &mut self.json;
        text.pop();
        if self.count > 0 {
            text.push(',');
        }
        self.count += 1;
        push_name(text, name);
        text.push(':');
        text.push_str(json);
        text.push('}');
    }
}

fn push_name(text: &mut String, name: &str) {
    let is_escaped = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    if name.bytes().any(is_escaped) {
        text.push_str(&Value::from(name).to_string());
    } else {
        text.push('"');
        text.push_str(name);
        text.push('"');
    }
}

fn entries_of(json: &str) -> Entries<Value> {
    let mut entries = Entries::new();
    // It is an object, made of names and of values that serde_json has found well-formed.
    let members: Members<'_> = serde_json::from_str(json).unwrap_or_default();
    for (name, json) in members.0 {
        entries.receive(&name, json.get());
    }
    entries
}

/// The members of an object in their order.
#[derive(Default)]
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'de>, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Reads the value of an undeclared property of which nothing is declared.
///
/// # Errors
/// When the JSON is not well-formed.
pub fn any_json<'de, M: MapAccess<'de>>(
    properties: &mut M,
    name: &str,
    extra: &mut Extra,
) -> Result<(), M::Error> {
    // Branches of a union are read from a value, which has no text.
    if is_on_trial() {
        extra.insert(name, properties.next_value::<Value>()?);
        Ok(())
    } else {
        properties.next_value_seed(AnyJson { name, extra })
    }
}

struct AnyJson<'a> {
    name: &'a str,
    extra: &'a mut Extra,
}

impl<'de> DeserializeSeed<'de> for AnyJson<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_newtype_struct(RAW_VALUE, self)
    }
}

impl<'de> Visitor<'de> for AnyJson<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.extra
            .insert(self.name, Value::deserialize(deserializer)?);
        Ok(())
    }

    fn visit_map<M: MapAccess<'de>>(self, mut text: M) -> Result<(), M::Error> {
        text.next_key::<IgnoredAny>()?;
        text.next_value_seed(Text(self))
    }
}

/// The text of a value.
struct Text<'a>(AnyJson<'a>);

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a JSON value")
    }

    fn visit_str<E: Error>(self, json: &str) -> Result<(), E> {
        let AnyJson { name, extra } = self.0;
        extra.keep(name, json);
        Ok(())
    }
}

/// The value of a JSON, and whether it has all of its digits.
fn read(json: &str) -> (Value, bool) {
    if let Some(value) = simple(json) {
        return (value, true);
    }
    match serde_json::from_str(json) {
        Ok(value) => {
            let is_exact = !has_double(&value) || !has_long_number(json);
            (value, is_exact)
        }
        // A number beyond all doubles, most likely.
        Err(_) => (Value::String(json.to_owned()), false),
    }
}

/// The value of a text that needs no parser.
fn simple(json: &str) -> Option<Value> {
    /// Shorter than any integer that an `i64` can't hold.
    const SHORT: usize = 18;
    match json.as_bytes() {
        [b'"', text @ .., b'"'] if !text.contains(&b'\\') => {
            Some(Value::String(json.get(1..json.len() - 1)?.to_owned()))
        }
        b"true" => Some(true.into()),
        b"false" => Some(false.into()),
        b"null" => Some(Value::Null),
        // A negative zero is a double.
        [b'0'..=b'9', ..] if json.len() <= SHORT => Some(json.parse::<i64>().ok()?.into()),
        _ => None,
    }
}

fn has_double(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_double),
        Value::Object(members) => members.values().any(has_double),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// Returns whether a number has an exponent, or more digits than any double keeps.
fn has_long_number(json: &str) -> bool {
    const KEPT: u32 = f64::DIGITS;
    let (mut is_text, mut is_escaped, mut digits) = (false, false, 0);
    for byte in json.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => is_text = !is_text,
            _ if is_text => {}
            b'0'..=b'9' => digits += 1,
            b'e' | b'E' if digits > 0 => return true,
            b'.' => {}
            _ => digits = 0,
        }
        if digits > KEPT {
            return true;
        }
    }
    false
}
