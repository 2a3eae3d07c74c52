//! Finds the value of a text of JSON at which a type could not be read.
//!
//! An error of `serde_json` has a line and a column. A scan to there is cheaper than reading the type a second time by another
//! deserializer, which would be compiled once more for each model.

use serde_json::Error;
use serde_json::error::Category;

/// A step to a value: into a list or into an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Index(usize),
    Key(String),
}

pub(super) type Steps = Vec<Step>;

/// The last part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The beginning of a list or of an object, or nothing.
    Start,
    /// The name of a property.
    Name,
    Colon,
    Comma,
    /// A value, whole or not.
    Value {
        is_whole: bool,
    },
}

/// The path to a value: `$.owners[2].id`.
pub(super) fn path(steps: &[Step]) -> String {
    let steps = steps.iter().map(|step| match step {
        Step::Index(index) => format!("[{index}]"),
        Step::Key(key) => format!(".{key}"),
    });
    format!("${}", steps.collect::<String>())
}

/// The steps to the value at which reading a text failed.
///
/// A type that checks a value after it was read has the position of the next one; for its last value, an object or a list itself is
/// found.
pub(super) fn steps(text: &[u8], error: &Error) -> Steps {
    let end = offset(text, error.line(), error.column());
    let (read, next) = text.split_at(end);
    let category = error.classify();
    let read = match read {
        // The character that was not expected.
        [before @ .., b'}' | b']' | b','] if category == Category::Syntax => before,
        read => read,
    };
    let (mut steps, last) = scan(read);
    // An object or a list is refused at its beginning, everything else at its end.
    let is_next = || {
        let message = error.to_string();
        next.starts_with(b"{") && message.starts_with("invalid type: map")
            || next.starts_with(b"[") && message.starts_with("invalid type: sequence")
    };
    let is_value = match (last, category) {
        (Last::Value { is_whole: true }, Category::Eof) | (Last::Name, _) => false,
        (Last::Value { .. } | Last::Colon, _) => true,
        (Last::Start, _) => is_next(),
        (Last::Comma, Category::Data) => {
            if let Some(Step::Index(index)) = steps.last_mut()
                && !is_next()
            {
                *index -= 1;
            }
            matches!(steps.last(), Some(Step::Index(_)))
        }
        (Last::Comma, _) => matches!(steps.last(), Some(Step::Index(_))),
    };
    if !is_value {
        steps.pop();
    }
    steps
}

/// The place of a line and a column, both counted from 1, of which the column may be zero.
fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let lines = memchr::memchr_iter(b'\n', text).map(|end| end + 1);
    let start = std::iter::once(0).chain(lines).nth(line.saturating_sub(1));
    (start.unwrap_or(text.len()) + column).min(text.len())
}

/// One step into each list and each object that has not ended, and what the text ends with.
fn scan(text: &[u8]) -> (Steps, Last) {
    let (mut steps, mut last) = (Steps::new(), Last::Start);
    let mut rest = text.trim_ascii_start();
    while let Some(first) = rest.first() {
        let length = match first {
            b'"' => string(rest),
            b'{' | b'}' | b'[' | b']' | b':' | b',' => Some(1),
            _ => {
                let is_end = |byte: &u8| b" \t\r\n\"{}[]:,".contains(byte);
                rest.iter().position(is_end)
            }
        };
        let (token, after) = rest.split_at(length.unwrap_or(rest.len()));
        rest = after.trim_ascii_start();
        last = match (first, steps.last_mut()) {
            // Something that is not JSON: no name of a property, or behind a value.
            (first, Some(Step::Key(_)))
                if last != Last::Colon && !matches!(first, b'"' | b':' | b',' | b'}') =>
            {
                Last::Name
            }
            (b'{', _) => {
                steps.push(Step::Key(String::new()));
                Last::Start
            }
            (b'[', _) => {
                steps.push(Step::Index(0));
                Last::Start
            }
            (b'}' | b']', _) => {
                steps.pop();
                Last::Value { is_whole: true }
            }
            (b':', _) => Last::Colon,
            (b',', step) => {
                if let Some(Step::Index(index)) = step {
                    *index += 1;
                }
                Last::Comma
            }
            (b'"', Some(Step::Key(key))) if last != Last::Colon => {
                *key = serde_json::from_slice(token).unwrap_or_default();
                Last::Name
            }
            (b'"', _) => {
                let is_whole = length.is_some();
                Last::Value { is_whole }
            }
            _ if matches!(last, Last::Value { .. }) => Last::Name,
            _ => {
                let is_whole = matches!(token, b"true" | b"false" | b"null")
                    || token.last().is_some_and(u8::is_ascii_digit);
                Last::Value { is_whole }
            }
        };
    }
    (steps, last)
}

/// The length of the string at the beginning of a text; `None` if it does not end.
fn string(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::de::DeserializeOwned;

    use super::*;
    use crate::model::Integer;

    type Map<T> = BTreeMap<String, T>;

    /// A type that is checked after it was read.
    #[derive(Debug, serde::Deserialize)]
    #[serde(try_from = "u8")]
    struct Even(#[allow(dead_code, reason = "only decoding it is tested")] u8);

    impl TryFrom<u8> for Even {
        type Error = &'static str;

        fn try_from(number: u8) -> Result<Self, Self::Error> {
            let is_even = number.is_multiple_of(2);
            is_even.then_some(Self(number)).ok_or("odd")
        }
    }

    #[derive(Debug, serde::Deserialize)]
    struct Named {
        #[allow(dead_code, reason = "only decoding it is tested")]
        name: String,
    }

    fn at<T: DeserializeOwned>(text: &str) -> String {
        let error = serde_json::from_str::<T>(text).err();
        path(&steps(text.as_bytes(), &error.expect("it is none")))
    }

    #[test]
    fn a_value_of_another_type_is_found() {
        for value in [
            "7",
            "-7",
            "true",
            "null",
            "[]",
            "[\"a\"]",
            "[[]]",
            "{}",
            r#"{"a":1}"#,
        ] {
            assert_eq!(at::<String>(value), "$", "{value}");
            for (open, close) in [("", ""), (" \n", "\n ")] {
                let object =
                    format!(r#"{{{open}"b":"[{{,\\\""{open},{open}"a":{open}{value}{close}}}"#);
                assert_eq!(at::<Map<String>>(&object), "$.a", "{object}");
                let list = format!(r#"[{open}"]}}",{open}{value}{close},"c"]"#);
                assert_eq!(at::<Vec<String>>(&list), "$[1]", "{list}");
                let list = format!(r"[{open}[],[{open}{object}]]");
                assert_eq!(at::<Vec<Vec<Map<String>>>>(&list), "$[1][0].a", "{list}");
            }
        }
        assert_eq!(at::<Vec<String>>(r#"[{"a":1}]"#), "$[0]");
        assert_eq!(at::<Vec<String>>("[[1],\"a\"]"), "$[0]");
        assert_eq!(
            at::<Map<Vec<Named>>>(r#"{"a":[[],{"name":"b"}]}"#),
            "$.a[0]"
        );
        assert_eq!(at::<Vec<Integer>>("[1, 1.5]"), "$[1]");
        assert_eq!(at::<Map<Integer>>("{\"\\u00e4\": 1.5\n}"), "$.ä");
        assert_eq!(at::<Map<f64>>(r#"{"a":1e999}"#), "$.a");
    }

    #[test]
    fn an_object_without_a_property_is_found() {
        assert_eq!(at::<Named>("{}"), "$");
        assert_eq!(
            at::<Vec<Named>>(r#"[{"name":"a"}, {"other":[1]} , 7]"#),
            "$[1]"
        );
        assert_eq!(at::<Map<Named>>(r#"{"a":{"name":"a","name":"b"}}"#), "$.a");
    }

    #[test]
    fn a_value_that_is_checked_later_is_found_or_what_it_is_in() {
        assert_eq!(at::<Vec<Even>>("[2, 3, 4]"), "$[1]");
        assert_eq!(at::<Map<Even>>(r#"{"a": 3 , "b": 4}"#), "$.a");
        assert_eq!(at::<Vec<Even>>("[2, 3]"), "$");
    }

    #[test]
    fn a_text_that_is_no_json_has_a_place() {
        type Nested = Map<Vec<String>>;
        let cases = [
            ("", "$"),
            ("{", "$"),
            (r#"{"a"#, "$"),
            (r#"{"a":"#, "$.a"),
            (r#"{"a":["#, "$.a"),
            (r#"{"a":["b"#, "$.a[0]"),
            (r#"{"a":["b\"#, "$.a[0]"),
            (r#"{"a":["b""#, "$.a"),
            (r#"{"a":["b","#, "$.a[1]"),
            (r#"{"a":["b",]}"#, "$.a[1]"),
            (r#"{"a":["b"}"#, "$.a[0]"),
            (r#"{"a":["b" x"#, "$.a"),
            (r#"{"a":tru}"#, "$.a"),
            (r#"{"a":[],}"#, "$"),
            (r#"{"a":[]} x"#, "$"),
            ("{x: 1}", "$"),
            ("{'a':1}", "$"),
            ("{{message}}", "$"),
            (r#"{"a":[],b:2}"#, "$"),
            (r#"{"a":[],{"b":2}}"#, "$"),
            (r#"{"a":[] {"b":2}}"#, "$"),
        ];
        for (text, expected) in cases {
            assert_eq!(at::<Nested>(text), expected, "{text}");
        }
    }
}
