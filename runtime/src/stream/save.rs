//! Saves a stream of bytes as a file, whole or not at all.

use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::byte_stream::ByteStream;
use crate::error::{Error, Result};

impl ByteStream {
    /// Saves the rest of the body as a file, and returns its length. A file that exists is replaced.
    ///
    /// The body is written to another file in the same folder, synchronized with the disk, and renamed. So the path never has
    /// part of a body: if the download breaks, or the future is dropped, nothing is left behind, and an earlier file is unchanged.
    /// A future that is dropped during the last step, the renaming, may leave the whole file.
    /// Send the call again then: the part that was read is lost, so another `save_to` of this stream is an error.
    ///
    /// # Errors
    /// If the body can't be read to its end, the file can't be written, or an earlier `save_to` did not complete.
    pub async fn save_to(&mut self, path: impl AsRef<Path>) -> Result<u64> {
        let path = path.as_ref();
        if self.is_saving {
            return Err(Error::request(
                "an earlier `save_to` of this stream did not complete; send the call again",
            ));
        }
        let unwritable = |error| {
            Error::request(format!("can't write the file `{}`", path.display())).with_source(error)
        };
        let (temporary, file) = Temporary::create(beside(path)?).await.map_err(unwritable)?;
        let mut file = File::from_std(file);
        let mut length = 0;
        self.is_saving = true;
        while let Some(chunk) = self.try_next().await? {
            file.write_all(&chunk).await.map_err(unwritable)?;
            length += chunk.len() as u64;
        }
        file.flush().await.map_err(unwritable)?;
        file.sync_all().await.map_err(unwritable)?;
        drop(file);
        tokio::fs::rename(&temporary.path, path)
            .await
            .map_err(unwritable)?;
        temporary.keep();
        self.is_saving = false;
        Ok(length)
    }
}

/// A file that is deleted unless it was renamed.
struct Temporary {
    path: PathBuf,
    is_kept: bool,
}

impl Temporary {
    /// Creates the file, and deletes it if nobody waits for that any more.
    async fn create(path: PathBuf) -> io::Result<(Self, std::fs::File)> {
        let create = move || {
            let file = std::fs::File::create_new(&path)?;
            let is_kept = false;
            Ok((Self { path, is_kept }, file))
        };
        tokio::task::spawn_blocking(create).await?
    }

    fn keep(mut self) {
        self.is_kept = true;
    }
}

/// A new name in the folder of a path.
fn beside(path: &Path) -> Result<PathBuf> {
    let Some(name) = path.file_name() else {
        let path = path.display();
        return Err(Error::request(format!(
            "`{path}` is not the path of a file"
        )));
    };
    let name = name.to_string_lossy();
    // The names of files are limited, often to 255 bytes.
    let short: String = name.chars().take(40).collect();
    Ok(path.with_file_name(format!(".{short}.{:016x}.part", fastrand::u64(..))))
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_kept {
            // Nobody can be told; the file may not exist yet.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
