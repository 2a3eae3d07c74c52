//! A parsed description: blocks of styled text, without notation.

use std::rc::Rc;

use pulldown_cmark::Alignment;

/// A block of a description.
#[derive(Debug)]
pub(super) enum Block {
    Text(Vec<Run>),
    /// The level, from 1.
    Heading(u8, Vec<Run>),
    Code {
        language: &'static str,
        /// Never empty, without blank lines at its ends.
        lines: Vec<String>,
    },
    List {
        /// The number of the first item; `None` for a bullet list.
        first: Option<u64>,
        /// Whether the list is loose.
        loose: bool,
        /// No item is empty.
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    Table {
        columns: Vec<Alignment>,
        /// The first is the head. A row has as many cells as there are columns.
        rows: Vec<Vec<Vec<Run>>>,
    },
    Rule,
}

/// A stretch of text in one style.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) what: What,
    pub(super) marks: Marks,
    /// Where it links to. The runs of one link share the allocation; two links never do.
    pub(super) link: Option<Rc<str>>,
}

/// The kind of a run.
#[derive(Clone, Debug)]
pub(super) enum What {
    Text(String),
    Code(String),
    /// A line break that is meant.
    Break,
}

/// Which of strong, emphasized and struck out a run is, in this order.
pub(super) type Marks = [bool; 3];

/// The places in [`Marks`].
pub(super) const STRONG: usize = 0;
pub(super) const EMPHASIS: usize = 1;
pub(super) const STRIKE: usize = 2;

impl Run {
    /// Returns whether it shows anything.
    pub(super) fn is_visible(&self) -> bool {
        match &self.what {
            What::Text(text) | What::Code(text) => !text.trim().is_empty(),
            What::Break => false,
        }
    }
}
