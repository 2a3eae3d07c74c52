//! Every invalid fixture, with its diagnostics.

use std::collections::BTreeSet;

use generator::diagnostic::Code;
use tests::fixture::{self, Fixture};
use tests::run::Run;
use tests::{show, snapshot};

#[test]
fn diagnostics() {
    let fixtures = fixture::in_folder("invalid");
    snapshot::settings("invalid").bind(|| {
        snapshot::each(&fixtures, Fixture::path, |fixture| {
            insta::assert_snapshot!(fixture.name.as_str(), show::diagnostics(fixture));
        });
    });
}

#[test]
fn every_code_has_a_fixture() {
    let fixtures = fixture::in_folder("invalid");
    let shown: BTreeSet<String> = fixtures
        .iter()
        .flat_map(|fixture| {
            let report = show::diagnostics(fixture);
            let codes = Code::ALL.iter().map(|code| code.as_str());
            codes
                .filter(|code| {
                    // `duplicate-key` is shown by `duplicate-key.yaml` and by `duplicate-key--in-map.yaml`.
                    let own = fixture.name.split("--").next() == Some(code);
                    own && report.contains(&format!("[{code}]: "))
                })
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    let missing: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.as_str())
        .filter(|code| !shown.contains(*code))
        .collect();
    assert!(
        missing.is_empty(),
        "write tests/fixtures/invalid/<code>.yaml, whose report shows the code, for: {}",
        missing.join(", ")
    );
}

#[test]
fn an_operation_whose_status_is_skipped_has_no_waiter() {
    let fixtures = fixture::in_folder("operation").into_iter();
    let mut found = fixtures.filter(|it| it.name == "task");
    let mut fixture = found.next().expect("the fixture is there");
    let valid = "required: true, schema: {type: integer}}";
    assert!(fixture.text.contains(valid));
    fixture.text = fixture.text.replace(
        valid,
        "required: true, schema: {$ref: '#/components/schemas/Gone'}}",
    );
    let run = Run::of(&fixture).expect("the configuration is valid");
    let errors = run
        .generate()
        .expect_err("the reference is unresolved")
        .to_string();
    assert!(!errors.contains("[invalid-config]"), "{errors}");
    let output = run.keep_going().generate().expect("the rest is valid");
    let warnings = output.warnings.to_string();
    let line = "warning[invalid-config]: the operation `getStatus` of a task is skipped; nothing waits for the task";
    assert!(warnings.contains(line), "{warnings}");
    let files = output.files.iter();
    assert!(
        files
            .into_iter()
            .all(|(_, text)| !text.contains("runtime::Waiter"))
    );
}
