//! The location of the workspace, and the names of the paths in it.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::program::Program;

const CONFIG: &str = "spec/apis.toml";

/// A checkout of this workspace, or a folder in which the installed command works.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    program: Program,
}

impl Workspace {
    /// Returns the workspace that this program was built from.
    ///
    /// # Errors
    /// When it has since been moved or removed.
    pub fn here() -> Result<Self> {
        let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self::at(&xtask.join("../Cargo.toml"))
            .context("the workspace that this program was built from is gone; name another with `--manifest`")
    }

    /// Returns the workspace whose `Cargo.toml` this is.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn at(manifest: &Path) -> Result<Self> {
        let place = absolute(manifest)?;
        match place.parent() {
            Some(root) if place.is_file() && place.ends_with("Cargo.toml") => Ok(Self {
                root: root.to_owned(),
                program: Program::Xtask,
            }),
            _ => bail!(
                "`{}` is not the `Cargo.toml` of a workspace",
                manifest.display()
            ),
        }
    }

    /// The folder in which the installed command works: the nearest one around the current folder that has a configuration, or
    /// else the current folder.
    ///
    /// # Errors
    /// When there is no current folder.
    pub fn around() -> Result<Self> {
        let here = absolute(Path::new("."))?;
        let mut folders = here.ancestors();
        let root = folders.find(|folder| folder.join(CONFIG).is_file());
        Ok(Self::outside(root.unwrap_or(&here).to_owned()))
    }

    /// A folder that the installed command works in.
    pub(crate) fn outside(root: PathBuf) -> Self {
        Self {
            root,
            program: Program::Installed,
        }
    }

    /// The same for another program.
    pub(crate) fn of(self, program: Program) -> Self {
        Self { program, ..self }
    }

    /// A command as people type it.
    pub(crate) fn command(&self, name: &str) -> String {
        format!("{} {name}", self.program.name())
    }

    /// Whether the runtime crate is expected here: always in a checkout of this workspace.
    pub(crate) fn has_runtime(&self) -> bool {
        self.program == Program::Xtask || self.runtime().exists()
    }

    /// Returns the configuration that is read where none is named.
    pub fn config(&self) -> PathBuf {
        self.root.join(CONFIG)
    }

    /// Returns the folder of the emitted crate, which is a member of the workspace.
    pub fn generated(&self) -> PathBuf {
        self.root.join("generated")
    }

    /// Returns the folder of the runtime crate.
    pub fn runtime(&self) -> PathBuf {
        self.root.join("runtime")
    }

    /// Returns the entry at a path from the root of the workspace.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Returns whether a path is in the workspace, regardless of the current folder.
    ///
    /// # Errors
    /// When there is no current folder to start from.
    pub fn contains(&self, path: &Path) -> Result<bool> {
        Ok(absolute(path)?.starts_with(&self.root))
    }

    /// How messages call a path: from the root of the workspace where it is in there, and as it was given elsewhere.
    pub fn name(&self, path: &Path) -> String {
        let inside = absolute(path)
            .ok()
            .and_then(|path| Some(path.strip_prefix(&self.root).ok()?.to_owned()));
        match inside {
            Some(path) if path.as_os_str().is_empty() => ".".to_owned(),
            Some(path) => slashed(&path),
            None => path.display().to_string(),
        }
    }
}

/// Returns the path from the root of the disk, without `..` and, as far as it exists, without symbolic links.
///
/// # Errors
/// When there is no current folder to start from, or the path is empty.
pub fn absolute(path: &Path) -> Result<PathBuf> {
    let path =
        std::path::absolute(path).with_context(|| format!("`{}` is not a path", path.display()))?;
    let mut existing = path.as_path();
    let mut rest: Vec<OsString> = Vec::new();
    loop {
        if let Ok(mut real) = existing.canonicalize() {
            for part in rest.into_iter().rev() {
                if part == ".." {
                    real.pop();
                } else {
                    real.push(part);
                }
            }
            return Ok(real);
        }
        let (Some(parent), Some(last)) = (existing.parent(), existing.components().next_back())
        else {
            return Ok(path);
        };
        rest.push(last.as_os_str().to_owned());
        existing = parent;
    }
}

/// Returns the relative path from one absolute folder to another, such as `../runtime`; `None` if no relative way exists.
pub fn relative(from: &Path, to: &Path) -> Option<String> {
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    if shared == 0 {
        return None;
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(shared)).collect();
    way.to_str()?;
    Some(if way.as_os_str().is_empty() {
        ".".to_owned()
    } else {
        slashed(&way)
    })
}

/// A relative path with `/` between its parts on every system.
pub(crate) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    let text = parts.join("/");
    // The root of the disk is a part of its own.
    match text.strip_prefix("//") {
        Some(rest) => format!("/{rest}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_between_two_folders() {
        let way = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(
            way("/w/generated", "/w/runtime").as_deref(),
            Some("../runtime")
        );
        assert_eq!(
            way("/tmp/a/b", "/w/runtime").as_deref(),
            Some("../../../w/runtime")
        );
        assert_eq!(way("/w", "/w").as_deref(), Some("."));
        assert_eq!(way("w", "/w"), None);
    }

    #[test]
    fn a_path_that_does_not_exist_yet_still_has_a_place() {
        let here = absolute(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("this package exists");
        let place = absolute(&here.join("no-such/../neither/x")).expect("the folder exists");
        assert_eq!(place, here.join("neither/x"));
    }

    #[test]
    fn names_start_at_the_root_of_the_workspace() {
        let workspace = Workspace::here().expect("this workspace exists");
        assert_eq!(workspace.name(&workspace.config()), "spec/apis.toml");
        assert_eq!(workspace.name(Path::new("../spec/../xtask")), "xtask");
        assert_eq!(
            workspace.name(Path::new("/elsewhere/x.yaml")),
            "/elsewhere/x.yaml"
        );
        assert!(Workspace::at(Path::new("/elsewhere/Cargo.toml")).is_err());
    }
}
