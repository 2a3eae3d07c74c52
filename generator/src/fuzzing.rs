//! What the fuzz targets in `fuzz/` call and no program can: stages by themselves. Compiled only with `--cfg fuzzing`, and in
//! tests so that it keeps compiling.

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::emit::markdown::rustdoc_lines;
use crate::source::Source;
use crate::syntax;

pub use crate::emit::markdown::checks::documented;

/// Reads a YAML or JSON text as a document is read.
///
/// # Errors
/// The report of all errors.
pub fn tree(text: &str) -> Result<Value, String> {
    let mut diagnostics = Diagnostics::default();
    let value = syntax::parse_yaml(&Source::new("fuzz.yaml", text), &mut diagnostics);
    match (value, diagnostics.stop_if_errors()) {
        (Some(value), Ok(())) => Ok(value),
        (_, Err(report)) => Err(report.to_string()),
        (None, Ok(())) => Err("no tree and no error".to_owned()),
    }
}

/// Returns the lines and columns of nodes of a text, which are given by the steps to them.
pub fn positions(text: &str, nodes: &[Vec<String>]) -> Vec<Option<(usize, usize)>> {
    let steps = nodes
        .iter()
        .map(|steps| steps.iter().map(String::as_str).collect());
    let found = syntax::position::find(text, steps);
    let position = |steps: &Vec<String>| found.get(steps).map(|at| (at.line, at.column));
    nodes.iter().map(position).collect()
}

/// Returns the lines of the documentation comment for a description.
pub fn doc_lines(markdown: &str) -> Vec<String> {
    rustdoc_lines(markdown)
}
