//! Operations: what is sent, and what may come back.

use serde_json::Value;

use super::Body;
use super::docs::{Constraints, Docs};
use super::field_table::FieldTable;
use super::id::GroupId;
use super::patch_table::PatchTable;
use super::security::Scopes;
use super::server::Server;
use super::stream::{Sequence, Stream, StreamContent};
use super::task::Task;
use super::types::TypeRef;
use crate::spec_path::SpecPath;

#[derive(Debug)]
pub(crate) struct Operation {
    /// `operationId`, or the name that replaces a missing one.
    pub(crate) id: String,
    pub(crate) group: GroupId,
    pub(crate) method: Method,
    /// Without the path of the server.
    pub(crate) path: PathTemplate,
    /// The servers of the operation, if they are others than the API's.
    pub(crate) servers: Vec<Server>,
    /// In the order in which the path names them.
    pub(crate) path_params: Vec<Param>,
    /// In the order of the document.
    pub(crate) query_params: Vec<Param>,
    /// In the order of the document.
    pub(crate) header_params: Vec<Param>,
    /// In the order of the document.
    pub(crate) cookie_params: Vec<Param>,
    /// Fields by which the list is filtered and sorted, where the document lists them.
    pub(crate) fields: Option<FieldTable>,
    pub(crate) body: Option<Body>,
    /// How its items can be sent in blocks.
    pub(crate) bulk: Option<Bulk>,
    /// The patchable properties, if the document lists them.
    pub(crate) patch: Option<PatchTable>,
    /// How the list that it answers with is read.
    pub(crate) paging: Option<Paging>,
    /// The part that it has in a task, if the configuration declares one.
    pub(crate) task: Option<Task>,
    pub(crate) outcome: Outcome,
    /// The media types that successes are read as; none where there is no body.
    pub(crate) accept: Vec<String>,
    /// How successes are read while they arrive: one for each kind that the document offers.
    pub(crate) streams: Vec<Stream>,
    /// In the order of their statuses.
    pub(crate) successes: Vec<Response>,
    /// In the order of their statuses.
    pub(crate) failures: Vec<Response>,
    /// The alternatives of which one suffices, each with the schemes that are required together. An empty alternative makes
    /// credentials optional; no alternative requires none.
    pub(crate) requirements: Vec<Vec<Scopes>>,
    /// The levels of which a caller must have one.
    pub(crate) user_levels: Vec<String>,
    /// Whether the service may change it at any time.
    pub(crate) is_experimental: bool,
    /// Requirements of the document without effect, in one sentence each.
    pub(crate) unsupported: Vec<String>,
    /// All tags; the first is the group's.
    pub(crate) tags: Vec<String>,
    pub(crate) docs: Docs,
    pub(crate) at: SpecPath,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    /// Of OpenAPI 3.2.
    Query,
}

impl Method {
    pub(crate) const ALL: [Self; 9] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
        Self::Query,
    ];

    /// The key of a path item, lower case.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
            Self::Query => "query",
        }
    }
}

/// `/entitlements/{id}` taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathTemplate {
    pub(crate) parts: Vec<PathPart>,
    /// The query in the path: names and values.
    pub(crate) query: Vec<(String, QueryPart)>,
}

/// With parameters in braces, without the query.
impl std::fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            PathPart::Literal(text) => f.write_str(text),
            PathPart::Param(name) => write!(f, "{{{name}}}"),
        })
    }
}

/// A value in the query of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum QueryPart {
    Literal(String),
    /// The wire name of a path parameter, which is one of the query then.
    Param(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PathPart {
    Literal(String),
    /// The wire name of a path parameter.
    Param(String),
}

#[derive(Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a key of the document"
)]
pub(crate) struct Param {
    pub(crate) wire: String,
    pub(crate) ty: TypeRef,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) style: ParamStyle,
    /// Whether each item or property is written with a name of its own. That of its style by default where it makes no
    /// difference.
    pub(crate) explode: bool,
    /// Whether reserved characters are sent as they are.
    pub(crate) allow_reserved: bool,
    /// Whether it may be sent without a value.
    pub(crate) allow_empty: bool,
    pub(crate) docs: Docs,
    pub(crate) constraints: Constraints,
    pub(crate) at: SpecPath,
}

/// How a value becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParamStyle {
    Simple,
    Label,
    Matrix,
    Form,
    /// `spaceDelimited`
    Space,
    /// `pipeDelimited`
    Pipe,
    /// `deepObject`
    Deep,
    /// A JSON text.
    Json,
    /// A text that the caller writes, of another media type.
    Text,
    /// An expression over the operation's [fields](Operation::fields), in one value.
    Filter,
    /// Fields to sort by, in one value with commas between them.
    Sorters,
}

/// How to read a list page by page, known from the names of parameters.
#[derive(Debug)]
pub(crate) struct Paging {
    /// How many records to skip.
    pub(crate) offset: String,
    /// How many records to send.
    pub(crate) limit: String,
    /// How many records to ask for.
    pub(crate) page_size: u64,
    /// How many records a page has at most.
    pub(crate) largest_page: Option<u64>,
    /// Whether a page with fewer records than requested ends the list.
    pub(crate) short_page_ends: bool,
    /// Whether to send the total.
    pub(crate) count: Option<String>,
    /// How many records can be reached by number.
    pub(crate) window: Option<u64>,
    pub(crate) keyset: Option<Keyset>,
    /// A record.
    pub(crate) item: TypeRef,
}

/// How to go on behind a record.
#[derive(Debug)]
pub(crate) struct Keyset {
    /// What the record has in the sort fields.
    pub(crate) after: String,
    /// The sort fields.
    pub(crate) sorters: String,
    /// The sort field with a unique value for each record.
    pub(crate) id: String,
    /// The sort fields that a record has elsewhere than under their name, and where.
    pub(crate) paths: Vec<(String, String)>,
}

/// A request of many items, of which only so many go into one.
#[derive(Debug)]
pub(crate) struct Bulk {
    pub(crate) items: BulkItems,
    pub(crate) size: usize,
    /// The type of the result of each item; `None` without one.
    pub(crate) rows: Option<TypeRef>,
    /// The property of a row that holds its outcome as an HTTP status.
    pub(crate) status: Option<String>,
    /// The property that an item and its row share; `None` if rows are in the order of the items.
    pub(crate) key: Option<String>,
}

#[derive(Debug)]
pub(crate) enum BulkItems {
    /// The body is the list of them.
    Body,
    /// They are in that property of the body.
    Property(String),
}

/// The Rust type of a success.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    /// No success has a body.
    Empty,
    Json(TypeRef),
    /// Some successes have this body, the others none.
    OptionalJson(TypeRef),
    Text,
    Bytes,
    /// Bodies differ by status or media type: an enum with a variant for each content of [`Operation::successes`].
    ByStatus,
}

/// What an operation answers with one status, or with several.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: StatusPattern,
    pub(crate) content: Content,
    /// The media types of `content`, in the order of the document; none without a body.
    pub(crate) media: Vec<String>,
    /// What other media types hold.
    pub(crate) others: Vec<MediaContent>,
    /// The media types of a success that hold values one after another. Its `content` is one of them only if there is no other
    /// media type.
    pub(crate) sequences: Vec<Sequence>,
    /// Every media type that is offered.
    pub(crate) offered: Vec<String>,
    pub(crate) constraints: Constraints,
    pub(crate) headers: Vec<ResponseHeader>,
    pub(crate) docs: Docs,
    /// The examples of the document, in its order.
    pub(crate) examples: Vec<Value>,
    pub(crate) at: SpecPath,
}

/// The content of a response in some of its media types.
#[derive(Clone, Debug, Default)]
pub(crate) struct MediaContent {
    /// In the order of the document.
    pub(crate) media: Vec<String>,
    pub(crate) content: Content,
}

impl Response {
    /// Each content with its media types, the preferred one first.
    pub(crate) fn contents(&self) -> impl Iterator<Item = (&[String], &Content)> {
        let others = self.others.iter().map(|it| (&it.media[..], &it.content));
        std::iter::once((&self.media[..], &self.content)).chain(others)
    }
}

/// A key of `responses`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StatusPattern {
    Code(u16),
    /// `2XX` is 2.
    Range(u8),
    Default,
}

impl std::fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Content {
    #[default]
    Empty,
    Json(TypeRef),
    Text,
    /// A text, which is a JSON string in the media types that are JSON.
    TextOrJson,
    Bytes,
}

#[derive(Clone, Debug)]
pub(crate) struct ResponseHeader {
    pub(crate) name: String,
    pub(crate) required: bool,
    /// The `type` of its values, as written.
    pub(crate) kind: Option<String>,
    /// All values, where they are listed.
    pub(crate) values: Vec<String>,
    pub(crate) constraints: Constraints,
    pub(crate) docs: Docs,
    pub(crate) at: SpecPath,
}

/// The header with the id after which a stream of events continues.
const LAST_EVENT_ID: &str = "last-event-id";

impl Operation {
    /// Whether its events can be continued after the id of one, which no parameter of the document sets.
    pub(crate) fn is_resumed(&self) -> bool {
        let has_events = |it: &Stream| matches!(it.content, StreamContent::Events(_));
        let mut headers = self.header_params.iter();
        self.method == Method::Get
            && self.streams.iter().any(has_events)
            && !headers.any(|it| it.wire.eq_ignore_ascii_case(LAST_EVENT_ID))
    }
}
