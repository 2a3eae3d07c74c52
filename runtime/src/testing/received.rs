//! Requests that were received.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderMap, Method, Uri};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::decode::{self, params};
use super::description::{Operation, Place};
use super::multipart::{self, Part};
use super::path::PathValues;
use crate::call::template::{as_query, decoded, pairs};
use crate::filter::{Filter, Sorter};

/// A request that was received, for any operation. The typed calls of an operation dereference to it.
#[derive(Clone)]
pub struct Received {
    inner: Arc<Inner>,
}

struct Inner {
    method: Method,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Bytes,
    operation: Option<Arc<Operation>>,
    /// The parameters of the path as text.
    path_texts: PathValues,
    path_values: Map<String, Value>,
    query_values: Map<String, Value>,
    header_values: Map<String, Value>,
    cookie_values: Map<String, Value>,
    parts: Vec<Part>,
    fields: Map<String, Value>,
    json: Option<Value>,
}

impl Received {
    pub(super) fn new(
        method: Method,
        uri: &Uri,
        headers: HeaderMap,
        body: Bytes,
        found: Option<(Arc<Operation>, PathValues)>,
    ) -> Self {
        let query = uri.query().unwrap_or_default().to_owned();
        let content_type = headers
            .get(CONTENT_TYPE)
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default();
        let parts = multipart::read(content_type, &body).unwrap_or_default();
        let json = content_type
            .contains("json")
            .then(|| serde_json::from_slice(&body).ok())
            .flatten();
        let (operation, path_texts) = found
            .map_or((None, PathValues::new()), |(operation, path)| {
                (Some(operation), path)
            });
        let mut inner = Inner {
            method,
            path: uri.path().to_owned(),
            query_values: Map::new(),
            path_values: Map::new(),
            header_values: Map::new(),
            cookie_values: Map::new(),
            fields: Map::new(),
            query,
            body,
            path_texts,
            parts,
            json,
            operation: None,
            headers,
        };
        if let Some(operation) = operation {
            inner.read(&operation);
            inner.operation = Some(operation);
        }
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        &self.inner.method
    }

    /// Returns the path as it was sent, without the query.
    pub fn url_path(&self) -> &str {
        &self.inner.path
    }

    /// Returns the query as it was sent; empty if there was none.
    pub fn url_query(&self) -> &str {
        &self.inner.query
    }

    /// Returns the values of a parameter of the query, decoded, whether it is documented or not.
    pub fn query_values(&self, name: &str) -> Vec<String> {
        pairs(&self.inner.query)
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value)
            .collect()
    }

    /// Returns all headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.inner.headers
    }

    /// Returns the value of a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.inner.headers.get(name)?.to_str().ok()
    }

    /// Returns the `operationId`, if the path is one of an operation.
    pub fn operation(&self) -> Option<&str> {
        Some(&self.inner.operation.as_ref()?.id)
    }

    /// Returns the body, empty if there was none.
    pub fn bytes(&self) -> &Bytes {
        &self.inner.body
    }

    /// Returns the body, if it is JSON.
    pub fn json(&self) -> Option<&Value> {
        self.inner.json.as_ref()
    }

    /// Returns the parts of the body, if it is multipart.
    pub fn parts(&self) -> &[Part] {
        &self.inner.parts
    }

    pub(super) fn described(&self) -> Option<&Arc<Operation>> {
        self.inner.operation.as_ref()
    }

    /// The value of a parameter of the path, decoded.
    pub(super) fn path_text(&self, name: &str) -> Option<String> {
        let mut texts = self.inner.path_texts.iter();
        let (_, text) = texts.find(|(known, _)| known == name)?;
        Some(decoded(text))
    }

    /// The values of a cookie, decoded.
    pub(super) fn cookie_values(&self, name: &str) -> Vec<String> {
        let cookies = cookies(&self.inner.headers);
        let cookies = pairs(&cookies).filter(|(known, _)| known == name);
        cookies.map(|(_, value)| value).collect()
    }

    /// The decoded values at a location.
    pub(super) fn values(&self, place: Place) -> &Map<String, Value> {
        match place {
            Place::Path => &self.inner.path_values,
            Place::Query => &self.inner.query_values,
            Place::Header => &self.inner.header_values,
            Place::Cookie => &self.inner.cookie_values,
        }
    }

    pub(super) fn field_values(&self) -> &Map<String, Value> {
        &self.inner.fields
    }

    /// Returns a parameter of the path; called by generated code.
    #[doc(hidden)]
    pub fn path<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        read(self.inner.path_values.get(name)?)
    }

    /// Returns a parameter of the query; called by generated code.
    #[doc(hidden)]
    pub fn query<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        read(self.inner.query_values.get(name)?)
    }

    /// Returns a header that is a parameter; called by generated code.
    #[doc(hidden)]
    pub fn header_param<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        read(self.inner.header_values.get(name)?)
    }

    /// Returns a cookie that is a parameter; called by generated code.
    #[doc(hidden)]
    pub fn cookie_param<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        read(self.inner.cookie_values.get(name)?)
    }

    /// Returns a filter or sorters; called by generated code.
    #[doc(hidden)]
    pub fn expression<T: Expression>(&self, name: &str) -> Option<T> {
        T::read(self.inner.query_values.get(name)?.as_str()?)
    }

    /// Returns a field of a form; called by generated code.
    #[doc(hidden)]
    pub fn field<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        read(self.inner.fields.get(name)?)
    }

    /// Returns a file of a multipart body; called by generated code.
    #[doc(hidden)]
    pub fn file(&self, name: &str) -> Option<Part> {
        let mut parts = self.inner.parts.iter();
        parts.find(|part| part.name() == name).cloned()
    }

    /// Returns all files of that name; called by generated code.
    #[doc(hidden)]
    pub fn files(&self, name: &str) -> Option<Vec<Part>> {
        let parts = self.inner.parts.iter();
        let files: Vec<Part> = parts.filter(|part| part.name() == name).cloned().collect();
        (!files.is_empty()).then_some(files)
    }

    /// Returns the body as a model; called by generated code.
    #[doc(hidden)]
    pub fn json_body<T: DeserializeOwned>(&self) -> Option<T> {
        // From the text, so that numbers are preserved as written.
        self.inner.json.as_ref()?;
        serde_json::from_slice(&self.inner.body).ok()
    }

    /// Returns the body as text; called by generated code.
    #[doc(hidden)]
    pub fn text_body(&self) -> Option<String> {
        self.has_body()
            .then(|| String::from_utf8_lossy(&self.inner.body).into_owned())
    }

    /// Returns the body as bytes; called by generated code.
    #[doc(hidden)]
    pub fn bytes_body(&self) -> Option<Bytes> {
        self.has_body().then(|| self.inner.body.clone())
    }

    pub(super) fn has_body(&self) -> bool {
        !self.inner.body.is_empty() || self.inner.headers.contains_key(CONTENT_TYPE)
    }
}

impl Inner {
    fn read(&mut self, operation: &Operation) {
        self.query_values = params::of_pairs(operation, Place::Query, &self.query);
        self.cookie_values = params::of_pairs(operation, Place::Cookie, &cookies(&self.headers));
        let content_type = self.headers.get(CONTENT_TYPE);
        let content_type = content_type.and_then(|it| it.to_str().ok());
        let content_type = content_type.unwrap_or_default();
        self.fields = decode::fields(operation, content_type, &self.body, &self.parts);
        for param in operation.params(Place::Path) {
            let found = self.path_texts.iter().find(|(name, _)| *name == param.name);
            if let Some((name, text)) = found {
                let value = params::of_text(operation, param, text);
                self.path_values.insert(name.clone(), value);
            }
        }
        for param in operation.params(Place::Header) {
            let found = self.headers.get(&param.name);
            if let Some(text) = found.and_then(|it| it.to_str().ok()) {
                let value = params::of_text(operation, param, text);
                self.header_values.insert(param.name.clone(), value);
            }
        }
    }
}

/// The cookies in query format.
fn cookies(headers: &HeaderMap) -> String {
    let cookies = headers.get_all(COOKIE).into_iter();
    let cookies: Vec<&str> = cookies.filter_map(|it| it.to_str().ok()).collect();
    as_query(&cookies.join(";"))
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

/// A value in the service's own syntax.
pub trait Expression: Sized {
    /// Parses it; `None` if it is invalid.
    fn read(text: &str) -> Option<Self>;
}

impl<S> Expression for Filter<S> {
    fn read(text: &str) -> Option<Self> {
        Self::from_str(text).ok()
    }
}

impl<S> Expression for Vec<Sorter<S>> {
    fn read(text: &str) -> Option<Self> {
        Some(text.split(',').map(|it| Sorter::raw(it.trim())).collect())
    }
}

/// Headers are not shown: one of them is the token.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.inner.method, self.inner.path)?;
        if !self.inner.query.is_empty() {
            let pairs: Vec<String> = pairs(&self.inner.query)
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            write!(f, "?{}", pairs.join("&"))?;
        }
        match (&self.inner.json, self.inner.parts.as_slice()) {
            (Some(json), _) => write!(f, " {json}"),
            (None, []) if self.inner.body.is_empty() => Ok(()),
            (None, []) => write!(f, " {} bytes", self.inner.body.len()),
            (None, parts) => write!(f, " {parts:?}"),
        }
    }
}

/// The received calls of one operation, in order: a slice of them, which can be compared with a number.
#[derive(Clone)]
pub struct Calls<T> {
    calls: Vec<T>,
}

impl<T: From<Received>> Calls<T> {
    pub(super) fn new(received: impl Iterator<Item = Received>) -> Self {
        Self {
            calls: received.map(T::from).collect(),
        }
    }
}

/// The operation of a generated call. A trait, so that its names don't collide with those of the parameters.
#[doc(hidden)]
pub trait OfOperation: From<Received> {
    /// The module of the API.
    const API: &'static str;
    /// The operation's id.
    const OPERATION: &'static str;
}

impl<T> Deref for Calls<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.calls
    }
}

impl<T> IntoIterator for Calls<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.calls.into_iter()
    }
}

/// Compares their number.
impl<T> PartialEq<usize> for Calls<T> {
    fn eq(&self, count: &usize) -> bool {
        self.calls.len() == *count
    }
}

/// Compares their number, and shows the calls.
impl<T: fmt::Debug> fmt::Debug for Calls<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = if self.calls.len() == 1 { "" } else { "s" };
        write!(f, "{} call{s}", self.calls.len())?;
        if self.calls.is_empty() {
            return Ok(());
        }
        f.write_str(" ")?;
        f.debug_list().entries(&self.calls).finish()
    }
}
