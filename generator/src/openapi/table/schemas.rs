//! Schemas.

use super::{Grammar, Key, Notice, PLAIN, acts, documents, foreign, ignored, reported};
use crate::diagnostic::Code;
use crate::openapi::NodeKind::{self, Data, Discriminator, ExternalDocs, Schema, Xml};
use crate::openapi::ValueType::{
    Any, Count, Flag, NamedNodes, Node, NodeOrFlag, Nodes, Number, Text, TextMap, Texts, Values,
};
use crate::openapi::Version::V3_1;
use crate::rule_id::RuleId;

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
        acts("enum", Values)
            .unless("it lists only null, or nothing")
            .unmerged(),
        acts("type", Text).unless(SAME),
        reported("not", Node(Schema), RuleId::NotChanged).notice(Notice {
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
            .unless("it is not in the table of `docs/formats.md`, so that it is documented only")
            .dispensable(),
        documents("default", Any)
            .unless("it takes more than a line, or is no value of the type")
            .unmerged(),
        acts("nullable", Flag).unless("`enum` or another part of the schema lets null through"),
        acts("discriminator", Node(Discriminator)).dispensable(),
        acts("readOnly", Flag).unless(NO_PROPERTY).dispensable(),
        acts("writeOnly", Flag).unless(NO_PROPERTY).dispensable(),
        documents("example", Any).unless(OTHER_EXAMPLE),
        documents("externalDocs", Node(ExternalDocs)).words(),
        acts("deprecated", Flag)
            .unless("an item, a value or a branch has no name in Rust")
            .dispensable()
            .unmerged(),
        reported("xml", Node(Xml), RuleId::XmlChanged).notice(Notice {
            code: Code::UnsupportedSchema,
            message: "`xml` has no effect: a body of XML is sent and read as text",
            help: "remove it by an overlay to silence this",
        }),
        acts("const", Any).unless(SAME).since(V3_1),
        documents("examples", Values)
            .unless(OTHER_EXAMPLE)
            .since(V3_1),
        acts("prefixItems", Nodes(Schema))
            .unless("`items` says the same")
            .since(V3_1),
        acts("patternProperties", NamedNodes(Schema))
            .unless(SAME)
            .rule(RuleId::PatternChanged)
            .since(V3_1),
        documents("propertyNames", Node(Schema))
            .unless("it only excludes names")
            .rule(RuleId::NotChanged)
            .since(V3_1),
        acts("contentEncoding", Text).unless(SAME).since(V3_1),
        acts("contentMediaType", Text)
            .unless("only bytes of a body differ from a text")
            .since(V3_1),
        acts("contentSchema", Node(Schema))
            .dispensable()
            .unless("only the data of an event is read as what it holds")
            .rule(RuleId::NotChanged)
            .since(V3_1),
        acts("$defs", NamedNodes(Schema))
            .unless("nothing refers to it")
            .since(V3_1),
        acts("$id", Text).unless("nothing refers to it").since(V3_1),
        acts("$anchor", Text)
            .unless("nothing refers to it")
            .since(V3_1),
        ignored("$schema", Text, "all dialects are read alike").since(V3_1),
        ignored("$comment", Text, "it is for authors").since(V3_1),
        ignored("$vocabulary", Any, "all vocabularies are read alike").since(V3_1),
        unread("$dynamicRef", Text, "`$dynamicRef` is not followed"),
        unread("$dynamicAnchor", Text, "`$dynamicAnchor` is not followed"),
        unread(
            "if",
            Node(Schema),
            "`if`, `then` and `else` have no effect on the type",
        ),
        ignored("then", Node(Schema), "`if` is reported")
            .rule(RuleId::NotChanged)
            .since(V3_1),
        ignored("else", Node(Schema), "`if` is reported")
            .rule(RuleId::NotChanged)
            .since(V3_1),
        unread(
            "dependentSchemas",
            NamedNodes(Schema),
            "`dependentSchemas` has no effect on the type",
        ),
        constraint("dependentRequired", Any),
        constraint("contains", NodeOrFlag(Schema)),
        constraint("minContains", Count),
        constraint("maxContains", Count),
        constraint("unevaluatedItems", NodeOrFlag(Schema)),
        constraint("unevaluatedProperties", NodeOrFlag(Schema)),
    ],
    foreign: &[
        foreign("ref", Data, "write it as `$ref`"),
        foreign("property", Data, "write it as `properties`"),
        foreign(
            "definitions",
            NodeKind::Map(&Schema),
            "move its schemas to `schemas` below `components`",
        ),
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
    ignored(name, Count, "the properties of a typed object are fixed").unmerged()
}

/// A key of JSON Schema that can change a type, and does not.
const fn unread(name: &'static str, value: super::ValueType, message: &'static str) -> Key {
    reported(name, value, RuleId::NotChanged)
        .notice(Notice {
            code: Code::UnsupportedSchema,
            message,
            help: "say what is let through, by `oneOf`, `anyOf` or `allOf`",
        })
        .since(V3_1)
}

/// A key of JSON Schema that rules out values and leaves the type as it is.
const fn constraint(name: &'static str, value: super::ValueType) -> Key {
    ignored(
        name,
        value,
        "it rules out values, and leaves the type as it is",
    )
    .rule(RuleId::NotChanged)
    .since(V3_1)
}

pub(super) const DISCRIMINATOR: Grammar = Grammar {
    name: "discriminator",
    title: "Discriminator",
    keys: &[
        acts("propertyName", Text),
        acts("mapping", TextMap).unless("the branches say the same"),
        ignored(
            "defaultMapping",
            Text,
            "an unknown tag falls back to the shape",
        )
        .rule(RuleId::DiscriminatorChanged)
        .since(crate::openapi::Version::V3_2),
    ],
    ..PLAIN
};

const fn xml(name: &'static str, value: super::ValueType) -> Key {
    ignored(name, value, "`xml` is reported as a whole").rule(RuleId::XmlChanged)
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
        xml("nodeType", Text).since(crate::openapi::Version::V3_2),
    ],
    ..PLAIN
};
