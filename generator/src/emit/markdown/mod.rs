//! Descriptions of a document as documentation comments.
//!
//! A description is Markdown by the letter of the standard, and anything in practice. It is parsed with the parser that
//! rustdoc uses and written anew, so that what rustdoc shows is what the text evidently means, and nothing in it is an
//! error, a warning or a test: no HTML, no links within the documentation, no code in an unnamed language, identifiers
//! in backticks. No word of the text is lost.

#[cfg(any(test, fuzzing))]
pub(crate) mod checks;
mod clean;
mod code;
mod definitions;
mod html;
mod inline;
mod layout;
mod read;
mod references;
mod summary;
#[cfg(test)]
mod tests;
mod tree;
mod unmarked;
mod write;

use clean::clean;
pub(crate) use references::Resolve;

/// The lines of the documentation comment for a description, without the `///`.
///
/// No line is at the start or the end blank, ends in a space or has a character that can't be seen. A text with nothing to
/// show has no lines.
pub(crate) fn rustdoc_lines(markdown: &str) -> Vec<String> {
    write::lines(&read::blocks(&clean(markdown)))
}

/// The same, with a link in the place of code that names something of the crate.
pub(crate) fn linked_lines(markdown: &str, resolve: Resolve<'_>) -> Vec<String> {
    let blocks = read::blocks(&clean(markdown));
    write::lines(&references::linked(blocks, resolve))
}

/// The same as [`summary_line`], with the names that the crate has for what code names; a summary has no links.
pub(crate) fn named_summary(markdown: &str, resolve: Resolve<'_>) -> String {
    let blocks = read::blocks(&clean(markdown));
    summary::of(&references::linked(blocks, resolve))
}

/// The first sentence of a description on one line, fit for a cell of a table; empty when there is none.
///
/// Links and emphasis are skipped; what is notation is escaped and identifiers are in backticks as in
/// [`rustdoc_lines`].
pub(crate) fn summary_line(markdown: &str) -> String {
    summary::of(&read::blocks(&clean(markdown)))
}
