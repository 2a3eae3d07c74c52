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
        documents("title", Text).unless("a description is shown instead"),
        documents("multipleOf", Number),
        documents("maximum", Number),
        documents("exclusiveMaximum", Flag),
        documents("minimum", Number),
        documents("exclusiveMinimum", Flag),
        documents("maxLength", Count),
        documents("minLength", Count),
        documents("pattern", Text).unless("it can't be shown as code"),
        documents("maxItems", Count),
        documents("minItems", Count),
        documents("uniqueItems", Flag),
        uncounted("maxProperties"),
        uncounted("minProperties"),
        acts("required", Texts),
        acts("enum", Values).unless("it lists only null, or nothing"),
        acts("type", Text).unless(SAME),
        reported("not", Node(Schema), "not-changed").notice(Notice {
            code: Code::UnsupportedSchema,
            message: "`not` has no effect: excluded values are accepted",
            help: "describe the accepted values by `enum`, `oneOf` or bounds",
        }),
        acts("allOf", Nodes(Schema)),
        acts("oneOf", Nodes(Schema)).unless(SAME),
        acts("anyOf", Nodes(Schema)).unless(SAME),
        acts("items", Node(Schema)),
        acts("properties", NamedNodes(Schema)),
        acts("additionalProperties", NodeOrFlag(Schema))
            .unless("any property is allowed without it"),
        documents("description", Text),
        acts("format", Text)
            .unless("the type says the same without it")
            .dispensable(),
        documents("default", Any).unless("it takes more than a line, or is no value of the type"),
        acts("nullable", Flag).unless("`enum` or another part of the schema lets null through"),
        acts("discriminator", Node(Discriminator)).dispensable(),
        acts("readOnly", Flag).unless(NO_PROPERTY).dispensable(),
        acts("writeOnly", Flag).unless(NO_PROPERTY).dispensable(),
        documents("example", Any).unless(OTHER_EXAMPLE),
        documents("externalDocs", Node(ExternalDocs)).words(),
        acts("deprecated", Flag)
            .unless("an item, a value or a branch has no name in Rust")
            .dispensable(),
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

const SAME: &str = "the other keys of the schema say the same";

const NO_PROPERTY: &str = "only a property goes one way, or what it refers to";

pub(super) const OTHER_EXAMPLE: &str =
    "another example is shown, or it takes more than a line, or is no value of the type";

const fn uncounted(name: &'static str) -> Key {
    ignored(name, Count, "the properties of a typed object are fixed").in_model()
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
    keys: &[
        acts("propertyName", Text),
        acts("mapping", TextMap).unless("the branches say the same"),
    ],
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
