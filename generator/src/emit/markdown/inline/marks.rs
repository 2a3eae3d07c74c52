//! Strong, emphasized and struck-out text: where the delimiters of Markdown can express it, and what they are.
//!
//! Delimiters count only next to the right characters. Where they would not, the mark is dropped and the text stays.

use super::super::tree::{EMPHASIS, Marks, STRIKE, STRONG};
use super::super::unmarked;
use super::pieces::{self, Gap, Kind, Piece};

/// The delimiters of the marks. Only strong text has `*`, so that no two runs of them can merge.
const DELIMITERS: [&str; 3] = ["**", "_", "~~"];

/// The pieces with the marks dropped that can't be expressed, and with text joined that nothing separates.
pub(super) fn settled(mut pieces: Vec<Piece>) -> Vec<Piece> {
    for mark in [STRONG, EMPHASIS, STRIKE] {
        drop_misplaced(&mut pieces, mark);
    }
    for (mark, outer) in [(EMPHASIS, STRONG), (STRIKE, STRONG), (STRIKE, EMPHASIS)] {
        drop_overlapping(&mut pieces, mark, outer);
    }
    let mut pieces = pieces::joined(pieces);
    // A longer text may turn out to be an identifier, next to which strong does not work in a word.
    drop_misplaced(&mut pieces, STRONG);
    pieces::joined(pieces)
}

/// Drops a mark where its delimiters could not open or close.
fn drop_misplaced(pieces: &mut [Piece], mark: usize) {
    for (start, end) in spans(pieces, mark) {
        if !can_open(pieces, start, mark) || !can_close(pieces, end, mark) {
            clear(pieces, start, end, mark);
        }
    }
}

/// Drops a mark where it would end in the midst of another one.
fn drop_overlapping(pieces: &mut [Piece], mark: usize, outer: usize) {
    let bounds = bounds(pieces, outer);
    for (start, end) in spans(pieces, mark) {
        let starts_inside = bounds[start].is_some_and(|(from, to)| from < start && to < end);
        let ends_inside = bounds[end].is_some_and(|(from, to)| from > start && to > end);
        if starts_inside || ends_inside {
            clear(pieces, start, end, mark);
        }
    }
}

/// The stretches of pieces with a mark, each with its first and its last piece.
fn spans(pieces: &[Piece], mark: usize) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for at in (0..pieces.len()).filter(|at| pieces[*at].marks[mark]) {
        match spans.last_mut() {
            Some((_, end)) if *end + 1 == at => *end = at,
            _ => spans.push((at, at)),
        }
    }
    spans
}

/// For each piece the stretch with the mark that it is in.
fn bounds(pieces: &[Piece], mark: usize) -> Vec<Option<(usize, usize)>> {
    let mut bounds = vec![None; pieces.len()];
    for (start, end) in spans(pieces, mark) {
        bounds[start..=end].fill(Some((start, end)));
    }
    bounds
}

fn clear(pieces: &mut [Piece], start: usize, end: usize, mark: usize) {
    for piece in &mut pieces[start..=end] {
        piece.marks[mark] = false;
    }
}

/// Returns whether a delimiter before a piece can open.
fn can_open(pieces: &[Piece], at: usize, mark: usize) -> bool {
    let before = at.checked_sub(1).filter(|_| pieces[at].gap == Gap::None);
    before.is_none_or(|before| {
        ends(&pieces[before]).1.is_none_or(is_mark) || works_in_word(&pieces[at], mark)
    })
}

/// Returns whether a delimiter after a piece can close.
fn can_close(pieces: &[Piece], at: usize, mark: usize) -> bool {
    let after = pieces.get(at + 1).filter(|after| after.gap == Gap::None);
    after.is_none_or(|after| ends(after).0.is_none_or(is_mark) || works_in_word(&pieces[at], mark))
}

/// Returns whether a mark can start or end in the midst of a word: strong can, when only text is next to the delimiter.
fn works_in_word(piece: &Piece, mark: usize) -> bool {
    mark == STRONG
        && piece.marks == mark_alone(STRONG)
        && matches!(piece.kind, Kind::Text)
        && unmarked::is_text(&piece.text)
        && piece.text.starts_with(char::is_alphanumeric)
        && piece.text.ends_with(char::is_alphanumeric)
}

fn mark_alone(mark: usize) -> Marks {
    let mut marks = Marks::default();
    marks[mark] = true;
    marks
}

/// The first and the last character of a piece of text; `None` of others, which have punctuation there.
fn ends(piece: &Piece) -> (Option<char>, Option<char>) {
    match piece.kind {
        Kind::Text => (piece.text.chars().next(), piece.text.chars().next_back()),
        Kind::Code | Kind::Url | Kind::Link(..) => (None, None),
    }
}

/// Returns whether a character is punctuation for certain.
fn is_mark(character: char) -> bool {
    character.is_ascii_punctuation() || matches!(character, '\u{2010}'..='\u{2027}')
}

/// Hands out the delimiters in an order in which they nest.
pub(super) struct Delimiters {
    /// For each mark and piece the last piece of the stretch that it is in.
    ends: [Vec<Option<(usize, usize)>>; 3],
    open: Vec<usize>,
}

impl Delimiters {
    pub(super) fn of(pieces: &[Piece]) -> Self {
        Self {
            ends: [STRONG, EMPHASIS, STRIKE].map(|mark| bounds(pieces, mark)),
            open: Vec::new(),
        }
    }

    /// The delimiters before a piece. Pieces come in their order.
    pub(super) fn opening(&mut self, at: usize, piece: &Piece) -> String {
        let mut opening: Vec<usize> = (0..DELIMITERS.len())
            .filter(|mark| piece.marks[*mark] && !self.open.contains(mark))
            .collect();
        // What ends last is opened first.
        opening.sort_by_key(|mark| std::cmp::Reverse(self.ends[*mark][at]));
        self.open.extend(&opening);
        opening.iter().map(|mark| DELIMITERS[*mark]).collect()
    }

    /// The delimiters after a piece.
    pub(super) fn closing(&mut self, at: usize) -> String {
        let mut closing = String::new();
        while let Some(mark) = self
            .open
            .pop_if(|mark| self.ends[*mark][at].is_none_or(|(_, end)| end == at))
        {
            closing.push_str(DELIMITERS[mark]);
        }
        closing
    }
}
