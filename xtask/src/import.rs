//! Combines a document of many files into one.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use generator::Source;
use generator::import::{Imported, Selection, import};

use crate::generate;
use crate::plan::{Change, ChangeKind, Plan};
use crate::read;
use crate::words::word;
use crate::workspace::{Workspace, absolute};

/// The options of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportArgs {
    /// The root document, which refers to the other files.
    pub root: PathBuf,
    /// Tags whose operations are wanted.
    pub tags: Vec<String>,
    /// Operations that are wanted.
    pub operations: Vec<String>,
    /// The file to write.
    pub out: PathBuf,
    /// Whether operations that can't be read are skipped.
    pub keep_going: bool,
}

/// Reads the root document and what it refers to. Writes nothing.
///
/// # Errors
/// The generator's report, or the error from reading the root document.
pub fn make(workspace: &Workspace, args: &ImportArgs) -> Result<Imported> {
    let folder = args.root.parent().unwrap_or(Path::new(""));
    let Some(root) = args.root.file_name().and_then(|name| name.to_str()) else {
        bail!("`{}` is not the name of a file", args.root.display());
    };
    // The error is the same as for every other file of the command line.
    read::text(workspace, &args.root)?;
    if absolute(&args.out)? == absolute(&args.root)? {
        bail!(
            "`{}` is the root document itself; name another file with `--out`",
            workspace.name(&args.out)
        );
    }
    let selection = Selection {
        tags: args.tags.clone(),
        operations: args.operations.clone(),
        keep_going: args.keep_going,
    };
    let mut reader = |path: &str| {
        let path = folder.join(path);
        let text = read::text(workspace, &path);
        // The reference to it is part of the message, on one line.
        let text = text.map_err(|error| error.to_string().replacen("\n  help: ", "; ", 1))?;
        Ok(Source::new(workspace.name(&path), text))
    };
    // With its folders, so that a file to which several ways lead is taken for one.
    let place = absolute(&args.root)?;
    let place = place.to_str().map(|place| place.replace('\\', "/"));
    let place = place.unwrap_or_else(|| root.to_owned());
    let mut imported = import(&place, &selection, &mut reader)?;
    let mut head = format!(
        "# Brought together by `cargo xtask import --root {}",
        word(root)
    );
    for tag in &args.tags {
        head = format!("{head} --tag {}", word(tag));
    }
    for operation in &args.operations {
        head = format!("{head} --operation {}", word(operation));
    }
    if args.keep_going {
        head.push_str(" --keep-going");
    }
    // A comment ends where its line ends.
    let head = head.replace(['\n', '\r'], " ");
    imported.text = format!("{head}`.\n{}", imported.text);
    Ok(imported)
}

/// Writes what was imported; says whether it is news.
///
/// # Errors
/// When the disk does not let itself be written.
pub fn write(workspace: &Workspace, imported: &Imported, out: &Path) -> Result<bool> {
    let out = absolute(out)?;
    if out.is_dir() {
        bail!(
            "`{}` is a folder; name a file with `--out`",
            workspace.name(&out)
        );
    }
    let (Some(folder), Some(name)) = (out.parent(), out.file_name().and_then(|name| name.to_str()))
    else {
        bail!("`{}` is not the name of a file", out.display());
    };
    let old = std::fs::read_to_string(&out).ok();
    if old.as_deref() == Some(&imported.text) {
        return Ok(false);
    }
    let new = imported.text.clone();
    let plan = Plan {
        changes: vec![Change {
            path: name.to_owned(),
            kind: ChangeKind::Update { old, new },
        }],
        unchanged: 0,
    };
    generate::apply(&plan, folder)
        .with_context(|| format!("can't write `{}`", workspace.name(&out)))?;
    Ok(true)
}

/// Returns the summary of an import, line by line.
pub fn told(imported: &Imported, out: &str, is_news: bool) -> String {
    let mut lines = imported.notes.clone();
    let verb = if is_news { "wrote" } else { "unchanged:" };
    lines.push(format!(
        "{verb} `{out}`: {}, {} from {}",
        count(imported.operations, "operation", "operations"),
        count(imported.components, "component", "components"),
        count(imported.files, "file", "files"),
    ));
    lines.join("\n")
}

fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
