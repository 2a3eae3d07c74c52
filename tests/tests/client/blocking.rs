//! The client in programs without async: the same calls, waited for.

use sailpoint_isc::{Client, Credentials, RateLimit};

use crate::support::{Answer, Server, example};
use crate::tenant;

/// A server that lives on a runtime of its own, as it does for a program that has none.
fn elsewhere(start: impl Future<Output = Server>) -> (Server, tokio::runtime::Runtime) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    (runtime.block_on(start), runtime)
}

#[test]
fn a_program_without_async_makes_the_same_calls() {
    let entitlement = || Answer::json(200, example("getEntitlement", 200));
    let answers = [
        entitlement(),
        Answer::json(404, example("getEntitlement", 404)),
    ];
    let (server, _runtime) = elsewhere(Server::tenant(answers));
    let client = tenant(&server);
    let entitlements = client.beta().entitlements();

    let found = entitlements
        .get_entitlement("2c91")
        .send_blocking()
        .unwrap();
    assert_eq!(found.requestable, Some(true));
    let error = entitlements
        .get_entitlement("2c91")
        .send_blocking()
        .unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(
        (server.token_requests().len(), server.calls().len()),
        (1, 2)
    );
}

#[test]
fn threads_share_a_client() {
    let answers = (0..40).map(|n| Answer::json(200, &n.into()));
    let (server, _runtime) = elsewhere(Server::tenant(answers));
    let client = tenant(&server);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..5 {
                        client.get("/beta/x").send_json_blocking::<u32>().unwrap();
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
    });
    assert_eq!(
        (server.token_requests().len(), server.calls().len()),
        (1, 40)
    );
}

#[tokio::test]
async fn a_blocking_call_in_async_code_is_an_error() {
    let server = Server::tenant([]).await;
    let request = tenant(&server)
        .beta()
        .entitlements()
        .get_entitlement("2c91");
    let error = request.send_blocking().unwrap_err();
    assert!(error.is_request(), "{error}");
    assert!(error.to_string().contains("`.send().await`"), "{error}");
    assert!(server.received().is_empty());
}

#[test]
fn dropping_a_client_does_not_affect_others() {
    let answers = (0..2).map(|_| Answer::new(204));
    let (server, _runtime) = elsewhere(Server::start(answers));
    for _ in 0..2 {
        let client = Client::builder()
            .base_url(server.url())
            .credentials(Credentials::none())
            .rate_limit(RateLimit::none())
            .no_proxy()
            .build()
            .unwrap();
        client.delete("/beta/x").send_empty_blocking().unwrap();
        let waited = client.clone().block_on(async { 7 }).unwrap();
        assert_eq!(waited, 7);
    }
    assert_eq!(server.received().len(), 2);
}
