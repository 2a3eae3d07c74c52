//! A list that is being read, as used by both streams.

use std::borrow::Cow;
use std::fmt;
use std::task::{Context, Poll};

use crate::call::Call;
#[cfg(feature = "blocking")]
use crate::client::Client;
use crate::error::{Error, Result};
use crate::response::Response;
use crate::response::decode::DecodeError;

use super::cursor::Cursor;
use super::page::{Element, Page};
use super::plan::Plan;
use super::position::Position;
use super::progress::Progress;

/// A list that is being read: the request, and the progress.
pub(super) struct Listing {
    /// The caller's request, or what is wrong with it; setters never fail, so the error is returned with the first record.
    plan: Result<Plan>,
    operation: Cow<'static, str>,
    progress: Progress,
}

impl Listing {
    pub(super) fn new(call: &Call) -> Self {
        let plan = Plan::new(call);
        let start = match &plan {
            Ok(plan) => plan.start.clone(),
            Err(_) => Position::default(),
        };
        Self {
            plan,
            operation: call.target().name(),
            progress: Progress::new(start),
        }
    }

    pub(super) fn concurrency(&mut self, pages: usize) {
        self.progress.concurrency = pages.max(1);
    }

    pub(super) fn lenient(mut self) -> Self {
        self.progress.is_lenient = true;
        self
    }

    pub(super) fn max_items(&mut self, records: u64) {
        self.progress.left = Some(records);
    }

    pub(super) fn resume_from(&mut self, cursor: Cursor) -> Result<()> {
        let plan = self.plan.as_ref().map_err(Clone::clone)?;
        let at = cursor.position_in(plan).map_err(|error| plan.at(error))?;
        self.progress.go_to(at);
        Ok(())
    }

    pub(super) fn cursor(&self) -> Cursor {
        match &self.plan {
            Ok(plan) => Cursor::new(&self.operation, plan.checksum, self.progress.position(plan)),
            Err(_) => Cursor::new(&self.operation, 0, Position::default()),
        }
    }

    pub(super) fn total_count(&self) -> Option<u64> {
        self.progress.total
    }

    /// The client of the request, for its clock.
    #[cfg(feature = "blocking")]
    pub(super) fn client(&self) -> Result<Client> {
        let plan = self.plan.as_ref().map_err(Clone::clone)?;
        Ok(plan.client().clone())
    }

    /// Loads a page with a record to return, and returns it, or `None` at the end of the list.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<&Page>>> {
        match &self.plan {
            Ok(plan) => self.progress.poll(plan, cx),
            Err(error) => Poll::Ready(Err(error.clone())),
        }
    }

    /// Returns the next record, decoded.
    pub(super) fn poll_item<T>(
        &mut self,
        cx: &mut Context<'_>,
        decode: Decode<T>,
    ) -> Poll<Option<Result<T>>> {
        let decoded = match self.poll(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(page)) => page.and_then(Page::next).map(|element| decode(&element)),
        };
        Poll::Ready(decoded.map(|decoded| self.give(1, decoded)))
    }

    /// Returns the rest of the current page, or the next page, decoded.
    pub(super) fn poll_page<T>(
        &mut self,
        cx: &mut Context<'_>,
        decode: Decode<T>,
    ) -> Poll<Option<Result<Response<Vec<T>>>>> {
        let most = self
            .progress
            .left
            .and_then(|left| usize::try_from(left).ok());
        let page = match self.poll(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(None)) => return Poll::Ready(None),
            Poll::Ready(Ok(Some(page))) => page,
        };
        let records = page.rest().take(most.unwrap_or(usize::MAX));
        let decoded = records
            .map(|element| decode(&element))
            .collect::<Result<Vec<T>, _>>()
            .map(|items| page.respond(items));
        let given = decoded.as_ref().map_or(0, |items| items.len());
        Poll::Ready(Some(self.give(given, decoded)))
    }

    /// Moves after what was decoded; stays before what could not be decoded.
    fn give<T>(&mut self, records: usize, decoded: Result<T, DecodeError>) -> Result<T> {
        match decoded {
            Ok(value) => {
                self.progress.give(records);
                Ok(value)
            }
            Err(fault) => Err(self.reject(fault)),
        }
    }

    fn reject(&mut self, fault: DecodeError) -> Error {
        match &self.plan {
            Ok(plan) => self.progress.reject(plan, fault),
            Err(error) => error.clone(),
        }
    }
}

/// Decodes the text of a record.
pub(super) type Decode<T> = fn(&Element<'_>) -> Result<T, DecodeError>;

/// Shows neither records nor the request's parameters: both may be personal.
impl fmt::Debug for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing")
            .field("operation", &self.operation)
            .field("total", &self.progress.total)
            .finish_non_exhaustive()
    }
}
