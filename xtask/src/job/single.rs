//! The run over one document, wherever it and its crate stand.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use generator::{Config, Document};

use super::{Job, Target, placement, source};
use crate::plan::Ownership;
use crate::words::word;
use crate::workspace::Workspace;

/// What can be said about a run over one document.
#[derive(Clone, Debug)]
pub struct SingleArgs {
    /// The document.
    pub document: PathBuf,
    /// Corrections to it.
    pub overlay: Option<PathBuf>,
    /// The module; by default made from the document's file name.
    pub module: Option<String>,
    /// The crate's name; by default made from the document's file name.
    pub crate_name: Option<String>,
    /// The folder of the crate.
    pub out: PathBuf,
    /// The folder of the runtime crate; by default the workspace's.
    pub runtime: Option<PathBuf>,
}

impl Job {
    /// The run over one document.
    ///
    /// # Errors
    /// When one of the files can't be read, a name can't be one, or the folder can't take a crate.
    pub fn from_document(workspace: &Workspace, args: &SingleArgs) -> Result<Self> {
        let document = Document {
            source: source(workspace, &args.document)?,
            overlay: args
                .overlay
                .as_ref()
                .map(|path| source(workspace, path))
                .transpose()?,
        };
        let stem = args
            .document
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        let module = args.module.clone().unwrap_or_else(|| module_from(&stem));
        let crate_name = args.crate_name.clone().unwrap_or_else(|| crate_from(&stem));
        // Only the file's name, so that the crate is the same wherever it was made.
        let file = file_name(&args.document);
        let mut config = Config::single(&crate_name, &module, &file)?;
        let mut header = format!("cargo xtask generate --document {}", word(&file));
        if let Some(overlay) = args.overlay.as_deref().map(file_name) {
            header = format!("{header} --overlay {}", word(&overlay));
            config.apis[0].overlay = Some(overlay);
        }
        header = format!("{header} --module {module} --crate-name {crate_name} --out DIR");

        let target = Target::new(workspace, &args.out)?;
        if target.ownership == Ownership::Whole {
            bail!(
                "`{}` is the workspace's own crate; name another folder with `--out`",
                target.name
            );
        }
        Ok(Self {
            config,
            documents: vec![document],
            placement: placement(workspace, &target, args.runtime.as_deref(), header.clone())?,
            command: header.replace("--out DIR", &format!("--out {}", word(&target.name))),
            target,
        })
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// `beta-entitlements.v2` to `beta_entitlements_v2`; a word that can't be a module gets `_api` behind it.
fn module_from(stem: &str) -> String {
    let module = words(stem).join("_");
    if Config::single("client", &module, stem).is_ok() {
        module
    } else if module.starts_with(|c: char| c.is_ascii_digit()) || module.is_empty() {
        format!("api_{module}").trim_end_matches('_').to_owned()
    } else {
        format!("{module}_api")
    }
}

/// `Petstore` to `petstore-client`, so that a document named after a library gives no crate of that library's name.
fn crate_from(stem: &str) -> String {
    format!("{}-client", module_from(stem).replace('_', "-"))
}

fn words(stem: &str) -> Vec<String> {
    stem.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_file_names() {
        let cases = [
            ("Petstore", "petstore", "petstore-client"),
            (
                "beta-entitlements.v2",
                "beta_entitlements_v2",
                "beta-entitlements-v2-client",
            ),
            ("type", "type_api", "type-api-client"),
            ("default", "default_api", "default-api-client"),
            ("2024-03", "api_2024_03", "api-2024-03-client"),
            ("документ", "api", "api-client"),
        ];
        for (stem, module, crate_name) in cases {
            assert_eq!(module_from(stem), module);
            assert_eq!(crate_from(stem), crate_name);
            assert!(Config::single(crate_name, module, stem).is_ok());
        }
    }

    #[test]
    fn words_of_a_command_line() {
        assert_eq!(word("spec/a.yaml"), "spec/a.yaml");
        assert_eq!(word("my document.yaml"), "'my document.yaml'");
        assert_eq!(word("it's\n"), r"'it'\''s'");
    }
}
