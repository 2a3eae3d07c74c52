//! The names of headers and parameters that carry credentials, whose values `Debug` hides.

use std::fmt;

use http::HeaderMap;

/// Parts of names, in lower case and with hyphens. [`Request`](crate::Request) documents them.
const PARTS: [&str; 20] = [
    "access-code",
    "access-key",
    "api-key",
    "apikey",
    "app-key",
    "assertion",
    "auth-key",
    "authentication-info",
    "authorization",
    "client-cert",
    "cookie",
    "credential",
    "jwt",
    "passcode",
    "passwd",
    "password",
    "secret",
    "session",
    "signature",
    "token",
];

/// Names that end like that of a key and are none.
const NO_KEYS: [&str; 4] = [
    "idempotency-key",
    "surrogate-key",
    "cache-key",
    "sec-websocket-key",
];

/// Returns whether a header or a parameter of this name carries a credential.
pub(crate) fn is_credential(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let is_key = name == "key" || name.ends_with("-key");
    let is_auth = name == "auth" || name.ends_with("-auth") || name.ends_with("-otp");
    PARTS.iter().any(|part| name.contains(part))
        || is_auth
        || is_key && !NO_KEYS.iter().any(|it| name.ends_with(it))
}

/// Headers without the values that are credentials.
pub(crate) struct Shown<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.iter().map(|(name, value)| {
            let mut value = value.clone();
            value.set_sensitive(value.is_sensitive() || is_credential(name.as_str()));
            (name, value)
        });
        f.debug_map().entries(shown).finish()
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::HeaderName;

    use super::*;

    #[test]
    fn credentials_are_hidden_and_other_headers_are_shown() {
        for name in [
            "Authorization",
            "Proxy-Authorization",
            "Cookie",
            "Set-Cookie",
            "X-Api-Key",
            "X-APIKEY",
            "api_key",
            "Ocp-Apim-Subscription-Key",
            "X-Functions-Key",
            "X-Auth-Token",
            "X-Amz-Security-Token",
            "X-Auth",
            "X-Client-Secret",
            "X-Session-Id",
            "X-Hub-Signature-256",
            "X-Forwarded-Client-Cert",
            "client_assertion",
            "Key",
        ] {
            assert!(is_credential(name), "{name}");
        }
        for name in [
            "Accept",
            "Content-Type",
            "ETag",
            "Idempotency-Key",
            "Location",
            "Retry-After",
            "WWW-Authenticate",
            "X-Request-Id",
            "X-Total-Count",
            "X-Author",
            "Keep-Alive",
        ] {
            assert!(!is_credential(name), "{name}");
        }
        let headers: HeaderMap = [("x-api-key", "hush"), ("etag", "\"7\"")]
            .into_iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        let shown = format!("{:?}", Shown(&headers));
        assert_eq!(shown, r#"{"x-api-key": Sensitive, "etag": "\"7\""}"#);
    }
}
