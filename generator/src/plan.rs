//! Everything that is known of APIs before there is Rust, and of the operations that they lack.

use std::fmt;

use crate::config::ApiConfig;
use crate::model::{Api, Operation};
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

/// An operation that has an error, or that the configuration omits.
#[derive(Clone, Debug)]
pub(crate) struct Skipped {
    pub(crate) id: Option<String>,
    /// Method and path, where the operation was removed from the document. Instead of a method, a path may have a reference
    /// to its operations.
    pub(crate) route: Option<(String, String)>,
}

impl Plan {
    /// How many operations were skipped because they have errors.
    pub(crate) fn left_out(&self) -> usize {
        let pruned = self.skipped.iter().filter(|it| it.route.is_some());
        pruned.count()
    }
}

impl Skipped {
    /// Those that the configuration omits.
    pub(crate) fn omitted(config: &ApiConfig) -> impl Iterator<Item = Self> {
        config.omit.keys().map(|id| Self {
            id: Some(id.clone()),
            route: None,
        })
    }

    /// Returns whether an operation of another document is this one.
    pub(crate) fn is(&self, operation: &Operation) -> bool {
        let is_route = |(method, path): &(String, String)| {
            let is_method = method == "$ref" || method == operation.method.key();
            is_method && *path == operation.path.to_string()
        };
        self.id.as_ref() == Some(&operation.id) || self.route.as_ref().is_some_and(is_route)
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.id, &self.route) {
            (Some(id), _) => f.write_str(id),
            (None, Some((method, path))) if method == "$ref" => f.write_str(path),
            (None, Some((method, path))) => write!(f, "{} {path}", method.to_uppercase()),
            (None, None) => Ok(()),
        }
    }
}
