//! One page of a list: the response, and the positions of its records.

use std::hash::{DefaultHasher, Hasher as _};
use std::ops::Range;

use serde_json::value::RawValue;

use crate::response::decode::{self, DecodeError};
use crate::response::{Reply, Response};

use super::key::{self, SortField};
use super::plan::Plan;
use super::position::Position;

/// A page. Its records are decoded from the text one at a time, on demand.
#[derive(Debug)]
pub(super) struct Page {
    reply: Reply,
    records: Vec<Range<usize>>,
    /// How many of the records have been returned.
    given: usize,
    start: Position,
    end: Position,
    /// Whether the list has no further page.
    pub(super) is_last: bool,
}

/// The JSON of a record, and its index in the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) json: &'a [u8],
    pub(super) index: usize,
}

impl Element<'_> {
    /// Prefixes the path inside the record with the record's index.
    pub(super) fn locate(&self, error: DecodeError) -> DecodeError {
        error.inside(&format!("[{}]", self.index))
    }
}

/// The positions of a page's records in its text.
pub(super) fn split(body: &[u8]) -> Result<Vec<Range<usize>>, DecodeError> {
    // The text is checked to be JSON here; a record of the wrong type is an error when it is decoded.
    let text = decode::without_mark(body);
    match decode::parse::<Vec<&RawValue>>(text) {
        Ok(records) => {
            let base = body.as_ptr().addr();
            let place = |record: &RawValue| {
                let start = record.get().as_ptr().addr() - base;
                start..start + record.get().len()
            };
            Ok(records.into_iter().map(place).collect())
        }
        Err(error) => Err(decode::fault(text, error)),
    }
}

impl Page {
    /// The page of a response to a request from `start`.
    pub(super) fn new(
        reply: Reply,
        records: Vec<Range<usize>>,
        start: Position,
        plan: &Plan,
    ) -> Self {
        let mut page = Self {
            reply,
            records,
            given: 0,
            end: start.clone(),
            start,
            is_last: false,
        };
        if let Some(end) = page.position_after(page.records.len(), &plan.fields) {
            page.end = end;
            page.end.page_end = true;
        }
        page
    }

    /// Decides whether it is the last page, of at most `wanted` records.
    pub(super) fn close(&mut self, wanted: u64, plan: &Plan, total: Option<u64>) {
        let length = self.records.len() as u64;
        // A server may send less than requested, but not less than its total.
        let all_counted = match (total, self.end.offset) {
            (Some(total), Some(offset)) => offset >= total,
            _ => plan.short_page_ends,
        };
        self.is_last = length == 0 || length < wanted && all_counted;
        self.end.end = self.is_last;
    }

    pub(super) fn into_reply(self) -> Reply {
        self.reply
    }

    /// Returns how many records have not been returned.
    pub(super) fn left(&self) -> usize {
        self.records.len() - self.given
    }

    /// The next record.
    pub(super) fn next(&self) -> Option<Element<'_>> {
        self.rest().next()
    }

    /// Takes the records that have not been returned.
    pub(super) fn rest(&self) -> impl Iterator<Item = Element<'_>> {
        let numbered = self.records.iter().enumerate().skip(self.given);
        numbered.map(|(index, place)| Element {
            json: &self.reply.body[place.clone()],
            index,
        })
    }

    /// Counts records as returned.
    pub(super) fn give(&mut self, records: usize) {
        self.given = (self.given + records).min(self.records.len());
    }

    /// The position after the last record that was returned.
    pub(super) fn position(&self, fields: &[SortField]) -> Position {
        if self.left() == 0 {
            return self.end.clone();
        }
        match self.position_after(self.given, fields) {
            Some(position) => position,
            None => self.start.clone(),
        }
    }

    /// The position after the last record.
    pub(super) fn end(&self) -> &Position {
        &self.end
    }

    fn position_after(&self, records: usize, fields: &[SortField]) -> Option<Position> {
        let last = self.records.get(records.checked_sub(1)?)?;
        let mut position = Position {
            offset: self
                .start
                .offset
                .map(|start| start.saturating_add(records as u64)),
            ..Position::default()
        };
        if !fields.is_empty() {
            match key::read(&self.reply.body[last.clone()], fields) {
                Ok(key) => position.after = Some(key),
                Err(why) => position.keyless = Some(why),
            }
        }
        Some(position)
    }

    /// Returns whether the last record is the one after which the page was requested.
    pub(super) fn stands_still(&self) -> bool {
        self.end.after.is_some() && self.end.after == self.start.after
    }

    /// A checksum of the text, which detects a server that sends the same page forever.
    pub(super) fn checksum(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.reply.body);
        hasher.finish()
    }

    /// Returns the page as the response of a call.
    pub(super) fn respond<T>(&self, value: T) -> Response<T> {
        Response::new(value, self.reply.parts.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_found_in_the_text() {
        let body = br#" [ {"a":"],[\""} ,7,"x",[ ] ] "#;
        let records = split(body).unwrap();
        let texts: Vec<_> = records
            .into_iter()
            .map(|place| str::from_utf8(&body[place]).unwrap())
            .collect();
        assert_eq!(texts, [r#"{"a":"],[\""}"#, "7", r#""x""#, "[ ]"]);
        assert!(split(b"[]").unwrap().is_empty());
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        let body = "\u{feff}[1, 22]".as_bytes();
        assert_eq!(split(body).unwrap(), [4..5, 7..9]);
    }

    #[test]
    fn a_body_that_is_not_a_list_is_an_error_with_a_path() {
        let fault = |body: &[u8]| split(body).unwrap_err().to_string();
        assert!(fault(br#"{"items":[]}"#).starts_with("at $: invalid type: map"));
        assert!(
            fault(b"[1,2").starts_with("at $: EOF"),
            "{}",
            fault(b"[1,2")
        );
        assert_eq!(fault(b""), "the body is empty");
        let not_text = fault(b"[\"\xff\"]");
        assert!(not_text.contains("invalid unicode"), "{not_text}");
    }
}
