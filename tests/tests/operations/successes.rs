//! Successes other than the documented one, and responses that can't be decoded.

use sailpoint_isc::runtime::serde_json::json;

use crate::support::{Answer, answering, example};

#[tokio::test]
async fn any_2xx_with_a_decodable_body_is_a_success() {
    let statuses = [200, 201, 202, 203, 206, 207, 226, 299];
    let body = example("getEntitlement", 200);
    let (_server, client) = answering(statuses.map(|status| Answer::json(status, body))).await;
    for status in statuses {
        let answer = client
            .beta()
            .entitlements()
            .get_entitlement("e07a")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(
            answer.id.as_deref(),
            Some("e07a9c4d52b84136a1f8d60b3c2e7954")
        );
    }
}

#[tokio::test]
async fn operations_without_a_result_ignore_any_body() {
    let replies = [
        Answer::new(200),
        Answer::new(202).body("started"),
        Answer::new(204),
        Answer::json(207, &json!({"a": 1})),
        Answer::new(299).body(b"\xff\xfe".as_slice()),
    ];
    let statuses = [200, 202, 204, 207, 299];
    let (server, client) = answering(replies).await;
    let beta = client.beta().entitlements();
    for status in statuses {
        let request = beta.delete_access_model_metadata_from_entitlement("e", "k", "v");
        assert_eq!(request.send().await.unwrap().status(), status);
    }
    assert_eq!(server.received().len(), statuses.len());
}

#[tokio::test]
async fn ignores_the_media_type_of_a_response() {
    let body = example("getEntitlement", 200).to_string();
    for answer in [
        Answer::new(200).body(body.clone()),
        Answer::new(200)
            .header("Content-Type", "text/plain")
            .body(body),
    ] {
        let (_server, client) = answering([answer]).await;
        client
            .beta()
            .entitlements()
            .get_entitlement("e07a")
            .send()
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_decode_error_has_the_path_and_the_response() {
    let mut rows = example("listEntitlementConnections", 200).clone();
    rows[1]["entitlement"]["privilegeLevel"]["effective"] = json!(7);
    let body = rows.to_string();
    let reply = Answer::json(200, &rows).header("X-Request-Id", "r1");
    let (_server, client) = answering([reply]).await;
    let request = client
        .v2026()
        .entitlement_connections()
        .list_entitlement_connections();
    let error = request.send().await.unwrap_err();

    assert!(error.is_decode() && !error.is_retryable(), "{error}");
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.body().unwrap(), &body);
    assert_eq!(error.headers().unwrap()["x-request-id"], "r1");
    assert_eq!(error.operation(), Some("listEntitlementConnections"));
    assert_eq!(error.api_error(), None);
    let text = error.to_string();
    let start = "can't decode the 200 response: \
        at $[1].entitlement.privilegeLevel.effective: invalid type: integer `7`, expected a string";
    assert!(text.starts_with(start), "{text}");
    let end = ", listEntitlementConnections: GET /v2026/entitlement-connections";
    assert!(text.ends_with(end), "{text}");
    assert!(!text.contains('\n') && !text.contains("Ingrid"), "{text}");
}

#[tokio::test]
async fn a_decode_error_after_a_write_says_that_the_server_accepted_it() {
    let mut row = example("patchEntitlementConnectionById", 200).clone();
    row["standalone"] = json!("no");
    let (_server, client) = answering([Answer::json(200, &row)]).await;
    let error = crate::support::send(&client, "v2026", "patchEntitlementConnectionById", "2ad9")
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(
        error.is_decode() && text.contains("at $.standalone:"),
        "{text}"
    );
    let end =
        "PATCH /v2026/entitlement-connections/{connectionId}; the server accepted the request";
    assert!(text.ends_with(end), "{text}");
}

#[tokio::test]
async fn a_missing_required_property_is_an_error() {
    // No response of the service has a required property, so one of a request is used.
    use sailpoint_isc::v2026::models::EntitlementConnectionBulkUpdateItem;
    let (_server, client) = answering([Answer::json(200, &json!([{"type": "JIT"}]))]).await;
    let request = client.get("/v2026/items");
    let error = request
        .send_json::<Vec<EntitlementConnectionBulkUpdateItem>>()
        .await
        .unwrap_err()
        .to_string();
    let place = "at $[0]: missing property `connectionId` of EntitlementConnectionBulkUpdateItem";
    assert!(error.contains(place), "{error}");
}

#[tokio::test]
async fn successes_that_are_not_json_are_decode_errors() {
    let answers = [
        (Answer::new(204), "the body is empty"),
        (Answer::new(200).body(" \r\n"), "the body is empty"),
        (
            Answer::new(200).body("<html>Sign in</html>"),
            "the body is text/html",
        ),
        (
            Answer::new(200).body("{\"id\":\"x\""),
            "EOF while parsing an object",
        ),
        (
            Answer::new(200).body("{\"name\":\"\u{7f}\",\"id\":1}"),
            "at $.id: invalid type",
        ),
        (
            Answer::new(200).body(b"{\"name\":\"\xff\"}".as_slice()),
            "at $.name: ",
        ),
        (Answer::new(200).body("[]"), "at $: invalid type: sequence"),
        (Answer::new(200).body("null"), "at $: invalid type: null"),
        (Answer::new(200).body("{} {}"), "trailing characters"),
    ];
    let (answers, reasons): (Vec<_>, Vec<_>) = answers.into_iter().unzip();
    let (_server, client) = answering(answers).await;
    for reason in reasons {
        let error = client
            .beta()
            .entitlements()
            .get_entitlement("e07a")
            .send()
            .await;
        let error = error.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert!(error.status().unwrap().is_success());
        assert!(error.body().is_some());
        let text = error.to_string();
        assert!(
            text.contains(reason) && !text.contains('\n'),
            "{reason}: {text}"
        );
    }
}
