//! The base URL of the service, and whether secrets may be sent there.

use std::net::IpAddr;

use reqwest::Url;

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
        let url = parse(text, "base URL")?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(Error::config(
                "the base URL must not have a query or a fragment",
            ));
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

/// Whether the text is one label of a host name.
pub(crate) fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// An http or https URL without a user or a password in it.
pub(crate) fn parse(text: &str, what: &str) -> Result<Url> {
    // The message does not show the text if it can contain a password.
    let url = Url::parse(text.trim())
        .map_err(|error| Error::config(format!("the {what} is not valid: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Error::config(format!(
            "the {what} must start with https://"
        )));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::config(format!(
            "the {what} must not hold a user or a password"
        )));
    }
    Ok(url)
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
