//! Wrong programs that must not compile: each file under `tests/fixtures/refused` names in its first line the
//! compiler's error, and must have only that one.
//!
//! They become the binaries of one crate, so that a single run of cargo tries all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::{nested, tree};

/// What the compiler says of each program, by the program's name.
type Findings = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_program() {
    let mut expected = Findings::new();
    let folder = write(&mut expected);
    assert!(expected.len() > 5, "the programs are there");
    let found = check(&folder, expected.keys());
    assert_eq!(found, expected);
}

/// Writes the crate, and reads what each program has to meet.
fn write(expected: &mut Findings) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refused");
    let binaries = folder.join("src/bin");
    if binaries.exists() {
        fs::remove_dir_all(&binaries).expect("the scratch folder can be removed");
    }
    fs::create_dir_all(&binaries).expect("the scratch folder can be written");
    for file in tree::files("tests/fixtures/refused") {
        let text = file.text();
        let code = text
            .strip_prefix("//! ")
            .and_then(|text| text.split_once(':'));
        let (code, _) = code.expect("the first line is `//! E0000: why`");
        let name = Path::new(&file.name)
            .file_stem()
            .expect("a file has a name");
        let name = name.to_string_lossy().into_owned();
        // The lints of published crates have no part here.
        let program = format!("#![allow(missing_docs, unreachable_pub)]\n{text}");
        fs::write(binaries.join(format!("{name}.rs")), program)
            .expect("the scratch folder can be written");
        let codes = (code != "accepted").then(|| code.to_owned());
        expected.insert(name, codes.into_iter().collect());
    }
    let client = tree::root().join("generated");
    let manifest = format!(
        "[package]\nname = \"refused\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         sailpoint-isc = {{ path = \"{}\", default-features = false, features = [\"beta\", \"v2026\"] }}\n\n[workspace]\n",
        client.display()
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("the scratch folder can be written");
    folder
}

fn check<'a>(folder: &Path, programs: impl Iterator<Item = &'a String>) -> Findings {
    let arguments = ["--bins", "--keep-going", "--message-format=json"];
    let output = nested::cargo(env!("CARGO_TARGET_TMPDIR"), folder, "check", &arguments);
    let mut found: Findings = programs
        .map(|name| (name.clone(), BTreeSet::new()))
        .collect();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).expect("cargo writes one JSON a line");
        let name = message["target"]["name"].as_str().unwrap_or_default();
        let code = message["message"]["code"]["code"].as_str();
        if message["reason"] == "compiler-message"
            && let Some(code) = code
        {
            let codes = found.get_mut(name);
            let codes = codes.expect("only these programs are compiled");
            codes.insert(code.to_owned());
        }
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        !errors.contains("could not compile `sailpoint-isc"),
        "{errors}"
    );
    found
}
