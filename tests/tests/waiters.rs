//! Waiting for the tasks of each module, on the mock server and with its clock, which does not wait.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic fails the test")]
#![allow(
    deprecated,
    reason = "the service deprecates operations that start a task"
)]

use std::pin::pin;
use std::time::Duration;

use sailpoint_isc::runtime::serde_json::{Value, json};
use sailpoint_isc::testing::{Answer, MockTenant};
use sailpoint_isc::{File, Retry};

const SOURCE: &str = "3f60a8d715ce4b2f9d7742e08c1b5a93";
const TASK: &str = "9b52e7c0d1834f6ea80f3d7c46b1e295";

/// A status as the service sends it.
fn status(percent: u8, end: Option<&str>) -> Answer {
    let message = |text: Option<&str>| {
        let text = text.map(|text| json!({"locale": "en-US", "message": text}));
        json!({"type": "WARN", "localizedText": text, "key": "k", "parameters": null})
    };
    let value = json!({
        "id": TASK, "type": "QUEUED_TASK", "uniqueName": "Reset of Depot Rosters", "description": "Removes",
        "parentName": null, "launcher": "Osei Marlow", "target": null, "created": "2025-06-12T05:10:33.870Z",
        "modified": null, "launched": null, "completed": null, "completionStatus": end,
        "messages": [message(Some("One row has no description.")), message(None)],
        "returns": [], "attributes": {}, "progress": null, "percentComplete": percent,
    });
    Answer::json(200, &value)
}

/// The responses to the polls of a task that ends in this way.
fn polls(end: &str) -> Vec<Answer> {
    let busy = Answer::new(429).header("Retry-After", 20);
    let broken = Answer::new(500);
    vec![
        status(0, None),
        busy,
        broken,
        status(50, None),
        status(100, Some(end)),
    ]
}

/// Tests of a module: its two operations that start a task, and that which returns the status.
macro_rules! module {
    ($module:ident, $reset:ident / $on_reset:ident, $import:ident / $on_import:ident, $status:ident / $on_status:ident) => {
        mod $module {
            use super::*;

            /// A tenant whose task has these statuses, and a client that leaves retries to the waiter.
            async fn tenant(polls: Vec<Answer>) -> (MockTenant, sailpoint_isc::Client) {
                let tenant = MockTenant::start().await;
                let started = json!({"id": TASK, "type": "TASK_RESULT", "name": "Reset"});
                tenant.$module().$on_reset().then(Answer::json(202, &started));
                let mut statuses = tenant.$module().$on_status().with_id(TASK);
                for poll in polls {
                    statuses = statuses.then(poll);
                }
                let client = tenant.client_builder().retry(Retry::none());
                let client = client.build().unwrap();
                (tenant, client)
            }

            #[tokio::test]
            async fn a_reset_is_waited_for() {
                let (tenant, client) = tenant(polls("SUCCESS")).await;
                let entitlements = client.$module().entitlements();
                let done = entitlements.$reset(SOURCE).send_and_wait().await.unwrap();
                assert_eq!(done.id(), TASK);
                assert!(!done.has_warnings());
                // The last status, of its own type.
                assert_eq!(done.percent_complete.to_string(), "100");
                assert_eq!(done.unique_name, "Reset of Depot Rosters");
                let waits = tenant.clock().sleeps();

                let expected = [2_000, 3_000, 20_000, 6_750, 10_125];
                assert_eq!(waits, expected.map(Duration::from_millis));
                assert_eq!(tenant.$module().calls().$reset(), 1);
                assert_eq!(tenant.$module().calls().$status(), 5);
            }

            #[tokio::test]
            async fn an_import_ends_with_warnings() {
                let (tenant, client) = tenant(polls("WARNING")).await;
                let started = json!({"id": TASK});
                tenant.$module().$on_import().then(Answer::json(202, &started));
                let file = File::from_bytes("crews.csv", "id,name\n1,Night crew\n");
                let request = client.$module().entitlements().$import(SOURCE).csv_file(file);
                let mut seen = Vec::new();
                let mut waiter = request.waiter().interval(Duration::from_secs(5), Duration::from_secs(6));
                let done = waiter.wait_with(|status| seen.push(status.percent_complete.to_string())).await;
                let done = done.unwrap();
                assert!(done.has_warnings());
                // A message without a text is kept as it is.
                let messages = &done.report().messages;
                assert_eq!(messages[0], "One row has no description.");
                assert_eq!(messages.len(), 2);
                assert_eq!(seen, ["0", "50", "100"]);
                let waits = tenant.clock().sleeps();
                assert_eq!(waits[..2], [Duration::from_secs(5), Duration::from_secs(6)]);
            }

            #[tokio::test]
            async fn every_other_end_is_an_error_with_the_id() {
                for end in ["ERROR", "TERMINATED", "TEMPERROR", "PAUSED"] {
                    let (_tenant, client) = tenant(polls(end)).await;
                    let entitlements = client.$module().entitlements();
                    let error = entitlements.$reset(SOURCE).send_and_wait().await.unwrap_err();
                    assert!(error.is_task() && !error.is_timeout(), "{error}");
                    let task = error.task().unwrap();
                    assert_eq!((task.id.as_str(), task.status.as_deref()), (TASK, Some(end)));
                    assert_eq!(task.messages[0], "One row has no description.");
                    let unknown = if end == "PAUSED" { "the unknown " } else { "" };
                    let line = format!("the task {TASK} ended with {unknown}`{end}`: One row has no description.;");
                    assert!(error.to_string().starts_with(&line), "{error}");
                }
            }

            #[tokio::test]
            async fn a_task_that_vanishes_is_not_found() {
                let gone = Answer::json(404, &json!({"detailCode": "404 Not found", "trackingId": "t"}));
                let (_tenant, client) = tenant(vec![status(0, None), gone]).await;
                let entitlements = client.$module().entitlements();
                let error = entitlements.$reset(SOURCE).send_and_wait().await.unwrap_err();
                assert!(error.is_not_found() && error.may_have_been_applied(), "{error}");
                assert_eq!(error.task().unwrap().id, TASK);
            }

            #[tokio::test]
            async fn waiting_resumes_after_the_time_limit() {
                let (tenant, client) = tenant(vec![status(0, None), status(9, None), status(100, Some("SUCCESS"))]).await;
                let request = client.$module().entitlements().$reset(SOURCE);
                let error = request.waiter().time_limit(Duration::from_secs(3)).wait().await.unwrap_err();
                assert!(error.is_task() && error.is_timeout(), "{error}");
                let id = error.task().unwrap().id.clone();
                // The program starts again, and knows nothing but the id.
                let tasks = client.$module().task_management();
                let done = tasks.$status(id).send_and_wait().await.unwrap();
                assert_eq!(done.percent_complete.to_string(), "100");
                assert_eq!(tenant.$module().calls().$reset(), 1);
            }

            #[tokio::test]
            async fn waiting_is_cancelled_and_continued() {
                let (tenant, client) = tenant(vec![status(0, None), status(100, Some("SUCCESS"))]).await;
                let mut waiter = client.$module().entitlements().$reset(SOURCE).waiter();
                {
                    let (seen, mut is_seen) = tokio::sync::watch::channel(false);
                    let wait = pin!(waiter.wait_with(|_| {
                        seen.send_replace(true);
                    }));
                    tokio::select! {
                        biased;
                        _ = is_seen.wait_for(|it| *it) => {}
                        _ = wait => panic!("the task still runs"),
                    }
                }
                assert_eq!(waiter.id().unwrap(), TASK);
                assert!(waiter.wait().await.is_ok());
                assert_eq!(tenant.$module().calls().$reset(), 1);
            }
        }
    };
}

module!(
    beta,
    reset_source_entitlements / on_reset_source_entitlements,
    import_entitlement_csv / on_import_entitlement_csv,
    get_task_status / on_get_task_status
);
module!(
    v2026,
    reset_source_entitlements / on_reset_source_entitlements,
    import_entitlements_by_source / on_import_entitlements_by_source,
    get_task_status / on_get_task_status
);
module!(
    isc,
    reset_source_entitlements_v1 / on_reset_source_entitlements_v1,
    import_entitlements_by_source_v1 / on_import_entitlements_by_source_v1,
    get_task_status_v1 / on_get_task_status_v1
);

#[test]
fn a_program_without_async_waits_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let tenant = runtime.block_on(MockTenant::start());
    tenant.on_reset_source_entitlements();
    let statuses = tenant.on_get_task_status().then(status(0, None));
    statuses.then(status(100, Some("WARNING")));
    let entitlements = tenant.client().beta().entitlements();
    let request = entitlements.reset_source_entitlements(SOURCE);
    let done = request.send_and_wait_blocking().unwrap();
    assert!(done.has_warnings());
}

/// The documented status is one of a task that ended with a warning, so a test that expects it needs no statuses of its own.
#[tokio::test]
async fn a_server_that_keeps_records_ends_every_task() {
    let tenant = MockTenant::stateful().await;
    let entitlements = tenant.client().isc().entitlements();
    let request = entitlements.reset_source_entitlements_v1(SOURCE);
    let done = request.send_and_wait().await.unwrap();
    assert!(done.has_warnings());
    assert_eq!(done.report().messages, ["One row has no description."]);
    let ended: Value = json!(done.into_inner());
    assert_eq!(ended["completionStatus"], "WARNING");
}
