//! Bodies and headers of error responses.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::time::Duration;

use openapi_client_runtime::Retry;
use support::{Answer, Server, TestClock, builder};

const MIB: usize = 1 << 20;

#[tokio::test]
async fn error_bodies_are_read_up_to_a_mebibyte() {
    for (size, limit, expected) in [
        (MIB, usize::MAX, MIB),
        (3 * MIB, usize::MAX, MIB),
        (3 * MIB, 1_000, 1_000),
    ] {
        let body = vec![b'x'; size];
        let server = Server::script(vec![Answer::new(404).body(body)]).await;
        let client = builder(&server).max_response_size(limit);
        let client = client.build().unwrap();
        let error = client.get("/x").send_empty().await.unwrap_err();
        let read = error.body().unwrap().len();
        assert!(error.is_not_found() && read <= expected, "{read}: {error}");
        assert!(size > expected || read == size, "{read}");
    }
    // A success has its own limit.
    let body = format!("\"{}\"", "x".repeat(3 * MIB));
    let server = Server::script(vec![Answer::json(200, body)]).await;
    let text = support::client(&server).get("/x").send_json::<String>();
    assert_eq!(text.await.unwrap().len(), 3 * MIB);
}

#[tokio::test]
async fn a_date_to_retry_after_is_measured_by_the_clock_of_the_server() {
    let date = "Thu, 01 Jan 2015 00:00:00 GMT";
    let cases: [(&[&str], Option<u64>); 5] = [
        (&["Thu, 01 Jan 2015 00:00:40 GMT"], Some(40)),
        (&["40", "7"], Some(40)),
        (&["soon", "40"], Some(40)),
        (&["Thu, 01 Jan 2015 00:00:40 GMT", "7"], Some(40)),
        // Above the ceiling, which ends the call.
        (&["99999999999999999999"], None),
    ];
    for (waits, expected) in cases {
        let refused = waits
            .iter()
            .fold(Answer::new(429).header("Date", date), |answer, wait| {
                answer.header("Retry-After", wait)
            });
        let server = Server::script(vec![refused, Answer::new(204)]).await;
        let clock = TestClock::new();
        let client = builder(&server).clock(clock.clone());
        let retry = Retry::default().backoff(Duration::ZERO, Duration::ZERO);
        let client = client.retry(retry).build().unwrap();
        let result = client.get("/x").send_empty().await;
        if let Some(seconds) = expected {
            assert_eq!(result.unwrap().attempts(), 2);
            assert!(
                clock.sleeps().contains(&Duration::from_secs(seconds)),
                "{waits:?}"
            );
        } else {
            let error = result.unwrap_err();
            assert!(error.retry_after() > Some(Duration::from_secs(u64::from(u32::MAX))));
            assert_eq!(server.received().len(), 1);
        }
    }
}

#[tokio::test]
async fn error_bodies_become_a_text_and_a_code() {
    let cases = [
        ("\u{feff}{\"errors\":[\"no a\",\"no b\"]}", "422 no a; no b"),
        (r#"{"error":{"message":"no","code":"E7"}}"#, "422 [E7] no"),
        (r#"{"message":["no a","no b"]}"#, "422 no a; no b"),
        (r#"{"formatted_msg":"no"}"#, "422 no"),
        (
            r#"{"type":"urn:e:7","title":"Bad","detail":"no"}"#,
            "422 [urn:e:7] no",
        ),
        (
            r#"{"detailCode":"7","errors":{"name":["is short"]}}"#,
            "422 [7] name: is short",
        ),
        ("{\"message\":\"a\nb\"}", "422 a b"),
    ];
    for (body, line) in cases {
        let server = Server::script(vec![Answer::json(422, body)]).await;
        let error = support::client(&server)
            .get("/x")
            .send_empty()
            .await
            .unwrap_err();
        assert!(error.to_string().starts_with(line), "{error}");
        assert!(error.api_error().unwrap().message.is_some(), "{body}");
        assert_eq!(error.body().unwrap(), body);
    }
}
