//! Empties a source, waits for the end of the task that does so, and prints its progress.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use std::time::Duration;

use examples::Session;
use sailpoint_isc::testing::{Answer, MockTenant};
use sailpoint_isc::{Error, Result};
use serde_json::json;

const SOURCE: &str = "7d1c40e2b9584f0aa6c3e85f21907b64";
const TASK: &str = "9b52e7c0d1834f6ea80f3d7c46b1e295";

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    if !session.may_write() {
        return Ok(());
    }
    if let Some(tenant) = session.tenant() {
        prepare(tenant);
    }
    let isc = session.client.isc();

    // `send_and_wait` does the same with an interval of 2 to 30 seconds, for an hour at most.
    let mut waiter = isc
        .entitlements()
        .reset_source_entitlements_v1(SOURCE)
        .waiter()
        .interval(Duration::from_secs(1), Duration::from_secs(10))
        .time_limit(Duration::from_secs(4));
    let ended = waiter.wait_with(|status| {
        println!("  {:3} % done", status.percent_complete);
    });
    let id = match ended.await {
        Ok(done) => done.id().to_owned(),
        // The task goes on, so its id is worth keeping.
        Err(error) if error.is_timeout() => {
            println!("{error}");
            error.task().map(|task| task.id.clone()).unwrap_or_default()
        }
        Err(error) => return Err(told(error)),
    };

    println!("Later, perhaps in another program, which has kept the id {id}:");
    let status = isc.task_management().get_task_status_v1(id);
    let done = status.send_and_wait().await.map_err(told)?;
    println!("The task {} is done.", done.unique_name);
    if done.has_warnings() {
        for message in &done.report().messages {
            println!("Warning: {message}");
        }
    }
    Ok(())
}

/// Prints what is known of a task that failed.
fn told(error: Error) -> Error {
    if let Some(task) = error.task() {
        println!("The task {} failed: {:?}", task.id, task.messages);
    }
    error
}

/// The statuses that the task of the mock server has, one after the other.
fn prepare(tenant: &MockTenant) {
    let status = |percent: u8, end: Option<&str>| {
        let text = json!({"locale": "en-US", "message": "Two entitlements are in use."});
        let message =
            json!({"type": "WARN", "localizedText": text, "key": "in_use", "parameters": null});
        let status = json!({
            "id": TASK, "type": "QUEUED_TASK", "uniqueName": "Reset of Halden Rail Directory",
            "description": "Removes the entitlements", "parentName": null, "launcher": "Osei Marlow",
            "created": "2026-01-02T03:04:05Z", "modified": null, "launched": null, "completed": null,
            "completionStatus": end, "messages": [message], "returns": [], "attributes": {},
            "progress": null, "percentComplete": percent,
        });
        Answer::json(200, &status)
    };
    let statuses = [
        status(0, None),
        // A server that is busy does not end the waiting.
        Answer::new(503),
        status(40, None),
        status(80, None),
        status(100, Some("WARNING")),
    ];
    let started = json!({"id": TASK, "type": "TASK_RESULT", "name": "Reset"});
    let reset = tenant.on_reset_source_entitlements_v1();
    reset.then(Answer::json(202, &started));
    let mut expected = tenant.on_get_task_status_v1().with_id(TASK);
    for answer in statuses {
        expected = expected.then(answer);
    }
}
