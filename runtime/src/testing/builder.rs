//! The settings of a mock server.

use super::clock::ManualClock;
use super::description::Api;
use super::listener;
use super::server::{Inner, Limit, Log, Running, Server};
use super::state::State;
use super::tokens::Tokens;
use crate::service::Service;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

/// The settings of a server.
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until a server is started with them"]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub struct Builder {
    is_stateful: bool,
    validates: bool,
    limit: Option<Limit>,
    /// Whether that was set.
    is_limit_given: bool,
    life: Duration,
    is_real_time: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// Returns a server that handles only expected calls.
    pub fn new() -> Self {
        Self {
            is_stateful: false,
            validates: true,
            limit: None,
            is_limit_given: false,
            life: Duration::from_secs(749),
            is_real_time: false,
        }
    }

    /// Keeps records, initially those of the document's examples.
    pub fn stateful(mut self) -> Self {
        self.is_stateful = true;
        self
    }

    /// Returns 429 to more than this many requests in a span of time, counted for each client id and API. A server that keeps
    /// records does so by default if the service's own limit is known.
    pub fn rate_limit(mut self, requests: usize, per: Duration) -> Self {
        self.limit = Some((requests, per));
        self.is_limit_given = true;
        self
    }

    /// Accepts any number of requests.
    pub fn no_rate_limit(mut self) -> Self {
        self.limit = None;
        self.is_limit_given = true;
        self
    }

    /// Does not check requests against the document.
    pub fn unchecked(mut self) -> Self {
        self.validates = false;
        self
    }

    /// How long a token is valid. Default: 749 s.
    pub fn token_life(mut self, life: Duration) -> Self {
        self.life = life;
        self
    }

    /// Uses real time for delays and for the server's clients: for programs whose own clients use it.
    pub fn real_time(mut self) -> Self {
        self.is_real_time = true;
        self
    }

    /// Starts the server; the types of the client crate call it with their descriptions.
    ///
    /// # Panics
    /// Outside of a tokio runtime, and if no port is available.
    #[doc(hidden)]
    pub async fn start(self, descriptions: &[&str], service: &'static Service) -> Server {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.expect("this machine has a free port");
        let address = listener
            .local_addr()
            .expect("a socket that listens has an address");
        let url = format!("http://{address}");
        let own = self.is_stateful && !self.is_limit_given;
        let limit = if own { service.rate_limit } else { self.limit };
        let apis: Vec<Api> = descriptions.iter().map(|text| Api::read(text)).collect();
        let state = self
            .is_stateful
            .then(|| Mutex::new(State::new(&apis, service)));
        let inner = Arc::new(Inner {
            service,
            apis,
            state,
            url,
            clock: ManualClock::new(),
            validates: self.validates,
            limit,
            is_real_time: self.is_real_time,
            log: Mutex::new(Log {
                tokens: Tokens::new(self.life),
                ..Log::default()
            }),
        });
        let task = tokio::spawn(listener::serve(listener, Arc::clone(&inner)));
        Server {
            _running: Arc::new(Running(task.abort_handle())),
            inner,
        }
    }
}
