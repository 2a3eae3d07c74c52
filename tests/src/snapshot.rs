//! Compares with accepted snapshots: the settings of all snapshots.

use std::panic::{self, AssertUnwindSafe};

use insta::Settings;

/// Where the snapshots of a folder of fixtures are, seen from `tests/tests/`.
pub fn settings(folder: &str) -> Settings {
    let mut settings = Settings::new();
    settings.set_snapshot_path(format!("../snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// Calls `check` for every subject, although one may fail, and fails in the end with the names of those that did.
///
/// # Panics
/// When one of the subjects fails.
pub fn each<T>(subjects: &[T], name: impl Fn(&T) -> String, check: impl Fn(&T)) {
    let failed: Vec<String> = subjects
        .iter()
        .filter(|subject| panic::catch_unwind(AssertUnwindSafe(|| check(subject))).is_err())
        .map(name)
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {} failed:\n  {}",
        failed.len(),
        subjects.len(),
        failed.join("\n  ")
    );
}
