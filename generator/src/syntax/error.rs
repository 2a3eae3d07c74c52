//! Syntax errors of YAML and JSON, in words for the author.
//!
//! The parsers name the missing token; an author needs the line to change. Both are derived from the words of the
//! reader and by the line that they point at.

use super::position::of_offset;
use crate::diagnostic::Position;

const START: Position = Position { line: 1, column: 1 };

const QUOTES: &str = "put the whole value into quotes";

/// A syntax error: message, position and help.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub(super) message: String,
    pub(super) help: String,
    pub(super) at: Option<Position>,
}

impl SyntaxError {
    fn new(message: impl Into<String>, help: impl Into<String>, at: Position) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            at: Some(at),
        }
    }
}

/// An error of the YAML parser: `problem at line 3 column 5, while parsing something at line 1 column 1`.
struct Said<'s> {
    problem: &'s str,
    /// What it was reading.
    during: &'s str,
    /// The start of that.
    began: Option<Position>,
}

impl<'s> Said<'s> {
    fn of(words: &'s str) -> Self {
        let (first, during) = words.split_once(", while ").unwrap_or((words, ""));
        let (problem, _) = split_place(first);
        let (during, began) = split_place(during);
        Self {
            problem,
            during,
            began,
        }
    }
}

/// Words, and the place behind them.
fn split_place(words: &str) -> (&str, Option<Position>) {
    let Some((words, place)) = words.split_once(" at line ") else {
        return (words, None);
    };
    let place = place.split_once(" column ").and_then(|(line, column)| {
        let (line, column) = (line.parse().ok()?, column.parse().ok()?);
        Some(Position { line, column })
    });
    (words, place)
}

/// Translates an error of the YAML parser.
pub(super) fn of_yaml(words: &str, at: Option<Position>, text: &str) -> SyntaxError {
    let said = Said::of(words);
    let here = at.unwrap_or(START);
    control_character(text)
        .or_else(|| of_line(&said, text, here))
        .or_else(|| of_value(&said, text, here))
        .unwrap_or_else(|| SyntaxError {
            message: said.problem.to_owned(),
            help: if words.contains("repetition limit") {
                "anchors are repeated too often; write some of it out".to_owned()
            } else {
                "fix the syntax; a YAML or JSON linter shows the position".to_owned()
            },
            at,
        })
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

fn control_character(text: &str) -> Option<SyntaxError> {
    let is_stray = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    let (offset, stray) = text.char_indices().find(|(_, c)| is_stray(*c))?;
    let help = if stray == '\0' {
        "remove it; if it follows every other character, the file is UTF-16: save it as UTF-8"
    } else {
        "remove it"
    };
    let number = u32::from(stray);
    let message = format!("the text has a control character, U+{number:04X}");
    Some(SyntaxError::new(message, help, of_offset(text, offset)))
}

/// Returns the error for wrong indentation or line ends at a position or before it.
fn of_line(said: &Said<'_>, text: &str, at: Position) -> Option<SyntaxError> {
    let line_of = |at: Position| {
        text.lines()
            .nth(at.line.saturating_sub(1))
            .unwrap_or_default()
    };
    let line = line_of(at);
    let before: String = line.chars().take(at.column.saturating_sub(1)).collect();
    let is_at_start = before.trim().is_empty();
    let began = said.began.unwrap_or(at);
    let place = format!("line {}, column {}", began.line, began.column);
    let is_merge = |line: &str| {
        ["<<<<<<<", "=======", ">>>>>>>"]
            .iter()
            .any(|it| line.starts_with(it))
    };
    if let Some(at) = [at, began].into_iter().find(|at| is_merge(line_of(*at))) {
        let message = "unresolved merge conflict marker";
        return Some(SyntaxError::new(
            message,
            "resolve the conflict, and remove its markers",
            at,
        ));
    }
    Some(match said.problem {
        "did not find expected key" if is_at_start => SyntaxError::new(
            match said.began {
                Some(_) => {
                    format!("the indentation does not match the mapping that begins in {place}")
                }
                None => "the indentation does not match any key above".to_owned(),
            },
            "indent it like the keys next to it",
            at,
        ),
        "did not find expected '-' indicator" if is_at_start => SyntaxError::new(
            format!("expected an item of the list that begins in {place}"),
            "start it with `- `, or change its indentation",
            at,
        ),
        "did not find expected key" | "did not find expected '-' indicator" => SyntaxError::new(
            "found more than one value",
            format!("{QUOTES}; if it has some, look for one above that is not closed"),
            at,
        ),
        "could not find expected ':'" => SyntaxError::new(
            "expected `key: value`",
            "write a space behind the colon; a text of several lines is indented deeper than its key",
            began,
        ),
        "mapping values are not allowed in this context" if before.contains(": ") => {
            SyntaxError::new("an unquoted value contains `: `", QUOTES, at)
        }
        "mapping values are not allowed in this context" => SyntaxError::new(
            "the line is indented deeper than the one before it, which has a value already",
            "indent the two alike",
            at,
        ),
        "did not find expected node content" => SyntaxError::new(
            "expected a value",
            "add it, or close the bracket before it",
            at,
        ),
        "block sequence entries are not allowed in this context" => SyntaxError::new(
            "a list can't begin here",
            "write each `- …` on a line of its own, below the key",
            at,
        ),
        "did not find expected ',' or ']'" => SyntaxError::new(
            format!("expected `,` or `]` for the `[` in {place}"),
            "put a comma before it, or close the bracket",
            at,
        ),
        "did not find expected ',' or '}'" => SyntaxError::new(
            format!("expected `,` or `}}` for the `{{` in {place}"),
            "put a comma before it, or close the bracket",
            at,
        ),
        "found unexpected end of stream" if said.during.contains("quoted") => SyntaxError::new(
            "the quote that opens here is not closed",
            "close it with the same quote",
            began,
        ),
        _ => return None,
    })
}

/// Returns the error for the value or the key at a position.
fn of_value(said: &Said<'_>, text: &str, at: Position) -> Option<SyntaxError> {
    let line = text
        .lines()
        .nth(at.line.saturating_sub(1))
        .unwrap_or_default();
    let sign = line.chars().nth(at.column.saturating_sub(1));
    Some(match said.problem {
        "found character that cannot start any token" if sign == Some('\t') => {
            SyntaxError::new("the line is indented by a tab", "indent it by spaces", at)
        }
        "found character that cannot start any token" => SyntaxError::new(
            match sign {
                Some('`') => "no value starts with a backtick".to_owned(),
                sign => format!("no value starts with `{}`", sign.unwrap_or_default()),
            },
            QUOTES,
            at,
        ),
        "did not find expected alphabetic or numeric character"
            if said.during.starts_with("scanning an a") =>
        {
            SyntaxError::new(
                "no value starts with `*` or `&`, which are for anchors",
                QUOTES,
                at,
            )
        }
        "unknown anchor" => SyntaxError::new(
            "the alias refers to an undefined anchor",
            format!("fix its name, or {QUOTES} if it is a string"),
            at,
        ),
        _ if said.problem.contains("more than one document") => SyntaxError::new(
            "the text holds more than one document",
            "keep one of them: a line of `---` starts another",
            second_document(text).unwrap_or(at),
        ),
        _ if said.problem.contains("without a tag") => SyntaxError::new(
            "a value has a tag",
            "remove what starts with `!`, or put the value into quotes if that belongs to it",
            at,
        ),
        _ if said.problem.contains("a key that is a scalar") => SyntaxError::new(
            "expected a key, found a list or a mapping",
            "put the key into quotes if it is a text with brackets",
            at,
        ),
        _ => return None,
    })
}

/// The mark before the second document of a text.
fn second_document(text: &str) -> Option<Position> {
    let mut lines = text.lines().enumerate();
    let is_content = |line: &str| !line.trim().is_empty() && !line.starts_with(['#', '%', '-']);
    lines.find(|(_, line)| is_content(line))?;
    let (n, _) = lines.find(|(_, line)| line.trim_end() == "---" || line.starts_with("--- "))?;
    Some(Position {
        line: n + 1,
        column: 1,
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

    #[test]
    fn yaml() {
        for (text, message, line, column) in [
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
        ] {
            assert_eq!(
                translated("a.yaml", text),
                (message.to_owned(), line, column),
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
        // What is no JSON may be YAML.
        let (message, ..) = translated("a.yaml", "{a: 1, b: {c: 2}\n");
        assert!(
            message.starts_with("expected `,` or `}` for the `{`"),
            "{message}"
        );
    }
}
