//! A document of many files to a document of one.
//!
//! A step before generation, and pure as well: files come through a callback. References into other files are followed,
//! each place that they lead to is written once under `components`, the selected operations are kept with what
//! they reach, and everything that was renamed, merged or skipped is reported.

mod files;
mod finish;
mod keep_going;
mod name;
mod reference;
mod select;
mod walk;
mod write;

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostics, Report};
use crate::syntax;
use files::{Files, Place};
use walk::Unit;

pub use files::Reader;

/// Which operations are wanted: those of one of the tags and those of one of the ids. Nothing named means all.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Tags, as the operations give them.
    pub tags: Vec<String>,
    /// `operationId`s, or `GET /path` for an operation without one.
    pub operations: Vec<String>,
    /// Whether an operation that can't be read is skipped and reported, instead of ending the run.
    pub keep_going: bool,
}

impl Selection {
    /// Returns whether nothing is named, so that everything is wanted.
    pub fn is_everything(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty()
    }
}

/// A document of one file.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The document as YAML.
    pub text: String,
    /// One line, with the reason, for each part that was renamed, merged, skipped or added.
    pub notes: Vec<String>,
    /// How many operations it has.
    pub operations: usize,
    /// How many entries its `components` have.
    pub components: usize,
    /// How many files were read.
    pub files: usize,
}

/// Combines a document and the files that it refers to into one.
///
/// `root` is the root document's file name, with as many of its folders before it as are known; `read` takes paths from the
/// folder that contains it. Only the kept operations and what they reach must be valid.
///
/// # Errors
/// One report with every unresolved reference, every file that can't be read, and every tag and id that is not
/// there.
pub fn import(
    root: &str,
    selection: &Selection,
    read: &mut Reader<'_>,
) -> Result<Imported, Report> {
    let mut folders: Vec<&str> = root.split('/').collect();
    let root = folders.pop().unwrap_or_default();
    let mut files = Files::new(&folders, read);
    bring_together(root, selection, &mut files).map_err(|mut report| {
        report.locate(files.sources());
        report
    })
}

fn bring_together(
    root: &str,
    selection: &Selection,
    files: &mut Files<'_, '_>,
) -> Result<Imported, Report> {
    let mut diagnostics = Diagnostics::default();
    let root_at = Place {
        file: root.to_owned(),
        steps: Vec::new(),
    };
    let tree = match files.tree(root) {
        Ok(tree) => tree,
        Err(lost) => {
            if lost.because.is_empty() {
                diagnostics.push(lost.report(&files.address(&root_at)));
            }
            lost.because
                .into_iter()
                .for_each(|found| diagnostics.push(found));
            return Err(diagnostics.into_report());
        }
    };
    let at = files.address(&root_at);
    let Some(members) = syntax::check(&tree, &at, &mut diagnostics) else {
        return Err(diagnostics.into_report());
    };
    let mut reached = walk::walk(files, root, members);
    let names = name::assign(&reached.parts);
    let mut kept = select::operations(&reached, selection, &at, &mut diagnostics);
    let mut notes: Vec<String> = std::mem::take(&mut reached.notes).into_iter().collect();
    if selection.keep_going {
        notes.extend(keep_going::prune(&reached, &names, &mut kept));
    }
    if !kept.is_everything {
        kept.prune(&mut reached.document);
        if kept.left_out > 0 {
            notes.push(format!(
                "skipped {} that were not selected, and what only those use",
                count(kept.left_out, "operation")
            ));
        }
    }
    let parts = select::reach(&reached.document, &reached.parts, &names);
    for (unit, found) in std::mem::take(&mut reached.findings) {
        if kept.contains(&unit) {
            diagnostics.push(found);
        } else if let Unit::Path(path) = unit
            && !selection.keep_going
        {
            notes.push(format!(
                "skipped optional parts of `{path}`: {} ({})",
                found.message, found.at[0]
            ));
        }
    }
    for id in &parts {
        for found in std::mem::take(&mut reached.parts[*id].findings) {
            diagnostics.push(found);
        }
    }
    diagnostics.stop_if_errors()?;
    let empty = Map::new();
    let own = members
        .get("components")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    let finished = finish::finish(reached, &names, &parts, own, &mut notes);
    if kept.is_everything {
        finish::unused(own, &finished.root, &mut notes);
    }
    Ok(Imported {
        text: write::to_yaml(&finished.root),
        notes,
        operations: kept.operations.len(),
        components: finished.components,
        files: files.count(),
    })
}

/// `1 file`, `2 files`.
fn count(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

#[cfg(test)]
mod tests;
