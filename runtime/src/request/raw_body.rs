//! Bodies that are sent as they are: bytes, text, files and readers.

use bytes::Bytes;
use tokio::io::AsyncRead;

use crate::request::file::File;

/// A body that is sent as it is. Made from bytes, text or a [`File`], or of a [reader](Self::from_reader).
#[derive(Debug, Clone)]
pub struct RawBody(File);

impl RawBody {
    /// Returns a body that is read while it is sent. It can't be sent twice, so the request is not retried after its body was read.
    pub fn from_reader(reader: impl AsyncRead + Send + Sync + 'static) -> Self {
        Self(File::from_reader("", reader))
    }

    pub(crate) fn into_file(self) -> File {
        self.0
    }
}

impl From<File> for RawBody {
    fn from(file: File) -> Self {
        Self(file)
    }
}

macro_rules! from_bytes {
    ($($ty:ty),*) => {
        $(impl From<$ty> for RawBody {
            fn from(bytes: $ty) -> Self {
                Self(File::from_bytes("", bytes))
            }
        })*
    };
}

from_bytes!(Bytes, Vec<u8>, String, &'static [u8], &'static str);

impl<const N: usize> From<&'static [u8; N]> for RawBody {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self(File::from_bytes("", &bytes[..]))
    }
}
