//! Markdown to blocks, by way of the events of the parser that rustdoc uses too.

mod builder;
mod frames;
mod links;
mod table;
mod tags;
mod text;

use builder::Builder;
use pulldown_cmark::Parser;

use super::definitions::OPTIONS;
use super::tree::Block;
use super::{code, definitions};

/// The blocks of a clean text.
pub(super) fn blocks(source: &str) -> Vec<Block> {
    nested(source, 0)
}

/// The blocks of a text found in another one: an indented text, the text before a JSON document.
fn nested(source: &str, depth: u8) -> Vec<Block> {
    /// Deeper than that, indented text is code.
    const DEEPEST: u8 = 3;
    let mut builder = Builder::new((depth < DEEPEST).then_some(depth + 1));
    if code::is_json(source) {
        builder.push_code(code::language_of(source), source);
        return builder.finish("");
    }
    let source = definitions::as_text(source);
    for (event, range) in Parser::new_ext(&source, OPTIONS).into_offset_iter() {
        builder.event(event, &range, &source);
    }
    builder.finish(&source)
}
