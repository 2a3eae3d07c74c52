//! The calls, and what must hold after each.

use std::sync::Arc;
use std::time::{Duration, Instant};

use openapi_client_runtime::http::StatusCode;
use openapi_client_runtime::{Client, Error, ErrorKind, Result};
use serde::Deserialize;
use serde_json::json;
use tests::random::Random;

use crate::ledger::{Findings, LISTS};
use crate::server::Server;

/// A call that takes longer in real time hangs: its own deadlines are far shorter.
const HANGING: Duration = Duration::from_secs(30);

/// After so many errors a list is given up.
const PATIENCE: usize = 30;

#[derive(Debug, Deserialize)]
struct Record {
    id: usize,
}

#[derive(Debug, Deserialize)]
struct Document {
    version: u64,
}

/// One caller of many.
pub(crate) struct Worker {
    pub(crate) number: usize,
    pub(crate) client: Client,
    pub(crate) random: Random,
    pub(crate) server: Arc<Server>,
    pub(crate) findings: Arc<Findings>,
    /// How often it has created and written something.
    created: u64,
    written: u64,
    /// The last version of its document that the server has confirmed.
    confirmed: u64,
}

impl Worker {
    pub(crate) fn new(
        number: usize,
        client: Client,
        server: Arc<Server>,
        findings: Arc<Findings>,
    ) -> Self {
        Self {
            number,
            client,
            random: Random::new(0),
            server,
            findings,
            created: 0,
            written: 0,
            confirmed: 0,
        }
    }

    /// Calls until the time is over.
    pub(crate) async fn run(mut self, until: Instant) {
        while Instant::now() < until {
            match self.random.below(12) {
                0..=2 => self.list().await,
                3..=5 => self.create().await,
                6 | 7 => self.write().await,
                8 | 9 => self.read().await,
                10 => self.give_up().await,
                _ => self.change().await,
            }
        }
    }

    /// Reads a list, which must have every record once and in order.
    async fn list(&mut self) {
        let list = self.random.below(LISTS.len());
        let (length, _) = LISTS[list];
        let limit = 1 + self.random.below(80);
        let pages = 1 + self.random.below(4);
        let client = self.client.clone();
        let call = || {
            let call = client.get("/lists/{list}").path("list", list);
            call.query("limit", limit)
                .items::<Record>()
                .concurrency(pages)
        };
        let (mut items, mut found, mut errors) = (call(), 0, 0);
        loop {
            let Some(result) = self.ended("a list", items.try_next()).await else {
                return;
            };
            match result {
                Ok(Some(record)) if record.id == found => found += 1,
                Ok(Some(record)) => {
                    let id = record.id;
                    return self.fail(format!("list {list}: record {id} instead of {found}"));
                }
                Ok(None) if found == length => {
                    return self.findings.count("records: complete list");
                }
                Ok(None) => {
                    return self.fail(format!("list {list}: {found} of {length} records"));
                }
                Err(error) => {
                    self.judge(&error);
                    errors += 1;
                    if errors > PATIENCE {
                        return self.findings.count("records: list given up");
                    }
                }
            }
            if self.random.once_in(100) {
                let cursor = serde_json::to_string(&items.cursor()).ok();
                let cursor = cursor.and_then(|text| serde_json::from_str(&text).ok());
                let resumed = cursor.map(|cursor| call().resume_from(cursor));
                let Some(Ok(resumed)) = resumed else {
                    return self.fail(format!("list {list}: the cursor is not valid"));
                };
                items = resumed;
            }
        }
    }

    /// Creates a thing, which must be there once if the call says so, and not at all if it says that.
    async fn create(&mut self) {
        self.created += 1;
        let id = format!("{}-{}", self.number, self.created);
        let call = self.client.post("/things").json(&json!({"id": id}));
        let Some(result) = self.ended("a POST", call.send_empty()).await else {
            return;
        };
        let ledger = &self.server.ledger;
        let times = match &result {
            Err(error) if error.may_have_been_applied() && error.kind() != ErrorKind::Decode => {
                self.judge(error);
                return ledger.doubt(id);
            }
            Ok(_) => ledger.settle(&id),
            Err(error) => {
                self.judge(error);
                ledger.settle(&id)
            }
        };
        let expected = match &result {
            Err(error) if error.kind() != ErrorKind::Decode => 0,
            Ok(_) | Err(_) => 1,
        };
        if times != expected {
            let outcome = result.map(|response| response.status());
            self.fail(format!("{id} was created {times} times: {outcome:?}"));
        }
    }

    /// Writes the next version of its document, which must be there after a success.
    async fn write(&mut self) {
        self.written += 1;
        let (id, version) = (self.number.to_string(), self.written);
        let call = self.client.put("/documents/{id}").path("id", &id);
        let call = call.json(&json!({"version": version})).send_empty();
        let Some(result) = self.ended("a PUT", call).await else {
            return;
        };
        if let Err(error) = result {
            return self.judge(&error);
        }
        let stored = self.server.ledger.version(&id);
        if stored != version {
            self.fail(format!(
                "document {id}: version {stored} instead of {version}"
            ));
        }
        self.confirmed = version;
    }

    /// Reads its document, in one of two ways.
    async fn read(&mut self) {
        let call = self.client.get("/documents/{id}").path("id", self.number);
        let result = if self.random.once_in(4) {
            let call = tokio::task::spawn_blocking(move || call.send_json_blocking::<Document>());
            let Some(Ok(result)) = self.ended("a blocking GET", call).await else {
                return self.fail("a blocking call panicked or hung".to_owned());
            };
            result
        } else {
            let Some(result) = self.ended("a GET", call.send_json::<Document>()).await else {
                return;
            };
            result
        };
        match result {
            Ok(document) if (self.confirmed..=self.written).contains(&document.version) => {}
            Ok(document) => {
                let (version, confirmed) = (document.version, self.confirmed);
                self.fail(format!(
                    "version {version} was read after {confirmed} was confirmed"
                ));
            }
            Err(error) => self.judge(&error),
        }
    }

    /// Drops a call soon after its begin.
    async fn give_up(&mut self) {
        let time = Duration::from_micros(self.random.next() % 8_000);
        let call = self.client.get("/lists/4").send_bytes();
        if tokio::time::timeout(time, call).await.is_err() {
            self.findings.count("calls: dropped");
        }
    }

    /// Goes on with a client that differs in a setting, now and then with connections of its own.
    async fn change(&mut self) {
        let mut builder = self.client.to_builder().user_agent("soak");
        if self.random.once_in(10) {
            builder = builder.max_idle_connections(8);
        }
        match builder.build() {
            Ok(client) => self.client = client,
            Err(error) => self.fail(format!("a builder of a client: {error}")),
        }
        let call = self.client.get("/lists/0").send_json::<Vec<Record>>();
        if let Some(Err(error)) = self.ended("a GET", call).await {
            self.judge(&error);
        }
    }

    /// The result of a call, or `None` and a failure if it hangs.
    async fn ended<T>(&self, name: &str, call: impl Future<Output = T>) -> Option<T> {
        let result = tokio::time::timeout(HANGING, call).await.ok();
        match &result {
            Some(_) => self.findings.count("calls: ended"),
            None => self.fail(format!("{name} hangs")),
        }
        result
    }

    /// Checks that an error names a cause that the server has.
    fn judge(&self, error: &Error) {
        let line = error.to_string();
        let is_named = match error.kind() {
            ErrorKind::Status => error.status().is_some_and(is_of_server),
            ErrorKind::Decode => ["cut off", "stalled", "closed inside"]
                .iter()
                .any(|it| line.contains(it)),
            ErrorKind::Timeout => [" for ", "within"].iter().any(|it| line.contains(it)),
            ErrorKind::Connect | ErrorKind::Transport => line.contains("127.0.0.1"),
            ErrorKind::Auth => line.contains("token") && !line.contains("without a result"),
            ErrorKind::Config | ErrorKind::Request | _ => false,
        };
        if !is_named || line.contains('\n') || line.len() > 1000 {
            self.fail(format!("an error without its cause: {line}"));
        }
        self.findings.count(format!("errors: {}", error.kind()));
    }

    fn fail(&self, failure: String) {
        self.findings.fail(failure);
    }
}

/// Whether the server sends this status, and the client does not resend it for ever.
fn is_of_server(status: StatusCode) -> bool {
    matches!(status.as_u16(), 401 | 429 | 500 | 502 | 503)
}

/// The client of all workers.
///
/// # Errors
/// When a setting is not valid.
pub(crate) fn client(url: &str, clock: crate::clock::JumpingClock) -> Result<Client> {
    use openapi_client_runtime::{Credentials, RateLimit};

    Client::builder()
        .base_url(url)
        .token_url(format!("{url}/oauth/token"))
        .credentials(Credentials::client_credentials("soak", "secret"))
        .rate_limit(RateLimit::new(1_000, Duration::from_secs(20)).unshared())
        .max_requests_in_flight(crate::IN_FLIGHT)
        .attempt_timeout(Duration::from_secs(6))
        .read_timeout(Duration::from_secs(4))
        .timeout(Duration::from_secs(90))
        .clock(clock)
        .build()
}
