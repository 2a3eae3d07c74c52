//! Credentials: security schemes, tokens, and what a call sends.

pub(crate) mod credentials;
pub(crate) mod secret;
pub(crate) mod security;
pub(crate) mod token;
