//! How the words come out.

use super::*;

fn plan(created: usize, deleted: usize) -> Plan {
    let new = || ChangeKind::Create { new: String::new() };
    let gone = || ChangeKind::Delete { old: None };
    let changes = (0..created)
        .map(|n| Change {
            path: format!("new{n}.rs"),
            kind: new(),
        })
        .chain((0..deleted).map(|n| Change {
            path: format!("old{n}.rs"),
            kind: gone(),
        }));
    Plan {
        changes: changes.collect(),
        unchanged: 5,
    }
}

#[test]
fn changed_files_are_named_up_to_a_point_and_removed_ones_always() {
    assert_eq!(
        named(&plan(1, 1), "generated"),
        ["created generated/new0.rs", "removed generated/old0.rs"]
    );
    let lines = named(&plan(25, 30), "generated");
    assert_eq!(lines.len(), 20 + 1 + 30);
    assert_eq!(lines[20], "and 5 more");
    let new = Plan {
        unchanged: 0,
        ..plan(25, 0)
    };
    assert_eq!(named(&new, "generated"), [""; 0]);
}

#[test]
fn totals_count() {
    assert_eq!(totals(&plan(0, 0)), "wrote 0 files, removed 0, 5 unchanged");
    assert_eq!(totals(&plan(1, 2)), "wrote 1 file, removed 2, 5 unchanged");
    assert_eq!(
        differences(&plan(2, 1)),
        "2 files missing, 1 file no longer generated"
    );
}

#[test]
fn an_error_prints_the_whole_chain() {
    let error_chain = anyhow::anyhow!("permission denied").context("can't read `x`");
    assert_eq!(
        error(&error_chain),
        "error: can't read `x`: permission denied"
    );
}
