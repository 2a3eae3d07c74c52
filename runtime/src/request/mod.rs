//! A request that is ready to be sent, for looking at.

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

/// Headers that the client writes by itself; anybody else's would break the request.
pub(crate) const RESERVED: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING];

/// A request as it would be sent, without the client's credentials: what `build` gives.
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

    /// The whole URL, encoded. An API key in the query is added when the request is sent, and is not in it.
    pub fn url(&self) -> &str {
        self.head.url().as_str()
    }

    /// The headers. Those of credentials are added when the request is sent, and are not among them.
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
