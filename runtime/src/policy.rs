//! What decides on a call around its sending: retries, limits, timeouts and middleware.

pub(crate) mod limit;
pub(crate) mod middleware;
pub(crate) mod retry;
pub(crate) mod retry_after;
pub(crate) mod timeouts;
