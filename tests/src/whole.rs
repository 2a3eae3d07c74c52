//! Whole documents of vendors through the generator.

use std::fs;
use std::path::Path;

use serde_yaml::Value;
use xtask::job::{DocumentArgs, Job, SingleArgs};
use xtask::workspace::Workspace;

use crate::formatting;

/// How many operations a document has, counted without the generator.
///
/// # Panics
/// When the document can't be read, or has no paths.
pub fn operations(document: &Path) -> usize {
    const METHODS: [&str; 8] = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ];
    let text = fs::read_to_string(document).expect("the document can be read");
    let tree: Value = serde_yaml::from_str(&text).expect("the document is YAML");
    let paths = tree["paths"].as_mapping().expect("the document has paths");
    let items = paths.values().filter_map(Value::as_mapping);
    items
        .flat_map(|item| item.keys())
        .filter(|key| key.as_str().is_some_and(|key| METHODS.contains(&key)))
        .count()
}

/// Generates a crate from a document, as if for a folder below `scratch`, without writing it.
///
/// # Panics
/// When there is an error, an operation is missing, or a file is not formatted.
#[expect(
    clippy::panic,
    reason = "a document that does not generate has failed its test"
)]
pub fn check(scratch: &str, document: &Path) {
    let workspace = Workspace::here().expect("the workspace is where it was built");
    let args = SingleArgs {
        documents: vec![DocumentArgs {
            document: document.to_owned(),
            overlay: None,
            module: Some("api".to_owned()),
        }],
        crate_name: Some("whole-client".to_owned()),
        // Nothing is written: the run ends with its plan.
        out: Path::new(scratch).join("whole"),
        runtime: None,
        standalone: true,
        keep_going: false,
    };
    let job = Job::from_document(&workspace, &args).expect("the document can be read");
    let made = match job.make() {
        Ok(made) => made,
        Err(error) => panic!("{}: {error}", document.display()),
    };
    let emitted: usize = made.output.summary.iter().map(|api| api.operations).sum();
    assert_eq!(emitted, operations(document), "{}", document.display());
    formatting::check(&made.output.files);
}
