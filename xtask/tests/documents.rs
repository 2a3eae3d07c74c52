//! Documents that come in many files, in several at once, or with mistakes in them.

mod support;

use support::{CONFIG, Checkout, DOCUMENT};

#[test]
fn a_document_of_many_files_becomes_one() {
    let checkout = Checkout::new();
    let root = "\
openapi: 3.0.3
info: {title: Pets, version: '1.0'}
paths:
  /pets/{id}: {$ref: ./paths/pet.yaml}
  /broken: {$ref: ./paths/broken.yaml}
";
    let pet = "\
get:
  operationId: getPet
  tags: [Pets]
  parameters: [{name: id, in: path, required: true, schema: {type: string}}]
  responses:
    '200':
      description: The pet.
      content: {application/json: {schema: {$ref: ../../shared/pet.yaml}}}
";
    checkout.put("vendor/api/root.yaml", root);
    checkout.put("vendor/api/paths/pet.yaml", pet);
    checkout.put("vendor/shared/pet.yaml", "{type: object, title: Pet}\n");
    let command = "import --root vendor/api/root.yaml --out spec/pets.yaml";

    let refused = checkout.run(command);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(
        refused
            .err
            .contains("there is no file `vendor/api/paths/broken.yaml`")
            && refused
                .err
                .contains("--> vendor/api/root.yaml:5:13 #/paths/~1broken/$ref"),
        "{refused:?}"
    );
    assert_eq!(checkout.read("spec/pets.yaml"), DOCUMENT);

    let made = checkout.run(&format!("{command} --tag Pets"));
    assert_eq!(made.code, 0, "{made:?}");
    assert!(
        made.out
            .contains("wrote `spec/pets.yaml`: 1 operation, 1 component from 3 files"),
        "{made:?}"
    );
    let again = checkout.run(&format!("{command} --tag Pets"));
    assert!(
        again.out.contains("unchanged: `spec/pets.yaml`"),
        "{again:?}"
    );
    assert_eq!(checkout.run("generate").code, 0);

    let part =
        checkout.run("import --root vendor/api/root.yaml --tag Pets --out vendor/shared/pet.yaml");
    assert_eq!(part.code, 1, "{part:?}");
    let line = "`vendor/shared/pet.yaml` is the file to write";
    assert!(part.err.contains(line), "{part:?}");

    let itself = checkout.run("import --root spec/pets.yaml --out spec/pets.yaml");
    assert!(
        itself.err.contains("is the root document itself"),
        "{itself:?}"
    );
}

/// The document with an invalid operation.
fn half_wrong() -> String {
    DOCUMENT.replace(
        "components:",
        "  /wrong:\n    get:\n      operationId: getWrong\n      responses: {'200': {$ref: '#/components/responses/None'}}\ncomponents:",
    )
}

#[test]
fn diagnostics_are_printed_as_json() {
    let checkout = Checkout::new();
    checkout.put("spec/pets.yaml", half_wrong());
    let ran = checkout.run("generate --message-format json");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(
        ran.out,
        "{\"severity\":\"error\",\"code\":\"dangling-reference\",\"message\":\"unresolved reference `#/components/responses/None`\",\"locations\":[{\"file\":\"spec/pets.yaml\",\"pointer\":\"/paths/~1wrong/get/responses/200/$ref\",\"line\":19,\"column\":27}],\"help\":\"there is no `#/components/responses`; add it, or fix the reference\"}\n"
    );
    assert!(
        ran.err.contains("nothing was written because of 1 error"),
        "{ran:?}"
    );
}

#[test]
fn one_bad_operation_does_not_take_the_others_down() {
    let checkout = Checkout::new();
    checkout.put("spec/pets.yaml", half_wrong());
    assert_eq!(checkout.run("generate").code, 1);
    let tip = ": write `keep-going = true` into `[[api]]` of the configuration";
    let of_diff = "; documents that a command line names have no such key";
    for (command_line, more) in [
        ("generate", ""),
        ("check", of_diff),
        ("diff a.yaml b.yaml", of_diff),
    ] {
        let ran = checkout.run(&format!("{command_line} --keep-going"));
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains(&format!("{tip}{more}\n")), "{ran:?}");
    }
    // They have the option.
    for command_line in [
        "new --document a --keep-going --keep-going",
        "generate --document a --keep-going=yes",
    ] {
        let ran = checkout.run(command_line);
        assert!(ran.err.contains("'--keep-going'"), "{ran:?}");
        assert!(!ran.err.contains("keep-going = true"), "{ran:?}");
    }
    checkout.put("spec/apis.toml", format!("{CONFIG}keep-going = true\n"));
    let ran = checkout.run("generate");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.err.contains("warning[dangling-reference]: unresolved reference `#/components/responses/None`; the operation `getWrong` is skipped\n  --> spec/pets.yaml:19:27 "),
        "{ran:?}"
    );
    assert!(
        ran.out
            .contains("pets: 1 operation, 1 type, 1 operation skipped"),
        "{ran:?}"
    );
    assert_eq!(checkout.run("check").code, 0);
}

#[test]
fn refuses_a_document_without_operations() {
    let checkout = Checkout::new();
    checkout.put(
        "spec/pets.yaml",
        "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\n",
    );
    let ran = checkout.run("generate");
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.err.contains("the document of `pets` has no operations"),
        "{ran:?}"
    );
}

#[test]
fn prints_each_warning_with_all() {
    let checkout = Checkout::new();
    let links = "links: {a: {operationId: getPet}}";
    let responses = format!(
        "responses: {{'200': {{description: A., {links}}}, '400': {{description: B., {links}}}}}"
    );
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: Pets, version: '1'}}\npaths: {{/pets: {{get: {{operationId: getPet, {responses}}}}}}}\n"
    );
    checkout.put("spec/pets.yaml", &document);
    let count = |command: &str| {
        checkout
            .run(command)
            .err
            .matches("links have no effect")
            .count()
    };
    assert_eq!(count("generate"), 1);
    assert_eq!(count("generate --all"), 2);
    assert_eq!(count("check --all"), 2);
    let json = checkout.run("check --message-format json");
    assert_eq!(json.out.matches("links have no effect").count(), 2);
}

#[test]
fn several_documents_become_one_crate() {
    let checkout = Checkout::new();
    checkout.put("vendor/pets/v1/openapi.yaml", DOCUMENT);
    checkout.put(
        "vendor/vets/v1/openapi.yaml",
        DOCUMENT.replace("Pet", "Vet"),
    );
    let ran = checkout.run(
        "generate --document vendor/pets/v1/openapi.yaml --document vendor/vets/v1/openapi.yaml --out both",
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.out.contains("pets_v1: 1 operation") && ran.out.contains("vets_v1: "),
        "{ran:?}"
    );
    let manifest = checkout.read("both/Cargo.toml");
    assert!(manifest.contains("name = \"both-client\""), "{manifest}");

    let named = checkout.run(
        "generate --document vendor/pets/v1/openapi.yaml --document vendor/vets/v1/openapi.yaml --module doctors --out named",
    );
    assert!(named.out.contains("doctors: 1 operation"), "{named:?}");
    let twice =
        checkout.run("generate --document spec/pets.yaml --module a --module b --out twice");
    assert!(twice.err.contains("has two modules"), "{twice:?}");
}

#[test]
fn errors_quote_what_was_given_on_one_line() {
    let value = format!("a  list {}", ["of-long-words"; 12].join(" "));
    let words = ["generate", "--message-format", &value];
    let ran = Checkout::new().run_words(words);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains(&format!("'{value}'")), "{ran:?}");
}
