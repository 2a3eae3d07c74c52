//! `const`, alone and as the branches of a union.

use serde_json::{Map, Value, json};

use super::describe;

/// The names of an enumeration's values, by a convention of many generators.
pub(crate) const VALUE_NAMES: &str = "x-enum-varnames";

/// The keys that a branch may have that is a constant and nothing else.
const OF_CONSTANT: [&str; 6] = [
    "const",
    "type",
    "title",
    "description",
    "deprecated",
    "format",
];

/// A constant is an enumeration of one value.
pub(super) fn single(members: &mut Map<String, Value>) {
    let Some(value) = members.shift_remove("const") else {
        return;
    };
    set_type(members, &value);
    members.insert("enum".to_owned(), json!([value]));
}

/// A union of constants is one enumeration, whose values the branches describe.
pub(super) fn one_of(members: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let Some(Value::Array(branches)) = members.get(key) else {
            continue;
        };
        let Some(constants) = constants(branches) else {
            continue;
        };
        let mut found = constants.values;
        if let Some(Value::Array(allowed)) = members.get("enum") {
            found.retain(|(value, _)| allowed.contains(value));
        }
        let (values, titles): (Vec<Value>, Vec<Value>) = found.into_iter().unzip();
        if titles.iter().any(Value::is_string) {
            members.insert(VALUE_NAMES.to_owned(), titles.into());
        }
        let paragraphs = constants.paragraphs.join("\n\n");
        if let Some(first) = values.iter().find(|it| !it.is_null()).cloned() {
            set_type(members, &first);
        }
        if values.iter().any(Value::is_null) {
            members.insert("nullable".to_owned(), true.into());
        }
        members.shift_remove(key);
        members.insert("enum".to_owned(), values.into());
        if !paragraphs.is_empty() {
            describe(members, &paragraphs);
        }
    }
}

struct Constants {
    /// Each with its title.
    values: Vec<(Value, Value)>,
    /// `**VALUE**: what it means`, as descriptions of enumerations have it.
    paragraphs: Vec<String>,
}

/// The constants that a union lists; `None` if it lists anything else, or values of several types.
fn constants(branches: &[Value]) -> Option<Constants> {
    let mut found = Constants {
        values: Vec::new(),
        paragraphs: Vec::new(),
    };
    for branch in branches {
        let branch = branch.as_object()?;
        if branch.get("type").and_then(Value::as_str) == Some("null") {
            found.values.push((Value::Null, Value::Null));
            continue;
        }
        let value = branch.get("const")?;
        let is_more =
            |key: &&String| !OF_CONSTANT.contains(&key.as_str()) && !key.starts_with("x-");
        if branch.keys().any(|key| is_more(&key)) {
            return None;
        }
        found.paragraphs.extend(paragraph(branch, value));
        let title = branch.get("title").cloned().unwrap_or_default();
        found.values.push((value.clone(), title));
    }
    let mut real = found
        .values
        .iter()
        .map(|(it, _)| it)
        .filter(|it| !it.is_null());
    let first = real.next()?;
    let is_integer = |it: &Value| it.is_i64() || it.is_u64();
    let is_alike =
        |it: &Value| it.is_string() && first.is_string() || is_integer(it) && is_integer(first);
    let fits = is_alike(first) && real.all(is_alike);
    fits.then_some(found)
}

fn paragraph(branch: &Map<String, Value>, value: &Value) -> Option<String> {
    let text = |key: &str| branch.get(key).and_then(Value::as_str).map(str::trim);
    let wire = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    let title = text("title").filter(|title| !title.is_empty() && *title != wire);
    let words = match (title, text("description").filter(|it| !it.is_empty())) {
        (Some(title), Some(description)) => format!("{title}: {description}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => return None,
    };
    // One paragraph for each value.
    let words = words.split("\n\n").collect::<Vec<_>>().join(" ");
    Some(format!("**{wire}**: {words}"))
}

/// The type that a value implies, where the schema states none.
fn set_type(members: &mut Map<String, Value>, value: &Value) {
    let typ = match value {
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Null | Value::Array(_) | Value::Object(_) => return,
    };
    members
        .entry("type".to_owned())
        .or_insert_with(|| typ.into());
}
