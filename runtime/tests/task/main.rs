//! Waiting for a task, on a raw server and with a clock that does not wait.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

#[path = "../support/mod.rs"]
mod support;

mod ends;
mod resume;

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
