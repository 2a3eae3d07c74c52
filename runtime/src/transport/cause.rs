//! Why a request has no response: the error's kind, its cause in one line, and whether the cause can pass.
//!
//! The HTTP library has types for few of the causes; the others are known by the texts of their errors, which tests compare
//! with real servers.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use reqwest::Url;

use crate::error::{Error, Hope};

/// The facts about connections that the library's errors lack.
pub(super) struct Circumstances {
    pub(super) connect_timeout: Option<Duration>,
    pub(super) has_proxy: bool,
}

/// The error of a request without a response. Of its URL only the host is shown: the rest may be personal.
pub(super) fn not_sent(error: reqwest::Error, circumstances: &Circumstances) -> Error {
    let host = error.url().map(host_of).unwrap_or_default();
    let error = error.without_url();
    let reason = innermost(&error);
    if error.is_connect() {
        return not_connected(error, &host, &reason, circumstances);
    }
    if error.is_builder() {
        return Error::request(format!("the request can't be sent: {reason}")).with_source(error);
    }
    if chain(&error).any(|cause| cause.to_string().contains("user's Body stream")) {
        return Error::transport(format!("the body can't be read: {reason}"))
            .with_unknown_outcome(true)
            .with_source(error);
    }
    if chain(&error).any(is_unsent) {
        return Error::connect(format!(
            "the connection{host} closed before the request was sent: {reason}"
        ))
        .with_source(error);
    }
    if error.is_timeout() {
        return Error::timeout(format!("the connection{host} is dead: {reason}"))
            .with_unknown_outcome(true)
            .with_source(error);
    }
    let hope = if is_rejected(&reason) {
        Hope::Never
    } else {
        Hope::ByKind
    };
    Error::transport(format!("the connection{host} broke: {reason}"))
        .with_unknown_outcome(true)
        .with_hope(hope)
        .with_source(error)
}

fn not_connected(
    error: reqwest::Error,
    host: &str,
    reason: &str,
    circumstances: &Circumstances,
) -> Error {
    let proxy = if circumstances.has_proxy {
        " through the proxy"
    } else {
        ""
    };
    let fails = |reason: &str| Error::connect(format!("can't connect{host}{proxy}: {reason}"));
    let is_tls = chain(&error).any(is_invalid_data);
    let tunnel = chain(&error).find_map(|cause| {
        let text = cause.to_string();
        text.strip_prefix("tunnel error: ").map(str::to_owned)
    });
    if error.is_dns() {
        return fails(reason).with_hope(Hope::LookUp).with_source(error);
    }
    match tunnel.as_deref() {
        Some("proxy authorization required") => {
            return fails("the proxy asks for credentials (407)")
                .with_hope(Hope::Never)
                .with_source(error);
        }
        Some("unsuccessful") => {
            return fails("the proxy refused the connection").with_source(error);
        }
        Some("failed to create underlying connection") => {
            return fails(&format!("the proxy can't be reached: {reason}"))
                .with_timeout(error.is_timeout())
                .with_source(error);
        }
        _ => {}
    }
    if let Some(answer) = reason.strip_prefix("SOCKS error: ") {
        let (reason, hope) = socks(answer);
        return fails(&reason).with_hope(hope).with_source(error);
    }
    if error.is_timeout() {
        let reason = match circumstances.connect_timeout {
            Some(timeout) if reason == "operation timed out" => {
                format!("no connection within {timeout:?}")
            }
            _ => reason.to_owned(),
        };
        return fails(&reason).with_timeout(true).with_source(error);
    }
    let hope = if is_tls || is_rejected(reason) {
        Hope::Never
    } else {
        Hope::ByKind
    };
    fails(reason).with_hope(hope).with_source(error)
}

/// What a SOCKS proxy did, from the library's text, and whether it can pass.
fn socks(text: &str) -> (String, Hope) {
    match text {
        "failed to create underlying connection" => {
            ("the proxy can't be reached".to_owned(), Hope::ByKind)
        }
        "io error during SOCKS handshake" => {
            ("the proxy closed the connection".to_owned(), Hope::ByKind)
        }
        "server does not support user/pass authentication" => (
            "the proxy asks for credentials, or for others than a user and a password".to_owned(),
            Hope::Never,
        ),
        "credentials not accepted" => ("the proxy rejects the credentials".to_owned(), Hope::Never),
        "failed parsing server response" | "server implements authentication incorrectly" => (
            "the proxy does not speak SOCKS of this version".to_owned(),
            Hope::Never,
        ),
        "connection not allowed" | "command not supported" | "address type not supported" => (
            format!("the proxy refused the connection: {text}"),
            Hope::Never,
        ),
        _ => (
            format!("the proxy refused the connection: {text}"),
            Hope::ByKind,
        ),
    }
}

/// Whether TLS has failed in a way that another attempt can't change.
fn is_rejected(reason: &str) -> bool {
    let is_certificate = reason.contains("certificate");
    let is_alert = reason.contains("fatal alert") && !reason.contains("InternalError");
    is_certificate || is_alert
}

/// Errors of the TLS library are invalid data to the connection.
fn is_invalid_data(cause: &(dyn StdError + 'static)) -> bool {
    let mut next = cause.downcast_ref::<io::Error>();
    while let Some(error) = next {
        if error.kind() == io::ErrorKind::InvalidData {
            return true;
        }
        // An error in another one of its type is not its source.
        next = error.get_ref().and_then(|inner| inner.downcast_ref());
    }
    false
}

/// Whether no byte of the request was written, or the server said that it did not process it.
fn is_unsent(cause: &(dyn StdError + 'static)) -> bool {
    let text = cause.to_string();
    text == "client error (Canceled)"
        || text.contains("refused stream before processing")
        || text.contains("connection error received: not a result of an error")
}

fn chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    let first: &(dyn StdError + 'static) = error;
    std::iter::successors(Some(first), |cause: &&(dyn StdError + 'static)| {
        let cause: &(dyn StdError + 'static) = *cause;
        cause.source()
    })
}

/// The innermost cause, which is the most specific, without a link to the library's documentation.
fn innermost(error: &reqwest::Error) -> String {
    let text = chain(error).last().map(ToString::to_string);
    let mut text = text.unwrap_or_default();
    if let Some(link) = text.find(": https://docs.rs/") {
        text.truncate(link);
    }
    text
}

/// ` to host:port`.
fn host_of(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!(" to {host}:{port}"),
        (Some(host), None) => format!(" to {host}"),
        (None, _) => String::new(),
    }
}
