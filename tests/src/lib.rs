//! The harness of the tests that look at the workspace as a whole: a fixture in, text to compare out.
//!
//! A fixture is a piece of an OpenAPI document that shows one idea. [`fixture`] reads it and makes a document of it,
//! [`run`] gives that to the generator, [`show`] renders what comes out, and [`snapshot`] compares it with what was
//! accepted. [`shuffle`] writes a document in another order, and [`tree`] walks the checkout.

pub mod fixture;
pub mod run;
pub mod show;
pub mod shuffle;
pub mod snapshot;
pub mod tree;

/// The example of the front page compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct FrontPage;
