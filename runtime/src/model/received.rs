//! The values of undeclared properties, which are written again as they were read.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde_json::Value;
use serde_json::value::RawValue;

use super::is_on_trial;

/// The name by which `serde_json` knows that the text of a value is asked for. Any other deserializer reads the value.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// The value of an undeclared property.
#[derive(Debug)]
pub struct Received<T> {
    pub(super) value: T,
    /// Its text, where the value does not have all of its digits.
    pub(super) json: Option<Box<RawValue>>,
}

impl<T> Received<T> {
    pub(super) fn exact(value: T) -> Self {
        Self { value, json: None }
    }
}

/// Reads the value of an undeclared property of which nothing is declared.
///
/// # Errors
/// When the JSON is not well-formed.
pub fn any_json<'de, M: MapAccess<'de>>(properties: &mut M) -> Result<Received<Value>, M::Error> {
    // Branches of a union are read from a value, which has no text.
    if is_on_trial() {
        properties.next_value().map(Received::exact)
    } else {
        properties.next_value_seed(AnyJson)
    }
}

struct AnyJson;

impl<'de> DeserializeSeed<'de> for AnyJson {
    type Value = Received<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_VALUE, self)
    }
}

impl<'de> Visitor<'de> for AnyJson {
    type Value = Received<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        Value::deserialize(deserializer).map(Received::exact)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut text: M) -> Result<Self::Value, M::Error> {
        text.next_key::<IgnoredAny>()?;
        text.next_value_seed(Text)
    }
}

/// The text of a value.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Received<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Text {
    type Value = Received<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a JSON value")
    }

    fn visit_str<E: Error>(self, json: &str) -> Result<Self::Value, E> {
        Ok(read(json))
    }
}

fn read(json: &str) -> Received<Value> {
    if let Some(value) = simple(json) {
        return Received::exact(value);
    }
    let (value, is_exact) = match serde_json::from_str(json) {
        Ok(value) => {
            let is_exact = !has_double(&value) || !has_long_number(json);
            (value, is_exact)
        }
        // A number beyond all doubles, most likely.
        Err(_) => (Value::String(json.to_owned()), false),
    };
    let json = (!is_exact).then(|| RawValue::from_string(json.to_owned()).ok());
    Received {
        value,
        json: json.flatten(),
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

/// Whether a number has an exponent, or more digits than any double keeps.
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
