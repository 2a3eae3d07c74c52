//! The events of the parser put together to blocks.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::super::clean::clean;
use super::super::html::Element;
use super::super::tree::{Block, EMPHASIS, Run, STRIKE, STRONG, What};
use super::super::{code, layout};
use super::frames::{Container, Frames, Origin};
use super::links::Links;
use super::nested;
use super::table::TableBuilder;

/// The input read so far.
#[derive(Default)]
pub(super) struct Builder {
    /// How deep a text found in this one is nested, if there may be one.
    deeper: Option<u8>,
    pub(super) frames: Frames,
    /// The text of the block that is being read.
    pub(super) runs: Vec<Run>,
    /// How often each mark is open.
    pub(super) marks: [u32; 3],
    pub(super) links: Links,
    /// The level of the heading that the text is.
    pub(super) heading: Option<u8>,
    /// The text has to stay in one block: it is a heading or a cell.
    pub(super) in_one: bool,
    /// The HTML element whose content is taken as it is written, and where that starts.
    pub(super) verbatim: Option<(Element, usize)>,
    table: Option<TableBuilder>,
    /// A block of code: its language, if it is fenced, and its text.
    code: Option<(Option<&'static str>, String)>,
    /// A block of HTML.
    html: Option<String>,
}

impl Builder {
    pub(super) fn new(deeper: Option<u8>) -> Self {
        Self {
            deeper,
            ..Self::default()
        }
    }

    /// The blocks, once all events of the source are in.
    pub(super) fn finish(mut self, source: &str) -> Vec<Block> {
        self.end_text(source, source.len());
        self.frames.finish()
    }

    /// Takes the next event, which covers a range of the source.
    pub(super) fn event(&mut self, event: Event<'_>, range: &Range<usize>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag, range, source),
            Event::End(tag) => self.end(tag, range, source),
            Event::Html(text) => match &mut self.html {
                Some(html) => html.push_str(&text),
                None => self.text(&clean(&text)),
            },
            Event::InlineHtml(tag) => self.tag(&tag, range, source),
            Event::Rule => {
                self.end_text(source, range.start);
                self.frames.push(Block::Rule);
            }
            // What is taken as written is taken from the source.
            _ if self.verbatim.is_some() => {}
            Event::Text(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.text(&clean(&text)),
            },
            Event::Code(code) => self.push(What::Code(clean(&code))),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.line_break(),
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>, source: &str) {
        if let Some(mark) = mark_of(tag.to_end()) {
            self.marks[mark] += 1;
            return;
        }
        if let Tag::Link {
            link_type,
            dest_url: target,
            ..
        }
        | Tag::Image {
            link_type,
            dest_url: target,
            ..
        } = &tag
        {
            let scheme = if *link_type == LinkType::Email {
                "mailto:"
            } else {
                ""
            };
            self.links
                .open(&format!("{scheme}{target}"), self.runs.len());
            return;
        }
        self.end_text(source, range.start);
        match tag {
            Tag::Paragraph => self.frames.loosen(),
            Tag::Heading { level, .. } => {
                self.heading = Some(level as u8);
                self.in_one = true;
            }
            Tag::BlockQuote(_) => self.frames.open(Container::Quote, Origin::Markdown),
            Tag::List(first) => self.frames.open(Container::List(first), Origin::Markdown),
            Tag::Item => self.frames.open(Container::Item, Origin::Markdown),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.code = Some((None, String::new())),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                self.code = Some((Some(code::language(&info)), String::new()));
            }
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::Table(columns) => self.table = Some(TableBuilder::new(columns)),
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.start_row();
                }
            }
            Tag::TableCell => self.in_one = true,
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>, source: &str) {
        if let Some(mark) = mark_of(tag) {
            self.unmark(mark);
            return;
        }
        match tag {
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::Paragraph => {
                if !self.end_laid_out(&source[range.clone()]) {
                    self.end_text(source, range.end);
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.end_text(source, range.end);
                self.frames.close_markdown();
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.html_block(&html);
            }
            TagEnd::TableCell => {
                let cell = self.end_cell(source, range.end);
                if let Some(table) = &mut self.table {
                    table.push(cell, range);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.end_row(source, range);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.frames.push(table.finish());
                }
            }
            TagEnd::Heading(_)
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => self.end_text(source, range.end),
        }
    }

    /// Ends a paragraph whose source shows more than its Markdown does: JSON, or a layout.
    fn end_laid_out(&mut self, paragraph: &str) -> bool {
        if self.deeper.is_none() || !self.frames.is_outside() || self.in_one {
            return false;
        }
        let json = code::json_tail(paragraph);
        let (text, json) = paragraph.split_at(json.unwrap_or(paragraph.len()));
        let text = match layout::in_markdown(text) {
            Some(text) => Cow::Owned(text),
            None if json.is_empty() => return false,
            None => Cow::Borrowed(text),
        };
        self.runs.clear();
        self.reset();
        self.push_nested(&text);
        self.push_code(code::language_of(json), json);
        true
    }

    fn end_code(&mut self) {
        let Some((language, text)) = self.code.take() else {
            return;
        };
        match language {
            Some(language) => self.push_code(language, &text),
            None if self.deeper.is_some() && code::is_prose(&text) => {
                self.push_nested(&code::lines(&text).join("\n"));
            }
            None => self.push_code(code::language_of(&text), &text),
        }
    }

    /// Adds the blocks of a text found in this one.
    fn push_nested(&mut self, text: &str) {
        for block in nested(text, self.deeper.unwrap_or(u8::MAX)) {
            self.frames.push(block);
        }
    }

    /// Adds a block of code, if there is any code.
    pub(super) fn push_code(&mut self, language: &'static str, text: &str) {
        let lines = code::lines(text);
        if !lines.is_empty() {
            self.frames.push(Block::Code { language, lines });
        }
    }
}

/// The mark that a tag produces.
fn mark_of(tag: TagEnd) -> Option<usize> {
    [
        (TagEnd::Strong, STRONG),
        (TagEnd::Emphasis, EMPHASIS),
        (TagEnd::Strikethrough, STRIKE),
    ]
    .into_iter()
    .find_map(|(known, mark)| (known == tag).then_some(mark))
}
