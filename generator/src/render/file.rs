//! One file: its items as the formatter prints them, with blank lines between them.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::{File, ImplItem, Item, ItemImpl, ItemMacro, MacroDelimiter, Result, Visibility};

use super::comment::with_lines;

/// Writes the items of a file, with a blank line between them unless both are of a list of modules or imports.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most items need nothing of their own"
)]
pub(super) fn write(tokens: TokenStream, out: &mut String) -> Result<()> {
    let mut file: File = syn::parse2(tokens)?;
    let items = std::mem::take(&mut file.items);
    let has_attributes = !file.attrs.is_empty();
    out.push_str(&format(&file));
    let mut last: Option<Option<List>> = has_attributes.then_some(None);
    for item in items {
        let kind = list_of(&item);
        if last.is_some_and(|last| last.is_none() || last != kind) {
            out.push('\n');
        }
        match item {
            Item::Impl(block) => implementation(block, out)?,
            Item::Macro(call) if matches!(call.mac.delimiter, MacroDelimiter::Brace(_)) => {
                rows(call, out)?;
            }
            item => out.push_str(&format(&single(item))),
        }
        last = Some(kind);
    }
    Ok(())
}

/// Items without blank lines between them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Modules,
    Imports,
    Exports,
}

#[expect(clippy::wildcard_enum_match_arm, reason = "most items are of no list")]
fn list_of(item: &Item) -> Option<List> {
    match item {
        Item::Mod(it) if it.content.is_none() => Some(List::Modules),
        Item::Use(it) if matches!(it.vis, Visibility::Public(_)) => Some(List::Exports),
        Item::Use(_) => Some(List::Imports),
        _ => None,
    }
}

/// Writes the call of a macro that takes rows, each with its semicolon, one on a line. The formatter would fill its lines.
fn rows(mut call: ItemMacro, out: &mut String) -> Result<()> {
    let mut tokens = std::mem::take(&mut call.mac.tokens).into_iter().peekable();
    out.push_str(format(&single(Item::Macro(call))).trim_end_matches("}\n"));
    out.push('\n');
    while tokens.peek().is_some() {
        let row = tokens.by_ref();
        let row = row.take_while(|it| !matches!(it, TokenTree::Punct(it) if it.as_char() == ';'));
        let row: TokenStream = row.collect();
        let text = format(&syn::parse2(quote!(x!(#row);))?);
        let text = text.trim_start_matches("x!(").trim_end_matches(");\n");
        let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
        out.push_str("    ");
        out.push_str(&lines.collect::<Vec<_>>().join(" "));
        out.push_str(";\n");
    }
    out.push_str("}\n");
    Ok(())
}

/// Writes an `impl`, with blank lines between its members except between constants that follow each other.
fn implementation(mut block: ItemImpl, out: &mut String) -> Result<()> {
    let members = std::mem::take(&mut block.items);
    let mut file = single(Item::Impl(block));
    let Some(Item::Impl(around)) = file.items.first_mut() else {
        return Ok(());
    };
    if members.len() < 2 {
        around.items = members;
        out.push_str(&format(&file));
        return Ok(());
    }
    // One member at a time, in an `impl` of which the first line is known.
    around.items.push(syn::parse_str(CONSTANT.trim())?);
    let head = format(&file);
    let head = head.strip_suffix(END);
    let head = head.and_then(|it| it.strip_suffix(CONSTANT));
    out.push_str(head.unwrap_or_default());
    let mut around: File = syn::parse_str("impl X {}")?;
    let mut was_constant = None;
    for member in members {
        let is_constant = matches!(&member, ImplItem::Const(it) if it.attrs.is_empty());
        if was_constant.is_some_and(|was| !(was && is_constant)) {
            out.push('\n');
        }
        if let Some(Item::Impl(around)) = around.items.first_mut() {
            around.items = vec![member];
        }
        let text = format(&around);
        let text = &text["impl X {\n".len()..text.len() - END.len()];
        out.push_str(text);
        // What takes several lines does not go on a list of constants, unless it is a list itself.
        let last = text.lines().next_back().unwrap_or_default();
        was_constant = Some(is_constant && (last.starts_with("    const ") || last == "    ];"));
    }
    out.push_str(END);
    Ok(())
}

const CONSTANT: &str = "    const X: X = X;\n";
const END: &str = "}\n";

fn single(item: Item) -> File {
    File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    }
}

fn format(file: &File) -> String {
    with_lines(prettyplease::unparse(file))
}

#[cfg(test)]
mod tests;
