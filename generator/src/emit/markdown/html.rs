//! The HTML that descriptions hold: which tags are known and what they mean.

use pulldown_cmark::{Event, Parser};

use super::clean::clean;

/// A tag of HTML that means something to a reader.
#[derive(Debug, PartialEq)]
pub(super) struct Tag<'a> {
    pub(super) element: Element,
    pub(super) closing: bool,
    /// The tag as it is written.
    source: &'a str,
}

/// The effect of an element on the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Strong, emphasized or struck out: the place in [`Marks`](super::tree::Marks).
    Mark(usize),
    Code,
    Preformatted,
    Link,
    Image,
    Break,
    Rule,
    /// Text of its own: a paragraph, a section, a row of a table.
    Paragraph,
    Cell,
    List {
        ordered: bool,
    },
    Item,
    Heading(u8),
    Quote,
    /// Of no consequence.
    Plain,
}

impl Element {
    /// Returns the element of a name. Unknown names are not tags: in descriptions, `<sourceId>` is a placeholder.
    fn named(name: &str) -> Option<Self> {
        use super::tree::{EMPHASIS, STRIKE, STRONG};
        Some(match name {
            "b" | "strong" => Self::Mark(STRONG),
            "i" | "em" | "cite" | "dfn" => Self::Mark(EMPHASIS),
            "s" | "strike" | "del" => Self::Mark(STRIKE),
            "code" | "tt" | "kbd" | "samp" => Self::Code,
            "pre" => Self::Preformatted,
            "a" => Self::Link,
            "img" => Self::Image,
            "br" => Self::Break,
            "hr" => Self::Rule,
            "p" | "div" | "dl" | "dt" | "dd" | "table" | "tr" | "caption" | "center"
            | "details" | "summary" | "section" | "article" | "header" | "footer" | "figure"
            | "figcaption" => Self::Paragraph,
            "td" | "th" => Self::Cell,
            "ul" => Self::List { ordered: false },
            "ol" => Self::List { ordered: true },
            "li" => Self::Item,
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "blockquote" => Self::Quote,
            "u" | "ins" | "sub" | "sup" | "small" | "big" | "mark" | "span" | "font" | "abbr"
            | "q" | "wbr" | "nobr" | "thead" | "tbody" | "tfoot" | "colgroup" | "html" | "body" => {
                Self::Plain
            }
            _ => return None,
        })
    }
}

impl<'a> Tag<'a> {
    /// The tag that a text is, if it is a known one.
    pub(super) fn of(source: &'a str) -> Option<Self> {
        let rest = source.strip_prefix('<')?;
        let closing = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest
            .bytes()
            .take_while(u8::is_ascii_alphanumeric)
            .take(16)
            .count();
        let (name, rest) = rest.split_at(length);
        let element = Element::named(&name.to_ascii_lowercase())?;
        // Attributes have values: `a <b and c> d` is about numbers.
        let ends = |next: char| next.is_whitespace() || next == '/';
        let attributes = rest.strip_suffix('>')?;
        let is_tag = attributes.trim_matches(ends).is_empty()
            || attributes.starts_with(ends) && attributes.contains('=');
        is_tag.then_some(Self {
            element,
            closing,
            source,
        })
    }

    /// The known tag that a text starts with.
    fn at_start(text: &'a str) -> Option<Self> {
        /// So that a text of tags that never end is not read over and over.
        const LONGEST: usize = 1000;
        let end = text.bytes().take(LONGEST).position(|byte| byte == b'>')?;
        Self::of(&text[..=end])
    }

    /// The value of an attribute, decoded.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let lower = self.source.to_ascii_lowercase();
        let mut from = 0;
        loop {
            let start = from + lower[from..].find(name)?;
            from = start + name.len();
            let after = self.source[from..].trim_start();
            let named = lower[..start].ends_with(|before: char| before.is_whitespace());
            let (true, Some(value)) = (named, after.strip_prefix('=')) else {
                continue;
            };
            let value = value.trim_start();
            let value = match value.chars().next()? {
                quote @ ('"' | '\'') => value[1..].split(quote).next()?,
                _ => value
                    .split(|end: char| end.is_whitespace() || end == '>')
                    .next()?,
            };
            return Some(decoded(value));
        }
    }
}

/// The text without its known tags, its entities decoded.
pub(super) fn text_of(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let length = Tag::at_start(rest).map_or(0, |tag| tag.source.len());
        if length == 0 {
            text.push('<');
            rest = &rest[1..];
        } else {
            rest = &rest[length..];
        }
    }
    text.push_str(rest);
    decoded(&text)
}

/// Returns whether HTML is a sample of XML rather than a text with tags: elements are closed, and none of them is known.
pub(super) fn is_sample(source: &str) -> bool {
    (source.contains("</") || source.contains("/>"))
        && source
            .match_indices('<')
            .all(|(start, _)| Tag::at_start(&source[start..]).is_none())
}

/// The text with its entities decoded, all of HTML's: the parser knows them.
fn decoded(source: &str) -> String {
    /// The longest name of an entity, with its `&` and `;`.
    const LONGEST: usize = 33;
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find('&') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let name = rest[1..]
            .bytes()
            .take(LONGEST)
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
            .count();
        let length = if rest[1 + name..].starts_with(';') {
            name + 2
        } else {
            1
        };
        for event in Parser::new(&rest[..length]) {
            if let Event::Text(decoded) = event {
                text.push_str(&decoded);
            }
        }
        rest = &rest[length..];
    }
    text.push_str(rest);
    clean(&text)
}
