//! Waiting for a task, on a raw server and with a clock that does not wait.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::pin::pin;
use std::time::Duration;

use http::Method;
use openapi_client_runtime::codegen::{Call, Operation, TaskFacts};
use openapi_client_runtime::{
    Client, ClientBuilder, CompletedTask, Error, ErrorKind, Result, Retry, Waiter,
};
use serde_json::{Value, json};
use support::{Answer, BETA, Server, TestClock, builder};

static START: Operation = Operation::new("startJob", &BETA, Method::POST, "/beta/jobs");
static STATUS: Operation = Operation::new("getJob", &BETA, Method::GET, "/beta/jobs/{id}");

static FACTS: TaskFacts = TaskFacts::new(status_call, "/end")
    .running(&["QUEUED"])
    .success(&["OK"])
    .warning(&["ODD"])
    .failure(&["BAD"])
    .messages("/notes", "/text");

fn status_call(client: &Client, id: &str) -> Call {
    let mut call = client.call(&STATUS);
    call.path("id", id);
    call
}

/// The waits before the polls, with the defaults.
const WAITS: [u64; 4] = [2_000, 3_000, 4_500, 6_750];

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn accepted() -> Answer {
    Answer::json(202, r#"{"task": {"id": "j 1"}}"#)
}

fn status(end: &Value) -> Answer {
    let body = json!({"end": end, "notes": [{"text": "first"}, {"text": "second"}]});
    Answer::json(200, body.to_string())
}

fn running() -> Answer {
    status(&Value::Null)
}

struct Place {
    server: Server,
    client: Client,
    clock: TestClock,
}

/// A server with these responses; the client does not retry by itself.
async fn place_with(responses: Vec<Answer>, set: impl Fn(ClientBuilder) -> ClientBuilder) -> Place {
    let (server, clock) = (Server::script(responses).await, TestClock::new());
    let client = set(builder(&server).clock(clock.clone())).build().unwrap();
    Place {
        server,
        client,
        clock,
    }
}

async fn place(responses: Vec<Answer>) -> Place {
    place_with(responses, |it| it.retry(Retry::none())).await
}

impl Place {
    fn start(&self) -> Waiter<Value> {
        self.client.call(&START).starts_task("/task/id", &FACTS)
    }

    fn resume(&self, id: &str) -> Waiter<Value> {
        status_call(&self.client, id).polls_task(&FACTS)
    }

    fn requests(&self) -> Vec<String> {
        let received = self.server.received().into_iter();
        received
            .map(|it| format!("{} {}", it.method, it.target))
            .collect()
    }

    fn waits(&self) -> Vec<u64> {
        let sleeps = self.clock.sleeps().into_iter();
        sleeps
            .map(|it| u64::try_from(it.as_millis()).unwrap())
            .collect()
    }
}

/// How a wait ended, in one line.
fn shown(result: Result<CompletedTask<Value>>) -> String {
    match result {
        Ok(done) if done.has_warnings() => {
            format!("{} with warnings {:?}", done.id(), done.report().messages)
        }
        Ok(done) => format!("{} done: {}", done.id(), done["end"]),
        Err(error) => format!("{error} [{}]", error.kind()),
    }
}

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

#[tokio::test]
async fn polls_are_ordinary_calls_with_retries() {
    let busy = Answer::new(429).header("Retry-After", "7");
    let ok = status(&json!("OK"));
    let place = place_with(vec![accepted(), busy, ok], |it| it).await;
    place.start().wait().await.unwrap();
    // The client's own retry waits for the service, and the waiter does not see it.
    let waits = place.waits();
    assert_eq!((waits.len(), waits[0]), (2, 2_000));
    assert!(waits[1] >= 7_000, "{waits:?}");
}

#[tokio::test]
async fn the_time_limit_gives_the_id_and_waiting_can_go_on() {
    let polls = std::iter::repeat_n(running(), 4);
    let responses = std::iter::once(accepted())
        .chain(polls)
        .chain([status(&json!("OK"))]);
    let place = place(responses.collect()).await;
    let mut waiter = place
        .start()
        .interval(seconds(4), seconds(5))
        .time_limit(seconds(12));
    let error = waiter.wait().await.unwrap_err();
    assert_eq!(place.waits(), [4_000, 5_000, 3_000]);
    let line = "the task j 1 did not end in the time limit of 12s; it still runs, startJob: POST /beta/jobs";
    assert_eq!(error.to_string(), line);
    assert!(error.is_timeout() && error.is_task() && error.may_have_been_applied());
    assert_eq!(error.task().unwrap().messages, ["first", "second"]);
    assert_eq!(shown(waiter.wait().await), r#"j 1 done: "OK""#);
    // The task was started once; going on begins with a poll.
    assert_eq!(place.waits()[3..], [4_000]);
    let requests = place.requests();
    assert_eq!(
        requests.iter().filter(|it| it.starts_with("POST")).count(),
        1
    );
    assert_eq!(requests.len(), 6);
}

#[tokio::test]
async fn a_poll_without_a_response_ends_soon_after_the_time_limit() {
    let place = place(vec![accepted(), Answer::silent()]).await;
    let mut waiter = place.start().time_limit(seconds(2));
    let (result, ()) = tokio::join!(waiter.wait(), async {
        place.server.arrived(2).await;
        place.clock.expire(seconds(10)).await;
    });
    let error = result.unwrap_err();
    let line = "the task j 1 did not end in the time limit of 2s; its last poll failed: the poll took too long, startJob: POST /beta/jobs";
    assert_eq!(error.to_string(), line);
}

#[tokio::test]
async fn waiting_resumes_from_an_id() {
    let place = place(vec![running(), status(&json!("BAD"))]).await;
    let mut waiter = place.resume("a/b é");
    assert_eq!(waiter.id(), Some("a/b é"));
    let error = waiter.wait().await.unwrap_err();
    let line = "the task a/b é ended with `BAD`: first; second, getJob: GET /beta/jobs/{id}";
    assert_eq!(error.to_string(), line);
    assert!(!error.may_have_been_applied(), "this call started nothing");
    let poll = "GET /beta/jobs/a%2Fb%20%C3%A9";
    assert_eq!(place.requests(), [poll, poll]);
    assert_eq!(place.waits(), [2_000], "the first poll is immediate");
}

#[tokio::test]
async fn a_dropped_wait_keeps_the_id() {
    let place = place(vec![accepted(), Answer::silent(), status(&json!("OK"))]).await;
    let mut waiter = place.start();
    {
        let wait = pin!(waiter.wait());
        tokio::select! {
            _ = wait => unreachable!("the poll has no response"),
            () = place.server.arrived(2) => {}
        }
    }
    assert_eq!(waiter.id(), Some("j 1"));
    assert_eq!(shown(waiter.wait().await), r#"j 1 done: "OK""#);
    assert_eq!(place.requests().len(), 3, "the task was started once");
}

#[tokio::test]
async fn a_start_that_was_dropped_is_not_sent_again() {
    let place = place(vec![Answer::silent(), accepted()]).await;
    let mut waiter = place.start();
    {
        let wait = pin!(waiter.wait());
        tokio::select! {
            _ = wait => unreachable!("the request has no response"),
            () = place.server.arrived(1) => {}
        }
    }
    assert_eq!(waiter.id(), None);
    let error = waiter.wait().await.unwrap_err();
    let line = "request: the request that starts the task was sent, but no id was received; the task may have started, startJob: POST /beta/jobs";
    assert_eq!(error.to_string(), line);
    assert_eq!(place.requests().len(), 1);
}

#[tokio::test]
async fn a_start_without_a_task_is_an_error() {
    let table = [
        (Answer::new(503), ErrorKind::Status, "503", 2),
        (
            Answer::new(202),
            ErrorKind::Decode,
            "can't decode the 202 response",
            1,
        ),
        (
            Answer::json(202, r#"{"task": {"id": null}}"#),
            ErrorKind::Decode,
            "can't decode the 202 response: expected the id of a task at `/task/id`",
            1,
        ),
        (
            Answer::json(202, r#"{"task": {"id": ""}}"#),
            ErrorKind::Decode,
            "can't decode the 202 response: expected the id of a task at `/task/id`",
            1,
        ),
    ];
    for (answer, kind, line, requests) in table {
        let place = place(vec![answer]).await;
        let mut waiter = place.start();
        let error = waiter.wait().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().starts_with(line), "{error}");
        assert!(error.task().is_none() && error.may_have_been_applied());
        // Only a request that the service rejected is sent again.
        waiter.wait().await.unwrap_err();
        assert_eq!(place.requests().len(), requests, "{line}");
    }
}

#[tokio::test]
async fn a_number_is_an_id() {
    let start = Answer::json(202, r#"{"task": {"id": 17}}"#);
    let place = place(vec![start, status(&json!("OK"))]).await;
    assert_eq!(shown(place.start().wait().await), r#"17 done: "OK""#);
    assert_eq!(place.requests()[1], "GET /beta/jobs/17");
}

#[tokio::test]
async fn no_interval_is_too_short() {
    let place = place(vec![accepted(), running(), status(&json!("OK"))]).await;
    let mut waiter = place.start().interval(Duration::ZERO, Duration::ZERO);
    waiter.wait().await.unwrap();
    assert_eq!(place.waits(), [100, 100]);
}

#[cfg(feature = "blocking")]
#[test]
fn a_program_without_async_waits_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let place = runtime.block_on(place(vec![accepted(), running(), status(&json!("ODD"))]));
    let mut polls = 0;
    let done = place.start().wait_with_blocking(|_| polls += 1).unwrap();
    assert!(done.has_warnings());
    assert_eq!(polls, 2);
}
