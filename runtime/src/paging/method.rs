//! What is known of a list before it is read: how to ask for its pages.

/// How to go through a list, page after page.
///
/// Part of an [`Operation`](crate::codegen::Operation), which generated code declares as a `static`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    pub(super) offset: &'static str,
    pub(super) limit: &'static str,
    pub(super) page_size: u64,
    pub(super) largest_page: Option<u64>,
    pub(super) count: Option<&'static str>,
    pub(super) window: Option<u64>,
    pub(super) keyset: Option<Keyset>,
}

/// How to go on after a record instead of after a number of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keyset {
    pub(super) after: &'static str,
    pub(super) sorters: &'static str,
    pub(super) id: &'static str,
    /// Where a record has what a sort field is called otherwise: field and path.
    pub(super) paths: &'static [(&'static str, &'static str)],
}

impl Paging {
    /// Pages by number: the names of the parameters for how many records to skip and how many to send, and how many to
    /// ask for where the caller doesn't say.
    pub const fn offset(offset: &'static str, limit: &'static str, page_size: u64) -> Self {
        Self {
            offset,
            limit,
            page_size,
            largest_page: None,
            count: None,
            window: None,
            keyset: None,
        }
    }

    /// How many records a page has at most.
    #[must_use]
    pub const fn largest_page(mut self, records: u64) -> Self {
        self.largest_page = Some(records);
        self
    }

    /// The name of the parameter that asks for the total, which then comes in the header `X-Total-Count`.
    #[must_use]
    pub const fn count(mut self, count: &'static str) -> Self {
        self.count = Some(count);
        self
    }

    /// How many records can be reached by number. Those behind need a keyset.
    #[must_use]
    pub const fn window(mut self, records: u64) -> Self {
        self.window = Some(records);
        self
    }

    /// Pages by key: the names of the parameters for the values of the last record and for the sort fields, and the
    /// sort field that tells every two records apart.
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

    /// For sort fields that a record has under another name: the field, and the path to it with dots between the steps.
    /// Without a keyset it does nothing.
    #[must_use]
    pub const fn paths(mut self, paths: &'static [(&'static str, &'static str)]) -> Self {
        if let Some(mut keyset) = self.keyset {
            keyset.paths = paths;
            self.keyset = Some(keyset);
        }
        self
    }
}
