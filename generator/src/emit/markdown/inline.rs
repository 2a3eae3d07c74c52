//! Styled text to Markdown, word by word: what could be taken for notation is escaped, what is code or a link is
//! marked as such.

mod links;
mod marks;
mod pieces;

use marks::Delimiters;
use pieces::{Gap, Kind, Piece};

use super::tree::Run;
use super::unmarked::{self, Part};

/// A word of Markdown: nothing in it is to be broken over lines.
#[derive(Debug, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    /// A hard line break precedes it.
    pub(super) on_new_line: bool,
    /// It starts with plain text, which at the start of a line can be taken for a marker.
    is_literal: bool,
}

/// The context of a text, which decides what has to be escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Flow,
    /// A cell of a table.
    Cell,
}

impl Word {
    /// The text of the word at the start of a line.
    pub(super) fn at_line_start(&self) -> String {
        let text = &self.text;
        let delimiter = text.len().saturating_sub(1);
        let is_number = |digits: &str| {
            (1..10).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
        };
        if !self.is_literal {
            text.clone()
        } else if text.starts_with('>')
            || text == "+"
            || text.bytes().all(|mark| mark == b'#')
            // The line under a heading, or under the head of a table.
            || text.bytes().all(|mark| matches!(mark, b'|' | b':' | b'-' | b'='))
        {
            format!("\\{text}")
        } else if text.ends_with(['.', ')']) && is_number(&text[..delimiter]) {
            format!("{}\\{}", &text[..delimiter], &text[delimiter..])
        } else {
            text.clone()
        }
    }
}

/// The words of a text.
pub(super) fn words(runs: &[Run], place: Place) -> Vec<Word> {
    let pieces = pieces::joined(parted(marks::settled(pieces::of(runs))));
    let mut delimiters = Delimiters::of(&pieces);
    let mut words: Vec<Word> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let next = pieces.get(at + 1).filter(|next| next.gap == Gap::None);
        let text = match &piece.kind {
            Kind::Text => escaped(&piece.text, place, next),
            Kind::Code => code(&piece.text, place),
            Kind::Url => format!("<{}>", piece.text),
            Kind::Link(url, inner) => links::link(url, inner, place),
        };
        let opening = delimiters.opening(at, piece);
        let text = format!("{opening}{text}{}", delimiters.closing(at));
        match words.last_mut() {
            Some(word) if piece.gap == Gap::None => word.text.push_str(&text),
            _ => words.push(Word {
                text,
                on_new_line: piece.gap == Gap::Break,
                is_literal: opening.is_empty() && matches!(piece.kind, Kind::Text),
            }),
        }
    }
    words
}

/// The words on one line.
pub(super) fn line(runs: &[Run], place: Place) -> String {
    let words = words(runs, place);
    let texts: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
    texts.join(" ")
}

/// The pieces with their text parted into text, code and URLs.
fn parted(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut parted = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if !matches!(piece.kind, Kind::Text) {
            parted.push(piece);
            continue;
        }
        let mut gap = piece.gap;
        for part in unmarked::parts(&piece.text) {
            let (kind, text) = match part {
                Part::Text(text) => (Kind::Text, text),
                Part::Code(text) => (Kind::Code, text),
                Part::Url(text) => (Kind::Url, text),
            };
            parted.push(Piece {
                gap,
                ..piece.like(kind, text)
            });
            gap = Gap::None;
        }
    }
    parted
}

/// Text with every character escaped that could be notation, given what follows it without a space.
fn escaped(text: &str, place: Place, next: Option<&Piece>) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|(_, after)| *after);
        let in_word = |side: Option<char>| side.is_some_and(|side| side.is_ascii_alphanumeric());
        let is_notation = match character {
            '\\' | '`' | '*' | '[' | ']' | '~' => true,
            '_' => !(in_word(before) && in_word(after)),
            '|' => place == Place::Cell,
            '&' => unmarked::is_entity(&text[at..]) || (after.is_none() && next.is_some()),
            // A tag, an address, or anything else in angle brackets.
            '<' => after.is_some() || next.is_some(),
            // Before a link it would make an image of it.
            '!' => after.is_none() && next.is_some(),
            _ => false,
        };
        if is_notation {
            escaped.push('\\');
        }
        escaped.push(character);
        before = Some(character);
    }
    escaped
}

/// A code span.
fn code(text: &str, place: Place) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let text = match place {
        Place::Flow => text.to_owned(),
        Place::Cell => text.replace('|', "\\|"),
    };
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{text}{space}{fence}")
}

/// How many backticks a text has in a row, at most.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|other| other != '`')
        .map(str::len)
        .max()
        .unwrap_or_default()
}
