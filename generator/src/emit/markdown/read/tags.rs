//! HTML in a text: its tags do what the Markdown for the same does.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag as MarkdownTag, TagEnd};

use super::super::clean::clean;
use super::super::definitions::OPTIONS;
use super::super::html::{self, Element, Tag};
use super::super::tree::Block;
use super::builder::Builder;
use super::frames::{Container, Origin};

impl Builder {
    /// Takes a block of HTML. It is read as a paragraph, so that Markdown in it counts, as it does for most readers.
    pub(super) fn html_block(&mut self, html: &str) {
        if html::is_sample(html) {
            self.push_code("xml", html);
            return;
        }
        // A form feed is a space to the parser, but doesn't end a line; nor does a block of HTML start after one. The
        // clean text has none, so that they differ from spaces where line ends count.
        let line = format!("\u{c}{}", html.replace('\n', "\u{c}"));
        for (event, range) in Parser::new_ext(&line, OPTIONS).into_offset_iter() {
            if !matches!(
                event,
                Event::Start(MarkdownTag::Paragraph) | Event::End(TagEnd::Paragraph)
            ) {
                self.event(event, &range, &line);
            }
        }
        self.end_text(&line, line.len());
    }

    /// Takes a tag, which covers a range of the source.
    pub(super) fn tag(&mut self, tag: &str, range: &Range<usize>, source: &str) {
        let known = Tag::of(tag);
        if let Some((element, _)) = self.verbatim {
            if known.is_some_and(|tag| tag.closing && tag.element == element) {
                self.end_verbatim(source, range.start);
            }
            return;
        }
        match known {
            Some(tag) => self.known_tag(&tag, range),
            None if tag.starts_with("<!--") => {}
            None => self.text(&clean(tag)),
        }
    }

    fn known_tag(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag.element {
            Element::Mark(mark) if tag.closing => self.unmark(mark),
            Element::Mark(mark) => self.marks[mark] += 1,
            Element::Link if tag.closing => self.links.close_html(),
            Element::Link => self.links.open_html(tag.attribute("href").as_deref()),
            Element::Image => self.image(tag),
            Element::Code | Element::Preformatted => {
                self.verbatim = (!tag.closing).then_some((tag.element, range.end));
            }
            Element::Break => self.line_break(),
            Element::Cell if !tag.closing && !self.runs.is_empty() => self.text(" | "),
            Element::Plain | Element::Cell => {}
            Element::Rule
            | Element::Paragraph
            | Element::List { .. }
            | Element::Item
            | Element::Heading(_)
            | Element::Quote => {
                if self.in_one {
                    self.text(" ");
                } else {
                    self.end_paragraph();
                    self.block_tag(tag);
                }
            }
        }
    }

    fn image(&mut self, tag: &Tag<'_>) {
        let alternative = tag.attribute("alt").unwrap_or_default();
        self.links
            .open(&tag.attribute("src").unwrap_or_default(), self.runs.len());
        self.text(&alternative);
        self.end_link();
    }

    /// Reads the tag of a void element; the text before it has ended.
    fn block_tag(&mut self, tag: &Tag<'_>) {
        let html = Origin::Html;
        match (tag.element, tag.closing) {
            (Element::Rule, _) => self.frames.push(Block::Rule),
            (Element::Heading(level), false) => self.heading = Some(level),
            (Element::List { ordered }, false) => {
                self.frames
                    .open(Container::List(ordered.then_some(1)), html);
            }
            (Element::List { .. }, true) => self.frames.close_html(Container::List(None)),
            (Element::Item, false) => self.frames.open_html_item(),
            (Element::Item, true) => self.frames.close_html(Container::Item),
            (Element::Quote, false) => self.frames.open(Container::Quote, html),
            (Element::Quote, true) => self.frames.close_html(Container::Quote),
            _ => {}
        }
    }
}
