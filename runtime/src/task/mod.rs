//! Waiting for the task that an operation starts.
//!
//! | file | decides |
//! | --- | --- |
//! | `facts.rs` | what the values of a status mean, as the configuration of the generator declares them |
//! | `pace.rs` | how long to wait before each poll |
//! | `report.rs` | what is known about a task, and the result of one that succeeded |
//! | `waiter.rs` | the start, the polls, and which errors end the waiting |

mod facts;
mod pace;
mod report;
mod waiter;

pub use facts::TaskFacts;
pub use report::{CompletedTask, TaskReport};
pub use waiter::Waiter;
