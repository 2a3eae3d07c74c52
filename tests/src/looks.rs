//! Whether emitted files are Rust, and look as the formatter makes them.

use std::path::Path;

use generator::FileSet;

/// Fails where a file, read and formatted as a whole, has other lines than it was emitted with. Blank lines, and the mark at its
/// head, which is no part of a tree, are not the formatter's.
///
/// # Panics
/// With the first line that differs.
pub fn check(files: &FileSet) {
    let is_rust = |path: &str| Path::new(path).extension().is_some_and(|it| it == "rs");
    let rust = files.iter().filter(|(path, _)| is_rust(path));
    for (path, text) in rust {
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
}
