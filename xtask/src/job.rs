//! One run: its input, and the location of the generated crate.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use generator::{Config, Document, Input, Output, Placement, RuntimeSource, Source, WorkspaceRole};

use crate::folder::{self, Folder};
use crate::plan::{Ownership, Plan, plan};
use crate::read;
use crate::words::word;
use crate::workspace::{Workspace, absolute, relative};

mod single;

pub use single::{DocumentArgs, SingleArgs};
pub(crate) use single::{crate_from, module_from, module_of, stems};

/// Everything that a run needs, already read.
#[derive(Clone, Debug)]
pub struct Job {
    config: Config,
    documents: Vec<Document>,
    placement: Placement,
    /// The location of the crate.
    pub target: Target,
    /// The command that does it again.
    pub command: String,
}

/// The folder of the crate.
#[derive(Clone, Debug)]
pub struct Target {
    /// From the root of the disk. May not exist yet.
    pub dir: PathBuf,
    /// As messages call it.
    pub name: String,
    /// Whose the files in it are.
    pub ownership: Ownership,
}

/// The result of a run, before it is written to the disk.
#[derive(Clone, Debug)]
pub struct Made {
    /// The generator's warnings.
    pub output: Output,
    /// The changes in the folder of the crate.
    pub plan: Plan,
}

/// The options of a run over the workspace's own configuration.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct ConfigArgs {
    /// Configuration that names the documents [default: spec/apis.toml of the workspace]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of the crate, which `generate` creates [default: generated of the workspace]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

impl Job {
    /// The run over a configuration and the documents that it names.
    ///
    /// # Errors
    /// When one of the files can't be read, the configuration is wrong, or the folder can't take a crate.
    pub fn from_config(workspace: &Workspace, args: &ConfigArgs) -> Result<Self> {
        let path = args.config.clone().unwrap_or_else(|| workspace.config());
        let text = read::text(workspace, &path)?;
        let config = Config::parse(&Source::new(workspace.name(&path), text))?;
        let beside = path.parent().unwrap_or(Path::new(""));
        let named = |what: &str, file: &str| {
            let name = workspace.name(&path);
            source(workspace, &beside.join(file))
                .with_context(|| format!("`{name}` names {what} that can't be used"))
        };
        let documents = config.apis.iter().map(|api| {
            let overlay = api.overlay.as_ref();
            Ok(Document {
                source: named("a document", &api.document)?,
                overlay: overlay.map(|it| named("an overlay", it)).transpose()?,
            })
        });
        let documents = documents.collect::<Result<_>>()?;
        Self::of_texts(workspace, args, config, documents)
    }

    /// The run over a configuration and documents that are read already.
    ///
    /// # Errors
    /// When the runtime crate is not where the configuration says, or the folder can't take a crate.
    pub(crate) fn of_texts(
        workspace: &Workspace,
        args: &ConfigArgs,
        config: Config,
        documents: Vec<Document>,
    ) -> Result<Self> {
        let path = args.config.clone().unwrap_or_else(|| workspace.config());
        let beside = path.parent().unwrap_or(Path::new(""));
        let target = Target::new(
            workspace,
            args.out.as_deref().unwrap_or(&workspace.generated()),
        )?;
        let mut header = workspace.command("generate");
        if absolute(&path)? != absolute(&workspace.config())? {
            header = format!("{header} --config {}", word(&workspace.name(&path)));
        }
        let mut command = header.clone();
        if target.ownership == Ownership::Marked {
            command = format!("{command} --out {}", word(&target.name));
        }
        let folder = config.runtime.path.as_deref().map(Path::new);
        let runtime = match (folder, &config.runtime.git) {
            (Some(folder), _) => Runtime::Folder {
                path: beside.join(folder),
                is_relative: folder.is_relative(),
            },
            (None, Some(url)) => Runtime::Git {
                url: url.clone(),
                rev: config.runtime.rev.clone(),
            },
            (None, None) => Runtime::Usual,
        };
        Ok(Self {
            placement: placement(workspace, &target, runtime, header)?,
            config,
            documents,
            target,
            command,
        })
    }

    /// Generates from other documents of the same configuration.
    pub(crate) fn replace(&mut self, config: Config, documents: Vec<Document>) {
        self.config = config;
        self.documents = documents;
    }

    /// Checks that the folder of the crate exists, where its absence can only be a typing error.
    ///
    /// # Errors
    /// When a folder was named that does not exist. The workspace's own may be missing: then all of it is stale.
    pub fn expect_target(&self, workspace: &Workspace) -> Result<()> {
        let target = &self.target;
        if target.ownership == Ownership::Marked && !target.dir.exists() {
            return Err(read::missing(workspace, &target.dir, "folder"));
        }
        Ok(())
    }

    /// Returns the places of the documents that become any JSON value, one line each.
    ///
    /// # Errors
    /// The generator's report.
    pub fn untyped(&self) -> Result<String> {
        let places = generator::untyped(&self.input())?;
        let lines = places
            .iter()
            .map(|it| format!("{}: {}\n", it.at, it.reason));
        let lines: String = lines.collect();
        Ok(match places.len() {
            1 => format!("{lines}1 place becomes any JSON value"),
            count => format!("{lines}{count} places become any JSON value"),
        })
    }

    fn input(&self) -> Input<'_> {
        Input {
            config: &self.config,
            documents: &self.documents,
            placement: self.placement.clone(),
        }
    }

    /// Runs the generator and compares what it emits with the disk. Writes nothing.
    ///
    /// # Errors
    /// The generator's report, or the files in the folder that block the output.
    pub fn make(&self) -> Result<Made> {
        let output = generator::generate(&self.input())?;
        let folder = Folder::read(&self.target.dir)?;
        // Also of the workspace's own crate: `--manifest` may have named another workspace than was meant.
        if folder.is_foreign() {
            return Err(folder::not_ours(&self.target.name));
        }
        let plan = plan(&output.files, &folder, self.target.ownership).with_context(|| {
            format!(
                "the folder `{}` contains files that were not generated; move them away, or name another folder with `--out`",
                self.target.name
            )
        })?;
        Ok(Made { output, plan })
    }
}

impl Target {
    fn new(workspace: &Workspace, out: &Path) -> Result<Self> {
        let target = Self {
            dir: absolute(out)?,
            name: workspace.name(out),
            ownership: if absolute(out)? == absolute(&workspace.generated())? {
                Ownership::Whole
            } else {
                Ownership::Marked
            },
        };
        if target.ownership == Ownership::Marked {
            folder::claim(workspace, &target.dir)?;
        }
        if target.dir.to_str().is_none() {
            bail!("the path of the folder `{}` is not UTF-8", target.name);
        }
        Ok(target)
    }
}

fn source(workspace: &Workspace, path: &Path) -> Result<Source> {
    Ok(Source::new(
        workspace.name(path),
        read::text(workspace, path)?,
    ))
}

/// The name of the runtime crate.
pub(crate) const RUNTIME: &str = "openapi-client-runtime";

/// The version of the runtime crate that emitted code of this generator needs.
const RUNTIME_VERSION: &str = "0.1.0";

/// Where the runtime crate is.
enum Runtime {
    /// In the workspace; for the installed command, which may work in any folder, else in the registry.
    Usual,
    Folder {
        path: PathBuf,
        /// Whether `Cargo.toml` has the path relative as well: both belong together, and may be moved.
        is_relative: bool,
    },
    Git {
        url: String,
        rev: Option<String>,
    },
}

/// The place of the crate, seen from cargo.
fn placement(
    workspace: &Workspace,
    target: &Target,
    runtime: Runtime,
    command: String,
) -> Result<Placement> {
    let (runtime_version, runtime) = match runtime {
        Runtime::Folder { path, is_relative } => in_folder(workspace, target, &path, is_relative)?,
        Runtime::Git { url, rev } => (RUNTIME_VERSION.to_owned(), RuntimeSource::Git { url, rev }),
        Runtime::Usual if workspace.has_runtime() => {
            let is_relative = workspace.contains(&target.dir)?;
            in_folder(workspace, target, &workspace.runtime(), is_relative)?
        }
        Runtime::Usual => (RUNTIME_VERSION.to_owned(), RuntimeSource::Registry),
    };
    Ok(Placement {
        runtime_version,
        runtime,
        workspace: match target.ownership {
            Ownership::Whole => WorkspaceRole::Member,
            Ownership::Marked => WorkspaceRole::Unattached,
        },
        command,
    })
}

/// The runtime crate of a folder: its version, and the path to it.
fn in_folder(
    workspace: &Workspace,
    target: &Target,
    path: &Path,
    is_relative: bool,
) -> Result<(String, RuntimeSource)> {
    // The way to it may lead through folders that don't exist yet.
    let place = absolute(path)?;
    let version = runtime_version(workspace, &place)?;
    let way = is_relative.then(|| relative(&target.dir, &place)).flatten();
    let Some(way) = way.or_else(|| Some(place.to_str()?.to_owned())) else {
        bail!(
            "the path of the runtime crate, `{}`, is not UTF-8",
            place.display()
        );
    };
    Ok((version, RuntimeSource::Path(way)))
}

fn runtime_version(workspace: &Workspace, runtime: &Path) -> Result<String> {
    let manifest = runtime.join("Cargo.toml");
    let name = workspace.name(&manifest);
    let text = read::text(workspace, &manifest).with_context(|| {
        format!(
            "`{}` is not the folder of the runtime crate",
            workspace.name(runtime)
        )
    })?;
    let table: toml::Table = text
        .parse()
        .with_context(|| format!("`{name}` is not TOML"))?;
    let entry = |key: &str| table.get("package")?.get(key)?.as_str();
    if entry("name") != Some(RUNTIME) {
        let nested = runtime.join("runtime");
        let help = if nested.join("Cargo.toml").is_file() {
            format!("\n  help: did you mean `{}`?", workspace.name(&nested))
        } else {
            String::new()
        };
        bail!("`{name}` is not the manifest of `{RUNTIME}`{help}");
    }
    match entry("version") {
        Some(version) => Ok(version.to_owned()),
        None => bail!("`{name}` has no version"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_is_that_of_the_runtime() {
        let manifest = include_str!("../../runtime/Cargo.toml");
        let version = format!("\nversion = \"{}\"\n", super::RUNTIME_VERSION);
        assert!(manifest.contains(&version), "{version}");
    }
}
