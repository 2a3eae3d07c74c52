//! The run over documents that no configuration names, in any folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use generator::{Config, Document, WorkspaceRole};

use super::{Job, Runtime, Target, placement, source};
use crate::plan::Ownership;
use crate::words::word;
use crate::workspace::Workspace;

/// The options of a run over documents of the command line.
#[derive(Clone, Debug)]
pub struct SingleArgs {
    /// The documents, a module each.
    pub documents: Vec<DocumentArgs>,
    /// The crate's name; by default made from the document's file name, or from the folder's name with several documents.
    pub crate_name: Option<String>,
    /// The folder of the crate.
    pub out: PathBuf,
    /// The folder of the runtime crate; by default the workspace's.
    pub runtime: Option<PathBuf>,
    /// Whether the crate gets a `[workspace]` table, which keeps it out of a workspace around it.
    pub standalone: bool,
    /// Whether operations that have errors are skipped.
    pub keep_going: bool,
}

/// One of the documents.
#[derive(Clone, Debug, Default)]
pub struct DocumentArgs {
    /// The document.
    pub document: PathBuf,
    /// Corrections to it.
    pub overlay: Option<PathBuf>,
    /// The module; by default made from the document's file name, and from its folders where several have that name.
    pub module: Option<String>,
}

impl Job {
    /// Returns the run over documents that no configuration names.
    ///
    /// # Errors
    /// When one of the files can't be read, a name can't be one, or the folder can't take a crate.
    pub fn from_document(workspace: &Workspace, args: &SingleArgs) -> Result<Self> {
        let mut documents = Vec::new();
        let mut header = workspace.command("generate");
        let mut named = Vec::new();
        let paths: Vec<PathBuf> = args
            .documents
            .iter()
            .map(|it| it.document.clone())
            .collect();
        for (given, stem) in args.documents.iter().zip(stems(&paths)) {
            documents.push(Document {
                source: source(workspace, &given.document)?,
                overlay: given
                    .overlay
                    .as_ref()
                    .map(|path| source(workspace, path))
                    .transpose()?,
            });
            let module = given.module.clone().unwrap_or_else(|| module_from(&stem));
            // Only the file's name, so that the crate is the same wherever it was made.
            let file = file_name(&given.document);
            header = format!("{header} --document {}", word(&file));
            let overlay = given.overlay.as_deref().map(file_name);
            if let Some(overlay) = &overlay {
                header = format!("{header} --overlay {}", word(overlay));
            }
            header = format!("{header} --module {module}");
            named.push((module, file, overlay, stem));
        }
        let crate_name = args.crate_name.clone().unwrap_or_else(|| match &named[..] {
            [(.., stem)] => crate_from(stem),
            _ => crate_from(&file_name(&args.out)),
        });
        let pairs = named
            .iter()
            .map(|(module, file, ..)| (module.as_str(), file.as_str()));
        let mut config = Config::of_documents(&crate_name, pairs)?;
        for (api, (_, _, overlay, _)) in config.apis.iter_mut().zip(named) {
            api.overlay = overlay;
            api.keep_going = args.keep_going;
        }
        header = format!("{header} --crate-name {crate_name}");
        if args.standalone {
            header = format!("{header} --standalone");
        }
        if args.keep_going {
            header = format!("{header} --keep-going");
        }
        header = format!("{header} --out DIR");

        let target = Target::new(workspace, &args.out)?;
        if target.ownership == Ownership::Whole {
            bail!(
                "`{}` is the workspace's own crate; name another folder with `--out`",
                target.name
            );
        }
        let runtime = match &args.runtime {
            Some(path) => Runtime::Folder {
                path: path.clone(),
                is_relative: path.is_relative(),
            },
            None => Runtime::Usual,
        };
        let mut placement = placement(workspace, &target, runtime, header.clone())?;
        if args.standalone {
            placement.workspace = WorkspaceRole::Root;
        }
        Ok(Self {
            config,
            documents,
            placement,
            command: header.replace("--out DIR", &format!("--out {}", word(&target.name))),
            target,
        })
    }
}

/// The module of a document, named after its path in a folder of documents, whatever else is there.
pub(crate) fn module_of(path: &Path) -> String {
    let above = path.parent().into_iter().flat_map(Path::components);
    let mut parts: Vec<_> = above.map(|it| it.as_os_str().to_string_lossy()).collect();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if parts.is_empty() || !TELLING_NOTHING.contains(&stem.to_ascii_lowercase().as_str()) {
        parts.push(stem);
    }
    module_from(&parts.join("-"))
}

/// Names of files that say nothing of the document.
const TELLING_NOTHING: [&str; 5] = ["openapi", "swagger", "index", "api", "spec"];

/// Returns a unique name for each document: its file's name, and as many of its folders as it
/// takes, as vendors keep the documents of their services as `<service>/<version>/openapi.yaml`.
pub(crate) fn stems(documents: &[PathBuf]) -> Vec<String> {
    let words = |path: &PathBuf, folders: usize| -> String {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let above = path.parent().into_iter().flat_map(Path::components);
        let above: Vec<_> = above.map(|it| it.as_os_str().to_string_lossy()).collect();
        let mut parts = above[above.len().saturating_sub(folders)..].to_vec();
        if parts.is_empty() || !TELLING_NOTHING.contains(&stem.to_ascii_lowercase().as_str()) {
            parts.push(stem);
        }
        parts.join("-")
    };
    let deepest = documents.iter().map(|it| it.components().count()).max();
    let distinct = (0..deepest.unwrap_or_default()).find_map(|folders| {
        let stems: Vec<String> = documents.iter().map(|it| words(it, folders)).collect();
        let modules: BTreeSet<String> = stems.iter().map(|stem| module_from(stem)).collect();
        (modules.len() == documents.len()).then_some(stems)
    });
    distinct.unwrap_or_else(|| documents.iter().map(|it| words(it, 0)).collect())
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// `beta-entitlements.v2` to `beta_entitlements_v2`; a word that can't be a module gets `_api` behind it.
pub(crate) fn module_from(stem: &str) -> String {
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
pub(crate) fn crate_from(stem: &str) -> String {
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

    #[test]
    fn folders_tell_documents_of_one_name_apart() {
        let names_of = |paths: &[&str]| -> Vec<String> {
            let documents: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            let stems = stems(&documents);
            stems.iter().map(|stem| module_from(stem)).collect()
        };
        assert_eq!(names_of(&["x/openapi.yaml"]), ["openapi"]);
        assert_eq!(names_of(&["a/b.yaml", "a/c.yaml"]), ["b", "c"]);
        assert_eq!(
            names_of(&["apis/roles/openapi.yaml", "apis/tags/openapi.yaml"]),
            ["roles", "tags"]
        );
        assert_eq!(
            names_of(&["roles/v1/openapi.yaml", "tags/v1/openapi.yaml"]),
            ["roles_v1", "tags_v1"]
        );
        assert_eq!(names_of(&["a/x.yaml", "b/x.yaml"]), ["a_x", "b_x"]);
        assert_eq!(names_of(&["a.yaml", "a.yaml"]), ["a", "a"]);
    }
}
