//! What `cargo xtask` does, as a library: the command line in `main.rs` and the tests call the same functions.
//!
//! A [`Job`](job::Job) says what to read and where to write. Making it gives a [`Plan`](plan::Plan): the difference between
//! what the generator emits and what the disk holds. [`generate`] applies a plan and [`check`] prints it; nothing else
//! in this workspace touches the disk.

pub mod check;
pub mod folder;
pub mod generate;
pub mod job;
pub mod plan;
mod read;
pub mod report;
pub mod workspace;
