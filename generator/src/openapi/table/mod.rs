//! The table: one [`Grammar`] for each object of OpenAPI 3.0.4.

mod bodies;
mod document;
mod operations;
mod schemas;
mod security;

pub(crate) use operations::PARAMETER_OF_SWAGGER_2;

use super::{Compared, Fate, NodeKind, Notice, ValueType, Version};
use crate::rule_id::RuleId;

/// The keys of one object.
#[derive(Debug)]
pub(crate) struct Grammar {
    /// The name in messages, without an article.
    pub(crate) name: &'static str,
    /// The name in the specification, without `Object`.
    pub(crate) title: &'static str,
    pub(crate) keys: &'static [Key],
    /// The value under each further key, where the author chooses the keys: paths, statuses, names of schemes.
    pub(crate) entries: Option<ValueType>,
    /// Keys that OpenAPI 3.0 does not give the object, but authors do.
    pub(crate) foreign: &'static [Foreign],
    /// Objects inside this one whose keys authors write one level too far out: below which keys they belong.
    pub(crate) inner: &'static [(&'static str, NodeKind)],
    /// The default of a missing key in the typed view, as JSON.
    pub(crate) defaults: &'static [(&'static str, &'static str)],
}

/// One key of an object.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) value: ValueType,
    pub(crate) fate: Fate,
    /// The first version that has it.
    pub(crate) since: Version,
    /// The warning about a reported key; `None` where lowering words it, as it depends on what else the document says.
    pub(crate) notice: Option<Notice>,
    pub(crate) compared: Compared,
    /// When the key has no effect, regardless of its fate.
    pub(crate) unless: Option<&'static str>,
    /// Whether a wrong value costs only the key: a warning, not an error.
    pub(crate) is_dispensable: bool,
}

/// A key of another version of OpenAPI, or one that authors write for another.
#[derive(Debug)]
pub(crate) struct Foreign {
    pub(crate) name: &'static str,
    /// The kind of the node below it, so that its references are followed.
    pub(crate) kind: NodeKind,
    pub(crate) help: &'static str,
}

const fn acts(name: &'static str, value: ValueType) -> Key {
    Key {
        name,
        value,
        fate: Fate::Acts,
        since: Version::V3_0,
        notice: None,
        compared: Compared::Model,
        unless: None,
        is_dispensable: false,
    }
}

const fn documents(name: &'static str, value: ValueType) -> Key {
    Key {
        fate: Fate::Documents,
        is_dispensable: true,
        ..acts(name, value)
    }
}

const fn reported(name: &'static str, value: ValueType, rule: RuleId) -> Key {
    Key {
        fate: Fate::Reported,
        compared: Compared::Rule(rule),
        ..documents(name, value)
    }
}

const fn ignored(name: &'static str, value: ValueType, reason: &'static str) -> Key {
    Key {
        fate: Fate::Ignored(reason),
        compared: Compared::Words,
        ..documents(name, value)
    }
}

impl Key {
    const fn notice(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }

    const fn in_model(mut self) -> Self {
        self.compared = Compared::Model;
        self
    }

    const fn unmerged(mut self) -> Self {
        self.compared = Compared::Unmerged;
        self
    }

    const fn words(mut self) -> Self {
        self.compared = Compared::Words;
        self
    }

    const fn rule(mut self, rule: RuleId) -> Self {
        self.compared = Compared::Rule(rule);
        self
    }

    const fn unless(mut self, reason: &'static str) -> Self {
        self.unless = Some(reason);
        self
    }

    const fn since(mut self, version: Version) -> Self {
        self.since = version;
        self
    }

    const fn dispensable(mut self) -> Self {
        self.is_dispensable = true;
        self
    }
}

const fn foreign(name: &'static str, kind: NodeKind, help: &'static str) -> Foreign {
    Foreign { name, kind, help }
}

/// Most objects: fixed keys and nothing else.
const PLAIN: Grammar = Grammar {
    name: "",
    title: "",
    keys: &[],
    entries: None,
    foreign: &[],
    inner: &[],
    defaults: &[],
};

impl Grammar {
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(crate) fn foreign(&self, name: &str) -> Option<&'static Foreign> {
        self.foreign.iter().find(|key| key.name == name)
    }

    /// The kind of the node under a key.
    pub(super) fn child(&self, name: &str) -> NodeKind {
        if let Some(key) = self.key(name) {
            return key.value.kind();
        }
        if let Some(foreign) = self.foreign(name) {
            return foreign.kind;
        }
        if name.starts_with("x-") {
            return NodeKind::Data;
        }
        if let Some(entries) = self.entries {
            return entries.kind();
        }
        // A schema that is written one level too far out.
        let holds_schema = self.inner.iter().any(|(_, kind)| *kind == NodeKind::Schema);
        if holds_schema {
            return schemas::SCHEMA.child(name);
        }
        NodeKind::Data
    }

    /// The key that differs from this one in nothing but capitals and signs.
    pub(crate) fn meant_by(&self, key: &str) -> Option<&'static str> {
        let letters = |key: &str| -> String {
            let letters = key.chars().filter(char::is_ascii_alphanumeric);
            letters.map(|c| c.to_ascii_lowercase()).collect()
        };
        let mut known = self.keys.iter().map(|key| key.name);
        known.find(|known| letters(known) == letters(key))
    }
}

/// Values other than objects have no keys.
const MAP: Grammar = Grammar {
    name: "mapping from names",
    ..PLAIN
};
const LIST: Grammar = Grammar {
    name: "list",
    ..PLAIN
};
const DATA: Grammar = Grammar {
    name: "value",
    ..PLAIN
};

/// The grammar of an object.
pub(super) fn grammar(kind: NodeKind) -> &'static Grammar {
    match kind {
        NodeKind::Document => &document::DOCUMENT,
        NodeKind::Info => &document::INFO,
        NodeKind::Contact => &document::CONTACT,
        NodeKind::License => &document::LICENSE,
        NodeKind::Server => &document::SERVER,
        NodeKind::ServerVariable => &document::SERVER_VARIABLE,
        NodeKind::Components => &document::COMPONENTS,
        NodeKind::Tag => &document::TAG,
        NodeKind::ExternalDocs => &document::EXTERNAL_DOCS,
        NodeKind::Paths => &operations::PATHS,
        NodeKind::PathItem => &operations::PATH_ITEM,
        NodeKind::Operation => &operations::OPERATION,
        NodeKind::Parameter => &operations::PARAMETER,
        NodeKind::Callback => &operations::CALLBACK,
        NodeKind::Responses => &operations::RESPONSES,
        NodeKind::RequestBody => &bodies::REQUEST_BODY,
        NodeKind::Response => &bodies::RESPONSE,
        NodeKind::MediaType => &bodies::MEDIA_TYPE,
        NodeKind::Encoding => &bodies::ENCODING,
        NodeKind::Header => &bodies::HEADER,
        NodeKind::Example => &bodies::EXAMPLE,
        NodeKind::Link => &bodies::LINK,
        NodeKind::Schema => &schemas::SCHEMA,
        NodeKind::Discriminator => &schemas::DISCRIMINATOR,
        NodeKind::Xml => &schemas::XML,
        NodeKind::SecurityScheme => &security::SECURITY_SCHEME,
        NodeKind::OAuthFlows => &security::OAUTH_FLOWS,
        NodeKind::OAuthFlow => &security::OAUTH_FLOW,
        NodeKind::SecurityRequirement => &security::SECURITY_REQUIREMENT,
        NodeKind::Map(_) => &MAP,
        NodeKind::List(_) => &LIST,
        NodeKind::Data => &DATA,
    }
}

/// The folders of `components`, in the order in which they are written.
pub(crate) fn folders() -> impl Iterator<Item = &'static str> {
    document::COMPONENTS.keys.iter().map(|key| key.name)
}

/// The keys of a path item that name operations.
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Returns whether a key of a path item names an operation.
pub(crate) fn is_method(key: &str) -> bool {
    METHODS.contains(&key)
}
