//! Wrong programs that must not compile: each file under `tests/fixtures/refused` names in its first line the
//! compiler's error (or errors, after a comma), and must have only that one. A snapshot has the error's text, with the notes that are ours or name
//! a property, and without those that list what else the compiler knows.
//!
//! They become the binaries of one crate, so that a single run of cargo tries all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::{nested, snapshot, tree};

/// The codes of the compiler's errors in each program, by the program's name.
type Codes = BTreeMap<String, BTreeSet<String>>;

/// The text of these errors.
type Texts = BTreeMap<String, BTreeSet<String>>;

#[test]
fn every_program() {
    let mut expected = Codes::new();
    let folder = write(&mut expected);
    assert!(expected.len() > 5, "the programs are there");
    let (codes, texts) = check(&folder, expected.keys());
    assert_eq!(codes, expected);
    snapshot::settings("refused").bind(|| {
        for (program, texts) in texts {
            let text: Vec<String> = texts.into_iter().collect();
            insta::assert_snapshot!(program, text.join("\n"));
        }
    });
}

/// Writes the crate, and reads what each program has to meet.
fn write(expected: &mut Codes) -> PathBuf {
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
        let codes = code.split(", ").filter(|it| *it != "accepted");
        expected.insert(name, codes.map(str::to_owned).collect());
    }
    let client = tree::root().join("generated");
    let manifest = format!(
        "[package]\nname = \"refused\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         sailpoint-isc = {{ path = \"{}\", default-features = false, features = [\"beta\", \"v2026-entitlement-connections\"] }}\n\n[workspace]\n",
        client.display()
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("the scratch folder can be written");
    folder
}

fn check<'a>(folder: &Path, programs: impl Iterator<Item = &'a String>) -> (Codes, Texts) {
    let arguments = ["--bins", "--keep-going", "--message-format=json"];
    let output = nested::cargo(env!("CARGO_TARGET_TMPDIR"), folder, "check", &arguments);
    let mut codes: Codes = programs
        .map(|name| (name.clone(), BTreeSet::new()))
        .collect();
    let mut texts = Texts::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let found: Value = serde_json::from_str(line).expect("cargo writes one JSON a line");
        let name = found["target"]["name"].as_str().unwrap_or_default();
        let message = &found["message"];
        if found["reason"] == "compiler-message"
            && let Some(code) = message["code"]["code"].as_str()
        {
            let codes = codes.get_mut(name);
            let codes = codes.expect("only these programs are compiled");
            codes.insert(code.to_owned());
            let texts = texts.entry(name.to_owned()).or_default();
            texts.insert(text(code, message));
        }
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        !errors.contains("could not compile `sailpoint-isc"),
        "{errors}"
    );
    (codes, texts)
}

/// An error: its message, what it says of the place in the program, and its notes.
fn text(code: &str, message: &Value) -> String {
    let said = |it: &Value| it["message"].as_str().unwrap_or_default().to_owned();
    let list = |it: &Value| it.as_array().cloned().unwrap_or_default();
    let mut lines = vec![format!("{code}: {}", said(message))];
    for span in list(&message["spans"]) {
        if span["is_primary"] == true
            && let Some(label) = span["label"].as_str()
        {
            lines.push(format!("    label: {label}"));
        }
    }
    for child in list(&message["children"]) {
        const NOT_OURS: [&str; 5] = [
            "in this macro invocation",
            "the full name for the type",
            "consider using `--verbose`",
            "`-D ",
            "required for ",
        ];
        // Of help, only the name of a trait that says what to do, and the compiler's own way out.
        let is_helpful = [
            "the trait `",
            "consider ",
            "use the `?`",
            "one of the expressions",
        ]
        .iter()
        .any(|it| said(&child).starts_with(it));
        let is_shown = child["level"] == "note" || child["level"] == "help" && is_helpful;
        if !is_shown || NOT_OURS.iter().any(|it| said(&child).starts_with(it)) {
            continue;
        }
        let level = child["level"].as_str().unwrap_or_default();
        let words = said(&child);
        let words: Vec<&str> = words.lines().map(str::trim).collect();
        lines.push(format!("    {level}: {}", words.join(" ")));
        for span in list(&child["spans"]) {
            let (label, edit) = (&span["label"], &span["suggested_replacement"]);
            if let Some(label) = label.as_str().filter(|it| it.contains("gated")) {
                let gate = span["text"][0]["text"].as_str().unwrap_or_default();
                lines.push(format!("        {label}: {gate}"));
            }
            let edit = edit.as_str().filter(|it| !it.is_empty());
            lines.extend(edit.map(|it| format!("        edit: {it}")));
        }
        // A bound that is not met: its line in the source names the property.
        let of_bound = list(&child["spans"]).into_iter().filter(|span| {
            span["is_primary"] == true && said(&child).starts_with("required by a bound")
        });
        let shown = of_bound.flat_map(|span| list(&span["text"]));
        lines.extend(
            shown.filter_map(|it| Some(format!("        {}", it["text"].as_str()?.trim()))),
        );
    }
    lines.join("\n")
}
