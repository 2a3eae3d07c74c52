//! The document and what describes it.

use super::{Foreign, Grammar, PLAIN, acts, documents, foreign, ignored};
use crate::openapi::NodeKind::{
    Callback, Components, Contact, Data, Example, ExternalDocs, Header, Info, License, Link,
    Parameter, PathItem, Paths, RequestBody, Response, Schema, SecurityRequirement, SecurityScheme,
    Server, ServerVariable, Tag,
};
use crate::openapi::ValueType::{NamedNodes, Node, Nodes, Text, Texts};

const FOR_PEOPLE: &str = "it does not affect requests or responses";
const OF_VENDOR: &str = "it is about the vendor, not about the API";

pub(super) const DOCUMENT: Grammar = Grammar {
    name: "document",
    title: "OpenAPI",
    keys: &[
        acts("openapi", Text),
        acts("info", Node(Info)).dispensable(),
        acts("servers", Nodes(Server)).dispensable(),
        acts("paths", Node(Paths)),
        acts("components", Node(Components)),
        acts("security", Nodes(SecurityRequirement)).unless("every operation has its own"),
        documents("tags", Nodes(Tag)),
        ignored("externalDocs", Node(ExternalDocs), FOR_PEOPLE),
    ],
    foreign: &[
        foreign(
            "webhooks",
            Paths,
            "remove it: these are requests that the service sends, of OpenAPI 3.1, and a client has no part in them",
        ),
        foreign("x-webhooks", Paths, "remove it"),
        swagger2("host", SERVERS),
        swagger2("basePath", SERVERS),
        swagger2("schemes", SERVERS),
        swagger2(
            "definitions",
            "that is Swagger 2.0; write it below `components`, as `schemas`",
        ),
        swagger2(
            "securityDefinitions",
            "that is Swagger 2.0; write it below `components`, as `securitySchemes`",
        ),
        swagger2("consumes", super::operations::MEDIA_TYPES),
        swagger2("produces", super::operations::MEDIA_TYPES),
        swagger2("swagger", "remove it: `openapi` gives the version"),
    ],
    inner: &[("`components`", Components), ("`info`", Info)],
    ..PLAIN
};

const SERVERS: &str =
    "that is Swagger 2.0; bring all three together as `servers: [{url: 'https://host/basePath'}]`";

const fn swagger2(name: &'static str, help: &'static str) -> Foreign {
    foreign(name, Data, help)
}

pub(super) const INFO: Grammar = Grammar {
    name: "info",
    title: "Info",
    keys: &[
        documents("title", Text),
        documents("description", Text),
        ignored("termsOfService", Text, OF_VENDOR),
        ignored("contact", Node(Contact), OF_VENDOR),
        ignored("license", Node(License), OF_VENDOR),
        documents("version", Text),
    ],
    ..PLAIN
};

pub(super) const CONTACT: Grammar = Grammar {
    name: "contact",
    title: "Contact",
    keys: &[
        ignored("name", Text, OF_VENDOR),
        ignored("url", Text, OF_VENDOR),
        ignored("email", Text, OF_VENDOR),
    ],
    ..PLAIN
};

pub(super) const LICENSE: Grammar = Grammar {
    name: "license",
    title: "License",
    keys: &[
        ignored("name", Text, OF_VENDOR),
        ignored("url", Text, OF_VENDOR),
    ],
    ..PLAIN
};

pub(super) const SERVER: Grammar = Grammar {
    name: "server",
    title: "Server",
    keys: &[
        acts("url", Text),
        documents("description", Text),
        acts("variables", NamedNodes(ServerVariable)),
    ],
    ..PLAIN
};

pub(super) const SERVER_VARIABLE: Grammar = Grammar {
    name: "server variable",
    title: "Server Variable",
    keys: &[
        acts("enum", Texts),
        acts("default", Text),
        documents("description", Text),
    ],
    ..PLAIN
};

pub(super) const COMPONENTS: Grammar = Grammar {
    name: "mapping of components",
    title: "Components",
    keys: &[
        acts("schemas", NamedNodes(Schema)),
        acts("responses", NamedNodes(Response)),
        acts("parameters", NamedNodes(Parameter)),
        documents("examples", NamedNodes(Example)),
        acts("requestBodies", NamedNodes(RequestBody)),
        documents("headers", NamedNodes(Header)),
        acts("securitySchemes", NamedNodes(SecurityScheme)).dispensable(),
        ignored(
            "links",
            NamedNodes(Link),
            "a response that refers to one is reported",
        ),
        ignored(
            "callbacks",
            NamedNodes(Callback),
            "an operation that refers to one is reported",
        ),
    ],
    foreign: &[
        foreign(
            "pathItems",
            crate::openapi::NodeKind::Map(&PathItem),
            "that is OpenAPI 3.1; write each below `paths`",
        ),
        foreign("definitions", Data, "write it as `schemas`"),
        foreign("securityDefinitions", Data, "write it as `securitySchemes`"),
    ],
    ..PLAIN
};

pub(super) const TAG: Grammar = Grammar {
    name: "tag",
    title: "Tag",
    keys: &[
        documents("name", Text),
        documents("description", Text),
        ignored("externalDocs", Node(ExternalDocs), FOR_PEOPLE),
    ],
    ..PLAIN
};

pub(super) const EXTERNAL_DOCS: Grammar = Grammar {
    name: "external documentation",
    title: "External Documentation",
    keys: &[
        documents("description", Text).words(),
        documents("url", Text).words(),
    ],
    ..PLAIN
};
