//! What `cargo xtask` does, as a library: the command line in `main.rs` and the tests call the same functions.
//!
//! A [`Job`](job::Job) says what to read and where to write. Making it gives a [`Plan`](plan::Plan): the difference between
//! what the generator emits and what the disk holds. [`generate`] applies a plan and [`check`] prints it. [`import`] brings a
//! document of many files together into one. Nothing else in this workspace touches the disk.

pub mod check;
pub mod folder;
pub mod generate;
pub mod import;
pub mod job;
pub mod plan;
mod read;
pub mod report;
mod words;
pub mod workspace;
