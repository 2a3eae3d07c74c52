//! How lists are read page after page.

/// How many records to send.
pub(in crate::lower) const LIMIT: &str = "limit";
/// How many records to skip.
pub(in crate::lower) const OFFSET: &str = "offset";
/// Whether to send the total.
pub(in crate::lower) const COUNT: &str = "count";
/// The record to go on behind, told by its values in the sort fields.
pub(in crate::lower) const SEARCH_AFTER: &str = "searchAfter";
/// The sort fields.
pub(in crate::lower) const SORTERS: &str = "sorters";
/// The sort field that tells every two records apart, and the property that holds it.
pub(in crate::lower) const ID: &str = "id";
/// How many records `offset` reaches where the list comes from the search index, which is where there is `searchAfter`.
pub(in crate::lower) const WINDOW: u64 = 10_000;
/// How many records a page has where the document doesn't say.
pub(in crate::lower) const PAGE_SIZE: u64 = 250;
