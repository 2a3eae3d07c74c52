//! A file of its units: what stands in what, and where a blank line is between them.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::Result;

use super::comment::{self, spaces};
use super::form::Form;
use super::formatter::{Place, format};
use super::split::{self, Piece, Trees};
use super::template::Templates;

/// A function of fewer pieces is one unit.
const FEW: usize = 8;

/// Writes the items of a file, with a blank line between them unless both are of a list of modules or imports.
pub(super) fn write(tokens: TokenStream, templates: &Templates, out: &mut String) -> Result<()> {
    let writer = Writer { templates };
    let mut trees = tokens.into_iter();
    let mut last: Option<Option<List>> = None;
    loop {
        let start = out.len();
        let Some(item) = split::item(&mut trees, 0, out) else {
            return Ok(());
        };
        let kind = list_of(&item);
        if last.is_some_and(|last| last.is_none() || last != kind) {
            out.insert(start, '\n');
        }
        writer.item(item, out)?;
        last = Some(kind);
    }
}

/// Items that stand below each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Attributes,
    Modules,
    Imports,
    Exports,
}

fn list_of(item: &Trees) -> Option<List> {
    if split::is_inner_attribute(item) {
        return Some(List::Attributes);
    }
    let keyword = keyword(item)?;
    if keyword == "mod" {
        return matches!(item.last(), Some(TokenTree::Punct(_))).then_some(List::Modules);
    }
    let is_public = |tree: &TokenTree| matches!(tree, TokenTree::Ident(word) if word == "pub");
    (keyword == "use").then(|| {
        if item.iter().any(is_public) {
            List::Exports
        } else {
            List::Imports
        }
    })
}

/// The word that says what an item is.
fn keyword(item: &[TokenTree]) -> Option<&Ident> {
    const WORDS: &[&str] = &["fn", "impl", "struct", "enum", "const", "use", "mod"];
    item.iter().find_map(|tree| match tree {
        TokenTree::Ident(word) if WORDS.iter().any(|it| word == it) => Some(word),
        TokenTree::Ident(_) | TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {
            None
        }
    })
}

/// The block at the end of an item, which loses it.
fn take_block(item: &mut Trees) -> Option<TokenStream> {
    let Some(TokenTree::Group(group)) = item.last() else {
        return None;
    };
    let inner = group.stream();
    if group.delimiter() != Delimiter::Brace || inner.is_empty() {
        return None;
    }
    item.pop();
    Some(inner)
}

struct Writer<'t> {
    templates: &'t Templates,
}

impl Writer<'_> {
    fn unit(&self, trees: Trees, place: Place, out: &mut String) -> Result<()> {
        self.templates.write(&Form::of(trees), place, out)
    }

    fn item(&self, mut item: Trees, out: &mut String) -> Result<()> {
        if let Some(attribute) = split::inner_attribute(&item)
            && comment::write(&attribute, "//!", 0, out)
        {
            return Ok(());
        }
        let keyword = keyword(&item).map(Ident::to_string);
        let keyword = keyword.as_deref().unwrap_or_default();
        if !matches!(keyword, "fn" | "impl" | "struct" | "enum") {
            return self.unit(item, Place::File, out);
        }
        let Some(block) = take_block(&mut item) else {
            return self.unit(item, Place::File, out);
        };
        let filler = match keyword {
            "fn" => return self.function(item, block, Place::File, out),
            "impl" => "const X : X = X ;",
            "struct" => "x : x ,",
            _ => "X ,",
        };
        let head = Form::of(item).open(filler, "");
        self.templates.write(&head, Place::File, out)?;
        match keyword {
            "impl" => self.members(block, out)?,
            "struct" => self.fields(block, Place::Struct, out)?,
            _ => self.fields(block, Place::Enum, out)?,
        }
        out.push_str("}\n");
        Ok(())
    }

    fn fields(&self, block: TokenStream, place: Place, out: &mut String) -> Result<()> {
        let mut trees = block.into_iter();
        while let Some(field) = split::field(&mut trees, place.indent(), out) {
            self.unit(field, place, out)?;
        }
        Ok(())
    }

    /// Members have blank lines between them, but for constants that follow each other.
    fn members(&self, block: TokenStream, out: &mut String) -> Result<()> {
        let place = Place::Impl;
        let mut trees = block.into_iter();
        let mut is_first = true;
        let mut was_constant = false;
        loop {
            let start = out.len();
            let Some(mut member) = split::item(&mut trees, place.indent(), out) else {
                return Ok(());
            };
            let is_bare = start == out.len()
                && matches!(member.first(), Some(TokenTree::Ident(word)) if word == "const");
            if !(is_first || is_bare && was_constant) {
                out.insert(start, '\n');
            }
            is_first = false;
            let start = out.len();
            let keyword = keyword(&member).map(Ident::to_string);
            was_constant = false;
            match keyword.as_deref() {
                Some("fn") => match take_block(&mut member) {
                    Some(block) => self.function(member, block, place, out)?,
                    None => self.unit(member, place, out)?,
                },
                Some("const") => {
                    self.unit(member, place, out)?;
                    // What takes several lines does not go on a list of constants, unless it is a list itself.
                    let last = out[start..].lines().next_back().unwrap_or_default();
                    was_constant = last.starts_with("    const ") || last == "    ];";
                }
                _ => self.unit(member, place, out)?,
            }
        }
    }

    fn function(
        &self,
        head: Trees,
        block: TokenStream,
        place: Place,
        out: &mut String,
    ) -> Result<()> {
        let pieces = split::function(head, block, place);
        let is_small = pieces.len() < FEW;
        if !is_small && self.pieces(&pieces, out) {
            return Ok(());
        }
        let mut whole = Form::default();
        for piece in &pieces {
            match piece {
                Piece::Unit(form, ..) => whole.append(form),
                Piece::Close(_, tail) => {
                    whole.append_text("} ");
                    whole.append_text(tail);
                }
            }
        }
        if is_small {
            return self.templates.write(&whole, place, out);
        }
        out.push_str(&format(&whole.own_text(), place)?);
        Ok(())
    }

    /// Writes the pieces of a function if none of their lines becomes too long, and nothing otherwise.
    fn pieces(&self, pieces: &[Piece], out: &mut String) -> bool {
        let start = out.len();
        let fit = pieces.iter().all(|piece| match piece {
            // What is moved to the right can't be formatted where it stands.
            Piece::Unit(form, place, indent) if *indent == place.indent() => {
                self.templates.write(form, *place, out).is_ok()
            }
            Piece::Unit(form, place, indent) => {
                self.templates.write_short(form, *place, *indent, out)
            }
            Piece::Close(indent, tail) => {
                spaces(*indent, out);
                out.push('}');
                out.push_str(tail);
                out.push('\n');
                true
            }
        });
        if !fit {
            out.truncate(start);
        }
        fit
    }
}

#[cfg(test)]
mod tests;
