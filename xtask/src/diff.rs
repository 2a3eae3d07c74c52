//! Comparing documents: what to read, and what to print of it.

use anyhow::{Context as _, Result, bail};
use generator::diff::{self, Address, Diff, View, Wire};
use generator::openapi::suggest::did_you_mean;
use generator::{Input, Report, Source};

use crate::changelog;
use crate::words;
use crate::workspace::Workspace;

mod accepted;
mod documents;
mod options;

use documents::root_of;
pub(crate) use documents::{Documents, whole};
pub use options::{DiffOptions, FailOn, Format, Min};

/// The result of a comparison.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What to print.
    pub text: String,
    /// What to say besides, for people.
    pub warnings: Vec<String>,
    /// Whether something is at or above the threshold.
    pub is_at_threshold: bool,
}

/// Compares what the options name.
///
/// # Errors
/// When something can't be read, or git does not know the revision.
pub fn run(workspace: &Workspace, options: &DiffOptions) -> Result<Comparison> {
    if options.rules {
        return rules(options.format);
    }
    let (old, new) = both(workspace, options)?;
    let map = options.map()?;
    expect_modules(&map, &old, &new)?;
    accepted::check(workspace, options)?;
    let file = accepted::path(workspace, options);
    let has_entries = match &file {
        Some(file) => accepted::has_entries(workspace, file)?,
        None => false,
    };
    let mut found = if options.accept.is_some() || has_entries {
        compare_with(diff::diff_with_places, &old, &new, &map)?
    } else {
        compare(&old, &new, &map)?
    };
    let mut warnings = if found.is_empty() {
        Vec::new()
    } else {
        changed_overlays(&old, &new)
    };
    if let Some(file) = &file {
        if options.accept.is_some() {
            let text = accepted::add(workspace, file, options, &found)?;
            return Ok(Comparison {
                text,
                warnings,
                is_at_threshold: false,
            });
        }
        warnings.extend(accepted::apply(workspace, file, &mut found)?);
    } else if options.accept.is_some() {
        bail!("name the file of accepted changes by `--accepted`");
    }
    if !options.tags.is_empty() {
        expect_tags(&options.tags, &found)?;
        found.retain_tags(&options.tags);
    }
    let version = |of: &Documents| of.config.package.version.clone();
    let [was, is] = [version(&old), version(&new)];
    let view = View {
        // Two documents that are named have no crate, so no version.
        versions: options.old.is_none().then_some([&was, &is]),
        docs: options.docs,
        min: options.min.map(Into::into),
        link_base: options.link_base.as_deref(),
        old_link_base: options.old_link_base.as_deref(),
    };
    let mut text = match options.format {
        Format::Text => diff::text(&found, &view),
        Format::Markdown => diff::markdown(&found, &view),
        Format::Json => diff::json(&found, &view),
        Format::Github => {
            name_roots(&mut found);
            diff::github(&found, &view)
        }
    };
    if options.changelog {
        let next = found.next_version([&was, &is]).with_context(|| {
            format!("the crate's versions, `{was}` and `{is}`, are not both of the form 1.2.3")
        })?;
        let entry = diff::changelog(&found, &next);
        let written = changelog::write(workspace, &new.config.package.name, &next, &entry)?;
        // Programs that read the output want nothing else in it.
        if matches!(options.format, Format::Text) {
            text = format!("{text}\n\n{written}");
        }
    }
    Ok(Comparison {
        text,
        warnings,
        is_at_threshold: options.fail_on.is_some_and(|it| is_at(it, &found)),
    })
}

/// Prints the rules of the comparison.
fn rules(format: Format) -> Result<Comparison> {
    let text = match format {
        Format::Text => words::within(120, &diff::rules_as_text()),
        Format::Markdown => diff::rules_as_markdown(),
        Format::Json | Format::Github => {
            bail!("the rules are printed as text or as markdown; choose one by `--format`")
        }
    };
    Ok(Comparison {
        text: text.trim_end().to_owned(),
        warnings: Vec::new(),
        is_at_threshold: false,
    })
}

/// Compares two sets of documents.
///
/// # Errors
/// The generator's report.
pub(crate) fn compare(old: &Documents, new: &Documents, map: &[(String, String)]) -> Result<Diff> {
    compare_with(diff::diff, old, new, map)
}

/// How two runs are compared.
type Compare = fn(&Input<'_>, &Input<'_>, &[(String, String)]) -> Result<Diff, Report>;

fn compare_with(
    compare: Compare,
    old: &Documents,
    new: &Documents,
    map: &[(String, String)],
) -> Result<Diff> {
    let (old, new) = (old.input(), new.input());
    let mut found = compare(&old, &new, map)?;
    found.locate(&old, &new);
    for place in places(&mut found).filter(|it| root_of(&it.file).is_some()) {
        place.line = None;
    }
    Ok(found)
}

/// Replaces the name of each document to which others are joined by that of its file, which can be annotated.
fn name_roots(found: &mut Diff) {
    for place in places(found) {
        if let Some(root) = root_of(&place.file) {
            place.file = root.to_owned();
        }
    }
}

fn places(found: &mut Diff) -> impl Iterator<Item = &mut Address> {
    let changes = found.changes.iter_mut();
    changes.flat_map(|it| [&mut it.old, &mut it.new]).flatten()
}

/// Says which overlays differ, and whether the documents do: what differs may be no change of the vendor's.
fn changed_overlays(old: &Documents, new: &Documents) -> Vec<String> {
    let text = |source: &Source| source.text.clone();
    let apis = new.config.apis.iter().zip(&new.documents);
    let notes = apis.filter_map(|(api, is)| {
        let mut before = old.config.apis.iter().zip(&old.documents);
        let (_, was) = before.find(|(it, _)| it.module == api.module)?;
        if was.overlay.as_ref().map(text) == is.overlay.as_ref().map(text) {
            return None;
        }
        let document = if was.source.text == is.source.text {
            "its document does not"
        } else {
            "so does its document"
        };
        Some(format!(
            "note: the overlay of `{}` differs; {document}",
            api.module
        ))
    });
    notes.collect()
}

fn both(workspace: &Workspace, options: &DiffOptions) -> Result<(Documents, Documents)> {
    match (&options.old, &options.new) {
        (Some(old), Some(new)) => Ok((
            Documents::of(workspace, old)?,
            Documents::of(workspace, new)?,
        )),
        (Some(_), None) | (None, Some(_)) => {
            bail!("name both documents, the old one and the new one, or none")
        }
        (None, None) => {
            let new = Documents::of_tree(workspace)?;
            // Two APIs of one state are compared, unless a revision is given.
            let old = match &options.base {
                None if !options.map.is_empty() => new.clone(),
                base => Documents::of_revision(workspace, base.as_deref().unwrap_or("HEAD"))?,
            };
            Ok((old, new))
        }
    }
}

/// Checks that the modules to compare exist.
fn expect_modules(map: &[(String, String)], old: &Documents, new: &Documents) -> Result<()> {
    let pairs = map.iter().flat_map(|(from, to)| [(from, old), (to, new)]);
    for (module, documents) in pairs {
        let known = documents.config.apis.iter().map(|it| it.module.as_str());
        if known.clone().all(|it| it != module) {
            bail!(
                "there is no module `{module}`{}",
                did_you_mean(module, known)
            );
        }
    }
    Ok(())
}

/// Checks that operations have the tags.
fn expect_tags(tags: &[String], found: &Diff) -> Result<()> {
    for tag in tags {
        if found.first_tags().all(|it| it != tag) {
            let suggestion = did_you_mean(tag, found.first_tags());
            let skipped: Vec<String> = found.skipped.iter().map(|it| format!("`{it}`")).collect();
            let skipped = if skipped.is_empty() {
                String::new()
            } else {
                format!("; skipped operations: {}", skipped.join(", "))
            };
            bail!("no compared operation has the first tag `{tag}`{suggestion}{skipped}");
        }
    }
    Ok(())
}

fn is_at(threshold: FailOn, found: &Diff) -> bool {
    match threshold {
        FailOn::Breaking => found.wire() >= Some(Wire::Breaking),
        FailOn::Risky => found.wire() >= Some(Wire::Risky),
        FailOn::Any => found.contract().next().is_some(),
    }
}
