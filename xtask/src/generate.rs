//! Applies a plan: all of it, or nothing.
//!
//! Every new text is first written beside its place, under a name that begins with a dot. Only when all of them are on
//! the disk are they moved over the old files, one atomic step each; a failure before that leaves everything as it was.

use std::ffi::OsString;
use std::fs;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context as _, Result};

use crate::plan::{ChangeKind, Plan};

/// Applies a plan to a folder, which need not exist yet.
///
/// # Errors
/// When the disk does not let itself be written; then nothing has been replaced or removed.
pub fn apply(plan: &Plan, dir: &Path) -> Result<()> {
    let mut staged = Staged::default();
    let mut texts = Vec::new();
    for change in &plan.changes {
        if let ChangeKind::Create { new } | ChangeKind::Update { new, .. } = &change.kind {
            staged.add(dir.join(&change.path))?;
            texts.push(new.as_str());
        }
    }
    staged.write(&texts)?;
    staged.commit()?;
    for change in &plan.changes {
        if let ChangeKind::Delete { .. } = change.kind {
            let path = dir.join(&change.path);
            fs::remove_file(&path).with_context(|| format!("can't remove `{}`", path.display()))?;
            remove_empty_folders(&path, dir);
        }
    }
    Ok(())
}

/// Files on their way to their places, and the folders made for them. What is not committed is removed again.
#[derive(Debug, Default)]
struct Staged {
    /// The temporary and the final path of a text.
    files: Vec<(PathBuf, PathBuf)>,
    folders: Vec<PathBuf>,
}

impl Staged {
    /// Finds a place beside a file's own, in a folder that is there.
    fn add(&mut self, place: PathBuf) -> Result<()> {
        let folder = place.parent().expect("an emitted file has a parent folder");
        self.make_folder(folder).with_context(|| {
            format!(
                "can't create the folder `{}`; nothing was written",
                folder.display()
            )
        })?;
        let mut name = OsString::from(".");
        name.push(place.file_name().expect("an emitted file has a name"));
        name.push(format!(".{}.new", std::process::id()));
        self.files.push((folder.join(name), place));
        Ok(())
    }

    /// Writes the texts of the files, in their order, beside their places. A file waits for the system far longer than it
    /// takes to write, so there are as many at once as the machine has processors.
    fn write(&self, texts: &[&str]) -> Result<()> {
        let queue = Mutex::new(self.files.iter().zip(texts));
        let next = || queue.lock().expect("nothing panics under the lock").next();
        let run = || -> Result<()> {
            while let Some(((temporary, place), text)) = next() {
                fs::write(temporary, text).with_context(|| {
                    format!("can't write `{}`; nothing was written", place.display())
                })?;
            }
            Ok(())
        };
        let helpers = thread::available_parallelism().map_or(1, NonZero::get) - 1;
        thread::scope(|scope| {
            let start = |_| thread::Builder::new().spawn_scoped(scope, run).ok();
            let helpers: Vec<_> = (0..helpers).filter_map(start).collect();
            let mut written = run();
            for helper in helpers {
                let done = helper.join().unwrap_or_else(|panic| resume_unwind(panic));
                written = written.and(done);
            }
            written
        })
    }

    fn make_folder(&mut self, folder: &Path) -> std::io::Result<()> {
        let missing: Vec<_> = folder
            .ancestors()
            .take_while(|folder| !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    fn commit(mut self) -> Result<()> {
        self.files.reverse();
        while let Some((temporary, place)) = self.files.last() {
            fs::rename(temporary, place)
                .with_context(|| format!("can't replace `{}`", place.display()))?;
            self.files.pop();
        }
        self.folders.clear();
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // A failed removal is not reported as a second error: the first one is reported, and names beginning
        // with a dot are never taken for emitted files.
        for (temporary, _) in &self.files {
            let _ = fs::remove_file(temporary);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes the folders that a removed file leaves empty, up to the crate's own.
fn remove_empty_folders(removed: &Path, dir: &Path) {
    for folder in removed
        .ancestors()
        .skip(1)
        .take_while(|folder| *folder != dir)
    {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests;
