//! Asking git: the files of a revision, and the last release.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use generator::diff::Version;

use crate::workspace::Workspace;

/// A message names so many tags.
const MOST_TAGS: usize = 5;

/// The commit that a revision names.
pub(crate) fn commit(workspace: &Workspace, revision: &str) -> Result<String> {
    // What begins with a dash would be an option.
    if revision.starts_with('-') {
        bail!("`{revision}` is not a revision");
    }
    let object = format!("{revision}^{{commit}}");
    match run(workspace, &["rev-parse", "--verify", "--quiet", &object]) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(error) => match tags(workspace) {
            Ok(tags) => bail!("unknown revision `{revision}`\n  help: {}", some(&tags)),
            // Then git fails at all.
            Err(_) => Err(error.context(format!("unknown revision `{revision}`"))),
        },
    }
}

/// The tags of the repository, the highest version first.
pub(crate) fn tags(workspace: &Workspace) -> Result<Vec<String>> {
    let tags = run(workspace, &["tag", "--list", "--sort=-version:refname"])?;
    Ok(tags.lines().map(str::to_owned).collect())
}

/// The first tags, as a help.
fn some(tags: &[String]) -> String {
    let shown: Vec<String> = tags
        .iter()
        .take(MOST_TAGS)
        .map(|it| format!("`{it}`"))
        .collect();
    match tags.len().saturating_sub(MOST_TAGS) {
        _ if tags.is_empty() => "name a commit or a branch; there are no tags".to_owned(),
        0 => format!("the tags are {}", shown.join(", ")),
        more => format!("the tags are {} and {more} more", shown.join(", ")),
    }
}

/// The text of a file in a commit; its path is relative to the root of the workspace.
pub(crate) fn file(workspace: &Workspace, commit: &str, path: &str) -> Result<String> {
    let object = format!("{commit}:./{path}");
    run(workspace, &["show", &object])
        .with_context(|| format!("there is no `{path}` in that revision"))
}

/// The tag of the last release: `v` and the highest version among the commits below `HEAD`, but for a tag that is to be published.
pub(crate) fn last_release(workspace: &Workspace, but: Option<&str>) -> Result<Option<String>> {
    if run(workspace, &["rev-parse", "--is-shallow-repository"])?.trim() == "true" {
        bail!(
            "this clone is shallow, so it may lack the tag of the last release\n  \
             help: `git fetch --unshallow --tags`"
        );
    }
    let tags = run(workspace, &["tag", "--merged", "HEAD", "--list", "v*"])?;
    let is_plain = |number: &&str| number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let version = |tag: &&str| {
        let number = tag.strip_prefix('v').filter(is_plain)?;
        Version::parse(number)
    };
    let released = tags
        .lines()
        .filter(|tag| version(tag).is_some() && Some(*tag) != but);
    Ok(released.max_by_key(version).map(str::to_owned))
}

/// The files at or below some paths that differ between a commit and the working tree.
pub(crate) fn changed(workspace: &Workspace, commit: &str, paths: &[&str]) -> Result<Vec<String>> {
    let diff = ["diff", "--name-only", "--relative", commit, "--"];
    let others = ["ls-files", "--others", "--exclude-standard", "--"];
    let known = run(workspace, &[&diff, paths].concat())?;
    let untracked = run(workspace, &[&others, paths].concat())?;
    let lines = known.lines().chain(untracked.lines());
    Ok(lines.map(str::to_owned).collect())
}

/// Writes the files of a commit into a folder.
pub(crate) fn write_files(workspace: &Workspace, commit: &str, folder: &Path) -> Result<()> {
    // An index of its own: that of the working tree stays as it is.
    let index = folder.with_extension("index");
    let tree = format!("{commit}:./");
    let prefix = format!("--prefix={}/", folder.display());
    // In a folder of the repository, it would write only what is below a folder of that name.
    let top = run(workspace, &["rev-parse", "--show-toplevel"])?;
    let checkout = [
        "-C",
        top.trim(),
        "checkout-index",
        "--all",
        "--force",
        &prefix,
    ];
    for arguments in [&["read-tree", &tree][..], &checkout] {
        let mut command = Command::new("git");
        command.env("GIT_INDEX_FILE", &index);
        output(workspace, command, arguments)?;
    }
    std::fs::remove_file(&index).with_context(|| format!("can't remove `{}`", index.display()))
}

fn run(workspace: &Workspace, arguments: &[&str]) -> Result<String> {
    output(workspace, Command::new("git"), arguments)
}

fn output(workspace: &Workspace, mut command: Command, arguments: &[&str]) -> Result<String> {
    let output = command
        .current_dir(workspace.path("."))
        .args(arguments)
        // Its messages are not those of another language.
        .env("LC_ALL", "C")
        .output()
        .context("can't start `git`, which knows the states to compare")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        match said.trim() {
            "" => bail!("`git {}` failed", arguments[0]),
            said if said.contains("not a git repository") => bail!(
                "`{}` is in no git repository, so there is no earlier state to compare with",
                workspace.path("").display()
            ),
            said => bail!("{said}"),
        }
    }
    String::from_utf8(output.stdout).context("it is not UTF-8 text")
}
