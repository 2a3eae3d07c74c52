//! The `User-Agent` header.

use http::HeaderValue;

use crate::error::{Error, Result};

/// A name and a version.
#[derive(Debug, Clone)]
pub(crate) struct Product {
    pub(crate) name: String,
    pub(crate) version: String,
}

/// `acme-client/0.1.0 (linux; x86_64) access-auditor/1.4.0`.
pub(crate) fn compose(client: &Product, app: Option<&Product>) -> Result<HeaderValue> {
    let mut text = format!(
        "{}/{} ({}; {})",
        client.name,
        client.version,
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    if let Some(app) = app {
        text = format!("{text} {}/{}", app.name, app.version);
    }
    HeaderValue::try_from(text).map_err(|_| {
        Error::config(
            "the app's name and version must be printable ASCII, as they are sent in a header",
        )
    })
}
