//! Whether the generated crate is what its documents give, and a tag that of its version.

use anyhow::Result;

use crate::git;
use crate::job::{ConfigArgs, Job};
use crate::report;
use crate::surface;
use crate::workspace::Workspace;

/// The errors of a stale crate, or of a stale list of its public items.
pub(super) fn errors(workspace: &Workspace) -> Result<Vec<String>> {
    let job = Job::from_config(workspace, &ConfigArgs::default())?;
    let plan = job.make()?.plan;
    let what = if !plan.is_clean() {
        let differences = report::differences(&plan);
        format!("`{}` is stale: {differences}", job.target.name)
    } else if surface::is_stale(workspace)? {
        format!("`{}` is stale", surface::FILE)
    } else {
        return Ok(Vec::new());
    };
    Ok(vec![format!(
        "error: {what}\n  help: run `{}`",
        job.command
    )])
}

/// The errors of the tag that is published: it is of this commit, and of the crate's version.
pub(super) fn errors_of_tag(
    workspace: &Workspace,
    tag: &str,
    version: &str,
) -> Result<Vec<String>> {
    let expected = format!("v{version}");
    let config = workspace.name(&workspace.config());
    if tag != expected {
        return Ok(vec![format!(
            "error: the tag is `{tag}`, expected `{expected}`\n  help: the version in `{config}` is {version}; tag the commit that has the version to publish"
        )]);
    }
    if !git::tags(workspace)?.iter().any(|it| it == tag) {
        return Ok(vec![format!(
            "error: there is no tag `{tag}`\n  help: tag the commit first: git tag {tag}"
        )]);
    }
    if git::commit(workspace, tag)? != git::commit(workspace, "HEAD")? {
        return Ok(vec![format!(
            "error: the tag `{tag}` is not of the commit that is checked out\n  help: `git checkout {tag}`"
        )]);
    }
    Ok(Vec::new())
}
