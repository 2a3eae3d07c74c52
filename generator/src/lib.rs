//! OpenAPI documents in, the source of a Rust client crate out.
//!
//! A pure function: [`generate`] takes texts and gives a [`FileSet`]; the same input gives the same bytes, on any
//! machine. The stages, each a folder:
//!
//! 1. **syntax**: YAML to a tree, the version checked;
//! 2. **normalize**: corrections of an overlay are applied to the tree, and what can only mean one thing is written as OpenAPI
//!    has it;
//! 3. **lower**: the tree, node by node through the types of `openapiv3`, to the model: every reference resolved;
//! 4. **name**: every Rust name of the output, claimed in a scope exactly once;
//! 5. **analyze**: facts derived from the model: boxing, defaults, usage;
//! 6. **emit**: tokens;
//! 7. **render**: tokens to formatted files.

#![forbid(unsafe_code)]

mod analyze;
pub mod config;
mod conformance;
pub mod diagnostic;
pub mod diff;
mod emit;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
pub mod import;
mod invisible;
mod lower;
mod model;
mod name;
mod normalize;
pub mod openapi;
mod output;
mod parallel;
mod placement;
mod plan;
mod render;
mod rule_id;
mod rust;
mod source;
mod spec_path;
mod syntax;
mod untyped;

pub use config::Config;
pub use diagnostic::{Diagnostic, Report, Severity};
pub use output::FileSet;
pub use placement::{Placement, RuntimeSource, WorkspaceRole};
pub use rule_id::RuleId;
pub use source::Source;
pub use spec_path::SpecPath;
pub use syntax::expect_documents;
pub use untyped::Untyped;

use std::borrow::Cow;

use diagnostic::Diagnostics;
use plan::{Plan, Plans};

/// Everything that a run reads.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The documents and the options of a run.
    pub config: &'a Config,
    /// The documents, in the order of [`Config::apis`].
    pub documents: &'a [Document],
    /// The location of the emitted crate.
    pub placement: Placement,
}

/// One document with its corrections.
#[derive(Clone, Debug)]
pub struct Document {
    /// The OpenAPI document.
    pub source: Source,
    /// Its overlay, where the configuration names one.
    pub overlay: Option<Source>,
}

/// The result of a run.
#[derive(Clone, Debug)]
pub struct Output {
    /// The files.
    pub files: FileSet,
    /// Warnings; no errors.
    pub warnings: Report,
    /// The counts of each API, in the order of [`Config::apis`].
    pub summary: Vec<ApiSummary>,
}

/// One API as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Types and operations as the document has them.
    pub model: String,
    /// Every Rust name with the address of what it names.
    pub names: String,
}

/// The counts of one API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiSummary {
    /// The module.
    pub module: String,
    /// How many operations it has.
    pub operations: usize,
    /// How many operations were skipped because they have errors.
    pub left_out: usize,
    /// How many Rust types its models have.
    pub types: usize,
}

/// Makes the crate.
///
/// # Errors
/// All errors, in one report.
///
/// # Panics
/// When an emitter made something that is no Rust, which is a bug of this crate.
pub fn generate(input: &Input<'_>) -> Result<Output, Report> {
    let mut diagnostics = Diagnostics::default();
    let mut trees = Vec::new();
    let plans = plan_and(input, &mut diagnostics, &mut |tree| trees.push(tree))
        .map_err(|report| located(report, input))?;
    let summary = summary(&plans);
    let report = diagnostics.into_report();
    let krate = rust::design(&plans, input.config);
    let files = emit::emit(&krate, input);
    let is_large = parallel::pays(files.len());
    let render = || render::render(files, &input.placement.command);
    let finish = || {
        drop(trees);
        located(report, input)
    };
    let (warnings, files) = if is_large {
        parallel::both(finish, render)
    } else {
        (finish(), render())
    };
    let files = match files {
        Ok(files) => files,
        Err(bug) => unreachable!("{} is no Rust: {}", bug.path, bug.message),
    };
    Ok(Output {
        files,
        warnings,
        summary,
    })
}

/// Reads, lowers and names, emits nothing, and says how much there is. The least that anything with the documents can take.
///
/// # Errors
/// All errors, in one report.
pub fn summarize(input: &Input<'_>) -> Result<Vec<ApiSummary>, Report> {
    let plans = quiet_plan(input)?;
    Ok(summary(&plans))
}

fn summary(plans: &Plans) -> Vec<ApiSummary> {
    let summary = plans.apis.iter().map(|plan| ApiSummary {
        module: plan.names.module.clone(),
        operations: plan.api.operations.len(),
        left_out: plan.left_out(),
        types: plan.api.types.len(),
    });
    summary.collect()
}

/// Generates the crate without formatting it, which takes most of the time, and returns its number of files. For tests over
/// many documents.
///
/// # Errors
/// All errors, in one report.
///
/// # Panics
/// When an emitter made something that is no Rust, which is a bug of this crate.
pub fn check(input: &Input<'_>) -> Result<usize, Report> {
    let plans = quiet_plan(input)?;
    let krate = rust::design(&plans, input.config);
    match render::parse(emit::emit(&krate, input)) {
        Ok(files) => Ok(files),
        Err(bug) => unreachable!("{} is no Rust: {}", bug.path, bug.message),
    }
}

/// The crate without formatting, which takes most of the time. For tests that compare many outputs.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The tokens of every file, each behind its path.
    pub text: String,
    /// The warnings.
    pub warnings: Report,
}

/// Generates the crate without formatting it.
///
/// # Errors
/// Every error, in one report.
pub fn draft(input: &Input<'_>) -> Result<Draft, Report> {
    let mut diagnostics = Diagnostics::default();
    let plans = plan(input, &mut diagnostics).map_err(|report| located(report, input))?;
    let krate = rust::design(&plans, input.config);
    Ok(Draft {
        text: render::unformatted(emit::emit(&krate, input)),
        warnings: located(diagnostics.into_report(), input),
    })
}

/// The model and the names of each API as text, for review.
///
/// # Errors
/// All errors, in one report.
pub fn explain(input: &Input<'_>) -> Result<Vec<Explanation>, Report> {
    let plans = quiet_plan(input)?;
    let explain = |plan: &Plan| Explanation {
        model: name::print(&plan.api, &plan.names),
        names: plan.names.table(&plan.api),
    };
    Ok(plans.apis.iter().map(explain).collect())
}

/// Every public item of the crate, a line each, for review: what programs can use.
///
/// # Errors
/// All errors, in one report.
pub fn public_items(input: &Input<'_>) -> Result<Vec<String>, Report> {
    let plans = quiet_plan(input)?;
    let krate = rust::design(&plans, input.config);
    Ok(krate.items().iter().map(ToString::to_string).collect())
}

/// Returns the Rust text of two tables over the crate, which a program knows as `offered`: every component with its type, and
/// every operation with a function that sends it. For conformance programs.
///
/// # Errors
/// Every error, in one report.
pub fn conformance_tables(input: &Input<'_>) -> Result<String, Report> {
    let plans = quiet_plan(input)?;
    Ok(conformance::tables(&rust::design(&plans, input.config)))
}

/// Returns the places of all documents that become any JSON value, each with the reason.
///
/// # Errors
/// Every error, in one report.
pub fn untyped(input: &Input<'_>) -> Result<Vec<Untyped>, Report> {
    let mut trees = Vec::new();
    let mut diagnostics = Diagnostics::default();
    let plans = plan_and(input, &mut diagnostics, &mut |tree| trees.push(tree))
        .map_err(|report| located(report, input))?;
    let warnings = diagnostics.into_report();
    let documents = plans.apis.iter().zip(&trees);
    let places = documents.flat_map(|(plan, tree)| untyped::places(plan, tree, &warnings));
    Ok(places.collect())
}

/// The report with positions in the texts.
fn located(mut report: Report, input: &Input<'_>) -> Report {
    let sources = input.documents.iter();
    let documents = sources.flat_map(|it| std::iter::once(&it.source).chain(&it.overlay));
    report.locate(documents.chain(&input.config.source));
    report
}

/// The stages up to emission, without their warnings.
fn quiet_plan(input: &Input<'_>) -> Result<Plans, Report> {
    plan(input, &mut Diagnostics::default()).map_err(|report| located(report, input))
}

/// The stages up to emission.
fn plan(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Result<Plans, Report> {
    plan_and(input, diagnostics, &mut drop)
}

/// The same, with a callback for the tree of each document.
fn plan_and(
    input: &Input<'_>,
    diagnostics: &mut Diagnostics,
    keep: &mut dyn FnMut(syntax::Document),
) -> Result<Plans, Report> {
    let mut plans = Vec::new();
    for (config, document) in input.config.apis.iter().zip(input.documents) {
        let Some(mut tree) = syntax::load(&document.source, diagnostics) else {
            continue;
        };
        if let Some(overlay) = &document.overlay {
            normalize::overlay::apply(&mut tree, overlay, diagnostics);
        }
        normalize::normalize(&mut tree, diagnostics);
        tree.sort_names();
        let mut skipped = Vec::new();
        let plan = loop {
            let mut found = Diagnostics::default();
            openapi::check(&tree, &mut found);
            let form = normalize::upgrade(&tree);
            let is_pruned = !skipped.is_empty();
            let (api, omitted) =
                lower::lower(&form, config, &input.config.service, is_pruned, &mut found);
            let form = match form {
                Cow::Owned(form) => Some(form),
                Cow::Borrowed(_) => None,
            };
            let names = name::assign(&api, config, &mut found);
            let facts = analyze::analyze(&api);
            let errors = found.errors();
            if config.keep_going
                && !errors.is_empty()
                && let Some((warnings, operations)) =
                    normalize::keep_going::prune(&mut tree, &errors, config)
            {
                skipped.extend(operations);
                for warning in warnings {
                    diagnostics.push(warning);
                }
                continue;
            }
            diagnostics.append(found);
            tree = form.unwrap_or(tree);
            skipped.extend(omitted);
            break Plan {
                api,
                names,
                facts,
                skipped,
            };
        };
        plans.push(plan);
        keep(tree);
    }
    let apis: Vec<&model::Api> = plans.iter().map(|plan| &plan.api).collect();
    if plans.len() == input.config.apis.len() {
        let is_whole = plans.iter().all(|plan| plan.left_out() == 0);
        config::effect::report(input.config, &apis, is_whole, diagnostics);
    }
    let pins = plans.iter().flat_map(|plan| &plan.names.scheme_pins);
    let pins = pins.map(|(at, name)| (at.clone(), name.clone())).collect();
    let client = name::assign_client(
        &apis,
        &pins,
        &[rust::REEXPORTS, &["Config"]].concat(),
        diagnostics,
    );
    diagnostics.stop_if_errors()?;
    Ok(Plans {
        apis: plans,
        client,
    })
}
