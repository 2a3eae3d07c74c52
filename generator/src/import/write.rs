//! A tree to YAML that every reader of YAML 1.1 and 1.2 takes for the same tree.
//!
//! Block style, two spaces, keys in their order. A text is written without quotes only where no reader can take it for
//! anything but a text; long texts with line breaks become literal blocks.

use serde_json::{Map, Value};

/// The longest key that YAML allows before a colon without a `?`.
const LONGEST_KEY: usize = 1000;

/// The document as text, ending in a line break.
pub(super) fn to_yaml(root: &Value) -> String {
    let mut out = String::new();
    node(&mut out, root, 0);
    out
}

/// Writes a value from the end of the text on, and a line break.
fn node(out: &mut String, value: &Value, indent: usize) {
    if let Some(members) = value.as_object().filter(|it| !it.is_empty()) {
        mapping(out, members, indent);
    } else if let Some(items) = value.as_array().filter(|it| !it.is_empty()) {
        list(out, items, indent);
    } else {
        inline(out, value, indent);
        out.push('\n');
    }
}

/// Returns whether a value is written in lines of its own.
fn has_lines(value: &Value) -> bool {
    let has_members = value.as_object().is_some_and(|it| !it.is_empty());
    has_members || value.as_array().is_some_and(|it| !it.is_empty())
}

fn mapping(out: &mut String, members: &Map<String, Value>, indent: usize) {
    for (n, (key, value)) in members.iter().enumerate() {
        if n > 0 {
            pad(out, indent);
        }
        let key = flow_text(key);
        if key.len() > LONGEST_KEY {
            out.push_str("? ");
            out.push_str(&key);
            out.push('\n');
            pad(out, indent);
        } else {
            out.push_str(&key);
        }
        out.push(':');
        if has_lines(value) {
            out.push('\n');
            pad(out, indent + 1);
        } else {
            out.push(' ');
        }
        node(out, value, indent + 1);
    }
}

fn list(out: &mut String, items: &[Value], indent: usize) {
    for (n, item) in items.iter().enumerate() {
        if n > 0 {
            pad(out, indent);
        }
        out.push_str("- ");
        node(out, item, indent + 1);
    }
}

/// The value after a colon or a dash: a scalar, or an empty value.
fn inline(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::String(text) if is_block(text) => block(out, text, indent),
        Value::String(text) => out.push_str(&flow_text(text)),
        Value::Object(_) => out.push_str("{}"),
        Value::Array(_) => out.push_str("[]"),
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&number(value)),
    }
}

/// Readers of YAML 1.1 want a dot in a number with an exponent: `1e+26` is a text to them.
fn number(value: &Value) -> String {
    let text = value.to_string();
    match text.split_once('e') {
        Some((mantissa, exponent)) if value.is_number() && !mantissa.contains('.') => {
            format!("{mantissa}.0e{exponent}")
        }
        _ => text,
    }
}

fn pad(out: &mut String, indent: usize) {
    for _ in 0..indent {
        out.push_str("  ");
    }
}

/// Returns whether a text can be written as a literal block, which preserves its lines.
fn is_block(text: &str) -> bool {
    let lines = text.trim_end_matches('\n');
    text.contains('\n')
        && !lines.is_empty()
        && !text.starts_with(['\n', ' ', '\t'])
        && !lines.ends_with([' ', '\t'])
        && text
            .chars()
            .all(|c| c == '\n' || c == '\t' || is_plain_sign(c))
}

fn block(out: &mut String, text: &str, indent: usize) {
    let lines = text.trim_end_matches('\n');
    out.push_str(match text.len() - lines.len() {
        0 => "|-",
        1 => "|",
        _ => "|+",
    });
    let behind = text[lines.len()..].strip_prefix('\n').unwrap_or_default();
    for line in lines.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            pad(out, indent);
            out.push_str(line);
        }
    }
    out.push_str(behind);
}

fn flow_text(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else if text.chars().all(is_plain_sign) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        quoted(text)
    }
}

/// Signs that need no escape.
fn is_plain_sign(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_plain_sign(c) => out.push(c),
            c if u32::from(c) <= 0xff => out.extend(format!("\\x{:02x}", u32::from(c)).chars()),
            c if u32::from(c) <= 0xffff => out.extend(format!("\\u{:04x}", u32::from(c)).chars()),
            c => out.extend(format!("\\U{:08x}", u32::from(c)).chars()),
        }
    }
    out.push('"');
    out
}

/// Returns whether a text needs no quotes: it starts with a letter or a sign that means nothing, holds nothing that means
/// something, and is none of the words that are other values in YAML 1.1.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '_' | '$' | '('))
        && text.chars().all(is_plain_sign)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::Source;
    use crate::syntax::parse_yaml;
    use serde_json::json;

    fn back(value: &Value) -> Value {
        let text = to_yaml(value);
        let mut diagnostics = Diagnostics::default();
        parse_yaml(&Source::new("t", text.clone()), &mut diagnostics)
            .unwrap_or_else(|| panic!("{text}\n{}", diagnostics.into_report()))
    }

    #[test]
    fn every_text_comes_back() {
        let texts = [
            "",
            " ",
            "a",
            "yes",
            "No",
            "null",
            "~",
            "1",
            "1e3",
            "0x1f",
            "2026-01-02",
            "12:30:45",
            ".5",
            "-",
            "- a",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "'",
            "\"",
            "a'b",
            "{a}",
            "[a]",
            "<<",
            "=",
            "a\nb",
            "a\nb\n",
            "a\n\n",
            "a\n  ",
            "a\n\t\nb",
            "\n",
            "\na",
            " a\nb",
            "a \n b",
            "a\r\nb",
            "\ta",
            "a\tb",
            "é",
            "😀",
            "\u{0}",
            "\u{85}",
            "\u{2028}",
            "\u{feff}",
            "a\n\u{7f}",
            "|",
            ">",
            "?",
            "? a",
            "a\n\n\n  b\n",
            "\\",
            "a\\b\u{1}",
            "---",
            "...",
            "--- a",
            "a\n---\nb",
            "a\n...\n",
            "sp:scopes:all",
            "$ref",
            "/a/{b}",
            "(a)",
            "\u{a0}a",
        ];
        for text in texts {
            // No tree has this key: the reader takes it for YAML's merge key.
            let key = if text == "<<" { "k2" } else { text };
            let tree = json!({"k": text, "l": [text, [text], {"m": text, "n": 1}], key: {key: text}, "z": 0});
            assert_eq!(back(&tree), tree, "{text:?}\n{}", to_yaml(&tree));
        }
        let long = "x y: ".repeat(500);
        let tree = json!({long.clone(): [{long.clone(): {}, "b": []}], "c": {"d": 1}});
        assert_eq!(back(&tree), tree);
    }

    #[test]
    fn numbers_come_back() {
        let tree = json!([
            0,
            -1,
            1.5,
            1e26,
            1e-7,
            u64::MAX,
            i64::MIN,
            true,
            null,
            {},
            []
        ]);
        assert_eq!(back(&tree), tree);
        assert!(to_yaml(&tree).contains("- 1.0e+26"), "{}", to_yaml(&tree));
    }

    #[test]
    fn it_reads_well() {
        let tree = json!({
            "openapi": "3.0.3",
            "paths": {"/a/{id}": {"get": {"tags": ["A b", "yes"], "responses": {"200": {"description": "One\n\ntwo\n"}}}}}
        });
        let text = "openapi: '3.0.3'\npaths:\n  /a/{id}:\n    get:\n      tags:\n        - A b\n        - 'yes'\n      responses:\n        '200':\n          description: |\n            One\n\n            two\n";
        assert_eq!(to_yaml(&tree), text);
    }
}
