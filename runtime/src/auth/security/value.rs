//! A credential as a request carries it, for schemes without a token.

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::{ExposeSecret as _, SecretString};

use super::base64;
use super::scheme::{In, Scheme, SchemeKind};
use crate::auth::secret;
use crate::error::{Error, Result};
use crate::request::cookie;
use crate::request::encode::push_pair;

/// A credential, ready to be written into requests. It has no `Debug`.
pub(crate) enum CredentialValue {
    Header(HeaderName, HeaderValue),
    Query {
        name: &'static str,
        /// Encoded.
        pair: SecretString,
    },
    Cookie {
        name: &'static str,
        pair: SecretString,
    },
}

impl CredentialValue {
    /// The value of an API key, or of HTTP authentication by a scheme that this crate does not know.
    pub(crate) fn text(scheme: &'static Scheme, value: &SecretString) -> Result<Self> {
        let value = if let SchemeKind::Http(name) = scheme.kind() {
            secret::without_scheme(value.expose_secret(), name)
        } else {
            secret::tidy(value.expose_secret())
        };
        if let Some(fault) = secret::fault(value) {
            return Err(unusable(scheme, fault));
        }
        match scheme.kind() {
            SchemeKind::ApiKey(In::Query, name) => {
                let mut pair = String::new();
                push_pair(&mut pair, name, value);
                let pair = pair.into();
                Ok(Self::Query { name, pair })
            }
            SchemeKind::ApiKey(In::Cookie, name) => {
                let pair = format!("{name}={value}");
                let is_separated = value.contains(';') || name.contains(['=', ';']);
                if is_separated || HeaderValue::from_str(&pair).is_err() {
                    return Err(unusable(
                        scheme,
                        "has characters that are not allowed in a cookie",
                    ));
                }
                let pair = pair.into();
                Ok(Self::Cookie { name, pair })
            }
            SchemeKind::ApiKey(In::Header, name) => {
                let name = HeaderName::try_from(name).map_err(|_| {
                    Error::config(format!(
                        "the security scheme `{}` names the header `{}`, which is not valid",
                        scheme.name(),
                        name.escape_debug()
                    ))
                })?;
                Ok(Self::Header(name, header(scheme, value)?))
            }
            SchemeKind::Http(name) => {
                let value = header(scheme, &format!("{name} {value}"))?;
                Ok(Self::Header(AUTHORIZATION, value))
            }
            SchemeKind::Basic
            | SchemeKind::Bearer
            | SchemeKind::OAuth2
            | SchemeKind::OpenId
            | SchemeKind::MutualTls => Err(unusable(scheme, "does not fit the kind of the scheme")),
        }
    }

    /// A user name and a password (RFC 7617).
    pub(crate) fn basic(
        scheme: &'static Scheme,
        user: &str,
        password: &SecretString,
    ) -> Result<Self> {
        let (user, password) = (secret::line(user), secret::line(password.expose_secret()));
        // Some services take a key as the user or as the password, and leave the other empty.
        if user.is_empty() && password.is_empty() {
            return Err(unusable(scheme, "is empty"));
        }
        let mut given = [user, password].into_iter().filter(|it| !it.is_empty());
        if let Some(fault) = given.find_map(secret::fault) {
            return Err(unusable(scheme, fault));
        }
        if user.contains(':') {
            return Err(unusable(scheme, "has a colon in its user name"));
        }
        if user.chars().chain(password.chars()).any(char::is_control) {
            return Err(unusable(scheme, "has control characters"));
        }
        let value = format!("Basic {}", base64(format!("{user}:{password}").as_bytes()));
        Ok(Self::Header(AUTHORIZATION, header(scheme, &value)?))
    }

    /// Writes the credential into a request, unless the request has a value in its place.
    pub(crate) fn apply(&self, request: &mut reqwest::Request) {
        match self {
            Self::Header(name, value) => {
                let headers = request.headers_mut();
                if !headers.contains_key(name) {
                    headers.insert(name.clone(), value.clone());
                }
            }
            Self::Query { name, pair } => {
                if !has_query(request.url(), name) {
                    let pair = pair.expose_secret();
                    let query = match request.url().query() {
                        Some(query) if !query.is_empty() => format!("{query}&{pair}"),
                        _ => pair.to_owned(),
                    };
                    request.url_mut().set_query(Some(&query));
                }
            }
            Self::Cookie { name, pair } => {
                cookie::add(request.headers_mut(), name, pair.expose_secret());
            }
        }
    }
}

/// Returns whether a request has a value in the place of an API key.
pub(super) fn is_given(request: &reqwest::Request, place: In, name: &str) -> bool {
    match place {
        In::Header => request.headers().contains_key(name),
        In::Query => has_query(request.url(), name),
        In::Cookie => cookie::has(request.headers(), name),
    }
}

fn has_query(url: &reqwest::Url, name: &str) -> bool {
    url.query().is_some() && url.query_pairs().any(|(known, _)| known == name)
}

fn header(scheme: &Scheme, value: &str) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| unusable(scheme, "has characters that are not allowed in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Describes the problem without the value.
fn unusable(scheme: &Scheme, fault: &str) -> Error {
    Error::config(format!(
        "the credential of `.{}(…)` {fault}",
        scheme.method()
    ))
}
