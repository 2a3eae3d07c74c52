//! The parsers of streams over chunks that are given at once, for the fuzz targets.

use std::time::Duration;

use bytes::Bytes;

use super::lines::{Ends, Line, Lines};
use super::parser::{Parsed, Parser};

/// The events of a body, and what is known after its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Events {
    /// The events; `None` is one that is larger than the limit.
    pub events: Vec<Option<ParsedEvent>>,
    /// The last id.
    pub last_id: String,
    /// How long the server asks to wait before the next connection.
    pub reconnection_time: Option<Duration>,
    /// The data of an event whose end did not arrive.
    pub unfinished: Option<Vec<u8>>,
}

/// An event before its data is decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedEvent {
    /// The type.
    pub event: String,
    /// The id, if the event has one of its own.
    pub id: Option<String>,
    /// How long the event asks to wait before the next connection.
    pub retry: Option<Duration>,
    /// The data.
    pub data: Vec<u8>,
}

/// Returns the events of a body that arrives in these chunks.
pub fn events<'c>(chunks: impl IntoIterator<Item = &'c [u8]>, max: Option<usize>) -> Events {
    let mut parser = Parser::new(String::new());
    if let Some(max) = max {
        parser.set_max(max);
    }
    let mut events = Vec::new();
    for chunk in chunks {
        parser.push(Bytes::copy_from_slice(chunk));
        while let Some(parsed) = parser.next() {
            events.push(match parsed {
                Parsed::TooLarge => None,
                Parsed::Event {
                    event,
                    id,
                    retry,
                    data,
                } => {
                    let parsed = ParsedEvent {
                        event: event.into_owned(),
                        id,
                        retry,
                        data: data.clone(),
                    };
                    parser.recycle(data);
                    Some(parsed)
                }
            });
        }
    }
    Events {
        events,
        unfinished: parser.unfinished().map(<[u8]>::to_vec),
        last_id: parser.last_id,
        reconnection_time: parser.reconnection_time,
    }
}

/// Returns the lines of a body of JSON lines, each with whether it is whole.
pub fn lines<'c>(chunks: impl IntoIterator<Item = &'c [u8]>, max: usize) -> Vec<(bool, Vec<u8>)> {
    let mut lines = Lines::new(Ends::Feed, max);
    let mut found = Vec::new();
    for chunk in chunks {
        lines.push(Bytes::copy_from_slice(chunk));
        while let Some(line) = lines.next() {
            found.push((line == Line::Whole, lines.line().to_vec()));
        }
    }
    let last = lines.last().map(<[u8]>::to_vec);
    found.extend(last.map(|line| (true, line)));
    found
}
