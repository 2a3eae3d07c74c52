//! The spans and events of a call.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use openapi_client_runtime::codegen::Operation;
use openapi_client_runtime::{Credentials, RateLimit};
use support::{Answer, Server, TestClock, builder};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

static GET_THING: Operation =
    Operation::new("getThing", &support::BETA, Method::GET, "/beta/things/{id}");

type Fields = BTreeMap<&'static str, String>;

/// A span: its id, its name and its fields.
type Seen = (u64, &'static str, Fields);

/// Keeps the fields of every span and event of the client.
#[derive(Clone, Default)]
struct Log {
    spans: Arc<Mutex<Vec<Seen>>>,
    events: Arc<Mutex<Vec<Fields>>>,
}

struct Reader<'a>(&'a mut Fields);

impl Visit for Reader<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl<S: tracing::Subscriber> Layer<S> for Log {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if attributes.metadata().target() == "openapi_client" {
            let mut fields = Fields::new();
            attributes.record(&mut Reader(&mut fields));
            self.spans
                .lock()
                .unwrap()
                .push((id.into_u64(), attributes.metadata().name(), fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut spans = self.spans.lock().unwrap();
        // The ids of closed spans are used again, so the newest counts.
        if let Some((_, _, fields)) = spans
            .iter_mut()
            .rev()
            .find(|(other, ..)| *other == id.into_u64())
        {
            values.record(&mut Reader(fields));
        }
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "openapi_client" {
            let mut fields = Fields::new();
            event.record(&mut Reader(&mut fields));
            self.events.lock().unwrap().push(fields);
        }
    }
}

fn expect(fields: &Fields, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        let found = fields.get(name).map(String::as_str);
        assert_eq!(found, Some(*value), "{name} of {fields:?}");
    }
}

#[tokio::test]
async fn a_call_and_its_attempts_are_spans_without_secrets() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));
    let server = Server::tenant(|_, earlier| match earlier {
        0 => Answer::new(503).body("private-answer"),
        _ => Answer::json(404, r#"{"trackingId":"e7ea","messages":[{"text":"gone"}]}"#),
    })
    .await;
    let credentials = Credentials::client_credentials("id", "the-secret");
    let limit = RateLimit::new(1, Duration::from_secs(2));
    let client = builder(&server)
        .credentials(credentials)
        .rate_limit(limit)
        .clock(TestClock::new())
        .build()
        .unwrap();
    let mut call = client.call(&GET_THING);
    call.path("id", "private-id");
    call.query("filters", "private-filter");
    call.send_empty().await.unwrap_err();

    let spans = log.spans.lock().unwrap().clone();
    let names: Vec<_> = spans.iter().map(|(_, name, _)| *name).collect();
    assert_eq!(names, ["call", "attempt", "attempt"]);
    let [call, first, second] = [0, 1, 2].map(|index| &spans[index].2);
    expect(
        call,
        &[
            ("otel.name", "getThing"),
            ("api.operation", "getThing"),
            ("api.name", "beta"),
            ("http.response.status_code", "404"),
            ("error.type", "404"),
            ("api.request_id", "e7ea"),
            ("otel.kind", "internal"),
            ("otel.status_code", "ERROR"),
            ("url.template", "/beta/things/{id}"),
        ],
    );
    assert!(call.contains_key("api.limiter_wait_ms"), "{call:?}");
    expect(
        first,
        &[
            ("otel.name", "GET /beta/things/{id}"),
            ("otel.kind", "client"),
            ("server.address", "127.0.0.1"),
            ("http.request.method", "GET"),
            ("http.response.status_code", "503"),
            ("error.type", "503"),
        ],
    );
    assert!(!first.contains_key("http.request.resend_count"));
    expect(
        second,
        &[
            ("http.request.resend_count", "1"),
            ("http.response.status_code", "404"),
        ],
    );

    let events = log.events.lock().unwrap().clone();
    let again = events
        .iter()
        .filter(|fields| fields["message"] == "sending again")
        .count();
    assert_eq!(again, 1, "{events:?}");
    let all = format!("{spans:?} {events:?}");
    for secret in ["private", "token-1", "the-secret", "Bearer"] {
        assert!(!all.contains(secret), "{all}");
    }
}
