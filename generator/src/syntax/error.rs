//! Syntax errors of YAML and JSON, in words for the author.
//!
//! The parsers name the missing token; an author needs the line to change. Both are derived from the words of the
//! reader and by the line that they point at.

use super::position::of_offset;
use crate::diagnostic::Position;

/// A syntax error: message, position and help.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub(super) message: String,
    pub(super) help: String,
    pub(super) at: Option<Position>,
}

impl SyntaxError {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>, at: Position) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            at: Some(at),
        }
    }
}

/// Words, and the place behind them.
pub(super) fn split_place(words: &str) -> (&str, Option<Position>) {
    let Some((words, place)) = words.split_once(" at line ") else {
        return (words, None);
    };
    let place = place.split_once(" column ").and_then(|(line, column)| {
        let (line, column) = (line.parse().ok()?, column.parse().ok()?);
        Some(Position { line, column })
    });
    (words, place)
}

/// Translates an error of the JSON parser; `None` if it only reached a limit.
pub(super) fn of_json(error: &serde_json::Error) -> Option<SyntaxError> {
    let words = error.to_string();
    let (problem, at) = split_place(&words);
    if !(error.is_syntax() || error.is_eof()) || problem.starts_with("recursion") {
        return None;
    }
    let (problem, help) = match problem {
        "expected `,` or `}`" | "expected `,` or `]`" => (
            problem.to_owned(),
            "add a comma before it, or close the bracket",
        ),
        "trailing comma" => (
            "trailing comma before a closing bracket".to_owned(),
            "remove the comma",
        ),
        "key must be a string" => (
            "expected a key in quotes".to_owned(),
            "put the key into quotes; JSON has no comments",
        ),
        _ if error.is_eof() => (
            "the text ends before all brackets and quotes are closed".to_owned(),
            "close them",
        ),
        _ => (
            problem.to_owned(),
            "fix the syntax; a JSON linter shows the position",
        ),
    };
    Some(SyntaxError {
        message: problem,
        help: help.to_owned(),
        // At the end of a line it counts from zero.
        at: at.map(|at| Position {
            column: at.column.max(1),
            ..at
        }),
    })
}

/// Returns the error for HTML or XML, which a YAML parser may read as one long string.
pub(super) fn markup(text: &str) -> Option<SyntaxError> {
    let start = text.len() - text.trim_start().len();
    let text_itself = &text[start..];
    (text_itself.starts_with('<') && !text_itself.starts_with("<<")).then(|| {
        SyntaxError::new(
            "expected YAML or JSON, found HTML or XML",
            "pass the OpenAPI document itself, not a web page about it or a login page",
            of_offset(text, start),
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Diagnostics};
    use crate::source::Source;

    /// Message, line and column of the only finding.
    fn translated(file: &str, text: &str) -> (String, usize, usize) {
        let mut diagnostics = Diagnostics::default();
        let source = Source::new(file, text);
        assert_eq!(
            super::super::yaml::parse(&source, &mut diagnostics),
            None,
            "{text}"
        );
        let report = diagnostics.into_report();
        let [
            Diagnostic {
                message,
                positions,
                help,
                ..
            },
        ] = report.diagnostics()
        else {
            panic!("one finding: {report}");
        };
        assert!(help.is_some(), "{text}");
        let at = positions[0].expect("every mistake has a place");
        (message.clone(), at.line, at.column)
    }

    /// Text, message, line and column.
    const YAML: &[(&str, &str, usize, usize)] = &[
        (
            "a:\n  b:\n    c: 1\n   d: 1\n",
            "the indentation does not match the mapping that begins in line 2, column 3",
            4,
            4,
        ),
        (
            "a:\n  b: 1\n c: 2\n",
            "the indentation does not match any key above",
            3,
            2,
        ),
        (
            "a:\n  - 1\n  b: 2\n",
            "expected an item of the list that begins in line 2, column 3",
            3,
            3,
        ),
        ("a: {id} of\n", "found more than one value", 1, 9),
        ("a: 1\nb:2\nc: 3\n", "expected `key: value`", 2, 1),
        ("a: b: c\n", "an unquoted value contains `: `", 1, 5),
        (
            "a: b\n  c: d\n",
            "the line is indented deeper than the one before it, which has a value already",
            2,
            4,
        ),
        ("a:\n\tb: 1\n", "the line is indented by a tab", 2, 1),
        ("a: @b\n", "no value starts with `@`", 1, 4),
        ("a: `b`\n", "no value starts with a backtick", 1, 4),
        (
            "a: */*\n",
            "no value starts with `*` or `&`, which are for anchors",
            1,
            5,
        ),
        ("a: *b\n", "the alias refers to an undefined anchor", 1, 4),
        (
            "a: [b\nc: d\n",
            "expected `,` or `]` for the `[` in line 1, column 4",
            2,
            2,
        ),
        ("a: [\n", "expected a value", 2, 1),
        ("a: 'b\n", "the quote that opens here is not closed", 1, 4),
        ("a: - b\n", "a list can't begin here", 1, 4),
        (
            "# c\n---\na: 1\n---\nb: 1\n",
            "the text holds more than one document",
            4,
            1,
        ),
        ("a: 1\nb: !c d\n", "a value has a tag", 2, 4),
        (
            "[a]: 1\n",
            "expected a key, found a list or a mapping",
            1,
            1,
        ),
        (
            "a: 1\nb: \u{7}\n",
            "the text has a control character, U+0007",
            2,
            4,
        ),
        (
            "a: 1\n<<<<<<< HEAD\nb: 1\n",
            "unresolved merge conflict marker",
            2,
            1,
        ),
        (
            "\n<html></html>\n",
            "expected YAML or JSON, found HTML or XML",
            2,
            1,
        ),
    ];

    #[test]
    fn yaml() {
        for (text, message, line, column) in YAML {
            assert_eq!(
                translated("a.yaml", text),
                ((*message).to_owned(), *line, *column),
                "{text}"
            );
        }
    }

    #[test]
    fn json() {
        for (text, message, line, column) in [
            ("{\"a\": 1 \"b\": 2}", "expected `,` or `}`", 1, 9),
            ("{\n// c\n\"a\": 1}", "expected a key in quotes", 2, 1),
            (
                "{\"a\": {\n",
                "the text ends before all brackets and quotes are closed",
                2,
                1,
            ),
        ] {
            assert_eq!(
                translated("a.json", text),
                (message.to_owned(), line, column),
                "{text}"
            );
        }
        // What is not JSON may be YAML.
        let (message, ..) = translated("a.yaml", "{a: 1, b: {c: 2}\n");
        assert!(
            message.starts_with("expected `,` or `}` for the `{`"),
            "{message}"
        );
    }
}
