//! The model: what a document says about the wire, every reference resolved.
//!
//! Plain data. It holds no Rust names and no derived facts: those live beside it, in [`Names`](crate::name::Names) and
//! [`Facts`](crate::analyze::Facts), in tables keyed by the same ids. Invariants:
//!
//! - a [`TypeRef::Named`] and every other id points into the same [`Api`];
//! - wire names are as the document spells them;
//! - types, groups and operations are in an order that does not depend on the order of the document's keys;
//! - everything has its origin, `at`.

mod body;
pub(crate) mod cycles;
mod docs;
mod field_table;
mod id;
mod operation;
mod patch_table;
mod security;
mod server;
mod skipped;
mod stream;
mod task;
mod types;

pub(crate) use body::{Body, BodyContent, FieldStyle, OtherBody, OtherContent, Part, PartContent};
pub(crate) use docs::{Constraints, Docs, JsonType, JsonTypes};
pub(crate) use field_table::{Composite, FieldTable, Operator, TableField};
pub(crate) use id::{GroupId, Id, IdMap, OperationId, TypeId};
pub(crate) use operation::{
    Bulk, BulkItems, Content, Keyset, MediaContent, Method, Operation, Outcome, Paging, Param,
    ParamStyle, PathPart, PathTemplate, QueryPart, Response, ResponseHeader, StatusPattern,
};
pub(crate) use patch_table::{PatchField, PatchTable};
pub(crate) use security::{
    DefaultSecurity, KeyPlace, SchemeKind, Scopes, SecurityScheme, TokenUrls,
};
pub(crate) use server::{Server, ServerVariable, split};
pub(crate) use skipped::Skipped;
pub(crate) use stream::{EventData, Sequence, Stream, StreamContent};
pub(crate) use task::{Task, TaskStatus};
pub(crate) use types::{
    Access, Branch, EnumValue, Fallback, Field, Hint, Owner, Presence, Role, Scalar, Shape,
    StructShape, TypeDef, TypeRef, UnionShape, tag_text,
};

use crate::spec_path::SpecPath;

/// One API: one document.
#[derive(Debug)]
pub(crate) struct Api {
    /// The Rust module, from the configuration.
    pub(crate) module: String,
    /// `info.title`.
    pub(crate) title: String,
    /// `info.version`.
    pub(crate) version: String,
    /// `info.description`.
    pub(crate) description: Option<String>,
    /// The document's servers.
    pub(crate) servers: Vec<Server>,
    pub(crate) groups: IdMap<GroupId, Group>,
    pub(crate) operations: IdMap<OperationId, Operation>,
    pub(crate) types: IdMap<TypeId, TypeDef>,
    /// The security schemes that the document declares, and those that operations require without a declaration in a document
    /// that has others.
    pub(crate) schemes: Vec<SecurityScheme>,
    /// The security requirements of operations without their own.
    pub(crate) security: DefaultSecurity,
    /// The payloads of all webhooks.
    pub(crate) webhooks: Option<TypeRef>,
    /// The vendor's extensions that lowering read, wherever they are.
    pub(crate) extensions: Vec<String>,
    /// The document's name.
    pub(crate) file: String,
}

/// Operations that share their first tag.
#[derive(Debug)]
pub(crate) struct Group {
    /// The tag; `None` for operations that have none.
    pub(crate) tag: Option<String>,
    /// The tag's description.
    pub(crate) description: Option<String>,
    /// The group's operations.
    pub(crate) operations: Vec<OperationId>,
    pub(crate) at: SpecPath,
}

impl Api {
    /// The variables of all servers, those of single operations included.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &ServerVariable> {
        let own = self.operations.iter().flat_map(|(_, it)| &it.servers);
        self.servers.iter().chain(own).flat_map(|it| &it.variables)
    }

    /// Whether any operation responds with server-sent events.
    pub(crate) fn has_events(&self) -> bool {
        let mut streams = self.operations.iter().flat_map(|(_, it)| &it.streams);
        streams.any(|it| matches!(it.content, StreamContent::Events(_)))
    }

    /// The whole path of an operation: that of its first server, then its own with parameters in braces.
    pub(crate) fn path(&self, operation: &Operation) -> String {
        let server = operation.servers.first().or(self.servers.first());
        let server = server.map_or_else(String::new, Server::path);
        format!("{server}{}", operation.path)
    }
}
