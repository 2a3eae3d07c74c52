//! The keys that OpenAPI 3.0 gives each kind of node, besides `x-…`, and what is due under them.

use super::due::Due;

/// The form of a kind of node.
pub(super) struct Form {
    /// What the node is called in a message.
    pub(super) name: &'static str,
    pub(super) keys: &'static [(&'static str, Due)],
    /// What stands in for a key that is due but missing or read elsewhere, as JSON.
    pub(super) defaults: &'static [(&'static str, &'static str)],
}

impl Form {
    pub(super) fn due(&self, key: &str) -> Option<Due> {
        let known = self.keys.iter().find(|(known, _)| *known == key);
        known.map(|(_, due)| *due)
    }

    /// The key that differs from this one in nothing but capitals and signs.
    pub(super) fn meant_by(&self, key: &str) -> Option<&'static str> {
        let letters = |key: &str| -> String {
            let letters = key.chars().filter(char::is_ascii_alphanumeric);
            letters.map(|c| c.to_ascii_lowercase()).collect()
        };
        let mut known = self.keys.iter().map(|(known, _)| *known);
        known.find(|known| letters(known) == letters(key))
    }
}

/// The nodes that no `openapiv3` type is read from whole: only their form is looked at.
pub(super) const DOCUMENT: Form = Form {
    name: "document",
    keys: &[
        ("openapi", Due::Raw),
        ("info", Due::Fields),
        ("servers", Due::Nodes("server")),
        ("paths", Due::Raw),
        ("components", Due::Fields),
        ("security", Due::Values),
        ("tags", Due::Nodes("tag")),
        ("externalDocs", Due::Fields),
    ],
    defaults: &[],
};

pub(super) const INFO: Form = Form {
    name: "info",
    keys: &[
        ("title", Due::Text),
        ("description", Due::Text),
        ("termsOfService", Due::Text),
        ("contact", Due::Fields),
        ("license", Due::Fields),
        ("version", Due::Text),
    ],
    defaults: &[],
};

pub(super) const COMPONENTS: Form = Form {
    name: "mapping of components",
    keys: &[
        ("schemas", Due::NamedNodes("schema")),
        ("responses", Due::NamedNodes("response")),
        ("parameters", Due::NamedNodes("parameter")),
        ("examples", Due::NamedNodes("example")),
        ("requestBodies", Due::NamedNodes("request body")),
        ("headers", Due::NamedNodes("header")),
        ("securitySchemes", Due::NamedNodes("security scheme")),
        ("links", Due::NamedNodes("link")),
        ("callbacks", Due::NamedNodes("callback")),
        // Of OpenAPI 3.1; harmless, and some bundlers write it.
        ("pathItems", Due::NamedNodes("path item")),
    ],
    defaults: &[],
};

pub(super) const PATH_ITEM: Form = Form {
    name: "path item",
    keys: &[
        ("$ref", Due::Text),
        ("summary", Due::Text),
        ("description", Due::Text),
        ("servers", Due::Nodes("server")),
        ("parameters", Due::Nodes("parameter")),
        ("get", Due::Raw),
        ("put", Due::Raw),
        ("post", Due::Raw),
        ("delete", Due::Raw),
        ("options", Due::Raw),
        ("head", Due::Raw),
        ("patch", Due::Raw),
        ("trace", Due::Raw),
    ],
    defaults: &[],
};

pub(super) const OPERATION: Form = Form {
    name: "operation",
    keys: &[
        ("tags", Due::Texts),
        ("summary", Due::Text),
        ("description", Due::Text),
        ("externalDocs", Due::Fields),
        ("operationId", Due::Text),
        ("parameters", Due::Nodes("parameter")),
        ("requestBody", Due::Node("request body")),
        ("responses", Due::Responses),
        ("callbacks", Due::Raw),
        ("deprecated", Due::Flag),
        ("security", Due::Values),
        ("servers", Due::Raw),
    ],
    defaults: &[("responses", "{}")],
};

pub(super) const PARAMETER: Form = Form {
    name: "parameter",
    keys: &[
        ("name", Due::Text),
        ("in", Due::Text),
        ("description", Due::Text),
        ("required", Due::Flag),
        ("deprecated", Due::Flag),
        ("allowEmptyValue", Due::Flag),
        ("style", Due::Text),
        ("explode", Due::Flag),
        ("allowReserved", Due::Flag),
        ("schema", Due::Node("schema")),
        ("example", Due::Raw),
        ("examples", Due::NamedNodes("example")),
        ("content", Due::Contents),
    ],
    defaults: &[],
};

pub(super) const REQUEST_BODY: Form = Form {
    name: "request body",
    keys: &[
        ("description", Due::Text),
        ("content", Due::Contents),
        ("required", Due::Flag),
    ],
    defaults: &[("content", "{}")],
};

pub(super) const RESPONSE: Form = Form {
    name: "response",
    keys: &[
        ("description", Due::Text),
        ("headers", Due::NamedNodes("header")),
        ("content", Due::Contents),
        ("links", Due::NamedNodes("link")),
    ],
    defaults: &[("description", "\"\"")],
};

pub(super) const MEDIA_TYPE: Form = Form {
    name: "media type",
    keys: &[
        ("schema", Due::Node("schema")),
        ("example", Due::Raw),
        ("examples", Due::NamedNodes("example")),
        ("encoding", Due::NamedNodes("encoding")),
    ],
    defaults: &[],
};

pub(super) const SCHEMA: Form = Form {
    name: "schema",
    keys: &[
        ("type", Due::Text),
        ("properties", Due::NamedNodes("schema")),
        ("description", Due::Text),
        ("format", Due::Text),
        ("required", Due::Texts),
        ("items", Due::Node("schema")),
        ("enum", Due::Values),
        ("allOf", Due::Nodes("schema")),
        ("oneOf", Due::Nodes("schema")),
        ("anyOf", Due::Nodes("schema")),
        ("not", Due::Node("schema")),
        ("additionalProperties", Due::NodeOrFlag("schema")),
        ("nullable", Due::Flag),
        ("example", Due::Raw),
        ("default", Due::Raw),
        ("title", Due::Text),
        ("multipleOf", Due::Number),
        ("maximum", Due::Number),
        ("exclusiveMaximum", Due::Flag),
        ("minimum", Due::Number),
        ("exclusiveMinimum", Due::Flag),
        ("maxLength", Due::Count),
        ("minLength", Due::Count),
        ("pattern", Due::Text),
        ("maxItems", Due::Count),
        ("minItems", Due::Count),
        ("uniqueItems", Due::Flag),
        ("maxProperties", Due::Count),
        ("minProperties", Due::Count),
        ("discriminator", Due::Fields),
        ("readOnly", Due::Flag),
        ("writeOnly", Due::Flag),
        ("xml", Due::Raw),
        ("externalDocs", Due::Fields),
        ("deprecated", Due::Flag),
    ],
    defaults: &[],
};

/// Keys whose value only documents, or is not read: a bad one is left out with a warning.
const ANNOTATIONS: &[&str] = &[
    "title",
    "version",
    "termsOfService",
    "contact",
    "license",
    "info",
    "servers",
    "description",
    "summary",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
    "default",
    "pattern",
    "multipleOf",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "readOnly",
    "writeOnly",
    "not",
    "discriminator",
    "links",
    "callbacks",
    "securitySchemes",
    "headers",
    "encoding",
    "allowReserved",
    "allowEmptyValue",
    "format",
];

/// Whether what is wrong under a key costs only what is said there.
pub(super) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key)
}
