//! Bodies of errors: the error keeps status and body, its text is one line of a bounded length, and the parts that were found are
//! not blank.

#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use openapi_client_runtime::bytes::Bytes;
use openapi_client_runtime::codegen::{ErrorFields, Service};
use openapi_client_runtime::fuzzing::status_error;
use openapi_client_runtime::http::header::{CONTENT_TYPE, LOCATION};
use openapi_client_runtime::http::{HeaderMap, HeaderValue, StatusCode};

static SERVICES: [Service; 2] = [
    Service::new(),
    Service::new().errors(ErrorFields {
        code: &["detailCode", "errorCode"],
        request_id: &["trackingId", "request-id"],
        message: &["errorMessage"],
        messages: Some("messages"),
        causes: Some("causes"),
        text: &["text", "message"],
        locale: Some("locale"),
        locale_origin: Some("localeOrigin"),
    }),
];

/// No error is longer: two texts of 400, two codes of 100, and a target of 400.
const LONGEST: usize = 2_000;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    is_known: bool,
    status: u16,
    media_type: Option<&'a [u8]>,
    location: Option<&'a [u8]>,
    body: &'a [u8],
}

fuzz_target!(|input: Input<'_>| {
    let Ok(status) = StatusCode::from_u16(300 + input.status % 300) else {
        return;
    };
    let mut headers = HeaderMap::new();
    for (name, value) in [(CONTENT_TYPE, input.media_type), (LOCATION, input.location)] {
        if let Some(Ok(value)) = value.map(HeaderValue::from_bytes) {
            headers.insert(name, value);
        }
    }
    let service = &SERVICES[usize::from(input.is_known)];
    let body = Bytes::copy_from_slice(input.body);
    let error = status_error(service, status, headers, body.clone());

    assert_eq!(error.status(), Some(status));
    assert_eq!(error.body(), Some(&body));
    let line = error.to_string();
    assert!(line.starts_with(status.as_str()), "{line:?}");
    assert!(!line.contains(char::is_control), "{line:?}");
    assert!(line.chars().count() < LONGEST, "{line:?}");

    let Some(api) = error.api_error() else {
        return;
    };
    for text in [&api.message, &api.detail_code, &api.tracking_id] {
        let is_blank = text.as_ref().is_some_and(|text| text.trim().is_empty());
        assert!(!is_blank, "{api:?}");
    }
    for message in api.messages.iter().chain(&api.causes) {
        assert!(!message.text.trim().is_empty(), "{api:?}");
    }
});
