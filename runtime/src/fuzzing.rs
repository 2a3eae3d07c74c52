//! What the fuzz targets in `fuzz/` call and no program can: parsers without a connection around them. Compiled only with
//! `--cfg fuzzing`, and in tests so that it keeps compiling.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use secrecy::ExposeSecret as _;

use crate::auth::credentials::CredentialsKind;
use crate::client::config::Config;
use crate::error::Error;
use crate::request::multipart::{Multipart, Part, Piece};
use crate::response::{Reply, ResponseParts};
use crate::service::Service;

pub use crate::client::config::load_in as load_config;
pub use crate::stream::fuzzing::{Events, ParsedEvent, events, lines};

/// Returns the value of `Content-Type` and the body of a multipart request whose files are in memory.
///
/// # Errors
/// The reason why a part can't be written.
pub fn multipart(
    media_type: &str,
    parts: Vec<(String, Part)>,
) -> Result<(String, Vec<u8>), String> {
    let mut multipart = Multipart::new();
    for (name, part) in parts {
        multipart.push(name, part)?;
    }
    let content_type = multipart.content_type(media_type);
    let mut body = Vec::new();
    for piece in multipart.pieces(&[]) {
        match piece {
            Piece::Bytes(bytes) => body.extend_from_slice(&bytes),
            Piece::File(file) => return Err(format!("{file:?} is not in memory")),
        }
    }
    let content_type = String::from_utf8_lossy(content_type.as_bytes()).into_owned();
    Ok((content_type, body))
}

/// Returns the client secret of a configuration.
pub fn secret_of<S>(config: &Config<S>) -> String {
    let (_, credentials) = config.clone().into_parts();
    let CredentialsKind::ClientCredentials { secret, .. } = credentials.kind else {
        unreachable!("a configuration has client credentials");
    };
    secret.expose_secret().to_owned()
}

/// Returns how long the headers of a response ask the client to wait.
pub fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    crate::policy::retry_after::read(headers, now)
}

/// Returns the error of a response with an error status.
pub fn status_error(
    service: &'static Service,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
) -> Error {
    let parts = ResponseParts {
        status,
        headers,
        attempts: 1,
        service,
    };
    Error::status_of(Reply { parts, body }, None)
}
