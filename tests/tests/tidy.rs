//! Rules for the source tree that the compiler does not check.

use std::collections::BTreeSet;

use tests::tree::{self, File};
use tests::{fixture, vendor};

/// The folders whose Rust people write.
const HAND_WRITTEN: &[&str] = &[
    "benches",
    "clientgen",
    "examples",
    "fuzz",
    "generator",
    "runtime",
    "tests",
    "xtask",
];

/// The longest that a file may be.
const MAX_LINES: usize = 400;

/// The longest that a fixture may be.
const MAX_FIXTURE_LINES: usize = 40;

fn rust(folders: &[&str]) -> Vec<File> {
    let mut files: Vec<File> = folders.iter().flat_map(|it| tree::files(it)).collect();
    files.retain(|file| file.is("rs"));
    assert!(!files.is_empty(), "there is no Rust in {folders:?}");
    files
}

/// Fails with one line for each finding.
fn expect_none(findings: &[String], help: &str) {
    assert!(findings.is_empty(), "{help}\n  {}", findings.join("\n  "));
}

/// The lines that hold one of some words, as `file:line: text`.
fn lines_with(files: &[File], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        for (n, line) in file.text().lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{}: {}", file.name, n + 1, line.trim()));
            }
        }
    }
    found
}

/// The lines of code that name a crate or module: comments and strings in documentation do not count.
fn uses(files: &[File], paths: &[&str]) -> Vec<String> {
    let mut found = lines_with(files, paths);
    found.retain(|line| {
        let text = line.splitn(3, ':').nth(2).unwrap_or_default().trim();
        !text.starts_with("//")
    });
    found
}

fn outside(folder: &str, allowed: &[&str]) -> Vec<File> {
    let mut files = rust(&[folder]);
    files.retain(|file| !allowed.iter().any(|it| file.name.starts_with(it)));
    files
}

#[test]
fn no_file_is_long() {
    let mut long = Vec::new();
    for file in rust(HAND_WRITTEN) {
        let lines = file.text().lines().count();
        if lines > MAX_LINES {
            long.push(format!("{}: {lines} lines", file.name));
        }
    }
    expect_none(
        &long,
        &format!("a file of more than {MAX_LINES} lines has more than one purpose; split it:"),
    );
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut silent = Vec::new();
    for file in rust(HAND_WRITTEN) {
        // The first line of a fixture says what it shows.
        let is_fixture = file.name.starts_with("tests/fixtures/");
        if !is_fixture && !file.text().starts_with("//! ") {
            silent.push(file.name);
        }
    }
    expect_none(
        &silent,
        "a file opens with a `//!` line that says what it is for:",
    );
}

#[test]
fn only_stages_up_to_lowering_use_openapi_types() {
    let files = outside(
        "generator/src",
        &["generator/src/load", "generator/src/lower"],
    );
    let found = uses(&files, &["openapiv3"]);
    expect_none(
        &found,
        "only the stages up to generator/src/lower may name `openapiv3`; later stages use the model:",
    );
}

#[test]
fn only_emitters_use_tokens() {
    let files = outside(
        "generator/src",
        &["generator/src/emit", "generator/src/render"],
    );
    let found = uses(&files, &["quote::", "quote!", "use quote", "TokenStream"]);
    expect_none(
        &found,
        "only generator/src/emit makes tokens, which generator/src/render formats:",
    );
}

#[test]
fn emitters_take_names_and_types_from_the_crate_as_data() {
    let files = rust(&["generator/src/emit"]);
    let found = uses(&files, &["crate::name", "crate::analyze", "TokenTree"]);
    expect_none(
        &found,
        "emitters print generator/src/rust; they choose no names, and don't read tokens:",
    );
}

#[test]
fn conformance_is_independent_of_the_generator() {
    let files = outside(
        "tests/src/conformance",
        &["tests/src/conformance/program.rs"],
    );
    let found = uses(
        &files,
        &["generator::", "use generator", "crate::run", "xtask::"],
    );
    expect_none(
        &found,
        "only tests/src/conformance/program.rs may use the generator; the other modules read the document themselves:",
    );
}

#[test]
fn one_file_reads_yaml() {
    let files = outside("generator/src", &["generator/src/syntax/yaml.rs"]);
    let found = uses(&files, &["serde_yaml"]);
    expect_none(
        &found,
        "only generator/src/syntax/yaml.rs may name `serde_yaml`, so that it can be replaced in one commit:",
    );
}

#[test]
fn the_generator_is_a_pure_function() {
    let impure = [
        "std::fs",
        "std::env",
        "std::time",
        "std::process",
        "std::net",
        "HashMap",
        "HashSet",
        "include_str!",
        "include_bytes!",
        "thread_local!",
    ];
    let found = uses(&rust(&["generator/src"]), &impure);
    expect_none(
        &found,
        "text in, files out: the generator may not access the disk, the environment, the clock or anything whose order is not fixed:",
    );
}

#[test]
fn one_file_starts_threads() {
    let files = outside("generator/src", &["generator/src/parallel.rs"]);
    let found = uses(&files, &["std::thread"]);
    expect_none(
        &found,
        "only generator/src/parallel.rs starts threads, and puts their results in order:",
    );
}

#[test]
fn generator_and_runtime_know_no_vendor() {
    let mut found = Vec::new();
    for folder in ["runtime", "generator", "xtask/src"] {
        for file in tree::files(folder) {
            let lines = vendor::lines(&file.text());
            found.extend(lines.iter().map(|line| format!("{}:{line}", file.name)));
            if vendor::is_named(&file.name) {
                found.push(file.name);
            }
        }
    }
    expect_none(
        &found,
        "facts about one service belong in the table `[service]` of spec/apis.toml:",
    );
}

#[test]
fn generated_files_say_so() {
    let mut silent = Vec::new();
    for file in tree::files("generated") {
        let text = file.text();
        let head = text.lines().next().unwrap_or_default();
        // The changelog and the licenses are not generated.
        let is_ignored = xtask::folder::is_ignored(file.name.trim_start_matches("generated/"));
        if !is_ignored && !head.contains("@generated by `cargo xtask generate`") {
            silent.push(file.name);
        }
    }
    expect_none(
        &silent,
        "`generated/` has only generated files; remove these, or run `cargo xtask generate`:",
    );
}

#[test]
fn no_todo_comments_remain() {
    // Concatenated, so that this line does not match itself.
    let marks = ["TO", "FIX", "XX"].map(|start| match start {
        "TO" => "TODO".to_owned(),
        "FIX" => format!("{start}ME"),
        _ => format!("{start}X:"),
    });
    let macros = ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!("));
    let words: Vec<&str> = marks.iter().chain(&macros).map(String::as_str).collect();
    let mut files = rust(HAND_WRITTEN);
    files.retain(|file| file.name != "tests/tests/tidy.rs");
    let found = lines_with(&files, &words);
    expect_none(&found, "do it now, or write an issue:");
}

#[test]
fn no_file_has_misleading_characters() {
    let is_hidden = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}');
    let mut found = Vec::new();
    for file in [
        "generated",
        "generator",
        "runtime",
        "spec",
        "tests",
        "xtask",
    ]
    .iter()
    .flat_map(|it| tree::files(it))
    {
        for (n, line) in file.text().lines().enumerate() {
            if line.contains(is_hidden) {
                found.push(format!("{}:{}", file.name, n + 1));
            }
        }
    }
    expect_none(
        &found,
        "write invisible characters, and characters that change the direction of text, as escapes:",
    );
}

#[test]
fn fixtures_are_small() {
    let mut long = Vec::new();
    for file in tree::files("tests/fixtures") {
        let lines = file.text().lines().count();
        if lines > MAX_FIXTURE_LINES {
            long.push(format!("{}: {lines} lines", file.name));
        }
        if file.is("yaml")
            && !file.name.ends_with(".overlay.yaml")
            && !file.text().starts_with("# ")
        {
            long.push(format!("{}: does not say what it shows", file.name));
        }
    }
    expect_none(
        &long,
        &format!(
            "a fixture has one purpose, which its first line says, and at most {MAX_FIXTURE_LINES} lines:"
        ),
    );
}

#[test]
fn every_fuzz_target_is_documented() {
    let [manifest, page] = ["fuzz/Cargo.toml", "fuzz/README.md"]
        .map(|name| std::fs::read_to_string(tree::root().join(name)).unwrap_or_default());
    let targets = tree::files("fuzz/fuzz_targets");
    let mut missing = Vec::new();
    for file in &targets {
        let name = file.name.rsplit('/').next().unwrap_or_default();
        let name = name.trim_end_matches(".rs");
        if !manifest.contains(&format!("name = \"{name}\"\n")) {
            missing.push(format!("{name} is not in fuzz/Cargo.toml"));
        }
        if !page.contains(&format!("\n| `{name}` | ")) {
            missing.push(format!("{name} is not in fuzz/README.md"));
        }
    }
    expect_none(
        &missing,
        "each fuzz target is built, and has a row with its property:",
    );
}

#[test]
fn every_snapshot_has_its_fixture() {
    let mut wanted: BTreeSet<String> = fixture::VALID
        .iter()
        .chain(&["invalid"])
        .flat_map(|folder| fixture::in_folder(folder))
        .map(|it| format!("tests/snapshots/{}/{}.snap", it.folder, it.name))
        .collect();
    for format in ["changelog", "github", "json", "markdown", "text"] {
        wanted.insert(format!("tests/snapshots/diff/{format}.snap"));
    }
    let single = "new/files new/items new/workflow-absolute new/workflow-folder new/workflow-git new/workflow-quoted \
        new/workflow-registry new/workflow-runtime-alone public/items update/facts packages/openapi-client-runtime packages/openapi-clientgen \
        packages/openapi-clientgen-commands packages/openapi-clientgen-core packages/sailpoint-isc";
    let single = single.split_whitespace();
    wanted.extend(single.map(|it| format!("tests/snapshots/{it}.snap")));
    for file in tree::files("tests/fixtures/refused") {
        let name = file.name.replace("/fixtures/", "/snapshots/");
        wanted.insert(name.replace(".rs", ".snap"));
    }
    for module in tests::run::Run::of_workspace().modules() {
        wanted.insert(format!("tests/snapshots/names/{module}.snap"));
    }
    let mut orphans: Vec<String> = tree::files("tests/snapshots")
        .into_iter()
        .map(|file| file.name)
        .collect();
    orphans.retain(|name| !wanted.contains(name) && !name.ends_with(".snap.new"));
    expect_none(&orphans, "remove the unused snapshots:");
}

#[test]
fn no_file_names_a_machine() {
    let root = tree::root().display().to_string();
    let places = [root.as_str(), "/home/", "/Users/"];
    let mut files: Vec<File> = HAND_WRITTEN
        .iter()
        .chain(&["spec", "generated"])
        .flat_map(|it| tree::files(it))
        .collect();
    files.retain(|file| file.name != "tests/tests/tidy.rs");
    for page in tree::PAGES {
        let path = tree::root().join(page);
        if path.exists() {
            files.push(File {
                name: (*page).to_owned(),
                path,
            });
        }
    }
    let found = lines_with(&files, &places);
    expect_none(&found, "a path of one machine means nothing on another:");
}
