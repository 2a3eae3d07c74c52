//! Prints a plan as a unified diff and changes nothing.

use std::fmt::Write as _;
use std::time::Duration;

use similar::TextDiff;

use crate::plan::{ChangeKind, Plan};

/// Returns the changes of a plan as `git apply` would take them, with the folder's name before every path.
pub fn unified_diff(plan: &Plan, folder: &str) -> String {
    let mut diff = String::new();
    for change in &plan.changes {
        let path = format!("{folder}/{}", change.path);
        let (old_name, new_name) = (format!("a/{path}"), format!("b/{path}"));
        let nothing = "/dev/null";
        let (old, new, old_name, new_name) = match &change.kind {
            ChangeKind::Create { new } => (Some(""), new.as_str(), nothing, new_name.as_str()),
            ChangeKind::Update { old, new } => (
                old.as_deref(),
                new.as_str(),
                old_name.as_str(),
                new_name.as_str(),
            ),
            ChangeKind::Delete { old } => (old.as_deref(), "", old_name.as_str(), nothing),
        };
        match old {
            Some(old) => push(&mut diff, (old, old_name), (new, new_name)),
            None => writeln!(diff, "Binary files {old_name} and {new_name} differ")
                .expect("a string takes all"),
        }
    }
    diff
}

fn push(diff: &mut String, (old, old_name): (&str, &str), (new, new_name): (&str, &str)) {
    let lines = TextDiff::configure()
        // Two long texts without a line in common must not make the check wait; past that the diff is coarser.
        .timeout(Duration::from_secs(2))
        .diff_lines(old, new);
    write!(diff, "{}", lines.unified_diff().header(old_name, new_name))
        .expect("a string takes all");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Change;

    #[test]
    fn every_kind_of_change_shows() {
        let change = |path: &str, kind| Change {
            path: path.to_owned(),
            kind,
        };
        let text = |text: &str| text.to_owned();
        let plan = Plan {
            changes: vec![
                change("a.rs", ChangeKind::Create { new: text("one\n") }),
                change(
                    "b.rs",
                    ChangeKind::Update {
                        old: Some(text("one\ntwo\n")),
                        new: text("one\n2\n"),
                    },
                ),
                change(
                    "c.rs",
                    ChangeKind::Delete {
                        old: Some(text("gone\n")),
                    },
                ),
                change("d.bin", ChangeKind::Delete { old: None }),
            ],
            unchanged: 7,
        };
        let expected = "\
--- /dev/null
+++ b/generated/a.rs
@@ -0,0 +1 @@
+one
--- a/generated/b.rs
+++ b/generated/b.rs
@@ -1,2 +1,2 @@
 one
-two
+2
--- a/generated/c.rs
+++ /dev/null
@@ -1 +0,0 @@
-gone
Binary files a/generated/d.bin and /dev/null differ
";
        assert_eq!(unified_diff(&plan, "generated"), expected);
    }
}
