//! Unusual ids: no value can change the path.

use crate::support::{Answer, answering, documents, send};

#[tokio::test]
async fn every_path_parameter_stays_one_segment() {
    let cases = [
        (
            "2c91808568c529c60168cca6f90c1313",
            "2c91808568c529c60168cca6f90c1313",
        ),
        ("AZaz09-._~", "AZaz09-._~"),
        ("a/b", "a%2Fb"),
        ("../../oauth/token", "..%2F..%2Foauth%2Ftoken"),
        ("...", "..."),
        ("a b", "a%20b"),
        ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"),
        ("?limit=1#x", "%3Flimit%3D1%23x"),
        ("a;b:c@d&e+f,g", "a%3Bb%3Ac%40d%26e%2Bf%2Cg"),
        ("{id}", "%7Bid%7D"),
        ("\\\"'<>|^`", "%5C%22%27%3C%3E%7C%5E%60"),
        (
            "Zoë 日本 \u{1f682}",
            "Zo%C3%AB%20%E6%97%A5%E6%9C%AC%20%F0%9F%9A%82",
        ),
        ("a\r\nX-Evil: 1\0", "a%0D%0AX-Evil%3A%201%00"),
    ];
    let (server, client) = answering([]).await;
    let mut sent = 0;
    for document in documents() {
        for operation in document.operations() {
            if !operation.has_path_parameters() {
                continue;
            }
            for (id, encoded) in cases {
                let error = send(&client, document.api, operation.id, id)
                    .await
                    .unwrap_err();
                assert_eq!(error.status().unwrap(), 599, "{error}");
                let line = format!(
                    "{} {} HTTP/1.1",
                    operation.method,
                    operation.filled(encoded)
                );
                assert_eq!(server.last().line, line, "{}", operation.id);
                sent += 1;
            }
        }
    }
    assert_eq!(sent, 37 * cases.len());
    assert_eq!(server.received().len(), sent);
}

#[tokio::test]
async fn unsafe_ids_are_errors_before_anything_is_sent() {
    let (server, client) = answering([]).await;
    for document in documents() {
        for operation in document.operations() {
            if !operation.has_path_parameters() {
                continue;
            }
            for id in ["", ".", ".."] {
                let error = send(&client, document.api, operation.id, id)
                    .await
                    .unwrap_err();
                assert!(error.is_request() && !error.is_retryable(), "{error}");
                assert_eq!(error.status(), None);
                assert_eq!(error.attempts(), 0);
                assert_eq!(error.operation(), Some(operation.id));
                let text = error.to_string();
                assert!(text.contains("path parameter `"), "{text}");
            }
        }
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn required_parameters_of_the_query_are_encoded() {
    let (server, client) = answering([Answer::new(599), Answer::new(599)]).await;
    let operation = "patchEntitlementConnectionByQuery";
    for (id, encoded) in [("a/b?c&d=e f", "a%2Fb%3Fc%26d%3De%20f"), ("", "")] {
        send(&client, "v2026", operation, id).await.unwrap_err();
        let target = format!(
            "/v2026/entitlement-connections?entitlementId={encoded}&identityId={encoded}&accountId={encoded}"
        );
        assert_eq!(server.last().target(), target);
    }
}
