//! What is known of an operation before it is called: emitted as one `static` each.

use std::borrow::Cow;

use http::Method;

use crate::paging::Paging;
use crate::security::Requirements;

/// The unchanging facts of one operation of an API.
///
/// Emitted code holds one `static` per operation; further facts are added by builder-style `const` methods, so that a
/// new one never breaks code that was emitted earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    id: &'static str,
    api: &'static str,
    method: Method,
    path: &'static str,
    accept: Option<&'static str>,
    paging: Option<Paging>,
    security: Option<Requirements>,
}

impl Operation {
    /// An operation by its `operationId`, the API version that it belongs to, its method and its path template
    /// (`/beta/entitlements/{id}`, with the API's own prefix).
    pub const fn new(
        id: &'static str,
        api: &'static str,
        method: Method,
        path: &'static str,
    ) -> Self {
        Self {
            id,
            api,
            method,
            path,
            accept: None,
            paging: None,
            security: None,
        }
    }

    /// Sets the media types of the `Accept` header. Without it the way of sending chooses one.
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Says how to go through the list that the operation answers with.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sets the alternatives of security schemes that the operation accepts. Without it, the operation accepts a bearer token.
    #[must_use]
    pub const fn security(mut self, requirements: Requirements) -> Self {
        self.security = Some(requirements);
        self
    }

    /// The `operationId`.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The API version, which is also the key of the rate limit: `beta`, `v2026`.
    pub const fn api(&self) -> &'static str {
        self.api
    }

    /// The HTTP method.
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The path template, parameters in braces.
    pub const fn path(&self) -> &'static str {
        self.path
    }
}

/// What a call is aimed at: a described operation, or a method and a path that the caller wrote.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Known(&'static Operation),
    Raw { method: Method, path: String },
}

impl Target {
    /// The name that errors and spans show; a raw call has none.
    pub(crate) fn id(&self) -> Option<&'static str> {
        match self {
            Self::Known(operation) => Some(operation.id),
            Self::Raw { .. } => None,
        }
    }

    /// The key of the rate limit. A raw path names its API in its first segment.
    pub(crate) fn api(&self) -> &str {
        match self {
            Self::Known(operation) => operation.api,
            Self::Raw { path, .. } => path
                .trim_start_matches('/')
                .split(['/', '?'])
                .next()
                .unwrap_or_default(),
        }
    }

    pub(crate) fn method(&self) -> &Method {
        match self {
            Self::Known(operation) => &operation.method,
            Self::Raw { method, .. } => method,
        }
    }

    /// The path template, without a query that a raw path may carry.
    pub(crate) fn template(&self) -> Cow<'static, str> {
        match self {
            Self::Known(operation) => Cow::Borrowed(operation.path),
            Self::Raw { path, .. } => Cow::Owned(
                path.split_once('?')
                    .map_or(path.as_str(), |(path, _)| path)
                    .to_owned(),
            ),
        }
    }

    /// The query that stands in a raw path.
    pub(crate) fn raw_query(&self) -> Option<&str> {
        match self {
            Self::Known(_) => None,
            Self::Raw { path, .. } => path.split_once('?').map(|(_, query)| query),
        }
    }

    pub(crate) fn accept(&self) -> Option<&'static str> {
        match self {
            Self::Known(operation) => operation.accept,
            Self::Raw { .. } => None,
        }
    }

    /// The alternatives of security schemes; none if the document declares no scheme, and for a raw call.
    pub(crate) fn security(&self) -> Option<Requirements> {
        match self {
            Self::Known(operation) => operation.security,
            Self::Raw { .. } => None,
        }
    }

    pub(crate) fn paging(&self) -> Option<Paging> {
        match self {
            Self::Known(operation) => operation.paging,
            Self::Raw { .. } => None,
        }
    }
}

/// Which call it is: what policies and middleware are told.
#[derive(Debug, Clone, Copy)]
pub struct CallInfo<'a> {
    target: &'a Target,
}

impl<'a> CallInfo<'a> {
    pub(crate) fn new(target: &'a Target) -> Self {
        Self { target }
    }

    /// The `operationId`; raw calls and requests for tokens have none.
    pub fn operation(&self) -> Option<&'static str> {
        self.target.id()
    }

    /// The API version, `beta` or `v2026`: the first segment of the path.
    pub fn api(&self) -> &'a str {
        self.target.api()
    }

    /// The HTTP method.
    pub fn method(&self) -> &'a Method {
        self.target.method()
    }

    /// The path without its query; parameters of a described operation stand in braces.
    pub fn path_template(&self) -> Cow<'static, str> {
        self.target.template()
    }
}
