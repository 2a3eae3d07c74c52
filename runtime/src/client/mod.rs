//! The client that generated code and raw calls share.

pub(crate) mod base_url;
pub(crate) mod bases;
#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod builder;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod certificates;
pub(crate) mod config;
pub(crate) mod connect;
pub(crate) mod server;
pub(crate) mod user_agent;

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, Method};

use crate::auth::security::Keyring;
use crate::call::Call;
use crate::call::limit::Limits;
use crate::call::middleware::Middleware;
use crate::call::operation::{Operation, Target};
use crate::call::raw::RawCall;
use crate::call::retry::RetryPolicy;
use crate::call::timeouts::TimeoutPolicy;
use crate::call::transport::Transport;
use crate::call::turns::Turns;
use crate::client::bases::Bases;
use crate::client::builder::ClientBuilder;
use crate::clock::Time;

/// A client of one service. Clones are cheap, and share connections, tokens and limits.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// The data that calls need; created by the builder.
pub(crate) struct Inner {
    pub(crate) bases: Bases,
    pub(crate) transport: Transport,
    pub(crate) keyring: Keyring,
    pub(crate) default_headers: HeaderMap,
    pub(crate) timeouts: Arc<dyn TimeoutPolicy>,
    pub(crate) retry: Arc<dyn RetryPolicy>,
    pub(crate) limits: Limits,
    /// Limits the requests in flight, if they are limited.
    pub(crate) turns: Option<Turns>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    pub(crate) time: Time,
    #[cfg(feature = "blocking")]
    pub(crate) engine: crate::client::blocking::Engine,
}

impl Client {
    /// Returns a builder with every setting at its default. It never reads the environment.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    pub(crate) fn from_inner(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
        }
    }

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
        let api = self.inner.bases.api_of(&path);
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

    pub(crate) fn default_headers(&self) -> &HeaderMap {
        &self.inner.default_headers
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.bases.root().as_str())
            .finish_non_exhaustive()
    }
}
