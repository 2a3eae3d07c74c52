//! Bodies of requests and responses, headers, examples and links.

use super::schemas::OTHER_EXAMPLE;
use super::{Grammar, Notice, PLAIN, acts, documents, ignored, reported};
use crate::diagnostic::Code;
use crate::openapi::NodeKind::{Encoding, Example, Header, Link, MediaType, Schema, Server};
use crate::openapi::ValueType::{Any, Flag, NamedNodes, Node, Nodes, Text};
use crate::openapi::Version::V3_2;
use crate::rule_id::RuleId;

pub(super) const REQUEST_BODY: Grammar = Grammar {
    name: "request body",
    title: "Request Body",
    keys: &[
        documents("description", Text),
        acts("content", NamedNodes(MediaType)),
        acts("required", Flag),
    ],
    inner: &[
        ("`content` and a media type", MediaType),
        ("`content`, a media type and `schema`", Schema),
    ],
    defaults: &[("content", "{}")],
    ..PLAIN
};

pub(super) const RESPONSE: Grammar = Grammar {
    name: "response",
    title: "Response",
    keys: &[
        documents("description", Text),
        documents("summary", Text)
            .unless("a description is shown instead")
            .since(V3_2),
        documents("headers", NamedNodes(Header)).unless("another response describes the same"),
        acts("content", NamedNodes(MediaType)),
        reported("links", NamedNodes(Link), RuleId::LinksChanged).notice(Notice {
            code: Code::UnsupportedResponse,
            message: "links have no effect: no method follows them",
            help: "remove them by an overlay to silence this",
        }),
    ],
    inner: &[
        ("`content` and a media type", MediaType),
        ("`content`, a media type and `schema`", Schema),
    ],
    defaults: &[("description", "\"\"")],
    ..PLAIN
};

pub(super) const MEDIA_TYPE: Grammar = Grammar {
    name: "media type",
    title: "Media Type",
    keys: &[
        acts("schema", Node(Schema)).unless("a text or bytes are what they are without it"),
        documents("example", Any).words().unless(OTHER_EXAMPLE),
        documents("examples", NamedNodes(Example))
            .words()
            .unless(OTHER_EXAMPLE),
        acts("encoding", NamedNodes(Encoding))
            .rule(RuleId::EncodingChanged)
            .dispensable(),
        acts("itemSchema", Node(Schema))
            .unless("only the events and lines of a success are read one by one")
            .since(V3_2),
        reported("prefixEncoding", Nodes(Encoding), RuleId::EncodingChanged)
            .notice(encoding("`prefixEncoding` has no effect"))
            .since(V3_2),
        reported("itemEncoding", Node(Encoding), RuleId::EncodingChanged)
            .notice(encoding("`itemEncoding` has no effect"))
            .since(V3_2),
    ],
    inner: &[("`schema`", Schema)],
    ..PLAIN
};

const fn encoding(message: &'static str) -> Notice {
    Notice {
        code: Code::UnsupportedBody,
        message,
        help: "remove it by an overlay to silence this",
    }
}

pub(super) const ENCODING: Grammar = Grammar {
    name: "encoding",
    title: "Encoding",
    keys: &[
        acts("contentType", Text)
            .rule(RuleId::EncodingChanged)
            .dispensable(),
        acts("headers", NamedNodes(Header))
            .rule(RuleId::EncodingChanged)
            .dispensable(),
        acts("style", Text)
            .rule(RuleId::EncodingChanged)
            .dispensable(),
        acts("explode", Flag)
            .rule(RuleId::EncodingChanged)
            .dispensable()
            .unless(
                "`deepObject` knows one way, a single value is written alike, or it is the default",
            ),
        acts("allowReserved", Flag)
            .rule(RuleId::EncodingChanged)
            .dispensable(),
        reported("encoding", NamedNodes(Encoding), RuleId::EncodingChanged)
            .notice(encoding("`encoding` of a part has no effect"))
            .since(V3_2),
        reported("prefixEncoding", Nodes(Encoding), RuleId::EncodingChanged)
            .notice(encoding("`prefixEncoding` of a part has no effect"))
            .since(V3_2),
        reported("itemEncoding", Node(Encoding), RuleId::EncodingChanged)
            .notice(encoding("`itemEncoding` of a part has no effect"))
            .since(V3_2),
    ],
    ..PLAIN
};

const OF_HEADER: &str = "headers of responses are given as text";

pub(super) const HEADER: Grammar = Grammar {
    name: "header",
    title: "Header",
    keys: &[
        documents("description", Text).unless("the header of a part is sent without a setter"),
        ignored("required", Flag, OF_HEADER).in_model(),
        ignored("deprecated", Flag, OF_HEADER).in_model(),
        ignored("style", Text, OF_HEADER).rule(RuleId::HeaderEncodingChanged),
        ignored("explode", Flag, OF_HEADER).rule(RuleId::HeaderEncodingChanged),
        // A part of a multipart body is sent with the header's only value.
        acts("schema", Node(Schema)).dispensable().unless(OF_HEADER),
        ignored("example", Any, OF_HEADER),
        ignored("examples", NamedNodes(Example), OF_HEADER),
        ignored("content", NamedNodes(MediaType), OF_HEADER).rule(RuleId::HeaderEncodingChanged),
    ],
    inner: &[("`schema`", Schema)],
    ..PLAIN
};

pub(super) const EXAMPLE: Grammar = Grammar {
    name: "example",
    title: "Example",
    keys: &[
        ignored("summary", Text, "the value speaks for itself"),
        ignored("description", Text, "the value speaks for itself"),
        documents("value", Any).words(),
        ignored("externalValue", Text, "nothing is fetched"),
        documents("dataValue", Any)
            .words()
            .unless("`value` is shown instead")
            .since(V3_2),
        ignored("serializedValue", Text, "the value is shown as data").since(V3_2),
    ],
    ..PLAIN
};

const OF_LINK: &str = "links are reported as a whole";

pub(super) const LINK: Grammar = Grammar {
    name: "link",
    title: "Link",
    keys: &[
        ignored("operationRef", Text, OF_LINK).rule(RuleId::LinksChanged),
        ignored("operationId", Text, OF_LINK).rule(RuleId::LinksChanged),
        ignored("parameters", Any, OF_LINK).rule(RuleId::LinksChanged),
        ignored("requestBody", Any, OF_LINK).rule(RuleId::LinksChanged),
        ignored("description", Text, OF_LINK),
        ignored("server", Node(Server), OF_LINK).rule(RuleId::LinksChanged),
    ],
    ..PLAIN
};
