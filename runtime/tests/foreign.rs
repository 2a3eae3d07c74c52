//! Several runtimes in one program, and threads without one.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use openapi_client_runtime::{AccessToken, Client, Credentials};
use support::raw::Count;
use support::{Answer, Server, TestClock, builder};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

fn single() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A provider that waits for a sign, and counts how often it was asked.
fn gated() -> (Credentials, Arc<Semaphore>, Count) {
    let (gate, asked) = (Arc::new(Semaphore::new(0)), Count::default());
    let (sign, count) = (Arc::clone(&gate), asked.clone());
    let credentials = Credentials::provider(move || {
        let (sign, number) = (Arc::clone(&sign), count.add() + 1);
        async move {
            sign.acquire().await?.forget();
            Ok(AccessToken::new(format!("token-{number}")).expires_in(Duration::from_secs(600)))
        }
    });
    (credentials, gate, asked)
}

fn client(server: &Server, credentials: Credentials, clock: &TestClock) -> Client {
    let builder = builder(server).credentials(credentials);
    builder.clock(clock.clone()).build().unwrap()
}

/// Lets every task of the runtime get as far as it can.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[test]
fn takes_over_a_renewal_whose_runtime_is_not_driven() {
    let (own, other) = (single(), single());
    let server = own.block_on(Server::script(vec![Answer::new(200)]));
    let ((credentials, gate, asked), clock) = (gated(), TestClock::new());
    let client = client(&server, credentials, &clock);
    let left = other.spawn(client.get("/x").send_empty());
    // The renewal has begun there.
    other.block_on(clock.awaited(Duration::from_secs(1)));
    let patience = Duration::from_secs(5);
    own.block_on(async {
        let waiting: Vec<_> = (0..20)
            .map(|_| tokio::spawn(client.get("/x").send_empty()))
            .collect();
        // One of them begins a renewal, for which all wait.
        settle().await;
        while asked.get() < 2 {
            clock.advance(patience);
            settle().await;
        }
        gate.add_permits(2);
        for call in waiting {
            call.await.unwrap().unwrap();
        }
    });
    assert_eq!((asked.get(), server.received().len()), (2, 20));
    let used: Vec<_> = server.received();
    let used = used.iter().map(|it| it.header("authorization").unwrap());
    assert!(used.into_iter().all(|it| it == "Bearer token-2"));
    // Where the first caller is driven again, it has its own token.
    let serving = std::thread::spawn(move || own.block_on(std::future::pending::<()>()));
    other.block_on(left).unwrap().unwrap();
    assert_eq!(server.received().len(), 21);
    drop(serving);
}

#[tokio::test]
async fn waits_for_a_slow_renewal_whose_runtime_is_driven() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let ((credentials, gate, asked), clock) = (gated(), TestClock::new());
    let client = client(&server, credentials, &clock);
    let call = tokio::spawn(client.get("/x").send_empty());
    for _ in 0..30 {
        clock.expire(Duration::from_secs(1)).await;
        settle().await;
    }
    gate.add_permits(1);
    call.await.unwrap().unwrap();
    assert_eq!(asked.get(), 1);
}

#[cfg(feature = "blocking")]
mod blocking {
    use super::*;

    /// A server on a thread of its own, and a client of it.
    fn place() -> (Server, Client) {
        let runtime = single();
        let server = runtime.block_on(Server::script(vec![Answer::new(200)]));
        std::thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
        let client = builder(&server)
            .rate_limit(openapi_client_runtime::RateLimit::none())
            .build();
        (server, client.unwrap())
    }

    fn multi() -> Runtime {
        Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap()
    }

    fn call(client: &Client) -> openapi_client_runtime::Result<()> {
        client.post("/x").send_empty_blocking().map(|_| ())
    }

    #[test]
    fn blocks_on_threads_beside_a_runtime() {
        let (server, client) = place();
        call(&client).unwrap();
        for runtime in [single(), multi()] {
            // In the context of a runtime, but not driven by it.
            let inside = runtime.enter();
            call(&client).unwrap();
            drop(inside);
            let other = client.clone();
            let spawned = runtime.spawn_blocking(move || call(&other));
            runtime.block_on(spawned).unwrap().unwrap();
            let other = client.clone();
            let thread = runtime.block_on(async move { std::thread::spawn(move || call(&other)) });
            thread.join().unwrap().unwrap();
        }
        assert_eq!(server.received().len(), 7);
    }

    #[test]
    fn blocks_in_a_multi_thread_runtime() {
        let (server, client) = place();
        let runtime = multi();
        runtime.block_on(async { call(&client).unwrap() });
        // The only worker hands its other tasks over while it blocks.
        let other = client.clone();
        let spawned = runtime.spawn(async move {
            let beside = tokio::spawn(async { 7 });
            for _ in 0..200 {
                call(&other).unwrap();
            }
            beside.await.unwrap()
        });
        assert_eq!(runtime.block_on(spawned).unwrap(), 7);
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime, async { call(&client).unwrap() });
        assert_eq!(server.received().len(), 202);
    }

    #[test]
    fn is_refused_where_it_would_block_a_current_thread_runtime() {
        let (server, client) = place();
        let runtime = single();
        let other = client.clone();
        let errors = [
            runtime.block_on(async { call(&client).unwrap_err() }),
            runtime
                .block_on(runtime.spawn(async move { call(&other).unwrap_err() }))
                .unwrap(),
            tokio::task::LocalSet::new().block_on(&runtime, async { call(&client).unwrap_err() }),
        ];
        for error in errors {
            assert!(error.is_request() && error.attempts() == 0, "{error}");
            assert!(error.to_string().contains("`.send().await`"), "{error}");
        }
        assert!(server.received().is_empty());
    }
}
