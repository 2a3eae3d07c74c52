//! The parts of a multipart body.

use std::fmt::Display;
use std::hash::{BuildHasher as _, RandomState};

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use crate::request::body::PartHeader;
use crate::request::file::File;
use crate::request::param;

/// One part of a multipart body.
#[derive(Debug, Clone)]
pub struct Part {
    media_type: Option<String>,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    File(File),
    /// The error of a value that could not be encoded; returned by `send`.
    Fault(String),
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::File(file) => file.fmt(f),
            Self::Fault(fault) => f.write_str(fault),
        }
    }
}

impl Part {
    /// Returns a field of plain text; it has no media type, as in a browser's form.
    pub fn text(value: impl Display) -> Self {
        let content = match param::shown(value) {
            Some(text) => Content::Bytes(text.into()),
            None => Content::Fault("it has no text".to_owned()),
        };
        Self {
            media_type: None,
            content,
        }
    }

    /// Returns a field of JSON. A value that can't be encoded fails the request at `send`.
    pub fn json(value: &(impl Serialize + ?Sized)) -> Self {
        let content = match serde_json::to_vec(value) {
            Ok(json) => Content::Bytes(json.into()),
            Err(error) => Content::Fault(error.to_string()),
        };
        Self {
            media_type: Some("application/json".to_owned()),
            content,
        }
    }

    /// Returns a field of bytes with their media type.
    pub fn bytes(media_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self {
            media_type: Some(media_type.into()),
            content: Content::Bytes(bytes.into()),
        }
    }

    /// Returns a file, with its name and media type.
    pub fn file(file: File) -> Self {
        Self {
            media_type: Some(file.content_type().to_owned()),
            content: Content::File(file),
        }
    }

    /// Returns a file of one of the media types, which are separated by commas: the one that the caller gave the file; else the one
    /// that its name implies, if that is among them; else the first that is not a range.
    pub fn file_of(file: File, media_types: &str) -> Self {
        let media_type = file.media_type_among(media_types);
        Self {
            media_type: Some(media_type),
            content: Content::File(file),
        }
    }

    /// Returns the parts of a value of any type: text for a scalar, JSON for an object, none for null, and one for
    /// each item of a list.
    pub fn of_value(value: &(impl Serialize + ?Sized)) -> Vec<Self> {
        match serde_json::to_value(value) {
            Ok(Value::Null) => Vec::new(),
            Ok(Value::Array(items)) => items.iter().map(Self::of_item).collect(),
            Ok(value) => vec![Self::of_item(&value)],
            Err(error) => vec![Self {
                media_type: None,
                content: Content::Fault(error.to_string()),
            }],
        }
    }

    fn of_item(value: &Value) -> Self {
        match value {
            Value::Object(_) | Value::Array(_) => Self::json(value),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                Self::text(param::plain(value))
            }
        }
    }

    /// Sets the media type of the part.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

/// A section of a multipart body.
pub(crate) enum Piece<'a> {
    Bytes(Bytes),
    File(&'a File),
}

/// A multipart body: named parts and the line that separates them.
#[derive(Debug, Clone)]
pub(crate) struct Multipart {
    boundary: String,
    parts: Vec<(String, Part)>,
}

impl Multipart {
    pub(crate) fn new() -> Self {
        // 128 bits that nobody can predict: no content contains them, not even on purpose, so contents needn't be searched.
        // `fastrand` would not do: its numbers follow from a seed that can be guessed.
        let random = RandomState::new();
        let [high, low] = [0_u8, 1].map(|n| random.hash_one(n));
        let boundary = format!("part-{high:016x}{low:016x}");
        Self {
            boundary,
            parts: Vec::new(),
        }
    }

    /// Adds a part. Fails with a reason if the part can't be written.
    pub(crate) fn push(&mut self, name: String, part: Part) -> Result<(), String> {
        if let Content::Fault(fault) = &part.content {
            return Err(format!("part `{name}` can't be encoded: {fault}"));
        }
        if let Some(media_type) = &part.media_type
            && HeaderValue::from_str(media_type).is_err()
        {
            return Err(format!(
                "part `{name}` has a media type that is not allowed in a header"
            ));
        }
        self.parts.push((name, part));
        Ok(())
    }

    /// Removes the parts of that name, and returns how many are left.
    pub(crate) fn remove(&mut self, name: &str) -> usize {
        self.parts.retain(|(known, _)| known != name);
        self.parts.len()
    }

    /// The media type with the boundary. RFC 2387 requires the type of the root, which is the first part.
    pub(crate) fn content_type(&self, media_type: &str) -> HeaderValue {
        let root = self
            .parts
            .first()
            .and_then(|(_, part)| part.media_type.as_deref());
        let root = if media_type == "multipart/related" {
            format!("; type=\"{}\"", quoted(root.unwrap_or("text/plain")))
        } else {
            String::new()
        };
        HeaderValue::try_from(format!("{media_type}; boundary={}{root}", self.boundary))
            .unwrap_or_else(|_| HeaderValue::from_static("multipart/form-data"))
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &File> {
        self.parts
            .iter()
            .filter_map(|(_, part)| match &part.content {
                Content::File(file) => Some(file),
                Content::Bytes(_) | Content::Fault(_) => None,
            })
    }

    /// The body in order, with adjacent bytes merged.
    pub(crate) fn pieces(&self, headers: &[PartHeader]) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        let mut text = Vec::new();
        for (name, part) in &self.parts {
            text.extend_from_slice(self.part_head(name, part, headers).as_bytes());
            match &part.content {
                Content::Bytes(bytes) => text.extend_from_slice(bytes),
                Content::File(file) => {
                    if let Some(bytes) = file.as_bytes() {
                        text.extend_from_slice(bytes);
                    } else {
                        pieces.push(Piece::Bytes(std::mem::take(&mut text).into()));
                        pieces.push(Piece::File(file));
                    }
                }
                // `push` rejects such parts.
                Content::Fault(_) => {}
            }
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
        pieces.push(Piece::Bytes(text.into()));
        pieces
    }

    fn part_head(&self, name: &str, part: &Part, headers: &[PartHeader]) -> String {
        let mut head = format!(
            "--{}\r\nContent-Disposition: form-data; name=\"{}\"",
            self.boundary,
            quoted(name)
        );
        if let Content::File(file) = &part.content {
            head.push_str("; filename=\"");
            head.push_str(&quoted(file.file_name()));
            head.push('"');
        }
        if let Some(media_type) = &part.media_type {
            head.push_str("\r\nContent-Type: ");
            head.push_str(media_type);
        }
        for (_, name, value) in headers.iter().filter(|(part, _, _)| part == name) {
            head.push_str("\r\n");
            head.push_str(name.as_str());
            head.push_str(": ");
            head.push_str(&String::from_utf8_lossy(value.as_bytes()));
        }
        head.push_str("\r\n\r\n");
        head
    }
}

/// A quoted name, written as browsers do: only characters that would end the quotes or the line are replaced.
fn quoted(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(multipart: &Multipart) -> String {
        let headers = [(
            "b".to_owned(),
            http::header::HeaderName::from_static("x-sum"),
            HeaderValue::from_static("7"),
        )];
        let mut out = Vec::new();
        for piece in multipart.pieces(&headers) {
            match piece {
                Piece::Bytes(bytes) => out.extend_from_slice(&bytes),
                Piece::File(_) => out.extend_from_slice(b"<file>"),
            }
        }
        String::from_utf8(out)
            .unwrap()
            .replace(&multipart.boundary, "B")
    }

    #[test]
    fn parts_are_written_exactly() {
        let mut multipart = Multipart::new();
        multipart.push("a".into(), Part::text(7)).unwrap();
        multipart.push("b".into(), Part::json(&[1, 2])).unwrap();
        multipart
            .push(
                "c".into(),
                Part::file(File::from_bytes("g \"1\"\r\n.csv", "x,y\n")),
            )
            .unwrap();
        let expected = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n7\r\n\
            --B\r\nContent-Disposition: form-data; name=\"b\"\r\nContent-Type: application/json\r\nx-sum: 7\r\n\r\n[1,2]\r\n\
            --B\r\nContent-Disposition: form-data; name=\"c\"; filename=\"g %221%22%0D%0A.csv\"\r\n\
            Content-Type: text/csv\r\n\r\nx,y\n\r\n--B--\r\n";
        assert_eq!(written(&multipart), expected);
        assert_eq!(
            multipart.pieces(&[]).len(),
            1,
            "what is in memory is one piece"
        );
    }

    #[test]
    fn parts_depend_on_the_value() {
        let parts = |value: serde_json::Value| {
            let mut multipart = Multipart::new();
            for part in Part::of_value(&value) {
                multipart.push("a".into(), part).unwrap();
            }
            written(&multipart).matches("name=\"a\"").count()
        };
        assert_eq!(parts(serde_json::json!("x")), 1);
        assert_eq!(parts(serde_json::json!([{"k": 1}, {"k": 2}])), 2);
        assert_eq!(parts(serde_json::json!(null)), 0);
    }

    #[test]
    fn a_related_body_names_the_type_of_its_root() {
        let mut multipart = Multipart::new();
        multipart.push("a".into(), Part::json(&1)).unwrap();
        let content_type = multipart.content_type("multipart/related");
        let content_type = content_type.to_str().unwrap();
        assert!(
            content_type.ends_with("; type=\"application/json\""),
            "{content_type}"
        );
    }

    #[test]
    fn boundaries_do_not_follow_from_a_seed() {
        let boundary = || {
            fastrand::seed(7);
            Multipart::new().boundary
        };
        assert_ne!(boundary(), boundary());
    }

    #[test]
    fn a_media_type_can_not_add_headers() {
        let part = Part::bytes("text/csv\r\nX: y", "");
        assert!(Multipart::new().push("a".into(), part).is_err());
    }
}
