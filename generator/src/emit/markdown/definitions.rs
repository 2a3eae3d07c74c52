//! Link definitions that define nothing: `[note]: this` is meant as text, but a parser takes it away.

use std::borrow::Cow;
use std::collections::BTreeSet;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

/// The extensions of `CommonMark` that are read. Footnotes and task lists stay text: `[^1]` and `[x]` read well.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// The text with the definitions that no link uses made into text.
pub(super) fn as_text(source: &str) -> Cow<'_, str> {
    /// A text that ends being a definition can show another one of the same name.
    const PASSES: usize = 2;
    let mut text = Cow::Borrowed(source);
    if !source.contains("]:") {
        return text;
    }
    for _ in 0..PASSES {
        let unused = unused(&text);
        if unused.is_empty() {
            return text;
        }
        text = Cow::Owned(escaped(&text, unused));
    }
    if unused(&text).is_empty() {
        return text;
    }
    Cow::Owned(all_escaped(&text))
}

/// Where the definitions start that no link uses, in order.
fn unused(text: &str) -> BTreeSet<usize> {
    let mut events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let mut names = BTreeSet::new();
    for (event, _) in events.by_ref() {
        if let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) =
            event
            && matches!(
                link_type,
                LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
            )
            // A footnote is not a link, and its text no target.
            && !id.starts_with('^')
        {
            names.insert(id.into_string());
        }
    }
    let definitions = events.reference_definitions();
    let used: BTreeSet<_> = names
        .iter()
        .filter_map(|name| definitions.get(name))
        .map(|definition| definition.span.start)
        .collect();
    definitions
        .iter()
        .map(|(_, definition)| definition.span.start)
        .filter(|start| !used.contains(start))
        .collect()
}

/// The text with a backslash at each of the places.
fn escaped(text: &str, places: BTreeSet<usize>) -> String {
    let mut escaped = String::with_capacity(text.len() + places.len());
    let mut done = 0;
    for place in places {
        escaped.push_str(&text[done..place]);
        escaped.push('\\');
        done = place;
    }
    escaped.push_str(&text[done..]);
    escaped
}

/// The text with every bracket escaped that could start a definition: for texts that repeat one over and over.
fn all_escaped(text: &str) -> String {
    let mut places = BTreeSet::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start_matches(|start: char| {
            start.is_ascii_digit() || matches!(start, ' ' | '>' | '-' | '*' | '+' | '.' | ')')
        });
        if rest.starts_with('[') {
            places.insert(start + line.len() - rest.len());
        }
        start += line.len();
    }
    escaped(text, places)
}
