//! Secrets as people paste them, and tokens as header values that are never shown.

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, Result};

/// The text without the white space and invisible characters around it that copying adds.
pub(crate) fn tidy(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

/// A password without the end of its line. Other white space may be a part of it.
pub(crate) fn line(text: &str) -> &str {
    text.trim_end_matches(['\r', '\n'])
}

/// The credential of a header without what precedes it there: `Bearer`, in any case, or the name of the header too.
pub(crate) fn without_scheme<'t>(text: &'t str, scheme: &str) -> &'t str {
    let mut rest = tidy(text);
    for prefix in ["authorization:", scheme] {
        let head = rest.get(..prefix.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(prefix)) {
            let after = &rest[prefix.len()..];
            if prefix.ends_with(':') || after.is_empty() || after.starts_with(char::is_whitespace) {
                rest = tidy(after);
            }
        }
    }
    rest
}

/// Why a text is not a credential, without the text.
pub(crate) fn fault(text: &str) -> Option<&'static str> {
    let text = tidy(text);
    if text.is_empty() {
        return Some("is empty");
    }
    is_placeholder(text).then_some("is a placeholder, as examples have it: write the value itself")
}

/// Returns whether a text is the placeholder of an example: `<your-secret>`, `${SECRET}`, `{{token}}`, `YOUR_CLIENT_SECRET`, `***`.
fn is_placeholder(text: &str) -> bool {
    const BRACKETS: [(&str, &str); 6] = [
        ("<", ">"),
        ("{{", "}}"),
        ("${", "}"),
        ("{", "}"),
        ("[", "]"),
        ("%", "%"),
    ];
    const WORDS: [&str; 6] = [
        "changeme",
        "change-me",
        "replaceme",
        "replace-me",
        "placeholder",
        "redacted",
    ];
    let is_name = |inner: &str| {
        let inner = inner.trim();
        inner.starts_with(|c: char| c.is_ascii_alphabetic())
            && inner
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || " -_.'".contains(c))
    };
    let is_enclosed = BRACKETS.iter().any(|(open, close)| {
        let inner = text.strip_prefix(open);
        inner
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(is_name)
    });
    let lower = text.to_ascii_lowercase().replace('_', "-");
    let is_yours = ["your-", "your ", "my-secret-here", "insert-"]
        .iter()
        .any(|start| lower.starts_with(start));
    let is_mask = text.chars().all(|c| matches!(c, '*' | '•' | '…' | '.'))
        || text.len() > 2 && text.chars().all(|c| matches!(c, 'x' | 'X'));
    is_enclosed || is_yours || is_mask || WORDS.contains(&lower.as_str())
}

/// The value of the `Authorization` header for a bearer token, marked as sensitive: `Debug` hides it and HTTP/2
/// doesn't put it into its compression table.
pub(crate) fn bearer(token: &SecretString) -> Result<HeaderValue> {
    let token = without_scheme(token.expose_secret(), "Bearer");
    if let Some(fault) = fault(token) {
        return Err(Error::auth(format!("the token {fault}")));
    }
    if token.contains(char::is_whitespace) {
        return Err(Error::auth("the token has white space in it"));
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
        for token in [
            "",
            " ",
            "Bearer",
            "bearer  ",
            "<hush>",
            "hu sh",
            "hu\nsh",
            "hu\u{0}sh",
        ] {
            let error = bearer(&token.to_owned().into()).unwrap_err();
            assert!(
                error.is_auth() && !format!("{error:?}").contains("sh"),
                "{error:?}"
            );
        }
    }

    #[test]
    fn a_pasted_token_loses_what_precedes_it_in_a_header() {
        for pasted in [
            "a.b",
            "Bearer a.b",
            "bearer\ta.b \r\n",
            "Authorization: Bearer a.b",
            "\u{feff}BEARER  a.b\u{200b}",
        ] {
            let value = bearer(&pasted.to_owned().into()).unwrap();
            assert_eq!(value.as_bytes(), b"Bearer a.b", "{pasted:?}");
        }
        let value = bearer(&"bearera.b".to_owned().into()).unwrap();
        assert_eq!(value.as_bytes(), b"Bearer bearera.b");
    }

    #[test]
    fn placeholders_are_no_secrets() {
        for text in [
            "<your-secret>",
            "< client secret >",
            "${CLIENT_SECRET}",
            "{{token}}",
            "{secret}",
            "%SECRET%",
            "[token]",
            "YOUR_CLIENT_SECRET",
            "your-api-key",
            "changeme",
            "CHANGE_ME",
            "***",
            "•••",
            "...",
            "xxxx",
        ] {
            assert!(
                fault(text).is_some_and(|it| it.contains("placeholder")),
                "{text}"
            );
        }
        for text in [
            "s",
            "x",
            "hunter2",
            "<3",
            "<a/b>",
            "{7f}",
            "$2b$10$abc",
            "%41%",
            "xX1",
            "a.b.c",
            "youth",
            "secret",
            "id",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }
}
