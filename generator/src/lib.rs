//! OpenAPI documents in, the source of a Rust client crate out.
//!
//! A pure function: [`generate`] takes texts and gives a [`FileSet`]; the same input gives the same bytes, on any
//! machine. The stages, each a folder:
//!
//! 1. **load**: YAML to a tree, the version checked;
//! 2. **overlay**: corrections applied to the tree;
//! 3. **lower**: the tree, node by node through the types of `openapiv3`, to the [`model`]: every reference resolved;
//! 4. **name**: every Rust name of the output, claimed in a scope exactly once;
//! 5. **analyze**: facts derived from the model: boxing, derives, usage;
//! 6. **emit**: tokens;
//! 7. **render**: tokens to formatted files.

#![forbid(unsafe_code)]

pub mod config;
pub mod diagnostic;
mod output;
mod source;
mod spec_path;

pub use config::Config;
pub use diagnostic::{Diagnostic, Report, Severity};
pub use output::FileSet;
pub use source::Source;
pub use spec_path::SpecPath;

/// Everything that a run reads.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// What to make of the documents.
    pub config: &'a Config,
    /// The documents, in the order of [`Config::apis`].
    pub documents: &'a [Document],
    /// Where the emitted crate will stand.
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

/// Where the emitted crate stands, which decides a few lines of its `Cargo.toml`.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The version of the runtime crate to depend on.
    pub runtime_version: String,
    /// The path to the runtime crate, as `Cargo.toml` shall say it.
    pub runtime_path: String,
    /// Whether the crate is a workspace of its own; otherwise it takes the lints of the workspace around it.
    pub standalone: bool,
    /// The command that regenerates the crate, for the head of every file.
    pub command: String,
}

/// What a run made.
#[derive(Clone, Debug)]
pub struct Output {
    /// The files.
    pub files: FileSet,
    /// What a reader should know of; no errors among it.
    pub warnings: Report,
    /// How much there is, per API in the order of [`Config::apis`].
    pub summary: Vec<ApiSummary>,
}

/// How much one API comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiSummary {
    /// The module.
    pub module: String,
    /// How many operations it has.
    pub operations: usize,
    /// How many Rust types its models have.
    pub types: usize,
}

/// Makes the crate.
///
/// # Errors
/// Everything that stands in the way, in one report.
pub fn generate(_input: &Input<'_>) -> Result<Output, Report> {
    Err(Report::default())
}
