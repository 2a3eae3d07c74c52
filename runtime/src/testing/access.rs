//! Credentials of requests: what an operation requires has to be there, whatever its value is.

use http::header::AUTHORIZATION;
use serde::Deserialize;

use super::description::{Api, Operation};
use super::received::Received;
use crate::request::cookie;

/// A security scheme that an operation accepts.
#[derive(Debug, Deserialize)]
pub(super) struct Scheme {
    #[serde(rename = "in")]
    place: SchemePlace,
    /// The name there, or the scheme of HTTP authentication.
    #[serde(default)]
    name: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SchemePlace {
    /// A token that the server has given out or trusts.
    Token,
    Header,
    Query,
    Cookie,
    /// The header `Authorization`, after the name of the scheme.
    Http,
    /// Connections on loopback have none to show.
    Certificate,
}

/// Returns whether a request has the credentials that its operation requires; without an operation, those of any.
pub(super) fn is_granted(
    apis: &[Api],
    operation: Option<&Operation>,
    received: &Received,
    has_token: bool,
) -> bool {
    let has_all = |operation: &Operation| {
        let mut alternatives = operation.security.iter();
        alternatives.any(|schemes| schemes.iter().all(|it| it.is_in(received, has_token)))
    };
    match operation {
        Some(operation) if operation.open => true,
        Some(operation) if !operation.security.is_empty() => has_all(operation),
        Some(_) => has_token,
        None => {
            let mut all = apis.iter().flat_map(|api| api.operations.values());
            has_token || all.any(|it| has_all(it))
        }
    }
}

impl Scheme {
    fn is_in(&self, received: &Received, has_token: bool) -> bool {
        let has_text = |value: Option<&str>| value.is_some_and(|it| !it.trim().is_empty());
        match self.place {
            SchemePlace::Token => has_token,
            SchemePlace::Header => has_text(received.header(&self.name)),
            SchemePlace::Query => {
                let values = received.query_values(&self.name);
                values.iter().any(|value| has_text(Some(value)))
            }
            SchemePlace::Cookie => cookie::has(received.headers(), &self.name),
            SchemePlace::Http => {
                let value = received.header(AUTHORIZATION.as_str());
                let parts = value.and_then(|it| it.trim().split_once(' '));
                parts.is_some_and(|(scheme, value)| {
                    scheme.eq_ignore_ascii_case(&self.name) && has_text(Some(value))
                })
            }
            SchemePlace::Certificate => true,
        }
    }
}
