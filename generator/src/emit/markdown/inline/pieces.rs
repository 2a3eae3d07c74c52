//! Runs of text cut at their spaces.

use std::rc::Rc;

use super::super::tree::{Marks, Run, What};

/// A part of a text without spaces in it, except for those in code and in links.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    /// Empty for a link.
    pub(super) text: String,
    /// The text before it.
    pub(super) gap: Gap,
    pub(super) marks: Marks,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Text,
    Code,
    /// A URL that is its own link.
    Url,
    /// The target and the text, which is made of text and code.
    Link(Rc<str>, Vec<Piece>),
}

/// The text between two pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    Space,
    Break,
}

impl Piece {
    /// Returns whether the next piece is more of the same: text is one word to a reader, and next to code the delimiters of
    /// more code would be one run of them.
    fn is_continued_by(&self, next: &Self) -> bool {
        let kinds = (&self.kind, &next.kind);
        next.gap == Gap::None
            && matches!(kinds, (Kind::Text, Kind::Text) | (Kind::Code, Kind::Code))
    }

    /// A piece of another kind and text in the place of this one.
    pub(super) fn like(&self, kind: Kind, text: &str) -> Self {
        Self {
            kind,
            text: text.to_owned(),
            gap: self.gap,
            marks: self.marks,
        }
    }

    /// The text with the space before it.
    pub(super) fn spaced(&self) -> String {
        let space = if self.gap == Gap::None { "" } else { " " };
        format!("{space}{}", self.text)
    }
}

/// The pieces of a text.
pub(super) fn of(runs: &[Run]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut gap = Gap::None;
    for run in runs {
        match &run.what {
            What::Break => gap = Gap::Break,
            What::Code(code) => {
                let mut code = code.split_whitespace();
                let Some(first) = code.next() else { continue };
                let text = code.fold(first.to_owned(), |text, word| text + " " + word);
                push(&mut pieces, run, (Kind::Code, text), gap);
                gap = Gap::None;
            }
            What::Text(text) => {
                let mut rest = text.as_str();
                while !rest.is_empty() {
                    let word = rest.trim_start();
                    if word.len() < rest.len() {
                        gap = gap.max(Gap::Space);
                    }
                    let end = word.find(char::is_whitespace).unwrap_or(word.len());
                    if end > 0 {
                        push(&mut pieces, run, (Kind::Text, word[..end].to_owned()), gap);
                        gap = Gap::None;
                    }
                    rest = &word[end..];
                }
            }
        }
    }
    pieces.into_iter().flat_map(unlinked).collect()
}

/// The pieces of a link's text in place of the link where it can't be one: at the start of a line, `[` up to `]:` is the
/// definition of a link, even when the latter is code.
fn unlinked(piece: Piece) -> Vec<Piece> {
    let Kind::Link(_, inner) = &piece.kind else {
        return vec![piece];
    };
    let text: String = inner.iter().map(Piece::spaced).collect();
    if !text.contains("]:") {
        return vec![piece];
    }
    let mut inner = inner.clone();
    if let Some(first) = inner.first_mut() {
        first.gap = piece.gap;
    }
    inner
}

/// Adds a piece, to the link that it is in if it is in one.
fn push(pieces: &mut Vec<Piece>, run: &Run, (kind, text): (Kind, String), gap: Gap) {
    let piece = Piece {
        kind,
        text,
        gap,
        marks: run.marks,
    };
    let Some(link) = &run.link else {
        pieces.push(piece);
        return;
    };
    if let Some(Piece {
        kind: Kind::Link(url, inner),
        marks,
        ..
    }) = pieces.last_mut()
        && Rc::ptr_eq(url, link)
    {
        // A link is marked as a whole or not at all.
        for (mark, inner) in marks.iter_mut().zip(run.marks) {
            *mark &= inner;
        }
        match inner.last_mut() {
            Some(last) if last.is_continued_by(&piece) => last.text += &piece.text,
            _ => inner.push(piece),
        }
        return;
    }
    pieces.push(Piece {
        kind: Kind::Link(Rc::clone(link), vec![piece]),
        text: String::new(),
        gap,
        marks: run.marks,
    });
}

/// The pieces with text put together again that only a style kept apart.
pub(super) fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if last.marks == piece.marks && last.is_continued_by(&piece) => {
                last.text.push_str(&piece.text);
            }
            _ => joined.push(piece),
        }
    }
    joined
}
