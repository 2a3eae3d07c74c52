//! Descriptions as documents have them, and as they would have them to do harm.

mod blocks;
mod characters;
mod html;
mod inline;
mod properties;
mod references;
mod summary;

use super::rustdoc_lines;

/// Asserts what becomes of a description.
#[track_caller]
fn assert_lines(description: &str, expected: &[&str]) {
    assert_eq!(rustdoc_lines(description), expected, "of {description:?}");
}

/// Asserts what becomes of descriptions that are a line.
#[track_caller]
fn assert_each(cases: &[(&str, &str)]) {
    for (description, expected) in cases {
        assert_lines(description, &[expected]);
    }
}
