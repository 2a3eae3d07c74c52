//! The same documents give the same bytes, in every run and in any order.

use generator::{FileSet, Output, Report};
use tests::fixture::{self, Fixture};
use tests::run::Run;
use tests::{shuffle, snapshot};

fn output(run: &Run) -> Output {
    run.generate().expect("a valid document makes a crate")
}

/// Fails with the first file that differs; two whole crates would be no message.
fn assert_same(first: &FileSet, second: &FileSet) {
    for ((path, text), (other_path, other_text)) in first.iter().zip(second) {
        assert_eq!(path, other_path, "another file is emitted");
        assert_eq!(text, other_text, "`{path}` differs");
    }
    assert_eq!(first.len(), second.len(), "not as many files are emitted");
}

fn check(run: Run) {
    let first = output(&run);
    let again = output(&run);
    assert_same(&first.files, &again.files);
    let reversed = output(&run.map(shuffle::reversed));
    assert_same(&first.files, &reversed.files);
    assert_eq!(
        findings(&first.warnings),
        findings(&reversed.warnings),
        "the warnings differ"
    );
}

/// Every finding but for its place in the text, which is what moves when the text is put into another order.
fn findings(report: &Report) -> Vec<String> {
    let mut findings: Vec<String> = report
        .diagnostics()
        .iter()
        .map(|finding| {
            let mut finding = finding.clone();
            finding.positions.fill(None);
            finding.to_string()
        })
        .collect();
    findings.sort();
    findings
}

#[test]
fn the_workspace_s_own_documents() {
    check(Run::of_workspace());
}

#[test]
fn every_fixture() {
    snapshot::each(&fixture::valid(), Fixture::path, |fixture| {
        check(Run::of(fixture).expect("the fixture is valid"));
    });
}

#[test]
fn errors_do_not_depend_on_the_order() {
    // Fixtures with invalid YAML or duplicate keys can't be reordered.
    let can_be_read = |it: &Fixture| serde_yaml::from_str::<serde_yaml::Value>(&it.text).is_ok();
    let mut fixtures = fixture::in_folder("invalid");
    fixtures.retain(can_be_read);
    snapshot::each(&fixtures, Fixture::path, |fixture| {
        let report = |run: Run| match run.generate() {
            Ok(output) => findings(&output.warnings),
            Err(report) => findings(&report),
        };
        let Ok(run) = Run::of(fixture) else { return };
        assert_eq!(report(run.clone()), report(run.map(shuffle::reversed)));
    });
}
