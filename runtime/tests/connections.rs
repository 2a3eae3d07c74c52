//! Connections: of HTTP/2 that never answer, that are idle, that the server closes, and of other runtimes.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use openapi_client_runtime::{Client, ClientBuilder, Credentials, RateLimit, Retry, Timeouts};
use support::raw::{self, AUTHORITY, Count};
use support::{Answer, Server, TestClock};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore};

const ATTEMPT: Duration = Duration::from_secs(60);

fn builder(url: &str) -> ClientBuilder {
    Client::builder()
        .base_url(url)
        .credentials(Credentials::none())
        .rate_limit(RateLimit::none())
}

fn secure(address: &str) -> ClientBuilder {
    builder(&format!("https://{address}")).add_root_certificates(AUTHORITY)
}

/// A server of HTTP/2 whose first connections never answer but for `/late`, which waits for a sign.
#[derive(Clone)]
struct BlackHole {
    /// How many connections never answer.
    dead: usize,
    connections: Count,
    arrived: Arc<Semaphore>,
    sign: Arc<Notify>,
}

impl BlackHole {
    async fn serve(dead: usize) -> (Self, String) {
        let hole = Self {
            dead,
            connections: Count::default(),
            arrived: Arc::new(Semaphore::new(0)),
            sign: Arc::default(),
        };
        let (server, acceptor) = (hole.clone(), raw::acceptor(&[b"h2"]));
        let address = raw::listen(move |stream, earlier| {
            let (server, acceptor) = (server.clone(), acceptor.clone());
            async move {
                let stream = acceptor.accept(stream).await.unwrap();
                let mut connection = h2::server::handshake(stream).await.unwrap();
                // Of connections that are made at the same time, the client drops all but one.
                let mut silent = Vec::new();
                let mut is_used = false;
                while let Some(Ok((request, mut respond))) = connection.accept().await {
                    if !is_used {
                        server.connections.add();
                        is_used = true;
                    }
                    server.arrived.add_permits(1);
                    let mut answer = move || {
                        let mut body = respond.send_response(Response::new(()), false).unwrap();
                        body.send_data(Bytes::from_static(b"7"), true).unwrap();
                    };
                    if request.uri().path() == "/late" {
                        let sign = Arc::clone(&server.sign);
                        tokio::spawn(async move {
                            sign.notified().await;
                            answer();
                        });
                    } else if earlier < server.dead {
                        silent.push(answer);
                    } else {
                        answer();
                    }
                }
            }
        });
        (hole, address.await)
    }

    /// Completes when this many more requests have arrived.
    async fn arrived(&self, requests: u32) {
        self.arrived.acquire_many(requests).await.unwrap().forget();
    }
}

#[tokio::test]
async fn leaves_a_connection_that_never_answers_after_an_attempt_timeout() {
    let (hole, address) = BlackHole::serve(1).await;
    let clock = TestClock::new();
    let client = secure(&address).clock(clock.clone()).build().unwrap();
    // A call in flight, which has more time.
    let patient = Timeouts::default().attempt(10 * ATTEMPT);
    let late = tokio::spawn(client.get("/late").timeouts(patient).send_json::<u8>());
    hole.arrived(1).await;

    let calls: Vec<_> = (0..50)
        .map(|_| tokio::spawn(client.get("/x").send_json::<u8>()))
        .collect();
    hole.arrived(50).await;
    clock.expire(ATTEMPT).await;
    for call in calls {
        let answer = call.await.unwrap().unwrap();
        assert_eq!((*answer, answer.attempts()), (7, 2));
    }
    assert_eq!(hole.connections.get(), 2);
    hole.sign.notify_one();
    let answer = late.await.unwrap().unwrap();
    assert_eq!((*answer, answer.attempts()), (7, 1));
}

#[tokio::test]
async fn leaves_a_connection_after_a_call_timeout_and_a_caller_that_gave_up() {
    for gives_up in [false, true] {
        let (hole, address) = BlackHole::serve(1).await;
        let clock = TestClock::new();
        let client = secure(&address).clock(clock.clone()).build().unwrap();
        let second = Duration::from_secs(7);
        if gives_up {
            let call = tokio::spawn(client.get("/x").send_json::<u8>());
            hole.arrived(1).await;
            clock.advance(second);
            call.abort();
            assert!(call.await.unwrap_err().is_cancelled());
        } else {
            let call = tokio::spawn(client.get("/x").timeout(second).send_json::<u8>());
            hole.arrived(1).await;
            clock.expire(second).await;
            assert!(call.await.unwrap().unwrap_err().is_timeout());
        }
        let answer = client.get("/x").send_json::<u8>().await.unwrap();
        assert_eq!((*answer, answer.attempts()), (7, 1));
        assert_eq!(hole.connections.get(), 2);
    }
}

#[tokio::test]
async fn moves_to_new_connections_once_in_ten_seconds() {
    let (hole, address) = BlackHole::serve(usize::MAX).await;
    let clock = TestClock::new();
    let second = Duration::from_secs(1);
    let client = secure(&address)
        .attempt_timeout(second)
        .retry(Retry::none())
        .clock(clock.clone())
        .build()
        .unwrap();
    for connections in [1, 2, 2, 2, 2] {
        let call = tokio::spawn(client.get("/x").send_empty());
        hole.arrived(1).await;
        clock.expire(second).await;
        assert!(call.await.unwrap().unwrap_err().is_timeout());
        assert_eq!(hole.connections.get(), connections);
    }
    clock.advance(Duration::from_secs(10));
    for connections in [2, 3] {
        let call = tokio::spawn(client.get("/x").send_empty());
        hole.arrived(1).await;
        clock.expire(second).await;
        assert!(call.await.unwrap().unwrap_err().is_timeout());
        assert_eq!(hole.connections.get(), connections);
    }
}

/// A server of HTTP/2 whose first connection answers nothing at all, not even pings.
#[tokio::test]
async fn pings_find_a_dead_connection() {
    let acceptor = raw::acceptor(&[b"h2"]);
    let address = raw::listen(move |stream, earlier| {
        let acceptor = acceptor.clone();
        async move {
            let stream = acceptor.accept(stream).await.unwrap();
            let mut connection = h2::server::handshake(stream).await.unwrap();
            while let Some(Ok((_, mut respond))) = connection.accept().await {
                if earlier == 0 {
                    std::future::pending::<()>().await;
                }
                let mut body = respond.send_response(Response::new(()), false).unwrap();
                body.send_data(Bytes::from_static(b"7"), true).unwrap();
            }
        }
    });
    let address = address.await;
    let short = Duration::from_millis(50);
    let client = secure(&address)
        .http2_pings(short, short)
        .clock(TestClock::new())
        .build()
        .unwrap();
    let answer = client.get("/x").send_json::<u8>().await.unwrap();
    assert_eq!((*answer, answer.attempts()), (7, 2));
}

/// Answers every request with `7` until the client closes the connection.
async fn answering(mut stream: TcpStream, open: Count) {
    open.add();
    while raw::request(&mut stream).await.is_some() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n7";
        if stream.write_all(answer).await.is_err() {
            break;
        }
    }
    open.subtract();
}

/// Completes when a condition holds.
async fn until(condition: impl Fn() -> bool) {
    while !condition() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_burst_leaves_few_idle_connections_and_they_are_closed_soon() {
    let open = Count::default();
    let (count, gate) = (open.clone(), Arc::new(Semaphore::new(0)));
    let opened = Arc::clone(&gate);
    let address = raw::listen(move |stream, _| {
        let (count, gate) = (count.clone(), Arc::clone(&gate));
        async move {
            // No answer before all have come, so that each call has a connection.
            let _open = gate.acquire().await;
            answering(stream, count).await;
        }
    });
    let url = format!("http://{}", address.await);
    for (max, kept) in [(None, 32), (Some(3), 3), (Some(0), 0)] {
        let mut settings = builder(&url);
        if let Some(max) = max {
            settings = settings.max_idle_connections(max);
        }
        let client = settings
            .idle_timeout(Duration::from_millis(300))
            .build()
            .unwrap();
        let calls: Vec<_> = (0..100)
            .map(|_| tokio::spawn(client.get("/x").send_json::<u8>()))
            .collect();
        opened.add_permits(100);
        for call in calls {
            call.await.unwrap().unwrap();
        }
        until(|| open.get() <= kept).await;
        until(|| open.get() == 0).await;
        opened.forget_permits(usize::MAX);
    }
}

#[tokio::test]
async fn http1_only_offers_no_http2() {
    let acceptor = raw::acceptor(&[b"h2", b"http/1.1"]);
    let address = raw::listen(move |stream, _| {
        let acceptor = acceptor.clone();
        async move {
            let mut stream = acceptor.accept(stream).await.unwrap();
            let protocol = stream.get_ref().1.alpn_protocol();
            let version = u8::from(protocol == Some(b"h2")) + 1;
            raw::request(&mut stream).await.unwrap();
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{version}");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    let client = secure(&address.await).http1_only().build().unwrap();
    assert_eq!(*client.get("/x").send_json::<u8>().await.unwrap(), 1);
}

#[tokio::test]
async fn the_number_of_requests_in_flight_is_limited() {
    let (now, most) = (Count::default(), Arc::new(std::sync::Mutex::new(0)));
    let (count, highest) = (now.clone(), Arc::clone(&most));
    let address = raw::listen(move |mut stream, _| {
        let (now, most) = (count.clone(), Arc::clone(&highest));
        async move {
            while raw::request(&mut stream).await.is_some() {
                now.add();
                {
                    let mut most = most.lock().unwrap();
                    *most = now.get().max(*most);
                }
                tokio::task::yield_now().await;
                now.subtract();
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n7";
                stream.write_all(answer).await.unwrap();
            }
        }
    });
    let url = format!("http://{}", address.await);
    let client = builder(&url).max_requests_in_flight(4).build().unwrap();
    let calls: Vec<_> = (0..100)
        .map(|_| tokio::spawn(client.get("/x").send_json::<u8>()))
        .collect();
    // Callers that go away give up their places.
    for call in calls.iter().step_by(7) {
        call.abort();
    }
    for (number, call) in calls.into_iter().enumerate() {
        if number % 7 != 0 {
            call.await.unwrap().unwrap();
        }
    }
    let most = *most.lock().unwrap();
    assert!((1..=4).contains(&most), "{most}");
}

fn single() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn a_caller_that_is_not_polled_takes_no_place_in_flight() {
    let (own, other) = (single(), single());
    let server = own.block_on(Server::script(vec![Answer::silent(), Answer::new(200)]));
    let (clock, grace) = (TestClock::new(), Duration::from_secs(1));
    let client = builder(server.url())
        .max_requests_in_flight(1)
        .clock(clock.clone())
        .build()
        .unwrap();
    let first = own.spawn(client.get("/x").send_empty());
    own.block_on(server.arrived(1));
    // It waits on a runtime that is then not driven.
    other.spawn(client.get("/x").send_empty());
    other.block_on(clock.awaited(grace));
    own.block_on(async {
        let second = tokio::spawn(client.get("/x").send_empty());
        tokio::task::yield_now().await;
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        clock.advance(grace);
        second.await.unwrap().unwrap();
    });
    assert_eq!(server.received().len(), 2);
}

#[test]
fn connections_of_another_runtime_delay_no_call() {
    let (own, other) = (single(), single());
    let server = own.block_on(Server::script(vec![Answer::new(200)]));
    let serving = std::thread::spawn(move || own.block_on(std::future::pending::<()>()));
    let client = builder(server.url()).build().unwrap();
    let call = || {
        client
            .post("/x")
            .timeout(Duration::from_secs(20))
            .send_empty()
    };
    // Its connection stays in the pool of this runtime, which is not driven after that.
    other.block_on(call()).unwrap();
    for _ in 0..3 {
        let next = single();
        for _ in 0..2 {
            next.block_on(call()).unwrap();
        }
        // Nor does a runtime that has ended.
        drop(next);
    }
    other.block_on(call()).unwrap();
    assert_eq!(server.received().len(), 8);
    drop(serving);
}
