//! The documents to compare: files, files of a git revision, folders, and those of the workspace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use generator::import::Selection;
use generator::{Config, Document, Input, Placement, RuntimeSource, Source, WorkspaceRole};

use crate::git;
use crate::import::joined;
use crate::job::module_of;
use crate::read;
use crate::workspace::Workspace;

/// How deep folders are searched for documents. Deeper ones are most likely links that lead back.
const DEEPEST: usize = 16;

/// Documents with what makes a crate of them.
#[derive(Clone, Debug)]
pub(crate) struct Documents {
    pub(crate) config: Config,
    pub(crate) documents: Vec<Document>,
}

impl Documents {
    /// What one argument names: a file, a file of a git revision as `REV:FILE`, or a folder of documents.
    pub(super) fn of(workspace: &Workspace, given: &str) -> Result<Self> {
        let path = Path::new(given);
        if path.is_dir() {
            return Self::of_folder(workspace, path);
        }
        // The module is part of the ids, so it must not depend on the names of files.
        let module = ["api".to_owned()];
        // One letter before a colon is a drive.
        let revision = given
            .split_once(':')
            .filter(|(revision, _)| revision.len() > 1);
        let source = match revision {
            Some((revision, file)) if !path.exists() => {
                let commit = git::commit(workspace, revision)?;
                Source::new(given, git::file(workspace, &commit, file)?)
            }
            _ => whole(workspace, path)?,
        };
        Self::named(&module, vec![source])
    }

    /// Every document below a folder, each a module: what it refers to in other files is joined to it.
    fn of_folder(workspace: &Workspace, folder: &Path) -> Result<Self> {
        let mut files = Vec::new();
        for path in collect(folder)? {
            if is_root(&read::text(workspace, &path)?) {
                files.push(path);
            }
        }
        files.sort();
        if files.is_empty() {
            bail!(
                "there is no OpenAPI document in `{}`",
                workspace.name(folder)
            );
        }
        let module = |path: &PathBuf| module_of(path.strip_prefix(folder).unwrap_or(path));
        let modules: Vec<String> = files.iter().map(module).collect();
        let sources = files.iter().map(|path| whole(workspace, path));
        Self::named(&modules, sources.collect::<Result<_>>()?)
    }

    fn named(modules: &[String], sources: Vec<Source>) -> Result<Self> {
        let pairs = modules.iter().zip(&sources);
        let pairs = pairs.map(|(module, source)| (module.as_str(), source.name.as_str()));
        let config = Config::of_documents("client", pairs)?;
        let document = |source| Document {
            source,
            overlay: None,
        };
        Ok(Self {
            config,
            documents: sources.into_iter().map(document).collect(),
        })
    }

    /// The working tree's.
    pub(crate) fn of_tree(workspace: &Workspace) -> Result<Self> {
        Self::of_tree_with(workspace, &BTreeMap::new())
    }

    /// Those of a git revision.
    pub(crate) fn of_revision(workspace: &Workspace, revision: &str) -> Result<Self> {
        let name = workspace.name(&workspace.config());
        let commit = git::commit(workspace, revision)?;
        Self::with(&name, |name| git::file(workspace, &commit, name))
            .with_context(|| format!("can't read the documents of `{revision}`"))
    }

    /// The working tree's, with other texts in place of some files.
    pub(crate) fn of_tree_with(
        workspace: &Workspace,
        texts: &BTreeMap<String, String>,
    ) -> Result<Self> {
        let config = workspace.config();
        Self::with(&workspace.name(&config), |name| match texts.get(name) {
            Some(text) => Ok(text.clone()),
            None => read::text(workspace, &workspace.path(name)),
        })
    }

    fn with(config: &str, text: impl Fn(&str) -> Result<String>) -> Result<Self> {
        let parsed = Config::parse(&Source::new(config, text(config)?))?;
        let folder = config.rsplit_once('/').map_or("", |(folder, _)| folder);
        let source = |name: &String| -> Result<Source> {
            let path = format!("{folder}/{name}");
            let path = path.trim_start_matches('/');
            Ok(Source::new(path, text(path)?))
        };
        let documents = parsed.apis.iter().map(|api| {
            Ok(Document {
                source: source(&api.document)?,
                overlay: api.overlay.as_ref().map(source).transpose()?,
            })
        });
        let documents = documents.collect::<Result<_>>()?;
        Ok(Self {
            config: parsed,
            documents,
        })
    }

    pub(super) fn input(&self) -> Input<'_> {
        Input {
            config: &self.config,
            documents: &self.documents,
            // Nothing is emitted.
            placement: Placement {
                runtime_version: String::new(),
                runtime: RuntimeSource::Registry,
                workspace: WorkspaceRole::Root,
                command: String::new(),
            },
        }
    }
}

/// A document with what it refers to in other files.
pub(crate) fn whole(workspace: &Workspace, path: &Path) -> Result<Source> {
    let text = read::text(workspace, path)?;
    let name = workspace.name(path);
    if !leads_elsewhere(&text) {
        return Ok(Source::new(name, text));
    }
    let joined = joined(workspace, path, &Selection::default(), None)
        .with_context(|| format!("`{name}` refers to other files, which can't be joined to it"))?;
    Ok(Source::new(format!("{name}{JOINED}"), joined.text))
}

/// What follows the name of a document to which others are joined. That text is in no file, so its lines are of no use.
const JOINED: &str = " (joined)";

/// The name of the file of a document to which others are joined; `None` for any other document.
pub(super) fn root_of(name: &str) -> Option<&str> {
    name.strip_suffix(JOINED)
}

/// Whether one of the references of a text leads to another file.
fn leads_elsewhere(text: &str) -> bool {
    text.split("$ref").skip(1).any(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        let target = rest.strip_prefix(':').map_or("#", str::trim_start);
        !target.trim_start_matches(['"', '\'']).starts_with('#')
    })
}

/// Whether a text is an OpenAPI document, not a part of one.
fn is_root(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        has_root_key(text)
    } else {
        text.lines().any(is_root_key)
    }
}

/// Whether a text starts with the key that only the root has.
fn is_root_key(text: &str) -> bool {
    let mut keys = ["openapi", "\"openapi\"", "'openapi'"].into_iter();
    let rest = keys.find_map(|key| text.strip_prefix(key));
    rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
}

/// Whether the mapping in braces that a text consists of has the key, not one of the mappings in it.
fn has_root_key(text: &str) -> bool {
    let (mut depth, mut quote, mut is_escaped) = (0_usize, None, false);
    for (at, c) in text.char_indices() {
        if quote.is_some() {
            if quote == Some(c) && !is_escaped {
                quote = None;
            }
            is_escaped = c == '\\' && !is_escaped;
            continue;
        }
        match c {
            '"' => quote = Some(c),
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 1 && matches!(c, '{' | ',') && is_root_key(text[at + 1..].trim_start()) {
            return true;
        }
    }
    false
}

/// The files below a folder that have the name of a document. The folder of git is not searched.
fn collect(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut queue = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = queue.pop() {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("can't read the folder `{}`", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let is_document = path
                .extension()
                .is_some_and(|it| it == "yaml" || it == "yml" || it == "json");
            if path.is_dir() {
                if depth == DEEPEST {
                    bail!(
                        "`{}` is more than {DEEPEST} folders deep\n  help: name a folder nearer to the documents",
                        path.display()
                    );
                }
                if path.file_name().is_none_or(|name| name != ".git") {
                    queue.push((path, depth + 1));
                }
            } else if is_document {
                files.push(path);
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, collect, is_root, leads_elsewhere};

    #[test]
    fn references_to_other_files() {
        for (text, expected) in [
            ("a: {$ref: '#/b'}", false),
            ("a:\n  $ref: ./b.yaml", true),
            ("{\"$ref\": \"b.json#/c\"}", true),
            ("{\"$ref\" : \"#/c\"}", false),
            ("$ref: '#/a'\nb: {$ref: \"c.yaml\"}", true),
            ("description: the key $ref", false),
        ] {
            assert_eq!(leads_elsewhere(text), expected, "{text}");
        }
    }

    #[test]
    fn roots_differ_from_parts() {
        assert!(is_root("# a\nopenapi: 3.1.0\n"));
        assert!(is_root("{\n  \"openapi\": \"3.0.3\"}"));
        assert!(is_root("\u{feff}\"openapi\" : 3.0.3\n"));
        assert!(is_root("'openapi': 3.0.3\n"));
        assert!(is_root(
            "{\"info\": {\"title\": \"a \\\"{\"}, \"openapi\" : \"3.0.3\"}"
        ));
        assert!(is_root("{openapi: 3.0.3, paths: {}}"));
        assert!(!is_root("{\"properties\": {\"openapi\": {}}}"));
        assert!(!is_root("get:\n  summary: openapi\n"));
        assert!(!is_root("{\"type\": \"object\"}"));
    }
    #[test]
    fn deep_folders_are_searched_and_deeper_ones_refused() {
        let dir = tempfile::tempdir().expect("a temporary folder can be made");
        let mut folder = dir.path().to_owned();
        for _ in 0..DEEPEST {
            folder.push("a");
        }
        std::fs::create_dir_all(&folder).expect("the folder can be written");
        std::fs::write(folder.join("b.yaml"), "").expect("the folder can be written");
        let files = collect(dir.path()).expect("the folders can be read");
        assert_eq!(files, [folder.join("b.yaml")]);
        std::fs::create_dir(folder.join("a")).expect("the folder can be written");
        let error = collect(dir.path()).expect_err("a folder is too deep");
        assert!(error.to_string().contains("folders deep"), "{error}");
    }
}
