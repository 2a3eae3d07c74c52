//! Every rule has a pair of documents that shows it, and nothing but it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use generator::diff::rules::rules;
use generator::diff::{self, Diff, Direction, Rust, View, Wire};
use tests::pair::{self, Pair};
use tests::run::Run;
use tests::{snapshot, tree};

/// Where the snapshots are, seen from this folder.
fn settings() -> insta::Settings {
    let mut settings = snapshot::settings("diff");
    settings.set_snapshot_path("../../snapshots/diff");
    settings
}

/// The two documents of a pair, compared.
fn compared(pair: &Pair) -> Diff {
    let run = |fixture: &Option<tests::fixture::Fixture>| {
        let texts = fixture.iter().map(|it| ("api".to_owned(), it.document()));
        let mut texts: Vec<(String, String)> = texts.collect();
        // An API that only one side has is added to one that both have.
        texts.push(("other".to_owned(), OTHER.to_owned()));
        // An operation with an error is skipped, and shows its own rule.
        Run::of_modules("pair", &texts).keep_going()
    };
    run(&pair.old)
        .diff(&run(&pair.new))
        .expect("the documents of a pair can be read")
}

const OTHER: &str = "openapi: 3.0.3\ninfo: {title: Other, version: '1'}\npaths: {}\n";

#[test]
fn every_rule_has_its_pair() {
    let pairs: BTreeSet<String> = pair::all().into_iter().map(|pair| pair.rule).collect();
    let rules: BTreeSet<String> = rules().map(|rule| rule.id.to_string()).collect();
    let missing: Vec<_> = rules.difference(&pairs).collect();
    let strange: Vec<_> = pairs.difference(&rules).collect();
    assert!(missing.is_empty(), "these rules have no pair: {missing:?}");
    assert!(strange.is_empty(), "these pairs have no rule: {strange:?}");
}

#[test]
fn ids_of_rules_are_words_with_dashes_and_distinct() {
    let mut ids = BTreeSet::new();
    for rule in rules() {
        let id = rule.id.as_str();
        assert!(ids.insert(id), "`{id}` is there twice");
        let plain = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(id.chars().all(plain), "{id}");
        for text in [
            rule.what,
            rule.request.reason,
            rule.response.reason,
            rule.rust.reason,
            rule.advice,
        ] {
            assert!(!text.is_empty() && !text.ends_with('.'), "{id}: {text}");
        }
    }
}

#[test]
fn each_pair_shows_its_rule_and_is_judged_as_the_table_says() {
    snapshot::each(&pair::all(), Pair::path, |pair| {
        let found = compared(pair);
        let shown: BTreeSet<String> = found
            .changes
            .iter()
            .map(|change| change.rule.id.to_string())
            .collect();
        assert_eq!(
            shown,
            pair.shows(),
            "{}",
            diff::text(&found, &view("1.0.0", true))
        );
        for change in found
            .changes
            .iter()
            .filter(|it| it.rule.id.as_str() == pair.rule)
        {
            let rule = change.rule;
            let expected = match change.direction {
                Direction::Request => rule.request.verdict,
                Direction::Response => rule.response.verdict,
                Direction::Both => rule.request.verdict.max(rule.response.verdict),
                Direction::Neither => Wire::Safe,
            };
            assert_eq!(change.wire, expected, "{}", change.id);
            if let Some(verdict) = rule.rust.verdict {
                assert_eq!(
                    change.rust, verdict,
                    "{}: {}",
                    change.id, change.rust_reason
                );
            }
        }
    });
}

#[test]
fn the_direction_of_data_decides() {
    let mut seen = 0;
    snapshot::each(&pair::all(), Pair::path, |pair| {
        for (without, direction) in [("get", Direction::Request), ("post", Direction::Response)] {
            let Some(pair) = one_way(pair, without) else {
                continue;
            };
            let found = compared(&pair);
            for change in found
                .changes
                .iter()
                .filter(|it| it.rule.id.as_str() == pair.rule)
            {
                let is_access = pair.rule.contains("only");
                if !is_access {
                    assert_eq!(change.direction, direction, "{}", change.id);
                }
                let side = match change.direction {
                    Direction::Request => change.rule.request.verdict,
                    Direction::Response => change.rule.response.verdict,
                    Direction::Both | Direction::Neither => Wire::Safe,
                };
                assert_eq!(change.wire, side, "{}", change.id);
            }
        }
    });
    for pair in pair::all() {
        seen += usize::from(one_way(&pair, "get").is_some());
    }
    assert!(seen > 60, "only {seen} pairs go both ways");
}

/// A pair whose type is sent and received, without the operation that receives it, or the one that sends it.
fn one_way(pair: &Pair, without: &str) -> Option<Pair> {
    let mut pair = pair.clone();
    for fixture in [&mut pair.old, &mut pair.new] {
        let fixture = fixture.as_mut()?;
        if !(fixture.text.contains("operationId: getThing\n")
            && fixture.text.contains("operationId: sendThing\n"))
        {
            return None;
        }
        let mut root: serde_yaml::Value =
            serde_yaml::from_str(&fixture.text).expect("a fixture is YAML");
        let item = root["paths"]["/things"].as_mapping_mut()?;
        item.remove(without);
        fixture.text = serde_yaml::to_string(&root).expect("what was read can be written");
    }
    Some(pair)
}

#[test]
fn what_is_printed_for_each_pair() {
    let mut all = String::new();
    for pair in pair::all() {
        let found = compared(&pair);
        let text = diff::text(&found, &view("1.0.0", true));
        write!(all, "# {}\n\n{text}\n\n", pair.rule).expect("writing to a String can't fail");
    }
    settings().bind(|| insta::assert_snapshot!("text", all));
}

#[test]
fn every_format_has_the_same_contents() {
    let pairs = pair::all();
    let rules = [
        "type-changed",
        "operation-removed",
        "documentation-changed",
        "enum-value-added",
    ];
    let chosen = pairs
        .iter()
        .filter(|pair| rules.contains(&pair.rule.as_str()));
    let mut old = Vec::new();
    let mut new = Vec::new();
    for pair in chosen {
        let document = |it: &Option<tests::fixture::Fixture>| {
            it.as_ref().map(tests::fixture::Fixture::document)
        };
        old.extend(document(&pair.old).map(|text| (pair.module(), text)));
        new.extend(document(&pair.new).map(|text| (pair.module(), text)));
    }
    let (old, new) = (Run::of_modules("pair", &old), Run::of_modules("pair", &new));
    let found = old.diff(&new).expect("the documents can be read");
    settings().bind(|| {
        insta::assert_snapshot!("markdown", diff::markdown(&found, &view("0.3.1", false)));
        insta::assert_snapshot!("github", diff::github(&found, &view("0.3.1", false)));
        insta::assert_snapshot!("json", diff::json(&found, &view("0.3.1", true)));
        insta::assert_snapshot!("changelog", diff::changelog(&found, "0.4.0"));
    });
}

#[test]
fn json_has_the_documented_form() {
    let schema = std::fs::read_to_string(tree::root().join("docs/diff.schema.json"));
    let schema: serde_json::Value =
        serde_json::from_str(&schema.expect("the schema is there")).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    snapshot::each(&pair::all(), Pair::path, |pair| {
        let told = diff::json(&compared(pair), &view("0.3.1", true));
        let told: serde_json::Value = serde_json::from_str(&told).expect("the output is JSON");
        let faults: Vec<String> = validator
            .iter_errors(&told)
            .map(|it| it.to_string())
            .collect();
        assert_eq!(faults, [""; 0]);
    });
    assert!(!validator.is_valid(&serde_json::json!({"schemaVersion": 2})));
}

#[test]
fn a_report_is_bounded_and_names_what_it_leaves_out() {
    let paths = |is_required: bool| -> String {
        let path = |n: usize| {
            format!(
                "  /a{n}:\n    get:\n      operationId: get{n}\n      parameters: [{{name: p{n}, in: query, required: {is_required}, schema: {{type: string}}}}]\n      responses: {{'204': {{description: Done.}}}}\n"
            )
        };
        let paths: String = (0..400).map(path).collect();
        format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}")
    };
    let run = |text: String| Run::of_modules("many", &[("api".to_owned(), text)]);
    let found = run(paths(false))
        .diff(&run(paths(true)))
        .expect("the documents can be read");
    let told = diff::markdown(&found, &view("1.0.0", false));
    assert!(told.chars().count() <= 60_000);
    let shown = told.matches("is required").count();
    let left = format!("Not shown for want of room: {} of", 400 - shown);
    assert!(told.contains(&left), "{}", &told[told.len() - 400..]);
    let annotations = diff::github(&found, &view("1.0.0", false));
    assert_eq!(annotations.lines().count(), 10);
    assert!(
        annotations.ends_with("391 more rows not shown here"),
        "{annotations}"
    );
}

#[test]
fn the_page_of_rules_is_up_to_date() {
    let page = tree::root().join("docs/diff-rules.md");
    let page = std::fs::read_to_string(page).expect("the page of rules is there");
    assert!(
        page == diff::rules_as_markdown(),
        "run `cargo xtask diff --rules --format markdown > docs/diff-rules.md`"
    );
}

#[test]
fn the_list_of_rules_has_what_the_page_has() {
    let list = diff::rules_as_text();
    for rule in rules() {
        assert!(list.contains(&format!("{}\n  … {}\n", rule.id, rule.what)));
        for side in [&rule.request, &rule.response] {
            assert!(list.contains(&format!("  {}: {}\n", side.verdict, side.reason)));
        }
        assert!(list.contains(&format!(": {}\n", rule.rust.reason)));
        assert!(list.contains(rule.advice));
    }
}

#[test]
fn versions_follow_the_worst_change_in_rust() {
    let of = |rust: Rust| {
        let pairs = pair::all();
        let pair = pairs.iter().find(|pair| {
            let found = compared(pair);
            found.rust() == rust
        });
        compared(pair.expect("there is a pair for each verdict"))
    };
    for (rust, before, after) in [
        (Rust::Major, "0.2.3", "0.3.0"),
        (Rust::Minor, "0.2.3", "0.2.4"),
        (Rust::Patch, "0.2.3", "0.2.4"),
        (Rust::None, "0.2.3", "0.2.3"),
        (Rust::Major, "1.2.3", "2.0.0"),
        (Rust::Minor, "1.2.3", "1.3.0"),
        (Rust::Patch, "1.2.3", "1.2.4"),
        (Rust::None, "1.2.3", "1.2.3"),
    ] {
        assert_eq!(
            of(rust).next_version([before, before]).as_deref(),
            Some(after),
            "{rust} of {before}"
        );
    }
    let major = of(Rust::Major);
    assert_eq!(major.next_version(["1.2", "1.2"]), None);
    // The version was raised since the old state.
    for (is, next, words) in [
        ("0.1.1", "0.2.0", "version: 0.1.1 → 0.2.0\n"),
        ("0.2.0", "0.2.0", "version: 0.2.0, at least 0.2.0\n"),
        ("0.3.0", "0.3.0", "version: 0.3.0, at least 0.2.0\n"),
    ] {
        let versions = ["0.1.0", is];
        assert_eq!(major.next_version(versions).as_deref(), Some(next));
        let view = View {
            versions: Some(versions),
            ..View::default()
        };
        let text = diff::text(&major, &view);
        assert!(text.contains(words), "{text}");
    }
    assert!(!diff::text(&major, &View::default()).contains("version: "));
}

fn view(version: &str, docs: bool) -> View<'_> {
    View {
        versions: Some([version, version]),
        docs,
        ..View::default()
    }
}
