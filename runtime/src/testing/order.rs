//! Finds the value of a field in a record, and orders values.

use std::cmp::Ordering;

use serde_json::Value;

use crate::timestamp::Timestamp;

/// The value of a field in a record, `source.id`; `None` if it is null.
///
/// If the name in the response is longer than in filters, `jit.provisioned` for `jit.provision`, the longer one is
/// found.
pub(super) fn find<'r>(record: &'r Value, field: &str) -> Option<&'r Value> {
    let mut found = record;
    for step in field.split('.') {
        let members = found.as_object()?;
        let longer = || {
            let mut longer = members.iter().filter(|(name, _)| name.starts_with(step));
            longer.next().filter(|_| longer.next().is_none())
        };
        found = match members.get(step) {
            Some(value) => value,
            None => longer()?.1,
        };
    }
    (!found.is_null()).then_some(found)
}

/// A value as text.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// A value as it is compared with others of its type.
#[derive(Clone, Debug)]
pub(super) enum Key {
    Number(f64),
    Instant(i128),
    /// Text in lower case.
    Text(String),
    /// Null comes last.
    Nothing,
}

impl Key {
    /// The value of a field in a record.
    pub(super) fn of_field(record: &Value, field: &str) -> Self {
        find(record, field).map_or(Self::Nothing, Self::of)
    }

    fn of(value: &Value) -> Self {
        match value.as_f64() {
            Some(number) => Self::Number(number),
            None => Self::of_text(&text(value)),
        }
    }

    fn of_text(text: &str) -> Self {
        // Anything shorter may be a number, or a name with digits.
        let is_long = text.len() >= "2026-01-02T03:04Z".len()
            && text.starts_with(|c: char| c.is_ascii_digit());
        let read = is_long.then(|| Timestamp::parse(text).ok()).flatten();
        match read.and_then(|it| it.unix_nanos()) {
            Some(instant) => Self::Instant(instant),
            None => Self::Text(text.to_lowercase()),
        }
    }

    /// Converts text to the type of the other side of a comparison.
    pub(super) fn alike(&self, text: &str) -> Self {
        match (self, text.parse()) {
            (Self::Number(_), Ok(number)) => Self::Number(number),
            _ => Self::of_text(text),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Instant(_) => 1,
            Self::Text(_) => 2,
            Self::Nothing => 3,
        }
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Instant(a), Self::Instant(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }
}

/// Compares a value with a value in a filter.
pub(super) fn with_text(value: &Value, other: &str) -> Ordering {
    let key = Key::of(value);
    key.compare(&key.alike(other))
}
