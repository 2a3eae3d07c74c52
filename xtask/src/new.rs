//! Starts a crate in a folder of its own: documents, configuration, emitted crate, workflow, list of public items.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use generator::{Config, Source};

use crate::generate;
use crate::job::{ConfigArgs, Job, RUNTIME, crate_from, module_from, stems};
use crate::plan::{Change, ChangeKind, Plan};
use crate::program::INSTALLED;
use crate::read;
use crate::surface;
use crate::workspace::{Workspace, absolute, relative, slashed};

mod workflow;

/// What to start with.
#[derive(Args, Clone, Debug)]
pub struct NewArgs {
    /// OpenAPI document, which is copied; several become modules of one crate
    #[arg(long, value_name = "FILE", required = true)]
    pub document: Vec<PathBuf>,
    /// Folder to write to; it must be empty, but for names that begin with a dot, other than `.github` and `.gitignore`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
    /// Name of the crate [default: from the document's file name, followed by `-client`; of the folder's for several]
    #[arg(long, value_name = "NAME")]
    pub crate_name: Option<String>,
    /// Folder of the runtime crate, `openapi-client-runtime`, until it is published [default: by version, from the registry]
    #[arg(long, value_name = "DIR", conflicts_with = "runtime_git")]
    pub runtime_path: Option<PathBuf>,
    /// Git repository of the runtime crate and of this command, until they are published
    #[arg(long, value_name = "URL", requires = "runtime_rev")]
    pub runtime_git: Option<String>,
    /// Commit or tag of that repository
    #[arg(long, value_name = "REV", requires = "runtime_git")]
    pub runtime_rev: Option<String>,
    /// Skip operations that have errors, with a warning each, and emit all others; the configuration gets the key `keep-going`
    #[arg(long)]
    pub keep_going: bool,
}

/// A crate to start, of which nothing is written yet.
#[derive(Debug)]
pub struct Start {
    /// The new folder.
    pub workspace: Workspace,
    /// The run that generates the crate.
    pub job: Job,
    /// The other files, by their paths in the folder.
    files: Vec<(String, String)>,
    /// Whether the runtime crate comes from the registry.
    has_registry_runtime: bool,
}

impl Start {
    /// Reads the documents and checks everything but them.
    ///
    /// # Errors
    /// When the folder is not empty, a document can't be read, a name can't be one, or the runtime crate is not where it should be.
    pub fn new(workspace: &Workspace, args: &NewArgs) -> Result<Self> {
        let folder = absolute(&args.out)?;
        let documents = documents(workspace, args)?;
        expect_empty(workspace, &folder, &documents)?;
        let name = args
            .crate_name
            .clone()
            .unwrap_or_else(|| match &documents[..] {
                [one] => crate_from(&one.module),
                _ => crate_from(&folder.file_name().unwrap_or_default().to_string_lossy()),
            });
        // Names are reported as those of the command line, not of a configuration that nobody has seen.
        let modules = documents
            .iter()
            .map(|it| (it.module.as_str(), it.file.as_str()));
        Config::of_documents(&name, modules)?;
        // `cargo xtask` has the runtime in its checkout.
        let usual = args.runtime_git.is_none() && workspace.has_runtime();
        let runtime = args.runtime_path.clone();
        let runtime = runtime.or_else(|| usual.then(|| workspace.runtime()));
        let config = config(args, &name, (runtime.as_deref(), &folder), &documents)?;
        let workflow = workflow(args, runtime.as_deref(), &folder)?;
        let started = Workspace::outside(folder);
        let options = ConfigArgs::default();
        let sources = documents.iter().map(|it| generator::Document {
            source: Source::new(format!("spec/{}", it.file), it.text.clone()),
            overlay: None,
        });
        let parsed = Config::parse(&Source::new(CONFIG_FILE, config.clone()))?;
        let job = Job::of_texts(&started, &options, parsed, sources.collect())?;
        let mut files = vec![
            ("Cargo.toml".to_owned(), MANIFEST.to_owned()),
            (".gitignore".to_owned(), "/target\n".to_owned()),
            (CONFIG_FILE.to_owned(), config),
            (workflow::FILE.to_owned(), workflow),
            (surface::FILE.to_owned(), String::new()),
        ];
        files.extend(
            documents
                .into_iter()
                .map(|it| (format!("spec/{}", it.file), it.text)),
        );
        Ok(Self {
            workspace: started,
            job,
            files,
            has_registry_runtime: runtime.is_none() && args.runtime_git.is_none(),
        })
    }

    /// Writes all files, or none: with the crate, or without it if its documents have errors. Returns the names of the others.
    ///
    /// # Errors
    /// When the disk can't be written.
    pub fn write(&self, krate: Option<&Plan>) -> Result<Vec<&str>> {
        let files = self.files.iter().map(|(path, new)| Change {
            path: path.clone(),
            kind: ChangeKind::Create { new: new.clone() },
        });
        let emitted = krate.into_iter().flat_map(|it| &it.changes);
        let emitted = emitted.map(|change| Change {
            path: format!("{}/{}", self.job.target.name, change.path),
            kind: change.kind.clone(),
        });
        let plan = Plan {
            changes: files.chain(emitted).collect(),
            unchanged: 0,
        };
        generate::apply(&plan, &self.workspace.path(""))?;
        Ok(self.files.iter().map(|(path, _)| path.as_str()).collect())
    }

    /// Returns what to do next, and where the runtime crate comes from if nothing says so.
    pub fn next(&self, args: &NewArgs) -> String {
        let folder = self.workspace.path("");
        let is_versioned = folder.ancestors().any(|it| it.join(".git").exists());
        let init = if is_versioned { "" } else { "`git init` and " };
        let mut text = format!("next: {init}`cargo test` in `{}`", args.out.display());
        if self.has_registry_runtime {
            let _ = write!(
                text,
                "\nnote: the runtime crate, `{RUNTIME}`, comes from the registry by its version\n  help: to take it from elsewhere, write \
                 `[runtime]` with `path`, or with `git` and `rev`, into `{CONFIG_FILE}`, and run `{INSTALLED} generate`"
            );
        }
        text
    }
}

const CONFIG_FILE: &str = "spec/apis.toml";

/// A document, read.
struct Document {
    /// From the root of the disk.
    path: PathBuf,
    file: String,
    module: String,
    text: String,
}

fn documents(workspace: &Workspace, args: &NewArgs) -> Result<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut sources = Vec::new();
    for (path, stem) in args.document.iter().zip(stems(&args.document)) {
        let text = read::text(workspace, path)?;
        let Some(file) = path.file_name().and_then(|name| name.to_str()) else {
            bail!("`{}` is not the name of a file", path.display());
        };
        if documents.iter().any(|it| it.file == file) {
            bail!("two documents are called `{file}`; rename one of them");
        }
        if CONFIG_FILE.ends_with(&format!("/{file}")) {
            bail!("`{file}` is the name of the configuration; rename the document");
        }
        documents.push(Document {
            path: absolute(path)?,
            file: file.to_owned(),
            module: module_from(&stem),
            text: text.clone(),
        });
        sources.push(Source::new(workspace.name(path), text));
    }
    generator::expect_documents(&sources)?;
    Ok(documents)
}

/// Checks that nothing is overwritten. The documents themselves may be in the folder.
fn expect_empty(workspace: &Workspace, folder: &Path, documents: &[Document]) -> Result<()> {
    if let Some(existing) = read::last_existing(folder)
        && !existing.is_dir()
    {
        bail!("`{}` is a file, not a folder", workspace.name(existing));
    }
    let about = || format!("can't read the folder `{}`", folder.display());
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(about),
    };
    for entry in entries {
        let path = entry.with_context(about)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_hidden = name.starts_with('.') && name != ".github" && name != ".gitignore";
        if !is_hidden && documents.iter().all(|it| it.path != path) {
            let or = if folder.join(CONFIG_FILE).is_file() {
                format!(", or run `{INSTALLED} generate` in it")
            } else {
                String::new()
            };
            bail!(
                "the folder `{}` is not empty: it contains `{name}`\n  help: name a new or an empty folder with `--out`{or}",
                folder.display()
            );
        }
    }
    Ok(())
}

const MANIFEST: &str = "\
[workspace]
resolver = \"3\"
members = [\"generated\"]

[workspace.lints.rust]
unsafe_code = \"forbid\"
";

/// The text of the configuration. The folder of the runtime crate is written relative to it if it was given so.
fn config(
    args: &NewArgs,
    name: &str,
    (runtime, folder): (Option<&Path>, &Path),
    documents: &[Document],
) -> Result<String> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut text = format!(
        "# The configuration of the generator. Paths are relative to this file.\n\n\
         [crate]\nname = {}\nversion = \"0.1.0\"\n\
         # For the registry: `description`, `license`, `repository`, `documentation`, `keywords` and `categories`.\n",
        quoted(name)
    );
    let mut place = Vec::new();
    if let Some(path) = runtime {
        let way = slashed(&from(&folder.join("spec"), path)?);
        place.push(format!("path = {}", quoted(&way)));
    } else {
        let keys = [("git", &args.runtime_git), ("rev", &args.runtime_rev)];
        let given = keys
            .into_iter()
            .filter_map(|(key, it)| Some((key, it.as_ref()?)));
        place.extend(given.map(|(key, it)| format!("{key} = {}", quoted(it))));
    }
    if !place.is_empty() {
        text += "\n# Where the runtime crate is. Without this table it comes from the registry.\n[runtime]\n";
        text += &place.join("\n");
        text += "\n";
    }
    for document in documents {
        let (module, file) = (quoted(&document.module), quoted(&document.file));
        let _ = write!(text, "\n[[api]]\nmodule = {module}\ndocument = {file}\n");
        if args.keep_going {
            text += "# Operations that have errors are skipped, with a warning each.\nkeep-going = true\n";
        }
    }
    text += LATER;
    Ok(text)
}

/// What people add to a configuration first. `docs/your-own-client.md` describes it.
const LATER: &str = r##"
# To correct the document without editing it: `overlay = "FILE"` in `[[api]]`, an OpenAPI Overlay 1.0.
#
# [api.names]   # Rust names, by addresses in the document
# "#/components/schemas/ThingV2DTO" = "Thing"
#
# [api.omit]    # operations to skip, by `operationId`, each with the reason
# exportThings = "returns a stream that this client does not read"
#
# [service.lists]   # lists with these query parameters are read page by page
# limit = "limit"
# offset = "offset"
# page-size = 100
"##;

/// A path of the command line as seen from a folder if it is relative, and from the root of the disk otherwise.
fn from(folder: &Path, path: &Path) -> Result<PathBuf> {
    let place = absolute(path)?;
    let way = path.is_relative().then(|| relative(folder, &place));
    Ok(way.flatten().map_or(place, PathBuf::from))
}

/// The text of the workflow.
fn workflow(args: &NewArgs, runtime: Option<&Path>, folder: &Path) -> Result<String> {
    let seen = runtime.map(|it| from(folder, it)).transpose()?;
    let command = runtime.map(absolute).transpose()?;
    let command = command.is_some_and(|it| it.with_file_name("clientgen/Cargo.toml").is_file());
    Ok(workflow::text(args, seen.as_deref(), command))
}
