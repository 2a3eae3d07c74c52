//! Emitted files are formatted as prettyplease formats them whole, blank lines apart.

use tests::fixture::{self, Fixture};
use tests::run::Run;
use tests::{formatting, snapshot};

fn check(run: &Run) {
    let output = run.generate().expect("a valid document makes a crate");
    formatting::check(&output.files);
}

#[test]
fn of_the_workspace_s_own_documents() {
    check(&Run::of_workspace());
}

#[test]
fn of_every_fixture() {
    snapshot::each(&fixture::valid(), Fixture::path, |fixture| {
        check(&Run::of(fixture).expect("the fixture is valid"));
    });
}
