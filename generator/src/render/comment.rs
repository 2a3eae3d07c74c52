//! Documentation comments: one attribute for the parser and the formatter, split into lines afterwards.

use std::str::FromStr;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// Marks the end of a line in a documentation comment until it is written.
const LINE_END: char = '\u{1}';

/// Lines as one attribute, of which the file makes a comment; none if there is nothing to say.
pub(crate) fn comment(lines: &[String], is_inner: bool) -> TokenStream {
    if lines.is_empty() {
        return TokenStream::new();
    }
    let mut text = String::new();
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            text.push(LINE_END);
        }
        if !line.is_empty() {
            text.push(' ');
            text.push_str(line);
        }
    }
    // Nothing leaves its line.
    let text = text.replace(['\n', '\r'], " ");
    let equals = TokenTree::Punct(Punct::new('=', Spacing::Alone));
    let doc = TokenTree::Ident(Ident::new("doc", Span::call_site()));
    let inner = TokenStream::from_iter([doc, equals, TokenTree::Literal(literal(&text))]);
    let hash = Some(TokenTree::Punct(Punct::new('#', Spacing::Alone)));
    let mark = is_inner.then(|| TokenTree::Punct(Punct::new('!', Spacing::Alone)));
    let group = Some(TokenTree::Group(Group::new(Delimiter::Bracket, inner)));
    [hash, mark, group].into_iter().flatten().collect()
}

/// Delimiters of a raw string, so that most text needs no escapes.
const START: &str = "r##\"";
const END: &str = "\"##";

fn literal(text: &str) -> Literal {
    let plain =
        (!text.contains(END)).then(|| Literal::from_str(&format!("{START}{text}{END}")).ok());
    plain.flatten().unwrap_or_else(|| Literal::string(text))
}

/// Ends the lines of comments that the formatter took for one, each with the same mark and as far to the right as the first.
pub(super) fn with_lines(text: String) -> String {
    if !text.contains(LINE_END) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split_inclusive('\n') {
        let mut parts = line.split(LINE_END);
        let first = parts.next().unwrap_or_default();
        out.push_str(first);
        let start = first.len() - first.trim_start_matches(' ').len() + "///".len();
        for part in parts {
            out.push('\n');
            out.push_str(&first[..start]);
            out.push_str(part);
        }
    }
    out
}
