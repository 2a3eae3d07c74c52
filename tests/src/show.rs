//! The output for a fixture, as one text to compare.

use std::fmt::Write as _;

use crate::fixture::Fixture;
use crate::run::{MODULE, Run};

/// The model, the Rust, and the warnings.
///
/// # Panics
/// When the fixture makes no crate.
pub fn sections(fixture: &Fixture) -> String {
    let run = expect(fixture, Run::of(fixture));
    let output = expect(fixture, run.generate());
    let explanation = expect(fixture, run.explain());
    let mut text = String::from("## Model\n\n");
    for api in explanation {
        text += &api.model;
    }
    text += "\n## Rust\n";
    for (path, contents) in &output.files {
        let Some(short) = path.strip_prefix(&format!("src/{MODULE}/")) else {
            continue;
        };
        let is_index = path.ends_with("/mod.rs");
        let is_testing = short.contains("testing.");
        let is_left_out = is_index && !fixture.asks("show: indexes")
            || is_testing && !fixture.asks("show: testing");
        if is_left_out {
            continue;
        }
        let body = body(contents, fixture.asks("show: builders"));
        write!(text, "\n// {short}\n\n{body}").expect("writing to a String can't fail");
    }
    if !output.warnings.is_empty() {
        write!(text, "\n## Warnings\n\n{}\n", output.warnings)
            .expect("writing to a String can't fail");
    }
    text
}

/// The diagnostics of an invalid fixture.
pub fn diagnostics(fixture: &Fixture) -> String {
    let report = match Run::of(fixture).and_then(|run| run.generate()) {
        Ok(output) => output.warnings,
        Err(report) => report,
    };
    report.to_string()
}

#[expect(
    clippy::panic,
    reason = "a fixture that makes no crate has failed its test"
)]
fn expect<T>(fixture: &Fixture, result: Result<T, generator::Report>) -> T {
    match result {
        Ok(it) => it,
        Err(report) => panic!("{} makes no crate:\n\n{report}", fixture.path()),
    }
}

/// A file without the line about its source, and without its builders unless they are requested.
fn body(contents: &str, builders: bool) -> String {
    let contents = contents
        .split_once("\n\n")
        .map_or(contents, |(_, body)| body);
    if builders {
        return contents.to_owned();
    }
    items(contents)
        .into_iter()
        .filter(|item| !is_of_builder(item))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The items of a file, which are separated by blank lines at the margin.
fn items(contents: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut after_blank = true;
    for line in contents.lines() {
        let starts = after_blank && !line.starts_with([' ', '}']) && !line.is_empty();
        match items.last_mut() {
            Some(item) if !starts => {
                *item += line;
                *item += "\n";
            }
            _ => items.push(format!("{line}\n")),
        }
        after_blank = line.is_empty();
    }
    for item in &mut items {
        *item = item.trim_end().to_owned() + "\n";
    }
    items
}

fn is_of_builder(item: &str) -> bool {
    let mut lines = item
        .lines()
        .filter(|line| !(line.starts_with("///") || line.starts_with("#[")));
    let head = lines.next().unwrap_or_default();
    let is_item = |word: &str| head.starts_with(word);
    if !(is_item("impl") || is_item("pub struct ")) {
        return false;
    }
    // `impl Account {` with only the constructor of the builder is skipped too.
    let makes_one = head.starts_with("impl ") && item.contains("-> ") && item.contains("Builder");
    head.contains("Builder") || makes_one && item.matches("fn ").count() == 1
}
