//! The client that generated code and raw calls share.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod builder;
pub(crate) mod config;
pub(crate) mod feature_is_off;
pub(crate) mod user_agent;

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;

use crate::auth::security::Keyring;
use crate::call::turns::Turns;
use crate::client::builder::{ClientBuilder, Settings};
use crate::clock::Time;
use crate::policy::limit::Limits;
use crate::policy::middleware::event::Chain;
use crate::policy::retry::RetryPolicy;
use crate::policy::timeouts::TimeoutPolicy;
use crate::server::bases::Bases;
use crate::transport::Transport;

/// A client of one service. Clones are cheap, and share connections, tokens and limits.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// The data that calls need; created by the builder.
pub(crate) struct Inner {
    pub(crate) bases: Bases,
    pub(crate) transport: Transport,
    pub(crate) keyring: Arc<Keyring>,
    pub(crate) default_headers: HeaderMap,
    pub(crate) timeouts: Arc<dyn TimeoutPolicy>,
    pub(crate) retry: Arc<dyn RetryPolicy>,
    pub(crate) limits: Limits,
    /// Limits the requests in flight, if they are limited.
    pub(crate) turns: Option<Turns>,
    pub(crate) middleware: Chain,
    pub(crate) time: Time,
    #[cfg(feature = "blocking")]
    pub(crate) engine: Arc<crate::client::blocking::Engine>,
    /// For builders of clients that differ in some of them.
    pub(crate) settings: Settings,
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
