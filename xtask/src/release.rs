//! What a release changes, and which version says so; making the published crates ready.

use std::fmt::Write as _;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use generator::Config;
use generator::config::Package;
use generator::diff::{Rust, Version};

use crate::changelog;
use crate::diff::{Documents, compare};
use crate::workspace::Workspace;
use crate::{git, items};

mod base;
mod changelogs;
mod drift;
mod members;
mod runtime;
mod surface;

use base::Base;
use runtime::Effect;
use surface::Surface;

/// How many items are shown of each list.
const MOST_ITEMS: usize = 20;

/// How to make ready.
#[derive(Args, Clone, Debug, Default)]
pub struct ReleaseOptions {
    /// Package the crates that are published, too, as `cargo publish` would; nothing is published
    #[arg(long)]
    pub dry_run: bool,
    /// Write the entry of the next version into `generated/CHANGELOG.md`, in place of the one that is there; one that was edited is kept
    #[arg(long)]
    pub changelog: bool,
    /// Tag that is to be published: it has to be of this commit and of the crate's version, and the release before it is the last one
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// Git revision of the last release [default: the tag `v1.2.3` with the highest version]
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// Exit with 4 if the release is at least this severe
    #[arg(long, value_name = "VERDICT")]
    pub fail_on: Option<Threshold>,
}

/// The verdict from which a release fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Threshold {
    /// A program that compiled may no longer
    Major,
    /// The crate offers more
    Minor,
    /// Anything differs
    Patch,
}

impl From<Threshold> for Rust {
    fn from(threshold: Threshold) -> Self {
        match threshold {
            Threshold::Major => Self::Major,
            Threshold::Minor => Self::Minor,
            Threshold::Patch => Self::Patch,
        }
    }
}

/// What there is to say of a release.
#[derive(Clone, Debug)]
pub struct Released {
    /// What to print.
    pub text: String,
    /// What keeps the crates from being published: a stale crate, versions that are too low, changelogs without an entry, a wrong tag.
    pub errors: Vec<String>,
    /// Whether the verdict is at or above the threshold.
    pub is_at_threshold: bool,
}

/// Compares with the last release, and packages the published crates if asked to.
///
/// # Errors
/// When the two states can't be compared, or a crate can't be packaged.
pub fn run(workspace: &Workspace, options: &ReleaseOptions) -> Result<Released> {
    let new = Documents::of_tree(workspace)?;
    let last = match &options.base {
        Some(base) => Some(base.clone()),
        None => git::last_release(workspace, options.tag.as_deref())?,
    };
    let mut errors = drift::errors(workspace)?;
    if let Some(tag) = &options.tag {
        let version = &new.config.package.version;
        errors.extend(drift::errors_of_tag(workspace, tag, version)?);
    }
    // The entry would be that of another crate.
    let is_ready = errors.is_empty();
    let judged = ReleaseOptions {
        changelog: options.changelog && is_ready,
        ..options.clone()
    };
    let mut released = match last {
        Some(last) => compared(workspace, &judged, &last, &new)?,
        None => first(workspace, &judged, &new.config)?,
    };
    if options.changelog && !is_ready {
        let file = changelog::GENERATED;
        let _ = write!(
            released.text,
            "\n`{file}` is not written before the errors below are fixed"
        );
    }
    if released.errors.is_empty() {
        released.errors = members::without_entry(workspace)?;
    }
    released.errors.splice(..0, errors);
    if options.dry_run && released.errors.is_empty() {
        released.text += &package(workspace)?;
    }
    released.text.truncate(released.text.trim_end().len());
    Ok(released)
}

/// The first release: every version is high enough, and no threshold is reached.
fn first(workspace: &Workspace, options: &ReleaseOptions, config: &Config) -> Result<Released> {
    let mut text =
        "nothing to compare with: no commit has a tag of a release, such as `v0.1.0`\n".to_owned();
    if options.fail_on.is_some() {
        text += "`--fail-on` has no effect before the first release\n";
    }
    if options.changelog {
        let Package { name, version, .. } = &config.package;
        let said = changelog::write(workspace, name, version, &changelogs::first(config))?;
        let _ = writeln!(text, "{said}");
    }
    Ok(Released {
        text,
        errors: Vec::new(),
        is_at_threshold: false,
    })
}

/// Judges the three changes: of the documents, of the generated crate, and of the runtime.
fn compared(
    workspace: &Workspace,
    options: &ReleaseOptions,
    last: &str,
    new: &Documents,
) -> Result<Released> {
    let old = Documents::of_revision(workspace, last)?;
    let found = compare(&old, new, &[])?;
    let base = Base::new(workspace, last, &old.config.package.name)?;
    let was = items::of_crate(&base.folder.join("generated/src"))
        .with_context(|| format!("can't read the generated crate of `{last}`"))?;
    let is = items::of_crate(&workspace.generated().join("src"))?;
    let surface = Surface::of(&was, &is);
    let but = format!(":(exclude){}", changelog::GENERATED);
    let rewritten = git::changed(workspace, &base.commit, &[changelog::FOLDER, &but])?;
    let of_sources = if rewritten.is_empty() {
        surface.verdict()
    } else {
        surface.verdict().max(Rust::Patch)
    };
    let runtime = runtime::compare(workspace, &base)?;

    let verdict = found.rust().max(of_sources).max(runtime.verdict);
    let version = |documents: &Documents| {
        let text = &documents.config.package.version;
        Version::parse(text)
            .with_context(|| format!("the crate's version, `{text}`, is not of the form 1.2.3"))
    };
    let (was, is) = (version(&old)?, version(new)?);
    let lowest = was.next(verdict);
    let mut text = format!("last release: {last}, version {was}\n");
    let _ = writeln!(text, "verdict: {verdict}");
    let next = if is >= lowest {
        let _ = writeln!(text, "version: {is}, at least {lowest}\n");
        is
    } else {
        let _ = writeln!(text, "version: {is} → {lowest}\n");
        lowest
    };
    let changes = found.contract().count();
    let wire = found.wire();
    let wire = wire.map_or_else(|| "unchanged".to_owned(), |it| it.to_string());
    let _ = writeln!(
        text,
        "documents: {}; on the wire {wire}; {changes} changes, which `{} --base {last}` lists",
        found.rust(),
        workspace.command("diff")
    );
    describe(&mut text, &surface, of_sources, rewritten.len());
    let _ = writeln!(text, "runtime: {}; {}", runtime.verdict, runtime.reason);
    text += "\n";
    text += &entry_of(
        workspace,
        options,
        (&new.config.package.name, &next.to_string()),
        |next| changelogs::entry(next, &found, (&surface, of_sources), &runtime),
    )?;
    let config = workspace.name(&workspace.config());
    let mut errors = too_low(&config, (is, lowest), &runtime);
    errors.extend(members::unraised(workspace, &base)?);
    Ok(Released {
        text,
        errors,
        is_at_threshold: options.fail_on.is_some_and(|it| verdict >= it.into()),
    })
}

/// The entry of the next version: what people made of it, or else the one that the comparison gives, which is written if asked. Reports
/// an earlier one that nobody edited.
fn entry_of(
    workspace: &Workspace,
    options: &ReleaseOptions,
    (name, next): (&str, &str),
    compared: impl Fn(&str) -> String,
) -> Result<String> {
    let mut said = String::new();
    if options.changelog {
        said = format!(
            "\n{}\n",
            changelog::write(workspace, name, next, &compared(next))?
        );
    }
    let new = compared(next);
    let entry = if changelog::is_own(workspace, next)? {
        if changelog::text(workspace, name, (next, &new), None)?.is_some() {
            let (file, command) = (changelog::GENERATED, workspace.command("release"));
            said = format!(
                "\nthe entry of {next} in `{file}` is outdated; run `{command} --changelog`\n"
            );
        }
        new
    } else {
        let written = changelog::entry(workspace, changelog::GENERATED, next)?;
        written.unwrap_or(new)
    };
    Ok(format!("{}\n{said}", entry.trim_end()))
}

/// Adds the lines on the generated crate.
fn describe(text: &mut String, surface: &Surface, verdict: Rust, files: usize) {
    let _ = writeln!(
        text,
        "generated crate: {verdict}; {files} files differ, {} items lost, {} gained",
        surface.lost.len(),
        surface.gained.len() + surface.demanded.len()
    );
    for (sign, list) in [
        ("-", &surface.lost),
        ("! +", &surface.demanded),
        ("+", &surface.gained),
    ] {
        for line in list.iter().take(MOST_ITEMS) {
            let _ = writeln!(text, "  {sign} {line}");
        }
        if list.len() > MOST_ITEMS {
            let _ = writeln!(text, "  {sign} and {} more", list.len() - MOST_ITEMS);
        }
    }
}

/// The versions that promise more than the release holds.
fn too_low(config: &str, crate_: (Version, Version), runtime: &Effect) -> Vec<String> {
    let versions = [
        (config, crate_.0, crate_.1),
        ("runtime/Cargo.toml", runtime.version, runtime.least),
    ];
    let low = versions.into_iter().filter(|(_, is, least)| is < least);
    low.map(|(file, is, least)| {
        format!(
            "error: the version in `{file}` is {is}, expected at least {least}\n  help: write `version = \"{least}\"`"
        )
    })
    .collect()
}

/// Packages the crates in one run, so that cargo builds each against the others as they were packaged.
fn package(workspace: &Workspace) -> Result<String> {
    let crates = members::published(&workspace.path("."))?;
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(workspace.path("."))
        .args(["package", "--allow-dirty", "--quiet"]);
    for it in &crates {
        command.args(["-p", &it.name]);
    }
    let output = command.output().context("can't start cargo")?;
    if !output.status.success() {
        bail!(
            "`cargo package` failed:\n{}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
    }
    let mut lines = String::new();
    for it in crates {
        let _ = write!(lines, "\npackaged and built: {}", it.name);
    }
    Ok(lines)
}
