//! The end of a client: what runs in the background ends within a bound.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::sync::mpsc;
use std::time::Duration;

use openapi_client_runtime::{Client, Credentials, RateLimit, RefreshToken};
use support::raw;
use support::{Answer, Server, TestClock, builder};
use tokio::io::AsyncWriteExt as _;
use tokio::runtime::{Builder, Handle, Runtime};

/// A runtime of servers, so that the tasks of the client can be counted.
fn servers() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(1).enable_all().build().unwrap()
}

fn run(test: impl Future<Output = ()>) {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.unwrap().block_on(test);
}

fn tasks() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

/// Lets time pass until no task is left, and returns how much at most.
async fn ended(clock: &TestClock) -> Duration {
    let start = clock.passed();
    loop {
        // Whatever is ready gets its turn before time passes.
        for _ in 0..200 {
            if tasks() == 0 {
                return clock.passed().saturating_sub(start);
            }
            tokio::task::yield_now().await;
        }
        clock.advance(Duration::from_millis(500));
        assert!(
            clock.passed() < start + Duration::from_secs(500),
            "{} tasks are left",
            tasks()
        );
    }
}

#[test]
fn a_renewal_ends_some_seconds_after_the_last_client() {
    let servers = servers();
    let server = servers.block_on(Server::script(vec![Answer::silent()]));
    run(async {
        let clock = TestClock::manual();
        let client = builder(&server)
            .credentials(Credentials::client_credentials("id", "secret"))
            .clock(clock.clone())
            .build()
            .unwrap();
        let call = tokio::spawn(client.get("/a").send_empty());
        server.arrived(1).await;
        call.abort();
        call.await.unwrap_err();
        drop(client);
        let time = ended(&clock).await;
        assert!(time > Duration::from_secs(2), "{time:?}");
        assert!(time < Duration::from_secs(20), "{time:?}");
    });
}

#[test]
fn a_refresh_token_that_arrives_late_is_saved() {
    let servers = servers();
    let (release, released) = tokio::sync::oneshot::channel::<()>();
    let released = std::sync::Mutex::new(Some(released));
    let (arrive, arrived) = tokio::sync::oneshot::channel();
    let arrive = std::sync::Mutex::new(Some(arrive));
    let address = servers.block_on(raw::listen(move |mut stream, _| {
        let released = released.lock().unwrap().take();
        let arrive = arrive.lock().unwrap().take();
        async move {
            raw::request(&mut stream).await.unwrap();
            arrive.unwrap().send(()).unwrap();
            released.unwrap().await.unwrap();
            let body = r#"{"access_token":"a","refresh_token":"second"}"#;
            let length = body.len();
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
            stream.write_all(answer.as_bytes()).await
        }
    }));
    run(async {
        let (save, saved) = mpsc::channel();
        let store = move |token: RefreshToken| {
            let sent = save.send(token.expose().to_owned());
            async move { Ok(sent?) }
        };
        let client = Client::builder()
            .base_url(format!("http://{address}"))
            .token_url(format!("http://{address}/token"))
            .credentials(Credentials::refresh_token("id", None, "first", store))
            .build()
            .unwrap();
        let call = tokio::spawn(client.get("/a").send_empty());
        arrived.await.unwrap();
        call.abort();
        call.await.unwrap_err();
        drop(client);
        release.send(()).unwrap();
        while tasks() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(saved.try_recv().unwrap(), "second");
    });
}

#[test]
fn the_queue_of_the_limiter_ends_with_its_callers() {
    let servers = servers();
    let server = servers.block_on(Server::script(vec![Answer::new(200)]));
    run(async {
        let clock = TestClock::manual();
        let client = builder(&server)
            .rate_limit(RateLimit::new(1, Duration::from_secs(100)))
            .clock(clock.clone())
            .build()
            .unwrap();
        client.get("/a").send_empty().await.unwrap();
        let call = |client: &Client| tokio::spawn(client.get("/a").send_empty());
        let waiting = [call(&client), call(&client)];
        clock.awaited(Duration::from_secs(100)).await;
        for call in waiting {
            call.abort();
            call.await.unwrap_err();
        }
        // A later caller has a task of its own.
        let last = call(&client);
        clock.awaited(Duration::from_secs(100)).await;
        clock.advance(Duration::from_secs(100));
        last.await.unwrap().unwrap();
        let given_up = call(&client);
        clock.awaited(Duration::from_secs(100)).await;
        given_up.abort();
        given_up.await.unwrap_err();
        drop(client);
        assert_eq!(ended(&clock).await, Duration::ZERO);
    });
}

/// A server that responds, and says when a connection has ended.
fn counting(servers: &Runtime) -> (String, mpsc::Receiver<()>) {
    let (end, ended) = mpsc::channel();
    let address = servers.block_on(raw::listen(move |mut stream, _| {
        let end = end.clone();
        async move {
            while raw::request(&mut stream).await.is_some() {
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                stream.write_all(answer).await.unwrap();
            }
            end.send(()).unwrap();
        }
    }));
    (address, ended)
}

fn plain(address: &str) -> Client {
    Client::builder()
        .base_url(format!("http://{address}"))
        .credentials(Credentials::none())
        .idle_timeout(Duration::from_secs(3600))
        .build()
        .unwrap()
}

#[test]
fn idle_connections_close_with_the_last_client() {
    let servers = servers();
    let (address, end) = counting(&servers);
    run(async {
        let client = plain(&address);
        let other = client.to_builder().user_agent("other").build().unwrap();
        client.get("/a").send_empty().await.unwrap();
        drop(client);
        other.get("/a").send_empty().await.unwrap();
        assert!(end.try_recv().is_err(), "the other client has it too");
        drop(other);
        while tasks() > 0 {
            tokio::task::yield_now().await;
        }
        end.recv_timeout(Duration::from_secs(20)).unwrap();
    });
}

#[cfg(feature = "blocking")]
#[test]
fn the_thread_of_blocking_calls_ends_with_the_last_client() {
    let servers = servers();
    let (address, end) = counting(&servers);
    let client = plain(&address);
    client.get("/a").send_empty_blocking().unwrap();
    drop(client);
    end.recv_timeout(Duration::from_secs(20)).unwrap();
}
