//! Progress through a list: which page to fetch next, how many in advance, and when the list ends.

use std::collections::VecDeque;
use std::task::{Context, Poll, ready};

use http::StatusCode;

use crate::call::background::Background;
use crate::call::{Call, send};
use crate::error::{Error, ErrorKind, Result};
use crate::response::Reply;
use crate::response::decode::DecodeError;

use super::page::{self, Page};
use super::plan::Plan;
use super::position::Position;
use super::records;

/// The progress of a listing.
///
/// It holds the page that is being returned and the requests for those after it, never more than `concurrency`
/// together. Only returning records moves the position forward, so neither a failure nor a dropped caller
/// loses any.
pub(super) struct Progress {
    /// Where to continue while no page is loaded.
    at: Position,
    page: Option<Page>,
    ahead: VecDeque<Ahead>,
    pub(super) concurrency: usize,
    /// Whether records are found in a page that is not valid JSON.
    pub(super) is_lenient: bool,
    /// How many more records the caller wants.
    pub(super) left: Option<u64>,
    pub(super) total: Option<u64>,
    /// Whether the total has been requested.
    counted: bool,
    /// The checksum of the page before.
    before: Option<u64>,
    doubt: Option<Doubt>,
}

/// Requests a page.
fn fetch(call: Call) -> Result<Background<Reply>> {
    Background::start(call, |call| async move { call.execute(send::JSON).await })
}

/// A page that is wanted.
struct Ahead {
    at: Position,
    records: u64,
    count: bool,
    /// Absent before the first request, and after one that failed.
    fetch: Option<Background<Reply>>,
}

/// An error that may mean the end of the list, while the total is being requested.
struct Doubt {
    refusal: Error,
    fetch: Background<Reply>,
}

impl Progress {
    pub(super) fn new(at: Position) -> Self {
        Self {
            at,
            page: None,
            ahead: VecDeque::new(),
            concurrency: 1,
            is_lenient: false,
            left: None,
            total: None,
            counted: false,
            before: None,
            doubt: None,
        }
    }

    pub(super) fn go_to(&mut self, at: Position) {
        *self = Self {
            concurrency: self.concurrency,
            is_lenient: self.is_lenient,
            left: self.left,
            ..Self::new(at)
        };
    }

    /// The position after the last record that was returned.
    pub(super) fn position(&self, plan: &Plan) -> Position {
        match &self.page {
            Some(page) => page.position(&plan.fields),
            None => self.at.clone(),
        }
    }

    /// Counts records of the current page as returned.
    pub(super) fn give(&mut self, records: usize) {
        let Some(page) = &mut self.page else {
            return;
        };
        page.give(records);
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(records as u64);
        }
        if page.left() == 0 {
            self.at = page.end().clone();
            self.page = None;
        }
    }

    /// Drops the current page, so that it is fetched again from the record that could not be decoded.
    pub(super) fn reject(&mut self, plan: &Plan, fault: DecodeError) -> Error {
        self.at = self.position(plan);
        // The server may send the same page again.
        self.before = None;
        match self.page.take() {
            Some(page) => plan.at(Error::decode(fault, page.into_reply())),
            None => plan.at(Error::request(fault.to_string())),
        }
    }

    /// Loads a page with a record to return, and returns it, or `None` at the end of the list.
    pub(super) fn poll(
        &mut self,
        plan: &Plan,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<&Page>>> {
        loop {
            if self.left == Some(0) || self.page.is_none() && self.at.end {
                self.ahead.clear();
                return Poll::Ready(Ok(None));
            }
            if let Some(doubt) = &mut self.doubt {
                let answer = ready!(doubt.fetch.poll(cx));
                self.settle(answer)?;
                continue;
            }
            self.look_ahead(plan)?;
            if self.page.is_some() {
                return Poll::Ready(Ok(self.page.as_ref()));
            }
            let Some(front) = self.ahead.front_mut() else {
                continue;
            };
            let Some(fetch) = &mut front.fetch else {
                continue;
            };
            let answer = ready!(fetch.poll(cx));
            front.fetch = None;
            match answer {
                Ok(reply) => self.arrive(plan, reply)?,
                Err(error) => self.refuse(plan, error)?,
            }
        }
    }

    /// Requests the page that is needed, and those that follow it.
    fn look_ahead(&mut self, plan: &Plan) -> Result<()> {
        let next = self.page.as_ref().map_or(&self.at, Page::end);
        if self
            .ahead
            .front()
            .is_some_and(|front| !front.at.is_same_place(next))
        {
            // A page was shorter or longer than expected, so the pages requested in advance have other positions.
            self.ahead.clear();
        }
        if self.page.is_none() && self.ahead.is_empty() {
            let records = plan.records_at(&self.at)?;
            self.want(plan, self.at.clone(), records);
        }
        while self.ahead.len() + usize::from(self.page.is_some()) < self.concurrency {
            let Some((at, records)) = self.guess(plan) else {
                break;
            };
            self.want(plan, at, records);
        }
        for ahead in &mut self.ahead {
            if ahead.fetch.is_none() {
                let call = plan.page(&ahead.at, ahead.records, ahead.count);
                ahead.fetch = Some(fetch(call)?);
            }
        }
        Ok(())
    }

    /// The page after those in flight, as far as its position is known, and how many records it should have.
    fn guess(&self, plan: &Plan) -> Option<(Position, u64)> {
        let at = match (self.ahead.back(), &self.page) {
            // Only the page itself says what comes after it.
            (Some(_), _) if plan.has_keyset() => return None,
            (Some(back), _) => Position {
                page_end: true,
                ..Position::at(back.at.offset?.saturating_add(back.records))
            },
            (None, Some(page)) if page.is_last => return None,
            (None, Some(page)) => page.end().clone(),
            (None, None) => return None,
        };
        let is_counted_out = self.total.is_some_and(|total| at.offset >= Some(total));
        if is_counted_out && !self.ahead.is_empty() {
            return None;
        }
        let records = plan.records_at(&at).ok()?;
        (self.unclaimed() != Some(0)).then_some((at, records))
    }

    fn want(&mut self, plan: &Plan, at: Position, records: u64) {
        let records = self.unclaimed().map_or(records, |left| records.min(left));
        let count = plan.counts && !self.counted;
        self.counted |= count;
        self.ahead.push_back(Ahead {
            at,
            records,
            count,
            fetch: None,
        });
    }

    /// How many of the records that the caller wants have not been requested.
    fn unclaimed(&self) -> Option<u64> {
        let at_hand = self.page.as_ref().map_or(0, |page| page.left() as u64);
        let coming: u64 = self.ahead.iter().map(|ahead| ahead.records).sum();
        Some(self.left?.saturating_sub(at_hand).saturating_sub(coming))
    }

    /// Takes the page that was awaited.
    fn arrive(&mut self, plan: &Plan, reply: Reply) -> Result<()> {
        let Some(front) = self.ahead.front() else {
            return Ok(());
        };
        let found = page::split(&reply.body);
        let found = found.or_else(|fault| {
            let lenient = self.is_lenient.then(|| records::find(&reply.body));
            lenient.flatten().ok_or(fault)
        });
        let records = match found {
            Ok(records) => records,
            Err(fault) => return Err(plan.at(Error::decode(fault, reply))),
        };
        self.total = reply.parts.total_count().or(self.total);
        let start = front.at.clone();
        let mut page = Page::new(reply, records, start, plan);
        page.close(front.records, plan, self.total);
        let checksum = page.checksum();
        if page.left() > 0 && (self.before == Some(checksum) || page.stands_still()) {
            let message = "the server sent the same page again, as if it ignored the position";
            return Err(plan.at(Error::decode(DecodeError::new(message), page.into_reply())));
        }
        self.before = Some(checksum);
        self.ahead.pop_front();
        if page.left() == 0 {
            self.at = page.end().clone();
        } else {
            self.page = Some(page);
        }
        Ok(())
    }

    /// Handles a failed request for the awaited page. Some services reject the offset at which a list ends, where
    /// others send an empty page; no other failure counts as the end.
    fn refuse(&mut self, plan: &Plan, error: Error) -> Result<()> {
        let refused = matches!(
            status(&error),
            Some(StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND)
        );
        if !refused || !self.at.page_end || self.at.after.is_some() {
            return Err(error);
        }
        match plan.total() {
            // An offset beyond the service's window is rejected the same way: only the total distinguishes the two.
            Some(call) => {
                self.doubt = Some(Doubt {
                    refusal: error,
                    fetch: fetch(call)?,
                });
            }
            None => self.finish(),
        }
        Ok(())
    }

    /// Decides whether an error response was the end of the list.
    fn settle(&mut self, answer: Result<Reply>) -> Result<()> {
        let Some(Doubt { refusal, .. }) = self.doubt.take() else {
            return Ok(());
        };
        match answer {
            Ok(reply) => {
                let total = reply.parts.total_count();
                self.total = total.or(self.total);
                if total > self.at.offset {
                    return Err(refusal);
                }
            }
            // The service rejects requests for the total, so the end is assumed.
            Err(error) if status(&error) == Some(StatusCode::BAD_REQUEST) => {}
            // The list was deleted, or the total is unknown now.
            Err(error) => return Err(error),
        }
        self.finish();
        Ok(())
    }

    fn finish(&mut self) {
        self.at.end = true;
        self.ahead.clear();
    }
}

/// The status of the response to the call itself, not to a token request.
fn status(error: &Error) -> Option<StatusCode> {
    (error.kind() == ErrorKind::Status)
        .then(|| error.status())
        .flatten()
}
