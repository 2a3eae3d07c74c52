//! Names in a text that are code though they aren't marked as such.
//!
//! The rules take in all that clippy's `doc_markdown` asks backticks for, as clippy sees it, and the names that start
//! with a small letter, which it leaves alone.

use std::ops::Range;

use super::Part;

/// Names in mixed case that clippy lets pass by default.
const VALID: &[&str] = &[
    "KiB",
    "MiB",
    "GiB",
    "TiB",
    "PiB",
    "EiB",
    "MHz",
    "GHz",
    "THz",
    "CoAP",
    "DevOps",
    "DirectX",
    "ECMAScript",
    "GPLv2",
    "GPLv3",
    "GitHub",
    "GitLab",
    "IPv4",
    "IPv6",
    "JavaScript",
    "PostScript",
    "TypeScript",
    "PowerPC",
    "WebAssembly",
    "NaN",
    "NaNs",
    "OAuth",
    "GraphQL",
    "OpenDNS",
    "OpenSSH",
    "OpenSSL",
    "OpenTelemetry",
    "WebRTC",
    "WebSocket",
    "sRGB",
    "TrueType",
    "iOS",
    "macOS",
    "FreeBSD",
    "NetBSD",
    "OpenBSD",
    "TeX",
    "LaTeX",
];

/// Splits a text without spaces and URLs into text and identifiers.
pub(super) fn split<'a>(text: &'a str, parts: &mut Vec<Part<'a>>) {
    let mut done = 0;
    let mut start = 0;
    for word in text.split('\'') {
        if !is_plain(word)
            && let Some(code) = identifier(word)
        {
            let code = start + code.start..start + code.end;
            if done < code.start {
                parts.push(Part::Text(&text[done..code.start]));
            }
            done = code.end;
            parts.push(Part::Code(&text[code]));
        }
        start += word.len() + 1;
    }
    if done < text.len() {
        parts.push(Part::Text(&text[done..]));
    }
}

/// Returns whether the word is one that nearly all are: small letters, perhaps behind a capital one and before a stop. It saves
/// asking what no such word is.
fn is_plain(word: &str) -> bool {
    let letters = word.strip_suffix(['.', ',']).unwrap_or(word).as_bytes();
    letters.first().is_some_and(u8::is_ascii_alphabetic)
        && letters[1..].iter().all(u8::is_ascii_lowercase)
}

/// Where the identifier is that a word holds.
fn identifier(word: &str) -> Option<Range<usize>> {
    let core = core_of(word);
    // What is special to Markdown splits the text that clippy sees: each part must pass by itself.
    let is_special = |mark: char| "\\`*_[]!<>~|&".contains(mark);
    let is_named = |part: &str| {
        let core = &part[core_of(part)];
        is_name(core) || needs_backticks(core)
    };
    let before = &word[..core.start];
    let is_code = before == "--"
        || before.ends_with('_')
        || is_named(word)
        || word.split(is_special).any(is_named);
    (is_code && !core.is_empty()).then(|| widened(word, core))
}

/// The word without the punctuation around it, as clippy cuts it.
fn core_of(word: &str) -> Range<usize> {
    let is_mark = |mark: char| !mark.is_alphanumeric() && mark != ':';
    let mut end = word.trim_end_matches(is_mark).len();
    if word[end..].starts_with("()") {
        end += 2;
    }
    let mut start = end - word[..end].trim_start_matches(is_mark).len();
    if !word[start..end].starts_with("::") {
        start = end - word[start..end].trim_start_matches(':').len();
    }
    if !word[start..end].ends_with("::") {
        end = start + word[start..end].trim_end_matches(':').len();
    }
    start..end
}

/// The range of an identifier with the marks around it that belong to it: `{account_id}`, `/some_path/`.
fn widened(word: &str, core: Range<usize>) -> Range<usize> {
    const PAIRS: [(char, char); 4] = [('{', '}'), ('[', ']'), ('(', ')'), ('<', '>')];
    let count = |bracket: char| word[core.clone()].matches(bracket).count();
    let mut unclosed = PAIRS.map(|(open, close)| count(open).saturating_sub(count(close)));
    let Range { mut start, mut end } = core;
    loop {
        let before = word[..start].chars().next_back();
        let after = word[end..].chars().next();
        let closed = PAIRS.iter().position(|(_, close)| after == Some(*close));
        if let Some(kind) = closed {
            if unclosed[kind] > 0 {
                unclosed[kind] -= 1;
                end += 1;
                continue;
            }
            if before == Some(PAIRS[kind].0) && before != Some('(') {
                start -= 1;
                end += 1;
                continue;
            }
        }
        match (before, after) {
            (Some('_' | '/' | '$' | '@' | '#' | '%' | '-' | '~' | '&' | ':' | '.'), _) => {
                start -= 1;
            }
            (_, Some('_' | '/' | '%' | '=')) => end += 1,
            _ => return start..end,
        }
    }
}

/// Returns whether a word is a name as documents write them, such as `sourceId` or `source.ownerId`.
fn is_name(word: &str) -> bool {
    word.bytes()
        .all(|part| part.is_ascii_alphanumeric() || matches!(part, b'_' | b'.' | b'-'))
        && word.split(['.', '-', '_']).any(|chunk| {
            !VALID.contains(&chunk)
                && chunk.bytes().take(2).filter(u8::is_ascii_lowercase).count() == 2
                && chunk.bytes().any(|letter| letter.is_ascii_uppercase())
        })
        || word.as_bytes().windows(3).any(|part| {
            part[0].is_ascii_alphanumeric() && part[1] == b'_' && part[2].is_ascii_alphanumeric()
        })
}

/// Returns whether clippy requires backticks, or reads the word as a URL.
fn needs_backticks(word: &str) -> bool {
    let has_underscore = word != "_" && word.contains('_');
    !VALID.contains(&word)
        && !word.bytes().all(|mark| mark == b':')
        && (is_url(word)
            || has_underscore
            || word.contains("::")
            || word.ends_with("()")
            || is_camel_case(word))
}

/// Returns whether a word parses as a URL with a hierarchy: a scheme and a slash, or a scheme that implies one.
fn is_url(word: &str) -> bool {
    let Some((scheme, rest)) = word.split_once(':') else {
        return false;
    };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|part| part.is_ascii_alphanumeric() || matches!(part, b'+' | b'-' | b'.'));
    let has_hierarchy = || {
        ["http", "https", "ftp", "file", "ws", "wss"]
            .iter()
            .any(|special| special.eq_ignore_ascii_case(scheme))
    };
    is_scheme && (rest.starts_with('/') || has_hierarchy())
}

/// Returns whether a word starts with a capital letter, has another one, and small ones that aren't a plural's.
fn is_camel_case(word: &str) -> bool {
    if word.starts_with(|first: char| first.is_ascii_digit() || first.is_ascii_lowercase()) {
        return false;
    }
    let word = word.strip_suffix('s').unwrap_or(word);
    word.chars().all(char::is_alphanumeric)
        && word.chars().filter(|letter| letter.is_uppercase()).count() > 1
        && word.chars().any(char::is_lowercase)
}
