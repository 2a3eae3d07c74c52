//! rustls without a provider of its own: `cargo test --no-default-features --features rustls-no-provider`. With the feature
//! `rustls` there is always one, so that there is nothing to test.
#![cfg(not(any(feature = "rustls", feature = "native-tls")))]
#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

use openapi_client_runtime::{Client, Credentials, Result};
use tokio_rustls::rustls::crypto::aws_lc_rs;

fn client() -> Result<Client> {
    Client::builder()
        .base_url("https://127.0.0.1:1")
        .credentials(Credentials::bearer("t"))
        .build()
}

#[test]
fn needs_a_provider_before_the_first_client() {
    let error = client().unwrap_err();
    assert!(error.is_config(), "{error:?}");
    assert!(error.to_string().contains("`install_default`"), "{error}");

    aws_lc_rs::default_provider().install_default().unwrap();
    client().unwrap();
}
