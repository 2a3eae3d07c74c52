//! The text of a block while it is read.

use std::rc::Rc;

use super::super::code;
use super::super::html::{self, Element};
use super::super::tree::{Block, Marks, Run, What};
use super::builder::Builder;

impl Builder {
    /// Adds text in the style that is in force.
    pub(super) fn text(&mut self, text: &str) {
        let (marks, link) = self.style();
        if let Some(Run {
            what: What::Text(last),
            marks: last_marks,
            link: last_link,
        }) = self.runs.last_mut()
            && *last_marks == marks
            && match (&*last_link, &link) {
                (Some(last), Some(link)) => Rc::ptr_eq(last, link),
                (last, link) => last.is_none() && link.is_none(),
            }
        {
            last.push_str(text);
        } else if !text.is_empty() {
            self.push(What::Text(text.to_owned()));
        }
    }

    /// Adds a run in the style that is in force.
    pub(super) fn push(&mut self, what: What) {
        let (marks, link) = self.style();
        self.runs.push(Run { what, marks, link });
    }

    fn style(&self) -> (Marks, Option<Rc<str>>) {
        (self.marks.map(|open| open > 0), self.links.current())
    }

    pub(super) fn unmark(&mut self, mark: usize) {
        self.marks[mark] = self.marks[mark].saturating_sub(1);
    }

    /// Ends the innermost link. One that shows nothing shows its target.
    pub(super) fn end_link(&mut self) {
        if let Some(target) = self.links.unnamed(self.runs.len()) {
            self.text(&target);
        }
        self.links.close();
    }

    /// A line break that is meant; two of them end a paragraph.
    pub(super) fn line_break(&mut self) {
        let mut after = self.runs.iter().rev().take_while(|run| !run.is_visible());
        let is_second = after.any(|run| matches!(run.what, What::Break));
        if is_second && !self.in_one {
            self.end_paragraph();
        } else {
            self.push(What::Break);
        }
    }

    /// Ends the text of a paragraph or a heading, in the midst of what Markdown takes for one, too.
    pub(super) fn end_paragraph(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let heading = self.heading.take();
        if runs.iter().any(Run::is_visible) {
            self.frames.push(match heading {
                Some(level) => Block::Heading(level, runs),
                None => Block::Text(runs),
            });
        }
    }

    /// Ends a block with text at a place in the source.
    pub(super) fn end_text(&mut self, source: &str, at: usize) {
        self.end_verbatim(source, at);
        self.end_paragraph();
        self.reset();
    }

    /// Ends a cell of a table: its text.
    pub(super) fn end_cell(&mut self, source: &str, at: usize) -> Vec<Run> {
        self.end_verbatim(source, at);
        self.reset();
        std::mem::take(&mut self.runs)
    }

    /// Ends an element whose content is taken as it is written.
    pub(super) fn end_verbatim(&mut self, source: &str, at: usize) {
        let Some((element, start)) = self.verbatim.take() else {
            return;
        };
        let text = source.get(start..at).unwrap_or_default();
        let text = html::text_of(&text.replace('\u{c}', "\n"));
        if element == Element::Preformatted && !self.in_one {
            self.end_paragraph();
            self.push_code(code::language_of(&text), &text);
        } else {
            self.push(What::Code(text));
        }
    }

    /// Back to plain text, for the next block.
    pub(super) fn reset(&mut self) {
        self.marks = [0; 3];
        self.links.clear();
        self.verbatim = None;
        self.in_one = false;
    }
}
