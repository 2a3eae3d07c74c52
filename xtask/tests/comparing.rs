//! `cargo xtask diff` as a shell sees it.

mod support;

use std::process::Command;

use support::{Checkout, DOCUMENT};

/// The document with one more value that may be left out, and one that may not.
fn changed() -> String {
    DOCUMENT.replace(
        "        name: {type: string, description: What it answers to.}\n",
        "        name: {type: string, description: What it is called.}\n        age: {type: integer}\n",
    )
}

fn git(checkout: &Checkout, arguments: &[&str]) {
    let output = Command::new("git")
        .current_dir(checkout.path())
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.com"])
        .args(arguments)
        .output()
        .expect("git is there");
    assert!(output.status.success(), "{output:?}");
}

fn committed() -> Checkout {
    let checkout = Checkout::new();
    git(&checkout, &["init", "-q"]);
    git(&checkout, &["add", "."]);
    git(&checkout, &["commit", "-q", "-m", "First"]);
    checkout
}

#[test]
fn the_working_tree_against_a_revision() {
    let checkout = committed();
    let same = checkout.run("diff --fail-on any");
    assert_eq!(
        (same.code, same.out.as_str()),
        (0, "no changes\n"),
        "{same:?}"
    );

    checkout.put("spec/pets.yaml", changed());
    let news = checkout.run("diff");
    assert_eq!(news.code, 0, "{news:?}");
    assert!(
        news.out.starts_with("wire: 0 breaking, 0 risky, 1 safe\n"),
        "{news:?}"
    );
    assert!(news.out.contains("version: 0.1.0 → 0.1.1\n"), "{news:?}");
    assert!(
        news.out.contains("pets/type:Pet/age/property-added"),
        "{news:?}"
    );
    assert!(!news.out.contains("documentation-changed"), "{news:?}");
    assert_eq!(checkout.run("diff --fail-on risky").code, 0);
    assert_eq!(checkout.run("diff --fail-on any").code, 4);
    let words = checkout.run("diff --docs");
    assert!(
        words
            .out
            .contains("`name.description` has another description"),
        "{words:?}"
    );

    git(&checkout, &["commit", "-q", "-a", "-m", "Second"]);
    assert_eq!(checkout.run("diff").out, "no changes\n");
    assert!(
        checkout
            .run("diff --base HEAD~1")
            .out
            .contains("property-added")
    );
    let broken = DOCUMENT.replace("type: string}", "type: integer}");
    checkout.put("spec/pets.yaml", broken);
    assert_eq!(checkout.run("diff --fail-on breaking").code, 4);
}

#[test]
fn overlays_are_applied_on_both_sides() {
    let checkout = Checkout::new();
    let config = support::CONFIG.replace(
        "document = \"pets.yaml\"\n",
        "document = \"pets.yaml\"\noverlay = \"pets.overlay.yaml\"\n",
    );
    checkout.put("spec/apis.toml", config);
    let overlay = |length: u32| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: Pets, version: '1'}}\nactions:\n\
             - target: $.components.schemas.Pet.properties.name\n  description: Why.\n  update: {{maxLength: {length}}}\n"
        )
    };
    checkout.put("spec/pets.overlay.yaml", overlay(9));
    git(&checkout, &["init", "-q"]);
    git(&checkout, &["add", "."]);
    git(&checkout, &["commit", "-q", "-m", "First"]);
    checkout.put("spec/pets.overlay.yaml", overlay(8));
    let news = checkout.run("diff");
    assert!(
        news.out.contains("lower or new maximal length: 9 → 8"),
        "{news:?}"
    );
    let note = "note: the overlay of `pets` differs; its document does not\n";
    assert_eq!(news.err, note);
    checkout.put("spec/pets.yaml", changed());
    let note = "note: the overlay of `pets` differs; so does its document\n";
    assert_eq!(checkout.run("diff").err, note);
    git(&checkout, &["checkout", "spec/pets.overlay.yaml"]);
    assert_eq!(checkout.run("diff").err, "");
}

#[test]
fn omitted_operations_are_said_to_be_skipped() {
    let checkout = committed();
    let omit = format!("{}\n[api.omit]\ngetPet = \"not needed\"\n", support::CONFIG);
    checkout.put("spec/apis.toml", omit);
    let news = checkout.run("diff");
    let words = "`getPet` is skipped in the new document: `GET /pets/{id}`\n";
    assert!(news.out.contains(words), "{news:?}");
}

#[test]
fn versions_are_counted_from_the_old_state() {
    let checkout = committed();
    checkout.put("spec/pets.yaml", changed());
    for (version, words) in [
        ("0.1.0", "version: 0.1.0 → 0.1.1\n"),
        ("0.2.0", "version: 0.2.0, at least 0.1.1\n"),
    ] {
        let key = format!("[crate]\nversion = \"{version}\"\n");
        let config = support::CONFIG.replace("[crate]\n", &key);
        checkout.put("spec/apis.toml", config);
        let news = checkout.run("diff");
        assert!(news.out.contains(words), "{news:?}");
    }
    // Without a configuration there is no version.
    checkout.put("old.yaml", DOCUMENT);
    let news = checkout.run("diff old.yaml spec/pets.yaml");
    assert!(!news.out.contains("version: "), "{news:?}");
}

#[test]
fn unknown_revisions_are_reported_with_the_tags() {
    let checkout = committed();
    let error = |checkout: &Checkout| checkout.run("diff --base nope").err;
    assert_eq!(
        error(&checkout),
        "error: unknown revision `nope`\n  help: name a commit or a branch; there are no tags\n"
    );
    for tag in 1..=6 {
        git(&checkout, &["tag", &format!("v0.{tag}.0")]);
    }
    assert_eq!(
        error(&checkout),
        "error: unknown revision `nope`\n  help: the tags are `v0.6.0`, `v0.5.0`, `v0.4.0`, `v0.3.0`, `v0.2.0` and 1 more\n"
    );
}

#[test]
fn unreadable_documents_are_errors() {
    let checkout = committed();
    for arguments in [
        "diff --base nowhere",
        "diff --base=-p",
        "diff spec/none.yaml spec/pets.yaml",
        "diff spec/apis.toml spec/pets.yaml",
        "diff spec/pets.yaml",
        "diff --map pets",
        "diff --map petz=pets",
        "diff --tag Petz",
    ] {
        let ran = checkout.run(arguments);
        assert_eq!(ran.code, 1, "{arguments}: {ran:?}");
        assert!(
            !ran.err.is_empty() && ran.out.is_empty(),
            "{arguments}: {ran:?}"
        );
    }
    let error = checkout.run("diff --map petz=pets").err;
    assert_eq!(
        error,
        "error: there is no module `petz`; did you mean `pets`?\n"
    );
    let error = checkout.run("diff --tag Petz").err;
    let expected = "error: no compared operation has the first tag `Petz`; did you mean `Pets`?\n";
    assert_eq!(error, expected);
    checkout.put("spec/accepted.toml", "[[accept]]\nreasn = 'x'\n");
    let error = checkout.run("diff").err;
    let expected = "error[invalid-config]: unknown key `reasn`; did you mean `reason`?\n  --> spec/accepted.toml:2:1\n";
    assert!(error.starts_with(expected), "{error}");
    checkout.put("spec/pets.yaml", "openapi: [");
    for (command_line, last) in [
        ("diff", "error: nothing was compared because of 1 error\n"),
        ("check", "error: nothing was compared because of 1 error\n"),
        (
            "diff --changelog",
            "error: nothing was written because of 1 error\n",
        ),
    ] {
        let ran = checkout.run(command_line);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.ends_with(last), "{command_line}: {ran:?}");
    }
}

#[test]
fn unreadable_files_of_folders_are_errors() {
    let checkout = Checkout::new();
    for folder in ["old", "new"] {
        checkout.put(&format!("{folder}/pets.yaml"), support::DOCUMENT);
    }
    assert_eq!(checkout.run("diff old new").code, 0);
    checkout.put("new/more.yaml", b"openapi: \xff");
    let error = checkout.refused("diff old new");
    assert!(error.contains("`new/more.yaml` is not UTF-8"), "{error}");
}

#[test]
fn a_change_is_accepted_by_itself() {
    let checkout = committed();
    for option in ["--changelog", "--fail-on any"] {
        let ran = checkout.run(&format!("diff --accept a --reason b {option}"));
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
        assert!(ran.err.contains("cannot be used with"), "{ran:?}");
    }
}

#[test]
fn the_changelog_gets_its_entry() {
    let checkout = committed();
    checkout.put("spec/pets.yaml", changed());
    let first = checkout.run("diff --changelog");
    assert_eq!(first.code, 0, "{first:?}");
    let text = checkout.read("generated/CHANGELOG.md");
    assert!(
        text.contains("\n## 0.1.1\n\n### New\n\n- `pets`: `Pet`, `age` is a new optional property"),
        "{text}"
    );
    checkout.run("diff --changelog");
    assert_eq!(checkout.read("generated/CHANGELOG.md"), text);
}

#[test]
fn two_documents_in_every_format() {
    let checkout = Checkout::new();
    checkout.put("new.yaml", changed());
    for (format, start) in [
        ("text", "wire: "),
        ("markdown", "<!-- api-changes -->\n## API changes\n"),
        ("json", "{\n"),
        ("github", "::notice file=new.yaml,line="),
    ] {
        let ran = checkout.run(&format!("diff spec/pets.yaml new.yaml --format {format}"));
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.out.starts_with(start), "{format}: {ran:?}");
    }
}

#[test]
fn documents_of_several_files_have_no_lines() {
    let checkout = Checkout::new();
    let item = |ty: &str| {
        format!(
            "get:\n  operationId: getA\n  parameters: [{{name: q, in: query, schema: {{type: {ty}}}}}]\n  responses: {{'204': {{description: Done.}}}}\n"
        )
    };
    for (folder, ty) in [("old", "string"), ("new", "integer")] {
        let root = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths:\n  /a: {$ref: a.yaml}\n";
        checkout.put(&format!("{folder}/root.yaml"), root);
        checkout.put(&format!("{folder}/a.yaml"), item(ty));
    }
    let found = checkout.run("diff old/root.yaml new/root.yaml");
    let place = "old/root.yaml (joined) #/paths/~1a/get/parameters/0";
    assert!(found.out.contains(place), "{found:?}");
    let found = checkout.run("diff old/root.yaml new/root.yaml --format github");
    let annotation = "::error file=new/root.yaml,title=";
    assert!(found.out.starts_with(annotation), "{found:?}");
}

#[test]
fn judges_a_type_by_what_the_tagged_operations_do_with_it() {
    let document = |values: &str| {
        format!(
            "openapi: 3.0.3
info: {{title: Things, version: '1'}}
paths:
  /things:
    get: {{operationId: readThing, tags: [Read], responses: {{'200': {{description: It., content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}
    post: {{operationId: writeThing, tags: [Write], requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}, responses: {{'204': {{description: Done.}}}}}}
components: {{schemas: {{A: {{type: object, properties: {{state: {{type: string, enum: {values}}}}}}}}}}}
"
        )
    };
    let checkout = Checkout::new();
    checkout.put("old.yaml", document("[X, Y]"));
    checkout.put("new.yaml", document("[X]"));
    let code = |tag: &str| {
        let command = format!("diff old.yaml new.yaml --tag {tag} --fail-on breaking");
        checkout.run(&command).code
    };
    assert_eq!((code("Read"), code("Write")), (0, 4));
}
