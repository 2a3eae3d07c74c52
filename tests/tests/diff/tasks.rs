//! A task that the configuration declares is part of what programs use.

use tests::fixture::{self, Fixture};
use tests::run::Run;

fn fixture() -> Fixture {
    let fixtures = fixture::in_folder("operation").into_iter();
    let mut found = fixtures.filter(|it| it.name == "task");
    found.next().expect("the fixture is there")
}

/// The changes, each with its rule, its place and its verdict on Rust.
fn changes(old: &Run, new: &Run) -> Vec<String> {
    let found = old.diff(new).expect("the documents can be read");
    let changes = found.changes.iter();
    changes
        .map(|it| format!("{} {:?} {:?}", it.id, it.wire, it.rust))
        .collect()
}

#[test]
fn waiters_are_compared_as_rust() {
    let with = fixture();
    let config = with.config.as_deref().unwrap_or_default();
    let (document, _) = config.split_once("[[api.task]]").expect("it has a task");
    let without = Fixture {
        config: Some(document.to_owned()),
        ..with.clone()
    };
    let run = |it: &Fixture| Run::of(it).expect("it is in order");
    let (with, without) = (run(&with), run(&without));
    assert_eq!(
        changes(&without, &with),
        [
            "api/operation:getStatus/waiter/rust-gained Safe Minor",
            "api/operation:startJob/waiter/rust-gained Safe Minor",
        ]
    );
    assert_eq!(
        changes(&with, &without),
        [
            "api/operation:getStatus/waiter/rust-changed Safe Major",
            "api/operation:startJob/waiter/rust-changed Safe Major",
        ]
    );
}
