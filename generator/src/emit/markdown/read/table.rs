//! A table while it is read.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::super::tree::{Block, Marks, Run, What};

/// The rows read so far.
#[derive(Debug)]
pub(super) struct TableBuilder {
    columns: Vec<Alignment>,
    rows: Vec<Vec<Vec<Run>>>,
    /// Where the last cell ended.
    end: usize,
}

impl TableBuilder {
    pub(super) fn new(columns: Vec<Alignment>) -> Self {
        Self {
            columns,
            rows: Vec::new(),
            end: 0,
        }
    }

    pub(super) fn start_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn push(&mut self, cell: Vec<Run>, range: &Range<usize>) {
        self.end = range.end;
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }

    /// Ends a row: cells that are missing are empty, and what is in excess, which parsers drop, goes into the last one.
    pub(super) fn end_row(&mut self, source: &str, range: &Range<usize>) {
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        row.resize_with(self.columns.len(), Vec::new);
        let excess = source.get(self.end..range.end).unwrap_or_default();
        if let Some(last) = row.last_mut()
            && excess.contains(char::is_alphanumeric)
        {
            last.push(Run {
                what: What::Text(format!(" {}", excess.trim_matches(['|', ' ', '\n']))),
                marks: Marks::default(),
                link: None,
            });
        }
    }

    pub(super) fn finish(self) -> Block {
        Block::Table {
            columns: self.columns,
            rows: self.rows,
        }
    }
}
