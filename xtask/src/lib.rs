//! `cargo xtask` as a library: the command line in `command.rs` and the tests call the same functions.
//!
//! A [`Job`](job::Job) says what to read and where to write. Making it gives a [`Plan`](plan::Plan): the difference between
//! what the generator emits and what the disk holds. [`generate`] applies a plan and [`check`] prints it. [`import`] brings a
//! document of many files together into one, [`new`] starts a crate in another folder, [`diff`] compares documents, and [`conformance`] compares a
//! crate with its document. Nothing else in this workspace touches the disk.

mod changelog;
pub mod check;
pub mod command;
pub mod conformance;
pub mod day;
pub mod diff;
pub mod exit;
pub mod folder;
pub mod generate;
mod git;
pub mod import;
pub mod items;
pub mod job;
pub mod new;
pub mod plan;
pub mod program;
mod read;
pub mod release;
pub mod report;
pub mod surface;
pub mod update;
mod words;
pub mod workspace;
