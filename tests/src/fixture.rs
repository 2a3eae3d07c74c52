//! Fixtures: pieces of OpenAPI documents, at most 40 lines each.
//!
//! A fixture that says `openapi:` is a whole document. Any other one is a piece with `components:`, `paths:` or both, to
//! which the rest is added. Its first comment says what it shows; further comments can be
//!
//! - `# show: builders` to see the builders of its types, which all look the same and are omitted otherwise;
//! - `# show: indexes` to see the modules that list others;
//! - `# service` to read it with the facts of `tests/fixtures/service.toml`;
//! - `# whole` where the text is to be taken as it is, although no version is named in it.
//!
//! `x.yaml` may have `x.config.toml`, a configuration, and `x.overlay.yaml`, corrections.

use crate::tree::{self, File};

/// One fixture.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// `schema`, `operation`, `naming` or `invalid`.
    pub folder: String,
    /// The name of its file without the ending.
    pub name: String,
    /// As written.
    pub text: String,
    /// The text of `x.config.toml`.
    pub config: Option<String>,
    /// The text of `x.overlay.yaml`.
    pub overlay: Option<String>,
}

/// The folders whose fixtures make a crate.
pub const VALID: &[&str] = &["schema", "operation", "naming"];

/// The fixtures of a folder, in the order of their names.
///
/// # Panics
/// When there is none, or a companion has nothing that it belongs to.
pub fn in_folder(folder: &str) -> Vec<Fixture> {
    let files = tree::files(&format!("tests/fixtures/{folder}"));
    let fixtures: Vec<Fixture> = files
        .iter()
        .filter(|file| file.is("yaml") && !file.name.ends_with(".overlay.yaml"))
        .map(|file| Fixture::read(folder, file, &files))
        .collect();
    assert!(
        !fixtures.is_empty(),
        "there is no fixture in tests/fixtures/{folder}"
    );
    let of_fixtures = |fixture: &Fixture| {
        1 + usize::from(fixture.config.is_some()) + usize::from(fixture.overlay.is_some())
    };
    assert_eq!(
        files.len(),
        fixtures.iter().map(of_fixtures).sum::<usize>(),
        "a file in tests/fixtures/{folder} is neither a fixture nor beside one"
    );
    fixtures
}

/// The fixtures of all folders whose fixtures make a crate.
pub fn valid() -> Vec<Fixture> {
    VALID.iter().flat_map(|folder| in_folder(folder)).collect()
}

impl Fixture {
    fn read(folder: &str, file: &File, files: &[File]) -> Self {
        let stem = file.name.trim_end_matches(".yaml");
        let beside = |ending: &str| {
            let name = format!("{stem}.{ending}");
            files.iter().find(|file| file.name == name).map(File::text)
        };
        Self {
            folder: folder.to_owned(),
            name: stem.rsplit('/').next().unwrap_or(stem).to_owned(),
            text: file.text(),
            config: beside("config.toml"),
            overlay: beside("overlay.yaml"),
        }
    }

    /// The file, relative to the root of the workspace.
    pub fn path(&self) -> String {
        format!("tests/fixtures/{}/{}.yaml", self.folder, self.name)
    }

    /// As an OpenAPI document.
    pub fn document(&self) -> String {
        if self.has_key("openapi") || self.has_key("swagger") || self.asks("whole") {
            return self.text.clone();
        }
        // Behind the text, so that its lines keep their numbers.
        let mut text = self.text.clone();
        text += "\nopenapi: 3.0.3\n";
        if !self.has_key("info") {
            text += "info: {title: Fixture, version: '1'}\n";
        }
        if !self.has_key("paths") {
            text += "paths: {}\n";
        }
        text
    }

    /// Whether one of its comments requests something.
    pub fn asks(&self, what: &str) -> bool {
        let line = format!("# {what}");
        self.text.lines().any(|it| it == line)
    }

    fn has_key(&self, key: &str) -> bool {
        let start = format!("{key}:");
        self.text.lines().any(|line| line.starts_with(&start))
    }
}
