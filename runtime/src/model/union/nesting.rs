//! How deep in unions a decoding is.

use std::cell::{Cell, RefCell};

use serde_json::Value;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static AT_A_GLANCE: Cell<bool> = const { Cell::new(false) };
    /// What the last union that was decoded on trial did not recognize.
    static UNRECOGNIZED: RefCell<Option<Value>> = const { RefCell::new(None) };
}

/// Unions in unions that are decided with a close look. Each of them may decode what it contains once per arm, so that
/// the time grows with the number of arms to this power, and beyond with the size of the JSON only.
const CLOSE: u32 = 3;

/// A union that is being read, for as long as this lives.
pub(super) struct Nesting;

impl Nesting {
    pub(super) fn enter() -> Self {
        DEPTH.set(DEPTH.get() + 1);
        Self
    }

    /// Whether the union lies in so many others that its arms are to be told apart at a glance.
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

/// Whether unions are to be skipped, because an arm around them is only glanced at.
pub(super) fn is_at_a_glance() -> bool {
    AT_A_GLANCE.get()
}

/// Remembers a value that none of the arms of a union fits, for the union around it.
pub(super) fn left_unrecognized(json: &Value) {
    if is_on_trial() {
        UNRECOGNIZED.set(Some(json.clone()));
    }
}

/// Whether the last decoding ended with a union that did not recognize all of the value. A part of it never equals it.
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
