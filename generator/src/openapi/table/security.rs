//! Security schemes and requirements.

use super::{Grammar, Key, PLAIN, ignored, reported};
use crate::openapi::NodeKind::{OAuthFlow, OAuthFlows};
use crate::openapi::ValueType::{Node, Text, TextMap, Texts};

/// Lowering reports the schemes of operations that the client can't send.
pub(super) const SECURITY_SCHEME: Grammar = Grammar {
    name: "security scheme",
    title: "Security Scheme",
    keys: &[
        scheme("type"),
        ignored("description", Text, "the scheme's name is in the docs"),
        scheme("name"),
        scheme("in"),
        scheme("scheme"),
        ignored("bearerFormat", Text, "the client takes any token"),
        scheme_node("flows"),
        ignored(
            "openIdConnectUrl",
            Text,
            "nothing is fetched; the caller gives the token",
        )
        .rule("security-scheme-changed"),
    ],
    ..PLAIN
};

const fn scheme(name: &'static str) -> Key {
    reported(name, Text, "security-scheme-changed")
}

const fn scheme_node(name: &'static str) -> Key {
    reported(name, Node(OAuthFlows), "security-scheme-changed")
}

const fn flow(name: &'static str) -> Key {
    ignored(
        name,
        Node(OAuthFlow),
        "a token that was got this way is given to the client as it is",
    )
    .rule("security-scheme-changed")
}

pub(super) const OAUTH_FLOWS: Grammar = Grammar {
    name: "mapping of flows",
    title: "OAuth Flows",
    keys: &[
        flow("implicit"),
        flow("password"),
        reported(
            "clientCredentials",
            Node(OAuthFlow),
            "security-scheme-changed",
        ),
        flow("authorizationCode"),
    ],
    ..PLAIN
};

const fn url(name: &'static str) -> Key {
    ignored(
        name,
        Text,
        "a token that was got this way is given to the client as it is",
    )
    .rule("security-scheme-changed")
}

pub(super) const OAUTH_FLOW: Grammar = Grammar {
    name: "flow",
    title: "OAuth Flow",
    keys: &[
        url("authorizationUrl"),
        reported("tokenUrl", Text, "security-scheme-changed"),
        url("refreshUrl"),
        ignored(
            "scopes",
            TextMap,
            "operations name the scopes that they need",
        )
        .rule("security-scheme-scopes-changed"),
    ],
    ..PLAIN
};

pub(super) const SECURITY_REQUIREMENT: Grammar = Grammar {
    name: "security requirement",
    title: "Security Requirement",
    entries: Some(Texts),
    ..PLAIN
};
