//! No secret of any kind is shown by `Debug`, by errors or by `tracing`.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use openapi_client_runtime::Credentials;
use support::security::*;
use support::{Answer, Server};
use tracing::span::{Attributes, Id, Record};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

#[tokio::test]
async fn debug_and_errors_show_no_secret() {
    let builder = all_kinds(&server().await).scheme_credentials(
        &OAUTH,
        Credentials::password("id", None, USER, SECRET).basic(),
    );
    let text = format!("{builder:?}");
    assert!(
        !text.contains(SECRET) && text.contains("keyHeader"),
        "{text}"
    );
    // The port is closed, and the error of the HTTP library has the URL.
    let nowhere = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let failing = Server::script(vec![Answer::hang()]).await;
    for url in [nowhere.as_str(), failing.url()] {
        for operation in [
            &THREE, &BY_BASIC, &BY_COOKIE, &BY_SSWS, &BY_DIGEST, &BY_TOKEN,
        ] {
            let client = all_kinds(&failing)
                .base_url(url)
                .retry(openapi_client_runtime::Retry::none())
                .build()
                .unwrap();
            let call = client.call(operation);
            let request = call.build().unwrap();
            let error = call.clone().send_empty().await.unwrap_err();
            let texts = format!("{client:?} {call:?} {request:?} {error} {error:?}");
            assert!(
                !texts.contains(SECRET) && !texts.contains("YWxpY2U6"),
                "{texts}"
            );
        }
    }
}

#[tokio::test]
async fn a_key_that_the_caller_sets_by_hand_is_not_shown() {
    let client = all_kinds(&server().await).build().unwrap();
    let mut call = client.call(&BY_QUERY);
    call.query("hapi key", SECRET);
    call.query("page", 2);
    let request = call.build().unwrap();
    let texts = format!("{call:?} {request:?}");
    assert!(!texts.contains(SECRET), "{texts}");
    assert!(texts.contains("?hapi%20key=…&page=2"), "{texts}");
    assert!(request.url().contains(SECRET), "what is sent is unchanged");
    let raw = client.get(format!("/thing?hapi%20key={SECRET}&page=2"));
    let texts = format!("{raw:?} {:?}", raw.build().unwrap());
    assert!(!texts.contains(SECRET), "{texts}");
    let mut call = client.call(&BY_COOKIE);
    call.cookie("SID", SECRET);
    let texts = format!("{call:?} {:?}", call.build().unwrap());
    assert!(!texts.contains(SECRET), "{texts}");
}

#[tokio::test]
async fn headers_that_carry_credentials_are_not_shown() {
    let answer = Answer::json(200, "7")
        .header("Set-Cookie", SECRET)
        .header("X-Session-Token", SECRET)
        .header("X-Request-Id", "r-1");
    let failing = Server::script(vec![Answer::new(404).header("X-Auth-Token", SECRET)]).await;
    let server = Server::script(vec![answer]).await;
    let client = support::client(&server);
    let call = || {
        let call = client
            .get("/thing")
            .query("api_key", SECRET)
            .query("page", 2);
        call.header("X-Api-Key", SECRET).header("X-Trace", "t-1")
    };
    let texts = format!("{:?} {:?}", call(), call().build().unwrap());
    assert!(!texts.contains(SECRET), "{texts}");
    assert!(texts.contains("t-1") && texts.contains("page=2"), "{texts}");
    let response = call().send_json::<u8>().await.unwrap();
    let texts = format!("{response:?} {:?}", response.clone().into_parts());
    assert!(!texts.contains(SECRET) && texts.contains("r-1"), "{texts}");
    let error = support::client(&failing).get("/thing").send_empty().await;
    let error = error.unwrap_err();
    assert!(!format!("{error:?} {error}").contains(SECRET), "{error:?}");
    // What is sent is unchanged.
    let received = &server.received()[0];
    assert_eq!(received.header("X-Api-Key"), Some(SECRET));
}

/// Keeps the text of every field of every span and event.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl tracing::field::Visit for Log {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn Debug) {
        let text = format!("{}={value:?}\n", field.name());
        self.0.lock().unwrap().push_str(&text);
    }
}

impl<S: tracing::Subscriber> Layer<S> for Log {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        attributes.record(&mut self.clone());
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        values.record(&mut self.clone());
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        event.record(&mut self.clone());
    }
}

#[tokio::test]
async fn traces_contain_no_secret() {
    let log = Log::default();
    let subscriber = tracing_subscriber::registry().with(log.clone());
    tracing::subscriber::set_global_default(subscriber).unwrap();
    // The first attempt of each call fails, and is retried.
    let server = Server::start(|_, earlier| Answer::new([503, 204][earlier % 2])).await;
    let kinds = [
        &THREE, &BY_BASIC, &BY_COOKIE, &BY_SSWS, &BY_DIGEST, &BY_TOKEN,
    ];
    for operation in kinds {
        let builder = all_kinds(&server).clock(support::TestClock::new());
        sent(operation, builder, &server).await;
    }
    assert_eq!(server.received().len(), 2 * kinds.len());
    let text = log.0.lock().unwrap().clone();
    assert!(text.contains("/thing"), "{text}");
    assert!(
        !text.contains(SECRET) && !text.contains("aHVudGVyMg"),
        "{text}"
    );
    assert!(!text.contains("YWxpY2U6"), "{text}");
}
