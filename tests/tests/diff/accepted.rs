//! Accepted changes: the entry for a change is found again after edits that have nothing to do with it.

use std::fs;
use std::path::PathBuf;

use tests::tree;
use xtask::diff::{Comparison, DiffOptions, FailOn, run};
use xtask::workspace::Workspace;

const THING: &str = "{type: object, properties: {name: {type: string}PART}}";
const PART: &str = ", part: {type: object, properties: {size: {type: integer}GONE}}";

/// A document whose schema is a component or inline, before the change or after it.
fn document(is_inline: bool, is_new: bool, extra: &str) -> String {
    let gone = if is_new {
        ""
    } else {
        ", color: {type: string}"
    };
    let thing = THING.replace("PART", &PART.replace("GONE", gone));
    let (schema, components) = if is_inline {
        (thing, String::new())
    } else {
        let components = format!("components:\n  schemas:\n    Thing: {thing}\n");
        (
            "{$ref: '#/components/schemas/Thing'}".to_owned(),
            components,
        )
    };
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{extra}  /things:\n    get:\n      operationId: listThings\n      responses:\n        '200':\n          description: Fine.\n          content: {{application/json: {{schema: {{type: array, items: {schema}}}}}}}\n{components}"
    )
}

const EXTRA: &str =
    "  /a:\n    delete:\n      operationId: aaa\n      responses: {'204': {description: Done.}}\n";

/// A folder for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = tree::root().join("target/tests/accepted").join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder can be made");
        fs::write(path.join("accepted.toml"), "").expect("a file can be written");
        Self(path)
    }

    fn options(&self, is_inline: bool, extra: &str) -> DiffOptions {
        let put = |name: &str, is_new: bool| {
            let path = self.0.join(name);
            let text = document(is_inline, is_new, extra);
            fs::write(&path, text).expect("a file can be written");
            path.to_str().map(str::to_owned)
        };
        DiffOptions {
            old: put("old.yaml", false),
            new: put("new.yaml", true),
            accepted: Some(self.0.join("accepted.toml")),
            fail_on: Some(FailOn::Any),
            ..DiffOptions::default()
        }
    }
}

fn compared(options: &DiffOptions) -> Result<Comparison, String> {
    let workspace = Workspace::here().expect("the workspace is there");
    run(&workspace, options).map_err(|error| format!("{error:#}"))
}

#[test]
fn an_entry_is_found_again_after_other_edits() {
    for is_inline in [false, true] {
        let folder = Folder::new(if is_inline { "inline" } else { "component" });
        let options = folder.options(is_inline, "");
        let before = compared(&options).expect("the documents can be read");
        assert!(before.is_at_threshold);
        let id = if is_inline {
            "api/operation:listThings/response.200[].part.color/property-removed"
        } else {
            "api/type:Thing/part.color/property-removed"
        };
        assert!(before.text.contains(id), "{}", before.text);
        compared(&DiffOptions {
            accept: Some(id.to_owned()),
            reason: Some("Nobody reads \"it\".".to_owned()),
            ..options
        })
        .expect("the change can be accepted");
        for is_inline in [false, true] {
            for extra in ["", EXTRA] {
                let found = compared(&folder.options(is_inline, extra)).expect("the entry matches");
                assert!(!found.is_at_threshold, "{}", found.text);
                assert!(
                    found.text.contains("Nobody reads \"it\"."),
                    "{}",
                    found.text
                );
                assert_eq!(found.warnings, [""; 0]);
            }
        }
    }
}

#[test]
fn entries_that_match_nothing_or_have_expired_are_reported() {
    let folder = Folder::new("reported");
    let entry = |id: &str, more: &str| {
        let text = format!("[[accept]]\nid = \"{id}\"\nreason = \"R\"\n{more}\n");
        fs::write(folder.0.join("accepted.toml"), text).expect("a file can be written");
        compared(&folder.options(false, ""))
    };
    let id = "api/type:Thing/part.color/property-removed";
    let lost = entry(
        "api/type:Thing/other/property-removed",
        "expires = \"2999-01-01\"",
    );
    let lost = lost.expect_err("the entry matches nothing");
    assert!(
        lost.contains("accepts unknown changes: `api/type:Thing/other"),
        "{lost}"
    );
    let expired = entry(id, "expires = \"2020-01-01\"").expect("it is no error");
    assert!(expired.is_at_threshold);
    assert!(
        expired.warnings[0].contains("until 2020-01-01"),
        "{:?}",
        expired.warnings
    );
    let judged = entry(id, "expires = \"2999-01-01\"\nseverity = \"safe\"").expect("it matches");
    assert!(
        judged.text.starts_with("wire: 0 breaking, 0 risky, 1 safe"),
        "{}",
        judged.text
    );
    let wrong = entry(id, "expires = \"1st of May\"").expect_err("it is no day");
    assert!(wrong.contains("write it as 2027-06-30"), "{wrong}");
    let unknown = compared(&DiffOptions {
        accept: Some("nothing".to_owned()),
        reason: Some("R".to_owned()),
        accepted: Some(folder.0.join("other.toml")),
        ..folder.options(false, "")
    });
    assert!(
        unknown
            .expect_err("there is no such change")
            .contains("there is no change `nothing`")
    );
}
