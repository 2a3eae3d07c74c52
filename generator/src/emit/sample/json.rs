//! Literals, JSON values and JSON Patches as Rust expressions.

use serde_json::{Number, Value};

use super::layout::Expr;

/// A string literal. Text that is too long for an example is cut.
pub(super) fn string(text: &str) -> Expr {
    const LONGEST: usize = 72;
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    // As `Debug` writes it, no sign is left that can't be seen.
    Expr::Atom(format!("{shown:?}"))
}

/// A number literal that compiles where any number type may be meant: an integer without a suffix is an `i32`.
pub(super) fn number(number: &Number) -> Expr {
    let text = if let Some(integer) = number.as_i64() {
        match i32::try_from(integer) {
            Ok(_) => integer.to_string(),
            Err(_) => format!("{integer}_i64"),
        }
    } else if let Some(integer) = number.as_u64() {
        format!("{integer}_u64")
    } else {
        format!(
            "{:?}",
            number.as_f64().filter(|it| it.is_finite()).unwrap_or(1.5)
        )
    };
    Expr::Atom(text)
}

/// How deep and how long a JSON value is shown.
const DEEPEST: u8 = 4;
const LONGEST: usize = 4;

/// `serde_json::json!(…)`
pub(super) fn json(value: &Value) -> Expr {
    match inner(value, DEEPEST) {
        Expr::Group { open, items, close } => {
            let close = if close == "}" { "})" } else { "])" };
            Expr::group(&format!("serde_json::json!({open}"), items, close)
        }
        // Around a lone scalar the macro takes no comma, which a broken line would get.
        scalar @ (Expr::Atom(_) | Expr::Chain { .. }) => {
            Expr::Atom(format!("serde_json::json!({})", scalar.line()))
        }
    }
}

/// A value as the macro `json!` reads it.
fn inner(value: &Value, depth: u8) -> Expr {
    match value {
        Value::Null => Expr::atom("null"),
        Value::Bool(value) => Expr::atom(value.to_string()),
        Value::Number(value) => number(value),
        Value::String(value) => string(value),
        Value::Array(_) | Value::Object(_) if depth == 0 => Expr::atom("null"),
        Value::Array(values) => {
            let values = values.iter().take(LONGEST);
            Expr::group("[", values.map(|it| inner(it, depth - 1)).collect(), "]")
        }
        Value::Object(members) => {
            let members = members.iter().take(LONGEST).map(|(name, value)| {
                let name = format!("{}: ", string(name).line());
                named(&name, inner(value, depth - 1))
            });
            Expr::group("{", members.collect(), "}")
        }
    }
}

/// `"name": value`
fn named(name: &str, value: Expr) -> Expr {
    match value {
        Expr::Atom(text) => Expr::Atom(format!("{name}{text}")),
        Expr::Group { open, items, close } => Expr::group(&format!("{name}{open}"), items, close),
        chain @ Expr::Chain { .. } => chain,
    }
}

/// A value that a JSON Patch takes: anything that serializes.
fn serializable(value: &Value) -> Expr {
    match value {
        Value::Null => Expr::atom("()"),
        Value::Bool(value) => Expr::atom(value.to_string()),
        Value::Number(value) => number(value),
        Value::String(value) => string(value),
        Value::Array(_) | Value::Object(_) => json(value),
    }
}

/// The method of an RFC 6902 operation and its arguments.
fn operation(value: &Value) -> Option<(&'static str, Vec<Expr>)> {
    let text = |key: &str| Some(string(value.get(key)?.as_str()?));
    let operand = || serializable(value.get("value").unwrap_or(&Value::Null));
    Some(match value.get("op")?.as_str()? {
        "add" => ("add", vec![text("path")?, operand()]),
        "replace" => ("replace", vec![text("path")?, operand()]),
        "test" => ("test", vec![text("path")?, operand()]),
        "remove" => ("remove", vec![text("path")?]),
        "move" => ("move_", vec![text("from")?, text("path")?]),
        "copy" => ("copy", vec![text("from")?, text("path")?]),
        _ => return None,
    })
}

/// Shown where the document shows no operation.
fn usual() -> (&'static str, Vec<Expr>) {
    (
        "replace",
        vec![Expr::atom("\"/name\""), Expr::atom("\"…\"")],
    )
}

/// `JsonPatch::new().replace("/type", "JIT")`
pub(super) fn patch(root: &str, example: Option<&Value>) -> Expr {
    let operations = example.and_then(Value::as_array);
    let operations = operations.into_iter().flatten().take(LONGEST);
    let mut operations: Vec<_> = operations.filter_map(operation).collect();
    if operations.is_empty() {
        operations.push(usual());
    }
    let new = Expr::Atom(format!("{root}::JsonPatch::new()"));
    let add = |patch: Expr, (method, arguments): (&str, _)| patch.then(method, arguments);
    operations.into_iter().fold(new, add)
}

/// `JsonPatchOperation::replace("/type", "JIT")`
pub(super) fn patch_operation(root: &str, example: Option<&Value>) -> Expr {
    let (method, arguments) = example.and_then(operation).unwrap_or_else(usual);
    Expr::call(&format!("{root}::JsonPatchOperation::{method}"), arguments)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{json as expression, number, patch, string};

    #[test]
    fn escapes_strings_as_rust_does() {
        assert_eq!(string("a \"b\" \u{8}").line(), r#""a \"b\" \u{8}""#);
        assert_eq!(string("grün").line(), "\"grün\"");
        assert_eq!(string("\u{202e}a").line(), r#""\u{202e}a""#);
    }

    #[test]
    fn marks_integers_that_are_no_i32() {
        let text = |value: serde_json::Value| number(value.as_number().unwrap_or(&0.into())).line();
        assert_eq!(text(json!(-7)), "-7");
        assert_eq!(text(json!(3_000_000_000_u64)), "3000000000_i64");
        assert_eq!(text(json!(u64::MAX)), "18446744073709551615_u64");
        assert_eq!(text(json!(1e30)), "1e30");
    }

    #[test]
    fn writes_json_for_the_macro() {
        let value = json!({"a": [1, null], "b": {}});
        let text = r#"serde_json::json!({"a": [1, null], "b": {}})"#;
        assert_eq!(expression(&value).line(), text);
    }

    #[test]
    fn keeps_a_scalar_in_the_macro_on_one_line() {
        let lines = expression(&json!("text")).lines(10);
        assert_eq!(lines, [r#"serde_json::json!("text")"#]);
    }

    #[test]
    fn writes_the_operations_of_a_patch() {
        let value = json!([
            {"op": "test", "path": "/a", "value": null},
            {"op": "move", "from": "/a", "path": "/b"},
            {"op": "unknown"},
        ]);
        let text = r#"krate::JsonPatch::new().test("/a", ()).move_("/a", "/b")"#;
        assert_eq!(patch("krate", Some(&value)).line(), text);
        let usual = r#"krate::JsonPatch::new().replace("/name", "…")"#;
        assert_eq!(patch("krate", None).line(), usual);
    }
}
