//! The kinds of nodes of a document, and which kind is found at an address.

use std::fmt;

use serde_json::{Map, Value};

use super::check::{is_read_anyway, is_read_beside_ref};
use super::table::{self, Grammar};

/// The kind of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NodeKind {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    SecurityRequirement,
    /// A mapping from names to nodes of one kind.
    Map(&'static NodeKind),
    /// A list of nodes of one kind.
    List(&'static NodeKind),
    /// Anything: texts, numbers, examples. A `$ref` in it may well be a value.
    Data,
}

impl NodeKind {
    /// Every object of OpenAPI.
    pub(crate) const OBJECTS: [Self; 29] = [
        Self::Document,
        Self::Info,
        Self::Contact,
        Self::License,
        Self::Server,
        Self::ServerVariable,
        Self::Components,
        Self::Paths,
        Self::PathItem,
        Self::Operation,
        Self::ExternalDocs,
        Self::Parameter,
        Self::RequestBody,
        Self::MediaType,
        Self::Encoding,
        Self::Responses,
        Self::Response,
        Self::Callback,
        Self::Example,
        Self::Link,
        Self::Header,
        Self::Tag,
        Self::Schema,
        Self::Discriminator,
        Self::Xml,
        Self::SecurityScheme,
        Self::OAuthFlows,
        Self::OAuthFlow,
        Self::SecurityRequirement,
    ];

    /// A mapping from names to nodes of a kind.
    pub(crate) fn map(kind: Self) -> Self {
        kind.stored().map_or(Self::Data, Self::Map)
    }

    /// A list of nodes of a kind.
    pub(crate) fn list(kind: Self) -> Self {
        kind.stored().map_or(Self::Data, Self::List)
    }

    fn stored(self) -> Option<&'static Self> {
        Self::OBJECTS.iter().find(|it| **it == self)
    }

    /// The keys of an object; `None` for mappings, lists and values.
    pub(crate) fn grammar(self) -> Option<&'static Grammar> {
        let is_object = !matches!(self, Self::Map(_) | Self::List(_) | Self::Data);
        is_object.then(|| table::grammar(self))
    }

    /// The kind of the node under a key, or under an index of a list. Keys of schemas are followed wherever authors write
    /// them, so that references below them are followed too.
    pub(crate) fn child(self, key: &str) -> Self {
        if let Self::Map(kind) | Self::List(kind) = self {
            return *kind;
        }
        table::grammar(self).child(key)
    }

    /// Returns whether a key is one that the table gives the object, or that its author chooses.
    pub(super) fn has(self, key: &str) -> bool {
        match self.grammar() {
            Some(grammar) => {
                let is_entry = grammar.entries.is_some() && !key.starts_with("x-");
                is_entry || grammar.key(key).is_some()
            }
            None => self != Self::Data,
        }
    }

    /// Returns whether a key of an object is read.
    pub(crate) fn reads(self, key: &str, members: &Map<String, Value>) -> bool {
        if self.is_referable() && members.contains_key("$ref") {
            return is_read_beside_ref(self, key);
        }
        self.has(key) || is_read_anyway(self, key, members)
    }

    /// The kind of the node at an address.
    pub(crate) fn at<'s>(steps: impl IntoIterator<Item = &'s str>) -> Self {
        steps.into_iter().fold(Self::Document, Self::child)
    }

    /// The folder of `components` for this kind; `None` for what is always written where it is used.
    pub(crate) fn folder(self) -> Option<&'static str> {
        let mut keys = table::grammar(Self::Components).keys.iter();
        let key = keys.find(|key| key.value.kind() == Self::map(self));
        key.map(|key| key.name).filter(|_| self.is_referable())
    }

    /// Returns whether a reference may be written in its place.
    pub(crate) fn is_referable(self) -> bool {
        matches!(
            self,
            Self::Schema
                | Self::Parameter
                | Self::RequestBody
                | Self::Response
                | Self::Header
                | Self::Example
                | Self::Link
                | Self::Callback
                | Self::SecurityScheme
        )
    }

    /// The name in messages, without an article.
    pub(crate) fn name(self) -> &'static str {
        table::grammar(self).name
    }
}

impl fmt::Display for NodeKind {
    /// `a schema`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        if *self == Self::Document {
            f.write_str("the whole document")
        } else if *self == Self::Components {
            f.write_str("all of `components`")
        } else if matches!(self, Self::Info | Self::Paths | Self::Responses | Self::Xml) {
            write!(f, "`{name}`")
        } else {
            write!(f, "{} {name}", super::article(name))
        }
    }
}
