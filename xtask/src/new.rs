//! Starts a crate in a folder of its own: documents, configuration, emitted crate, workflow, list of public items.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::job::{crate_from, module_from, stems};
use crate::program::INSTALLED;
use crate::read;
use crate::surface;
use crate::workspace::{Workspace, absolute, relative, slashed};

/// What to start with.
#[derive(Args, Clone, Debug)]
pub struct NewArgs {
    /// OpenAPI document, which is copied; several become modules of one crate
    #[arg(long, value_name = "FILE", required = true)]
    pub document: Vec<PathBuf>,
    /// Folder to write to; it must be empty, but for names that begin with a dot
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub out: PathBuf,
    /// Name of the crate [default: from the document's file name, followed by `-client`; of the folder's for several]
    #[arg(long, value_name = "NAME")]
    pub crate_name: Option<String>,
    /// Folder of the runtime crate, `openapi-client-runtime`, until it is published [default: by version, from the registry]
    #[arg(long, value_name = "DIR", conflicts_with = "runtime_git")]
    pub runtime_path: Option<PathBuf>,
    /// Git repository of the runtime crate, until it is published
    #[arg(long, value_name = "URL")]
    pub runtime_git: Option<String>,
    /// Skip operations that have errors, with a warning each, and emit all others
    #[arg(long)]
    pub keep_going: bool,
}

/// Writes everything but the crate; `generate` in the folder writes that. Returns the names of the files.
///
/// # Errors
/// When the folder is not empty, a document can't be read, or a file can't be written.
pub fn start(workspace: &Workspace, args: &NewArgs) -> Result<(Workspace, Vec<&'static str>)> {
    let folder = absolute(&args.out)?;
    let documents = documents(workspace, args)?;
    expect_empty(workspace, &folder, &documents)?;
    // `cargo xtask` has the runtime in its checkout.
    let usual = args.runtime_git.is_none() && workspace.has_runtime();
    let runtime = args.runtime_path.clone();
    let runtime = runtime.or_else(|| usual.then(|| workspace.runtime()));
    let config = config(args, runtime.as_deref(), &folder, &documents)?;
    let workflow = workflow(args);
    let files = [
        ("Cargo.toml", MANIFEST),
        (".gitignore", "/target\n"),
        ("spec/apis.toml", config.as_str()),
        (WORKFLOW_FILE, workflow.as_str()),
        (surface::FILE, ""),
    ];
    for (name, text) in &files {
        write(&folder.join(name), text.as_bytes())?;
    }
    for document in &documents {
        write(
            &folder.join("spec").join(&document.file),
            document.text.as_bytes(),
        )?;
    }
    let names = files.map(|(name, _)| name).to_vec();
    Ok((Workspace::outside(folder), names))
}

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
    for (path, stem) in args.document.iter().zip(stems(&args.document)) {
        let Some(file) = path.file_name().and_then(|name| name.to_str()) else {
            bail!("`{}` is not the name of a file", path.display());
        };
        if documents.iter().any(|it| it.file == file) {
            bail!("two documents are called `{file}`; rename one of them");
        }
        documents.push(Document {
            path: absolute(path)?,
            file: file.to_owned(),
            module: module_from(&stem),
            text: read::text(workspace, path)?,
        });
    }
    Ok(documents)
}

/// Checks that nothing is overwritten. The documents themselves may be in the folder.
fn expect_empty(workspace: &Workspace, folder: &Path, documents: &[Document]) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else {
        return match read::last_existing(folder) {
            Some(existing) if !existing.is_dir() => {
                bail!("`{}` is a file, not a folder", workspace.name(existing))
            }
            _ => Ok(()),
        };
    };
    for entry in entries {
        let path = entry
            .with_context(|| format!("can't read the folder `{}`", folder.display()))?
            .path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_hidden = name.starts_with('.') && name != ".github" && name != ".gitignore";
        if !is_hidden && documents.iter().all(|it| it.path != path) {
            bail!(
                "the folder `{}` is not empty: it contains `{name}`\n  help: name a new or an empty folder with `--out`",
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

fn config(
    args: &NewArgs,
    runtime: Option<&Path>,
    folder: &Path,
    documents: &[Document],
) -> Result<String> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let name = args.crate_name.clone().unwrap_or_else(|| match documents {
        [one] => crate_from(&one.module),
        _ => crate_from(&folder.file_name().unwrap_or_default().to_string_lossy()),
    });
    let mut text = format!(
        "# The configuration of the generator. Paths are relative to this file.\n\n\
         [crate]\nname = {}\nversion = \"0.1.0\"\n\
         # For the registry: `description`, `license`, `repository`, `keywords` and `categories`.\n",
        quoted(&name)
    );
    let place = match (runtime, &args.runtime_git) {
        (Some(path), _) => {
            let place = absolute(path)?;
            let way = path
                .is_relative()
                .then(|| relative(&folder.join("spec"), &place));
            let way = way.flatten().unwrap_or_else(|| slashed(&place));
            Some(format!("path = {}", quoted(&way)))
        }
        (None, Some(url)) => Some(format!("git = {}", quoted(url))),
        (None, None) => None,
    };
    if let Some(place) = place {
        text += "\n# Where the runtime crate is. Without this table it comes from the registry.\n[runtime]\n";
        text += &place;
        text += "\n";
    }
    for document in documents {
        let (module, file) = (quoted(&document.module), quoted(&document.file));
        let _ = write!(text, "\n[[api]]\nmodule = {module}\ndocument = {file}\n");
    }
    Ok(text)
}

const WORKFLOW_FILE: &str = ".github/workflows/client.yml";

/// The workflow that checks for drift.
fn workflow(args: &NewArgs) -> String {
    let keep_going = if args.keep_going { " --keep-going" } else { "" };
    // The name is not registered: a command that installs it could run the code of whoever registers it.
    let check = match &args.runtime_git {
        Some(url) => {
            let url = crate::words::word(url);
            format!(
                "      - run: cargo install --locked --git {url} {INSTALLED}\n      - run: {INSTALLED} check{keep_going}\n"
            )
        }
        None => format!(
            "      # Install `{INSTALLED}` here from where you have it, and check for drift:\n      # - run: {INSTALLED} check{keep_going}\n"
        ),
    };
    format!(
        "\
# Checks that the crate and the list of its public items are what the documents give, and runs the tests.
name: Client

on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
{check}      - run: cargo test
"
    )
}

fn write(path: &Path, text: &[u8]) -> Result<()> {
    let about = || format!("can't write `{}`", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(about)?;
    }
    fs::write(path, text).with_context(about)
}
