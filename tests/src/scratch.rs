//! A scratch git repository with a workspace as this one: documents, a crate, a runtime.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::workspace::Workspace;

/// A repository in a folder of a test.
#[derive(Debug)]
pub struct Repository {
    /// Its folder.
    pub folder: PathBuf,
}

/// The manifest of a runtime crate.
pub const RUNTIME: &str = "\
[package]
name = \"openapi-client-runtime\"
version = \"0.1.0\"
edition = \"2024\"
";

/// The configuration of a crate with one module.
pub fn configuration(module: &str) -> String {
    format!(
        "\
[crate]
name = \"acme-client\"
# Raised by hand or by an update.
version = \"0.1.0\"
description = \"Client for Acme\"
license = \"MIT\"

[[api]]
document = \"{module}.yaml\"
module = \"{module}\"
"
    )
}

impl Repository {
    /// Makes an empty one, in place of what an earlier run has left.
    ///
    /// # Panics
    /// When the folder can't be written, or git can't be started.
    pub fn new(scratch: &str, name: &str) -> Self {
        let folder = Path::new(scratch).join("repositories").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the scratch folder can be removed");
        }
        fs::create_dir_all(&folder).expect("the scratch folder can be written");
        let repository = Self { folder };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository
    }

    /// Makes one with a document, its configuration and a runtime, of which nothing is committed or generated yet.
    ///
    /// # Panics
    /// When the folder can't be written, or git can't be started.
    pub fn with_document(scratch: &str, name: &str, module: &str, document: &str) -> Self {
        let repository = Self::new(scratch, name);
        repository.write(".gitignore", "/target\n/vendor\nCargo.lock\n");
        repository.write(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"generated\", \"runtime\"]\n\n[workspace.lints]\n",
        );
        repository.write("runtime/Cargo.toml", RUNTIME);
        repository.write("spec/apis.toml", &configuration(module));
        repository.write(&format!("spec/{module}.yaml"), document);
        repository
    }

    /// Writes a file.
    ///
    /// # Panics
    /// When that is not possible.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        let parent = path.parent().expect("a file is in a folder");
        fs::create_dir_all(parent).expect("the scratch folder can be written");
        fs::write(path, text).expect("the scratch folder can be written");
    }

    /// Replaces a part of a file.
    ///
    /// # Panics
    /// When the file does not have it.
    pub fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "`{path}` lacks `{old}`");
        self.write(path, &text.replace(old, new));
    }

    /// The text of a file.
    ///
    /// # Panics
    /// When it can't be read.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).expect("the file can be read")
    }

    /// Commits everything.
    ///
    /// # Panics
    /// When git fails.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Runs git as a made-up person, without the settings of whoever runs the tests; gives its output.
    ///
    /// # Panics
    /// When git fails.
    pub fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .current_dir(&self.folder)
            .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .expect("git can be started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The workspace in it.
    ///
    /// # Panics
    /// When it has no manifest.
    pub fn workspace(&self) -> Workspace {
        Workspace::at(&self.folder.join("Cargo.toml")).expect("the repository has a manifest")
    }
}
