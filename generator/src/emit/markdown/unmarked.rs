//! Code and links in a text that are not marked as such: identifiers and bare URLs.

mod identifiers;

use std::ops::Range;

/// A part of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Text(&'a str),
    Code(&'a str),
    /// A URL that can be written in `<` and `>`.
    Url(&'a str),
}

/// Splits a word, a text without spaces, into its parts.
pub(super) fn parts(word: &str) -> Vec<Part<'_>> {
    /// Longer words are cut: they are not words, and looking for brackets in them takes ever longer.
    const LONGEST: usize = 2000;
    let mut parts = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let (start, end) = rest.split_at(rest.floor_char_boundary(LONGEST));
        split_urls(start, &mut parts);
        rest = end;
    }
    parts
}

fn split_urls<'a>(word: &'a str, parts: &mut Vec<Part<'a>>) {
    let mut rest = word;
    while let Some(url) = find_url(rest) {
        identifiers::split(&rest[..url.start], parts);
        let text = &rest[url.clone()];
        parts.push(if is_autolink(text) {
            Part::Url(text)
        } else {
            Part::Code(text)
        });
        rest = &rest[url.end..];
    }
    identifiers::split(rest, parts);
}

/// Returns whether a word is nothing but text.
pub(super) fn is_text(word: &str) -> bool {
    matches!(parts(word)[..], [Part::Text(_)])
}

/// Returns whether a URL can be written in `<` and `>` and then links to the URL that it shows.
pub(super) fn is_autolink(url: &str) -> bool {
    const SAFE: &str = "-._~:/?#@!$&*+,;=%()";
    let host = without_scheme(url).unwrap_or_default();
    host.starts_with(|first: char| first.is_ascii_alphanumeric())
        && url
            .chars()
            .all(|part| part.is_ascii_alphanumeric() || SAFE.contains(part))
        && !url.match_indices('&').any(|(at, _)| is_entity(&url[at..]))
}

/// Returns whether a link leads to the web for certain: its host is a plain name.
pub(super) fn is_web(url: &str) -> bool {
    let host = without_scheme(url).and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| {
        host.ends_with(|last: char| last.is_ascii_alphabetic())
            && host
                .bytes()
                .all(|part| part.is_ascii_alphanumeric() || matches!(part, b'.' | b'-'))
    })
}

/// Returns whether a text starts with what a parser may take for an entity, such as `&amp;`.
pub(super) fn is_entity(text: &str) -> bool {
    let name = text[1..]
        .bytes()
        .take(40)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    name > 0 && text[1 + name..].starts_with(';')
}

/// A web address without its scheme.
fn without_scheme(text: &str) -> Option<&str> {
    ["https://", "http://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| &text[scheme.len()..])
    })
}

/// The first web address.
fn find_url(text: &str) -> Option<Range<usize>> {
    let (start, rest) = text.match_indices("://").find_map(|(at, _)| {
        // The scheme precedes it: `https` or `http`.
        [5, 4].into_iter().find_map(|length| {
            let start = at.checked_sub(length)?;
            let rest = without_scheme(text.get(start..)?)?;
            Some((start, rest))
        })
    })?;
    let scheme = text.len() - start - rest.len();
    let stop = |end: char| {
        matches!(
            end,
            '"' | '\'' | '`' | '|' | '“' | '”' | '’' | '。' | '、' | '…'
        )
    };
    let end = rest.find(stop).unwrap_or(rest.len());
    let end = rest[..end].find(",http").unwrap_or(end);
    let length = trimmed(&rest[..end]).len();
    Some(start..start + scheme + length)
}

/// A URL without the punctuation after it; a bracket is part of it when it closes one.
fn trimmed(url: &str) -> &str {
    let mut opened = [0_usize; 4];
    let pair = |bracket: char, set: &str| set.find(bracket);
    let mut last_part = 0;
    for (at, part) in url.char_indices() {
        let end = at + part.len_utf8();
        if let Some(kind) = pair(part, "([{<") {
            opened[kind] += 1;
        } else if let Some(kind) = pair(part, ")]}>") {
            if opened[kind] == 0 {
                break;
            }
            opened[kind] -= 1;
            last_part = end;
        } else if !matches!(
            part,
            '.' | ',' | ';' | ':' | '!' | '?' | '*' | '_' | '~' | '\\'
        ) {
            last_part = end;
        }
    }
    &url[..last_part]
}
