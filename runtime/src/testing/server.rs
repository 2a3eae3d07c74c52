//! The mock server: its settings, and everything that does not depend on an operation.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use http::Method;
use http::header::AUTHORIZATION;
use serde::Serialize;
use serde_json::Value;
use tokio::task::AbortHandle;

use super::answer::Answer;
use super::clock::ManualClock;
use super::description::{Api, Operation};
use super::expectation::{Expectation, OnPath};
use super::handle;
use super::received::{Calls, OfOperation, Received};
use super::rule::{Aim, Rule};
use super::state::State;
use super::tokens::Tokens;
use crate::auth::credentials::Credentials;
use crate::call::Call;
use crate::client::Client;
use crate::client::builder::Settings;
use crate::clock::SystemClock;
use crate::operation::Target;
use crate::service::{RateLane, Service, lane_of};

/// The maximum number of requests in a span of time.
pub(super) type Limit = (usize, Duration);

/// A mock server on loopback. Clones share one server; it ends with the last of them.
#[derive(Clone)]
pub struct Server {
    pub(super) inner: Arc<Inner>,
    /// Ends the server when it is dropped.
    pub(super) _running: Arc<Running>,
}

pub(super) struct Running(pub(super) AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A client that never sends: expectations are calls that are compared with others. Creating one takes time, so there is one.
fn nobody() -> Client {
    static NOBODY: OnceLock<Client> = OnceLock::new();
    let make = || {
        let builder = Client::builder().base_url("http://127.0.0.1:9");
        let client = builder.credentials(Credentials::none()).build();
        client.expect("these settings make a client")
    };
    NOBODY.get_or_init(make).clone()
}

/// The state that the server and its tests share.
pub(super) struct Inner {
    /// The facts about the service.
    pub(super) service: &'static Service,
    pub(super) apis: Vec<Api>,
    /// The records, if the server keeps any.
    pub(super) state: Option<Mutex<State>>,
    pub(super) url: String,
    pub(super) clock: ManualClock,
    pub(super) validates: bool,
    pub(super) limit: Option<Limit>,
    pub(super) is_real_time: bool,
    pub(super) log: Mutex<Log>,
}

/// The expectations, and the requests received.
#[derive(Default)]
pub(super) struct Log {
    pub(super) rules: Vec<Arc<Mutex<Rule>>>,
    pub(super) received: Vec<Received>,
    pub(super) unexpected: Vec<String>,
    pub(super) tokens: Tokens,
    /// When requests came, for each client id and lane.
    pub(super) windows: BTreeMap<(String, String), VecDeque<Duration>>,
}

impl Log {
    /// Counts a request; returns how long to wait if it exceeds the limit.
    pub(super) fn count(
        &mut self,
        (requests, per): Limit,
        lanes: &'static [RateLane],
        received: &Received,
        now: Duration,
    ) -> Option<Duration> {
        let authorization = received.header(AUTHORIZATION.as_str());
        let client = self.tokens.client(authorization, now);
        let client = client.map(str::to_owned).unwrap_or_default();
        let api = match received.described() {
            Some(operation) => operation.api.as_str(),
            None => received.url_path().split('/').nth(1)?,
        };
        let lane = lane_of(lanes, api).to_owned();
        let window = self.windows.entry((client, lane)).or_default();
        while window.front().is_some_and(|came| *came + per <= now) {
            window.pop_front();
        }
        if window.len() < requests {
            window.push_back(now);
            return None;
        }
        let first = window.front().copied().unwrap_or(now);
        Some((first + per).saturating_sub(now))
    }
}

impl Inner {
    pub(super) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn state(state: &Mutex<State>) -> MutexGuard<'_, State> {
        state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Advances the time.
    pub(super) async fn wait(&self, delay: Duration) {
        if delay.is_zero() {
            return;
        }
        if self.is_real_time {
            tokio::time::sleep(delay).await;
        } else {
            self.clock.pass(delay).await;
        }
    }

    fn operation(&self, api: &str, id: &str) -> &Arc<Operation> {
        self.apis
            .iter()
            .find(|it| it.name == api)
            .and_then(|it| it.operations.get(id))
            .expect("generated code uses only its own description")
    }

    fn expect(&self, aim: Aim) -> Expectation {
        let call = Call::new(
            nobody(),
            Target::Raw {
                method: Method::GET,
                path: String::new(),
                api: None,
            },
        );
        let rule = Arc::new(Mutex::new(Rule::new(aim, call, self.service)));
        self.log().rules.push(Arc::clone(&rule));
        Expectation::of(rule)
    }
}

impl Server {
    /// Returns the base URL of the server.
    pub fn url(&self) -> &str {
        &self.inner.url
    }

    /// Credentials that it takes. It takes all others too: any API key, and any user name and password, but no call without the
    /// credentials that its operation requires.
    pub fn credentials(&self) -> Credentials {
        Credentials::client_credentials("mock-client", "mock-secret")
    }

    /// Returns the server's clock, which its clients share.
    pub fn clock(&self) -> &ManualClock {
        &self.inner.clock
    }

    /// Expects a call of a path that no operation describes. The path has no query.
    pub fn on(&self, method: Method, path: &str) -> OnPath {
        OnPath::new(self.inner.expect(Aim::Path(method, path.to_owned())))
    }

    /// Returns the records at the path of a list, `/beta/entitlements`, as the list returns them.
    ///
    /// # Panics
    /// When the server keeps no records, or there is no such list.
    pub fn records(&self, path: &str) -> Vec<Value> {
        let mut state = self.state();
        let records = state.records(path);
        records.expect("the path is that of a list of records")
    }

    /// Replaces the records at the path of a list.
    ///
    /// # Panics
    /// When the server keeps no records, there is no such list, or a record can't be serialized.
    pub fn set_records(&self, path: &str, records: impl IntoIterator<Item: Serialize>) {
        let json = |record| serde_json::to_value(record).expect("a record can be JSON");
        let records = records.into_iter().map(json).collect();
        let set = self.state().set_records(path, records);
        set.expect("the path is that of a list of records");
    }

    fn state(&self) -> MutexGuard<'_, State> {
        let state = self.inner.state.as_ref();
        Inner::state(state.expect("a server that is started as stateful keeps records"))
    }

    /// Returns all requests received, except token requests.
    pub fn received(&self) -> Vec<Received> {
        self.inner.log().received.clone()
    }

    /// How many token requests were received.
    pub fn token_requests(&self) -> usize {
        self.inner.log().tokens.requests
    }

    /// Rejects every token that it has issued so far.
    pub fn expire_tokens(&self) {
        self.inner.log().tokens.expire();
    }

    /// Accepts a token that it has not issued, for a client with its own token.
    pub fn trust_token(&self, token: impl Into<String>) {
        self.inner.log().tokens.trust(token.into());
    }

    /// Sends this response to the next token request.
    pub fn answer_token_request(&self, answer: Answer) {
        self.inner.log().tokens.refusals.push_back(answer);
    }

    /// Removes every expectation, whether it has been met or not.
    pub fn forget_expectations(&self) {
        self.inner.log().rules.clear();
    }

    /// Takes the unexpected calls, each with the closest expectation. A taken call no longer fails the test.
    pub fn take_unexpected(&self) -> Vec<String> {
        std::mem::take(&mut self.inner.log().unexpected)
    }

    /// Panics if there was an unexpected call, or an expected one is missing. Dropping the server does the same.
    ///
    /// # Panics
    /// See above.
    #[allow(clippy::panic, reason = "that is how a test fails")]
    #[track_caller]
    pub fn verify(&self) {
        if let Some(failure) = self.failure() {
            panic!("{failure}");
        }
    }

    /// The text of [`verify`](Self::verify); each failure is reported once.
    fn failure(&self) -> Option<String> {
        let mut log = self.inner.log();
        let missing = log.rules.iter();
        let missing: Vec<String> = missing
            .filter_map(|rule| Log::rule(rule).missing())
            .collect();
        let mut lines = std::mem::take(&mut log.unexpected);
        if !missing.is_empty() {
            lines.extend(missing);
            log.rules.clear();
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// Ends the server: runs [`verify`](Self::verify), unless the test is failing already.
    #[doc(hidden)]
    #[track_caller]
    pub fn finish(&self) {
        if !std::thread::panicking() {
            self.verify();
        }
    }

    /// Returns the client of settings that [`prepare`](Self::prepare) has completed.
    ///
    /// # Panics
    /// If the settings are invalid.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "that is how a test fails")]
    #[track_caller]
    pub fn built<C>(&self, client: crate::Result<C>) -> C {
        client.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Sets what its clients need: base URL, credentials and clock.
    #[doc(hidden)]
    pub fn prepare(&self, settings: &mut Settings) {
        settings.base_url(self.url());
        settings.credentials(self.credentials());
        settings.mock_keys();
        settings.token_url(format!(
            "{}{}",
            self.url(),
            handle::token_path(self.inner.service)
        ));
        settings.unchecked();
        settings.no_proxy();
        if self.inner.is_real_time {
            settings.clock(SystemClock);
        } else {
            settings.clock(self.clock().clone());
        }
    }

    /// Returns an expectation of an operation.
    #[doc(hidden)]
    pub fn expectation(&self, api: &str, operation: &str) -> Expectation {
        let operation = Arc::clone(self.inner.operation(api, operation));
        self.inner.expect(Aim::Operation(operation))
    }

    /// Returns the calls of an operation.
    #[doc(hidden)]
    pub fn calls_of<T: OfOperation>(&self) -> Calls<T> {
        let operation = self.inner.operation(T::API, T::OPERATION);
        let log = self.inner.log();
        let is_of = |it: &&Received| it.described().is_some_and(|it| Arc::ptr_eq(it, operation));
        Calls::new(log.received.iter().filter(is_of).cloned())
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("url", &self.inner.url)
            .finish_non_exhaustive()
    }
}
