//! Documentation comments, which are known to be lines of text: nobody has to parse or to format them.

use std::str::FromStr;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// Stands in a documentation comment where a line ends, until it is written.
pub(super) const LINE_END: char = '\u{1}';

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

/// Text in which nothing is escaped is read back by cutting off its ends.
const START: &str = "r##\"";
const END: &str = "\"##";

fn literal(text: &str) -> Literal {
    let plain =
        (!text.contains(END)).then(|| Literal::from_str(&format!("{START}{text}{END}")).ok());
    plain.flatten().unwrap_or_else(|| Literal::string(text))
}

/// Writes the text of a comment as lines that begin with the mark, if `#[…]` around the tokens is one that can stand so.
pub(super) fn write(attribute: &[TokenTree], mark: &str, indent: usize, out: &mut String) -> bool {
    let [
        TokenTree::Ident(name),
        TokenTree::Punct(_),
        TokenTree::Literal(text),
    ] = attribute
    else {
        return false;
    };
    if name != "doc" {
        return false;
    }
    let literal = text.to_string();
    let value;
    let text = if let Some(text) = unescaped(&literal) {
        text
    } else if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal) {
        value = text.value();
        &value
    } else {
        return false;
    };
    if text.starts_with('/') || text.contains(['\n', '\r']) {
        return false;
    }
    for line in text.trim_end_matches(' ').split(LINE_END) {
        spaces(indent, out);
        out.push_str(mark);
        out.push_str(line);
        out.push('\n');
    }
    true
}

/// The text of a literal that says it as it is.
fn unescaped(literal: &str) -> Option<&str> {
    let raw = literal.strip_prefix(START);
    if let Some(text) = raw.and_then(|it| it.strip_suffix(END)) {
        return Some(text);
    }
    let plain = literal.strip_prefix('"')?.strip_suffix('"')?;
    (!plain.contains('\\')).then_some(plain)
}

pub(super) fn spaces(count: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', count));
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
