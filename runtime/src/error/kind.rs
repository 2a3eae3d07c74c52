//! The kinds of errors.

use std::fmt;

/// The kind of an [`Error`](super::Error), returned by [`Error::kind`](super::Error::kind).
///
/// Each error has exactly one kind, which says at which step the call failed. A timeout can happen in several steps, so
/// [`Error::is_timeout`](super::Error::is_timeout) is also true for some errors of other kinds.
///
/// ```
/// use openapi_client_runtime::{Error, ErrorKind};
///
/// fn advice(error: &Error) -> &'static str {
///     match error.kind() {
///         ErrorKind::Config | ErrorKind::Auth => "check the client's settings and credentials",
///         ErrorKind::Request => "check the arguments of the call",
///         ErrorKind::Status if error.is_not_found() => "check the id",
///         _ if error.is_retryable() => "try again later",
///         _ => "report the error",
///     }
/// }
/// # assert_eq!(advice(&Error::refused("read-only")), "check the arguments of the call");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client's settings are missing or invalid. Nothing was sent.
    Config,
    /// The caller's input is invalid, or a middleware rejected the request. The client did not send the request, or, if
    /// [`Error::attempts`](super::Error::attempts) is not 0, did not send it again, because the body's reader was used up.
    Request,
    /// No access token was obtained: the token endpoint could not be reached, returned an error or an unusable response, or
    /// the [`TokenProvider`](crate::TokenProvider) failed. The operation's own request was not sent.
    ///
    /// [`Error::status`](super::Error::status) and [`Error::api_error`](super::Error::api_error) are those of the token
    /// endpoint's response, if it sent one.
    Auth,
    /// No connection was established, in time or at all, or it closed before a byte of the request was written. The server did not
    /// receive the request.
    Connect,
    /// The deadline of an attempt or of the call passed before the response was complete. The message says what the call was
    /// waiting for, and for how long. [`Error::may_have_been_applied`](super::Error::may_have_been_applied) returns whether the
    /// server may have processed the request.
    Timeout,
    /// The connection broke, or the request body could not be read to its end, before a response arrived. The server may
    /// have processed the request.
    Transport,
    /// The response has a status other than 2xx. [`Error::status`](super::Error::status) returns it, and
    /// [`Error::api_error`](super::Error::api_error) the parsed body.
    Status,
    /// The response has a 2xx status, but its body could not be read or decoded: it is too large, incomplete, or not of the
    /// expected type. The server has processed the request.
    Decode,
}

impl ErrorKind {
    /// Returns the variant's name in lower case, such as `"connect"`: a label for logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Request => "request",
            Self::Auth => "auth",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::Status => "status",
            Self::Decode => "decode",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};

    use super::super::{Error, Hope};
    use super::ErrorKind;
    use crate::response::decode::DecodeError;
    use crate::response::{Reply, ResponseParts};

    fn reply(status: u16) -> Reply {
        Reply {
            parts: ResponseParts {
                status: StatusCode::from_u16(status).unwrap(),
                headers: HeaderMap::new(),
                attempts: 1,
                service: &crate::service::TEST,
            },
            body: Bytes::new(),
        }
    }

    fn status(status: u16) -> Error {
        Error::status_of(reply(status), None)
    }

    /// The names of the predicates that are true for an error.
    fn predicates(error: &Error) -> Vec<&'static str> {
        let all = [
            ("config", error.is_config()),
            ("request", error.is_request()),
            ("auth", error.is_auth()),
            ("connect", error.is_connect()),
            ("timeout", error.is_timeout()),
            ("decode", error.is_decode()),
            ("unauthorized", error.is_unauthorized()),
            ("forbidden", error.is_forbidden()),
            ("not_found", error.is_not_found()),
            ("feature_disabled", error.is_feature_disabled()),
            ("rate_limited", error.is_rate_limited()),
            ("retryable", error.is_retryable()),
        ];
        let all = all.into_iter();
        all.filter_map(|(name, is)| is.then_some(name)).collect()
    }

    /// Every way to create an error, with its kind and the predicates that are true for it.
    fn table() -> Vec<(Error, ErrorKind, &'static [&'static str])> {
        use ErrorKind::{Auth, Config, Connect, Decode, Request, Status, Timeout, Transport};
        let stalled = Error::incomplete("stalled", reply(200)).with_timeout(true);
        let fault = DecodeError::new("not JSON");
        vec![
            (Error::config("x"), Config, &["config"]),
            (Error::request("x"), Request, &["request"]),
            (Error::refused("x"), Request, &["request"]),
            (Error::connect("x"), Connect, &["connect", "retryable"]),
            (
                Error::connect("x").with_timeout(true),
                Connect,
                &["connect", "timeout", "retryable"],
            ),
            (Error::timeout("x"), Timeout, &["timeout", "retryable"]),
            (Error::transport("x"), Transport, &["retryable"]),
            (status(302), Status, &[]),
            (status(400), Status, &[]),
            (status(401), Status, &["unauthorized"]),
            (status(403), Status, &["forbidden"]),
            (status(404), Status, &["not_found"]),
            (status(408), Status, &["retryable"]),
            (status(412), Status, &["feature_disabled"]),
            (status(429), Status, &["rate_limited", "retryable"]),
            (status(500), Status, &["retryable"]),
            (Error::decode(fault, reply(200)), Decode, &["decode"]),
            (Error::too_large(1, reply(200)), Decode, &["decode"]),
            (
                Error::incomplete("cut", reply(200)),
                Decode,
                &["decode", "retryable"],
            ),
            (stalled, Decode, &["timeout", "decode", "retryable"]),
            (Error::auth("x"), Auth, &["auth"]),
            (status(401).into_auth("x"), Auth, &["auth"]),
            (status(404).into_auth("x"), Auth, &["auth"]),
            (
                status(429).into_auth("x"),
                Auth,
                &["auth", "rate_limited", "retryable"],
            ),
            (status(503).into_auth("x"), Auth, &["auth", "retryable"]),
            (
                Error::connect("x").into_auth("x"),
                Auth,
                &["auth", "retryable"],
            ),
            (
                Error::connect("x").with_hope(Hope::Never),
                Connect,
                &["connect"],
            ),
            (
                Error::connect("x").with_hope(Hope::Never).into_auth("x"),
                Auth,
                &["auth"],
            ),
            (
                Error::connect("x").with_hope(Hope::LookUp).into_auth("x"),
                Auth,
                &["auth", "retryable"],
            ),
            (
                Error::auth("x")
                    .with_parts(&reply(200).parts)
                    .with_hope(Hope::Some),
                Auth,
                &["auth", "retryable"],
            ),
            (
                Error::timeout("x").into_auth("x"),
                Auth,
                &["auth", "timeout", "retryable"],
            ),
        ]
    }

    #[test]
    fn predicates_follow_from_kind_status_and_timeout() {
        for (error, kind, expected) in table() {
            assert_eq!(error.kind(), kind, "{error:?}");
            assert_eq!(predicates(&error), expected, "{error:?}");
        }
    }

    #[test]
    fn every_kind_is_in_the_table() {
        // A new variant does not compile here until it has a successor, and then fails until the table has it.
        let next = |kind| match kind {
            ErrorKind::Config => Some(ErrorKind::Request),
            ErrorKind::Request => Some(ErrorKind::Auth),
            ErrorKind::Auth => Some(ErrorKind::Connect),
            ErrorKind::Connect => Some(ErrorKind::Timeout),
            ErrorKind::Timeout => Some(ErrorKind::Transport),
            ErrorKind::Transport => Some(ErrorKind::Status),
            ErrorKind::Status => Some(ErrorKind::Decode),
            ErrorKind::Decode => None,
        };
        let kinds: Vec<_> =
            std::iter::successors(Some(ErrorKind::Config), |kind| next(*kind)).collect();
        for kind in &kinds {
            assert!(table().iter().any(|(_, other, _)| other == kind), "{kind}");
            assert_eq!(kind.to_string(), format!("{kind:?}").to_lowercase());
        }
        assert_eq!(kinds.len(), 8);
    }
}
