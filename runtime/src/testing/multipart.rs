//! Parses the parts of a multipart body.

use bytes::Bytes;

/// One part of a multipart body that was received.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    bytes: Bytes,
}

impl Part {
    /// Its name in the form.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name of the file, if it is one.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Its media type, if it has one.
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// Its content.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Its content as text; invalid UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("file_name", &self.file_name)
            .field("media_type", &self.media_type)
            .field("text", &self.text())
            .finish_non_exhaustive()
    }
}

/// The parts of a body, split by the boundary in its media type; `None` if it is not a multipart body.
pub(super) fn read(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let (essence, parameters) = content_type.split_once(';')?;
    if !essence.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameters
        .split(';')
        .find_map(|it| it.trim().strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    let (first, between) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    if !body.starts_with(first.as_bytes()) {
        return None;
    }
    let mut parts = Vec::new();
    let mut at = first.len();
    loop {
        let rest = body.get(at..)?;
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        let rest = rest.strip_prefix(b"\r\n")?;
        let length = find(rest, between.as_bytes())?;
        let start = at + 2;
        parts.push(part(&body.slice(start..start + length))?);
        at = start + length + between.len();
    }
}

fn part(text: &Bytes) -> Option<Part> {
    let end = find(text, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&text[..end]).into_owned();
    let header = |name: &str| -> Option<&str> {
        head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let disposition = header("content-disposition")?;
    let quoted = |name: &str| -> Option<String> {
        let (_, rest) = disposition.split_once(&format!("; {name}=\""))?;
        let (value, _) = rest.split_once('"')?;
        Some(
            value
                .replace("%22", "\"")
                .replace("%0D", "\r")
                .replace("%0A", "\n"),
        )
    };
    Some(Part {
        name: quoted("name")?,
        file_name: quoted("filename"),
        media_type: header("content-type").map(str::to_owned),
        bytes: text.slice(end + 4..),
    })
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|it| it == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read() {
        let body = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n7\r\n\
            --B\r\nContent-Disposition: form-data; name=\"c\"; filename=\"g.csv\"\r\nContent-Type: text/csv\r\n\r\n\
            x,y\r\n\r\n--B--\r\n";
        let parts = read("multipart/form-data; boundary=B", &body.into()).unwrap();
        let shown: Vec<_> = parts
            .iter()
            .map(|it| (it.name(), it.file_name(), it.media_type(), it.text()))
            .collect();
        assert_eq!(
            shown,
            [
                ("a", None, None, "7".to_owned()),
                ("c", Some("g.csv"), Some("text/csv"), "x,y\r\n".to_owned())
            ]
        );
        assert_eq!(read("multipart/form-data; boundary=C", &body.into()), None);
        assert_eq!(read("application/json; x=y", &body.into()), None);
    }
}
