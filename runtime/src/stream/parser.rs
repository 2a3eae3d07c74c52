//! Parses `text/event-stream` as the WHATWG standard says.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;

use super::lines::{Ends, Line, Lines};
use super::{KEPT, MAX_PART};

#[cfg(test)]
mod tests;

/// The type of an event that names none.
pub(super) const MESSAGE: &str = "message";

/// Events, read line by line.
pub(super) struct Parser {
    lines: Lines,
    draft: Draft,
    /// The last id that was dispatched.
    pub(super) last_id: String,
    /// How long the server asks to wait before the next connection.
    pub(super) reconnection_time: Option<Duration>,
}

/// The fields of an event that has not ended.
#[derive(Default)]
struct Draft {
    event: String,
    data: Vec<u8>,
    /// Whether the event has a `data` field, which may be empty.
    has_data: bool,
    id: Option<String>,
    retry: Option<Duration>,
    /// Whether the event is too large. It is reported at once, and skipped to its end.
    is_too_large: bool,
}

/// An event before its data is decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Parsed {
    Event {
        event: Cow<'static, str>,
        id: Option<String>,
        retry: Option<Duration>,
        data: Vec<u8>,
    },
    /// An event that is larger than the limit.
    TooLarge,
}

impl Parser {
    pub(super) fn new(last_id: String) -> Self {
        Self {
            lines: Lines::new(Ends::Any, MAX_PART),
            draft: Draft::default(),
            last_id,
            reconnection_time: None,
        }
    }

    /// The maximum size of an event.
    pub(super) fn max(&self) -> usize {
        self.lines.max
    }

    pub(super) fn set_max(&mut self, bytes: usize) {
        self.lines.max = bytes;
    }

    /// Begins a new connection: what is left of the last one is discarded.
    pub(super) fn restart(&mut self) {
        self.lines = Lines::new(Ends::Any, self.lines.max);
        self.draft = Draft::default();
    }

    pub(super) fn push(&mut self, chunk: Bytes) {
        self.lines.push(chunk);
    }

    /// The data of an event whose end did not arrive, after the body has ended; `None` if it was reported as too large.
    pub(super) fn unfinished(&mut self) -> Option<&[u8]> {
        let max = self.max();
        if let Some(line) = self.lines.last() {
            self.draft.add(line, max);
        }
        (self.draft.has_data && !self.draft.is_too_large).then_some(&self.draft.data)
    }

    /// Returns the next event; `None` if its end has not arrived.
    pub(super) fn next(&mut self) -> Option<Parsed> {
        while let Some(found) = self.lines.next() {
            let line = self.lines.line();
            let has_room = match found {
                Line::Whole if line.is_empty() => {
                    if let Some(parsed) = self.dispatch() {
                        return Some(parsed);
                    }
                    continue;
                }
                Line::Whole => self.draft.add(line, self.lines.max),
                Line::TooLong => !matches!(split(line).0, b"data" | b"event" | b"id"),
            };
            if self.draft.retry.is_some() {
                self.reconnection_time = self.draft.retry;
            }
            if !has_room && !self.draft.is_too_large {
                self.draft.is_too_large = true;
                self.draft.data = Vec::new();
                return Some(Parsed::TooLarge);
            }
        }
        None
    }

    /// Ends the event at a blank line. One without data is none.
    fn dispatch(&mut self) -> Option<Parsed> {
        let id = self.draft.id.take();
        if let Some(id) = &id {
            self.last_id.clone_from(id);
        }
        let is_event = self.draft.has_data && !self.draft.is_too_large;
        let parsed = is_event.then(|| Parsed::Event {
            event: if self.draft.event.is_empty() {
                Cow::Borrowed(MESSAGE)
            } else {
                std::mem::take(&mut self.draft.event).into()
            },
            id,
            retry: self.draft.retry,
            data: std::mem::take(&mut self.draft.data),
        });
        self.draft.clear();
        parsed
    }

    /// Returns the memory of an event whose data was decoded.
    pub(super) fn recycle(&mut self, mut data: Vec<u8>) {
        if data.capacity() <= KEPT {
            data.clear();
            self.draft.data = data;
        }
    }
}

impl Draft {
    /// Adds a field to the event. Returns whether there is room for it.
    fn add(&mut self, line: &[u8], max: usize) -> bool {
        let (name, value) = split(line);
        match name {
            b"data" if self.is_too_large => {}
            b"data" => {
                if self.data.len() + self.event.len() + value.len() >= max {
                    return false;
                }
                if self.has_data {
                    self.data.push(b'\n');
                }
                self.has_data = true;
                self.data.extend_from_slice(value);
            }
            b"event" => {
                self.event.clear();
                self.event.push_str(&String::from_utf8_lossy(value));
            }
            // An id that can't be sent as `Last-Event-ID` is ignored, as the standard says of one with NUL.
            b"id"
                if !value
                    .iter()
                    .any(|byte| byte.is_ascii_control() && *byte != b'\t') =>
            {
                self.id = Some(String::from_utf8_lossy(value).into_owned());
            }
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                let digits = str::from_utf8(value).unwrap_or_default();
                if let Ok(milliseconds) = digits.parse() {
                    self.retry = Some(Duration::from_millis(milliseconds));
                }
            }
            _ => {}
        }
        true
    }

    fn clear(&mut self) {
        self.event.clear();
        self.data.clear();
        self.has_data = false;
        self.retry = None;
        self.is_too_large = false;
    }
}

/// The name and the value of a field. The name of a comment is empty.
fn split(line: &[u8]) -> (&[u8], &[u8]) {
    match line.iter().position(|byte| *byte == b':') {
        None => (line, b""),
        Some(colon) => {
            let value = &line[colon + 1..];
            (&line[..colon], value.strip_prefix(b" ").unwrap_or(value))
        }
    }
}
