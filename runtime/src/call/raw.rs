//! Calls of paths that no generated code describes.

use std::borrow::Cow;
use std::fmt::Display;

use bytes::Bytes;
use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::call::lenient::LenientCall;
use crate::client::Client;
use crate::error::Result;
use crate::operation::{Operation, Target};
use crate::request::file::File;
use crate::request::multipart::Part;
use crate::request::style::ListStyle;
use crate::response::Response;

/// A call of any method and path, with the client's tokens, retries and limits.
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawCall {
    pub(crate) call: Call,
}

impl RawCall {
    pub(crate) fn new(call: Call) -> Self {
        Self { call }
    }

    /// Decodes the response although some of its properties can't be read.
    pub fn lenient<T: DeserializeOwned>(self) -> LenientCall<T> {
        self.call.lenient()
    }

    /// Sets a parameter `{name}` of the path, always encoded as one segment.
    pub fn path(mut self, name: impl Into<Cow<'static, str>>, value: impl Display) -> Self {
        self.call.path(name, value);
        self
    }

    /// Sets a parameter of the query.
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Display) -> Self {
        self.call.query(name, value);
        self
    }

    /// Sets a parameter of the query to a list.
    pub fn query_list(
        mut self,
        name: impl Into<Cow<'static, str>>,
        style: ListStyle,
        items: impl IntoIterator<Item: Display>,
    ) -> Self {
        self.call.query_list(name, style, items);
        self
    }

    /// Sets the body to JSON.
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        self.json_as("application/json", value)
    }

    /// Sets the body to JSON of another media type, such as `application/json-patch+json`.
    pub fn json_as(mut self, media_type: &str, value: &(impl Serialize + ?Sized)) -> Self {
        self.call.json(media_type, value);
        self
    }

    /// Sets the body to a form.
    pub fn form(mut self, fields: &(impl Serialize + ?Sized)) -> Self {
        self.call.form(fields);
        self
    }

    /// Sets the body to bytes.
    pub fn bytes(mut self, media_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.call.bytes(media_type, bytes);
        self
    }

    /// Sets the body to a file.
    pub fn file(mut self, file: File) -> Self {
        self.call.file(file);
        self
    }

    /// Adds a part to a multipart body.
    pub fn part(mut self, name: impl Into<String>, part: Part) -> Self {
        self.call.part(name, part);
        self
    }

    /// Sends the call, and decodes a JSON response.
    ///
    /// # Errors
    /// If the call fails or its response can't be decoded.
    pub async fn send_json<T: DeserializeOwned>(self) -> Result<Response<T>> {
        self.call.send_json().await
    }

    /// Sends the call, and decodes a JSON response; an empty one is `None`.
    ///
    /// # Errors
    /// If the call fails or its response can't be decoded.
    pub async fn send_optional<T: DeserializeOwned>(self) -> Result<Response<Option<T>>> {
        self.call.send_optional().await
    }

    /// Sends the call, and ignores the body of the response.
    ///
    /// # Errors
    /// If the call fails.
    pub async fn send_empty(self) -> Result<Response<()>> {
        self.call.send_empty().await
    }

    /// Sends the call, and returns the response as text.
    ///
    /// # Errors
    /// If the call fails or the response is not UTF-8.
    pub async fn send_text(self) -> Result<Response<String>> {
        self.call.send_text().await
    }

    /// Sends the call, and returns the response as bytes.
    ///
    /// # Errors
    /// If the call fails.
    pub async fn send_bytes(self) -> Result<Response<Bytes>> {
        self.call.send_bytes().await
    }
}

/// The same methods for programs without async. Each also fails on the thread of a current-thread runtime, which it would block.
#[cfg(feature = "blocking")]
#[allow(
    clippy::missing_errors_doc,
    reason = "each names the method whose errors it has"
)]
impl RawCall {
    /// The same as [`send_json`](Self::send_json).
    pub fn send_json_blocking<T: DeserializeOwned>(self) -> Result<Response<T>> {
        self.call.client().clone().block_on(self.send_json())?
    }

    /// The same as [`send_optional`](Self::send_optional).
    pub fn send_optional_blocking<T: DeserializeOwned>(self) -> Result<Response<Option<T>>> {
        self.call.client().clone().block_on(self.send_optional())?
    }

    /// The same as [`send_empty`](Self::send_empty).
    pub fn send_empty_blocking(self) -> Result<Response<()>> {
        self.call.client().clone().block_on(self.send_empty())?
    }

    /// The same as [`send_text`](Self::send_text).
    pub fn send_text_blocking(self) -> Result<Response<String>> {
        self.call.client().clone().block_on(self.send_text())?
    }

    /// The same as [`send_bytes`](Self::send_bytes).
    pub fn send_bytes_blocking(self) -> Result<Response<Bytes>> {
        self.call.client().clone().block_on(self.send_bytes())?
    }
}

crate::call_options!(RawCall);

impl Client {
    /// Starts a call of a described operation; generated code calls it.
    #[doc(hidden)]
    pub fn call(&self, operation: &'static Operation) -> Call {
        Call::new(self.clone(), Target::Known(operation))
    }

    /// Starts a call of any method and path, with the same tokens, retries and limits. The path starts with a slash
    /// and may contain `{name}` parameters and a query. It follows the host, or the base URL that the caller set; include the
    /// path of the document's server in it.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawCall {
        let path = path.into();
        let api = self.inner().bases.api_of(&path);
        let target = Target::Raw { method, path, api };
        RawCall::new(Call::new(self.clone(), target))
    }

    /// A raw GET; see [`request`](Self::request).
    pub fn get(&self, path: impl Into<String>) -> RawCall {
        self.request(Method::GET, path)
    }

    /// A raw POST; see [`request`](Self::request).
    pub fn post(&self, path: impl Into<String>) -> RawCall {
        self.request(Method::POST, path)
    }

    /// A raw PUT; see [`request`](Self::request).
    pub fn put(&self, path: impl Into<String>) -> RawCall {
        self.request(Method::PUT, path)
    }

    /// A raw PATCH; see [`request`](Self::request).
    pub fn patch(&self, path: impl Into<String>) -> RawCall {
        self.request(Method::PATCH, path)
    }

    /// A raw DELETE; see [`request`](Self::request).
    pub fn delete(&self, path: impl Into<String>) -> RawCall {
        self.request(Method::DELETE, path)
    }
}
