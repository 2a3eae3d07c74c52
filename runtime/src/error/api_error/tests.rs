//! Error bodies of many services.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::*;
use crate::error::Error;
use crate::response::{Reply, ResponseParts};
use crate::service::{Service, TEST};

/// A body, and the code, tracking id and message that are read from it.
type Case<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>);

#[test]
fn reads_every_format_of_the_service() {
    let dto = r#"{"detailCode":"403.4","trackingId":"e7ea","messages":[{"locale":"de-DE","localeOrigin":"REQUEST",
        "text":"Nein"},{"locale":"en-US","localeOrigin":"DEFAULT","text":"Not allowed"}],"causes":[{"text":"why"}]}"#;
    let cases: [Case<'_>; 14] = [
        (dto, Some("403.4"), Some("e7ea"), Some("Not allowed")),
        (
            r#"{"error":"JWT validation failed: JWT is expired"}"#,
            None,
            None,
            Some("JWT validation failed: JWT is expired"),
        ),
        (
            r#"{"message":" Rate Limit Exceeded "}"#,
            None,
            None,
            Some("Rate Limit Exceeded"),
        ),
        (
            r#"{"errorName":"NotFound","errorMessage":"gone","trackingId":"t"}"#,
            Some("NotFound"),
            Some("t"),
            Some("gone"),
        ),
        (
            r#"{"detailMessage":"no","messages":null}"#,
            None,
            None,
            Some("no"),
        ),
        (
            r#"{"error":"invalid_client","error_description":"bad secret"}"#,
            Some("invalid_client"),
            None,
            Some("bad secret"),
        ),
        (
            r#"{"status":404,"error":"Not Found","message":""}"#,
            None,
            None,
            Some("Not Found"),
        ),
        (
            r#"{"messages":[" "],"errorMessage":"no"}"#,
            None,
            None,
            Some("no"),
        ),
        (
            r#"{"messages":["plain"],"detailCode":400}"#,
            Some("400"),
            None,
            Some("plain"),
        ),
        (
            r#"{"causes":[{"locale":"en","message":"only a cause"}]}"#,
            None,
            None,
            Some("only a cause"),
        ),
        (
            r#"[{"message":"in a list"}]"#,
            None,
            None,
            Some("in a list"),
        ),
        (
            "upstream connect error",
            None,
            None,
            Some("upstream connect error"),
        ),
        (r#""a string""#, None, None, Some("a string")),
        ("{}", None, None, None),
    ];
    for (body, code, tracking, message) in cases {
        let error = ApiError::parse(body.as_bytes(), &TEST.errors).expect(body);
        assert_eq!(error.detail_code.as_deref(), code, "{body}");
        assert_eq!(error.tracking_id.as_deref(), tracking, "{body}");
        assert_eq!(error.message.as_deref(), message, "{body}");
    }
}

#[test]
fn messages_keep_their_origin_and_causes_their_text() {
    let body =
        r#"{"messages":[{"localeOrigin":"REQUEST","text":"Nein"}],"causes":[{"text":"why"}]}"#;
    let error = ApiError::parse(body.as_bytes(), &TEST.errors).unwrap();
    assert_eq!(error.messages[0].locale_origin.as_deref(), Some("REQUEST"));
    assert_eq!(error.causes[0].text, "why");
}

#[test]
fn a_text_is_the_message_up_to_2000_bytes() {
    for (bytes, is_message) in [(1, true), (2_000, true), (2_001, false), (5_000, false)] {
        let body = "x".repeat(bytes);
        let error = ApiError::parse(body.as_bytes(), &TEST.errors);
        let message = error.and_then(|error| error.message);
        assert_eq!(message, is_message.then_some(body), "{bytes}");
    }
}

#[test]
fn uninformative_bodies_are_ignored() {
    for body in [
        "",
        "  ",
        "<html><title>502</title></html>",
        "null",
        "7",
        "[]",
    ] {
        assert_eq!(
            ApiError::parse(body.as_bytes(), &TEST.errors),
            None,
            "{body}"
        );
    }
    assert_eq!(ApiError::parse(b"\xff\xfe", &TEST.errors), None);
}

#[test]
fn an_unknown_service_has_only_the_standard_properties() {
    let cases = [
        (r#"{"detailCode":"403.4","errorMessage":"no"}"#, None, None),
        (r#"{"message":"no"}"#, None, Some("no")),
        (r#"{"messages":[{"text":"no"}]}"#, None, None),
        (
            r#"{"title":"Not Found","detail":"gone"}"#,
            None,
            Some("gone"),
        ),
        (
            r#"{"error":"invalid_client","error_description":"bad"}"#,
            Some("invalid_client"),
            Some("bad"),
        ),
    ];
    for (body, code, message) in cases {
        let error = ApiError::parse(body.as_bytes(), &ErrorFields::NONE).expect(body);
        assert_eq!(error.detail_code.as_deref(), code, "{body}");
        assert_eq!(error.message.as_deref(), message, "{body}");
        assert!(
            error.messages.is_empty() && error.tracking_id.is_none(),
            "{body}"
        );
    }
}

/// Bodies of services without facts of their own, with the code and the message that are read from them.
const COMMON: [(&str, Option<&str>, &str); 24] = [
    (
        r#"{"errors":["a is required","b is required"]}"#,
        None,
        "a is required; b is required",
    ),
    (
        r#"{"errors":[{"code":"E1","message":"no a"},{"message":"no b"}]}"#,
        Some("E1"),
        "no a; no b",
    ),
    (
        r#"{"errors":[{"status":"422","title":"Invalid","detail":"no name"}]}"#,
        None,
        "no name",
    ),
    (
        r#"{"errors":{"age":"is odd","name":["is required","is short"]}}"#,
        None,
        "age: is odd; name: is required; is short",
    ),
    (
        r#"{"title":"One or more errors","errors":{"Name":["is required"]}}"#,
        None,
        "Name: is required",
    ),
    (
        r#"{"error":{"message":"no such model","type":"invalid_request","code":null}}"#,
        Some("invalid_request"),
        "no such model",
    ),
    (
        r#"{"error":{"code":404,"message":"gone","status":"NOT_FOUND"}}"#,
        Some("NOT_FOUND"),
        "gone",
    ),
    (
        r#"{"error":{"errors":[{"message":"inner"}]}}"#,
        None,
        "inner",
    ),
    (r#"{"message":["a","b","a"]}"#, None, "a; b"),
    (
        r#"{"message":[{"message":"a"},{"text":1,"msg":"b"}]}"#,
        None,
        "a; b",
    ),
    (r#"{"message":{"detail":"deep"}}"#, None, "deep"),
    (r#"{"formatted_msg":"Formatted"}"#, None, "Formatted"),
    (
        r#"{"Message":"An error has occurred."}"#,
        None,
        "An error has occurred.",
    ),
    (
        r#"{"detail":[{"loc":["body","name"],"msg":"field required"}]}"#,
        None,
        "field required",
    ),
    (
        r#"{"type":"https://e.example/credit","title":"No credit","detail":"30 short"}"#,
        Some("https://e.example/credit"),
        "30 short",
    ),
    (
        r#"{"type":"about:blank","title":"Not Found"}"#,
        None,
        "Not Found",
    ),
    (
        r#"{"fault":{"faultstring":"Rate limit"}}"#,
        None,
        "Rate limit",
    ),
    (r#"{"code":"E-7","msg":"no"}"#, Some("E-7"), "no"),
    (r#"{"code":4711,"message":"no"}"#, Some("4711"), "no"),
    (r#"{"code":404,"message":"no"}"#, None, "no"),
    (r#"["a","b"]"#, None, "a; b"),
    (
        r#"[{"message":"a","code":"X"},{"message":"b"}]"#,
        Some("X"),
        "a; b",
    ),
    ("\u{feff}{\"message\":\"marked\"}", None, "marked"),
    ("{\"message\":\"two\nlines \\x\"}", None, "two\nlines \\x"),
];

#[test]
fn reads_the_common_formats() {
    for (body, code, message) in COMMON {
        let error = ApiError::parse(body.as_bytes(), &ErrorFields::NONE).unwrap();
        let found = (error.detail_code.as_deref(), error.message.as_deref());
        assert_eq!(found, (code, Some(message)), "{body}");
    }
    let latin = ApiError::parse(b"{\"message\":\"caf\xe9\"}", &ErrorFields::NONE).unwrap();
    assert_eq!(latin.message.as_deref(), Some("caf\u{fffd}"));
    let named = r#"{"error":{"detailCode":"7","trackingId":"t","errorMessage":["x"]}}"#;
    let error = ApiError::parse(named.as_bytes(), &TEST.errors).unwrap();
    let found = (
        error.detail_code.as_deref(),
        error.tracking_id.as_deref(),
        error.message.as_deref(),
    );
    assert_eq!(found, (Some("7"), Some("t"), Some("x")));
    let deep = "{\"errors\":[".repeat(60) + &"]}".repeat(60);
    assert_eq!(
        ApiError::parse(deep.as_bytes(), &ErrorFields::NONE)
            .unwrap()
            .message,
        None
    );
}

/// Headers and a body, and the tracking id that is read from them.
type Failed<'a> = (
    &'a [(&'static str, &'a str)],
    &'static str,
    Option<(&'a str, &'a str)>,
);

/// The error of a 500 with these headers and this body.
fn failed(
    service: &'static Service,
    headers: &[(&'static str, &str)],
    body: &'static str,
) -> Error {
    let mut all = HeaderMap::new();
    for (name, value) in headers {
        all.insert(*name, value.parse().unwrap());
    }
    let parts = ResponseParts {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        headers: all,
        attempts: 1,
        service,
    };
    let body = Bytes::from_static(body.as_bytes());
    Error::status_of(Reply { parts, body }, None)
}

#[test]
fn the_tracking_id_is_in_the_body_or_in_a_header() {
    static UNKNOWN: Service = Service::new();
    let in_body = r#"{"trackingId":"b"}"#;
    // The body's id has the first name; that of a header is shown under the header's.
    let cases: [Failed<'_>; 5] = [
        (&[("request-id", "h")], in_body, Some(("trackingId", "b"))),
        (&[("request-id", "h")], "oops", Some(("request-id", "h"))),
        (
            &[("trackingid", "t"), ("request-id", "h")],
            "",
            Some(("trackingId", "t")),
        ),
        (&[("request-id", "")], "", None),
        (&[("x-id", "h")], "", None),
    ];
    for (headers, body, expected) in cases {
        let error = failed(&TEST, headers, body);
        let id = expected.map(|(_, id)| id);
        assert_eq!(error.tracking_id(), id, "{headers:?} {body}");
        let shown = expected.map(|(name, id)| format!("({name} {id})"));
        let line = error.to_string();
        let is_shown = line.contains("-id ") || line.contains("Id ");
        assert_eq!(is_shown, shown.is_some(), "{line}");
        assert!(shown.is_none_or(|it| line.contains(&it)), "{line}");
    }
    let error = failed(&UNKNOWN, &[("request-id", "h")], in_body);
    assert_eq!(error.tracking_id(), None);
}
