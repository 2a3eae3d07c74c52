//! Security schemes, and what operations require of them.

use super::server::Server;
use crate::spec_path::SpecPath;

/// A scheme that an operation requires, with the scopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scopes {
    pub(crate) scheme: String,
    pub(crate) scopes: Vec<String>,
}

/// The security requirements of operations without their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DefaultSecurity {
    /// The document declares no scheme.
    Undeclared,
    /// The document declares schemes, and neither it nor an operation requires any.
    Optional,
    Required(Vec<Vec<Scopes>>),
}

/// A security scheme.
#[derive(Debug)]
pub(crate) struct SecurityScheme {
    pub(crate) name: String,
    pub(crate) kind: SchemeKind,
    pub(crate) description: Option<String>,
    pub(crate) at: SpecPath,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SchemeKind {
    ApiKey {
        place: KeyPlace,
        wire: String,
    },
    Basic,
    Bearer,
    /// HTTP authentication by another scheme, as written.
    Http(String),
    OAuth2(TokenUrls),
    OpenId,
    MutualTls,
    /// Of no type that OpenAPI has, as written.
    Unknown(String),
}

/// The place of an API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum KeyPlace {
    Header,
    Query,
    Cookie,
}

/// Where tokens are requested, by grant, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TokenUrls {
    pub(crate) client_credentials: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) refresh: Option<String>,
    /// Every URL of every flow, for documentation: the flow, the key and the URL.
    pub(crate) all: Vec<(&'static str, &'static str, String)>,
}

impl SchemeKind {
    /// The type as the document writes it.
    pub(crate) fn word(&self) -> &str {
        match self {
            Self::ApiKey { .. } => "apiKey",
            Self::Basic | Self::Bearer | Self::Http(_) => "http",
            Self::OAuth2(_) => "oauth2",
            Self::OpenId => "openIdConnect",
            Self::MutualTls => "mutualTLS",
            Self::Unknown(word) => word,
        }
    }

    /// Returns whether the client's general credentials satisfy it. A scheme of no known type is read so.
    pub(crate) fn takes_token(&self) -> bool {
        matches!(
            self,
            Self::Bearer | Self::OAuth2(_) | Self::OpenId | Self::Unknown(_)
        )
    }

    /// The place of its credential in a request, and the name there; names of headers are in one case.
    pub(crate) fn slot(&self) -> Option<(KeyPlace, String)> {
        match self {
            Self::ApiKey { place, wire } if *place == KeyPlace::Header => {
                let is_known = wire.eq_ignore_ascii_case("authorization");
                let name = if is_known {
                    "Authorization".to_owned()
                } else {
                    wire.to_ascii_lowercase()
                };
                Some((*place, name))
            }
            Self::ApiKey { place, wire } => Some((*place, wire.clone())),
            Self::MutualTls => None,
            Self::Basic
            | Self::Bearer
            | Self::Http(_)
            | Self::OAuth2(_)
            | Self::OpenId
            | Self::Unknown(_) => Some((KeyPlace::Header, "Authorization".to_owned())),
        }
    }
}

impl TokenUrls {
    /// The endpoint for client credentials, if the client does not use it by itself: it is on the origin of no server.
    pub(crate) fn foreign_url(&self, servers: &[Server]) -> Option<&str> {
        let url = self.client_credentials.as_deref()?;
        let is_own = !(url.contains("://") || url.starts_with("//"))
            || servers.iter().any(|it| {
                [&it.url, &it.by_default()]
                    .map(|it| origin(it))
                    .contains(&origin(url))
            });
        (!is_own).then_some(url)
    }
}

/// Scheme, host and port as text.
fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let origin = format!("{scheme}://{host}").to_ascii_lowercase();
    // The port that the scheme has anyway.
    let default = if origin.starts_with("https:") {
        ":443"
    } else {
        ":80"
    };
    Some(origin.strip_suffix(default).unwrap_or(&origin).to_owned())
}

impl KeyPlace {
    /// As the document writes it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::Cookie => "cookie",
        }
    }
}
