//! The request without its position, which all pages of a listing share.

use std::borrow::Cow;

use crate::call::Call;
#[cfg(feature = "blocking")]
use crate::client::Client;
use crate::error::{Error, Result};
use crate::request::style::ListStyle;

use super::key::SortField;
use super::position::Position;
use crate::operation::Target;
use crate::operation::paging::{Keyset, Paging};

/// How a caller's request becomes requests for pages.
#[derive(Debug)]
pub(super) struct Plan {
    /// The caller's request without offset, limit and request for the total.
    call: Call,
    paging: Paging,
    /// How many records a page has, except the last.
    pub(super) limit: u64,
    /// Whether a page with fewer records is the last. Otherwise the server may have a maximum that is not known.
    pub(super) short_page_ends: bool,
    /// Whether the caller wants the total; the first page requests it.
    pub(super) counts: bool,
    /// The sort fields, if the list can continue after a record.
    pub(super) fields: Vec<SortField>,
    /// Where the caller wants to start.
    pub(super) start: Position,
    /// Identifies this list among others of the same operation.
    pub(super) checksum: u64,
}

impl Plan {
    pub(super) fn new(call: &Call) -> Result<Self> {
        let mut call = call.clone();
        // The query of a raw path may have parameters of the paging too.
        call.split_query();
        let Some(paging) = paging_of(&call) else {
            return Err(call.at(Error::request("the operation has no pages")));
        };
        match Self::read(&mut call, paging) {
            Ok(plan) => Ok(plan),
            Err(message) => Err(call.at(Error::request(message))),
        }
    }

    fn read(call: &mut Call, paging: Paging) -> Result<Self, String> {
        let limit = number(call, paging.limit)?.unwrap_or(paging.page_size);
        let name = paging.limit;
        if limit == 0 {
            return Err(format!("`{name}` must not be 0: omit it, or use 1 or more"));
        }
        if let Some(largest) = paging.largest_page.filter(|largest| limit > *largest) {
            // If the server sent its largest page instead, the list would seem to have ended.
            return Err(format!(
                "`{name}` is {limit}, but a page has at most {largest} records; to limit the whole listing, use `max_items`"
            ));
        }
        let offset = number(call, paging.offset)?;
        let mut start = Position::at(offset.unwrap_or(0));
        let mut fields = Vec::new();
        if let Some(keyset) = paging.keyset {
            let key = list(call, keyset.after);
            fields = sort(call, &keyset, key.is_some())?;
            if let Some(key) = key {
                begin_after(&mut start, key, fields.len(), &paging, offset.is_some())?;
            }
            call.clear_query(keyset.after);
        }
        let counts = paging
            .count
            .is_some_and(|count| call.query_given(count).as_deref() == Some("true"));
        call.clear_query(paging.offset);
        call.clear_query(paging.limit);
        if let Some(count) = paging.count {
            call.clear_query(count);
        }
        Ok(Self {
            checksum: call.checksum(),
            call: call.clone(),
            paging,
            limit,
            short_page_ends: paging.short_page_ends && paging.largest_page.is_some(),
            counts,
            fields,
            start,
        })
    }

    pub(super) fn operation(&self) -> Cow<'static, str> {
        self.call.target().name()
    }

    #[cfg(feature = "blocking")]
    pub(super) fn client(&self) -> &Client {
        self.call.client()
    }

    /// Adds the operation to an error.
    pub(super) fn at(&self, error: Error) -> Error {
        self.call.at(error)
    }

    pub(super) fn has_keyset(&self) -> bool {
        self.paging.keyset.is_some()
    }

    /// How many records a page at that position should have: fewer at the end of the list's window.
    pub(super) fn records_at(&self, at: &Position) -> Result<u64> {
        if at.after.is_some() {
            return Ok(self.limit);
        }
        let why = at
            .keyless
            .as_ref()
            .map(|why| format!("the list can't continue after the last record, which {why}"));
        let Some(offset) = at.offset else {
            let message =
                why.unwrap_or_else(|| "the position to continue at is not known".to_owned());
            return Err(self.at(Error::request(message)));
        };
        match self.paging.window {
            Some(window) if offset >= window => {
                let name = self.paging.offset;
                let mut message = format!("`{name}` reaches only the first {window} records");
                if let Some(why) = why {
                    message.push_str("; ");
                    message.push_str(&why);
                }
                message.push_str("; narrow the list by filters");
                if let Some(keyset) = self.paging.keyset {
                    message.push_str(", or sort it by `");
                    message.push_str(keyset.id);
                    message.push_str("` alone");
                }
                Err(self.at(Error::request(message)))
            }
            Some(window) => Ok(self.limit.min(window - offset)),
            None => Ok(self.limit),
        }
    }

    /// The request for a page.
    pub(super) fn page(&self, at: &Position, records: u64, count: bool) -> Call {
        let mut call = self.call.clone();
        call.query(self.paging.limit, records);
        match (&at.after, self.paging.keyset) {
            (Some(key), Some(keyset)) => call.query_list(keyset.after, ListStyle::Comma, key),
            _ => call.query(self.paging.offset, at.offset.unwrap_or(0)),
        }
        if count && let Some(name) = self.paging.count {
            call.query(name, true);
        }
        call
    }

    /// The request for the total, if the service has one.
    pub(super) fn total(&self) -> Option<Call> {
        self.paging.count?;
        Some(self.page(&Position::at(0), 1, true))
    }
}

/// How a call is paged. A raw call has the parameters of the service, and nothing says that a short page ends its list.
fn paging_of(call: &Call) -> Option<Paging> {
    match call.target() {
        target @ Target::Known(_) => target.paging(),
        Target::Raw { .. } => Some(call.client().inner().transport.service.lists),
    }
}

/// A parameter that is a number of records.
fn number(call: &Call, name: &str) -> Result<Option<u64>, String> {
    let Some(text) = call.query_given(name) else {
        return Ok(None);
    };
    match text.parse() {
        Ok(number) => Ok(Some(number)),
        Err(_) => Err(format!(
            "`{name}` is `{}`, expected a number of records",
            text.escape_debug()
        )),
    }
}

/// A parameter that is a comma-separated list.
fn list(call: &Call, name: &str) -> Option<Vec<String>> {
    let text = call.query_given(name).filter(|text| !text.is_empty())?;
    Some(text.split(',').map(|item| item.trim().to_owned()).collect())
}

/// Sorts by the caller's fields, and last by the one that is unique to each record.
fn sort(call: &mut Call, keyset: &Keyset, has_key: bool) -> Result<Vec<SortField>, String> {
    let mut sorters = list(call, keyset.sorters).unwrap_or_default();
    let bare = |sorter: &str| sorter.strip_prefix('-').unwrap_or(sorter).to_owned();
    if !sorters.iter().any(|sorter| bare(sorter) == keyset.id) {
        if has_key && !sorters.is_empty() {
            return Err(format!(
                "to start at `{}`, also sort by `{}`: otherwise, records with equal values are lost",
                keyset.after, keyset.id
            ));
        }
        sorters.push(keyset.id.to_owned());
    }
    call.query_list(keyset.sorters, ListStyle::Comma, &sorters);
    let fields = sorters
        .iter()
        .map(|sorter| SortField::new(&bare(sorter), keyset));
    Ok(fields.collect())
}

/// Starts after a key that the caller chose.
fn begin_after(
    start: &mut Position,
    key: Vec<String>,
    fields: usize,
    paging: &Paging,
    has_offset: bool,
) -> Result<(), String> {
    let after = paging.keyset.map_or("", |keyset| keyset.after);
    if has_offset {
        return Err(format!(
            "`{after}` and `{}` both set the start; use only one",
            paging.offset
        ));
    }
    if key.len() != fields {
        return Err(format!(
            "`{after}` has {} values for {fields} sort fields; give one for each, and none with a comma",
            key.len()
        ));
    }
    start.offset = None;
    start.after = Some(key);
    Ok(())
}
