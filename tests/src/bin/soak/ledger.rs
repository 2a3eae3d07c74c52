//! What the server has, and what the soak has found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many failures are kept.
const MOST: usize = 20;

/// The lengths of the lists, and the most records of a page of each.
pub(crate) const LISTS: [(usize, usize); 5] = [(0, 10), (1, 10), (60, 7), (213, 40), (500, 250)];

/// The records of the server.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// How often each thing was created.
    things: Mutex<BTreeMap<String, u32>>,
    /// The highest version of each document.
    documents: Mutex<BTreeMap<String, u64>>,
    /// Things that may have been created.
    unknown: Mutex<BTreeSet<String>>,
}

impl Ledger {
    pub(crate) fn create(&self, id: &str) {
        *lock(&self.things).entry(id.to_owned()).or_default() += 1;
    }

    pub(crate) fn write(&self, id: &str, version: u64) {
        let mut documents = lock(&self.documents);
        let known = documents.entry(id.to_owned()).or_default();
        *known = version.max(*known);
    }

    pub(crate) fn version(&self, id: &str) -> u64 {
        lock(&self.documents).get(id).copied().unwrap_or_default()
    }

    /// How often a thing was created; it is forgotten.
    pub(crate) fn settle(&self, id: &str) -> u32 {
        lock(&self.things).remove(id).unwrap_or_default()
    }

    /// Notes that nobody knows whether a thing was created.
    pub(crate) fn doubt(&self, id: String) {
        lock(&self.unknown).insert(id);
    }

    /// The things that were created more often than they may be.
    pub(crate) fn surplus(&self) -> Vec<String> {
        let unknown = lock(&self.unknown);
        let things = lock(&self.things);
        let surplus = things.iter().filter(|(id, times)| {
            let most = u32::from(unknown.contains(id.as_str()));
            **times > most
        });
        surplus
            .map(|(id, times)| format!("{id} was created {times} times"))
            .collect()
    }
}

/// What the soak has found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    failures: Mutex<Vec<String>>,
    counts: Mutex<BTreeMap<String, u64>>,
}

impl Findings {
    pub(crate) fn fail(&self, failure: String) {
        let mut failures = lock(&self.failures);
        if failures.len() < MOST {
            failures.push(failure);
        }
    }

    pub(crate) fn count(&self, name: impl Into<String>) {
        *lock(&self.counts).entry(name.into()).or_default() += 1;
    }

    pub(crate) fn failures(&self) -> Vec<String> {
        lock(&self.failures).clone()
    }

    pub(crate) fn counts(&self) -> BTreeMap<String, u64> {
        lock(&self.counts).clone()
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
