//! Requests that a stream starts by itself.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::JoinHandle;
use tracing::Instrument as _;

use crate::call::Call;
use crate::error::{Error, Result};

/// A request that proceeds whether it is awaited or not, and ends when this is dropped.
///
/// It is a separate task because a stream may be left alone for long between two records, or forever: a request that
/// was not polled would run into its timeouts, and could hold its place in the limiter's queue against other
/// calls of the same client, including those that the stream's owner makes before it polls again.
#[derive(Debug)]
pub(crate) struct Background<T> {
    task: JoinHandle<Result<T>>,
}

impl<T: Send + 'static> Background<T> {
    /// Starts a request of a call.
    pub(crate) fn start<F>(call: Call, request: impl FnOnce(Call) -> F) -> Result<Self>
    where
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let runtime = tokio::runtime::Handle::try_current().map_err(|error| {
            let error = Error::request("a stream needs a Tokio runtime").with_source(error);
            call.at(error)
        })?;
        let task = runtime.spawn(request(call).in_current_span());
        Ok(Self { task })
    }

    /// The result. Must not be polled again afterwards.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<T>> {
        let error = match ready!(Pin::new(&mut self.task).poll(cx)) {
            Ok(result) => return Poll::Ready(result),
            Err(error) => error,
        };
        match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(error) => Poll::Ready(Err(Error::transport(
                "the Tokio runtime shut down while the next part of a stream was being fetched",
            )
            .with_source(error))),
        }
    }
}

impl<T> Drop for Background<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}
