//! Bytes that JSON holds as Base64.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

/// Bytes that are written as a Base64 text: `format: byte`.
///
/// The Base64 is that of RFC 4648, section 4: the standard alphabet with its padding, without line breaks. Every byte
/// string has exactly one such text, so that a value that was received is written unchanged. Another text is an error of
/// that value.
///
/// Bytes become one by `From`, and a Base64 text by `parse`. [`Display`](fmt::Display) writes the Base64 text.
///
/// ```
/// use openapi_client_runtime::model::Base64Bytes;
///
/// let key = Base64Bytes::from(b"hello");
/// assert_eq!(key.to_string(), "aGVsbG8=");
/// assert_eq!("aGVsbG8=".parse::<Base64Bytes>()?.into_vec(), b"hello");
/// assert!("aGVsbG8".parse::<Base64Bytes>().is_err());
/// # Ok::<(), openapi_client_runtime::model::Base64Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64Bytes(Vec<u8>);

/// Why a text is not Base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base64Error(base64::DecodeError);

impl Base64Bytes {
    /// Returns the bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the bytes themselves.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl Deref for Base64Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Base64Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Base64Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Base64Bytes {
    fn from(bytes: &[u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<bytes::Bytes> for Base64Bytes {
    fn from(bytes: bytes::Bytes) -> Self {
        Self(bytes.into())
    }
}

impl From<Base64Bytes> for Vec<u8> {
    fn from(bytes: Base64Bytes) -> Self {
        bytes.0
    }
}

/// Reads Base64.
impl FromStr for Base64Bytes {
    type Err = Base64Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        STANDARD.decode(text).map(Self).map_err(Base64Error)
    }
}

/// Writes Base64.
impl fmt::Display for Base64Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&STANDARD.encode(&self.0))
    }
}

impl fmt::Debug for Base64Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&STANDARD.encode(&self.0), f)
    }
}

impl Serialize for Base64Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Base64Visitor)
    }
}

struct Base64Visitor;

impl Visitor<'_> for Base64Visitor {
    type Value = Base64Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Base64 with padding")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Base64Bytes, E> {
        let bytes = text.parse();
        bytes.map_err(|_| E::invalid_value(Unexpected::Other("a text"), &self))
    }
}

impl fmt::Display for Base64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not Base64 with padding: {}", self.0)
    }
}

impl std::error::Error for Base64Error {}
