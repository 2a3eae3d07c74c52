//! Schemas.

use super::{Grammar, Key, Notice, PLAIN, acts, documents, foreign, ignored, reported};
use crate::diagnostic::Code;
use crate::openapi::NodeKind::{self, Data, Discriminator, ExternalDocs, Schema, Xml};
use crate::openapi::ValueType::{
    Any, Count, Flag, NamedNodes, Node, NodeOrFlag, Nodes, Number, Text, TextMap, Texts, Values,
};

pub(super) const SCHEMA: Grammar = Grammar {
    name: "schema",
    title: "Schema",
    keys: &[
        documents("title", Text),
        documents("multipleOf", Number),
        documents("maximum", Number),
        documents("exclusiveMaximum", Flag),
        documents("minimum", Number),
        documents("exclusiveMinimum", Flag),
        documents("maxLength", Count),
        documents("minLength", Count),
        documents("pattern", Text),
        documents("maxItems", Count),
        documents("minItems", Count),
        documents("uniqueItems", Flag),
        uncounted("maxProperties"),
        uncounted("minProperties"),
        acts("required", Texts),
        acts("enum", Values),
        acts("type", Text),
        reported("not", Node(Schema), "not-changed").notice(Notice {
            code: Code::UnsupportedSchema,
            message: "`not` is not carried over: what it rules out passes as well",
            help: "say what is let through, by `enum`, `oneOf` or bounds",
        }),
        acts("allOf", Nodes(Schema)),
        acts("oneOf", Nodes(Schema)),
        acts("anyOf", Nodes(Schema)),
        acts("items", Node(Schema)),
        acts("properties", NamedNodes(Schema)),
        acts("additionalProperties", NodeOrFlag(Schema)),
        documents("description", Text),
        acts("format", Text).dispensable(),
        documents("default", Any),
        acts("nullable", Flag),
        acts("discriminator", Node(Discriminator)).dispensable(),
        acts("readOnly", Flag).dispensable(),
        acts("writeOnly", Flag).dispensable(),
        documents("example", Any),
        documents("externalDocs", Node(ExternalDocs)).words(),
        acts("deprecated", Flag).dispensable(),
        reported("xml", Node(Xml), "xml-changed").notice(Notice {
            code: Code::UnsupportedSchema,
            message: "`xml` has no effect: a body of XML is sent and read as text",
            help: "remove it by an overlay to silence this",
        }),
    ],
    foreign: &[
        foreign("ref", Data, "write it as `$ref`"),
        foreign("property", Data, "write it as `properties`"),
        foreign(
            "examples",
            Data,
            "that is OpenAPI 3.1; write one of them as `example`",
        ),
        foreign(
            "$defs",
            NodeKind::Map(&Schema),
            "move its schemas to `schemas` below `components`",
        ),
        foreign(
            "definitions",
            NodeKind::Map(&Schema),
            "move its schemas to `schemas` below `components`",
        ),
        foreign(
            "patternProperties",
            NodeKind::Map(&Schema),
            "that is OpenAPI 3.1; use `additionalProperties`, which is for every name",
        ),
        newer("if"),
        newer("then"),
        newer("else"),
        of_draft("$schema"),
        of_draft("$id"),
        of_draft("$comment"),
        of_draft("$anchor"),
        foreign(
            "schema",
            Schema,
            "write its keys here: this is a schema already",
        ),
    ],
    ..PLAIN
};

const fn uncounted(name: &'static str) -> Key {
    ignored(
        name,
        Count,
        "nobody counts the properties of a typed object",
    )
    .in_model()
}

const fn newer(name: &'static str) -> super::Foreign {
    foreign(name, Data, "that is OpenAPI 3.1; say it by `oneOf`")
}

const fn of_draft(name: &'static str) -> super::Foreign {
    foreign(name, Data, "that is OpenAPI 3.1; remove it")
}

pub(super) const DISCRIMINATOR: Grammar = Grammar {
    name: "discriminator",
    title: "Discriminator",
    keys: &[acts("propertyName", Text), acts("mapping", TextMap)],
    ..PLAIN
};

const fn xml(name: &'static str, value: super::ValueType) -> Key {
    ignored(name, value, "`xml` is reported as a whole").rule("xml-changed")
}

pub(super) const XML: Grammar = Grammar {
    name: "xml",
    title: "XML",
    keys: &[
        xml("name", Text),
        xml("namespace", Text),
        xml("prefix", Text),
        xml("attribute", Flag),
        xml("wrapped", Flag),
    ],
    ..PLAIN
};
