//! `apis.toml`: which documents become which modules of which crate.

pub(crate) mod check;
pub(crate) mod effect;
pub mod places;
mod read;
pub mod service;
pub mod task;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Report};
use crate::source::Source;
use crate::spec_path::SpecPath;

pub use read::read_toml;
pub use service::Service;

/// The whole configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The crate to emit.
    #[serde(rename = "crate")]
    pub package: Package,
    /// The documents, one module each.
    #[serde(rename = "api")]
    pub apis: Vec<ApiConfig>,
    /// Where the runtime crate is.
    #[serde(default)]
    pub runtime: RuntimePlace,
    /// Facts that no document states.
    #[serde(default)]
    pub service: Service,
    /// The text that it was read from, for the places of findings.
    #[serde(skip)]
    pub(crate) source: Option<Source>,
}

/// What `Cargo.toml` of the emitted crate says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// The crate's name.
    pub name: String,
    /// The crate's version.
    #[serde(default = "first_version")]
    pub version: String,
    /// One sentence for the registry and the front page.
    #[serde(default)]
    pub description: String,
    /// The licence, as an SPDX expression.
    #[serde(default)]
    pub license: Option<String>,
    /// Where the source lives.
    #[serde(default)]
    pub repository: Option<String>,
    /// Where the documentation is, such as `https://docs.rs/` and the crate's name.
    #[serde(default)]
    pub documentation: Option<String>,
    /// Search terms for the registry.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Categories of the registry.
    #[serde(default)]
    pub categories: Vec<String>,
    /// The module whose operations the front page shows. Absent: the first.
    #[serde(default, rename = "front-module")]
    pub front_module: Option<String>,
}

/// Where the runtime crate is. Without a key: in the workspace, or else in the registry.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuntimePlace {
    /// Its folder, relative to the configuration file.
    #[serde(default)]
    pub path: Option<String>,
    /// The URL of its git repository.
    #[serde(default)]
    pub git: Option<String>,
    /// A commit or a tag of that repository. Absent: the last commit of its default branch.
    #[serde(default)]
    pub rev: Option<String>,
}

fn first_version() -> String {
    "0.1.0".to_owned()
}

/// One document and what becomes of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiConfig {
    /// The Rust module and cargo feature.
    pub module: String,
    /// The document, relative to the configuration file.
    pub document: String,
    /// Corrections to the document, relative to the configuration file: an OpenAPI Overlay 1.0.
    #[serde(default)]
    pub overlay: Option<String>,
    /// Rust names given by hand: wire address to name. See `CONTRIBUTING.md`.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Skipped operations: `operationId` to the reason.
    #[serde(default)]
    pub omit: BTreeMap<String, String>,
    /// Whether an operation with errors is skipped with a warning, instead of ending the run.
    #[serde(default, rename = "keep-going")]
    pub keep_going: bool,
    /// Work that goes on after a response. See [`task::Task`].
    #[serde(default, rename = "task")]
    pub tasks: Vec<task::Task>,
    /// The location, for diagnostics.
    #[serde(skip)]
    pub(crate) at: Option<SpecPath>,
}

impl ApiConfig {
    /// The address of one of its tables.
    pub(crate) fn table(&self, name: &str) -> SpecPath {
        let at = self
            .at
            .clone()
            .unwrap_or_else(|| SpecPath::root("configuration"));
        at.key(name)
    }
}

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// One report with everything that is wrong with it.
    pub fn parse(source: &Source) -> Result<Self, Report> {
        let at = SpecPath::root(&source.name);
        let mut diagnostics = Diagnostics::default();
        let mut config: Self = read_toml(source, HELP)?;
        for (n, api) in config.apis.iter_mut().enumerate() {
            api.at = Some(at.key("api").index(n));
        }
        config.validate(&at, &mut diagnostics);
        config.source = Some(source.clone());
        if let Err(mut report) = diagnostics.stop_if_errors() {
            report.locate(&config.source);
            return Err(report);
        }
        Ok(config)
    }

    /// The configuration for a crate made of one document.
    ///
    /// # Errors
    /// When the crate's or the module's name can't be one.
    pub fn single(crate_name: &str, module: &str, document: &str) -> Result<Self, Report> {
        Self::of_documents(crate_name, [(module, document)])
    }

    /// The configuration for a crate made of several documents, given as pairs of module and document.
    ///
    /// # Errors
    /// When the crate's or a module's name can't be one, or two modules have one name.
    pub fn of_documents<'d>(
        crate_name: &str,
        documents: impl IntoIterator<Item = (&'d str, &'d str)>,
    ) -> Result<Self, Report> {
        let api = |(module, document): (&str, &str)| ApiConfig {
            module: module.to_owned(),
            document: document.to_owned(),
            overlay: None,
            names: BTreeMap::new(),
            omit: BTreeMap::new(),
            keep_going: false,
            tasks: Vec::new(),
            at: None,
        };
        let config = Self {
            package: Package {
                name: crate_name.to_owned(),
                version: first_version(),
                description: String::new(),
                license: None,
                repository: None,
                documentation: None,
                keywords: Vec::new(),
                categories: Vec::new(),
                front_module: None,
            },
            apis: documents.into_iter().map(api).collect(),
            runtime: RuntimePlace::default(),
            service: Service::default(),
            source: None,
        };
        let mut diagnostics = Diagnostics::default();
        config.validate(&SpecPath::root("command line"), &mut diagnostics);
        diagnostics.stop_if_errors()?;
        Ok(config)
    }

    fn validate(&self, at: &SpecPath, diagnostics: &mut Diagnostics) {
        check::service(&self.service, &at.key("service"), diagnostics);
        check::lanes(self, &at.key("service"), diagnostics);
        check::front_module(self, &at.key("crate"), diagnostics);
        task::check(self, at, diagnostics);
        let mut invalid = |at: &SpecPath, message: String, help: &str| {
            diagnostics.push(Diagnostic::error(Code::InvalidConfig, at, message).help(help));
        };
        if !is_crate_name(&self.package.name) {
            invalid(
                &at.key("crate").key("name"),
                format!("`{}` can't be the name of a crate", self.package.name),
                "use letters, digits, `-` and `_`, starting with a letter",
            );
        }
        if !is_version(&self.package.version) {
            invalid(
                &at.key("crate").key("version"),
                format!("`{}` is not a version", self.package.version),
                "write three numbers, for example `1.2.3`; what follows them begins with `-` or `+`",
            );
        }
        if self.runtime.path.is_some() && self.runtime.git.is_some() {
            invalid(
                &at.key("runtime"),
                "the runtime crate has two places".to_owned(),
                "keep one of `path` and `git`",
            );
        }
        if self.runtime.rev.is_some() && self.runtime.git.is_none() {
            invalid(
                &at.key("runtime").key("rev"),
                "`rev` is a revision of no repository".to_owned(),
                "add `git`, or remove `rev`",
            );
        }
        if self.apis.is_empty() {
            invalid(
                &at.key("api"),
                "no document is configured".to_owned(),
                "add an `[[api]]` table with `module` and `document`",
            );
        }
        for (n, api) in self.apis.iter().enumerate() {
            let at = at.key("api").index(n).key("module");
            if !is_module_name(&api.module) {
                invalid(
                    &at,
                    format!("`{}` can't be the name of a module", api.module),
                    "use lower-case letters, digits and `_`, starting with a letter, and no name that Rust or this crate reserves",
                );
            }
            if self.apis[..n]
                .iter()
                .any(|other| other.module == api.module)
            {
                invalid(
                    &at,
                    format!("duplicate module `{}`", api.module),
                    "give each document its own module",
                );
            }
        }
    }
}

const HELP: &str =
    "see `spec/apis.toml` in the repository of the generator for the keys of the configuration";

fn is_crate_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && !matches!(
            name,
            "test" | "core" | "std" | "alloc" | "proc_macro" | "proc-macro"
        )
        && syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok()
}

/// Whether cargo takes a text for the version of a crate.
fn is_version(text: &str) -> bool {
    let (version, build) = text.split_once('+').unwrap_or((text, "0"));
    let (numbers, pre) = version.split_once('-').unwrap_or((version, "0"));
    let is_number = |it: &str| it.parse::<u64>().is_ok_and(|n| n.to_string() == it);
    let is_sign = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_word = |it: &str| !it.is_empty() && it.chars().all(is_sign);
    let has_leading_zero =
        |it: &str| it.len() > 1 && it.starts_with('0') && it.chars().all(|c| c.is_ascii_digit());
    numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && pre
            .split('.')
            .all(|it| is_word(it) && !has_leading_zero(it))
        && build.split('.').all(is_word)
}

/// Modules of the emitted crate itself, and methods of its client and its mock server, which an API's module would hide.
const TAKEN_MODULES: &[&str] = &[
    "client",
    "service_facts",
    "runtime",
    "security",
    "testing",
    "test",
    "default",
    "blocking",
    "new",
    "builder",
    "core",
    "std",
    "alloc",
    "start",
    "start_with",
    "stateful",
    "calls",
    "client_builder",
];

fn is_module_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !TAKEN_MODULES.contains(&name)
        && syn::parse_str::<syn::Ident>(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_are_those_of_cargo() {
        let accepted = [
            "1.2.3",
            "0.0.0",
            "1.0.0-rc.1",
            "1.0.0-0",
            "1.0.0--1",
            "1.0.0-01a",
            "1.0.0+01",
            "1.0.0-a+b-c",
            "1.0.0+b-01",
        ];
        let refused = [
            "",
            "1.0",
            "1.0.0.0",
            "1.x",
            "01.0.0",
            "+1.0.0",
            "1.0.0-",
            "1.0.0+",
            "1.0.0-01",
            "1.0.0-rc.01",
            "1.0.0-rc..1",
            "1.0.0+a+b",
            "1.0.0-a_b",
        ];
        for text in accepted {
            assert!(is_version(text), "{text}");
        }
        for text in refused {
            assert!(!is_version(text), "{text}");
        }
    }
}
