//! Evaluates filters over records.

use std::cmp::Ordering;

use serde_json::Value as Json;

use super::order;
use crate::filter::{Comparison, Expression, Value};

/// Every field that a filter compares, and the operator.
pub(super) fn used(expression: &Expression) -> Vec<(&str, &str)> {
    match expression {
        Expression::Comparison(comparison) => vec![match comparison {
            Comparison::Value {
                field, operator, ..
            }
            | Comparison::List {
                field, operator, ..
            } => (field.as_str(), operator.as_str()),
            Comparison::Present { field } => (field.as_str(), "pr"),
            Comparison::Null { field } => (field.as_str(), "isnull"),
        }],
        Expression::Not(inner) => used(inner),
        Expression::And(parts) | Expression::Or(parts) => parts.iter().flat_map(used).collect(),
        Expression::Raw(_) => Vec::new(),
    }
}

/// Returns whether a record matches.
///
/// Text is compared without regard to case, and date-times by their instant, as the service does.
pub(super) fn fits(expression: &Expression, record: &Json) -> bool {
    match expression {
        Expression::Comparison(comparison) => compares(comparison, record),
        Expression::Not(inner) => !fits(inner, record),
        Expression::And(parts) => parts.iter().all(|part| fits(part, record)),
        Expression::Or(parts) => parts.iter().any(|part| fits(part, record)),
        Expression::Raw(_) => false,
    }
}

fn compares(comparison: &Comparison, record: &Json) -> bool {
    match comparison {
        Comparison::Value {
            field,
            operator,
            value,
        } => {
            let found = order::find(record, field);
            let holds = |it: &Json| is(it, operator, value.as_str());
            match found {
                None => operator == "ne",
                Some(Json::Array(items)) if operator == "ne" => items.iter().all(holds),
                Some(Json::Array(items)) => items.iter().any(holds),
                Some(found) => holds(found),
            }
        }
        Comparison::List {
            field,
            operator,
            values,
        } => {
            let items = match order::find(record, field) {
                None => return false,
                Some(Json::Array(items)) => items.as_slice(),
                Some(one) => std::slice::from_ref(one),
            };
            let has = |value: &Value| items.iter().any(|it| is(it, "eq", value.as_str()));
            if operator == "ca" {
                values.iter().all(has)
            } else {
                values.iter().any(has)
            }
        }
        Comparison::Present { field } => order::find(record, field).is_some(),
        Comparison::Null { field } => order::find(record, field).is_none(),
    }
}

fn is(found: &Json, operator: &str, text: &str) -> bool {
    let lower = || order::text(found).to_lowercase();
    let ordering = || order::with_text(found, text);
    match operator {
        "eq" => ordering() == Ordering::Equal,
        "ne" => ordering() != Ordering::Equal,
        "gt" => ordering() == Ordering::Greater,
        "ge" => ordering() != Ordering::Less,
        "lt" => ordering() == Ordering::Less,
        "le" => ordering() != Ordering::Greater,
        "co" => lower().contains(&text.to_lowercase()),
        "sw" => lower().starts_with(&text.to_lowercase()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn filters_choose_records() {
        let record = json!({
            "name": "Admin \"A\"", "size": 7, "on": true, "none": null, "tags": ["x", "Y"],
            "at": "2026-01-02T03:04:05Z", "owner": {"id": "o1"}, "jit": {"provisioned": "2026-01-01T00:00:00Z"},
        });
        let cases = [
            (r#"name eq "admin \"a\"""#, true),
            (r#"name ne "x""#, true),
            (r#"name sw "adm""#, true),
            (r#"name co "IN \"""#, true),
            (r#"name co "xyz""#, false),
            ("size eq 7 and size gt 6.5", true),
            ("size lt 7 or size ge 8", false),
            ("size le 10", true),
            ("on eq true", true),
            ("not on eq true", false),
            ("at gt 2026-01-02T03:04:04+00:00", true),
            ("at eq 2026-01-02T04:04:05+01:00", true),
            ("at lt 2025-12-31T00:00:00Z", false),
            (r#"owner.id in ("o2","o1")"#, true),
            (r#"owner.id in ("o2")"#, false),
            (r#"tags ca ("x","y")"#, true),
            (r#"tags ca ("x","z")"#, false),
            (r#"tags eq "y""#, true),
            ("pr name", true),
            ("pr none", false),
            ("none isnull and missing isnull", true),
            (r#"missing eq "x""#, false),
            (r#"missing ne "x""#, true),
            ("jit.provision lt 2026-01-01T00:00:01Z", true),
            (r#"(name eq "x" or size eq 7) and not (on eq false)"#, true),
        ];
        for (text, expected) in cases {
            let expression: Expression = text.parse().unwrap();
            assert_eq!(fits(&expression, &record), expected, "{text}");
        }
    }
}
