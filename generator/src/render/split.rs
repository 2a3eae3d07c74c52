//! Tokens to the units that are formatted one by one.
//!
//! Nothing is decided here that matters for the text: a unit that is cut in the wrong place is no Rust, and what it is a part of is
//! formatted as a whole.

use std::iter::Peekable;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

use super::comment;
use super::form::Form;
use super::formatter::{LONG_FIELD, Place};

/// An item, a field or whatever else may have a comment.
pub(super) type Trees = Vec<TokenTree>;

/// The next item of a file or of an `impl`. Its comment is written at once.
pub(super) fn item(trees: &mut IntoIter, indent: usize, out: &mut String) -> Option<Trees> {
    let mut item = Trees::new();
    let mut ends_with_block = None;
    while let Some(tree) = commented(trees, item.is_empty(), indent, out, &mut item) {
        let is_last = match &tree {
            TokenTree::Ident(word) => {
                if word == "fn" {
                    ends_with_block = Some(true);
                } else if ends_with_block.is_none()
                    && ["use", "const", "static", "type"]
                        .iter()
                        .any(|it| word == it)
                {
                    ends_with_block = Some(false);
                }
                false
            }
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::Brace => ends_with_block != Some(false),
                Delimiter::Bracket => item.len() == 2 && is_mark(&item[1]),
                Delimiter::Parenthesis | Delimiter::None => false,
            },
            TokenTree::Literal(_) => false,
        };
        item.push(tree);
        if is_last {
            break;
        }
    }
    (!item.is_empty()).then_some(item)
}

/// Whether an item is an attribute of the whole file: `#![…]`.
pub(super) fn is_inner_attribute(item: &[TokenTree]) -> bool {
    item.len() == 3 && is_mark(&item[1])
}

/// What stands in the brackets of an attribute of the whole file.
pub(super) fn inner_attribute(item: &[TokenTree]) -> Option<Trees> {
    match item.last() {
        Some(TokenTree::Group(group)) if is_inner_attribute(item) => {
            Some(group.stream().into_iter().collect())
        }
        _ => None,
    }
}

fn is_mark(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == '!')
}

/// The next field of a struct, or variant of an enum. Its comment is written at once.
pub(super) fn field(trees: &mut IntoIter, indent: usize, out: &mut String) -> Option<Trees> {
    let mut field = Trees::new();
    let mut depth = Depth::default();
    while let Some(tree) = commented(trees, field.is_empty(), indent, out, &mut field) {
        if depth.ends_at(&tree) {
            break;
        }
        field.push(tree);
    }
    (!field.is_empty()).then_some(field)
}

/// The next tree behind comments, which are written. An attribute that is no comment is added to the others.
fn commented(
    trees: &mut IntoIter,
    is_first: bool,
    indent: usize,
    out: &mut String,
    others: &mut Trees,
) -> Option<TokenTree> {
    loop {
        let tree = trees.next()?;
        let TokenTree::Punct(hash) = &tree else {
            return Some(tree);
        };
        if !is_first || hash.as_char() != '#' {
            return Some(tree);
        }
        match trees.next() {
            Some(TokenTree::Group(group)) => {
                let (delimiter, inner) = (group.delimiter(), group.stream());
                drop(group);
                let inner: Trees = inner.into_iter().collect();
                if !comment::write(&inner, "///", indent, out) {
                    others.push(tree);
                    let inner = inner.into_iter().collect();
                    return Some(TokenTree::Group(Group::new(delimiter, inner)));
                }
            }
            other => {
                others.push(tree);
                return other;
            }
        }
    }
}

/// How deep in angle brackets.
#[derive(Default)]
struct Depth {
    depth: usize,
    is_arrow: bool,
}

impl Depth {
    /// Whether the tree is a comma that stands in none.
    fn ends_at(&mut self, tree: &TokenTree) -> bool {
        let was_arrow = std::mem::take(&mut self.is_arrow);
        let TokenTree::Punct(punct) = tree else {
            return false;
        };
        match punct.as_char() {
            '<' => self.depth += 1,
            '>' if !was_arrow => self.depth = self.depth.saturating_sub(1),
            '-' | '=' => self.is_arrow = punct.spacing() == Spacing::Joint,
            ',' => return self.depth == 0,
            _ => {}
        }
        false
    }
}

/// A piece of a function.
pub(super) enum Piece {
    Unit(Form, Place, usize),
    /// The end of a block, with what follows it.
    Close(usize, &'static str),
}

/// The pieces of a function whose block stands behind the trees.
pub(super) fn function(head: Trees, block: TokenStream, place: Place) -> Vec<Piece> {
    let indent = place.indent();
    let head = Form::of(head).open("x ;", "");
    let mut pieces = vec![Piece::Unit(head, place, indent)];
    body(block, indent + 4, &mut pieces);
    pieces.push(Piece::Close(indent, ""));
    pieces
}

fn body(block: TokenStream, indent: usize, pieces: &mut Vec<Piece>) {
    let mut trees = block.into_iter().peekable();
    while trees.peek().is_some() {
        statement(&mut trees, indent, pieces);
    }
}

fn statement(trees: &mut Peekable<IntoIter>, indent: usize, pieces: &mut Vec<Piece>) {
    let mut statement = Trees::new();
    let mut has_block = None;
    for tree in trees.by_ref() {
        match &tree {
            TokenTree::Ident(word) if has_block.is_none() => {
                if word == "match" {
                    has_block = Some(Place::Match);
                } else if statement.is_empty()
                    && ["while", "for", "loop"].iter().any(|it| word == it)
                {
                    has_block = Some(Place::Body);
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => {
                statement.push(tree);
                break;
            }
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Brace && has_block.is_some() =>
            {
                let inner = group.stream();
                drop(tree);
                let is_match = has_block == Some(Place::Match);
                let is_end =
                    |it: &TokenTree| matches!(it, TokenTree::Punct(it) if it.as_char() == ';');
                let tail = if trees.next_if(is_end).is_some() {
                    ";"
                } else {
                    ""
                };
                let filler = if is_match { "x => x ," } else { "x ;" };
                let head = Form::of(statement).open(filler, tail);
                pieces.push(Piece::Unit(head, Place::Body, indent));
                if is_match {
                    arms(inner, indent + 4, pieces);
                } else {
                    body(inner, indent + 4, pieces);
                }
                pieces.push(Piece::Close(indent, tail));
                return;
            }
            TokenTree::Ident(_)
            | TokenTree::Punct(_)
            | TokenTree::Group(_)
            | TokenTree::Literal(_) => {}
        }
        statement.push(tree);
    }
    match fields(&statement) {
        Some(fields) => {
            statement.pop();
            let head = Form::of(statement).open(LONG_FIELD.trim_start(), "");
            pieces.push(Piece::Unit(head, Place::Body, indent));
            for field in fields {
                let mut field = Form::of(field);
                field.append_text(", ");
                pieces.push(Piece::Unit(field, Place::Literal, indent + 4));
            }
            pieces.push(Piece::Close(indent, ""));
        }
        None => pieces.push(Piece::Unit(Form::of(statement), Place::Body, indent)),
    }
}

/// The fields of a struct expression, if the statement is one of so many that they don't stand on one line.
fn fields(statement: &[TokenTree]) -> Option<Vec<Trees>> {
    const MANY: usize = 8;
    let (TokenTree::Group(group), path) = statement.split_last()? else {
        return None;
    };
    let is_name = |tree: &TokenTree| matches!(tree, TokenTree::Ident(_));
    if group.delimiter() != Delimiter::Brace || !matches!(path, [name] if is_name(name)) {
        return None;
    }
    let mut fields = Vec::new();
    let mut trees = group.stream().into_iter();
    loop {
        let mut field = Trees::new();
        let mut depth = Depth::default();
        field.extend(trees.by_ref().take_while(|tree| !depth.ends_at(tree)));
        match &field[..] {
            [] => break,
            [name, TokenTree::Punct(colon), _, ..] if is_name(name) && colon.as_char() == ':' => {}
            _ => return None,
        }
        fields.push(field);
    }
    (fields.len() >= MANY).then_some(fields)
}

fn arms(block: TokenStream, indent: usize, pieces: &mut Vec<Piece>) {
    let is_comma = |it: &TokenTree| matches!(it, TokenTree::Punct(it) if it.as_char() == ',');
    let mut trees = block.into_iter().peekable();
    while trees.peek().is_some() {
        let mut arm = Trees::new();
        let mut depth = Depth::default();
        let mut arrow = None;
        for tree in trees.by_ref() {
            if depth.ends_at(&tree) {
                break;
            }
            if let TokenTree::Punct(sign) = &tree
                && sign.as_char() == '>'
                && arrow.is_none()
            {
                arrow = Some(arm.len() + 1);
            }
            let is_block =
                matches!(&tree, TokenTree::Group(it) if it.delimiter() == Delimiter::Brace);
            let is_last = is_block && arrow == Some(arm.len());
            arm.push(tree);
            if is_last {
                break;
            }
        }
        let _ = trees.next_if(is_comma);
        let mut arm = Form::of(arm);
        arm.append_text(", ");
        pieces.push(Piece::Unit(arm, Place::Match, indent));
    }
}
