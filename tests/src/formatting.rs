//! Checks that emitted files are Rust, formatted as prettyplease does.

use std::num::NonZero;
use std::path::Path;
use std::thread;

use generator::FileSet;
use syn::{Item, MacroDelimiter};

/// Fails where a file, read and formatted as a whole, has other lines than it was emitted with. Blank lines, and the mark at its
/// head, which is not part of a tree, are ignored; nor are the rows of a macro, of which each line has one.
///
/// # Panics
/// With the first line that differs.
pub fn check(files: &FileSet) {
    let is_rust = |path: &str| Path::new(path).extension().is_some_and(|it| it == "rs");
    let rust: Vec<_> = files.iter().filter(|(path, _)| is_rust(path)).collect();
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for part in rust.chunks(rust.len().div_ceil(processors).max(1)) {
            scope.spawn(|| part.iter().for_each(|(path, text)| check_file(path, text)));
        }
    });
}

fn check_file(path: &str, text: &str) {
    let mut file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => unreachable!("`{path}` is not Rust: {error}"),
    };
    for item in &mut file.items {
        if let Item::Macro(call) = item
            && let MacroDelimiter::Brace(_) = call.mac.delimiter
        {
            drop(std::mem::take(&mut call.mac.tokens));
        }
    }
    let formatted = prettyplease::unparse(&file);
    let formatted: Vec<&str> = formatted.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(without_rows(path, text)[1..], formatted, "`{path}`");
}

/// The lines of a file, without blank ones and without the rows of macros.
fn without_rows(path: &str, text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut is_row = false;
    for line in text.lines().filter(|line| !line.is_empty()) {
        if is_row && line != "}" {
            let is_one = line.starts_with("    ") && line.ends_with(';');
            assert!(is_one, "`{path}`: {line}");
        } else if is_row {
            is_row = false;
        } else if line.ends_with("! {") && !line.starts_with(' ') {
            is_row = true;
            lines.push(format!("{line}}}"));
        } else {
            lines.push(line.to_owned());
        }
    }
    lines
}
