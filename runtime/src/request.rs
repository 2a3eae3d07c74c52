//! A request that is ready to be sent, for looking at.

use http::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, HeaderName, TRANSFER_ENCODING,
};
use http::{HeaderMap, Method};
use reqwest::Url;

use crate::body::Body;

/// Headers that the client writes by itself; anybody else's would break the request or leak a token.
pub(crate) const RESERVED: [HeaderName; 5] = [
    AUTHORIZATION,
    CONNECTION,
    CONTENT_LENGTH,
    HOST,
    TRANSFER_ENCODING,
];

/// A request as it would go out, without the token: what `build` gives.
#[derive(Debug, Clone)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

impl Request {
    /// The HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The whole URL, encoded.
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The headers. `Authorization` is added when the request is sent, and is not among them.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &Body {
        &self.body
    }
}
