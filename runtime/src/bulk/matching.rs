//! Matches the rows of a response to the items of its request.

use std::collections::HashMap;

use serde_json::Value;

/// The rows of a response, and the row of each item.
pub(super) struct Rows<R> {
    /// Each row, and whether its status is a success.
    pub(super) rows: Vec<(R, bool)>,
    pub(super) found: Vec<Found>,
}

/// The result of an item in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The row of this index.
    Row(usize),
    /// No row.
    Missing,
    /// More rows than there are items like this one; the first has this index.
    Repeated(usize),
}

impl<R> Rows<R> {
    /// `status` returns the status of a row; a row that should have one and does not is not a success.
    pub(super) fn new(
        rows: Vec<R>,
        found: Vec<Found>,
        status: Option<fn(&R) -> Option<i64>>,
    ) -> Self {
        let is_success = |row: &R| {
            status.is_none_or(|status| status(row).is_some_and(|it| (200..300).contains(&it)))
        };
        let rows = rows.into_iter().map(|row| {
            let is_success = is_success(&row);
            (row, is_success)
        });
        Self {
            rows: rows.collect(),
            found,
        }
    }
}

/// Matches each row to the item at its position. If the numbers differ, no row can be matched.
pub(super) fn by_position(items: usize, rows: usize) -> Vec<Found> {
    if items == rows {
        (0..items).map(Found::Row).collect()
    } else {
        vec![Found::Missing; items]
    }
}

/// Matches each row to the item that has the same value of the property. Items with the same value get their rows in order.
pub(super) fn by_key(property: &str, items: &[Value], rows: &[Value]) -> Vec<Found> {
    let mut indexes: HashMap<Option<String>, Vec<usize>> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        indexes.entry(key(property, row)).or_default().push(index);
    }
    let keys: Vec<Option<String>> = items.iter().map(|item| key(property, item)).collect();
    let mut left: HashMap<&Option<String>, usize> = HashMap::new();
    for key in &keys {
        *left.entry(key).or_default() += 1;
    }
    let mut seen: HashMap<&Option<String>, usize> = HashMap::new();
    let found = |key| {
        let Some(rows) = indexes.get(key) else {
            return Found::Missing;
        };
        if rows.len() > left[key] {
            return Found::Repeated(rows[0]);
        }
        let seen = seen.entry(key).or_default();
        *seen += 1;
        rows.get(*seen - 1)
            .map_or(Found::Missing, |row| Found::Row(*row))
    };
    keys.iter().map(found).collect()
}

/// The value that identifies an item or a row, in one spelling. An item that is not an object is the value itself.
fn key(property: &str, value: &Value) -> Option<String> {
    let value = if let Value::Object(members) = value {
        members.get(property)?
    } else {
        value
    };
    match value {
        Value::String(text) => Some(uuid(text).unwrap_or_else(|| text.clone())),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A UUID without hyphens and in lower case: services return one in another spelling than they were sent.
fn uuid(text: &str) -> Option<String> {
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    let is_hyphenated = text.len() == 36 && HYPHENS.iter().all(|at| text.as_bytes()[*at] == b'-');
    let digits = if is_hyphenated {
        text.replace('-', "")
    } else {
        text.to_owned()
    };
    let is_uuid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_uuid.then(|| digits.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Found, by_key, by_position};

    #[test]
    fn rows_belong_to_the_items_with_the_same_key() {
        use Found::{Missing, Repeated, Row};
        let (plain, hyphens) = (
            "0A3EF1c27db84b1e9a6f5f2d8c7b6a59",
            "0a3ef1c2-7db8-4b1e-9a6f-5f2d8c7b6a59",
        );
        let cases = [
            (json!(["a", "b"]), json!(["b", "a"]), vec![Row(1), Row(0)]),
            (json!(["a", "b"]), json!(["b"]), vec![Missing, Row(0)]),
            (
                json!(["a", "b"]),
                json!(["a", "b", "a"]),
                vec![Repeated(0), Row(1)],
            ),
            (json!(["a", "b"]), json!(["a", null]), vec![Row(0), Missing]),
            (json!(["a", "b"]), json!(["a", "x"]), vec![Row(0), Missing]),
            (json!(["a", "a"]), json!(["a"]), vec![Row(0), Missing]),
            (json!(["a", "a"]), json!(["a", "a"]), vec![Row(0), Row(1)]),
            (json!([7, "8"]), json!([8, "7"]), vec![Row(1), Row(0)]),
            (json!([plain]), json!([hyphens]), vec![Row(0)]),
            (json!(["a"]), json!(["A"]), vec![Missing]),
            (json!([]), json!(["a"]), vec![]),
        ];
        for (items, rows, expected) in cases {
            let items = items.as_array().unwrap();
            let rows: Vec<_> = rows
                .as_array()
                .unwrap()
                .iter()
                .map(|id| json!({"id": id}))
                .collect();
            let objects: Vec<_> = items.iter().map(|id| json!({"id": id})).collect();
            assert_eq!(
                by_key("id", &objects, &rows),
                expected,
                "{items:?} {rows:?}"
            );
            assert_eq!(by_key("id", items, &rows), expected, "{items:?} {rows:?}");
        }
    }

    #[test]
    fn positions_count_only_if_the_numbers_agree() {
        assert_eq!(by_position(2, 2), [Found::Row(0), Found::Row(1)]);
        assert_eq!(by_position(2, 1), [Found::Missing, Found::Missing]);
        assert_eq!(by_position(1, 2), [Found::Missing]);
    }
}
