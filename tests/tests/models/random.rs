//! JSON at random, by a seed: as a schema describes it, with what a service may do beyond, and with what it may not.

use sailpoint_isc::runtime::serde_json::{Map, Value, json};

use crate::schemas::Schemas;

/// Date-times as services send them, and texts that are none.
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

/// A source of numbers: `SplitMix64`.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// True once in `n` times.
    pub(crate) fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    fn text(&mut self) -> String {
        const SIGNS: &[char] = &[
            'a', 'Z', '0', ' ', '"', '\\', '/', '\n', '\u{0}', 'é', '𝄞', '~',
        ];
        let length = self.below(12);
        (0..length).map(|_| *self.one_of(SIGNS)).collect()
    }

    fn integer(&mut self) -> i64 {
        let edges = [0, -1, i64::from(i32::MAX) + 1, i64::MIN, i64::MAX];
        if self.once_in(3) {
            *self.one_of(&edges)
        } else {
            self.next().cast_signed() >> self.below(64)
        }
    }

    fn number(&mut self) -> Value {
        match self.below(4) {
            0 => json!(self.integer()),
            1 => json!(u64::MAX),
            2 => json!(1.0),
            _ => json!(f64::from_bits(self.next() >> 2)),
        }
    }

    /// Any JSON.
    pub(crate) fn json(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 5 } else { 7 }) {
            0 => Value::Null,
            1 => json!(self.once_in(2)),
            2 => self.number(),
            3 => json!(self.one_of(&TIMES)),
            4 => json!(self.text()),
            5 => (0..self.below(4)).map(|_| self.json(depth - 1)).collect(),
            _ => (0..self.below(4))
                .map(|_| (self.text(), self.json(depth - 1)))
                .collect::<Map<_, _>>()
                .into(),
        }
    }

    /// A value of a schema, or what a service may send in its stead without notice: null where none was promised, a
    /// property or a value of an enum that nobody declared, a date-time in another form, an integer beyond its format.
    pub(crate) fn value(&mut self, schemas: &Schemas, schema: &Value, required: bool) -> Value {
        let schema = schemas.resolve(schema);
        if !required && self.once_in(8) {
            return Value::Null;
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return if self.once_in(4) {
                json!(self.text())
            } else {
                let values: Vec<&Value> = values.iter().filter(|it| !it.is_null()).collect();
                (*self.one_of(&values)).clone()
            };
        }
        for branches in ["oneOf", "anyOf"] {
            if let Some(branches) = schema.get(branches).and_then(Value::as_array) {
                let branch = self.one_of(branches).clone();
                return self.value(schemas, &branch, required);
            }
        }
        if let Some(properties) = schema.get("properties") {
            return self.object(schemas, &schema, properties.as_object().unwrap());
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("string") if schema.get("format") == Some(&json!("date-time")) => {
                json!(self.one_of(&TIMES))
            }
            Some("string") => json!(self.text()),
            Some("integer") => json!(self.integer()),
            Some("number") => self.number(),
            Some("boolean") => json!(self.once_in(2)),
            Some("array") => {
                let items = schema.get("items").cloned().unwrap_or_default();
                let length = self.below(4);
                (0..length)
                    .map(|_| self.value(schemas, &items, true))
                    .collect()
            }
            Some("object") => {
                let values = schema
                    .get("additionalProperties")
                    .filter(|it| it.is_object());
                let mut map = Map::new();
                for _ in 0..self.below(4) {
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
            if is_required || !self.once_in(4) {
                object.insert(name.clone(), self.value(schemas, property, is_required));
            }
        }
        while self.once_in(3) {
            let name = format!("x{}", self.text());
            object.insert(name, self.json(2));
        }
        object.into()
    }

    /// Puts any JSON in the place of one part of a value, or takes the part out.
    pub(crate) fn spoil(&mut self, value: &mut Value) {
        let goes_deeper = !self.once_in(3);
        match value {
            Value::Array(items) if goes_deeper && !items.is_empty() => {
                let n = self.below(items.len());
                self.spoil(&mut items[n]);
            }
            Value::Object(members) if goes_deeper && !members.is_empty() => {
                let n = self.below(members.len());
                let name = members.keys().nth(n).unwrap().clone();
                if self.once_in(4) {
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
