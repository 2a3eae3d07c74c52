//! How much of what was decoded this version knows.

use std::cell::Cell;

thread_local! {
    /// Only ever grows: who wants to know what one decoding met takes the difference. Unions, which decode on trial,
    /// set it back.
    static MET: Cell<Recognition> = const { Cell::new(Recognition::NOTHING) };
}

/// What a decoding met, at any depth: how many declared properties, and how much that this version doesn't know.
///
/// A response in which nothing was recognised is most likely not what it was taken for, although every field of its
/// model may be optional.
///
/// ```
/// use openapi_client_runtime::{model::Recognition, patch::JsonPatchOperation};
///
/// let (_, met) = Recognition::of(|| serde_json::from_str::<JsonPatchOperation>(r#"{"op": "add", "path": "/a", "by": 1}"#));
/// assert_eq!((met.properties, met.unknown_properties, met.unknown_values), (2, 1, 0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recognition {
    /// Properties that their model declares.
    pub properties: u32,
    /// Properties that went to [`Extra`](super::Extra) where nothing is declared of them.
    pub unknown_properties: u32,
    /// Properties that went to [`Extra`](super::Extra) where their type is declared, if not their names.
    pub further_properties: u32,
    /// Values that no variant of their enum or union stands for.
    pub unknown_values: u32,
}

impl Recognition {
    const NOTHING: Self = Self {
        properties: 0,
        unknown_properties: 0,
        further_properties: 0,
        unknown_values: 0,
    };

    /// Runs a decoding on this thread and tells what it met.
    pub fn of<R>(decode: impl FnOnce() -> R) -> (R, Self) {
        let before = MET.get();
        let result = decode();
        (result, MET.get().minus(before))
    }

    /// Whether objects were met that are not empty, and nothing is declared of any of their properties.
    pub fn found_nothing(self) -> bool {
        self.properties == 0 && self.further_properties == 0 && self.unknown_properties > 0
    }

    /// Like [`of`](Self::of), but as if nothing had been met.
    pub(super) fn on_trial<R>(decode: impl FnOnce() -> R) -> (R, Self) {
        let before = MET.get();
        let (result, met) = Self::of(decode);
        MET.set(before);
        (result, met)
    }

    /// Counts an object; whether anything is declared of its `others` depends on the model.
    pub(super) fn met_object(properties: u32, others: u32, is_declared: bool) {
        let (further_properties, unknown_properties) = if is_declared {
            (others, 0)
        } else {
            (0, others)
        };
        Self {
            properties,
            unknown_properties,
            further_properties,
            unknown_values: 0,
        }
        .count();
    }

    pub(crate) fn met_unknown_value() {
        Self {
            unknown_values: 1,
            ..Self::NOTHING
        }
        .count();
    }

    /// Adds to what the decoding around this one has met.
    pub(super) fn count(self) {
        let met = MET.get();
        MET.set(Self {
            properties: met.properties.wrapping_add(self.properties),
            unknown_properties: met.unknown_properties.wrapping_add(self.unknown_properties),
            further_properties: met.further_properties.wrapping_add(self.further_properties),
            unknown_values: met.unknown_values.wrapping_add(self.unknown_values),
        });
    }

    /// How much would be better understood by another type.
    pub(super) fn unknown(self) -> u32 {
        self.unknown_properties
            .saturating_add(self.further_properties)
            .saturating_add(self.unknown_values)
    }

    fn minus(self, before: Self) -> Self {
        Self {
            properties: self.properties.wrapping_sub(before.properties),
            unknown_properties: self
                .unknown_properties
                .wrapping_sub(before.unknown_properties),
            further_properties: self
                .further_properties
                .wrapping_sub(before.further_properties),
            unknown_values: self.unknown_values.wrapping_sub(before.unknown_values),
        }
    }
}
