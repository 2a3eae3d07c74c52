//! Security schemes and requirements.

use super::{Grammar, Key, PLAIN, acts, documents, ignored};
use crate::openapi::NodeKind::{OAuthFlow, OAuthFlows};
use crate::openapi::ValueType::{self, Flag, Node, Text, TextMap, Texts};
use crate::openapi::Version::V3_2;
use crate::rule_id::RuleId;

pub(super) const SECURITY_SCHEME: Grammar = Grammar {
    name: "security scheme",
    title: "Security Scheme",
    keys: &[
        scheme("type", Text),
        documents("description", Text).words(),
        scheme("name", Text),
        scheme("in", Text),
        scheme("scheme", Text),
        ignored("bearerFormat", Text, "the client takes any token"),
        scheme("flows", Node(OAuthFlows)),
        ignored(
            "openIdConnectUrl",
            Text,
            "nothing is fetched; the caller gives the token",
        )
        .rule(RuleId::SecuritySchemeChanged),
        ignored("oauth2MetadataUrl", Text, "nothing is fetched").since(V3_2),
        ignored("deprecated", Flag, "every declared scheme can be used").since(V3_2),
    ],
    ..PLAIN
};

/// A key that decides how a credential is requested or sent.
const fn scheme(name: &'static str, value: ValueType) -> Key {
    acts(name, value)
        .rule(RuleId::SecuritySchemeChanged)
        .dispensable()
}

const OF_DEVICE: &str = "nobody sits before the client; the caller gives the token";

pub(super) const OAUTH_FLOWS: Grammar = Grammar {
    name: "mapping of flows",
    title: "OAuth Flows",
    keys: &[
        scheme("implicit", Node(OAuthFlow)),
        scheme("password", Node(OAuthFlow)),
        scheme("clientCredentials", Node(OAuthFlow)),
        scheme("authorizationCode", Node(OAuthFlow)),
        ignored("deviceAuthorization", Node(OAuthFlow), OF_DEVICE)
            .rule(RuleId::SecuritySchemeChanged)
            .since(V3_2),
    ],
    ..PLAIN
};

pub(super) const OAUTH_FLOW: Grammar = Grammar {
    name: "flow",
    title: "OAuth Flow",
    keys: &[
        documents("authorizationUrl", Text).rule(RuleId::SecuritySchemeChanged),
        scheme("tokenUrl", Text),
        scheme("refreshUrl", Text),
        ignored(
            "scopes",
            TextMap,
            "operations name the scopes that they need",
        )
        .rule(RuleId::SchemeScopeAdded),
        ignored("deviceAuthorizationUrl", Text, OF_DEVICE)
            .rule(RuleId::SecuritySchemeChanged)
            .since(V3_2),
    ],
    ..PLAIN
};

pub(super) const SECURITY_REQUIREMENT: Grammar = Grammar {
    name: "security requirement",
    title: "Security Requirement",
    entries: Some(Texts),
    ..PLAIN
};
