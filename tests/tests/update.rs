//! Following a vendor's documents in a scratch repository: those in our words, and those kept as published.

use tests::scratch::{Repository, configuration};
use tests::snapshot;
use xtask::update::{UpdateFormat, UpdateOptions, Updated, run};

const OURS: &str = "\
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      summary: Lists things.
      parameters:
      - $ref: '#/components/parameters/Limit'
      - {name: color, in: query, schema: {type: string, enum: [red, blue]}}
      responses: {'200': {description: Things., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
components:
  parameters:
    Limit: {name: limit, in: query, description: At most so many., schema: {type: integer, maximum: 50}}
  schemas:
    Thing: {type: object, properties: {id: {type: string}, size: {type: integer}}}
";

/// The same contract in other words, inline.
const THEIRS: &str = "\
openapi: 3.0.1
info: {title: The things API, version: '7'}
paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      description: Returns all of the things.
      parameters:
      - name: color
        in: query
        style: form
        explode: true
        required: false
        schema: {type: string, enum: [blue, red], example: red}
      - {name: limit, in: query, schema: {maximum: 50, type: integer}}
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                allOf:
                - {type: object, properties: {id: {type: string}}}
                - {properties: {size: {type: integer, description: In mm.}}}
";

const UPSTREAM: &str = "\
repository = \"https://acme.example/specs\"

[[document]]
module = \"things\"
root = \"root.yaml\"
";

fn repository(name: &str, upstream: &str) -> Repository {
    let scratch = env!("CARGO_TARGET_TMPDIR");
    let repository = Repository::with_document(scratch, name, "things", OURS);
    repository.write("spec/upstream.toml", upstream);
    repository.write("vendor/root.yaml", THEIRS);
    repository.commit("Begin");
    repository
}

fn updated(repository: &Repository, dry_run: bool, format: UpdateFormat) -> Updated {
    let upstream = repository.folder.join("vendor");
    let options = UpdateOptions {
        upstream,
        dry_run,
        format,
    };
    run(&repository.workspace(), &options).expect("the states can be compared")
}

fn text(repository: &Repository) -> String {
    updated(repository, false, UpdateFormat::Text).text
}

#[test]
fn the_same_facts_in_other_words_are_no_task() {
    let repository = repository("words", UPSTREAM);
    let found = updated(&repository, false, UpdateFormat::Text);
    assert_eq!(found.text, "`spec/things.yaml`: has the vendor's facts");
    assert!(!found.has_tasks);
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
}

#[test]
fn each_fact_to_change_has_both_addresses() {
    let repository = repository("facts", UPSTREAM);
    let file = "vendor/root.yaml";
    repository.replace(file, "maximum: 50", "maximum: 40");
    repository.replace(file, "[blue, red]", "[blue, green, red]");
    repository.replace(
        file,
        "size: {type: integer",
        "weight: {type: number, format: double",
    );
    repository.replace(
        file,
        "    get:\n",
        "    delete: {operationId: clear, responses: {'204': {description: Gone.}}}\n    get:\n",
    );
    let found = updated(&repository, false, UpdateFormat::Text);
    assert!(found.has_tasks);
    let vendor = repository.folder.join("vendor");
    let text = found.text.replace(&vendor.display().to_string(), "vendor");
    snapshot::settings("update").bind(|| insta::assert_snapshot!("facts", text));
    let markdown = updated(&repository, false, UpdateFormat::Markdown).text;
    let start = "<!-- api-update -->\n## The vendor's documents\n\nFrom https://acme.example/specs.\n\n- `spec/things.yaml`: 5 to change by hand\n  - [ ] `spec/things.yaml:";
    assert!(markdown.starts_with(start), "{markdown}");
    // Nothing is written: people change these documents.
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
}

#[test]
fn nodes_that_state_nothing_are_facts() {
    let repository = repository("bare", UPSTREAM);
    let file = "vendor/root.yaml";
    repository.replace(
        file,
        "      responses:\n",
        "      responses:\n        '204': {description: None.}\n",
    );
    repository.replace(
        file,
        "{id: {type: string}}",
        "{id: {type: string}, extra: {description: Anything.}}",
    );
    repository.replace(file, "      tags: [Things]\n", "      security: [{}]\n");
    let text = text(&repository);
    assert!(text.contains(": 3 to change by hand\n"), "{text}");
    for place in [
        "properties.extra`: `present`",
        "responses.204`: `present`",
        "`0` is `present`",
    ] {
        assert!(text.contains(place), "{place} in {text}");
    }
    // A node that states more than the vendor's is there.
    repository.replace(file, "{description: None.}", "{description: Kept.}");
    let ours = "{'204': {description: Kept., content: {text/plain: {}}}, '200'";
    repository.replace("spec/things.yaml", "{'200'", ours);
    let text = self::text(&repository);
    assert!(!text.contains("add `/things.get.responses.204"), "{text}");
}

#[test]
fn branches_state_their_facts_together() {
    let repository = repository("branches", UPSTREAM);
    let file = "vendor/root.yaml";
    repository.replace(
        file,
        "- {type: object, ",
        "- {type: object, required: [id], ",
    );
    repository.replace(
        file,
        "- {properties: {size",
        "- {required: [size], properties: {size",
    );
    let ours = "Thing: {type: object, required: [size, id], ";
    repository.replace("spec/things.yaml", "Thing: {type: object, ", ours);
    assert_eq!(
        text(&repository),
        "`spec/things.yaml`: has the vendor's facts"
    );
    repository.replace(file, "{size: {type", "{id: {type: integer}, size: {type");
    let text = text(&repository);
    assert!(
        text.contains("properties.id.type` from `string` to `integer string`"),
        "{text}"
    );
}

#[test]
fn exceptions_need_a_fact_each() {
    let entry = |kind: &str, place: &str| {
        format!("\n[[{kind}]]\nplace = \"{place}\"\nreason = \"for a test\"\n")
    };
    let upstream = format!(
        "{UPSTREAM}{}{}",
        entry("otherwise", "limit.schema.maximum"),
        entry("more", "properties.size.")
    );
    let repository = repository("exceptions", &upstream);
    let file = "vendor/root.yaml";
    repository.replace(file, "maximum: 50", "maximum: 40");
    repository.replace(
        file,
        ", properties: {id",
        ", properties: {name: {type: string}, id",
    );
    repository.replace(
        file,
        "                - {properties: {size: {type: integer, description: In mm.}}}\n",
        "",
    );
    let text = text(&repository);
    assert!(
        text.starts_with("`spec/things.yaml`: 1 to change by hand\n\n  add `"),
        "{text}"
    );
    repository.replace(file, "maximum: 40", "maximum: 50");
    let options = UpdateOptions {
        upstream: repository.folder.join("vendor"),
        dry_run: false,
        format: UpdateFormat::Text,
    };
    let error = run(&repository.workspace(), &options).expect_err("an entry has no fact");
    let error = format!("{error:#}");
    assert!(
        error.starts_with("`upstream.toml` excepts what no fact has: `limit.schema.maximum`\n"),
        "{error}"
    );
}

#[test]
fn an_exception_without_a_place_is_an_error() {
    let upstream = format!("{UPSTREAM}\n[[more]]\nplace = \"\"\nreason = \"for a test\"\n");
    let repository = repository("placeless", &upstream);
    let options = UpdateOptions {
        upstream: repository.folder.join("vendor"),
        dry_run: true,
        format: UpdateFormat::Text,
    };
    let error = run(&repository.workspace(), &options).expect_err("an entry has no place");
    let error = format!("{error:#}");
    assert!(error.starts_with("an empty `place` in "), "{error}");
}

#[test]
fn a_published_document_is_replaced_with_all_that_follows() {
    let repository = repository("published", &format!("{UPSTREAM}published = true\n"));
    repository.replace("vendor/root.yaml", "listThings", "listAllThings");
    let dry = updated(&repository, true, UpdateFormat::Text);
    assert!(dry.has_tasks);
    assert!(
        dry.text.starts_with(
            "would write `generated/CHANGELOG.md`, `spec/apis.toml`, `spec/things.yaml`, "
        ),
        "{}",
        dry.text
    );
    assert_eq!(repository.git(&["status", "--porcelain"]), "");

    let found = updated(&repository, false, UpdateFormat::Text);
    assert!(!found.has_tasks, "{}", found.text);
    assert!(
        found.text.contains("; the crate's version is 0.2.0\n"),
        "{}",
        found.text
    );
    assert_eq!(
        repository.read("spec/things.yaml"),
        repository.read("vendor/root.yaml")
    );
    assert_eq!(
        repository.read("spec/apis.toml"),
        configuration("things").replace("0.1.0", "0.2.0")
    );
    let log = repository.read("generated/CHANGELOG.md");
    assert!(
        log.contains("\n## 0.2.0\n\n### Programs have to follow\n"),
        "{log}"
    );
    assert!(
        repository
            .read("generated/Cargo.toml")
            .contains("\nversion = \"0.2.0\"\n")
    );
    let found = ["grep", "--untracked", "--quiet", "list_all_things", "--"];
    repository.git(&[&found[..], &["generated/src"]].concat());
    repository.commit("Follow");
    assert_eq!(text(&repository), "`spec/things.yaml`: as published");
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
}

#[test]
fn the_version_follows_from_the_last_release() {
    let repository = repository("since", &format!("{UPSTREAM}published = true\n"));
    repository.replace(
        "spec/things.yaml",
        "size: {type: integer}",
        "size: {type: integer, description: In mm.}",
    );
    text(&repository);
    repository.commit("Follow");
    repository.write(
        "spec/apis.toml",
        &configuration("things").replace("0.1.0", "0.3.0"),
    );
    repository.commit("Raise");
    repository.git(&["tag", "v0.3.0"]);
    repository.replace("vendor/root.yaml", "listThings", "listAllThings");
    assert!(text(&repository).contains("; the crate's version is 0.4.0\n"));
    repository.commit("Follow");
    // The second change since the release: its version is high enough, and its entry has both.
    repository.replace("vendor/root.yaml", "name: color", "name: colour");
    assert!(text(&repository).contains("; the crate's version is 0.4.0\n"));
    let log = repository.read("generated/CHANGELOG.md");
    assert_eq!(log.matches("\n## 0.4.0\n").count(), 1, "{log}");
    assert!(
        log.contains("listAllThings") && log.contains("colour"),
        "{log}"
    );
}

#[test]
fn an_entry_that_was_edited_is_kept() {
    let repository = repository("edited", &format!("{UPSTREAM}published = true\n"));
    text(&repository);
    repository.commit("Follow");
    repository.write(
        "spec/apis.toml",
        &configuration("things").replace("0.1.0", "0.3.0"),
    );
    repository.commit("Raise");
    repository.git(&["tag", "v0.3.0"]);
    repository.replace("vendor/root.yaml", "listThings", "listAllThings");
    text(&repository);
    let log = "generated/CHANGELOG.md";
    repository.replace(
        log,
        "\n## 0.4.0\n",
        "\n## 0.4.0\n\nIn short: rename a call.\n",
    );
    let edited = repository.read(log);
    repository.commit("Follow");
    repository.replace("vendor/root.yaml", "name: color", "name: colour");
    let found = updated(&repository, false, UpdateFormat::Text);
    assert!(found.has_tasks);
    let expected =
        "`generated/CHANGELOG.md` has an edited entry of 0.4.0, which is kept\n\nit lacks:\n\n- ";
    assert!(found.text.contains(expected), "{}", found.text);
    assert_eq!(repository.read(log), edited);
}

#[test]
fn an_entry_that_was_never_released_is_replaced() {
    let repository = repository("unreleased", &format!("{UPSTREAM}published = true\n"));
    text(&repository);
    repository.commit("Follow");
    repository.write(
        "spec/apis.toml",
        &configuration("things").replace("0.1.0", "0.3.0"),
    );
    repository.commit("Raise");
    repository.git(&["tag", "v0.3.0"]);
    // A new operation, and then the name of another.
    let more = "  /more:\n    get: {operationId: more, responses: {'204': {description: Done.}}}\n";
    repository.replace("vendor/root.yaml", "paths:\n", &format!("paths:\n{more}"));
    assert!(text(&repository).contains("; the crate's version is 0.3.1\n"));
    repository.commit("Follow");
    repository.replace("vendor/root.yaml", "listThings", "listAllThings");
    assert!(text(&repository).contains("; the crate's version is 0.4.0\n"));
    let log = repository.read("generated/CHANGELOG.md");
    assert!(!log.contains("\n## 0.3.1\n"), "{log}");
    assert!(
        log.contains("\n## 0.4.0\n") && log.contains("`more`"),
        "{log}"
    );
}

#[test]
fn nothing_is_written_if_the_crate_cannot_be_generated() {
    let repository = repository("broken", &format!("{UPSTREAM}published = true\n"));
    repository.replace("vendor/root.yaml", "openapi: 3.0.1", "openapi: 4.0.0");
    let options = UpdateOptions {
        upstream: repository.folder.join("vendor"),
        dry_run: false,
        format: UpdateFormat::Text,
    };
    assert!(run(&repository.workspace(), &options).is_err());
    assert_eq!(repository.git(&["status", "--porcelain"]), "");
}
