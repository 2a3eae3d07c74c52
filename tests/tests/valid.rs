//! Every fixture that makes a crate, with the model and the Rust that come of it.

use tests::fixture::{self, Fixture};
use tests::run::Run;
use tests::{show, snapshot};

fn check(folder: &str) {
    let fixtures = fixture::in_folder(folder);
    snapshot::settings(folder).bind(|| {
        snapshot::each(&fixtures, Fixture::path, |fixture| {
            insta::assert_snapshot!(fixture.name.as_str(), show::sections(fixture));
        });
    });
}

#[test]
fn schemas() {
    check("schema");
}

#[test]
fn operations() {
    check("operation");
}

#[test]
fn naming() {
    check("naming");
}

const PATCH: &str = r"
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /things/{id}:
    patch:
      operationId: patchThing
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {name: {type: string}}}}
          application/json-patch+json: {schema: {type: array, items: {type: object, properties: {op: {type: string}}}}}
      responses: {'204': {description: Done.}}
";

#[test]
fn a_json_patch_beside_another_body_is_the_type_of_the_runtime() {
    let draft = Run::of_text(PATCH).draft().expect("the document is valid");
    let setter = "pub fn json_patch (mut self , body : impl runtime :: patch :: IntoPatch < runtime :: patch :: JsonPatch >)";
    assert!(draft.text.contains(setter), "{}", draft.text);
}

#[test]
fn a_second_filter_is_joined_by_and_whether_or_not_it_is_documented() {
    let fields = fixture::valid().into_iter().find(|it| it.name == "fields");
    let documented = Run::of(&fields.expect("the fixture is there")).expect("it is valid");
    let undocumented = documented
        .clone()
        .map(|text| text.replace("*and, or*", "*or*"));
    let has = |run: &Run, words: &str| run.draft().expect("it is valid").text.contains(words);
    for (run, is_documented) in [(documented, true), (undocumented, false)] {
        assert_eq!(has(&run, "both filters hold."), is_documented);
        let words = "by `and`, which the document does not mention here.";
        assert_eq!(has(&run, words), !is_documented);
    }
}
