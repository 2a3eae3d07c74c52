//! Errors of the YAML parser, by its words and by the line that it points at.

use super::error::{SyntaxError, split_place};
use super::position::of_offset;
use crate::diagnostic::Position;

const START: Position = Position { line: 1, column: 1 };

const QUOTES: &str = "put the whole value into quotes";

/// An error of the YAML parser: `problem at line 3 column 5, while parsing something at line 1 column 1`.
struct Said<'s> {
    problem: &'s str,
    /// The construct that was being read.
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
    let line = line_of(text, at);
    let before: String = line.chars().take(at.column.saturating_sub(1)).collect();
    let is_at_start = before.trim().is_empty();
    let began = said.began.unwrap_or(at);
    let place = format!("line {}, column {}", began.line, began.column);
    let mut places = [at, began].into_iter();
    if let Some(at) = places.find(|at| is_merge_marker(line_of(text, *at))) {
        let help = "resolve the conflict, and remove its markers";
        return Some(SyntaxError::new(
            "unresolved merge conflict marker",
            help,
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
        "did not find expected ',' or ']'" | "did not find expected ',' or '}'" => {
            let [open, close] = if said.problem.ends_with("']'") {
                ["[", "]"]
            } else {
                ["{", "}"]
            };
            SyntaxError::new(
                format!("expected `,` or `{close}` for the `{open}` in {place}"),
                "put a comma before it, or close the bracket",
                at,
            )
        }
        "found unexpected end of stream" if said.during.contains("quoted") => SyntaxError::new(
            "the quote that opens here is not closed",
            "close it with the same quote",
            began,
        ),
        _ => return None,
    })
}

fn line_of(text: &str, at: Position) -> &str {
    let line = text.lines().nth(at.line.saturating_sub(1));
    line.unwrap_or_default()
}

fn is_merge_marker(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>"]
        .iter()
        .any(|it| line.starts_with(it))
}

/// Returns the error for the value or the key at a position.
fn of_value(said: &Said<'_>, text: &str, at: Position) -> Option<SyntaxError> {
    let line = line_of(text, at);
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
