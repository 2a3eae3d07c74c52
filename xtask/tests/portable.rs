//! Files as other systems write them: line ends, separators, names.

mod support;

use support::{Checkout, DOCUMENT};

/// The document with texts of several lines.
fn document() -> String {
    DOCUMENT.replace(
        "      operationId: getPet\n",
        "      operationId: getPet\n      description: |\n        Finds a pet.\n\n        - by its id\n      summary: >-\n        One\n        pet\n",
    )
}

fn with_crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

/// The names and texts of the emitted files.
fn emitted(checkout: &Checkout) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![checkout.path().join("generated")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).expect("the file is text");
                found.push((
                    path.file_name()
                        .expect("it has a name")
                        .to_string_lossy()
                        .into_owned(),
                    text,
                ));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let unix = Checkout::new();
    unix.put("spec/pets.yaml", document());
    let ran = unix.run("generate");
    assert_eq!(ran.code, 0, "{ran:?}");
    let windows = Checkout::new();
    windows.put("spec/pets.yaml", with_crlf(&document()));
    windows.put("spec/apis.toml", with_crlf(support::CONFIG));
    let ran = windows.run("generate");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(emitted(&windows), emitted(&unix));

    let wrong = document().replace("schemas/Pet'", "schemas/Cat'");
    unix.put("spec/pets.yaml", &wrong);
    windows.put("spec/pets.yaml", with_crlf(&wrong));
    let [unix, windows] = [unix, windows].map(|it| it.run("generate").err);
    assert!(unix.contains("--> spec/pets.yaml:22:24 "), "{unix}");
    assert_eq!(windows, unix);
}

#[test]
fn an_import_has_line_ends_of_its_own() {
    let text = |line_ends: &dyn Fn(&str) -> String| {
        let checkout = Checkout::new();
        let root = document().replace(
            "schema: {$ref: '#/components/schemas/Pet'}",
            "schema: {$ref: ./pet.yaml}",
        );
        checkout.put("vendor/root.yaml", line_ends(&root));
        checkout.put(
            "vendor/pet.yaml",
            line_ends("type: object\ndescription: |\n  A pet.\n\n  It has a name.\n"),
        );
        let ran = checkout.run("import --root vendor/root.yaml --out out.yaml");
        assert_eq!(ran.code, 0, "{ran:?}");
        checkout.read("out.yaml")
    };
    let unix = text(&str::to_owned);
    assert!(unix.contains("A pet."), "{unix}");
    assert_eq!(text(&with_crlf), unix);
}

#[test]
fn a_reference_with_separators_of_windows_is_reported() {
    let checkout = Checkout::new();
    let root = DOCUMENT.replace("'#/components/schemas/Pet'", "'.\\shared\\pet.yaml'");
    checkout.put("vendor/root.yaml", root);
    checkout.put("vendor/shared/pet.yaml", "{type: object}\n");
    let ran = checkout.run("import --root vendor/root.yaml --out out.yaml");
    assert_eq!(ran.code, 1, "{ran:?}");
    let expected = "`.\\shared\\pet.yaml` is not a relative path";
    assert!(ran.err.contains(expected), "{ran:?}");
    assert!(ran.err.contains("with `/` between its parts"), "{ran:?}");
}

#[cfg(unix)]
mod names {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt as _;

    use super::support::{Checkout, DOCUMENT};

    /// A name that is not UTF-8.
    fn odd(ending: &str) -> OsString {
        let mut name = OsString::from("p");
        name.push(OsStr::from_bytes(b"\xff"));
        name.push(ending);
        name
    }

    fn words(line: &str, last: OsString) -> Vec<OsString> {
        let words = line.split(' ').map(OsString::from);
        words.chain([last]).collect()
    }

    #[test]
    fn a_document_may_have_a_name_that_is_not_utf8() {
        let checkout = Checkout::new();
        std::fs::write(checkout.path().join(odd(".yaml")), DOCUMENT)
            .expect("the file can be written");
        let ran = checkout.run_words(words("generate --out out --document", odd(".yaml")));
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(
            checkout
                .read("out/Cargo.toml")
                .contains("name = \"p-client\""),
            "{ran:?}"
        );
    }

    #[test]
    fn folders_and_roots_with_such_names_are_reported() {
        let checkout = Checkout::new();
        std::fs::write(checkout.path().join(odd(".yaml")), DOCUMENT)
            .expect("the file can be written");
        for line in [
            "generate --document spec/pets.yaml --out",
            "import --root spec/pets.yaml --out",
            "import --out out.yaml --root",
        ] {
            let ran = checkout.run_words(words(line, odd(".yaml")));
            assert_eq!(ran.code, 1, "{line}: {ran:?}");
            assert!(ran.err.starts_with("error: "), "{line}: {ran:?}");
        }
    }

    #[test]
    fn such_a_file_in_the_crate_is_stale() {
        let checkout = Checkout::new();
        assert_eq!(checkout.run("generate").code, 0);
        let foreign = checkout.path().join("generated/src").join(odd(".rs"));
        std::fs::write(foreign, "fn x() {}\n").expect("the file can be written");
        let ran = checkout.run("check");
        assert_eq!(ran.code, 4, "{ran:?}");
    }
}
