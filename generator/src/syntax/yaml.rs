//! YAML (and so JSON) to a tree: the only file that names `serde_yaml`.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::error::{self, SyntaxError};
use super::yaml_error;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position};
use crate::source::Source;
use crate::spec_path::SpecPath;

/// Reads one YAML document. Keys that are not strings (`200:`) become strings; a key given twice is reported.
pub(crate) fn parse(source: &Source, diagnostics: &mut Diagnostics) -> Option<Value> {
    let at = SpecPath::root(&source.name);
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    if nests_endlessly(text) {
        diagnostics.push(
            Diagnostic::error(Code::SyntaxError, &at, "the document is nested too deeply")
                .help("close the brackets, or give parts of the document names under `components`"),
        );
        return None;
    }
    let duplicates = RefCell::default();
    let read = match error::markup(text) {
        Some(error) => Err(error),
        None => read(source, text, Node(&duplicates)),
    };
    for mut steps in duplicates.into_inner() {
        steps.reverse();
        let at = at.keys(steps.iter().map(String::as_str));
        let key = steps.last().map_or("", String::as_str);
        diagnostics.push(
            Diagnostic::error(Code::DuplicateKey, &at, format!("duplicate key `{key}`"))
                .also(&at)
                .help("remove one of the two"),
        );
    }
    match read {
        Ok(value) => Some(value),
        Err(SyntaxError {
            message,
            help,
            at: place,
        }) => {
            let mut found = Diagnostic::error(Code::SyntaxError, &at, message).help(help);
            if let Some(place) = place {
                found = found.position(place.line, place.column);
            }
            diagnostics.push(found);
            None
        }
    }
}

/// Returns whether so many brackets are open at once that the reader, whose time grows with the square of them, would never end.
/// It refuses far fewer by itself; those in texts are counted too, as they are closed again there.
fn nests_endlessly(text: &str) -> bool {
    const MOST: usize = 4_000;
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MOST
    })
}

/// JSON is read as JSON: its escapes are not all YAML's. A flow mapping of YAML starts with a brace as well, so what is no
/// JSON may still be YAML; the name of the file decides which one was meant.
fn read(source: &Source, text: &str, node: Node<'_>) -> Result<Value, SyntaxError> {
    let mut no_json = None;
    if text.trim_start().starts_with('{') {
        let mut json = serde_json::Deserializer::from_str(text);
        let read = node.deserialize(&mut json);
        match read.and_then(|value| json.end().map(|()| value)) {
            Ok(value) => return Ok(value),
            Err(error) => no_json = Some(error).filter(|_| is_named_json(source)),
        }
        node.0.borrow_mut().clear();
    }
    let yaml = node.deserialize(serde_yaml::Deserializer::from_str(text));
    yaml.map_err(|error| {
        let of_json = no_json.as_ref().and_then(error::of_json);
        of_json.unwrap_or_else(|| {
            let at = error.location().map(|place| Position {
                line: place.line(),
                column: place.column(),
            });
            yaml_error::of_yaml(&error.to_string(), at, text)
        })
    })
}

fn is_named_json(source: &Source) -> bool {
    let ending = std::path::Path::new(&source.name).extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// One node, and the keys of the document that are given twice: for each its steps, the last one first.
#[derive(Clone, Copy)]
struct Node<'a>(&'a RefCell<Vec<Vec<String>>>);

impl Node<'_> {
    /// How many keys were met twice so far.
    fn duplicates(self) -> usize {
        self.0.borrow().len()
    }

    /// Tells those that were met after so many that they are below this step.
    fn below(self, count: usize, step: impl Fn() -> String) {
        for steps in &mut self.0.borrow_mut()[count..] {
            steps.push(step());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain YAML value without a tag")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON has no larger whole numbers, only less exact ones"
    )]
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "JSON has no larger whole numbers, only less exact ones"
    )]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        // JSON has no infinity and no NaN; in a document they can only be examples.
        Ok(Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let count = self.duplicates();
            let item = items.next_element_seed(self);
            self.below(count, || list.len().to_string());
            match item? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            let count = self.duplicates();
            let value = entries.next_value_seed(self);
            self.below(count, || key.clone());
            let value = value?;
            match members.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    self.0.borrow_mut().push(vec![entry.key().clone()]);
                    entry.insert(value);
                }
            }
        }
        merge(&mut members).map_err(A::Error::custom)?;
        Ok(Value::Object(members))
    }
}

/// YAML's merge key: `<<: *defaults` brings in the members that are not there yet.
fn merge(members: &mut Map<String, Value>) -> Result<(), &'static str> {
    let sources = match members.get("<<") {
        None => return Ok(()),
        Some(Value::Object(source)) => vec![source.clone()],
        Some(Value::Array(sources)) if sources.iter().all(Value::is_object) => sources
            .iter()
            .filter_map(|it| it.as_object().cloned())
            .collect(),
        Some(_) => return Err("`<<` must name a mapping or a list of mappings"),
    };
    members.shift_remove("<<");
    for (key, value) in sources.into_iter().flatten() {
        members.entry(key).or_insert(value);
    }
    Ok(())
}

/// A mapping's key as text, for every scalar.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        // Asked for a string, the reader gives the scalar as written: `1.10` stays `1.10`.
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a scalar")
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str) -> Result<Value, String> {
        let mut diagnostics = Diagnostics::default();
        let value = parse(&Source::new("t.yaml", text), &mut diagnostics);
        match diagnostics.stop_if_errors() {
            Ok(()) => Ok(value.expect("no error, so a value")),
            Err(report) => Err(report.to_string()),
        }
    }

    #[test]
    fn keys_become_strings_as_written() {
        assert_eq!(
            read("200: a\n1.10: b\ntrue: c\n~: d\n").unwrap(),
            json!({"200": "a", "1.10": "b", "true": "c", "~": "d"})
        );
    }

    #[test]
    fn a_key_given_twice_is_reported_with_its_address() {
        let report = read("a:\n  - b: 1\n    b: 2\n").unwrap_err();
        assert!(
            report.starts_with("error[duplicate-key]: duplicate key `b`\n  --> t.yaml#/a/0/b"),
            "{report}"
        );
    }

    #[test]
    fn merge_keys_add_missing_keys() {
        assert_eq!(
            read("d: &d {a: 1, b: 2}\nx:\n  <<: *d\n  b: 3\n").unwrap()["x"],
            json!({"b": 3, "a": 1})
        );
    }

    #[test]
    fn too_deep_and_too_many_are_errors() {
        for text in [
            "[".repeat(100_000),
            format!("{}1{}", "{a: ".repeat(500), "}".repeat(500)),
        ] {
            assert!(read(&text).unwrap_err().contains("error[syntax-error]"));
        }
        let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for n in 1..10 {
            let ten = vec![format!("*a{}", n - 1); 10].join(", ");
            laughs = format!("{laughs}a{n}: &a{n} [{ten}]\n");
        }
        assert!(read(&laughs).unwrap_err().contains("error[syntax-error]"));
    }

    #[test]
    fn a_pair_of_surrogates_is_one_sign() {
        assert_eq!(
            read(r#" {"a": "\ud83d\ude00"} "#).unwrap(),
            json!({"a": "😀"})
        );
        assert_eq!(read("{a: 1, b: [x]}").unwrap(), json!({"a": 1, "b": ["x"]}));
        assert!(
            read(r#"{"a": 1, "a": 2}"#)
                .unwrap_err()
                .contains("error[duplicate-key]")
        );
    }

    #[test]
    fn numbers_beyond_64_bits_lose_exactness_only() {
        assert_eq!(
            read("a: 99999999999999999999999999").unwrap(),
            json!({"a": 1e26})
        );
        assert_eq!(
            read("a: -99999999999999999999999999").unwrap(),
            json!({"a": -1e26})
        );
    }

    #[test]
    fn json_is_yaml() {
        assert_eq!(
            read("{\"a\": [1, 2.5, null, true, \"\\u00e9\"]}").unwrap(),
            json!({"a": [1, 2.5, null, true, "é"]})
        );
    }
}
