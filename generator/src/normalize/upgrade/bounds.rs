//! Bounds that a number is not part of.

use serde_json::{Map, Value};

/// Writes a numeric `exclusiveMinimum` as `minimum` and a flag; the tighter of two bounds holds.
pub(super) fn exclusive(members: &mut Map<String, Value>) {
    for (exclusive, bound, is_lower) in [
        ("exclusiveMinimum", "minimum", true),
        ("exclusiveMaximum", "maximum", false),
    ] {
        let Some(Value::Number(open)) = members.get(exclusive).cloned() else {
            continue;
        };
        let closed = members.get(bound).and_then(Value::as_f64);
        let is_tighter = closed.zip(open.as_f64()).is_none_or(|(closed, open)| {
            if is_lower {
                open >= closed
            } else {
                open <= closed
            }
        });
        if is_tighter {
            members.insert(bound.to_owned(), Value::Number(open));
            members.insert(exclusive.to_owned(), true.into());
        } else {
            members.shift_remove(exclusive);
        }
    }
}
