//! Texts that have a format, a pattern and a length.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A text with a format; `None` for formats without rules.
pub(super) fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "2020-01-02T03:04:05Z",
        "date" => "2020-01-02",
        "time" => "03:04:05Z",
        "duration" => "P1DT2H",
        "uuid" | "guid" => "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "uri" | "url" | "iri" => "https://example.com/a?b=c",
        "uri-reference" | "iri-reference" => "/a?b=c",
        "email" | "idn-email" => "ada@example.com",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" | "ip" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" | "base64" => "aGVsbG8=",
        "json-pointer" => "/a/b",
        _ => return None,
    })
}

/// A text that matches a pattern, if one can be made without looking behind.
pub(super) fn of_pattern(pattern: &str) -> Option<String> {
    // What JavaScript escapes and Rust does not have to.
    let pattern = pattern.replace("\\/", "/").replace("(?=.", "(?:.");
    let hir = regex_syntax::parse(&without_looks(&pattern)).ok()?;
    let mut text = String::new();
    write(&hir, &mut text)?;
    Some(text)
}

/// A pattern without the groups that look ahead, as what matches the rest often fulfils them.
fn without_looks(pattern: &str) -> String {
    let mut rest = pattern;
    let mut kept = String::new();
    while let Some(at) = rest.find("(?!").into_iter().chain(rest.find("(?=")).min() {
        kept.push_str(&rest[..at]);
        let mut depth = 0;
        let mut is_escaped = false;
        let end = rest[at..].char_indices().find(|(_, c)| {
            depth += match c {
                '(' if !is_escaped => 1,
                ')' if !is_escaped => -1,
                _ => 0,
            };
            is_escaped = *c == '\\' && !is_escaped;
            depth == 0
        });
        rest = end.map_or("", |(n, _)| &rest[at + n + 1..]);
    }
    kept + rest
}

fn write(hir: &Hir, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => text.push(pick(class)?),
        HirKind::Class(Class::Bytes(class)) => {
            text.push(char::from(class.ranges().first()?.start()));
        }
        HirKind::Repetition(repetition) => {
            // Once where that is allowed, so that the text says something.
            let most = repetition.max.unwrap_or(u32::MAX);
            for _ in 0..repetition.min.max(1).min(most) {
                write(&repetition.sub, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, text)?;
            }
        }
        HirKind::Alternation(parts) => write(parts.first()?, text)?,
    }
    Some(())
}

/// A character of a class: a letter or a digit if it has one.
fn pick(class: &regex_syntax::hir::ClassUnicode) -> Option<char> {
    let has = |c: char| {
        let mut ranges = class.iter();
        ranges.any(|range| range.start() <= c && c <= range.end())
    };
    let plain = "aA1"
        .chars()
        .chain('a'..='z')
        .chain('A'..='Z')
        .chain('0'..='9');
    let plain = plain.chain(" -_./:,@".chars());
    let mut plain = plain.filter(|c| has(*c));
    plain.next().or_else(|| Some(class.iter().next()?.start()))
}

/// The text with a length in characters: cut, or with letters behind it.
pub(super) fn fitted(text: &str, least: usize, most: usize) -> String {
    let mut fitted: String = text.chars().take(most).collect();
    let missing = least.saturating_sub(fitted.chars().count());
    // A bound of millions is no reason to send as much.
    fitted.extend(std::iter::repeat_n('a', missing.min(10_000)));
    fitted
}
