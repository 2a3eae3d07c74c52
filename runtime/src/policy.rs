//! Policies around the sending of a call: retries, limits, timeouts and middleware.

pub(crate) mod limit;
pub(crate) mod middleware;
pub(crate) mod retry;
pub(crate) mod retry_after;
pub(crate) mod timeouts;
