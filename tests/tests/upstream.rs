//! The vendor's own documents, as they are published, come through the generator whole.
//!
//! They are no part of this project: `UPSTREAM_SPECS` names the folder that holds them, and without it the test says that
//! it was left out.

use std::path::{Path, PathBuf};

use xtask::job::{Job, SingleArgs};
use xtask::workspace::Workspace;

/// How many operations a document has, counted without the generator.
fn operations(document: &Path) -> usize {
    const METHODS: [&str; 8] = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ];
    let text = std::fs::read_to_string(document).expect("the document can be read");
    let tree: serde_yaml::Value = serde_yaml::from_str(&text).expect("the document is YAML");
    let paths = tree["paths"].as_mapping().expect("the document has paths");
    let items = paths.values().filter_map(serde_yaml::Value::as_mapping);
    items
        .flat_map(|item| item.keys())
        .filter(|key| key.as_str().is_some_and(|key| METHODS.contains(&key)))
        .count()
}

#[test]
fn every_operation_of_the_bundled_documents_is_emitted() {
    let Some(folder) = std::env::var_os("UPSTREAM_SPECS") else {
        eprintln!("skipped: UPSTREAM_SPECS names no folder with the vendor's documents");
        return;
    };
    let workspace = Workspace::here().expect("the workspace is where it was built");
    let bundled = PathBuf::from(folder).join("bundled");
    let entries = std::fs::read_dir(&bundled).expect("the folder has the bundled documents");
    let mut documents: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .collect();
    documents.sort();
    assert!(
        !documents.is_empty(),
        "{} holds no document",
        bundled.display()
    );
    for document in documents {
        let args = SingleArgs {
            document: document.clone(),
            overlay: None,
            module: Some("api".to_owned()),
            crate_name: Some("upstream-client".to_owned()),
            // Nothing is written: the run ends with its plan.
            out: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("upstream"),
            runtime: None,
        };
        let job = Job::from_document(&workspace, &args).expect("the document can be read");
        let made = match job.make() {
            Ok(made) => made,
            Err(error) => panic!("{}: {error}", document.display()),
        };
        let emitted: usize = made.output.summary.iter().map(|api| api.operations).sum();
        assert_eq!(emitted, operations(&document), "{}", document.display());
    }
}
