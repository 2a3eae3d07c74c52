//! A client with the settings of another: what both share.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use openapi_client_runtime::{
    Client, ClientBuilder, Credentials, Middleware, MiddlewareFuture, Next, RateLimit,
    RefreshToken, Sending, Unlimited,
};
use support::raw::{self, Count};
use support::{Answer, Server, TestClock, builder};
use tokio::io::AsyncWriteExt as _;

async fn tenant() -> Server {
    Server::tenant(|_, _| Answer::new(200)).await
}

fn with_tokens(server: &Server) -> ClientBuilder {
    builder(server)
        .credentials(Credentials::client_credentials("id", "secret"))
        .clock(TestClock::new())
}

async fn call(client: &Client) {
    client.get("/beta/things").send_empty().await.unwrap();
}

type Change = fn(ClientBuilder) -> ClientBuilder;

#[tokio::test]
async fn a_token_is_shared_unless_a_setting_of_token_requests_changes() {
    let kept: [(&str, Change); 7] = [
        ("nothing", |it| it),
        ("timeout", |it| it.timeout(Duration::from_secs(9))),
        ("retry", |it| {
            it.retry(openapi_client_runtime::Retry::none())
        }),
        ("user_agent", |it| it.user_agent("other")),
        ("rate_limit", |it| it.rate_limit(RateLimit::none())),
        ("max_requests_in_flight", |it| it.max_requests_in_flight(3)),
        ("max_response_size", |it| it.max_response_size(1 << 20)),
    ];
    let changed: [(&str, Change); 6] = [
        ("credentials", |it| {
            it.credentials(Credentials::client_credentials("other", "secret"))
        }),
        ("default_header", |it| {
            it.default_header("X-Tenant", "other")
        }),
        ("clock", |it| it.clock(TestClock::new())),
        ("idle_timeout", |it| it.idle_timeout(Duration::from_secs(1))),
        ("http1_only", ClientBuilder::http1_only),
        ("config of the service", |it| it.service(&support::SERVICE)),
    ];
    let server = tenant().await;
    let client = with_tokens(&server).build().unwrap();
    call(&client).await;
    let mut tokens = 1;
    for (changes, new) in [(&kept[..], 0), (&changed[..], 1)] {
        for (name, change) in changes {
            let other = change(client.to_builder()).build().unwrap();
            call(&other).await;
            tokens += new;
            assert_eq!(server.token_requests(), tokens, "{name}");
        }
    }
    let (elsewhere, before) = (tenant().await, server.received().len());
    let other = client.to_builder().base_url(elsewhere.url()).build();
    call(&other.unwrap()).await;
    assert_eq!(elsewhere.token_requests(), 1, "no token for another server");
    assert_eq!(server.received().len(), before);
}

#[tokio::test]
async fn connections_are_shared_unless_a_setting_of_them_changes() {
    let connections = Count::default();
    let count = connections.clone();
    let address = raw::listen(move |mut stream, _| {
        count.add();
        async move {
            while raw::request(&mut stream).await.is_some() {
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                stream.write_all(answer).await.unwrap();
            }
        }
    })
    .await;
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .credentials(Credentials::none())
        .build()
        .unwrap();
    call(&client).await;
    let other = client.to_builder().timeout(Duration::from_secs(9)).build();
    call(&other.unwrap()).await;
    let other = client.to_builder().credentials(Credentials::bearer("x"));
    call(&other.build().unwrap()).await;
    assert_eq!(connections.get(), 1);
    let other = client.to_builder().max_idle_connections(1).build();
    call(&other.unwrap()).await;
    assert_eq!(connections.get(), 2);
}

#[tokio::test]
async fn the_count_of_requests_is_shared_unless_its_limit_changes() {
    let clock = TestClock::new();
    let server = tenant().await;
    let client = builder(&server)
        .rate_limit(RateLimit::new(2, Duration::from_secs(10)))
        .clock(clock.clone())
        .build()
        .unwrap();
    call(&client).await;
    let other = client.to_builder().user_agent("other").build().unwrap();
    call(&other).await;
    assert_eq!(clock.passed(), Duration::ZERO);
    call(&client.to_builder().limiter(Unlimited).build().unwrap()).await;
    assert_eq!(clock.passed(), Duration::ZERO);
    call(&other).await;
    assert_eq!(clock.passed(), Duration::from_secs(10));
}

#[tokio::test]
async fn requests_in_flight_are_counted_together() {
    let clock = TestClock::manual();
    let server = Server::script(vec![Answer::silent()]).await;
    let client = builder(&server)
        .max_requests_in_flight(1)
        .clock(clock.clone())
        .build()
        .unwrap();
    let silent = tokio::spawn(client.get("/a").send_empty());
    server.arrived(1).await;
    let other = client.to_builder().timeout(Duration::from_secs(7)).build();
    let waiting = tokio::spawn(other.unwrap().get("/b").send_empty());
    clock.expire(Duration::from_secs(7)).await;
    let error = waiting.await.unwrap().unwrap_err();
    let cause = "waiting for other requests in flight";
    assert!(error.to_string().contains(cause), "{error}");
    silent.abort();
}

#[tokio::test]
async fn the_newest_refresh_token_is_shared() {
    let server = Server::start(|received, earlier| {
        if received.target != "/oauth/token" {
            return Answer::new(200);
        }
        let text = format!(r#"{{"access_token":"a","refresh_token":"r-{earlier}"}}"#);
        Answer::json(200, text)
    })
    .await;
    let store = |_: RefreshToken| async { Ok(()) };
    let credentials = Credentials::refresh_token("id", None, "first", store);
    let client = builder(&server).credentials(credentials).build().unwrap();
    call(&client).await;
    // Another pool, and so another token.
    let other = client.to_builder().http1_only().build().unwrap();
    call(&other).await;
    let sent = server.received();
    let sent: Vec<&str> = [0, 2].map(|at| sent[at].text()).to_vec();
    assert!(sent[0].contains("refresh_token=first"), "{sent:?}");
    assert!(sent[1].contains("refresh_token=r-0"), "{sent:?}");
}

struct Named(&'static str, Arc<Mutex<Vec<&'static str>>>);

impl Middleware for Named {
    fn call<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        self.1.lock().unwrap().push(self.0);
        next.run(sending)
    }
}

#[tokio::test]
async fn middleware_stays_and_further_is_inside() {
    let log = Arc::default();
    let server = tenant().await;
    let first = Named("first", Arc::clone(&log));
    let client = builder(&server).middleware(first).build().unwrap();
    let second = Named("second", Arc::clone(&log));
    let other = client.to_builder().middleware(second).build().unwrap();
    call(&other).await;
    call(&client).await;
    assert_eq!(*log.lock().unwrap(), ["first", "second", "first"]);
    assert_eq!(
        server.received()[0].header("user-agent"),
        server.received()[1].header("user-agent")
    );
}

#[test]
fn settings_that_contradict_each_other_are_errors() {
    let client = Client::builder()
        .base_url("https://a.example")
        .credentials(Credentials::bearer("x"))
        .build()
        .unwrap();
    let plain = client.to_builder().base_url("http://a.example").build();
    let error = plain.unwrap_err();
    assert!(error.to_string().contains("plain http"), "{error}");
    let error = client.to_builder().token_url("https://a.example/t").build();
    assert!(error.unwrap_err().is_config());
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_share_their_thread_and_connections() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // A connection is free a moment after its response, so one try may need a second one.
    let is_shared = (0..20).any(|_| connections_of_two_clients(&runtime) == 1);
    assert!(is_shared);
}

#[cfg(feature = "blocking")]
fn connections_of_two_clients(runtime: &tokio::runtime::Runtime) -> usize {
    let connections = Count::default();
    let count = connections.clone();
    let address = runtime.block_on(raw::listen(move |mut stream, _| {
        count.add();
        async move {
            while raw::request(&mut stream).await.is_some() {
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                stream.write_all(answer).await.unwrap();
            }
        }
    }));
    let client = Client::builder()
        .base_url(format!("http://{address}"))
        .credentials(Credentials::none())
        .build()
        .unwrap();
    client.get("/a").send_empty_blocking().unwrap();
    let other = client.to_builder().user_agent("other").build().unwrap();
    drop(client);
    other.get("/a").send_empty_blocking().unwrap();
    connections.get()
}
