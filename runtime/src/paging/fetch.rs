//! A request for a page in flight.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::JoinHandle;
use tracing::Instrument as _;

use crate::call::Call;
use crate::call::send;
use crate::error::{Error, Result};
use crate::response::Reply;

/// A request that proceeds whether it is awaited or not, and ends when this is dropped.
///
/// It is a separate task because a stream may be left alone for long between two records, or forever: a request that
/// was not polled would run into its timeouts, and could hold its place in the limiter's queue against other
/// calls of the same client, including those that the stream's owner makes before it polls again.
#[derive(Debug)]
pub(super) struct Fetch {
    task: JoinHandle<Result<Reply>>,
}

impl Fetch {
    pub(super) fn start(call: Call) -> Result<Self> {
        let runtime = tokio::runtime::Handle::try_current().map_err(|error| {
            call.at(Error::request("fetching pages needs a Tokio runtime").with_source(error))
        })?;
        let task = async move { call.execute(send::JSON).await };
        let task = runtime.spawn(task.in_current_span());
        Ok(Self { task })
    }

    /// The result. Must not be polled again afterwards.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Reply>> {
        let error = match ready!(Pin::new(&mut self.task).poll(cx)) {
            Ok(result) => return Poll::Ready(result),
            Err(error) => error,
        };
        match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(error) => Poll::Ready(Err(Error::transport(
                "the Tokio runtime shut down while a page was being fetched",
            )
            .with_source(error))),
        }
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        self.task.abort();
    }
}
