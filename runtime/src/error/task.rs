//! Errors of waiting for a task.

use super::{Error, ErrorKind};
use crate::response::Reply;
use crate::task::TaskReport;

/// A task whose id is known.
#[derive(Clone)]
pub(super) struct Known {
    report: TaskReport,
    /// Whether the call started the task, rather than resuming the waiting.
    pub(super) is_started: bool,
}

impl Error {
    /// A task that ended, but not with a success.
    pub(crate) fn task_ended(message: String, reply: Reply) -> Self {
        Self::new(ErrorKind::Task, message).with_reply(reply)
    }

    /// A task that did not end in time; the last poll may have failed.
    pub(crate) fn task_not_ended(message: String, failed: Option<Self>) -> Self {
        let mut error = Self::new(ErrorKind::Task, message).with_timeout(true);
        error.inner.retry_after = failed.as_ref().and_then(Self::retry_after);
        match failed {
            Some(failed) => error.with_source(failed),
            None => error,
        }
    }

    /// Adds the task that the call waited for.
    pub(crate) fn with_task(mut self, report: TaskReport, is_started: bool) -> Self {
        self.inner.task = Some(Box::new(Known { report, is_started }));
        self
    }

    /// The task that the call waited for, once its id is known: of every error of a [`Waiter`](crate::Waiter) but those of the
    /// request that starts the task.
    pub fn task(&self) -> Option<&TaskReport> {
        self.inner.task.as_ref().map(|task| &task.report)
    }

    /// The task that the call waited for failed, or did not end in the time limit; in the second case
    /// [`is_timeout`](Self::is_timeout) is true as well.
    pub fn is_task(&self) -> bool {
        self.is(ErrorKind::Task)
    }
}
