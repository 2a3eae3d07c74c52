//! The files of the checkout.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The root of the workspace.
///
/// # Panics
/// Never: this package is in a folder of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("this package is in a folder of the workspace")
}

/// One file of the checkout.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// Relative to the root of the workspace, with `/` between its parts.
    pub name: String,
    /// From the root of the disk.
    pub path: PathBuf,
}

impl File {
    /// The text of the file.
    ///
    /// # Panics
    /// When it can't be read, or is not text.
    pub fn text(&self) -> String {
        fs::read_to_string(&self.path)
            .unwrap_or_else(|error| panic_on(&self.path, &error))
            .replace("\r\n", "\n")
    }

    /// Whether the name ends in `.extension`.
    pub fn is(&self, extension: &str) -> bool {
        self.path.extension().is_some_and(|it| it == extension)
    }
}

/// Every file in a folder of the workspace and in the folders below it, in the order of their names. What starts with
/// a dot and the output of cargo and of fuzzing is skipped.
///
/// # Panics
/// When the folder can't be read.
pub fn files(folder: &str) -> Vec<File> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    found.sort();
    found
}

/// What programs write into the checkout.
const OUTPUT: &[&str] = &["target", "fuzz/target", "fuzz/corpus", "fuzz/artifacts"];

fn collect(folder: &Path, found: &mut Vec<File>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic_on(folder, &error));
    for entry in entries {
        let path = entry
            .unwrap_or_else(|error| panic_on(folder, &error))
            .path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with('.') || OUTPUT.iter().any(|output| path == root().join(output)) {
            continue;
        }
        if path.is_dir() {
            collect(&path, found);
            continue;
        }
        let relative = path.strip_prefix(root()).unwrap_or(&path);
        let parts: Vec<_> = relative.iter().map(|it| it.to_string_lossy()).collect();
        found.push(File {
            name: parts.join("/"),
            path: path.clone(),
        });
    }
}

#[expect(clippy::panic, reason = "a test that can't read its files has failed")]
fn panic_on(path: &Path, error: &io::Error) -> ! {
    panic!("`{}` can't be read: {error}", path.display())
}

/// The pages that name paths.
pub const PAGES: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "docs/conformance.md",
    "docs/diff-rules.md",
    "docs/from-the-go-sdk.md",
    "docs/performance.md",
    "docs/your-own-client.md",
    "fuzz/README.md",
    "spec/README.md",
];
