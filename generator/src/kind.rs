//! What stands where in an OpenAPI document, as far as a reference in it needs to know.

use std::fmt;

/// What is due at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Document,
    Components,
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
pub(crate) enum Of {
    PathItem,
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
}

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Whether a key of a path item names an operation.
pub(crate) fn is_method(key: &str) -> bool {
    METHODS.contains(&key)
}

impl Kind {
    /// What stands under a key. Where the vendors of documents put schemas although OpenAPI knows none there, they are
    /// taken for schemas as well, so that their references can be followed.
    pub(crate) fn child(self, key: &str) -> Self {
        match (self, key) {
            (Self::Map(Of::PathItem | Of::Response), key) if key.starts_with("x-") => Self::Data,
            (Self::Map(of) | Self::List(of), _) => of.kind(),
            (Self::Document, "paths" | "webhooks" | "x-webhooks") | (Self::Callback, _) => {
                Self::of_paths(self)
            }
            (Self::Document, "components") => Self::Components,
            (Self::Components, folder) => Self::of_folder(folder),
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

    /// What stands at a place of a document.
    pub(crate) fn at<'s>(steps: impl IntoIterator<Item = &'s str>) -> Self {
        steps.into_iter().fold(Self::Document, Self::child)
    }

    fn of_folder(folder: &str) -> Self {
        match folder {
            "schemas" => Self::Map(Of::Schema),
            "parameters" => Self::Map(Of::Parameter),
            "requestBodies" => Self::Map(Of::RequestBody),
            "responses" => Self::Map(Of::Response),
            "headers" => Self::Map(Of::Header),
            "examples" => Self::Map(Of::Example),
            "links" => Self::Map(Of::Link),
            "callbacks" => Self::Map(Of::Callback),
            "pathItems" => Self::Map(Of::PathItem),
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
    pub(crate) fn folder(self) -> Option<&'static str> {
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
            | Self::Components
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

impl fmt::Display for Kind {
    /// `a schema`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Document => "the whole document",
            Self::Components => "all of `components`",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Schema => "a schema",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::Response => "a response",
            Self::Header => "a header",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Callback => "a callback",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Discriminator => "a discriminator",
            Self::Map(_) => "a mapping from names",
            Self::List(_) => "a list",
            Self::Data => "a value",
        })
    }
}

/// The folders of `components` in the order in which they are written.
pub(crate) const FOLDERS: [&str; 8] = [
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
            Self::RequestBody => Kind::RequestBody,
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
