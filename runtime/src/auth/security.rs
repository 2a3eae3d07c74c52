//! Security schemes, the client's credentials for them, and the choice between both for each call.

mod base64;
mod keyring;
mod scheme;
mod value;

pub(crate) use base64::base64;
pub(crate) use keyring::{Applied, Choice, Credential, Keyring};
pub(crate) use scheme::Flows;
pub use scheme::{In, Requirements, Scheme};
pub(crate) use value::CredentialValue;
