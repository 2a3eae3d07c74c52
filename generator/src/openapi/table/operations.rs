//! Paths, operations and parameters.

use super::schemas::OTHER_EXAMPLE;
use super::{Grammar, Notice, PLAIN, acts, documents, foreign, ignored, reported};
use crate::diagnostic::Code;
use crate::openapi::NodeKind::{
    Callback, Data, Example, ExternalDocs, MediaType, Operation, Parameter, PathItem, RequestBody,
    Response, Responses, Schema, SecurityRequirement, Server,
};
use crate::openapi::ValueType::{Any, Flag, NamedNodes, Node, Nodes, Text, Texts};
use crate::openapi::Version::V3_2;
use crate::rule_id::RuleId;

pub(super) const MEDIA_TYPES: &str =
    "that is Swagger 2.0; name the media types in the `content` of each body";

pub(super) const PATHS: Grammar = Grammar {
    name: "paths",
    title: "Paths",
    entries: Some(Node(PathItem)),
    ..PLAIN
};

const OF_OPERATIONS: &str = "each operation has words of its own";

pub(super) const PATH_ITEM: Grammar = Grammar {
    name: "path item",
    title: "Path Item",
    keys: &[
        acts("$ref", Text),
        ignored("summary", Text, OF_OPERATIONS),
        ignored("description", Text, OF_OPERATIONS),
        acts("servers", Nodes(Server)).dispensable(),
        acts("parameters", Nodes(Parameter)),
        acts("get", Node(Operation)),
        acts("put", Node(Operation)),
        acts("post", Node(Operation)),
        acts("delete", Node(Operation)),
        acts("options", Node(Operation)),
        acts("head", Node(Operation)),
        acts("patch", Node(Operation)),
        acts("trace", Node(Operation)),
        acts("query", Node(Operation)).since(V3_2),
        reported("additionalOperations", NamedNodes(Operation), RuleId::Uncovered)
            .notice(Notice {
                code: Code::NotForClients,
                message: "`additionalOperations` has no effect: a method that HTTP does not define is not generated",
                help: "send such requests with `Client::request`",
            })
            .since(V3_2),
    ],
    inner: &[("a method, for example `get`", Operation)],
    ..PLAIN
};

pub(super) const OPERATION: Grammar = Grammar {
    name: "operation",
    title: "Operation",
    keys: &[
        acts("tags", Texts),
        documents("summary", Text),
        documents("description", Text),
        documents("externalDocs", Node(ExternalDocs)).words(),
        acts("operationId", Text),
        acts("parameters", Nodes(Parameter)),
        acts("requestBody", Node(RequestBody)),
        acts("responses", Node(Responses)),
        reported("callbacks", NamedNodes(Callback), RuleId::CallbackChanged).notice(Notice {
            code: Code::NotForClients,
            message: "callbacks are requests that the service sends; the client does not handle them",
            help: "remove them by an overlay to silence this",
        }),
        acts("deprecated", Flag).dispensable(),
        acts("security", Nodes(SecurityRequirement)).unless("they allow what holds without them"),
        acts("servers", Nodes(Server)).dispensable(),
    ],
    foreign: &[
        foreign("consumes", Data, MEDIA_TYPES),
        foreign("produces", Data, MEDIA_TYPES),
        foreign("body", Data, "write it as `requestBody`"),
    ],
    defaults: &[("responses", "{}")],
    ..PLAIN
};

pub(super) const PARAMETER: Grammar = Grammar {
    name: "parameter",
    title: "Parameter",
    keys: &[
        acts("name", Text),
        acts("in", Text),
        documents("description", Text),
        acts("required", Flag),
        acts("deprecated", Flag).dispensable(),
        acts("allowEmptyValue", Flag)
            .dispensable()
            .unless(CAN_BE_EMPTY),
        acts("style", Text).unless(SINGLE),
        acts("explode", Flag).unless(SINGLE),
        acts("allowReserved", Flag).dispensable().unless(FALSE),
        acts("schema", Node(Schema)),
        documents("example", Any).words().unless(OTHER_EXAMPLE),
        documents("examples", NamedNodes(Example))
            .words()
            .unless(OTHER_EXAMPLE),
        acts("content", NamedNodes(MediaType)),
    ],
    foreign: &[foreign(
        "collectionFormat",
        Data,
        "that is Swagger 2.0; `csv` is `style: form` with `explode: false`, `multi` is `explode: true`",
    )],
    inner: &[("`schema`", Schema)],
    ..PLAIN
};

const FALSE: &str = "it is false, which is the default";
const CAN_BE_EMPTY: &str = "a text can be empty in any case, or it is the default";
const SINGLE: &str = "a single value is written alike in all of them, or it is the default";

pub(super) const RESPONSES: Grammar = Grammar {
    name: "responses",
    title: "Responses",
    keys: &[acts("default", Node(Response))],
    entries: Some(Node(Response)),
    ..PLAIN
};

pub(super) const CALLBACK: Grammar = Grammar {
    name: "callback",
    title: "Callback",
    entries: Some(Node(PathItem)),
    ..PLAIN
};

/// Keys of a schema that Swagger 2.0 gives a parameter.
pub(crate) const PARAMETER_OF_SWAGGER_2: &[&str] = &[
    "type",
    "format",
    "items",
    "enum",
    "default",
    "collectionFormat",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "multipleOf",
];
