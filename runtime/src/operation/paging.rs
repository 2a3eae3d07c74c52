//! How an operation is paged, as known before the first request.

/// How to page through a list.
///
/// Part of an [`Operation`](crate::codegen::Operation), which generated code declares as a `static`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    pub(crate) offset: &'static str,
    pub(crate) limit: &'static str,
    pub(crate) page_size: u64,
    pub(crate) largest_page: Option<u64>,
    pub(crate) short_page_ends: bool,
    pub(crate) count: Option<&'static str>,
    pub(crate) window: Option<u64>,
    pub(crate) keyset: Option<Keyset>,
}

/// How to continue after a record instead of after a number of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keyset {
    pub(crate) after: &'static str,
    pub(crate) sorters: &'static str,
    pub(crate) id: &'static str,
    /// Paths of sort fields whose name in the record differs: field and path.
    pub(crate) paths: &'static [(&'static str, &'static str)],
}

impl Paging {
    /// Pages by offset: the names of the parameters for how many records to skip and how many to send, and the
    /// default page size.
    pub const fn offset(offset: &'static str, limit: &'static str, page_size: u64) -> Self {
        Self {
            offset,
            limit,
            page_size,
            largest_page: None,
            short_page_ends: false,
            count: None,
            window: None,
            keyset: None,
        }
    }

    /// Sets the maximum page size.
    #[must_use]
    pub const fn largest_page(mut self, records: u64) -> Self {
        self.largest_page = Some(records);
        self
    }

    /// Declares that a page with fewer records than requested ends the list, if the request is for the maximum at most. Otherwise only an empty
    /// page does, or the total.
    #[must_use]
    pub const fn short_page_ends(mut self) -> Self {
        self.short_page_ends = true;
        self
    }

    /// Sets the name of the parameter that asks for the total, which then comes in the header `X-Total-Count`.
    #[must_use]
    pub const fn count(mut self, count: &'static str) -> Self {
        self.count = Some(count);
        self
    }

    /// Sets how many records can be reached by offset. Those after them need a keyset.
    #[must_use]
    pub const fn window(mut self, records: u64) -> Self {
        self.window = Some(records);
        self
    }

    /// Pages by keyset: the names of the parameters for the values of the last record and for the sort fields, and the
    /// sort field that is unique to each record.
    #[must_use]
    pub const fn keyset(
        mut self,
        after: &'static str,
        sorters: &'static str,
        id: &'static str,
    ) -> Self {
        self.keyset = Some(Keyset {
            after,
            sorters,
            id,
            paths: &[],
        });
        self
    }

    /// Sets the path, with dots between the steps, of a sort field that has another name in the record.
    /// Has no effect without a keyset.
    #[must_use]
    pub const fn paths(mut self, paths: &'static [(&'static str, &'static str)]) -> Self {
        if let Some(mut keyset) = self.keyset {
            keyset.paths = paths;
            self.keyset = Some(keyset);
        }
        self
    }
}
