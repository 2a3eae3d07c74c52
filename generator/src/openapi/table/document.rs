//! The document and what describes it.

use super::{Foreign, Grammar, Notice, PLAIN, acts, documents, foreign, ignored, reported};
use crate::diagnostic::Code;
use crate::openapi::NodeKind::{
    Callback, Components, Contact, Data, Example, ExternalDocs, Header, Info, License, Link,
    MediaType, Parameter, PathItem, Paths, RequestBody, Response, Schema, SecurityRequirement,
    SecurityScheme, Server, ServerVariable, Tag,
};
use crate::openapi::ValueType::{NamedNodes, Node, Nodes, Text, Texts};
use crate::openapi::Version::{V3_1, V3_2};
use crate::rule_id::RuleId;

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
        acts("webhooks", NamedNodes(PathItem))
            .unless("they send no JSON")
            .since(V3_1),
        reported("jsonSchemaDialect", Text, RuleId::NotChanged)
            .notice(Notice {
                code: Code::UnsupportedSchema,
                message: "`jsonSchemaDialect` has no effect: schemas are read as OpenAPI's own dialect",
                help: "remove it by an overlay to silence this",
            })
            .since(V3_1),
        ignored("$self", Text, "references are resolved from the file").since(V3_2),
    ],
    foreign: &[
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
        documents("summary", Text)
            .unless("a description is shown instead")
            .since(V3_1),
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
        ignored("identifier", Text, OF_VENDOR).since(V3_1),
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
        ignored("name", Text, "methods are named by what the URL has").since(V3_2),
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
        acts("pathItems", NamedNodes(PathItem))
            .unless("nothing refers to it")
            .since(V3_1),
        acts("mediaTypes", NamedNodes(MediaType))
            .unless("nothing refers to it")
            .since(V3_2),
    ],
    foreign: &[
        foreign("definitions", Data, "write it as `schemas`"),
        foreign("securityDefinitions", Data, "write it as `securitySchemes`"),
    ],
    ..PLAIN
};

pub(super) const TAG: Grammar = Grammar {
    name: "tag",
    title: "Tag",
    keys: &[
        documents("name", Text).unless("it has no other keys"),
        documents("description", Text),
        ignored("externalDocs", Node(ExternalDocs), FOR_PEOPLE),
        ignored("summary", Text, FOR_PEOPLE).since(V3_2),
        ignored("parent", Text, FOR_PEOPLE).since(V3_2),
        ignored("kind", Text, FOR_PEOPLE).since(V3_2),
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
