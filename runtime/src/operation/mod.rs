//! The static description of an operation: one `static` each in the generated crate.

pub(crate) mod paging;

use std::borrow::Cow;
use std::fmt;

use http::Method;

use crate::auth::security::Requirements;
use crate::error::Result;
use crate::request::form_body::FORM_DATA;
use crate::server::base_url::BaseUrl;
use crate::server::bases::Bases;
use crate::server::{Api, Server};

use paging::Paging;

/// The static facts about one operation of an API.
///
/// Generated code has one `static` per operation; further facts are added by builder-style `const` methods, so that a
/// new one never breaks code that was generated earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    id: &'static str,
    api: &'static Api,
    method: Method,
    path: &'static str,
    servers: &'static [Server],
    accept: Option<&'static str>,
    multipart: &'static str,
    paging: Option<Paging>,
    security: Option<Requirements>,
}

impl Operation {
    /// An operation by its `operationId`, the API that it belongs to, its method and its path template (`/things/{id}`),
    /// which follows the path of the server.
    pub const fn new(
        id: &'static str,
        api: &'static Api,
        method: Method,
        path: &'static str,
    ) -> Self {
        Self {
            id,
            api,
            method,
            path,
            servers: &[],
            accept: None,
            multipart: FORM_DATA,
            paging: None,
            security: None,
        }
    }

    /// Sets the servers of the operation, if they differ from the API's.
    #[must_use]
    pub const fn servers(mut self, servers: &'static [Server]) -> Self {
        self.servers = servers;
        self
    }

    /// Sets the media types of the `Accept` header. The default depends on how the response is read.
    #[must_use]
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = Some(media_types);
        self
    }

    /// Sets the media type of its multipart body, which is `multipart/form-data` otherwise.
    #[must_use]
    pub const fn multipart(mut self, media_type: &'static str) -> Self {
        self.multipart = media_type;
        self
    }

    /// Sets how to page through the list that the operation returns.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sets the alternatives of security schemes that the operation accepts, if they are others than the API's.
    #[must_use]
    pub const fn security(mut self, requirements: Requirements) -> Self {
        self.security = Some(requirements);
        self
    }

    /// The path of the operation's first server.
    fn prefix(&self) -> &'static str {
        match self.servers.first() {
            Some(server) => server.path(),
            None => self.api.prefix(),
        }
    }
}

/// The target of a call: a described operation, or a method and a path that the caller wrote.
#[derive(Clone)]
pub(crate) enum Target {
    Known(&'static Operation),
    Raw {
        method: Method,
        path: String,
        /// The API whose server has this path.
        api: Option<&'static Api>,
    },
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The query of a raw path may have a key.
        let query = if self.raw_query().is_some() {
            "?…"
        } else {
            ""
        };
        let (method, path) = (self.method(), self.template());
        match self.id() {
            Some(id) => write!(f, "{id}: {method} {path}"),
            None => write!(f, "{method} {path}{query}"),
        }
    }
}

impl Target {
    /// The name in errors and spans; a raw call has none.
    pub(crate) fn id(&self) -> Option<&'static str> {
        match self {
            Self::Known(operation) => Some(operation.id),
            Self::Raw { .. } => None,
        }
    }

    /// The name in cursors: the `operationId`, or the method and path of a raw call.
    pub(crate) fn name(&self) -> Cow<'static, str> {
        match self {
            Self::Known(operation) => Cow::Borrowed(operation.id),
            Self::Raw { method, .. } => Cow::Owned(format!("{method} {}", self.path())),
        }
    }

    /// The API's name, which is also the key of the rate limit. For a raw path that belongs to no API of the client, its first
    /// segment.
    pub(crate) fn api(&self) -> &str {
        match self {
            Self::Known(operation) => operation.api.name(),
            Self::Raw { api: Some(api), .. } => api.name(),
            Self::Raw { path, .. } => path
                .trim_start_matches('/')
                .split(['/', '?'])
                .next()
                .unwrap_or_default(),
        }
    }

    /// The first segment of the path below that of the API's server.
    fn resource(&self) -> &str {
        let prefix = match self {
            Self::Known(_) => "",
            Self::Raw { api: Some(api), .. } => api.prefix(),
            Self::Raw { .. } => self.api(),
        };
        let trimmed = self.path().trim_start_matches('/');
        let prefix = prefix.trim_start_matches('/');
        let below = trimmed.strip_prefix(prefix).unwrap_or(trimmed);
        let mut segments = below.trim_start_matches('/').split('/');
        segments.next().unwrap_or_default()
    }

    /// The base URL of the call.
    pub(crate) fn base_url<'b>(
        &self,
        bases: &'b Bases,
        chosen: Option<&'static [&'static str]>,
    ) -> Result<Cow<'b, BaseUrl>> {
        match self {
            Self::Known(operation) if operation.servers.is_empty() => bases.of(operation.api),
            Self::Known(operation) => bases.of_servers(operation.servers, chosen),
            Self::Raw { .. } => Ok(Cow::Borrowed(bases.root())),
        }
    }

    /// The part after the base URL: a path template without the query of a raw path.
    pub(crate) fn path(&self) -> &str {
        match self {
            Self::Known(operation) => operation.path,
            Self::Raw { path, .. } => path.split_once('?').map_or(path.as_str(), |(path, _)| path),
        }
    }

    pub(crate) fn method(&self) -> &Method {
        match self {
            Self::Known(operation) => &operation.method,
            Self::Raw { method, .. } => method,
        }
    }

    /// The path template with the path of the server, as shown in errors and spans.
    pub(crate) fn template(&self) -> Cow<'static, str> {
        match self {
            Self::Known(operation) => match operation.prefix() {
                "" => Cow::Borrowed(operation.path),
                prefix => Cow::Owned(format!("{prefix}{}", operation.path)),
            },
            Self::Raw { .. } => Cow::Owned(self.path().to_owned()),
        }
    }

    /// The query in a raw path.
    pub(crate) fn raw_query(&self) -> Option<&str> {
        match self {
            Self::Known(_) => None,
            Self::Raw { path, .. } => path.split_once('?').map(|(_, query)| query),
        }
    }

    /// Takes the query out of a raw path.
    pub(crate) fn take_query(&mut self) -> Option<String> {
        match self {
            Self::Known(_) => None,
            Self::Raw { path, .. } => {
                let query = path.split_off(path.find('?')?);
                Some(query.split_at(1).1.to_owned())
            }
        }
    }

    pub(crate) fn accept(&self) -> Option<&'static str> {
        match self {
            Self::Known(operation) => operation.accept,
            Self::Raw { .. } => None,
        }
    }

    /// The media type of a multipart body.
    pub(crate) fn multipart(&self) -> &'static str {
        match self {
            Self::Known(operation) => operation.multipart,
            Self::Raw { .. } => FORM_DATA,
        }
    }

    /// The alternatives of security schemes; none if the document declares no scheme, and for a raw call.
    pub(crate) fn security(&self) -> Option<Requirements> {
        match self {
            Self::Known(operation) => operation.security.or(operation.api.requirements()),
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

/// The identity of a call, for policies and middleware.
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

    /// The module of the API. For a raw call, the API whose server has this path, or else the first segment of the path.
    pub fn api(&self) -> &'a str {
        self.target.api()
    }

    pub(crate) fn resource(self) -> &'a str {
        self.target.resource()
    }

    /// The HTTP method.
    pub fn method(&self) -> &'a Method {
        self.target.method()
    }

    /// The path with that of the server, without its query; parameters of a described operation are in braces.
    pub fn path_template(&self) -> Cow<'static, str> {
        self.target.template()
    }
}
