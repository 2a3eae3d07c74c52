//! Public documents of other vendors: each OpenAPI 3.0 document generates whole, and every file is formatted.
//!
//! They are not part of this project. Set `PUBLIC_SPECS` to a folder that holds such documents, in YAML or JSON, and run
//! `cargo test -p tests --test public -- --include-ignored`. Documents of other versions of OpenAPI are skipped.

use std::fs;
use std::path::{Path, PathBuf};

use tests::conformance::{self, Share};
use tests::run::Run;
use tests::{external, sample, snapshot, vendor, whole};

/// How many documents a sample has.
const SAMPLE: usize = 2;

/// Whether a document says that it is OpenAPI 3.0.
fn is_openapi_3_0(path: &Path) -> bool {
    let text = fs::read_to_string(path).expect("the document can be read");
    let tree: serde_yaml::Value = serde_yaml::from_str(&text).expect("the document is YAML");
    let version = tree["openapi"].as_str();
    version.is_some_and(|version| version.starts_with("3.0."))
}

#[test]
#[ignore = "set PUBLIC_SPECS"]
fn public_documents_generate_whole() {
    let folder = external::folder(external::PUBLIC);
    let mut documents = external::files(&folder, &["json", "yaml", "yml"]);
    documents.retain(|path| is_openapi_3_0(path));
    assert!(
        !documents.is_empty(),
        "`{}` holds no OpenAPI 3.0 document",
        folder.display()
    );
    let documents = sample::of("public documents", documents, SAMPLE);
    let name = |path: &PathBuf| path.display().to_string();
    snapshot::each(&documents, name, |path| {
        whole::check(env!("CARGO_TARGET_TMPDIR"), path);
    });
}

#[test]
#[ignore = "set PUBLIC_SPECS"]
fn public_crates_name_no_other_vendor() {
    let folder = external::folder(external::PUBLIC);
    let mut documents = external::files(&folder, &["json", "yaml", "yml"]);
    documents.retain(|path| is_openapi_3_0(path));
    let documents = sample::of("public documents", documents, SAMPLE);
    let name = |path: &PathBuf| path.display().to_string();
    snapshot::each(&documents, name, |path| {
        let text = fs::read_to_string(path).expect("the document can be read");
        // A name in the document itself is allowed.
        if vendor::is_named(&text) {
            return;
        }
        if let Ok(draft) = Run::of_text(&text).keep_going().draft() {
            let found = vendor::lines(&draft.text);
            assert!(found.is_empty(), "{}", found.join("\n"));
        }
    });
}

/// The smallest documents; `cargo xtask conformance` runs the others.
#[test]
#[ignore = "set PUBLIC_SPECS"]
fn public_crates_conform() {
    let folder = external::folder(external::PUBLIC);
    let mut documents = external::files(&folder, &["json", "yaml", "yml"]);
    documents.retain(|path| is_openapi_3_0(path));
    documents.sort_by_key(|path| fs::metadata(path).map(|it| it.len()).ok());
    documents.truncate(SAMPLE);
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for path in documents {
        let report = conformance::run(&path, scratch, Share(1)).unwrap();
        assert!(
            report.failures.is_empty(),
            "{}: {report}\n{}",
            path.display(),
            report.failures.join("\n")
        );
    }
}
