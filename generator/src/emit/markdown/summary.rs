//! The first sentence of a text.

use super::inline::{self, Place};
use super::tree::{Block, Marks, Run, STRONG};

/// The first sentence of the first paragraph on one line, or the first heading where there is no paragraph.
///
/// A paragraph that is all strong is a heading of its own kind.
pub(super) fn of(blocks: &[Block]) -> String {
    let is_text = |run: &Run| run.is_visible() && !run.marks[STRONG];
    let Some(runs) = paragraph(blocks, is_text)
        .or_else(|| paragraph(blocks, Run::is_visible))
        .or_else(|| heading(blocks))
    else {
        return String::new();
    };
    let runs: Vec<_> = runs.iter().map(plain).collect();
    let mut words = inline::words(&runs, Place::Cell).into_iter().peekable();
    let mut sentence = String::new();
    while let Some(word) = words.next() {
        if sentence.is_empty() {
            sentence = word.at_line_start();
        } else {
            sentence.push(' ');
            sentence.push_str(&word.text);
        }
        let ends = words
            .peek()
            .is_none_or(|next| next.on_new_line || is_end(&word.text, &next.text));
        if ends {
            break;
        }
    }
    sentence
}

/// The text without its style.
fn plain(run: &Run) -> Run {
    Run {
        what: run.what.clone(),
        marks: Marks::default(),
        link: None,
    }
}

/// The first paragraph with such a run, in a list or a quote if need be.
fn paragraph(blocks: &[Block], is_wanted: fn(&Run) -> bool) -> Option<&[Run]> {
    blocks.iter().find_map(|block| match block {
        Block::Text(runs) if runs.iter().any(is_wanted) => Some(runs.as_slice()),
        Block::List { items, .. } => items.iter().find_map(|item| paragraph(item, is_wanted)),
        Block::Quote(blocks) => paragraph(blocks, is_wanted),
        Block::Text(_)
        | Block::Heading(..)
        | Block::Code { .. }
        | Block::Table { .. }
        | Block::Rule => None,
    })
}

fn heading(blocks: &[Block]) -> Option<&[Run]> {
    blocks.iter().find_map(|block| match block {
        Block::Heading(_, runs) => Some(runs.as_slice()),
        Block::Text(_)
        | Block::Code { .. }
        | Block::List { .. }
        | Block::Quote(_)
        | Block::Table { .. }
        | Block::Rule => None,
    })
}

/// Returns whether a sentence ends between two words.
fn is_end(word: &str, next: &str) -> bool {
    let word = word.trim_end_matches([')', '"', '\'', '’', '”']);
    word.ends_with(['.', '!', '?'])
        && !is_abbreviation(word)
        && !next.starts_with(char::is_lowercase)
}

/// Returns whether the full stop of a word is part of it: `e.g.`, `U.S.`, `no.`
fn is_abbreviation(word: &str) -> bool {
    const COMMON: [&str; 8] = ["vs", "cf", "approx", "incl", "resp", "no", "dr", "mr"];
    let Some(word) = word.strip_suffix('.') else {
        return false;
    };
    let word = word
        .trim_start_matches(|mark: char| mark.is_ascii_punctuation())
        .to_lowercase();
    let is_initial = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    COMMON.contains(&word.as_str()) || word.split('.').all(is_initial)
}
