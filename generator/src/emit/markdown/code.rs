//! Blocks of code: their language, and which indented blocks and paragraphs are code at all.

use serde::de::IgnoredAny;

use super::layout;

/// The label of code in no language that is known.
pub(super) const TEXT: &str = "text";
const JSON: &str = "json";

/// The label for a fence's info string. Never one that rustdoc takes for Rust, nor one that it has to guess at.
pub(super) fn language(info: &str) -> &'static str {
    let name = info
        .split([' ', ',', '\t', '{', ':'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match name.as_str() {
        "json" | "jsonc" | "json5" => JSON,
        "yaml" | "yml" => "yaml",
        "http" => "http",
        "sh" | "bash" | "shell" | "zsh" | "curl" | "console" => "sh",
        "powershell" | "ps1" => "powershell",
        "xml" => "xml",
        "html" => "html",
        "csv" => "csv",
        "toml" => "toml",
        "sql" => "sql",
        "graphql" => "graphql",
        "java" => "java",
        "javascript" | "js" => "javascript",
        "typescript" | "ts" => "typescript",
        "python" | "py" => "python",
        "go" => "go",
        _ => TEXT,
    }
}

/// The lines of a block of code: their common indent and the blank lines around them left out, and of several
/// blank lines in a row all but one. Empty when there is no code.
pub(super) fn lines(text: &str) -> Vec<String> {
    let indent = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or_default();
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = line.get(indent..).unwrap_or_default().trim_end();
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line.to_owned());
        }
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The language of an indented block, which has no label.
pub(super) fn language_of(text: &str) -> &'static str {
    if is_json(text) { JSON } else { TEXT }
}

/// Returns whether a text is an object or an array in JSON.
pub(super) fn is_json(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['{', '['])
        && text.contains('"')
        && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Where the JSON starts that a paragraph is or ends in: at the first line that starts with a bracket.
pub(super) fn json_tail(paragraph: &str) -> Option<usize> {
    let mut start = 0;
    for line in paragraph.split_inclusive('\n') {
        if line.trim_start().starts_with(['{', '[']) {
            return is_json(&paragraph[start..]).then_some(start);
        }
        start += line.len();
    }
    None
}

/// Returns whether an indented block is a text that someone indented, rather than code.
///
/// It is when every line reads as one: two thirds of its words are made of letters only, and none of the characters is
/// in it that sentences have no use for. The first line of a paragraph has three words or more, of a list item one is
/// enough. When in doubt it is code: that keeps every character in its place.
pub(super) fn is_prose(text: &str) -> bool {
    let mut least = FIRST;
    text.lines().all(|line| {
        if line.trim().is_empty() {
            least = FIRST;
            return true;
        }
        is_prose_line(line, std::mem::replace(&mut least, 1))
    })
}

/// How many words the first line of a paragraph has at least.
const FIRST: usize = 3;

fn is_prose_line(line: &str, least: usize) -> bool {
    if line.contains(['{', '}', '=', '<', '\\', '$']) {
        return false;
    }
    let (text, least) = layout::item(line).map_or((line, least), |text| (text, 1));
    let words = text.split_whitespace().count();
    let plain = text
        .split_whitespace()
        .filter(|word| is_plain(word))
        .count();
    words >= least && plain * 3 >= words * 2
}

/// Returns whether a word is one of a sentence: letters, perhaps with punctuation at its ends and a hyphen inside. `-x` is an
/// option.
fn is_plain(word: &str) -> bool {
    let is_option = word.starts_with('-');
    let word = word.trim_matches(|mark: char| mark.is_ascii_punctuation());
    !is_option
        && !word.is_empty()
        && word
            .chars()
            .all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’'))
}
