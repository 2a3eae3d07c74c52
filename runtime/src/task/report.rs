//! What is known about a task.

use std::ops::Deref;

/// What is known about a task: of one that succeeded, in its [`CompletedTask`], and of any other, in the
/// [`Error`](crate::Error::task).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TaskReport {
    /// The id of the task, with which the waiting can be resumed.
    pub id: String,
    /// The value that says how the task ended, as received; `None` if it still ran, or if its status was never received.
    pub status: Option<String>,
    /// The texts of the task's messages in the last status.
    pub messages: Vec<String>,
}

/// A task that succeeded, perhaps with warnings. Dereferences to its last status.
#[derive(Clone, Debug, PartialEq)]
pub struct CompletedTask<S> {
    pub(super) status: S,
    pub(super) report: TaskReport,
    pub(super) has_warnings: bool,
}

impl<S> CompletedTask<S> {
    /// The id of the task.
    pub fn id(&self) -> &str {
        &self.report.id
    }

    /// Returns whether the task succeeded with warnings, which are among the [messages](TaskReport::messages).
    pub fn has_warnings(&self) -> bool {
        self.has_warnings
    }

    /// Id, end and messages of the task, without its type.
    pub fn report(&self) -> &TaskReport {
        &self.report
    }

    /// Returns the last status alone.
    pub fn into_inner(self) -> S {
        self.status
    }
}

impl<S> Deref for CompletedTask<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.status
    }
}
