//! Every invalid fixture, with its diagnostics.

use std::collections::BTreeSet;

use generator::diagnostic::Code;
use tests::fixture::{self, Fixture};
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
