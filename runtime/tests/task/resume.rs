//! The start of a task, the time limit, and waiting that goes on.

use super::*;

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
async fn the_time_limit_cuts_the_first_interval() {
    let place = place(vec![accepted(), status(&json!("OK"))]).await;
    let mut waiter = place.start().interval(seconds(600), seconds(600));
    waiter = waiter.time_limit(seconds(60));
    assert_eq!(shown(waiter.wait().await), r#"j 1 done: "OK""#);
    assert_eq!(place.waits(), [60_000]);
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
    let line = "request: the request that starts the task may have been sent, but no id was received; the task may have started, startJob: POST /beta/jobs";
    assert_eq!(error.to_string(), line);
    assert_eq!(place.requests().len(), 1);
}

#[tokio::test]
async fn a_start_without_a_task_is_an_error() {
    let table = [
        (Answer::new(400), ErrorKind::Status, "400", 2),
        (Answer::new(503), ErrorKind::Status, "503", 1),
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
        assert!(error.task().is_none());
        assert_eq!(error.may_have_been_applied(), requests == 1, "{error}");
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
async fn waiting_can_be_spawned() {
    let place = place(vec![accepted(), status(&json!("OK"))]).await;
    let mut waiter = place.start();
    let waiting = tokio::spawn(async move { shown(waiter.wait().await) });
    assert_eq!(waiting.await.unwrap(), r#"j 1 done: "OK""#);
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
