//! Links with a text of their own.

use super::super::tree::Marks;
use super::super::unmarked::{self, Part};
use super::pieces::{self, Gap, Kind, Piece};
use super::{Place, code, escaped};

/// A link with its text.
pub(super) fn link(url: &str, inner: &[Piece], place: Place) -> String {
    let shown = inner.iter().map(Piece::spaced).collect::<String>();
    let shown = shown.trim_start();
    let is_address = url.strip_prefix("mailto:") == Some(shown) && is_plain_address(shown);
    if is_address || shown == url && unmarked::is_autolink(url) {
        return format!("<{shown}>");
    }
    let mut inner: Vec<_> = inner.iter().flat_map(|piece| adapted(piece, url)).collect();
    // A link is marked as a whole or not at all.
    for piece in &mut inner {
        piece.marks = Marks::default();
    }
    let mut inner = pieces::joined(inner);
    // The text before the link is before its first piece, too.
    if let Some(first) = inner.first_mut() {
        first.gap = Gap::None;
    }
    let mut text = String::new();
    for (at, piece) in inner.iter().enumerate() {
        if piece.gap != Gap::None {
            text.push(' ');
        }
        text.push_str(&match piece.kind {
            Kind::Code => code(&piece.text, place),
            Kind::Text | Kind::Url | Kind::Link(..) => {
                escaped(&curled(&piece.text), place, inner.get(at + 1))
            }
        });
    }
    format!("[{text}]({})", target(url, place))
}

/// Returns whether an address can be written in `<` and `>`.
fn is_plain_address(address: &str) -> bool {
    let is_plain = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphanumeric())
            && part.ends_with(|last: char| last.is_ascii_alphanumeric())
            && part
                .bytes()
                .all(|part| part.is_ascii_alphanumeric() || matches!(part, b'.' | b'-'))
    };
    address
        .split_once('@')
        .is_some_and(|(name, host)| is_plain(name) && is_plain(host) && !host.contains(".."))
}

/// A piece of a link's text in the pieces that it can be written in.
fn adapted(piece: &Piece, url: &str) -> Vec<Piece> {
    // The text of a link to the web may be anything; of others clippy asks what it asks of text.
    if matches!(piece.kind, Kind::Code) || unmarked::is_web(url) {
        return vec![piece.like(piece.kind.clone(), &piece.text)];
    }
    let mut parts = Vec::new();
    for part in unmarked::parts(&piece.text) {
        let mut part = match part {
            Part::Text(text) => piece.like(Kind::Text, text),
            Part::Code(text) | Part::Url(text) => piece.like(Kind::Code, text),
        };
        if !parts.is_empty() {
            part.gap = Gap::None;
        }
        parts.push(part);
    }
    parts
}

/// A text with its quotation marks curled, other than apostrophes: straight ones look to clippy like a link that was
/// meant as code.
fn curled(text: &str) -> String {
    let mut curled = String::with_capacity(text.len());
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let opens = !before.is_alphanumeric();
        let closes = !characters
            .peek()
            .is_some_and(|after| after.is_alphanumeric());
        curled.push(match character {
            '"' if closes => '”',
            '"' if opens => '“',
            '\'' if closes => '’',
            '\'' if opens => '‘',
            other => other,
        });
        before = character;
    }
    curled
}

/// The target of a link: a URL in which nothing ends the link.
fn target(url: &str, place: Place) -> String {
    let mut target = String::with_capacity(url.len());
    for (at, part) in url.char_indices() {
        match part {
            '(' => target.push_str("%28"),
            ')' => target.push_str("%29"),
            '<' => target.push_str("%3C"),
            '>' => target.push_str("%3E"),
            ' ' | '\n' => target.push_str("%20"),
            '\\' => target.push_str("%5C"),
            '`' => target.push_str("%60"),
            '|' if place == Place::Cell => target.push_str("%7C"),
            '&' if unmarked::is_entity(&url[at..]) => target.push_str("\\&"),
            other => target.push(other),
        }
    }
    target
}
