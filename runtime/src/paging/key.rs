//! Reads the sort fields of a record, which a keyset request sends.

use serde_json::Value;

use crate::operation::paging::Keyset;
use crate::response::decode;
use crate::response::repair::repair;

/// A sort field, and where the records have it.
#[derive(Debug, Clone)]
pub(super) struct SortField {
    pub(super) field: String,
    path: String,
}

impl SortField {
    pub(super) fn new(field: &str, keyset: &Keyset) -> Self {
        let known = keyset.paths.iter().find(|(known, _)| *known == field);
        let path = known.map_or(field, |(_, path)| path);
        Self {
            field: field.to_owned(),
            path: path.to_owned(),
        }
    }
}

/// The values of a record's sort fields, or the reason why they cannot be sent.
///
/// They are sent separated by commas, and there is no known way to send a comma inside one, or a missing value.
pub(super) fn read(record: &[u8], fields: &[SortField]) -> Result<Vec<String>, String> {
    let record: Value = decode::parse(record)
        .or_else(|_| serde_json::from_str(&repair(record)))
        .map_err(|error| error.to_string())?;
    let value = |field: &SortField| {
        let name = &field.field;
        let value = field
            .path
            .split('.')
            .try_fold(&record, |value, step| value.get(step));
        let text = match value {
            Some(Value::String(text)) => text.clone(),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
            Some(Value::Null) | None => return Err(format!("has no `{name}`")),
            Some(Value::Array(_) | Value::Object(_)) => {
                return Err(format!("has more than a value in `{name}`"));
            }
        };
        if text.is_empty() {
            return Err(format!("has an empty `{name}`"));
        }
        if text.contains(',') {
            return Err(format!("has a comma in `{name}`"));
        }
        Ok(text)
    };
    fields.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::paging::Paging;

    fn read_from(record: &str, fields: &[&str]) -> Result<Vec<String>, String> {
        const PATHS: &[(&str, &str)] = &[("jit.start", "jit.started")];
        let paging = Paging::offset("offset", "limit", 1)
            .keyset("after", "sorters", "id")
            .paths(PATHS);
        let keyset = paging.keyset.expect("it was just set");
        let fields: Vec<_> = fields
            .iter()
            .map(|field| SortField::new(field, &keyset))
            .collect();
        read(record.as_bytes(), &fields)
    }

    #[test]
    fn values_are_found_by_path() {
        let record = r#"{"id":"a","n":7,"b":true,"jit":{"started":"2026","x":{}}}"#;
        let values = read_from(record, &["jit.start", "n", "b", "id"]);
        assert_eq!(values.unwrap(), ["2026", "7", "true", "a"]);
    }

    #[test]
    fn keys_that_can_t_be_sent_are_named() {
        let record = r#"{"id":"a,b","none":null,"empty":"","jit":{"x":{}}}"#;
        for (field, why) in [
            ("id", "has a comma in `id`"),
            ("none", "has no `none`"),
            ("jit.start", "has no `jit.start`"),
            ("id.x", "has no `id.x`"),
            ("empty", "has an empty `empty`"),
            ("jit.x", "has more than a value in `jit.x`"),
        ] {
            assert_eq!(read_from(record, &[field]).unwrap_err(), why);
        }
    }
}
