//! Whether emitted files are Rust, and look as the formatter makes them.

use std::num::NonZero;
use std::path::Path;
use std::thread;

use generator::FileSet;

/// Fails where a file, read and formatted as a whole, has other lines than it was emitted with. Blank lines, and the mark at its
/// head, which is no part of a tree, are not the formatter's.
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
    let file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => unreachable!("`{path}` is no Rust: {error}"),
    };
    let formatted = prettyplease::unparse(&file);
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    assert_eq!(lines(text)[1..], lines(&formatted), "`{path}`");
}
