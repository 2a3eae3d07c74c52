//! Every fixture that makes a crate, with the model and the Rust that come of it.

use tests::fixture::{self, Fixture};
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
