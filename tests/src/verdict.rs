//! Checks the verdicts of a comparison on Rust with the compiler: a program that uses everything that the old crate offers
//! compiles against the new one exactly where the verdict is not major.
//!
//! All subjects become the modules of two crates, one of the old documents and one of the new. Each module whose verdict is
//! major has a program of its own; all others share one. One more program uses all modules of the old crate, so that no
//! program fails for a reason of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

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
        fs::remove_dir_all(&folder).expect("the folder is ours to remove");
    }
    let new_features = write_crate(&folder, "offered-new", &new);
    let old_features = write_crate(&folder, "offered-old", &old);
    let programs = write_programs(&folder, &old, &breaks);
    let failed = failing(scratch, &folder, &programs);
    let mut wrong = Vec::new();
    for subject in subjects {
        let module = &subject.module;
        // A feature that is gone fails whoever asks for it, before any compiler is asked.
        let of_module = |features: &BTreeSet<String>| -> BTreeSet<String> {
            let own = features.iter().filter(|it| it.starts_with(module.as_str()));
            own.cloned().collect()
        };
        let lost_feature = !of_module(&old_features).is_subset(&of_module(&new_features));
        let fails = failed.contains_key(module) || lost_feature;
        if fails != breaks.contains(module) {
            let said = failed.get(module).map_or("it compiles", String::as_str);
            wrong.push(format!("{module}: {said}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "the verdict is wrong:\n  {}",
        wrong.join("\n  ")
    );
}

/// The modules with a verdict of major.
fn verdicts(found: &Diff, subjects: &[Subject]) -> BTreeSet<String> {
    let major = found.changes.iter().filter(|it| it.rust == Rust::Major);
    let modules: BTreeSet<String> = major.map(|it| it.module.clone()).collect();
    let known: BTreeSet<&String> = subjects.iter().map(|it| &it.module).collect();
    assert!(modules.iter().all(|module| known.contains(module)));
    modules
}

/// Writes a crate and gives its features.
fn write_crate(folder: &Path, name: &str, texts: &[(String, String)]) -> BTreeSet<String> {
    let output = Run::of_modules(name, texts).as_member().generate();
    let output = output.expect("what can be compared can be emitted");
    let mut features = BTreeSet::new();
    for (path, text) in &output.files {
        let place = folder.join(name).join(path);
        let parent = place.parent().expect("a file stands in a folder");
        fs::create_dir_all(parent).expect("the folder is ours to write");
        fs::write(&place, text).expect("the folder is ours to write");
        if path == "Cargo.toml" {
            let names = text
                .lines()
                .filter_map(|line| line.split_once(" = [").map(|(it, _)| it));
            features.extend(names.map(str::to_owned));
        }
    }
    features
}

/// Writes the programs: a binary each against the new crate for those that must fail, all others together; all of them
/// together against the old crate.
fn write_programs(
    folder: &Path,
    old: &[(String, String)],
    breaks: &BTreeSet<String>,
) -> BTreeMap<String, Vec<String>> {
    let modules: Vec<String> = old.iter().map(|(module, _)| module.clone()).collect();
    let program = |texts: &[(String, String)]| {
        let program = Run::of_modules("offered-old", texts).program();
        program.expect("what can be compared can be used") + "fn main() {}\n"
    };
    let members = ["against-old", "against-new"];
    for (member, offered) in members.iter().zip(["offered-old", "offered-new"]) {
        let features: Vec<String> = modules.iter().map(|it| format!("{it:?}")).collect();
        let manifest = format!(
            "[package]\nname = \"{member}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies.offered]\n\
             package = \"{offered}\"\npath = \"../{offered}\"\ndefault-features = false\nfeatures = [{}]\n",
            features.join(", ")
        );
        let place = folder.join(member);
        fs::create_dir_all(place.join("src/bin")).expect("the folder is ours to write");
        fs::write(place.join("Cargo.toml"), manifest).expect("the folder is ours to write");
    }
    let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"against-old\", \"against-new\"]\n";
    fs::write(folder.join("Cargo.toml"), workspace).expect("the folder is ours to write");
    let write = |member: &str, name: &str, text: &str| {
        let place: PathBuf = folder
            .join(member)
            .join("src/bin")
            .join(format!("{name}.rs"));
        fs::write(place, text).expect("the folder is ours to write");
    };
    write("against-old", "all_old", &program(old));
    let holds: Vec<(String, String)> = old
        .iter()
        .filter(|(module, _)| !breaks.contains(module))
        .cloned()
        .collect();
    write("against-new", "all_that_hold", &program(&holds));
    let mut programs = BTreeMap::from([
        ("all_old".to_owned(), modules),
        (
            "all_that_hold".to_owned(),
            holds.into_iter().map(|(module, _)| module).collect(),
        ),
    ]);
    for (module, text) in old.iter().filter(|(module, _)| breaks.contains(module)) {
        write(
            "against-new",
            module,
            &program(&[(module.clone(), text.clone())]),
        );
        programs.insert(module.clone(), vec![module.clone()]);
    }
    programs
}

/// The modules whose programs do not compile, each with what the compiler says last.
fn failing(
    scratch: &str,
    folder: &Path,
    programs: &BTreeMap<String, Vec<String>>,
) -> BTreeMap<String, String> {
    let arguments = [
        "--workspace",
        "--bins",
        "--keep-going",
        "--message-format=json",
    ];
    let output = nested::cargo(scratch, folder, "check", &arguments);
    let mut failed: BTreeMap<String, String> = BTreeMap::new();
    let mut met = 0;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).expect("cargo writes one JSON a line");
        let name = message["target"]["name"].as_str().unwrap_or_default();
        let is_program = programs.contains_key(name);
        met += usize::from(is_program && message["reason"] == "compiler-artifact");
        if message["reason"] != "compiler-message" || message["message"]["level"] != "error" {
            continue;
        }
        let said = message["message"]["rendered"].as_str().unwrap_or_default();
        assert!(is_program, "the emitted crate does not compile:\n{said}");
        assert!(
            name != "all_old",
            "a program does not fit its own crate:\n{said}"
        );
        if name == "all_that_hold" {
            // The module stands in the names that the message shows.
            let modules = &programs[name];
            let guilty = modules.iter().filter(|it| {
                said.contains(&format!("uses_{it}")) || said.contains(&format!("().{it}()."))
            });
            let guilty: Vec<&String> = guilty.collect();
            assert!(!guilty.is_empty(), "something compiles no more:\n{said}");
            failed.extend(guilty.into_iter().map(|it| (it.clone(), said.to_owned())));
        } else {
            failed.insert(name.to_owned(), said.to_owned());
        }
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(met + failed.len() > 0, "nothing was compiled:\n{errors}");
    failed
}
