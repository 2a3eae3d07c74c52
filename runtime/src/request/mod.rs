//! A request that is ready to be sent, for inspection.

pub(crate) mod body;
pub(crate) mod cookie;
pub(crate) mod encode;
pub(crate) mod file;
pub(crate) mod form;
pub(crate) mod form_body;
pub(crate) mod multipart;
pub(crate) mod param;
pub(crate) mod path;
pub(crate) mod query;
pub(crate) mod raw_body;
pub(crate) mod style;

use std::borrow::Cow;
use std::fmt;

use http::header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderName, TRANSFER_ENCODING};
use http::{HeaderMap, Method};

use crate::request::body::Body;
use crate::response::hidden::{Shown, is_credential};

/// Headers that only the client writes; other values would break the request.
pub(crate) const RESERVED: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING];

/// A request as it would be sent, without the client's credentials: what `build` gives.
///
/// The `Debug` output of this and of every other type hides credentials that the caller set by hand: the values of headers and
/// parameters of the query in the place of a security scheme, and of those whose name
///
/// - contains `authorization`, `authentication-info`, `cookie`, `token`, `secret`, `password`, `passwd`, `passcode`, `api-key`,
///   `apikey`, `app-key`, `auth-key`, `access-key`, `access-code`, `client-cert`, `credential`, `assertion`, `jwt`, `session` or
///   `signature`,
/// - is `key` or `auth`, or ends with `-key`, `-auth` or `-otp`, such as `Ocp-Apim-Subscription-Key`; except `Idempotency-Key`,
///   `Surrogate-Key`, `Cache-Key` and `Sec-WebSocket-Key`.
///
/// Letter case and the difference between `_` and `-` don't matter.
pub struct Request {
    /// Without a body, which is opened when the request is sent.
    pub(crate) head: reqwest::Request,
    pub(crate) body: Body,
    /// The parameters of the query that `Debug` hides.
    pub(crate) secret_queries: Vec<&'static str>,
}

impl Request {
    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        self.head.method()
    }

    /// Returns the whole URL, encoded. It does not include an API key in the query, which is added when the request is sent.
    pub fn url(&self) -> &str {
        self.head.url().as_str()
    }

    /// Returns the headers. They do not include those of credentials, which are added when the request is sent.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// Returns the body.
    pub fn body(&self) -> &Body {
        &self.body
    }
}

impl Clone for Request {
    fn clone(&self) -> Self {
        let mut head = reqwest::Request::new(self.method().clone(), self.head.url().clone());
        head.headers_mut().clone_from(self.headers());
        Self {
            head,
            body: self.body.clone(),
            secret_queries: self.secret_queries.clone(),
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.head.url();
        f.debug_struct("Request")
            .field("method", self.method())
            .field("url", &hide(url, &self.secret_queries))
            .field("headers", &Shown(self.headers()))
            .field("body", &self.body)
            .finish()
    }
}

/// The URL without the values of these parameters of its query.
fn hide(url: &reqwest::Url, names: &[&str]) -> String {
    let Some(query) = url.query() else {
        return url.to_string();
    };
    let written = query.split('&').filter(|pair| !pair.is_empty());
    let shown = written.zip(url.query_pairs()).map(|(pair, (name, _))| {
        let is_secret = names.contains(&&*name) || is_credential(&name);
        let end = pair.find('=').filter(|_| is_secret);
        end.map_or(Cow::Borrowed(pair), |end| {
            format!("{}=…", &pair[..end]).into()
        })
    });
    let shown: Vec<Cow<'_, str>> = shown.collect();
    let mut address = url.clone();
    address.set_query(None);
    format!("{address}?{}", shown.join("&"))
}
