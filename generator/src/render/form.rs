//! The form of a unit: its text with letters where its own names stand.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Ident, Literal, Spacing, TokenStream, TokenTree};

/// What stands for a name in a form. Never longer than what it stands for, so that a line which has to be broken in the form has
/// to be broken in every unit of that form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    /// For up to four letters: the formatter leaves more together behind these.
    Short,
    Long,
    Text,
    Number,
}

impl Letter {
    fn text(self) -> &'static str {
        match self {
            Self::Short => "Q",
            Self::Long => "QQQQQ",
            Self::Text => "\"Q\"",
            Self::Number => "7",
        }
    }
}

/// The lengths of what stands for a name where its length matters more.
const LENGTHS: [usize; 12] = [150, 100, 70, 45, 36, 30, 25, 20, 15, 10, 5, 1];

/// Whether a text could be taken for one that stands for a name.
pub(super) fn is_letter(byte: u8) -> bool {
    matches!(byte, b'Q' | b'7')
}

/// A place in a form where a name belongs.
#[derive(Clone, Copy, Debug)]
struct Hole {
    letter: Letter,
    /// Where its letter starts in the form.
    at: usize,
    /// Where its name ends among the names.
    end: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Last {
    Name,
    Hash,
    #[default]
    Other,
}

/// A unit as its form, and the names that make it that unit.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// Rust.
    pub(super) text: String,
    holes: Vec<Hole>,
    names: String,
    /// Where the block starts that stands for one that is written by itself.
    block: Option<usize>,
    /// Whether something in it looks like a letter and is none.
    pub(super) is_unclear: bool,
    last: Last,
}

impl Form {
    pub(super) fn of(trees: impl IntoIterator<Item = TokenTree>) -> Self {
        let mut form = Self::default();
        for tree in trees {
            form.push(tree);
        }
        form
    }

    /// Ends it with a block that holds this, in place of one that is written by itself.
    pub(super) fn open(mut self, filler: &str, tail: &str) -> Self {
        self.block = Some(self.text.len());
        for text in ["{ ", filler, " } ", tail] {
            self.text.push_str(text);
        }
        self
    }

    pub(super) fn is_open(&self) -> bool {
        self.block.is_some()
    }

    /// Makes one of two that follow each other; the block of the first, if it has one, is where the second starts.
    pub(super) fn append(&mut self, other: &Self) {
        if let Some(block) = self.block.take() {
            self.text.truncate(block);
            self.text.push_str("{ ");
        }
        let (at, end) = (self.text.len(), self.names.len());
        self.text.push_str(&other.text);
        self.names.push_str(&other.names);
        self.holes.extend(other.holes.iter().map(|hole| Hole {
            at: at + hole.at,
            end: end + hole.end,
            ..*hole
        }));
        self.block = other.block.map(|block| at + block);
        self.is_unclear |= other.is_unclear;
    }

    /// The same for text without names.
    pub(super) fn append_text(&mut self, text: &str) {
        if let Some(block) = self.block.take() {
            self.text.truncate(block);
            self.text.push_str("{ ");
        }
        self.text.push_str(text);
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.holes.iter().map(move |hole| {
            let name = &self.names[start..hole.end];
            start = hole.end;
            name
        })
    }

    /// What stands for the names in the text.
    pub(super) fn letters(&self) -> Vec<String> {
        let letters = self.holes.iter().map(|hole| hole.letter.text().to_owned());
        letters.collect()
    }

    /// What stands for them where it is nearly as long as they are.
    pub(super) fn long_letters(&self) -> Vec<String> {
        let long = |name: &str| {
            let length = LENGTHS.into_iter().find(|length| *length <= name.len());
            length.unwrap_or(1)
        };
        let letters = self.holes.iter().zip(self.names());
        let letters = letters.map(|(hole, name)| match hole.letter {
            Letter::Short | Letter::Long => "Q".repeat(long(name)),
            Letter::Text => format!("\"{}\"", "Q".repeat(long(name).max(3) - 2)),
            Letter::Number => hole.letter.text().to_owned(),
        });
        letters.collect()
    }

    /// The unit's own text.
    pub(super) fn own_text(&self) -> String {
        self.text_with(self.names())
    }

    /// The text with other words for its letters.
    pub(super) fn text_with<T: AsRef<str>>(&self, words: impl IntoIterator<Item = T>) -> String {
        let mut text = String::with_capacity(self.text.len() + self.names.len());
        let mut start = 0;
        for (hole, word) in self.holes.iter().zip(words) {
            text.push_str(&self.text[start..hole.at]);
            text.push_str(word.as_ref());
            start = hole.at + hole.letter.text().len();
        }
        text.push_str(&self.text[start..]);
        text
    }

    pub(super) fn push(&mut self, tree: TokenTree) {
        self.add(tree, false);
    }

    fn add(&mut self, tree: TokenTree, is_attribute: bool) {
        let last = std::mem::take(&mut self.last);
        match tree {
            TokenTree::Ident(ident) => self.ident(&ident, is_attribute),
            TokenTree::Literal(literal) => self.literal(&literal, is_attribute),
            TokenTree::Punct(punct) => {
                let sign = punct.as_char();
                if sign == '!' && last == Last::Name {
                    self.keep_last();
                }
                self.text.push(sign);
                if punct.spacing() == Spacing::Alone {
                    self.text.push(' ');
                }
                if sign == '#' {
                    self.last = Last::Hash;
                }
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("( ", ") "),
                    Delimiter::Brace => ("{ ", "} "),
                    Delimiter::Bracket => ("[ ", "] "),
                    Delimiter::None => ("", ""),
                };
                let is_attribute = is_attribute || last == Last::Hash;
                let inner = group.stream();
                // The tokens are moved out of the last owner, not copied.
                drop(group);
                self.text.push_str(open);
                self.stream(inner, is_attribute);
                self.text.push_str(close);
                self.last = Last::Other;
            }
        }
    }

    fn stream(&mut self, stream: TokenStream, is_attribute: bool) {
        for tree in stream {
            self.add(tree, is_attribute);
        }
    }

    fn ident(&mut self, ident: &Ident, is_attribute: bool) {
        let start = self.names.len();
        write!(self.names, "{ident}").expect("a string takes any text");
        let name = &self.names[start..];
        if is_attribute || is_keyword(name) || is_ours(name) {
            self.keep(start);
        } else {
            let letter = if name.len() <= 4 {
                Letter::Short
            } else {
                Letter::Long
            };
            self.hole(letter);
            self.last = Last::Name;
        }
    }

    fn literal(&mut self, literal: &Literal, is_attribute: bool) {
        let start = self.names.len();
        write!(self.names, "{literal}").expect("a string takes any text");
        let name = &self.names[start..];
        if is_attribute {
            self.keep(start);
        } else if name.starts_with('"') && name.len() >= 3 {
            self.hole(Letter::Text);
        } else if name.bytes().all(|byte| byte.is_ascii_digit()) {
            self.hole(Letter::Number);
        } else {
            self.keep(start);
        }
    }

    fn hole(&mut self, letter: Letter) {
        let at = self.text.len();
        self.holes.push(Hole {
            letter,
            at,
            end: self.names.len(),
        });
        self.text.push_str(letter.text());
        self.text.push(' ');
    }

    /// Makes the last of the names a part of the form.
    fn keep(&mut self, start: usize) {
        self.is_unclear |= self.names[start..].bytes().any(is_letter);
        self.text.push_str(&self.names[start..]);
        self.text.push(' ');
        self.names.truncate(start);
    }

    /// What has been taken for a name is that of a macro.
    fn keep_last(&mut self) {
        if let Some(hole) = self.holes.pop() {
            self.text.truncate(hole.at);
            let start = self.holes.last().map_or(0, |hole| hole.end);
            self.keep(start);
        }
    }
}

/// Words that are no names, somewhere or everywhere.
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "_" | "Self"
            | "abstract"
            | "as"
            | "async"
            | "auto"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "default"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "macro_rules"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "raw"
            | "ref"
            | "return"
            | "safe"
            | "self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "union"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

/// Words that the emitters write wherever they can, and documents hardly ever: a form has more than one place for names without
/// them, and lines about as long as its units' own.
fn is_ours(word: &str) -> bool {
    matches!(
        word,
        "Client"
            | "Extra"
            | "Into"
            | "IntoIterator"
            | "Item"
            | "Map"
            | "None"
            | "Nullable"
            | "OPERATION"
            | "Ok"
            | "Operation"
            | "Option"
            | "Response"
            | "Result"
            | "Some"
            | "String"
            | "Timestamp"
            | "Value"
            | "Vec"
            | "bool"
            | "build"
            | "builder"
            | "call"
            | "client"
            | "decode"
            | "encode"
            | "expectation"
            | "extra"
            | "f64"
            | "fields"
            | "i32"
            | "i64"
            | "into"
            | "model"
            | "models"
            | "new"
            | "received"
            | "runtime"
            | "send"
            | "serde_json"
            | "str"
            | "testing"
            | "timestamp"
            | "with"
    )
}
