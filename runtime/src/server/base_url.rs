//! The base URL of the service, and whether secrets may be sent there.

use std::borrow::Cow;
use std::net::IpAddr;

use reqwest::Url;

use crate::auth::secret;
use crate::error::{Error, Result};

/// The URL that paths are appended to: scheme, host and perhaps a prefix, without a slash at the end.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    text: String,
    url: Url,
    secure: bool,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let mut url = parse(text, "base URL")?;
        if url.query().is_some() || url.fragment().is_some() {
            url.set_query(None);
            url.set_fragment(None);
            return Err(Error::config(format!(
                "the base URL must not have a query or a fragment: write `{url}`"
            )));
        }
        let secure = is_secure(&url);
        Ok(Self {
            text: url.as_str().trim_end_matches('/').to_owned(),
            url,
            secure,
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether a token may be sent there: over https, or to this machine.
    pub(crate) fn is_secure(&self) -> bool {
        self.secure
    }

    /// The URL with a path appended to its own; the path is empty, or starts with a slash.
    pub(crate) fn under(&self, path: &str) -> Result<Self> {
        Self::parse(&format!("{}{path}", self.text))
    }

    /// The URL without its path.
    pub(crate) fn origin(&self) -> Result<Self> {
        Self::parse(&self.url.origin().ascii_serialization())
    }

    /// The address as a URL.
    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// The URL of an encoded path and an encoded query. The host is not parsed again, so nothing in either can change it.
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Url> {
        if !path.starts_with('/') {
            return Err(Error::request(format!(
                "the path `{path}` must start with a slash"
            )));
        }
        if path.contains('#') || query.contains('#') {
            return Err(Error::request(format!(
                "the path `{path}` must not have a fragment"
            )));
        }
        let mut url = self.url.clone();
        match self.url.path().trim_end_matches('/') {
            "" => url.set_path(path),
            prefix => url.set_path(&format!("{prefix}{path}")),
        }
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        Ok(url)
    }
}

/// Returns whether the text is one label of a host name.
pub(crate) fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// A URL or a host as people paste it, without the white space, quotes and brackets around it.
pub(crate) fn pasted(text: &str) -> &str {
    const PAIRS: [(char, char); 4] = [('"', '"'), ('\'', '\''), ('`', '`'), ('<', '>')];
    let mut text = secret::tidy(text);
    for (open, close) in PAIRS {
        let inner = text.strip_prefix(open);
        if let Some(inner) = inner.and_then(|rest| rest.strip_suffix(close)) {
            text = secret::tidy(inner);
        }
    }
    text
}

/// An http or https URL without a user or a password in it. A host without a scheme is read as https.
pub(crate) fn parse(text: &str, what: &str) -> Result<Url> {
    // The messages do not show the text, which can contain a password.
    let invalid = |fault: &str| Error::config(format!("the {what} {fault}"));
    let text = pasted(text);
    if text.is_empty() {
        return Err(invalid("is empty: write it as `https://host.example`"));
    }
    if text.contains(char::is_whitespace) {
        return Err(invalid("has white space in it"));
    }
    let url = Url::parse(&with_scheme(text, what)?)
        .map_err(|error| invalid(&format!("is not valid: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(invalid("must start with https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::config(format!(
            "the {what} must not hold a user or a password"
        )));
    }
    Ok(url)
}

/// The text with the scheme that is missing before a host.
fn with_scheme<'t>(text: &'t str, what: &str) -> Result<Cow<'t, str>> {
    let rest = text.strip_prefix("//").unwrap_or(text);
    let authority = &rest[..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())];
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let has_scheme = authority.contains(':') && !port.starts_with(|c: char| c.is_ascii_digit());
    // An address in brackets has colons of its own; what precedes an `@` may be a password.
    if has_scheme && !authority.starts_with('[') && rest == text && !authority.contains('@') {
        return Ok(text.into());
    }
    let is_name = host.contains('.') && host.split('.').all(|it| is_label(it) || it.is_empty());
    let url = format!("https://{rest}");
    let is_local = Url::parse(&url).is_ok_and(|url| is_loopback(&url));
    if !is_name || is_local || host.starts_with('.') {
        return Err(Error::config(format!(
            "the {what} has no scheme: write it as `https://host.example`, or as `http://localhost:8080` for this machine"
        )));
    }
    Ok(url.into())
}

/// Returns whether the URL is https, or on this machine.
pub(crate) fn is_secure(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}

/// Returns whether the host is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    address.map_or(host == "localhost", |address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_sent_over_https_or_to_this_machine() {
        let cases = [
            ("https://a.example", true),
            ("http://a.example", false),
            ("http://127.0.0.1:8080", true),
            ("http://[::1]:8080", true),
            ("http://localhost", true),
            ("http://localhost.example", false),
            ("http://127.0.0.1.example", false),
        ];
        for (url, secure) in cases {
            assert_eq!(BaseUrl::parse(url).unwrap().is_secure(), secure, "{url}");
        }
    }

    #[test]
    fn reads_addresses_as_people_paste_them() {
        for text in [
            "https://acme.example",
            "HTTPS://ACME.example/",
            " https://acme.example// \r\n",
            "\u{feff}https://acme.example",
            "\"https://acme.example\"",
            "<https://acme.example>",
            "'acme.example'",
            "acme.example",
            "acme.example/",
            "//acme.example",
            "acme.example:443",
            "https:/acme.example",
        ] {
            let url = BaseUrl::parse(text);
            assert_eq!(url.unwrap().as_str(), "https://acme.example", "{text:?}");
        }
        let cases = [
            ("acme.example/gate", "https://acme.example/gate"),
            ("acme.example:8443/gate/", "https://acme.example:8443/gate"),
            ("10.1.2.3", "https://10.1.2.3"),
        ];
        for (text, url) in cases {
            assert_eq!(BaseUrl::parse(text).unwrap().as_str(), url);
        }
        let errors = [
            ("", "is empty"),
            ("  ", "is empty"),
            ("acme", "has no scheme: write it as `https://host.example`"),
            ("https//acme.example", "has no scheme"),
            ("localhost:8080", "`http://localhost:8080` for this machine"),
            ("127.0.0.1:8080/x", "has no scheme"),
            ("[::1]:8080", "has no scheme"),
            ("u:hunter2@acme.example", "has no scheme"),
            ("https://acme.ex\nample", "white space"),
            ("https://acme.example /x", "white space"),
            (
                "https://acme.example/ui#/login",
                "write `https://acme.example/ui`",
            ),
            ("acme.example?x=1", "write `https://acme.example/`"),
        ];
        for (text, fault) in errors {
            let error = BaseUrl::parse(text).unwrap_err().to_string();
            assert!(error.contains(fault), "{text:?}: {error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn an_invalid_base_url_is_an_error_without_the_password() {
        for url in [
            "",
            "acme",
            "ftp://a.example",
            "https://u:hunter2@a.example",
            "https://a.example/?q",
            "https://a/#f",
        ] {
            let error = BaseUrl::parse(url).unwrap_err();
            assert!(
                error.is_config() && !error.to_string().contains("hunter2"),
                "{error}"
            );
        }
    }

    #[test]
    fn paths_are_appended() {
        let base = BaseUrl::parse(" https://A.example/gate/ ").unwrap();
        assert_eq!(
            base.join("/beta/x", "a=%2C").unwrap().as_str(),
            "https://a.example/gate/beta/x?a=%2C"
        );
        assert!(base.join("@evil.example", "").unwrap_err().is_request());
        assert!(base.join("/x#y", "").unwrap_err().is_request());
        assert!(base.join("/x", "y#z").unwrap_err().is_request());
        assert_eq!(
            base.join("//evil.example", "").unwrap().host_str(),
            Some("a.example")
        );
        let root = BaseUrl::parse("https://a.example:8443").unwrap();
        let at_home = [
            ("/x", "", "/x"),
            ("//evil.example", "q", "//evil.example?q"),
            ("/\\evil.example", "", "//evil.example"),
            ("/a/../../b/%2e%2E/c", "", "/c"),
            ("/a b", "c d", "/a%20b?c%20d"),
        ];
        for (path, query, joined) in at_home {
            let joined = format!("https://a.example:8443{joined}");
            assert_eq!(root.join(path, query).unwrap().as_str(), joined);
        }
    }
}
