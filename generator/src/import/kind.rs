//! What stands where in an OpenAPI document, as far as a reference in it needs to know.

/// What is due at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Document,
    PathItem,
    Operation,
    Schema,
    Parameter,
    RequestBody,
    Response,
    Header,
    Example,
    Link,
    Callback,
    MediaType,
    Encoding,
    Discriminator,
    /// A mapping from names to nodes of one kind.
    Map(Of),
    /// A list of nodes of one kind.
    List(Of),
    /// Anything: texts, numbers, examples. A `$ref` in it may well be a value.
    Data,
}

/// The kinds that stand in mappings and lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    PathItem,
    Schema,
    Parameter,
    Response,
    Header,
    Example,
    Link,
    Callback,
    MediaType,
    Encoding,
}

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Whether a key of a path item names an operation.
pub(super) fn is_method(key: &str) -> bool {
    METHODS.contains(&key)
}

impl Kind {
    /// What stands under a key. Where the vendors of documents put schemas although OpenAPI knows none there, they are
    /// taken for schemas as well, so that their references can be followed.
    pub(super) fn child(self, key: &str) -> Self {
        match (self, key) {
            (Self::Map(Of::PathItem | Of::Response), key) if key.starts_with("x-") => Self::Data,
            (Self::Map(of) | Self::List(of), _) => of.kind(),
            (Self::Document, "paths" | "webhooks" | "x-webhooks") | (Self::Callback, _) => {
                Self::of_paths(self)
            }
            (Self::PathItem, key) if is_method(key) => Self::Operation,
            (Self::PathItem | Self::Operation, "parameters") => Self::List(Of::Parameter),
            (Self::Operation, "requestBody") => Self::RequestBody,
            (Self::Operation, "responses") => Self::Map(Of::Response),
            (Self::Operation, "callbacks") => Self::Map(Of::Callback),
            (Self::Response | Self::Encoding, "headers") => Self::Map(Of::Header),
            (Self::Response, "links") => Self::Map(Of::Link),
            (Self::MediaType, "encoding") => Self::Map(Of::Encoding),
            (Self::Parameter | Self::Header | Self::RequestBody | Self::Response, "content") => {
                Self::Map(Of::MediaType)
            }
            (Self::Parameter | Self::Header | Self::MediaType, "examples") => {
                Self::Map(Of::Example)
            }
            (
                Self::Parameter
                | Self::Header
                | Self::MediaType
                | Self::RequestBody
                | Self::Response
                | Self::Schema,
                key,
            ) => Self::in_schema(key),
            _ => Self::Data,
        }
    }

    fn of_paths(self) -> Self {
        if self == Self::Callback {
            Self::PathItem
        } else {
            Self::Map(Of::PathItem)
        }
    }

    fn in_schema(key: &str) -> Self {
        match key {
            "properties" | "patternProperties" | "definitions" | "$defs" => Self::Map(Of::Schema),
            "schema" | "items" | "additionalProperties" | "not" => Self::Schema,
            "allOf" | "oneOf" | "anyOf" => Self::List(Of::Schema),
            "discriminator" => Self::Discriminator,
            _ => Self::Data,
        }
    }

    /// The folder of `components` for what can stand there in OpenAPI 3.0; everything else is written where it is used.
    pub(super) fn folder(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Parameter => Some("parameters"),
            Self::RequestBody => Some("requestBodies"),
            Self::Response => Some("responses"),
            Self::Header => Some("headers"),
            Self::Example => Some("examples"),
            Self::Link => Some("links"),
            Self::Callback => Some("callbacks"),
            Self::Document
            | Self::PathItem
            | Self::Operation
            | Self::MediaType
            | Self::Encoding
            | Self::Discriminator
            | Self::Map(_)
            | Self::List(_)
            | Self::Data => None,
        }
    }
}

/// The folders of `components` in the order in which they are written.
pub(super) const FOLDERS: [&str; 8] = [
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "links",
    "callbacks",
];

impl Of {
    fn kind(self) -> Kind {
        match self {
            Self::PathItem => Kind::PathItem,
            Self::Schema => Kind::Schema,
            Self::Parameter => Kind::Parameter,
            Self::Response => Kind::Response,
            Self::Header => Kind::Header,
            Self::Example => Kind::Example,
            Self::Link => Kind::Link,
            Self::Callback => Kind::Callback,
            Self::MediaType => Kind::MediaType,
            Self::Encoding => Kind::Encoding,
        }
    }
}
