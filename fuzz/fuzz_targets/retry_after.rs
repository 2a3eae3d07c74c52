//! `Retry-After`: seconds and dates are read as they are meant, another value never shortens the wait, and values in another form
//! change nothing.

#![no_main]

use std::time::{Duration, SystemTime};

use libfuzzer_sys::fuzz_target;
use openapi_client_runtime::fuzzing::retry_after;
use openapi_client_runtime::http::header::{DATE, RETRY_AFTER};
use openapi_client_runtime::http::{HeaderMap, HeaderValue};

// Bytes of seconds, then the `Date` of the response, then a value in each line.
fuzz_target!(|input: (u32, &[u8])| {
    let (seconds, text) = input;
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.into());
    let mut lines = text.split(|byte| *byte == b'\n');
    let date = lines.next().filter(|date| !date.is_empty());
    let mut headers = HeaderMap::new();
    if let Some(Ok(date)) = date.map(HeaderValue::from_bytes) {
        headers.insert(DATE, date);
    }
    let mut longest = None;
    for value in lines.take(20) {
        let Ok(header) = HeaderValue::from_bytes(value) else {
            continue;
        };
        let alone = |header: HeaderValue| {
            let mut headers = headers.clone();
            headers.remove(RETRY_AFTER);
            headers.insert(RETRY_AFTER, header);
            retry_after(&headers, now)
        };
        let wait = alone(header.clone());
        if let Ok(text) = str::from_utf8(value) {
            let text = text.trim();
            if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
                let seconds = text.parse().map_or(Duration::MAX, Duration::from_secs);
                assert_eq!(wait, Some(seconds), "{text:?}");
            }
            if !text.bytes().any(|byte| byte.is_ascii_digit()) {
                assert_eq!(wait, None, "{text:?}");
            }
        }
        // White space around a value has no meaning.
        let padded = HeaderValue::from_bytes(&[b" \t", value, b"  "].concat());
        assert_eq!(padded.ok().and_then(alone), wait, "{value:?}");

        longest = longest.max(wait);
        headers.append(RETRY_AFTER, header);
        assert_eq!(retry_after(&headers, now), longest, "{headers:?}");
    }
});
