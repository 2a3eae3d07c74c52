//! Files to upload: from the disk, from memory or from a stream.

use std::fmt;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use tokio::io::AsyncRead;

use crate::error::{Error, Result};

/// The source of a streamed file.
pub(crate) type Reader = Pin<Box<dyn AsyncRead + Send + Sync>>;

/// A file to upload.
///
/// Files from a path and from memory can be sent any number of times, as retries and the renewal of a token require.
/// A file from a reader can be sent once: a request that holds one is not retried once its body was read, and a
/// clone shares the reader.
#[derive(Clone)]
pub struct File {
    name: String,
    media_type: Option<String>,
    source: Source,
}

#[derive(Clone)]
enum Source {
    Path(Arc<Path>),
    Bytes(Bytes),
    Reader {
        reader: Arc<Mutex<Option<Reader>>>,
        length: Option<u64>,
    },
}

/// A file that is open for one attempt.
pub(crate) enum Opened {
    Bytes(Bytes),
    Reader { reader: Reader, length: Option<u64> },
}

impl File {
    /// Returns a file on disk, named after the last part of its path. It is opened for every attempt and streamed.
    ///
    /// # Errors
    /// When there is no readable file at the path.
    pub async fn from_path(path: impl AsRef<Path>) -> Result<Self> {
        let path: Arc<Path> = path.as_ref().into();
        let unreadable = |error| {
            Error::request(format!("can't read the file `{}`", path.display())).with_source(error)
        };
        // Opened here only so that an unreadable file is reported here, not at `send`.
        let file = tokio::fs::File::open(&path).await.map_err(unreadable)?;
        if !file.metadata().await.map_err(unreadable)?.is_file() {
            return Err(Error::request(format!(
                "`{}` is not a file",
                path.display()
            )));
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(Self {
            name,
            media_type: None,
            source: Source::Path(path),
        })
    }

    /// Returns a file in memory.
    pub fn from_bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            media_type: None,
            source: Source::Bytes(bytes.into()),
        }
    }

    /// Returns a file that is read while it is sent. It can't be sent twice, so a request that holds one is not retried
    /// after its body was read. Without [`length`](Self::length) it is sent in chunks.
    pub fn from_reader(
        name: impl Into<String>,
        reader: impl AsyncRead + Send + Sync + 'static,
    ) -> Self {
        let reader: Reader = Box::pin(reader);
        let reader = Arc::new(Mutex::new(Some(reader)));
        Self {
            name: name.into(),
            media_type: None,
            source: Source::Reader {
                reader,
                length: None,
            },
        }
    }

    /// Sets the media type, for example `text/csv`. The default follows from the file name's extension, and is
    /// `application/octet-stream` for unknown extensions.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Sets the file name that is sent to the server.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets how many bytes a reader yields, so that the request can have a `Content-Length`. No more than that is
    /// read; a reader that ends early fails the request. Files from a path or from memory know their length.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        if let Source::Reader { length, .. } = &mut self.source {
            *length = Some(bytes);
        }
        self
    }

    /// Returns whether the file can be sent more than once.
    pub fn is_replayable(&self) -> bool {
        !matches!(self.source, Source::Reader { .. })
    }

    pub(crate) fn file_name(&self) -> &str {
        &self.name
    }

    pub(crate) fn content_type(&self) -> &str {
        if let Some(media_type) = &self.media_type {
            return media_type;
        }
        let ending = self.name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match ending.to_ascii_lowercase().as_str() {
            "csv" => "text/csv",
            "json" => "application/json",
            "txt" => "text/plain",
            "xml" => "application/xml",
            "zip" => "application/zip",
            _ => "application/octet-stream",
        }
    }

    /// The media type that the caller gave the file; else the one that its name implies, if that is among these; else the
    /// first of them that is not a range.
    pub(crate) fn media_type_among(&self, media_types: &str) -> String {
        let implied = self.content_type();
        let mut allowed = media_types.split(',').map(str::trim);
        if self.media_type.is_some() || allowed.clone().any(|it| in_range(implied, it)) {
            return implied.to_owned();
        }
        let concrete = allowed.find(|it| !it.contains('*'));
        concrete.unwrap_or(implied).to_owned()
    }

    /// The contents, if they are in memory.
    pub(crate) fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes),
            Source::Path(_) | Source::Reader { .. } => None,
        }
    }

    /// Returns whether the file can be sent now: a reader that was taken can't.
    pub(crate) fn is_available(&self) -> bool {
        match &self.source {
            Source::Path(_) | Source::Bytes(_) => true,
            Source::Reader { reader, .. } => reader
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .is_some(),
        }
    }

    /// Opens the file for one attempt. The length of a file on disk is its current one.
    pub(crate) async fn open(&self) -> Result<Opened> {
        match &self.source {
            Source::Bytes(bytes) => Ok(Opened::Bytes(bytes.clone())),
            Source::Path(path) => {
                let unreadable = |error| {
                    Error::request(format!("can't read the file `{}`", path.display()))
                        .with_source(error)
                };
                let file = tokio::fs::File::open(path).await.map_err(unreadable)?;
                let length = file.metadata().await.map_err(unreadable)?.len();
                Ok(Opened::Reader {
                    reader: Box::pin(file),
                    length: Some(length),
                })
            }
            Source::Reader { reader, length } => {
                let reader = reader.lock().unwrap_or_else(PoisonError::into_inner).take();
                match reader {
                    Some(reader) => Ok(Opened::Reader {
                        reader,
                        length: *length,
                    }),
                    None => Err(Error::request(format!(
                        "the file `{}` comes from a reader, which was sent before and can't be sent again",
                        self.name
                    ))),
                }
            }
        }
    }
}

/// Returns whether a media type is one of a range such as `image/*`. Parameters do not count.
pub(crate) fn in_range(media_type: &str, range: &str) -> bool {
    let essence = |media: &str| -> String {
        let essence = media.split(';').next().unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    };
    let (media_type, range) = (essence(media_type), essence(range));
    match range.strip_suffix('*') {
        Some("*/") => true,
        Some(tree) => media_type.starts_with(tree),
        None => media_type == range,
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("File");
        out.field("name", &self.name)
            .field("media_type", &self.content_type());
        match &self.source {
            Source::Path(path) => out.field("path", path),
            Source::Bytes(bytes) => out.field("bytes", &bytes.len()),
            Source::Reader { length, .. } => out.field("reader_length", length),
        };
        out.finish()
    }
}
