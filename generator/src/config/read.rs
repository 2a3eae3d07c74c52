//! TOML files as types, and what is wrong with them in the words of diagnostics.

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Report};
use crate::openapi::suggest::of_serde;
use crate::source::Source;
use crate::spec_path::SpecPath;
use crate::syntax::position;

/// Reads a file of the configuration; `help` is the help for unknown keys and values of the wrong type.
///
/// # Errors
/// A report with the place of the error.
pub fn read_toml<T: DeserializeOwned>(source: &Source, help: &str) -> Result<T, Report> {
    toml::from_str(&source.text).map_err(|error| {
        let at = SpecPath::root(&source.name);
        let span = error.span().unwrap_or_default();
        let found = source.text.get(span.clone()).unwrap_or_default();
        let is_syntax = source.text.parse::<toml::Table>().is_err();
        let (message, help) = if is_syntax {
            of_syntax(error.message(), found)
        } else {
            let (message, own) = of_type(error.message(), found)
                .unwrap_or_else(|| (of_serde(error.message()), None));
            (message, Some(own.unwrap_or(help).to_owned()))
        };
        let mut diagnostic = Diagnostic::error(Code::InvalidConfig, &at, message);
        diagnostic.help = help;
        if error.span().is_some() {
            let place = position::of_offset(&source.text, span.start);
            diagnostic = diagnostic.position(place.line, place.column);
        }
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(diagnostic);
        diagnostics.into_report()
    })
}

/// Says that a text is not TOML, with the edit if it is text without quotes.
fn of_syntax(message: &str, found: &str) -> (String, Option<String>) {
    // The parser takes `train` for a beginning of `true`, and `item` for one of `inf`.
    let is_bare = [
        "string values must be quoted",
        "invalid boolean",
        "invalid float, expected",
    ]
    .iter()
    .any(|start| message.starts_with(start));
    let found = found.trim();
    match (is_bare, found) {
        (false, _) => (message.to_owned(), None),
        (true, "") => ("expected a value, found none".to_owned(), None),
        (true, text) => (
            format!("expected a value, found `{text}`"),
            Some(format!("put text in quotes: `{text:?}`")),
        ),
    }
}

/// Says that a value has the wrong type; `None` for another error.
fn of_type(message: &str, value: &str) -> Option<(String, Option<&'static str>)> {
    let of_value = message.strip_prefix("invalid value: ");
    let rest = of_value.or_else(|| message.strip_prefix("invalid type: "))?;
    let (found, expected) = rest.trim().rsplit_once(", expected ")?;
    let expected = match expected {
        "u16" if of_value.is_some() => "a number from 0 to 65535",
        "u64" if of_value.is_some() => "a number of 0 or more",
        "u16" | "u64" => "a whole number",
        "a sequence" => "a list",
        "a map" => "a table",
        expected if expected.starts_with("struct ") => "a table",
        expected => expected,
    };
    let found = match found.split_once(' ') {
        Some(("string", text)) => format!("the string {text}"),
        Some(("floating", point)) => format!("the number {}", point.trim_start_matches("point ")),
        Some(("integer", number)) => format!("the number {number}"),
        Some((kind, value)) => format!("the {kind} {value}"),
        None if found == "sequence" => "a list".to_owned(),
        None if value.starts_with(|c: char| c.is_ascii_digit()) => "a date".to_owned(),
        None if found == "map" => "a table".to_owned(),
        None => found.to_owned(),
    };
    let quoted = found.strip_prefix("the string \"");
    let is_quoted =
        |fits: &dyn Fn(&str) -> bool| quoted.is_some_and(|text| fits(text.trim_end_matches('"')));
    let help = match expected {
        "a whole number" if is_quoted(&|text| text.parse::<u64>().is_ok()) => {
            Some("write it without quotes")
        }
        "a boolean" if is_quoted(&|text| matches!(text, "true" | "false")) => {
            Some("write it without quotes")
        }
        "a boolean" => Some("write `true` or `false`"),
        "a string" if found.starts_with("the ") || found == "a date" => Some("put it in quotes"),
        _ => None,
    };
    Some((format!("expected {expected}, found {found}"), help))
}

#[cfg(test)]
mod tests {
    use super::read_toml;
    use crate::config::Config;
    use crate::source::Source;

    #[test]
    fn errors_say_what_to_write() {
        for (text, expected) in [
            (
                "a = train",
                "expected a value, found `train` / put text in quotes: `\"train\"`",
            ),
            (
                "a = item",
                "expected a value, found `item` / put text in quotes: `\"item\"`",
            ),
            (
                "a = ~/x",
                "expected a value, found `~/x` / put text in quotes: `\"~/x\"`",
            ),
            ("a = ", "expected a value, found none / "),
            ("[b", "unclosed table, expected `]` / "),
            ("a: 1", "key with no value, expected `=` / "),
            (
                "[service.rate-limit]\nrequests = \"10\"",
                "expected a whole number, found the string \"10\" / write it without quotes",
            ),
            (
                "[service.rate-limit]\nrequests = -1",
                "expected a number of 0 or more, found the number `-1` / see the keys",
            ),
            (
                "[service.rate-limit]\nrequests = 1.5",
                "expected a whole number, found the number `1.5` / see the keys",
            ),
            (
                "[[api]]\nkeep-going = \"yes\"",
                "expected a boolean, found the string \"yes\" / write `true` or `false`",
            ),
            (
                "[[api]]\nkeep-going = \"true\"",
                "expected a boolean, found the string \"true\" / write it without quotes",
            ),
            (
                "[service.rate-limit]\nrequests = \"ten\"",
                "expected a whole number, found the string \"ten\" / see the keys",
            ),
            (
                "crate = 5",
                "expected a table, found the number `5` / see the keys",
            ),
            (
                "[api]\nmodule = \"a\"",
                "expected a list, found a table / see the keys",
            ),
            (
                "[crate]\nname = 2026-01-01",
                "expected a string, found a date / put it in quotes",
            ),
            (
                "[crate]\nname = true",
                "expected a string, found the boolean `true` / put it in quotes",
            ),
            (
                "krate = 1",
                "unknown key `krate`; did you mean `crate`? / see the keys",
            ),
        ] {
            let source = Source::new("x.toml", text);
            let report = read_toml::<Config>(&source, "see the keys").expect_err(text);
            let found = &report.diagnostics()[0];
            let help = found.help.as_deref().unwrap_or_default();
            assert_eq!(format!("{} / {help}", found.message), expected, "{text}");
        }
    }
}
