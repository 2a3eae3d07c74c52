//! Counts how deeply unions are nested while decoding.

use std::cell::{Cell, RefCell};

use serde_json::Value;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static AT_A_GLANCE: Cell<bool> = const { Cell::new(false) };
    /// What the last union that was decoded on trial did not recognize.
    static UNRECOGNIZED: RefCell<Option<Value>> = const { RefCell::new(None) };
}

/// The depth of unions in unions whose arms are compared in full. Each of them may decode its contents once per arm, so
/// the time grows with the number of arms to this power; beyond that it grows only with the size of the JSON.
const CLOSE: u32 = 3;

/// A union that is being read, until this is dropped.
pub(super) struct Nesting;

impl Nesting {
    pub(super) fn enter() -> Self {
        DEPTH.set(DEPTH.get() + 1);
        Self
    }

    /// Returns whether the union is nested so deeply that its arms are compared without the unions in them.
    pub(super) fn is_deep() -> bool {
        DEPTH.get() > CLOSE
    }
}

impl Drop for Nesting {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

/// Whether an arm of a union is being tried.
pub(crate) fn is_on_trial() -> bool {
    DEPTH.get() > 0
}

/// Returns whether unions are skipped, because an arm around them is compared without them.
pub(super) fn is_at_a_glance() -> bool {
    AT_A_GLANCE.get()
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

/// Decodes without the unions inside.
pub(super) fn at_a_glance<R>(decode: impl FnOnce() -> R) -> R {
    struct Over;
    impl Drop for Over {
        fn drop(&mut self) {
            AT_A_GLANCE.set(false);
        }
    }
    AT_A_GLANCE.set(true);
    let _over = Over;
    decode()
}
