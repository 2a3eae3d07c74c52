//! Builds the request of a call from its settings.

use http::Method;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};

use super::Call;
use crate::call::send;
use crate::error::{Error, Result};
use crate::request::Request;
use crate::request::path;

impl Call {
    /// Returns the request as it would be sent, without sending it.
    ///
    /// # Errors
    /// When a setting can't be sent; the message names it.
    pub fn build(&self) -> Result<Request> {
        // The `Accept` of an operation's `send`; a raw call does not know yet how its response is read.
        let accept = if self.state.target.id().is_some() {
            send::JSON
        } else {
            send::ANY
        };
        self.prepare(accept).map_err(|error| self.at(error))
    }

    pub(crate) fn prepare(&self, accept: &'static str) -> Result<Request> {
        let state = &*self.state;
        if let Some(fault) = &state.content.fault {
            return Err(Error::request(fault.clone()));
        }
        let path = path::expand(state.target.path(), &state.path).map_err(Error::request)?;
        let base_url = self.base_url()?;
        let url = base_url.join(&path, &self.query_text())?;
        let mut head = reqwest::Request::new(state.target.method().clone(), url);
        let blank = state.content.body.is_blank()
            && matches!(*head.method(), Method::POST | Method::PUT | Method::PATCH);
        let headers = head.headers_mut();
        let defaults = state.client.default_headers();
        // With capacity for all headers that follow, including the token.
        headers.reserve(defaults.len() + state.headers.len() + 4);
        for (name, value) in defaults {
            headers.insert(name, value.clone());
        }
        let accept = HeaderValue::from_static(state.target.accept().unwrap_or(accept));
        headers.insert(ACCEPT, accept);
        if let Some(content_type) = state.content.body.content_type() {
            headers.insert(CONTENT_TYPE, content_type.clone());
        }
        if blank {
            // These methods expect a body, so an empty one is announced; the HTTP client does not do it.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        for (name, value) in &state.headers {
            headers.insert(name, value.clone());
        }
        state.cookies.write(headers);
        let body = state.content.body.clone();
        Ok(Request {
            head,
            body,
            secret_queries: self.secret_queries(),
        })
    }

    fn query_text(&self) -> String {
        let mut out = self.state.target.raw_query().unwrap_or_default().to_owned();
        for (_, pairs) in self.state.query.pairs() {
            if !out.is_empty() {
                out.push('&');
            }
            out.push_str(&pairs);
        }
        out
    }
}
