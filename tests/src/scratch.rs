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
