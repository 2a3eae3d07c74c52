//! Counts how deeply unions are nested while decoding, and remembers what deep ones were read as.

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use serde_json::Value;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// The values that the last union that was decoded on trial did not recognize.
    static UNRECOGNIZED: RefCell<Option<Value>> = const { RefCell::new(None) };
    static CHOICES: RefCell<Choices> = RefCell::default();
}

/// The depth of unions in unions whose arms are compared each time. Each of them may decode its contents once per arm, so
/// the time grows with the number of arms to this power. Beyond that, the arms for a value are compared only once.
const CLOSE: u32 = 3;

/// The arms that deep unions have chosen, until the outermost one is read.
#[derive(Default)]
struct Choices {
    hasher: RandomState,
    known: HashMap<Key, Choice>,
}

/// A union's choice for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// The arm of that number.
    Arm(usize),
    /// No arm: the value is unrecognized.
    Nothing,
}

/// A union and the value that it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(TypeId, u64);

/// A union that is being read, until this is dropped.
pub(super) struct Nesting;

impl Nesting {
    pub(super) fn enter() -> Self {
        DEPTH.set(DEPTH.get() + 1);
        Self
    }

    /// The key of a choice; `None` if the union is not nested deeply.
    pub(super) fn key<U: 'static>(json: &Value) -> Option<Key> {
        (DEPTH.get() > CLOSE).then(|| {
            let hash = CHOICES.with_borrow(|choices| choices.hasher.hash_one(json));
            Key(TypeId::of::<U>(), hash)
        })
    }
}

impl Drop for Nesting {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
        if DEPTH.get() == 0 {
            CHOICES.with_borrow_mut(|choices| choices.known.clear());
        }
    }
}

/// The choice for a value; `None` before the first.
pub(super) fn choice(key: Key) -> Option<Choice> {
    CHOICES.with_borrow(|choices| choices.known.get(&key).copied())
}

/// Remembers what was chosen for a value.
pub(super) fn remember(key: Key, choice: Choice) {
    CHOICES.with_borrow_mut(|choices| choices.known.insert(key, choice));
}

/// Returns whether an arm of a union is being tried.
pub(crate) fn is_on_trial() -> bool {
    DEPTH.get() > 0
}

/// Records a value that none of the arms of a union fits, for the union around it.
pub(super) fn left_unrecognized(json: &Value) {
    if is_on_trial() {
        UNRECOGNIZED.set(Some(json.clone()));
    }
}

/// Returns whether the last decoding ended with a union that did not recognize all of the value. A part of it never equals it.
pub(super) fn is_unrecognized(json: &Value) -> bool {
    UNRECOGNIZED.take().as_ref() == Some(json)
}
