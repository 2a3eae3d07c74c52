//! `cargo xtask new` as a shell sees it.

mod support;

use support::{Checkout, DOCUMENT};

#[test]
fn the_last_line_says_what_to_do_next() {
    let checkout = Checkout::new();
    let text = checkout.run("new --document spec/pets.yaml --out one").out;
    assert!(
        text.ends_with("\nnext: `git init` and `cargo test` in `one`\n"),
        "{text}"
    );
    checkout.put(".git/HEAD", "");
    let text = checkout.run("new --document spec/pets.yaml --out two").out;
    assert!(text.ends_with("\nnext: `cargo test` in `two`\n"), "{text}");
}

#[test]
fn a_document_with_errors_is_in_the_new_folder() {
    let checkout = Checkout::new();
    checkout.put(
        "pets.yaml",
        DOCUMENT.replace("schemas/Pet'", "schemas/Dog'"),
    );
    let error = checkout.run("new --document pets.yaml --out one").err;
    let help =
        "  help: fix the document in `one/spec/`, and run in `one`: openapi-clientgen generate\n";
    assert!(error.ends_with(help), "{error}");
    // The same command again meets its own folder.
    let error = checkout.run("new --document pets.yaml --out one").err;
    let help = "\n  help: name a new or an empty folder with `--out`, or run `openapi-clientgen generate` in it\n";
    assert!(error.ends_with(help), "{error}");
}

#[test]
fn the_runtime_in_a_named_workspace_is_suggested() {
    let checkout = Checkout::new();
    let error = checkout
        .run("new --document spec/pets.yaml --out one --runtime-path .")
        .err;
    let expected = "error: `Cargo.toml` is not the manifest of `openapi-client-runtime`\n  help: did you mean `runtime`?\n";
    // Named as the new folder sees it.
    let error = error.replace(&format!("{}/", checkout.path().display()), "");
    assert_eq!(error, expected);
}
