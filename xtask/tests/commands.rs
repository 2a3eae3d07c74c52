//! The commands as a shell sees them: exit code, standard output, standard error, and what is on the disk afterwards.

mod support;

use std::fs;
use std::process::Command;

use support::{CONFIG, Checkout, DOCUMENT};

#[test]
fn generate_check_edit_regenerate() {
    let checkout = Checkout::new();
    let stale = checkout.run("check");
    assert_eq!(stale.code, 4, "{stale:?}");

    let first = checkout.run("generate");
    assert_eq!(first.code, 0, "{first:?}");
    assert!(first.out.contains("pets: 1 operation, "), "{first:?}");
    let manifest = checkout.read("generated/Cargo.toml");
    assert!(manifest.contains("path = \"../runtime\""), "{manifest}");
    assert!(manifest.contains("0.3.1"), "{manifest}");
    assert_eq!(checkout.run("check").code, 0);

    let again = checkout.run("generate");
    assert!(
        again.out.contains("wrote 0 files, removed 0, "),
        "{again:?}"
    );

    let original = checkout.read("generated/src/lib.rs");
    checkout.put("generated/src/lib.rs", "fn by_hand() {}\n");
    checkout.put("generated/src/extra/mod.rs", "fn by_hand() {}\n");
    let stale = checkout.run("check");
    assert_eq!(stale.code, 4, "{stale:?}");
    assert!(stale.out.contains("\n-fn by_hand() {}\n"), "{stale:?}");
    assert!(
        stale
            .out
            .contains("--- a/generated/src/extra/mod.rs\n+++ /dev/null\n"),
        "{stale:?}"
    );
    assert!(stale.out.ends_with("cargo xtask generate\n"), "{stale:?}");
    assert_eq!(
        checkout.read("generated/src/lib.rs"),
        "fn by_hand() {}\n",
        "check writes nothing"
    );

    let fixed = checkout.run("generate");
    assert!(fixed.out.contains("wrote 1 file, removed 1, "), "{fixed:?}");
    assert!(
        fixed.out.contains("removed generated/src/extra/mod.rs"),
        "{fixed:?}"
    );
    assert_eq!(checkout.read("generated/src/lib.rs"), original);
    assert!(!checkout.exists("generated/src/extra"));

    checkout.put(
        "spec/pets.yaml",
        DOCUMENT.replace("What it answers to.", "Its name."),
    );
    assert_eq!(checkout.run("check").code, 4);
}

#[test]
fn one_document_becomes_a_crate_anywhere() {
    let checkout = Checkout::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let dir = elsewhere.path().join("deep/er");
    let command_line = format!("generate --document spec/pets.yaml --out {}", dir.display());
    let made = checkout.run(&command_line);
    assert_eq!(made.code, 0, "{made:?}");
    let manifest = fs::read_to_string(dir.join("Cargo.toml")).unwrap();
    let runtime = checkout.path().canonicalize().unwrap().join("runtime");
    assert!(manifest.contains("name = \"pets-client\""), "{manifest}");
    assert!(
        manifest.contains(&format!("path = \"{}\"", runtime.display())),
        "{manifest}"
    );
    assert!(!manifest.contains("workspace"), "{manifest}");
    assert!(
        !manifest.contains(&elsewhere.path().display().to_string()),
        "{manifest}"
    );

    // The crate may be used before it is made again.
    fs::write(dir.join("Cargo.lock"), "").unwrap();
    fs::create_dir(dir.join("target")).unwrap();
    fs::write(dir.join("notes.txt"), "mine").unwrap();
    let again = checkout.run(&command_line);
    assert!(
        again.out.contains("wrote 0 files, removed 0, "),
        "{again:?}"
    );
    assert!(dir.join("notes.txt").exists());

    // Every emitted file says so, or it could not be replaced.
    let renamed = checkout.run(&format!(
        "{command_line} --crate-name animals --module animals"
    ));
    assert_eq!(renamed.code, 0, "{renamed:?}");
    let manifest = fs::read_to_string(dir.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"animals\""), "{manifest}");
}

#[test]
fn writes_a_workspace_table_only_with_standalone() {
    let checkout = Checkout::new();
    let command = "generate --document spec/pets.yaml --out out";
    assert_eq!(checkout.run(command).code, 0);
    let manifest = checkout.read("out/Cargo.toml");
    assert!(!manifest.contains("workspace"), "{manifest}");
    let readme = checkout.read("out/README.md");
    assert!(readme.contains("list its folder under `members`"));

    let standalone = checkout.run(&format!("{command} --standalone"));
    assert_eq!(standalone.code, 0, "{standalone:?}");
    let manifest = checkout.read("out/Cargo.toml");
    assert!(manifest.ends_with("\n[workspace]\n"), "{manifest}");
    let head = manifest.lines().next().unwrap();
    assert!(head.contains("--standalone"), "{head}");

    let refused = checkout.run("generate --standalone");
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("--document"), "{refused:?}");
}

#[test]
fn a_runtime_named_relative_is_written_relative() {
    let checkout = Checkout::new();
    let made =
        checkout.run("generate --document spec/pets.yaml --out out --runtime-path ./runtime");
    assert_eq!(made.code, 0, "{made:?}");
    assert!(
        checkout
            .read("out/Cargo.toml")
            .contains("path = \"../runtime\"")
    );
}

#[test]
fn the_suggested_command_has_the_configuration_and_folder() {
    let checkout = Checkout::new();
    checkout.put("spec/other apis.toml", CONFIG);
    checkout.put("out/.keep", "");
    let ran = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args([
            "check",
            "--config",
            "apis.toml",
            "--out",
            "../out",
            "--manifest",
            "../Cargo.toml",
        ])
        .current_dir(checkout.path().join("spec"))
        .output()
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    assert!(out.ends_with("cargo xtask generate --out out\n"), "{out}");
}

#[test]
fn missing_paths_are_reported() {
    let checkout = Checkout::new();
    assert_eq!(
        checkout.refused("generate --config spec/apsi.toml"),
        "error: there is no file `spec/apsi.toml`\n  help: did you mean `spec/apis.toml`?\n"
    );
    assert_eq!(
        checkout.refused("check --config no/such/apis.toml"),
        "error: there is no file `no/such/apis.toml`\n  help: the nearest folder that exists is `.`\n"
    );
    assert_eq!(
        checkout.refused("generate --document specs/pets.yaml --out out"),
        "error: there is no file `specs/pets.yaml`\n  help: did you mean `spec/pets.yaml`?\n"
    );
    assert_eq!(
        checkout.refused("generate --document spec/pets.yaml/x --out out"),
        "error: there is no file `spec/pets.yaml/x`\n  help: `spec/pets.yaml` is a file, not a folder\n"
    );
    assert_eq!(
        checkout.refused("generate --document spec --out out"),
        "error: `spec` is a folder, not a file\n"
    );
    assert_eq!(
        checkout.refused("check --out gnerated"),
        "error: there is no folder `gnerated`\n"
    );
    let error =
        checkout.refused("generate --document spec/pets.yaml --out out --runtime-path spec");
    assert!(
        error.starts_with("error: `spec` is not the folder of the runtime crate: "),
        "{error}"
    );
    checkout.put("spec/apis.toml", CONFIG.replace("pets.yaml", "pet.yaml"));
    assert_eq!(
        checkout.refused("generate"),
        "error: `spec/apis.toml` names a document that can't be used: there is no file `spec/pet.yaml`\n  \
         help: did you mean `spec/pets.yaml`?\n"
    );
    let overlay = "overlay = \"pet.overlay.yaml\"\ndocument = ";
    checkout.put("spec/apis.toml", CONFIG.replace("document = ", overlay));
    let error = checkout.refused("generate");
    assert!(error.contains("an overlay that can't be used"), "{error}");
}

#[test]
fn unusable_texts_are_reported() {
    let checkout = Checkout::new();
    checkout.put("spec/pets.yaml", b"openapi: 3.0.3\ninfo: \xff\n");
    let error = checkout.refused("generate");
    assert!(
        error.contains("`spec/pets.yaml` is not UTF-8 text"),
        "{error}"
    );
    assert!(error.contains("line 2"), "{error}");
    checkout.put("spec/pets.yaml", b"\xff\xfeo\0p\0");
    let error = checkout.refused("generate");
    assert!(
        error.contains("`spec/pets.yaml` is UTF-16 text\n  help: save it as UTF-8"),
        "{error}"
    );

    checkout.put("spec/pets.yaml", "swagger: '2.0'\n");
    let error = checkout.refused("generate");
    assert!(error.starts_with("error[unsupported-version]: "), "{error}");
    assert!(
        error.contains("--> spec/pets.yaml:1:1 #/swagger"),
        "{error}"
    );
    assert!(
        error.ends_with("\n\nerror: nothing was written because of 1 error\n"),
        "{error}"
    );

    checkout.put("spec/apis.toml", "[crate\n");
    let error = checkout.refused("check");
    assert!(error.starts_with("error[invalid-config]: "), "{error}");
    let error = checkout.refused("generate --document spec/pets.yaml --crate-name 9 --out out");
    assert!(
        error.contains("`9` can't be the name of a crate"),
        "{error}"
    );
}

#[test]
fn unusable_folders_are_reported() {
    let checkout = Checkout::new();
    let before = checkout.read("spec/pets.yaml");
    let error = checkout.refused("generate --document spec/pets.yaml --out spec");
    assert!(
        error.contains("`spec` is not empty and contains no generated crate"),
        "{error}"
    );
    let error = checkout.refused("generate --document spec/pets.yaml --out spec/pets.yaml");
    assert!(error.contains("is a file, not a folder"), "{error}");
    let error = checkout.refused("generate --document spec/pets.yaml --out spec/pets.yaml/x");
    assert!(error.contains("is a file, not a folder"), "{error}");
    let error = checkout.refused("generate --document spec/pets.yaml --out ./generated");
    assert!(
        error.contains("`generated` is the workspace's own crate"),
        "{error}"
    );
    assert_eq!(checkout.read("spec/pets.yaml"), before);

    checkout.put(
        "mine/Cargo.toml",
        "# @generated by `cargo xtask generate`\n",
    );
    checkout.put("mine/src/lib.rs", "//! Mine.\n");
    let error = checkout.refused("generate --document spec/pets.yaml --out mine");
    assert!(
        error.contains("the folder `mine` contains files that were not generated"),
        "{error}"
    );
    assert!(
        error.contains("`src/lib.rs` is not a generated file"),
        "{error}"
    );
    assert_eq!(checkout.read("mine/src/lib.rs"), "//! Mine.\n");
    assert_eq!(
        checkout.read("mine/Cargo.toml"),
        "# @generated by `cargo xtask generate`\n"
    );
}

#[test]
fn a_folder_that_only_happens_to_be_called_generated() {
    let checkout = Checkout::new();
    checkout.put("generated/parser.c", "int main;\n");
    let ran = checkout.run("generate");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.err
            .contains("`generated` is not empty and contains no generated crate"),
        "{ran:?}"
    );
    assert_eq!(checkout.read("generated/parser.c"), "int main;\n");
    assert!(!checkout.exists("generated/Cargo.toml"));
}

#[test]
fn invalid_command_lines_are_reported() {
    let checkout = Checkout::new();
    for command_line in [
        "generat",
        "check --document x.yaml",
        "generate --document spec/pets.yaml",
        "generate --module pets",
        "generate --document spec/pets.yaml --config spec/apis.toml --out out",
    ] {
        let error = checkout.refused(command_line);
        assert!(error.starts_with("error: "), "{error}");
    }
}

#[test]
fn help_has_an_example_of_each_command() {
    let checkout = Checkout::new();
    let all = checkout.run("--help").out;
    let (_, commands) = all.split_once("Commands:\n").expect("there are commands");
    let (commands, _) = commands.split_once("\n\n").expect("options follow");
    // Others continue a description.
    let first_lines = commands.lines().filter(|line| !line.starts_with("   "));
    let names = first_lines.filter_map(|line| line.split_whitespace().next());
    let names: Vec<&str> = names.filter(|name| *name != "help").collect();
    assert!(names.len() > 7, "{all}");
    for name in names {
        let help = checkout.run(&format!("{name} --help")).out;
        let example = format!("\nExamples:\n  cargo xtask {name}");
        assert!(help.contains(&example), "{help}");
        assert!(
            help.contains(&format!("Usage: cargo xtask {name}")),
            "{help}"
        );
    }
}

#[test]
fn help_fits_on_a_terminal() {
    let checkout = Checkout::new();
    for command_line in ["--help", "new --help", "generate --help", "diff --help"] {
        let help = checkout.run(command_line).out;
        let long = help.lines().find(|line| line.chars().count() > 100);
        assert_eq!(long, None, "{help}");
    }
    let all = checkout.run("--help").out;
    // The second line of a list begins below the first one.
    let second = "\n                   crate\n";
    let first = "\n  new          Starts a crate ";
    assert!(all.contains(first) && !all.contains(second), "{all}");
}

#[test]
fn the_version_is_that_of_the_package() {
    let expected = format!("cargo xtask {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Checkout::new().run("--version").out, expected);
}

#[test]
fn help_lists_the_exit_codes() {
    let checkout = Checkout::new();
    for (command_line, stale) in [
        (
            "--help",
            Some("4  `check`: the crate is stale; `diff` and `release`: "),
        ),
        ("check --help", Some("4  the crate, or the list")),
        ("diff --help", Some("4  a change at or above")),
        ("release --help", Some("4  a change at or above")),
        ("update --help", Some("4  facts or an entry")),
        ("generate --help", None),
        ("new --help", None),
        ("import --help", None),
    ] {
        let ran = checkout.run(command_line);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("Usage: cargo xtask"), "{ran:?}");
        assert!(ran.out.contains("\nExit codes:\n  0  "), "{ran:?}");
        let line = ran.out.lines().find(|it| it.starts_with("  4  "));
        let found = line.map(str::trim_start);
        assert_eq!(found.is_some(), stale.is_some(), "{ran:?}");
        assert!(
            found.is_none_or(|it| it.starts_with(stale.unwrap_or_default())),
            "{ran:?}"
        );
    }
}

#[test]
fn comparisons_need_a_git_repository() {
    let checkout = Checkout::new();
    for command_line in ["diff", "release"] {
        let error = checkout.run(command_line).err;
        let expected = "is in no git repository, so there is no earlier state to compare with\n";
        assert!(error.ends_with(expected), "{error}");
    }
}
