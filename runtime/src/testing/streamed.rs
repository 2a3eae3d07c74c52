//! Bodies that a server streams: part by part, with pauses.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};

use super::answer::{Answer, Chunk, End};
use crate::stream::Event;

/// Responses that are streamed.
///
/// ```
/// use std::time::Duration;
/// use openapi_client_runtime::{Event, testing::Answer};
/// use serde_json::json;
///
/// let answer = Answer::new(200)
///     .event(Event::new(json!({"text": "one"})).with_id("1"))
///     .pause(Duration::from_secs(60))
///     .event(Event::new(json!({"text": "two"})).with_id("2"))
///     .cut_at(40);
/// ```
impl Answer {
    /// Adds to the body, as a part of its own.
    #[must_use]
    pub fn chunk(mut self, bytes: impl Into<Bytes>) -> Self {
        let pause = std::mem::take(&mut self.pause);
        let bytes = bytes.into();
        self.chunks.push(Chunk { pause, bytes });
        self
    }

    /// Waits on the server's clock before the next part of the body, or before its end. The wait starts when the client has read
    /// everything before it and waits for more, so it passes the client's timeouts as a real one does.
    #[must_use]
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause += pause;
        self
    }

    /// Adds a server-sent event whose data is JSON.
    ///
    /// # Panics
    /// When the data can't be serialized.
    #[must_use]
    pub fn event(self, event: Event<impl Serialize>) -> Self {
        self.text_event(event.map(|data| json(&data)))
    }

    /// Adds a server-sent event whose data is text.
    #[must_use]
    pub fn text_event(self, event: Event<impl Into<String>>) -> Self {
        let Event {
            event_type,
            id,
            retry,
            data,
        } = event;
        let mut text = String::new();
        let mut field = |name: &str, value: &str| {
            text.push_str(name);
            text.push_str(": ");
            text.push_str(value);
            text.push('\n');
        };
        if event_type != "message" {
            field("event", &event_type);
        }
        if let Some(id) = &id {
            field("id", id);
        }
        if let Some(retry) = retry {
            field("retry", &retry.as_millis().to_string());
        }
        let data: String = data.into();
        for line in data.split('\n') {
            field("data", line);
        }
        text.push('\n');
        self.streams("text/event-stream").chunk(text)
    }

    /// Adds a server-sent event that is described as a whole: an object with `event`, `data`, `id` and `retry`.
    pub(super) fn whole_event(self, event: Event<impl Serialize>) -> Self {
        let mut fields = match serde_json::to_value(&event.data) {
            Ok(Value::Object(fields)) => fields,
            Ok(_) | Err(_) => Map::new(),
        };
        let text = |value: Value| match value {
            Value::String(text) => text,
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => value.to_string(),
        };
        let mut sent = event.map(|_| String::new());
        sent.data = fields.remove("data").map(text).unwrap_or_default();
        if let Some(event_type) = fields.remove("event") {
            sent.event_type = text(event_type).into();
        }
        if let Some(id) = fields.remove("id") {
            sent.id = Some(text(id));
        }
        self.text_event(sent)
    }

    /// Adds a line of JSON.
    ///
    /// # Panics
    /// When the item can't be serialized.
    #[must_use]
    pub fn item(self, item: &(impl Serialize + ?Sized)) -> Self {
        let line = format!("{}\n", json(item));
        self.streams("application/x-ndjson").chunk(line)
    }

    /// Closes the connection after so many bytes of the body.
    #[must_use]
    pub fn cut_at(mut self, bytes: usize) -> Self {
        self.end = End::Cut(Some(bytes));
        self
    }

    /// Sets the media type, unless the test has set one.
    fn streams(self, media_type: &str) -> Self {
        let mut names = self.headers.iter().map(|(name, _)| name);
        if names.any(|name| name.eq_ignore_ascii_case("content-type")) {
            return self;
        }
        self.media_type(media_type)
    }

    /// Sets the pause before each chunk but the first.
    pub(super) fn pause_between(&mut self, pause: Duration) {
        for chunk in self.chunks.iter_mut().skip(1) {
            chunk.pause = pause;
        }
    }

    /// Takes what is sent of the body.
    pub(super) fn take_chunks(&mut self) -> VecDeque<Chunk> {
        let mut chunks = VecDeque::new();
        let pause = Duration::ZERO;
        let bytes = std::mem::take(&mut self.body);
        chunks.push_back(Chunk { pause, bytes });
        chunks.extend(std::mem::take(&mut self.chunks));
        let pause = std::mem::take(&mut self.pause);
        let bytes = Bytes::new();
        chunks.push_back(Chunk { pause, bytes });
        chunks.retain(|it| !it.bytes.is_empty() || !it.pause.is_zero());
        if let End::Cut(after) = self.end {
            let total: usize = chunks.iter().map(|it| it.bytes.len()).sum();
            cut(&mut chunks, after.unwrap_or(total / 2));
        }
        chunks
    }
}

/// Removes everything after so many bytes.
fn cut(chunks: &mut VecDeque<Chunk>, mut left: usize) {
    chunks.retain_mut(|chunk| {
        let is_sent = left > 0;
        chunk.bytes.truncate(left);
        left -= chunk.bytes.len();
        is_sent
    });
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).expect("a value that a test gives can be JSON")
}
