//! Tokens as header values that are never shown.

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, Result};

/// The value of the `Authorization` header for a bearer token, marked as sensitive: `Debug` hides it and HTTP/2
/// doesn't put it into its compression table.
pub(crate) fn bearer(token: &SecretString) -> Result<HeaderValue> {
    let token = token.expose_secret().trim();
    if token.is_empty() {
        return Err(Error::auth("the token is empty"));
    }
    let mut value = HeaderValue::try_from(format!("Bearer {token}"))
        .map_err(|_| Error::auth("the token has characters that are not allowed in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_shows() {
        let value = bearer(&" hush\n".to_owned().into()).unwrap();
        assert_eq!(value.as_bytes(), b"Bearer hush");
        assert!(value.is_sensitive() && !format!("{value:?}").contains("hush"));
        for token in ["", " ", "hu\nsh", "hu\u{0}sh"] {
            let error = bearer(&token.to_owned().into()).unwrap_err();
            assert!(
                error.is_auth() && !format!("{error:?}").contains("sh"),
                "{error:?}"
            );
        }
    }
}
