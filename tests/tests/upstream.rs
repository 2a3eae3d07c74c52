//! The vendor's own documents, as they are published, come through the generator whole and look as the formatter has it, and an
//! import of their many files says what the vendor's own bundle says.
//!
//! They are no part of this project: `UPSTREAM_SPECS` names the folder that holds them, and without it the test says that
//! it was left out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_yaml::Value;
use tests::looks;
use xtask::import::{self, ImportArgs};
use xtask::job::{DocumentArgs, Job, SingleArgs};
use xtask::workspace::Workspace;

/// How many operations a document has, counted without the generator.
fn operations(document: &Path) -> usize {
    const METHODS: [&str; 8] = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ];
    let text = std::fs::read_to_string(document).expect("the document can be read");
    let tree: Value = serde_yaml::from_str(&text).expect("the document is YAML");
    let paths = tree["paths"].as_mapping().expect("the document has paths");
    let items = paths.values().filter_map(Value::as_mapping);
    items
        .flat_map(|item| item.keys())
        .filter(|key| key.as_str().is_some_and(|key| METHODS.contains(&key)))
        .count()
}

/// The folder with the vendor's documents.
#[expect(clippy::print_stderr, reason = "a test that did nothing says so")]
fn upstream() -> Option<PathBuf> {
    let folder = std::env::var_os("UPSTREAM_SPECS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: UPSTREAM_SPECS names no folder with the vendor's documents");
    }
    folder
}

#[test]
fn every_operation_of_the_bundled_documents_is_emitted() {
    let Some(folder) = upstream() else {
        return;
    };
    let workspace = Workspace::here().expect("the workspace is where it was built");
    let bundled = folder.join("bundled");
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
            documents: vec![DocumentArgs {
                document: document.clone(),
                overlay: None,
                module: Some("api".to_owned()),
            }],
            crate_name: Some("upstream-client".to_owned()),
            // Nothing is written: the run ends with its plan.
            out: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("upstream"),
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
        assert_eq!(emitted, operations(&document), "{}", document.display());
        looks::check(&made.output.files);
    }
}

/// The vendor's document of many files, and the vendor's own bundle of it.
const BUNDLES: [(&str, &str, &[&str]); 3] = [
    ("v2026", "v2026", &[]),
    ("beta", "beta", &[]),
    (
        "v2026",
        "v2026-entitlement-connections",
        &["Entitlement Connections"],
    ),
];

#[test]
fn an_import_says_what_the_bundle_of_the_vendor_says() {
    let Some(folder) = upstream() else {
        return;
    };
    let workspace = Workspace::here().expect("the workspace is where it was built");
    for (root, bundle, tags) in BUNDLES {
        let args = ImportArgs {
            root: folder.join(format!("idn/sailpoint-api.{root}.yaml")),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            operations: Vec::new(),
            out: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("import.yaml"),
            keep_going: false,
        };
        let imported = match import::make(&workspace, &args) {
            Ok(imported) => imported,
            Err(error) => panic!("{root}: {error}"),
        };
        let again = import::make(&workspace, &args).expect("it went well before");
        assert_eq!(imported.text, again.text, "{root} is not the same twice");
        let bundle = folder.join(format!("bundled/{bundle}.yaml"));
        let text = std::fs::read_to_string(bundle).expect("the bundle can be read");
        let read = |text| serde_yaml::from_str(text).expect("the document is YAML");
        let mut same = Same {
            left: read(&imported.text),
            right: read(&text),
            seen: BTreeSet::new(),
            differences: Vec::new(),
        };
        let (left, right) = (same.left["paths"].clone(), same.right["paths"].clone());
        same.compare(&left, &right, "paths");
        // The vendor's tool takes this text for a number.
        same.differences
            .retain(|at| !at.ends_with("properties/digitToken/example"));
        assert!(same.seen.len() > 15, "{root}: next to nothing was compared");
        assert_eq!(same.differences, [""; 0], "{root}");
    }
}

/// Two documents, compared through their references, whose names may differ.
struct Same {
    left: Value,
    right: Value,
    seen: BTreeSet<(String, String)>,
    differences: Vec<String>,
}

impl Same {
    fn compare(&mut self, left: &Value, right: &Value, at: &str) {
        // One may refer to what the other writes in line.
        let (from, to) = (reference(left), reference(right));
        if from.is_some() || to.is_some() {
            let pair = (from.unwrap_or(at).to_owned(), to.unwrap_or(at).to_owned());
            if self.seen.insert(pair) {
                let left = from.map_or(left.clone(), |it| target(&self.left, it));
                let right = to.map_or(right.clone(), |it| target(&self.right, it));
                self.compare(&left, &right, at);
            }
            return;
        }
        match (left, right) {
            (Value::Mapping(left), Value::Mapping(right)) if left.keys().eq(right.keys()) => {
                for ((key, left), right) in left.iter().zip(right.values()) {
                    let key = key.as_str().unwrap_or_default();
                    // Its values are references as texts.
                    if key == "mapping" && at.ends_with("discriminator") {
                        continue;
                    }
                    self.compare(left, right, &format!("{at}/{key}"));
                }
            }
            (Value::Sequence(left), Value::Sequence(right)) if left.len() == right.len() => {
                for (n, (left, right)) in left.iter().zip(right).enumerate() {
                    self.compare(left, right, &format!("{at}/{n}"));
                }
            }
            (left, right) if left == right => {}
            _ => self.differences.push(at.to_owned()),
        }
    }
}

fn reference(node: &Value) -> Option<&str> {
    node.get("$ref")?.as_str().filter(|it| it.starts_with("#/"))
}

fn target(root: &Value, reference: &str) -> Value {
    let mut steps = reference.trim_start_matches("#/").split('/');
    let found = steps.try_fold(root, |node, step| {
        node.get(step.replace("~1", "/").replace("~0", "~"))
    });
    found.expect("references lead somewhere").clone()
}
