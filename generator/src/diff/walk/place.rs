//! Places that two documents have, and the ways that data goes there.

use super::super::change::{Direction, Subject};
use super::TypePair;
use crate::rust::surface::Spot;
use crate::spec_path::SpecPath;

/// Which ways data goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::diff) struct Ways {
    pub(in crate::diff) request: bool,
    pub(in crate::diff) response: bool,
}

impl Ways {
    pub(super) const REQUEST: Self = Self {
        request: true,
        response: false,
    };
    pub(super) const RESPONSE: Self = Self {
        request: false,
        response: true,
    };
    pub(super) const BOTH: Self = Self {
        request: true,
        response: true,
    };

    pub(super) fn or(self, other: Self) -> Self {
        Self {
            request: self.request || other.request,
            response: self.response || other.response,
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            request: self.request && other.request,
            response: self.response && other.response,
        }
    }

    pub(super) fn direction(self) -> Direction {
        match (self.request, self.response) {
            (true, false) => Direction::Request,
            (false, true) => Direction::Response,
            (true, true) => Direction::Both,
            (false, false) => Direction::Neither,
        }
    }
}

/// A place that both documents have, or one of them.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) subject: Subject,
    pub(super) path: String,
    pub(super) ways: Ways,
    /// Whether what is here is written as text, as in a URL, where `1` is a number and a string.
    pub(super) is_text: bool,
    /// Whether a list with one item is written here as the item alone.
    pub(super) is_one_item: bool,
    pub(super) old: Option<SpecPath>,
    pub(super) new: Option<SpecPath>,
    /// The two types of this place.
    pub(super) spots: Vec<Spot>,
    /// The pair of types that the place is in.
    pub(super) pair: Option<TypePair>,
}

impl Place {
    pub(super) fn new(subject: Subject, ways: Ways) -> Self {
        Self {
            subject,
            path: String::new(),
            ways,
            is_text: false,
            is_one_item: false,
            old: None,
            new: None,
            spots: Vec::new(),
            pair: None,
        }
    }

    /// A place inside of this one, with the same spots.
    pub(super) fn inside(&self, step: &str) -> Self {
        let mut place = self.clone();
        place.is_one_item = false;
        if !place.path.is_empty() && !step.starts_with('[') {
            place.path.push('.');
        }
        place.path.push_str(step);
        place
    }

    /// The same place, further down in both documents.
    pub(super) fn down(&self, keys: &[&str]) -> Self {
        let below = |at: &Option<SpecPath>| at.as_ref().map(|at| at.keys(keys.iter().copied()));
        Self {
            old: below(&self.old),
            new: below(&self.new),
            ..self.clone()
        }
    }

    pub(super) fn at(mut self, old: Option<&SpecPath>, new: Option<&SpecPath>) -> Self {
        self.old = old.cloned();
        self.new = new.cloned();
        self
    }

    pub(super) fn ways(mut self, ways: Ways) -> Self {
        self.ways = ways;
        self
    }

    pub(super) fn spots(mut self, spots: impl IntoIterator<Item = Spot>) -> Self {
        self.spots = spots.into_iter().collect();
        self
    }
}
