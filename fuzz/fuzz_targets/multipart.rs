//! Multipart bodies: a reader by the letter of RFC 2046 and of the WHATWG's form data finds the parts that were given, and no part
//! contains the boundary, even if its author has seen the one before.

#![no_main]

use std::sync::Mutex;

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use openapi_client_runtime::fuzzing::multipart;
use openapi_client_runtime::{File, Part};

#[derive(Arbitrary, Debug)]
enum Given {
    /// What ends a part in the body before this one, and further text.
    Delimiter(String),
    Text(String),
    Json(String),
    Bytes(String, Vec<u8>),
    File(String, Vec<u8>),
    FileOfType(String, String, Vec<u8>),
}

/// A part as it is read.
#[derive(Debug, Default, PartialEq)]
struct Read {
    name: String,
    file_name: Option<String>,
    /// `None` in an expected part is any media type.
    media_type: Option<String>,
    content: Vec<u8>,
}

impl Given {
    /// The part, and what is read of it.
    fn part(self) -> (Part, Read) {
        let read = |file_name: Option<&String>, media_type: Option<&String>, content: &[u8]| Read {
            name: String::new(),
            file_name: file_name.cloned(),
            media_type: media_type.cloned(),
            content: content.to_vec(),
        };
        match self {
            Self::Delimiter(text) => Self::Text(format!("\r\n--{}{text}", before())).part(),
            Self::Text(text) => (Part::text(&text), read(None, None, text.as_bytes())),
            Self::Json(text) => {
                let json = serde_json::to_vec(&text).expect("a text is JSON");
                let media_type = "application/json".to_owned();
                (Part::json(&text), read(None, Some(&media_type), &json))
            }
            Self::Bytes(media_type, bytes) => {
                let read = read(None, Some(&media_type), &bytes);
                (Part::bytes(media_type, bytes), read)
            }
            Self::File(name, bytes) => {
                let read = read(Some(&name), None, &bytes);
                (Part::file(File::from_bytes(name, bytes)), read)
            }
            Self::FileOfType(name, media_type, bytes) => {
                let read = read(Some(&name), Some(&media_type), &bytes);
                (
                    Part::file(File::from_bytes(name, bytes).media_type(media_type)),
                    read,
                )
            }
        }
    }
}

/// The boundary of the last body.
static BEFORE: Mutex<String> = Mutex::new(String::new());

fn before() -> String {
    BEFORE.lock().expect("no thread panicked").clone()
}

fuzz_target!(|input: (bool, Vec<(String, Given)>)| {
    let (is_related, given) = input;
    let media_type = ["multipart/form-data", "multipart/related"][usize::from(is_related)];
    let (mut parts, mut expected) = (Vec::new(), Vec::new());
    for (name, given) in given {
        let (part, read) = given.part();
        expected.push(Read {
            name: name.clone(),
            ..read
        });
        parts.push((name, part));
    }
    // A media type that is not allowed in a header is refused.
    let Ok((content_type, body)) = multipart(media_type, parts) else {
        return;
    };
    let start = format!("{media_type}; boundary=");
    let parameters = content_type
        .strip_prefix(&start)
        .expect("the media type is named");
    let boundary = parameters.split(';').next().expect("there is a boundary");
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "'()+_,-./:=?".contains(c);
    assert!(
        boundary.len() <= 70 && boundary.chars().all(is_allowed),
        "{boundary}"
    );

    // Whoever knows a boundary does not know the next one.
    assert_ne!(boundary, before());
    boundary.clone_into(&mut BEFORE.lock().expect("no thread panicked"));

    let found = read(boundary, &body);
    assert_eq!(found.len(), expected.len());
    for (mut found, expected) in found.into_iter().zip(expected) {
        assert!(!contains(&found.content, boundary.as_bytes()));
        if expected.media_type.is_none() && expected.file_name.is_some() {
            assert!(found.media_type.take().is_some(), "a file has a media type");
        }
        // A percent sign is not escaped, so a reader can't tell `%22` from a quote.
        assert_eq!(
            found,
            Read {
                name: read_back(&expected.name),
                file_name: expected.file_name.as_deref().map(read_back),
                ..expected
            }
        );
    }
});

/// A name without the percent signs of quotes and line ends, which the standard does not escape.
fn read_back(name: &str) -> String {
    name.replace("%0D", "\r")
        .replace("%0A", "\n")
        .replace("%22", "\"")
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// Reads a body. Lines end in CR and LF, and a delimiter is at the start of a line.
fn read(boundary: &str, body: &[u8]) -> Vec<Read> {
    let delimiter = format!("\r\n--{boundary}");
    // The first delimiter may be without a line end before it.
    let body = [b"\r\n", body].concat();
    let mut sections = Vec::new();
    let mut rest = body.as_slice();
    while let Some(at) = position(rest, delimiter.as_bytes()) {
        sections.push(&rest[..at]);
        rest = &rest[at + delimiter.len()..];
    }
    assert_eq!(rest, b"--\r\n", "the last delimiter ends the body");
    assert_eq!(
        sections.first(),
        Some(&&b""[..]),
        "nothing is before the first delimiter"
    );
    sections[1..].iter().map(|section| part(section)).collect()
}

fn position(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn part(section: &[u8]) -> Read {
    let section = section
        .strip_prefix(b"\r\n")
        .expect("a delimiter is a line");
    let end = position(section, b"\r\n\r\n").expect("a blank line is after the headers");
    let head = str::from_utf8(&section[..end]).expect("headers are UTF-8");
    let mut read = Read {
        content: section[end + 4..].to_vec(),
        ..Read::default()
    };
    for line in head.split("\r\n") {
        let (name, value) = line.split_once(": ").expect("a header has a name");
        match name {
            "Content-Type" => read.media_type = Some(value.to_owned()),
            "Content-Disposition" => {
                let mut rest = value.strip_prefix("form-data").expect("it is form data");
                while !rest.is_empty() {
                    let parameter = rest.strip_prefix("; ").expect("parameters are separated");
                    let (name, quoted) = parameter.split_once("=\"").expect("a value is quoted");
                    let (value, after) = quoted.split_once('"').expect("a quote ends");
                    let value = read_back(value);
                    match name {
                        "name" => read.name = value,
                        "filename" => read.file_name = Some(value),
                        other => panic!("unexpected parameter {other}"),
                    }
                    rest = after;
                }
            }
            other => panic!("unexpected header {other}"),
        }
    }
    read
}
