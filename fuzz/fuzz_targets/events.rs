//! Streams of server-sent events and of JSON lines: how the body is split changes nothing, events are those of the standard, and no
//! event or line is larger than the limit.

#![no_main]

use std::time::Duration;

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use openapi_client_runtime::fuzzing::{Events, ParsedEvent, events, lines};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    max: Option<u16>,
    splits: [u8; 8],
    body: &'a [u8],
}

fuzz_target!(|input: Input<'_>| {
    let Input { max, splits, body } = input;
    let max = max.map(usize::from);
    let whole = events([body], max);
    assert_eq!(whole, events(split(body, &splits), max));
    assert_eq!(whole, events(body.chunks(1), max));
    match max {
        None => assert_eq!(decoded(whole), reference(body)),
        Some(max) => {
            for event in whole.events.iter().flatten() {
                assert!(event.data.len() <= max);
            }
        }
    }

    let max = max.unwrap_or(usize::MAX);
    let whole = lines([body], max);
    assert_eq!(whole, lines(split(body, &splits), max));
    assert_eq!(whole, lines(body.chunks(1), max));
    assert!(whole.iter().all(|(_, line)| line.len() <= max));
    if max == usize::MAX {
        let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let mut expected: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
        if expected.last().is_some_and(|line| line.is_empty()) {
            expected.pop();
        }
        let found: Vec<&[u8]> = whole.iter().map(|(_, line)| line.as_slice()).collect();
        assert_eq!(found, expected);
    }
});

/// The body in chunks of these lengths, over and over; a length of 0 is an empty chunk.
fn split<'b>(mut body: &'b [u8], lengths: &[u8]) -> Vec<&'b [u8]> {
    let mut chunks = Vec::new();
    for length in lengths.iter().cycle().take(body.len() + lengths.len()) {
        let (chunk, rest) = body.split_at(usize::from(*length).min(body.len()));
        chunks.push(chunk);
        body = rest;
    }
    chunks.push(body);
    chunks
}

/// The events with data that are UTF-8, as those of the standard.
fn decoded(mut found: Events) -> Events {
    let decode = |data: &mut Vec<u8>| *data = String::from_utf8_lossy(data).into_owned().into();
    let events = found.events.iter_mut().flatten();
    events.map(|event| &mut event.data).for_each(decode);
    found.unfinished.iter_mut().for_each(decode);
    found
}

/// The events of a whole body, by the letter of the standard; ids with control characters are ignored, as it says of NUL.
fn reference(body: &[u8]) -> Events {
    let text = String::from_utf8_lossy(body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut found = Events {
        events: Vec::new(),
        last_id: String::new(),
        reconnection_time: None,
        unfinished: None,
    };
    let mut lines: Vec<&str> = text.split('\n').collect();
    let last = lines.pop().unwrap_or_default();
    let (mut event, mut data, mut id, mut retry) = (String::new(), None::<String>, None, None);
    for (n, line) in lines.iter().chain([&last]).enumerate() {
        if line.is_empty() {
            if n == lines.len() {
                break;
            }
            if let Some(id) = &id {
                found.last_id = String::clone(id);
            }
            let event = std::mem::take(&mut event);
            let (id, retry) = (id.take(), retry.take());
            if let Some(data) = data.take() {
                let event = if event.is_empty() {
                    "message".to_owned()
                } else {
                    event
                };
                let data = data.into_bytes();
                found.events.push(Some(ParsedEvent {
                    event,
                    id,
                    retry,
                    data,
                }));
            }
            continue;
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => {
                data = Some(match data {
                    None => value.to_owned(),
                    Some(before) => format!("{before}\n{value}"),
                });
            }
            _ if n == lines.len() => {}
            "event" => event = value.to_owned(),
            "id" if !value.chars().any(|c| c.is_ascii_control() && c != '\t') => {
                id = Some(value.to_owned());
            }
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Ok(milliseconds) = value.parse() {
                    retry = Some(Duration::from_millis(milliseconds));
                    found.reconnection_time = retry;
                }
            }
            _ => {}
        }
    }
    found.unfinished = data.map(String::into_bytes);
    found
}
