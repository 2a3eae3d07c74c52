//! The token endpoint: a document never sends a secret to a host that neither the server nor the caller names.

use reqwest::Url;

use crate::error::{Error, Result};
use crate::server::base_url::{self, BaseUrl};

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
    url: &'static str,
    /// Its URL if it is on the server's own origin, or why a URL there cannot be used.
    own: Result<Option<Url>, String>,
}

/// A token endpoint, and the server of its document.
pub(crate) struct Beside<'a> {
    /// The URL of the endpoint, as the document writes it.
    pub(crate) url: &'static str,
    /// The same with the values of the server's variables, if it is relative or on the host that the server's template names.
    pub(crate) filled: Option<Result<String, String>>,
    /// The URL of the chosen server as the document writes it, if it has one.
    pub(crate) server: Option<&'static str>,
    /// The base URL of the API, whose path is the server's.
    pub(crate) base_url: &'a BaseUrl,
    /// The origin of that server, or the caller's base URL.
    pub(crate) root: &'a BaseUrl,
}

impl Flow {
    pub(crate) fn new(beside: &Beside<'_>) -> Self {
        let url = beside.url;
        let own = beside.own_url();
        Self { url, own }
    }
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
        let url = flow.own.as_ref().map_err(|fault| {
            Error::config(format!(
                "the document's token endpoint `{}` cannot be used: {fault}; name the endpoint by `.token_url(…)`",
                without_user(flow.url)
            ))
        })?;
        own.extend(url.clone().filter(|url| !own.contains(url)));
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

impl Beside<'_> {
    /// The URL of the endpoint, if it is on the origin of the server or of the base URL.
    fn own_url(&self) -> Result<Option<Url>, String> {
        let url = self.url.trim();
        if url.is_empty() || url.contains(char::is_whitespace) {
            return Ok(None);
        }
        let root = self.root.url();
        if let Some(filled) = &self.filled {
            let filled = filled.as_ref().map_err(String::clone)?;
            return Ok(self.relative(filled).or_else(|| at(filled, root)));
        }
        let server = self.server.and_then(|server| Url::parse(server).ok());
        let at_server = server.and_then(|server| at(url, &server));
        if let Some(url) = at_server {
            let query = url.query().unwrap_or_default();
            return Ok(self.root.join(url.path(), query).ok());
        }
        Ok(at(url, root))
    }

    /// The URL of a reference (RFC 3986, section 5) relative to the server's URL, which is a folder, as the paths of operations
    /// follow it. None if the reference names a host.
    fn relative(&self, reference: &str) -> Option<Url> {
        let whole = self.base_url.url().path();
        let outer = self.root.url().path().trim_end_matches('/');
        let path = whole.strip_prefix(outer).unwrap_or(whole);
        let path = path.trim_matches('/');
        // The host is not that of any URL that a document can mean.
        let mut server = Url::parse("https://server.invalid/").ok()?;
        if !path.is_empty() {
            server.set_path(&format!("{path}/"));
        }
        let url = server.join(reference).ok()?;
        let url = Some(url).filter(|url| url.origin() == server.origin())?;
        let query = url.query().unwrap_or_default();
        self.root.join(url.path(), query).ok()
    }
}

/// An absolute URL without its fragment, if it has this origin and no user.
fn at(url: &str, origin: &Url) -> Option<Url> {
    let mut url = Url::parse(url).or_else(|_| origin.join(url)).ok()?;
    let is_own = url.origin() == origin.origin()
        && url.origin().is_tuple()
        && url.username().is_empty()
        && url.password().is_none();
    url.set_fragment(None);
    is_own.then_some(url)
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
    use crate::server::bases::Bases;
    use crate::server::{Api, Selection, Server};

    const FOREIGN: &str = "not on the server's own origin";

    /// The token endpoint of a flow beside a server, with the variables `tenant` and `version`.
    fn flow(url: &'static str, server: &'static str, base_url: Option<&str>) -> (Flow, BaseUrl) {
        let servers: &'static [Server] = Box::leak(Box::new([Server::new(server, &[])]));
        let api: &'static Api = Box::leak(Box::new(Api::new("api", servers)));
        let mut selection = Selection {
            base_url: base_url.map(str::to_owned),
            ..Selection::default()
        };
        selection.variable("tenant", "acme".to_owned());
        selection.variable("version", "v2".to_owned());
        let bases = Bases::new(Box::leak(Box::new([api])), &selection).unwrap();
        let flow = bases.flow(api, url).unwrap();
        (flow, bases.root().clone())
    }

    /// Where a secret is sent for a flow's URL.
    fn of(url: &'static str, server: &'static str, base_url: Option<&str>) -> String {
        let (flow, root) = flow(url, server, base_url);
        let located = locate(&Location {
            given: None,
            service_path: None,
            flows: &[flow],
            base_url: &root,
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
            ("/{realm}/token", "`realm`"),
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
            let url = of(flow, server, None);
            assert!(url == expected || url.contains(expected), "{flow}: {url}");
            assert!(!url.contains("hunter2"), "{url}");
            // A caller's base URL takes the place of the server's origin.
            let url = of(flow, server, Some("http://127.0.0.1:9/gate"));
            let moved = expected.replace("https://api.example.com", "http://127.0.0.1:9/gate");
            assert!(url == moved || url.contains(expected), "{flow}: {url}");
        }
    }

    #[test]
    fn a_template_is_on_the_origin_of_the_same_template() {
        let server = "https://{tenant}.example.com/v1";
        let flow = "https://{tenant}.example.com/oauth/token";
        let own = "https://acme.example.com/oauth/token";
        assert_eq!(of(flow, server, None), own);
        assert_eq!(
            of("https://{Tenant}.example.com:443/x", server, None),
            "https://acme.example.com/x"
        );
        assert!(of(flow, "https://login.example.com", None).contains(FOREIGN));
        assert_eq!(of(own, server, None), own);
    }

    #[test]
    fn a_relative_url_keeps_the_path_of_any_server() {
        const GATE: Option<&str> = Some("https://gate.example/g");
        for (url, server, base_url, expected) in [
            ("token", "/v1", GATE, "https://gate.example/g/v1/token"),
            ("../token", "/v1", GATE, "https://gate.example/g/token"),
            ("/token", "/v1", GATE, "https://gate.example/g/token"),
            (
                "token",
                "https://x.example/{version}/",
                None,
                "https://x.example/v2/token",
            ),
            (
                "token",
                "https://x.example/{version}",
                GATE,
                "https://gate.example/g/v2/token",
            ),
            (
                "{version}/t?a={tenant}",
                "https://x.example",
                None,
                "https://x.example/v2/t?a=acme",
            ),
            (
                "https://{tenant}.example/{version}/t",
                "https://{tenant}.example:443/v1",
                None,
                "https://acme.example/v2/t",
            ),
            (
                "https://{tenant}.example/{version}/t?q=1#f",
                "https://{tenant}.example/v1",
                GATE,
                "https://gate.example/g/v2/t?q=1",
            ),
            (
                "https://{tenant}.example",
                "https://{tenant}.example/v1",
                GATE,
                "https://gate.example/g/",
            ),
        ] {
            assert_eq!(of(url, server, base_url), expected, "{url} beside {server}");
        }
    }

    #[test]
    fn the_caller_goes_before_the_service_and_the_service_before_the_document() {
        let gate = Some("https://api.example.com/gate");
        let base_url = BaseUrl::parse("https://api.example.com/gate").unwrap();
        let flow = |url| vec![flow(url, "https://api.example.com", gate).0];
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
