//! How waiting ends, for each response to a poll.

use super::*;

#[tokio::test]
async fn a_task_is_started_once_and_polled_until_it_ends() {
    let ok = status(&json!("OK"));
    let place = place(vec![accepted(), running(), status(&json!("QUEUED")), ok]).await;
    let mut seen = Vec::new();
    let mut waiter = place.start();
    assert_eq!(waiter.id(), None);
    let done = waiter
        .wait_with(|status| seen.push(status["end"].clone()))
        .await
        .unwrap();
    assert_eq!((done.id(), done.has_warnings()), ("j 1", false));
    assert_eq!(done.report().status.as_deref(), Some("OK"));
    assert_eq!(done.report().messages, ["first", "second"]);
    assert_eq!(waiter.id(), Some("j 1"));
    assert_eq!(seen, [json!(null), json!("QUEUED"), json!("OK")]);
    let poll = "GET /beta/jobs/j%201";
    assert_eq!(place.requests(), ["POST /beta/jobs", poll, poll, poll]);
    assert_eq!(place.waits(), WAITS[..3]);
}

/// The responses to the polls, and how waiting ends after how many of them.
fn ends() -> Vec<(&'static str, Vec<Answer>, &'static str, usize)> {
    vec![
        (
            "warnings",
            vec![status(&json!("ODD"))],
            r#"j 1 with warnings ["first", "second"]"#,
            1,
        ),
        (
            "failure",
            vec![running(), status(&json!("BAD"))],
            "the task j 1 ended with `BAD`: first; second, startJob: POST /beta/jobs [task]",
            2,
        ),
        (
            "unknown value",
            vec![status(&json!("PARTLY"))],
            "the task j 1 ended with the unknown `PARTLY`: first; second, startJob: POST /beta/jobs [task]",
            1,
        ),
        (
            "no property",
            vec![Answer::json(200, "{}"), status(&json!("OK"))],
            r#"j 1 done: "OK""#,
            2,
        ),
        (
            "vanished",
            vec![
                running(),
                Answer::json(404, r#"{"messages":[{"text":"No such job"}]}"#),
            ],
            "404 No such job, getJob: GET /beta/jobs/{id}; the end of the task j 1 is unknown [status]",
            2,
        ),
        (
            "forbidden",
            vec![Answer::new(403)],
            "403 Forbidden (empty body), getJob: GET /beta/jobs/{id}; the end of the task j 1 is unknown [status]",
            1,
        ),
        (
            "not JSON",
            vec![Answer::json(200, "<html>")],
            "can't decode the 200 response: the body is text/html, getJob: GET /beta/jobs/{id}; the end of the task j 1 is unknown [decode]",
            1,
        ),
        (
            "busy",
            vec![Answer::new(429), status(&json!("OK"))],
            r#"j 1 done: "OK""#,
            2,
        ),
        (
            "server errors",
            vec![Answer::new(500), Answer::new(503), status(&json!("OK"))],
            r#"j 1 done: "OK""#,
            3,
        ),
        (
            "broken connections",
            vec![
                Answer::hang(),
                Answer::json(200, "{").cut(),
                status(&json!("OK")),
            ],
            r#"j 1 done: "OK""#,
            3,
        ),
    ]
}

#[tokio::test]
async fn each_response_to_a_poll_has_its_end() {
    for (name, polls, expected, count) in ends() {
        let place = place([vec![accepted()], polls].concat()).await;
        let mut waiter = place.start();
        let result = waiter.wait().await;
        if let Err(error) = &result {
            assert_eq!(error.task().unwrap().id, "j 1", "{name}");
            assert!(
                error.may_have_been_applied() && !error.is_retryable(),
                "{name}"
            );
        }
        assert_eq!(shown(result), expected, "{name}");
        assert_eq!(waiter.id(), Some("j 1"), "{name}");
        assert_eq!(place.requests().len(), 1 + count, "{name}");
        assert_eq!(place.waits(), WAITS[..count], "{name}");
    }
}

#[tokio::test]
async fn a_failure_keeps_the_last_status_and_its_messages() {
    let place = place(vec![accepted(), status(&json!("BAD"))]).await;
    let error = place.start().wait().await.unwrap_err();
    let task = error.task().unwrap();
    assert_eq!(
        (task.id.as_str(), task.status.as_deref()),
        ("j 1", Some("BAD"))
    );
    assert_eq!(task.messages, ["first", "second"]);
    assert_eq!(error.decode_body::<Value>().unwrap()["end"], "BAD");
    assert!(error.is_task() && !error.is_timeout());
}

#[tokio::test]
async fn a_status_of_another_type_is_an_error_with_its_end() {
    #[derive(Debug, serde::Deserialize)]
    struct Status {
        #[serde(rename = "notes")]
        _notes: u8,
    }
    let place = place(vec![accepted(), status(&json!("OK"))]).await;
    let mut waiter: Waiter<Status> = place.client.call(&START).starts_task("/task/id", &FACTS);
    let error = waiter.wait().await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    let task = error.task().unwrap();
    assert_eq!(task.status.as_deref(), Some("OK"));
    assert_eq!(task.messages, ["first", "second"]);
}

/// The header of a `Retry-After`, the waits and the requests that follow, and the end.
#[tokio::test]
async fn a_retry_after_is_honored_whole_or_ends_the_waiting() {
    let table = [
        ("20", vec![2_000, 20_000], "done"),
        ("1", vec![2_000, 3_000], "done"),
        ("58", vec![2_000, 58_000], "done"),
        ("59", vec![2_000], "its last poll failed: 429"),
    ];
    for (header, waits, end) in table {
        let busy = Answer::new(429).header("Retry-After", header);
        let place = place(vec![accepted(), busy, status(&json!("OK"))]).await;
        let result = place.start().time_limit(seconds(60)).wait().await;
        let asked = result.as_ref().err().and_then(Error::retry_after);
        assert_eq!(asked, (end != "done").then(|| seconds(59)), "{header}");
        let shown = shown(result);
        assert!(shown.contains(end), "{header}: {shown}");
        assert_eq!(place.waits(), waits, "{header}");
    }
}
