//! Random JSON from a seed: values that match a schema, compatible additions, and violations.

use sailpoint_isc::runtime::serde_json::{Map, Value, json};
use tests::random::Random;

use crate::schemas::Schemas;

/// Date-times as services send them, and invalid ones.
const TIMES: [&str; 10] = [
    "2026-01-02T15:04:05Z",
    "2026-01-02T15:04:05.678901+01:00",
    "2006-01-02T15:04Z",
    "2026-01-02T15:04:05+0000",
    "2026-01-02T15:04:05",
    "2026-01-02 15:04:05.1z",
    "2026-02-30T25:61:00Z",
    "1767362645",
    "tomorrow, about noon, if the weather allows",
    "",
];

/// Makes JSON from a seed.
#[derive(Debug)]
pub(crate) struct RandomJson(Random);

impl RandomJson {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }

    fn text(&mut self) -> String {
        const SIGNS: &[char] = &[
            'a', 'Z', '0', ' ', '"', '\\', '/', '\n', '\u{0}', 'é', '𝄞', '~',
        ];
        let length = self.0.below(12);
        (0..length).map(|_| *self.0.pick(SIGNS)).collect()
    }

    fn integer(&mut self) -> i64 {
        let edges = [0, -1, i64::from(i32::MAX) + 1, i64::MIN, i64::MAX];
        if self.0.once_in(3) {
            *self.0.pick(&edges)
        } else {
            self.0.next().cast_signed() >> self.0.below(64)
        }
    }

    fn number(&mut self) -> Value {
        match self.0.below(4) {
            0 => json!(self.integer()),
            1 => json!(u64::MAX),
            2 => json!(1.0),
            _ => json!(f64::from_bits(self.0.next() >> 2)),
        }
    }

    /// Any JSON.
    pub(crate) fn json(&mut self, depth: usize) -> Value {
        match self.0.below(if depth == 0 { 5 } else { 7 }) {
            0 => Value::Null,
            1 => json!(self.0.once_in(2)),
            2 => self.number(),
            3 => json!(self.0.pick(&TIMES)),
            4 => json!(self.text()),
            5 => (0..self.0.below(4)).map(|_| self.json(depth - 1)).collect(),
            _ => (0..self.0.below(4))
                .map(|_| (self.text(), self.json(depth - 1)))
                .collect::<Map<_, _>>()
                .into(),
        }
    }

    /// A value of a schema, or what a service may send in its stead without notice: null where none was promised, a
    /// property or a value of an enum that nobody declared, a date-time in another form, an integer beyond its format.
    pub(crate) fn value(&mut self, schemas: &Schemas, schema: &Value, required: bool) -> Value {
        let schema = schemas.resolve(schema);
        if !required && self.0.once_in(8) {
            return Value::Null;
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return if self.0.once_in(4) {
                json!(self.text())
            } else {
                let values: Vec<&Value> = values.iter().filter(|it| !it.is_null()).collect();
                (*self.0.pick(&values)).clone()
            };
        }
        for branches in ["oneOf", "anyOf"] {
            if let Some(branches) = schema.get(branches).and_then(Value::as_array) {
                let branch = self.0.pick(branches).clone();
                return self.value(schemas, &branch, required);
            }
        }
        if let Some(properties) = schema.get("properties") {
            return self.object(schemas, &schema, properties.as_object().unwrap());
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("string") if schema.get("format") == Some(&json!("date-time")) => {
                json!(self.0.pick(&TIMES))
            }
            Some("string") => json!(self.text()),
            Some("integer") => json!(self.integer()),
            Some("number") => self.number(),
            Some("boolean") => json!(self.0.once_in(2)),
            Some("array") => {
                let items = schema.get("items").cloned().unwrap_or_default();
                let length = self.0.below(4);
                (0..length)
                    .map(|_| self.value(schemas, &items, true))
                    .collect()
            }
            Some("object") => {
                let values = schema
                    .get("additionalProperties")
                    .filter(|it| it.is_object());
                let mut map = Map::new();
                for _ in 0..self.0.below(4) {
                    let value = match values {
                        Some(values) => self.value(schemas, values, true),
                        None => self.json(2),
                    };
                    map.insert(self.text(), value);
                }
                map.into()
            }
            _ => self.json(3),
        }
    }

    fn object(
        &mut self,
        schemas: &Schemas,
        schema: &Value,
        properties: &Map<String, Value>,
    ) -> Value {
        let required = schema.get("required").and_then(Value::as_array);
        let mut object = Map::new();
        for (name, property) in properties {
            let is_required = required.is_some_and(|names| names.contains(&json!(name)));
            if is_required || !self.0.once_in(4) {
                object.insert(name.clone(), self.value(schemas, property, is_required));
            }
        }
        while self.0.once_in(3) {
            let name = format!("x{}", self.text());
            object.insert(name, self.json(2));
        }
        object.into()
    }

    /// Puts any JSON in the place of one part of a value, or takes the part out.
    pub(crate) fn spoil(&mut self, value: &mut Value) {
        let goes_deeper = !self.0.once_in(3);
        match value {
            Value::Array(items) if goes_deeper && !items.is_empty() => {
                let n = self.0.below(items.len());
                self.spoil(&mut items[n]);
            }
            Value::Object(members) if goes_deeper && !members.is_empty() => {
                let n = self.0.below(members.len());
                let name = members.keys().nth(n).unwrap().clone();
                if self.0.once_in(4) {
                    members.remove(&name);
                } else {
                    self.spoil(&mut members[&name]);
                }
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => *value = self.json(2),
        }
    }
}
