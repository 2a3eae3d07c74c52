//! Texts and numbers within the bounds of a schema.

use serde_json::{Map, Value, json};

use super::text;
use super::values::count;

/// A usual text.
pub(super) fn string(flat: &Map<String, Value>) -> String {
    let text = |key| flat.get(key).and_then(Value::as_str);
    let least = count(flat, "minLength").unwrap_or_default();
    let most = count(flat, "maxLength").unwrap_or(usize::MAX);
    if let Some(pattern) = text("pattern") {
        let made = text::of_pattern(pattern);
        let fits = |it: &String| (least..=most).contains(&it.chars().count());
        let example = || text("example").or(text("default")).map(str::to_owned);
        return made
            .clone()
            .filter(fits)
            .or_else(example)
            .or(made)
            .unwrap_or_default();
    }
    if let Some(text) = text("format").and_then(text::of_format) {
        return text.to_owned();
    }
    text::fitted("text", least, most)
}

/// Further texts.
pub(super) fn strings(flat: &Map<String, Value>) -> Vec<Value> {
    if flat.contains_key("pattern") {
        return Vec::new();
    }
    let format = flat.get("format").and_then(Value::as_str);
    if format == Some("date-time") {
        return vec![json!("2020-01-02T03:04:05.123456+02:00")];
    }
    if format.and_then(text::of_format).is_some() {
        return Vec::new();
    }
    let least = count(flat, "minLength").unwrap_or_default();
    let most = count(flat, "maxLength").unwrap_or(usize::MAX);
    vec![
        text::fitted("", least, most).into(),
        text::fitted("ä€😀 \"\\\u{1}\n", least, most).into(),
    ]
}

/// Numbers within the bounds: a usual one first.
pub(super) fn numbers(flat: &Map<String, Value>, is_integer: bool) -> Vec<Value> {
    // An exclusive bound is a flag in OpenAPI 3.0, and a number afterwards.
    let bound = |key: &str, exclusive: &str, step: f64| {
        let closed = flat.get(key).and_then(Value::as_f64);
        let open = match flat.get(exclusive) {
            Some(Value::Bool(true)) => closed.map(|it| it + step),
            Some(Value::Number(open)) => open.as_f64().map(|it| it + step),
            _ => None,
        };
        let tighter = |it: &f64| closed.is_none_or(|closed| (it - closed) * step > 0.0);
        open.filter(tighter).or(closed)
    };
    let step = flat.get("multipleOf").and_then(Value::as_f64);
    let unit = step.unwrap_or(if is_integer { 1.0 } else { 0.5 });
    let format = flat.get("format").and_then(Value::as_str);
    let is_unsigned = format.is_some_and(|it| it.starts_with("uint"));
    let least = bound("minimum", "exclusiveMinimum", unit);
    let least = least.or(is_unsigned.then_some(0.0));
    let most = bound("maximum", "exclusiveMaximum", -unit);
    let wide = match format {
        Some("int32" | "uint32") => 2_147_483_647.0,
        Some("int8" | "uint8" | "int16" | "uint16") => 127.0,
        _ => 9_007_199_254_740_992.0,
    };
    let mut candidates = vec![1.0, 0.0];
    candidates.extend(least.map(|it| if is_integer { it.ceil() } else { it }));
    candidates.extend(most.map(|it| if is_integer { it.floor() } else { it }));
    candidates.extend([-3.0, wide]);
    if !is_integer {
        candidates.extend([1.25, -0.001]);
    }
    if let Some(step) = step {
        candidates.push((least.unwrap_or_default() / step).ceil() * step);
        candidates.retain(|it| (it / step - (it / step).round()).abs() < 1e-9);
    }
    candidates
        .retain(|it| least.is_none_or(|least| *it >= least) && most.is_none_or(|most| *it <= most));
    let numbers = candidates.into_iter().map(number);
    let mut numbers: Vec<Value> = numbers.collect();
    // A bound beyond 53 bits was rounded.
    if let Some(most) = flat.get("maximum").and_then(Value::as_i64) {
        let above = |it: &&mut Value| it.as_i64().is_some_and(|it| it > most);
        numbers
            .iter_mut()
            .filter(above)
            .for_each(|it| *it = most.into());
    }
    let is_unbounded = least.is_none() && most.is_none() && step.is_none();
    if is_integer && is_unbounded && wide > 3e9 {
        numbers.push(i64::MAX.into());
    }
    if numbers.is_empty() {
        numbers.push(number(least.or(most).unwrap_or(1.0)));
    }
    numbers
}

/// A number without a fraction is written as an integer; one beyond 64 bits as the last within.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the range was compared before"
)]
fn number(value: f64) -> Value {
    if value.fract() == 0.0 {
        (value as i64).into()
    } else {
        value.into()
    }
}
