//! Folders with data that is not part of this project, named by environment variables.
//!
//! Tests that need such a folder have targets of their own and are ignored by default.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The folder with the vendor's own documents.
pub const UPSTREAM: &str = "UPSTREAM_SPECS";

/// The folder with public documents of other vendors.
pub const PUBLIC: &str = "PUBLIC_SPECS";

/// The folder that a variable names.
///
/// # Panics
/// When the variable is not set, or does not name a folder.
#[expect(clippy::panic, reason = "a test without its data has failed")]
pub fn folder(variable: &str) -> PathBuf {
    let Some(folder) = env::var_os(variable).map(PathBuf::from) else {
        panic!("this test needs data: set {variable} to the folder that holds it");
    };
    assert!(
        folder.is_dir(),
        "{variable} does not name a folder: `{}`",
        folder.display()
    );
    folder
}

/// The files of a folder with one of these extensions, in the order of their names.
///
/// # Panics
/// When the folder can't be listed, or holds no such file.
pub fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| {
            let extension = path.extension().and_then(|it| it.to_str());
            extension.is_some_and(|it| extensions.contains(&it))
        })
        .collect();
    files.sort();
    assert!(
        !files.is_empty(),
        "`{}` holds no file that ends in {extensions:?}",
        folder.display()
    );
    files
}
