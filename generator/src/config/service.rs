//! The table `[service]` of the configuration: facts that no OpenAPI document states.

use std::collections::BTreeMap;

use serde::Deserialize;

pub use super::places::{ConfigPlace, PlaceKind};

/// Facts about the service that its documents do not state. Every key is optional.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Service {
    /// The response header with the number of records of a whole list. Absent: responses have no total count.
    pub total_count_header: Option<String>,
    /// The response header that says `true` if an operation is deprecated. Absent: no response is deprecated.
    pub deprecation_header: Option<String>,
    /// The status of an operation whose feature is not enabled. Absent: `is_feature_disabled` is always false.
    pub feature_disabled_status: Option<u16>,
    /// The path of the token endpoint under the server's origin. Absent: the URL that the document gives.
    pub token_url: Option<String>,
    /// Where a token request has client id and secret. Absent: in the body.
    pub token_authentication: TokenAuthentication,
    /// Server variables whose default may be used although they are in the host. Absent: none.
    pub optional_variables: Vec<String>,
    /// Server variables of which people paste more than the value. Absent: a variable is the value alone.
    pub variables: BTreeMap<String, Variable>,
    /// How many requests the service accepts. Absent: the client has no limit.
    pub rate_limit: Option<RateLimit>,
    /// The properties of error bodies. Absent: those of RFC 6749 and RFC 9457, and `message`.
    pub errors: Errors,
    /// The parameters by which lists are read page by page. Absent: no operation is read so.
    pub lists: Option<Lists>,
    /// The data of the event that ends a stream of server-sent events, as `[DONE]`; it is not returned. Absent: the end of the response.
    pub event_end: Option<String>,
    /// What a page with fewer records than requested means. Absent: one more page is requested.
    pub short_page: ShortPage,
    /// Filters that descriptions list field by field. Absent: a filter is a string.
    pub filters: Option<Filters>,
    /// Sorters that descriptions list field by field. Absent: a sorter is a string.
    pub sorters: Option<Sorters>,
    /// The header parameter of operations that may change at any time. Absent: no operation counts as experimental.
    pub experimental_header: Option<String>,
    /// Names of the vendor's extensions. Absent: none is read.
    pub extensions: Extensions,
    /// The places of base URL and credentials, in the order in which they are tried. Absent: the crate has no `Config`.
    #[serde(rename = "config")]
    pub places: Vec<ConfigPlace>,
    /// Further names of the types in the module `testing`: from the name to `MockServer`, `Server` or `ServerCalls`.
    /// Absent: none.
    pub mock_aliases: BTreeMap<String, String>,
}

/// Where a token request has client id and secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenAuthentication {
    /// In its body.
    #[default]
    Body,
    /// In its header `Authorization`.
    Basic,
}

/// What a page with fewer records than requested means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShortPage {
    /// The end of the list, if the request is for the documented maximum at most.
    End,
    /// Nothing: the server may have a smaller maximum.
    #[default]
    Ask,
}

/// The spellings of a server variable.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Variable {
    /// Hosts in which the value appears, as `{}`; the host of the API first. A scheme before one and a path behind it are
    /// ignored.
    pub hosts: Vec<String>,
}

/// How many requests the service accepts, for each client id and lane.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RateLimit {
    /// The number of requests.
    pub requests: u64,
    /// The span of time in which they are counted.
    pub seconds: u64,
    /// The modules whose requests are counted together, by the name of their lane. Absent, and for every other module: each module
    /// is a lane of its own.
    #[serde(default)]
    pub lanes: BTreeMap<String, Vec<String>>,
}

/// The properties of error bodies.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Errors {
    /// Properties with a code; the first that is there counts. Absent: none but OAuth's `error`.
    pub code: Vec<String>,
    /// Properties with the id of the request, and headers with it. Absent: errors have none.
    pub request_id: Vec<String>,
    /// Properties with a text, read before the standard ones. Absent: the standard ones alone.
    pub message: Vec<String>,
    /// The property with a list of texts by locale. Absent: none.
    pub messages: Option<String>,
    /// The property with a list of causes by locale. Absent: none.
    pub causes: Option<String>,
    /// The properties with the text of an item of these lists. Absent: an item is a string.
    pub text: Vec<String>,
    /// The property with the locale of an item. Absent: none.
    pub locale: Option<String>,
    /// The property that says where the choice of locale came from. Absent: none.
    pub locale_origin: Option<String>,
    /// The bodies that the mock server sends where the document has no example, as JSON, by status; `other` is that of any
    /// other status, with the placeholders `{status}`, `{reason}` and `{text}`. Absent: the body of RFC 9457.
    pub bodies: BTreeMap<String, String>,
}

/// The query parameters by which lists are read page by page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lists {
    /// How many records to send.
    pub limit: String,
    /// How many records to skip.
    pub offset: String,
    /// Whether to send the total count. Absent: it can't be requested.
    #[serde(default)]
    pub count: Option<String>,
    /// The size of a page where the document states no maximum and no default.
    pub page_size: u64,
    /// The largest page where the document states no maximum. Absent: pages have no bound.
    #[serde(default)]
    pub largest_page: Option<u64>,
    /// Lists that continue behind a record. Absent: lists continue at an offset alone.
    #[serde(default)]
    pub keyset: Option<Keyset>,
}

/// The query parameters of lists that continue behind a record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Keyset {
    /// The values of the last record in the sort fields.
    pub after: String,
    /// The sort fields.
    pub sorters: String,
    /// The sort field, and property, with a unique value for each record.
    pub id: String,
    /// How many records the offset reaches in a list that has the parameter `after`. Absent: all.
    #[serde(default)]
    pub window: Option<u64>,
}

/// How the description of a parameter lists the fields and operators of a filter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Filters {
    /// The phrase before the list, in any case. Each field follows as `**name**: *eq, in*` in a line of its own.
    pub announced_by: String,
    /// The phrase before the composite operators, in any case. Absent: all of them.
    #[serde(default)]
    pub composites_announced_by: Option<String>,
}

/// How the description of a parameter lists sort fields.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sorters {
    /// The phrase before the list, in any case. The fields follow as one `**id, name**`.
    pub announced_by: String,
}

/// Names of the vendor's extensions.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Extensions {
    /// At a parameter or schema: the operation that lists the resources of which the value is an id. Absent: no id has a type
    /// of its own.
    pub resource_operation: Option<String>,
    /// At an operation: the levels of which a caller must have one. Absent: operations document none.
    pub user_levels: Option<String>,
}

impl Extensions {
    /// Every extension that is read.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        [&self.resource_operation, &self.user_levels]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}
