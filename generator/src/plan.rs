//! Everything that is known of APIs before there is Rust, and of the operations that they lack.

use crate::model::{Api, Skipped};
use crate::{analyze, name};

/// Everything that is known of one API before there is Rust.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) api: Api,
    pub(crate) names: name::Names,
    pub(crate) facts: analyze::Facts,
    /// The operations of the document that the API lacks.
    pub(crate) skipped: Vec<Skipped>,
}

/// Everything that is known of all APIs of a crate before there is Rust.
#[derive(Debug)]
pub(crate) struct Plans {
    pub(crate) apis: Vec<Plan>,
    pub(crate) client: name::ClientNames,
}

impl Plan {
    /// How many operations were skipped because they have errors.
    pub(crate) fn left_out(&self) -> usize {
        let pruned = self.skipped.iter().filter(|it| !it.is_omitted);
        pruned.count()
    }
}
