//! A crate from another vendor's document has no fact about the vendor of `spec/`.

use tests::run::Run;
use tests::{fixture, vendor};

fn orchard() -> String {
    let mut fixtures = fixture::in_folder("vendor").into_iter();
    let found = fixtures.find(|fixture| fixture.name == "orchard");
    found.expect("the fixture is there").document()
}

#[test]
fn crate_of_another_vendor_names_nobody_else() {
    let crate_ = Run::of_text(&orchard())
        .draft()
        .expect("the fixture is valid");
    let found = vendor::lines(&crate_.text);
    assert!(found.is_empty(), "{}", found.join("\n"));
    // The check would see such a line.
    let own = Run::of_workspace()
        .draft()
        .expect("the documents are valid");
    assert!(!vendor::lines(&own.text).is_empty());
}

#[test]
fn document_without_service_facts_has_none_of_their_types() {
    let run = Run::of_text(&orchard());
    let items = run.public_items().expect("the fixture is valid");
    for absent in ["Config", "ConfigSource", "Filter", "Sorter"] {
        let line = format!("use {absent}");
        assert!(!items.contains(&line), "{line}");
    }
    let has = |text: &str| items.iter().any(|it| it.contains(text));
    assert!(has("testing: struct MockServer"));
    for absent in ["type Config", "fields::", "fn items(", "MockTenant"] {
        assert!(!has(absent), "{absent}");
    }
    let text = run.draft().expect("the fixture is valid").text;
    for absent in [
        "requests in 1",
        "10_000",
        "10000",
        "total_count_header",
        "yaml",
    ] {
        assert!(!text.contains(absent), "{absent}");
    }
    assert!(text.contains(".build()?;"), "the first call is shown");
}

/// The same document with the facts of `tests/fixtures/service.toml` has their types.
#[test]
fn service_facts_add_their_types() {
    let run = Run::of_modules("orchard", &[("api".to_owned(), orchard())]);
    let items = run.public_items().expect("the fixture is valid");
    for line in ["use Filter", "use Sorter"] {
        assert!(items.iter().any(|it| it == line), "{line}");
    }
    let has = |text: &str| items.iter().any(|it| it.contains(text));
    assert!(has("fields::"));
    assert!(has("fn items("));
    let text = run.draft().expect("the fixture is valid").text;
    assert!(text.contains("100 requests in 10 seconds"));
    assert!(text.contains("X-Total"));
}
