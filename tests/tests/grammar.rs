//! The table of OpenAPI's keys: complete, and consistent with the generator.

use std::collections::{BTreeMap, BTreeSet};

use generator::openapi::{self, Fate, Row, Version};
use serde_json::Value;
use tests::fixture::{self, Fixture};
use tests::run::Run;
use tests::tree;

/// The objects with the fields that a version of the specification adds.
fn specification(version: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = tree::root().join(format!("tests/openapi/fixed-fields-{version}.txt"));
    let text = std::fs::read_to_string(path).expect("the list of fields is committed");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (object, fields) = line.split_once(':').expect("a line is `Object: fields`");
            let fields = fields.split_whitespace().map(str::to_owned);
            (object.to_owned(), fields.collect())
        })
        .collect()
}

#[test]
fn the_table_has_the_fields_of_the_specification() {
    for (version, name) in [
        (Version::V3_0, "3.0.4"),
        (Version::V3_1, "3.1.1"),
        (Version::V3_2, "3.2.0"),
    ] {
        let mut table: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        if version == Version::V3_0 {
            for object in openapi::objects() {
                table.entry(object.to_owned()).or_default();
            }
        }
        for row in openapi::rows().filter(|row| row.since == version) {
            let keys = table.entry(row.object.to_owned()).or_default();
            keys.insert(row.key.to_owned());
        }
        assert_eq!(table, specification(name), "{name}");
    }
}

/// The output of the generator for a document.
#[derive(Clone, PartialEq)]
struct Made {
    /// The crate; `None` where there are errors.
    output: Option<String>,
    /// Code and message of each diagnostic, sorted.
    diagnostics: Vec<String>,
}

fn make(fixture: &Fixture, root: &Value) -> Option<Made> {
    let text = root.to_string();
    let run = Run::of(fixture).ok()?.map(|_| text.clone());
    let (output, report) = match run.draft() {
        Ok(draft) => (Some(draft.text), draft.warnings),
        Err(report) => (None, report),
    };
    let found = report.diagnostics().iter();
    let mut diagnostics: Vec<String> = found
        .map(|it| format!("{}: {}", it.code, it.message))
        .collect();
    diagnostics.sort();
    Some(Made {
        output,
        diagnostics,
    })
}

/// A document without one of its keys.
fn without(root: &Value, pointer: &str) -> Option<Value> {
    let mut root = root.clone();
    let (around, key) = pointer.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    root.pointer_mut(around)?.as_object_mut()?.remove(&key)?;
    Some(root)
}

/// Whether removing a key shows that its fate is the one in the table.
fn shows(fate: Fate, with: &Made, without: &Made) -> bool {
    match fate {
        // A required key acts too.
        Fate::Acts | Fate::Documents => with.output != without.output,
        Fate::Reported => with
            .diagnostics
            .iter()
            .any(|it| !without.diagnostics.contains(it)),
        Fate::Ignored(_) => with.output == without.output,
    }
}

#[test]
fn every_key_has_the_fate_in_the_table() {
    let mut unshown: BTreeMap<(&str, &str), Row> = openapi::rows()
        .map(|row| ((row.object, row.key), row))
        .collect();
    let mut false_fates = Vec::new();
    let fixtures = fixture::valid()
        .into_iter()
        .chain(fixture::in_folder("invalid"));
    for fixture in fixtures {
        let Ok(root) = serde_yaml::from_str::<Value>(&fixture.document()) else {
            continue;
        };
        let Some(with) = make(&fixture, &root) else {
            continue;
        };
        for found in openapi::occurrences(&root) {
            let name = (found.row.object, found.row.key);
            let is_ignored = matches!(found.row.fate, Fate::Ignored(_));
            if !is_ignored && !unshown.contains_key(&name) {
                continue;
            }
            let Some(without) = without(&root, &found.pointer) else {
                continue;
            };
            let is_shown = make(&fixture, &without)
                .is_some_and(|without| shows(found.row.fate, &with, &without));
            if is_shown {
                unshown.remove(&name);
            } else if is_ignored {
                false_fates.push(format!("{}#{}", fixture.path(), found.pointer));
            }
        }
    }
    let unshown: Vec<String> = unshown
        .values()
        .map(|row| format!("{} {} {:?}", row.object, row.key, row.fate))
        .collect();
    assert!(
        unshown.is_empty() && false_fates.is_empty(),
        "no fixture shows the fate of:\n  {}\nthe table says that these are ignored, but the output changes without them:\n  {}",
        unshown.join("\n  "),
        false_fates.join("\n  ")
    );
}

#[test]
fn no_key_is_dropped_by_the_comparison() {
    let mut silent: BTreeMap<(&str, &str), Row> = openapi::rows()
        .map(|row| ((row.object, row.key), row))
        .collect();
    for fixture in fixture::valid() {
        let (Ok(root), Ok(run)) = (
            serde_yaml::from_str::<Value>(&fixture.document()),
            Run::of(&fixture),
        ) else {
            continue;
        };
        for found in openapi::occurrences(&root) {
            let name = (found.row.object, found.row.key);
            if !silent.contains_key(&name) {
                continue;
            }
            let Some(without) = without(&root, &found.pointer) else {
                continue;
            };
            let text = without.to_string();
            let new = run.clone().map(|_| text.clone());
            // Without the key there may be no document to compare, which is reported.
            if !run.diff(&new).is_ok_and(|diff| diff.is_empty()) {
                silent.remove(&name);
            }
        }
    }
    let silent: Vec<String> = silent
        .values()
        .map(|row| format!("{} {}", row.object, row.key))
        .collect();
    assert!(
        silent.is_empty(),
        "no fixture differs from itself without:\n  {}",
        silent.join("\n  ")
    );
}

/// The page with every key that is read, and what becomes of it.
fn page() -> String {
    let mut page = "# Keys of OpenAPI\n\nEvery key of OpenAPI 3.0, 3.1 and 3.2, and its effect on a generated crate. The table is made from the one that the \
                    generator reads documents by.\n\n- **acts**: changes what is sent, read or offered.\n- **documents**: reaches a doc comment.\n\
                    - **reported**: has no effect, and a warning says so.\n- **ignored**: has no effect, for the reason given.\n\n\
                    | object | key | since | effect |\n| --- | --- | --- | --- |\n"
        .to_owned();
    for row in openapi::rows() {
        let effect = match row.fate {
            Fate::Acts => "acts".to_owned(),
            Fate::Documents => "documents".to_owned(),
            Fate::Reported => "reported".to_owned(),
            Fate::Ignored(reason) => format!("ignored: {reason}"),
        };
        let Row {
            object, key, since, ..
        } = row;
        page.extend([format!("| {object} | `{key}` | {since} | {effect} |\n")]);
    }
    page
}

#[test]
fn the_page_of_keys_is_true() {
    let path = tree::root().join("docs/openapi-keys.md");
    if std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(&path, page()).expect("the page can be written");
    }
    let written = std::fs::read_to_string(&path).expect("the page is committed");
    assert!(
        written == page(),
        "run `UPDATE_PAGES=1 cargo test -p tests --test grammar`"
    );
}
