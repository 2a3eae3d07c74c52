//! Work that goes on after the response of an operation.

use super::id::OperationId;

/// The part that an operation has in a task.
#[derive(Debug)]
pub(crate) enum Task {
    /// It starts the task.
    Starts {
        /// The JSON pointer to the id of the task in the response.
        id: String,
        /// The operation that returns the status.
        status: OperationId,
    },
    /// It returns the status of the task whose id is its only parameter of the path.
    Reports(TaskStatus),
}

/// How the status of a task is read.
#[derive(Debug)]
pub(crate) struct TaskStatus {
    /// The JSON pointer to the property that says how the task ended; null or absent while it runs.
    pub(crate) done: String,
    /// Its values while the task runs.
    pub(crate) running: Vec<String>,
    pub(crate) success: Vec<String>,
    /// Its values after a success with warnings.
    pub(crate) warning: Vec<String>,
    pub(crate) failure: Vec<String>,
    /// The JSON pointers to the list of messages, and in a message to its text, which is empty if that is the message itself.
    pub(crate) messages: Option<(String, String)>,
}
