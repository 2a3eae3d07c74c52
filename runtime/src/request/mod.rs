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
pub(crate) mod raw_body;
pub(crate) mod style;

use http::header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderName, TRANSFER_ENCODING};
use http::{HeaderMap, Method};

use crate::request::body::Body;

/// Headers that only the client writes; other values would break the request.
pub(crate) const RESERVED: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING];

/// A request as it would be sent, without the client's credentials: the result of `build`.
#[derive(Debug)]
pub struct Request {
    /// Without a body, which is opened when the request is sent.
    pub(crate) head: reqwest::Request,
    pub(crate) body: Body,
}

impl Request {
    /// The HTTP method.
    pub fn method(&self) -> &Method {
        self.head.method()
    }

    /// The whole URL, encoded. It does not include an API key in the query, which is added when the request is sent.
    pub fn url(&self) -> &str {
        self.head.url().as_str()
    }

    /// The headers. They do not include those of credentials, which are added when the request is sent.
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// The body.
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
        }
    }
}
