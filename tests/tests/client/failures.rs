//! Handling errors: distinguish them, and let the client wait and retry.

use std::time::Duration;

use sailpoint_isc::Retry;
use sailpoint_isc::runtime::serde_json::json;

use crate::support::{Answer, Server, TestClock, builder, example};

#[tokio::test]
async fn errors_are_distinguished_by_what_to_do() {
    let clock = TestClock::new();
    let limited = Answer::json(429, example("getEntitlement", 429)).header("Retry-After", "300");
    let answers = [
        Answer::json(404, example("getEntitlement", 404)),
        limited,
        Answer::json(403, example("getEntitlement", 403)),
    ];
    let server = Server::start(answers).await;
    let client = builder(&server)
        .retry(Retry::default())
        .clock(clock.clone())
        .build()
        .unwrap();
    let mut seen = Vec::new();
    for _ in 0..3 {
        match client
            .beta()
            .entitlements()
            .get_entitlement("nope")
            .send()
            .await
        {
            Err(error) if error.is_not_found() => seen.push("gone".to_owned()),
            Err(error) if error.is_rate_limited() => {
                seen.push(format!(
                    "wait {:?}",
                    error.retry_after().unwrap_or_default()
                ));
            }
            Err(error) => seen.push(error.to_string()),
            Ok(_) => unreachable!("the server has no success to give"),
        }
    }
    let forbidden = "403 [403 Forbidden] Your user level doesn't include this operation \
        (trackingId d2a6470b9c1e4e35a7fb8350e6c91d08), getEntitlement: GET /beta/entitlements/{id}";
    assert_eq!(seen, ["gone", "wait 300s", forbidden]);
}

#[tokio::test]
async fn waits_for_the_rate_limit_and_counts_attempts() {
    let limited = || Answer::json(429, example("listEntitlements", 429)).header("Retry-After", "7");
    let server = Server::start([limited(), limited(), Answer::json(200, &json!([]))]).await;
    let clock = TestClock::new();
    let client = builder(&server)
        .retry(Retry::default())
        .clock(clock.clone())
        .build()
        .unwrap();
    let page = client
        .beta()
        .entitlements()
        .list_entitlements()
        .send()
        .await
        .unwrap();
    assert_eq!((page.attempts(), server.received().len()), (3, 3));
    assert!(
        clock.passed() >= Duration::from_secs(14),
        "{:?}",
        clock.passed()
    );

    let broken = || Answer::new(503);
    let server = Server::start([broken(), broken(), broken()]).await;
    let retry = Retry::default().max_attempts(3);
    let client = builder(&server).clock(clock).build().unwrap();
    let request = client
        .beta()
        .entitlements()
        .list_entitlements()
        .retry(retry);
    let line = request.send().await.unwrap_err().to_string();
    let end = "listEntitlements: GET /beta/entitlements, after 3 attempts";
    assert!(line.ends_with(end), "{line}");
}
