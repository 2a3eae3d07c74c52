//! The token endpoint: a document never sends a secret to a host that neither the server nor the caller names.

use reqwest::Url;

use crate::client::base_url::{self, BaseUrl};
use crate::error::{Error, Result};

/// The sources of the token endpoint.
pub(crate) struct Location<'a> {
    /// The URL of [`token_url`](crate::ClientBuilder::token_url).
    pub(crate) given: Option<&'a str>,
    /// The service's path, under the base URL.
    pub(crate) service_path: Option<&'a str>,
    /// The documents' flows for this grant.
    pub(crate) flows: &'a [Flow],
    /// The base URL for requests that no document describes.
    pub(crate) base_url: &'a BaseUrl,
}

/// The token endpoint that a document names.
#[derive(Debug)]
pub(crate) struct Flow {
    /// As written.
    pub(crate) url: &'static str,
    /// The URL of the document's chosen server as the document writes it, if it has one.
    pub(crate) server: Option<&'static str>,
    /// The origin of that server, or the caller's base URL.
    pub(crate) base_url: BaseUrl,
}

/// Returns the URL of the token endpoint.
///
/// # Errors
/// If no source names one, or if only the document does and its URL is not on the server's own origin.
pub(crate) fn locate(location: &Location<'_>) -> Result<Url> {
    let url = find(location)?;
    if !base_url::is_secure(&url) {
        return Err(Error::config(
            "a secret must not be sent to another machine over plain http",
        ));
    }
    Ok(url)
}

fn find(location: &Location<'_>) -> Result<Url> {
    if let Some(given) = location.given {
        return base_url::parse(given, "token URL");
    }
    if let Some(path) = location.service_path {
        return location.base_url.join(path, "");
    }
    let mut own: Vec<Url> = Vec::new();
    for flow in location.flows {
        let url = own_url(flow);
        own.extend(url.filter(|url| !own.contains(url)));
    }
    match (own.as_slice(), location.flows) {
        ([url], _) => Ok(url.clone()),
        ([], []) => Err(Error::config(
            "no token endpoint is known for these credentials; set it by `.token_url(…)`",
        )),
        ([], [flow, ..]) => Err(Error::config(format!(
            "the document's token endpoint `{}` is not on the server's own origin; to send the credentials there, name it by \
             `.token_url(…)`",
            without_user(flow.url)
        ))),
        (several, _) => {
            let several: Vec<String> = several.iter().map(|url| format!("`{url}`")).collect();
            Err(Error::config(format!(
                "the document has several token endpoints, {}; choose one by `.token_url(…)`",
                several.join(" and ")
            )))
        }
    }
}

/// The URL of a flow, if it is on the origin of the server or of the base URL.
fn own_url(flow: &Flow) -> Option<Url> {
    let (base_url, server, flow) = (&flow.base_url, flow.server, flow.url);
    if let Some((path, query)) = server.and_then(|server| path_on(server, flow)) {
        return base_url.join(&path, &query).ok();
    }
    let origin = base_url.url().origin().ascii_serialization();
    let (path, query) = path_on(&origin, flow)?;
    match Url::parse(flow.trim()) {
        Ok(mut url) => {
            url.set_fragment(None);
            Some(url)
        }
        Err(_) => base_url.join(&path, &query).ok(),
    }
}

/// The path and the query of a URL on the server's own origin, which is relative or names that origin.
fn path_on(server: &str, flow: &str) -> Option<(String, String)> {
    if flow.trim().is_empty() || flow.trim().contains(char::is_whitespace) {
        return None;
    }
    // Relative URLs are relative to the server's URL, which is a folder.
    let server = Url::parse(&format!("{}/", server.trim().trim_end_matches('/'))).ok()?;
    let url = server.join(flow.trim()).ok()?;
    let is_own = url.origin() == server.origin()
        && url.origin().is_tuple()
        && url.username().is_empty()
        && url.password().is_none();
    // A placeholder that is left in a template has no value here.
    let is_template = flow.rsplit("://").next()?.contains(['{', '}']) && url.path().contains("%7B");
    if !is_own || is_template {
        return None;
    }
    Some((
        url.path().to_owned(),
        url.query().unwrap_or_default().to_owned(),
    ))
}

/// The text of a URL without its user and password.
fn without_user(text: &str) -> String {
    match (text.split_once("://"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://{rest}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOREIGN: &str = "not on the server's own origin";

    /// The endpoint for a flow's URL, with the server `https://api.example.com/v1`.
    fn of(url: &'static str, server: &'static str, base_url: &str) -> String {
        let base_url = BaseUrl::parse(base_url).unwrap();
        let located = locate(&Location {
            given: None,
            service_path: None,
            flows: &[Flow {
                url,
                server: Some(server),
                base_url: base_url.clone(),
            }],
            base_url: &base_url,
        });
        located.map_or_else(|error| error.to_string(), |url| url.to_string())
    }

    #[test]
    fn a_secret_stays_on_the_server_s_origin_whatever_the_flow_says() {
        const OWN: &str = "https://api.example.com/oauth/token";
        let cases = [
            ("https://api.example.com/oauth/token", OWN),
            ("/oauth/token", OWN),
            ("  /oauth/token ", OWN),
            ("../oauth/token", OWN),
            ("token", "https://api.example.com/v1/token"),
            (
                "./token?tenant=a",
                "https://api.example.com/v1/token?tenant=a",
            ),
            ("?tenant=a", "https://api.example.com/v1/?tenant=a"),
            ("HTTPS://API.EXAMPLE.COM/oauth/token", OWN),
            ("https://api.example.com:443/oauth/token", OWN),
            ("//api.example.com/oauth/token", OWN),
            ("https://api.example.com", "https://api.example.com/"),
            ("https://api.example.com/oauth/token#f", OWN),
            ("https://login.example.com/oauth/token", FOREIGN),
            ("https://example.com/oauth/token", FOREIGN),
            ("https://api.example.com.evil.example/token", FOREIGN),
            ("https://api.example.com@evil.example/token", FOREIGN),
            ("https://user:hunter2@api.example.com/token", FOREIGN),
            ("https://api.example.com:8443/token", FOREIGN),
            ("https://api.example.com./token", FOREIGN),
            ("http://api.example.com/oauth/token", FOREIGN),
            ("//evil.example/token", FOREIGN),
            ("\\\\evil.example\\token", FOREIGN),
            ("/\\evil.example/token", FOREIGN),
            ("https:evil", "https://api.example.com/v1/evil"),
            ("https:///evil.example/token", FOREIGN),
            ("https://{tenant}.example.com/oauth/token", FOREIGN),
            ("/{realm}/token", FOREIGN),
            ("ftp://api.example.com/token", FOREIGN),
            ("javascript:alert(1)", FOREIGN),
            ("data:text/plain,token", FOREIGN),
            ("", FOREIGN),
            (" ", FOREIGN),
            ("see the manual", FOREIGN),
            ("https://", FOREIGN),
            ("http://[::1", FOREIGN),
            ("https://api.example.com:99999/token", FOREIGN),
        ];
        let server = "https://api.example.com/v1";
        for (flow, expected) in cases {
            let url = of(flow, server, "https://api.example.com");
            assert!(url == expected || url.contains(expected), "{flow}: {url}");
            assert!(!url.contains("hunter2"), "{url}");
            // A caller's base URL replaces the server's origin.
            let url = of(flow, server, "http://127.0.0.1:9/gate");
            let moved = expected.replace("https://api.example.com", "http://127.0.0.1:9/gate");
            assert!(url == moved || url.contains(expected), "{flow}: {url}");
        }
    }

    #[test]
    fn a_template_is_on_the_origin_of_the_same_template() {
        let server = "https://{tenant}.example.com/v1";
        let flow = "https://{tenant}.example.com/oauth/token";
        let base_url = "https://acme.example.com";
        assert_eq!(
            of(flow, server, base_url),
            "https://acme.example.com/oauth/token"
        );
        assert!(of(flow, "https://{other}.example.com", base_url).contains(FOREIGN));
        let flow = "https://acme.example.com/oauth/token";
        assert_eq!(of(flow, server, base_url), flow);
    }

    #[test]
    fn precedence_is_caller_then_service_then_document() {
        let base_url = BaseUrl::parse("https://api.example.com/gate").unwrap();
        let flow = |url| {
            vec![Flow {
                url,
                server: None,
                base_url: base_url.clone(),
            }]
        };
        let evil = flow("https://evil.example/token");
        let mut location = Location {
            given: Some("https://login.example.com/token"),
            service_path: Some("/oauth/token"),
            flows: &evil,
            base_url: &base_url,
        };
        let url = |location: &Location<'_>| {
            locate(location).map_or_else(|error| error.to_string(), |url| url.to_string())
        };
        assert_eq!(url(&location), "https://login.example.com/token");
        location.given = Some("http://login.example.com/token");
        assert!(url(&location).contains("plain http"));
        location.given = None;
        assert_eq!(url(&location), "https://api.example.com/gate/oauth/token");
        location.service_path = None;
        assert!(url(&location).contains("`https://evil.example/token`"));
        location.flows = &[];
        assert!(url(&location).contains("no token endpoint is known"));
        let several = ["/a", "https://evil.example/token", "/a"].map(|url| flow(url).pop());
        let several: Vec<Flow> = several.into_iter().flatten().collect();
        location.flows = &several;
        assert_eq!(url(&location), "https://api.example.com/gate/a");
        let two = ["/a", "/b"].map(|url| flow(url).pop());
        let two: Vec<Flow> = two.into_iter().flatten().collect();
        location.flows = &two;
        assert!(url(&location).contains("several token endpoints"));
    }
}
