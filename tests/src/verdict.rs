//! Checks the verdicts of a comparison on Rust with the compiler: a program that uses everything that the old crate offers
//! compiles against the new one, unless the verdict is major.
//!
//! All subjects become the modules of two crates, one of the old documents and one of the new. One program uses the old crate,
//! so that none fails for a reason of its own; one uses of the new crate the modules whose verdict is not major. A verdict may be
//! stricter than these programs are: a caller may rely on more than they do.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use generator::diff::{Diff, Rust};
use serde_json::Value;

use crate::nested;
use crate::run::Run;

/// A module in its old and its new state.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Its name.
    pub module: String,
    /// The document before.
    pub old: String,
    /// The document after.
    pub new: String,
}

/// Compares all subjects, and compiles their programs below `scratch` in a folder of this name.
///
/// # Panics
/// When a verdict is wrong, with what the compiler says.
pub fn check(scratch: &str, name: &str, subjects: &[Subject]) {
    let texts = |of: fn(&Subject) -> &String| -> Vec<(String, String)> {
        let texts = subjects
            .iter()
            .map(|it| (it.module.clone(), of(it).clone()));
        texts.collect()
    };
    let (old, new) = (texts(|it| &it.old), texts(|it| &it.new));
    let found = Run::of_modules("offered-old", &old)
        .diff(&Run::of_modules("offered-new", &new))
        .expect("the documents can be read");
    let breaks = verdicts(&found, subjects);
    let folder = Path::new(scratch).join(format!("diff-{name}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the scratch folder can be removed");
    }
    let new_features = write_crate(&folder, "offered-new", &new);
    let old_features = write_crate(&folder, "offered-old", &old);
    let holds = old.iter().filter(|(module, _)| !breaks.contains(module));
    let holds: Vec<(String, String)> = holds.cloned().collect();
    let modules: Vec<&String> = old.iter().map(|(module, _)| module).collect();
    write_program(&folder, OLD, "offered-old", &modules, &program(&old));
    write_program(&folder, NEW, "offered-new", &modules, &program(&holds));
    let mut wrong = failing(scratch, &folder);
    // A removed feature fails in cargo, before the compiler runs.
    let lost = old_features.difference(&new_features);
    let lost: Vec<&String> = lost.collect();
    let unnoticed = holds.iter().filter_map(|(module, _)| {
        let feature = lost.iter().find(|it| it.starts_with(module.as_str()))?;
        Some(format!("{module}: the feature `{feature}` is removed"))
    });
    wrong.extend(unnoticed);
    assert!(
        wrong.is_empty(),
        "the verdict is not major, and this does not compile:\n  {}",
        wrong.join("\n  ")
    );
}

/// The packages of the two programs.
const OLD: &str = "against-old";
const NEW: &str = "against-new";

fn program(texts: &[(String, String)]) -> String {
    // A sample may have nothing that still compiles.
    if texts.is_empty() {
        return "//! Uses nothing.\n\nfn main() {}\n".to_owned();
    }
    let program = Run::of_modules("offered-old", texts).program();
    program.expect("what can be compared can be used") + "fn main() {}\n"
}

/// The modules with a verdict of major.
fn verdicts(found: &Diff, subjects: &[Subject]) -> BTreeSet<String> {
    let major = found.changes.iter().filter(|it| it.rust == Rust::Major);
    let modules: BTreeSet<String> = major.map(|it| it.module.clone()).collect();
    let known: BTreeSet<&String> = subjects.iter().map(|it| &it.module).collect();
    assert!(modules.iter().all(|module| known.contains(module)));
    modules
}

/// Writes a crate and returns its features.
fn write_crate(folder: &Path, name: &str, texts: &[(String, String)]) -> BTreeSet<String> {
    let output = Run::of_modules(name, texts).as_member().generate();
    let output = output.expect("what can be compared can be emitted");
    let mut features = BTreeSet::new();
    for (path, text) in &output.files {
        let place = folder.join(name).join(path);
        let parent = place.parent().expect("a file is in a folder");
        fs::create_dir_all(parent).expect("the scratch folder can be written");
        fs::write(&place, text).expect("the scratch folder can be written");
        if path == "Cargo.toml" {
            let names = text
                .lines()
                .filter_map(|line| line.split_once(" = [").map(|(it, _)| it));
            features.extend(names.map(str::to_owned));
        }
    }
    features
}

/// Writes a program as a package of the workspace in `folder`.
fn write_program(folder: &Path, name: &str, offered: &str, modules: &[&String], text: &str) {
    let features = modules.iter().map(|it| it.as_str());
    let features = features.chain(["blocking", "test-util"]);
    let features: Vec<String> = features.map(|it| format!("{it:?}")).collect();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies.offered]\n\
         package = \"{offered}\"\npath = \"../{offered}\"\ndefault-features = false\nfeatures = [{}]\n",
        features.join(", ")
    );
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [\"{OLD}\", \"{NEW}\"]\n");
    let source = folder.join(name).join("src");
    fs::create_dir_all(&source).expect("the scratch folder can be written");
    for (path, text) in [
        (folder.join(name).join("Cargo.toml"), manifest.as_str()),
        (source.join("main.rs"), text),
        (folder.join("Cargo.toml"), &workspace),
    ] {
        fs::write(path, text).expect("the scratch folder can be written");
    }
}

/// The errors of the new program, each with its module.
fn failing(scratch: &str, folder: &Path) -> Vec<String> {
    let arguments = [
        "--workspace",
        "--bins",
        "--keep-going",
        "--message-format=json",
    ];
    let output = nested::cargo(scratch, folder, "check", &arguments);
    let text = fs::read_to_string(folder.join(NEW).join("src/main.rs"));
    let text = text.expect("the program has been written");
    let mut failed = Vec::new();
    let mut compiled: BTreeSet<String> = BTreeSet::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).expect("cargo writes one JSON a line");
        let name = message["target"]["name"].as_str().unwrap_or_default();
        if message["reason"] == "compiler-artifact" {
            compiled.insert(name.to_owned());
        }
        if message["reason"] != "compiler-message" || message["message"]["level"] != "error" {
            continue;
        }
        let message = &message["message"];
        let rendered = message["rendered"].as_str().unwrap_or_default();
        assert!(
            name == NEW,
            "`{name}` does not compile by itself:\n{rendered}"
        );
        if let Some(line) = message["spans"][0]["line_start"].as_u64() {
            failed.push(format!("{}: {rendered}", module_of(&text, line)));
        }
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        compiled.contains(OLD),
        "the old program was not compiled:\n{errors}"
    );
    failed
}

/// The module that a line of a program is in.
fn module_of(program: &str, line: u64) -> &str {
    let lines = program
        .lines()
        .take(usize::try_from(line).unwrap_or(usize::MAX));
    let starts = lines.filter_map(|line| line.strip_prefix("mod uses_"));
    starts.last().map_or("", |it| it.trim_end_matches(" {"))
}
