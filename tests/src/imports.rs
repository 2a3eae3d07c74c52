//! Which files of a crate name which others, and the cycles among them.
//!
//! Every path that begins with `crate`, `super` or `self` counts, in `use` lines, code and macros. A parent module and what
//! is below it do not count: a folder's `mod.rs` may use its files, and they may use it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::tree;

/// A module: the names from the root of the crate.
type Module = Vec<String>;

/// Files that lead from one to the next and back.
#[derive(Debug)]
pub struct Cycle {
    /// Their modules, as `a/b`.
    pub files: Vec<String>,
    /// The folders at the top of the crate that they are in.
    pub folders: BTreeSet<String>,
}

/// The cycles of the files below a folder, as `runtime/src`.
///
/// # Panics
/// When a file is no Rust.
pub fn cycles(folder: &str) -> Vec<Cycle> {
    let mut files = tree::files(folder);
    files.retain(|file| file.is("rs"));
    let sources: BTreeMap<Module, String> = files
        .into_iter()
        .map(|file| (module(&file.name, folder), file.text()))
        .filter(|(module, _)| module.last().is_none_or(|name| name != "tests"))
        .collect();
    let uses: BTreeMap<&Module, BTreeSet<&Module>> = sources
        .iter()
        .map(|(module, text)| {
            let file: TokenStream = text.parse().expect("every file is Rust");
            let mut paths = Vec::new();
            collect(file, &mut paths);
            let used = paths.iter().filter_map(|path| used(&sources, module, path));
            (module, used.collect())
        })
        .collect();
    let reached: BTreeMap<&Module, BTreeSet<&Module>> = uses
        .keys()
        .map(|module| (*module, reached(&uses, module)))
        .collect();
    let mut met = BTreeSet::new();
    let mut cycles = Vec::new();
    for (module, far) in &reached {
        if !far.contains(module) || met.contains(module) {
            continue;
        }
        let cycle: Vec<&Module> = far
            .iter()
            .copied()
            .filter(|other| reached[other].contains(module))
            .collect();
        met.extend(cycle.iter().copied());
        cycles.push(Cycle {
            files: cycle.iter().map(|module| module.join("/")).collect(),
            folders: cycle
                .iter()
                .filter_map(|module| module.first().cloned())
                .collect(),
        });
    }
    cycles
}

fn module(file: &str, folder: &str) -> Module {
    let path = file
        .trim_start_matches(folder)
        .trim_start_matches('/')
        .trim_end_matches(".rs");
    let mut module: Module = path.split('/').map(str::to_owned).collect();
    if matches!(
        module.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        module.pop();
    }
    module
}

/// The file that a path leads to from a module, unless one of the two is above the other.
fn used<'s>(
    sources: &'s BTreeMap<Module, String>,
    from: &Module,
    path: &[String],
) -> Option<&'s Module> {
    let mut to = match path.first()?.as_str() {
        "crate" => Vec::new(),
        _ => from.clone(),
    };
    for step in path {
        match step.as_str() {
            "crate" | "self" => {}
            "super" => {
                to.pop();
            }
            name => to.push(name.to_owned()),
        }
    }
    while !sources.contains_key(&to) {
        to.pop()?;
    }
    let (to, _) = sources.get_key_value(&to)?;
    let is_related = to.starts_with(from) || from.starts_with(to);
    (!is_related).then_some(to)
}

fn reached<'m>(
    uses: &BTreeMap<&'m Module, BTreeSet<&'m Module>>,
    from: &Module,
) -> BTreeSet<&'m Module> {
    let mut reached = BTreeSet::new();
    let mut queue: Vec<&Module> = uses[from].iter().copied().collect();
    while let Some(next) = queue.pop() {
        if reached.insert(next) {
            queue.extend(uses[next].iter().copied());
        }
    }
    reached
}

/// Every path of the tokens, test modules left out.
fn collect(tokens: TokenStream, paths: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut n = 0;
    while n < tokens.len() {
        if is_tests(&tokens[n..]) {
            n += 3;
            continue;
        }
        match &tokens[n] {
            TokenTree::Ident(ident) if is_root(&ident.to_string()) && starts(&tokens[..n]) => {
                n = path(&tokens, n, Vec::new(), paths);
            }
            TokenTree::Group(group) => {
                collect(group.stream(), paths);
                n += 1;
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => n += 1,
        }
    }
}

fn is_root(word: &str) -> bool {
    matches!(word, "crate" | "super" | "self")
}

/// Whether a path starts here: it goes on in `super::super`, and `$crate` in a macro is of whoever calls that.
fn starts(before: &[TokenTree]) -> bool {
    let is = |token: &TokenTree, sign| matches!(token, TokenTree::Punct(p) if p.as_char() == sign);
    let goes_on = matches!(before, [.., a, b] if is(a, ':') && is(b, ':'));
    let is_of_caller = before.last().is_some_and(|token| is(token, '$'));
    !goes_on && !is_of_caller
}

/// `mod tests { … }`
fn is_tests(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Ident(key), TokenTree::Ident(name), TokenTree::Group(_), ..]
        if *key == "mod" && *name == "tests")
}

/// Reads one path, or the paths of a group behind one; returns where it ends.
fn path(
    tokens: &[TokenTree],
    mut n: usize,
    mut steps: Vec<String>,
    paths: &mut Vec<Vec<String>>,
) -> usize {
    loop {
        match tokens.get(n) {
            Some(TokenTree::Ident(ident)) => steps.push(ident.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut at = 0;
                while at < inner.len() {
                    at = path(&inner, at, steps.clone(), paths);
                    let is_comma =
                        |it: &TokenTree| matches!(it, TokenTree::Punct(p) if p.as_char() == ',');
                    at += inner[at..]
                        .iter()
                        .position(is_comma)
                        .map_or(inner.len(), |it| it + 1);
                }
                return n + 1;
            }
            _ => {
                paths.push(steps);
                return n.max(1);
            }
        }
        n += 1;
        let goes_on = matches!(tokens.get(n..n + 2), Some([TokenTree::Punct(a), TokenTree::Punct(b)])
            if a.as_char() == ':' && b.as_char() == ':');
        if !goes_on {
            paths.push(steps);
            return n;
        }
        n += 2;
    }
}
