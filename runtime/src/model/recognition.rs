//! Counts known and unknown properties while decoding.

use std::cell::Cell;

thread_local! {
    /// Only grows: a reader of one decoding takes the difference. Unions, which decode on trial,
    /// reset it.
    static MET: Cell<Recognition> = const { Cell::new(Recognition::NOTHING) };
}

/// Counts of a decoding, at any depth: declared properties, unknown properties and unknown values.
///
/// A response in which nothing was recognised most likely has another type, although every field of its
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
    /// Properties in an [`Extra`](super::Extra) for which the document declares no type.
    pub unknown_properties: u32,
    /// Properties in an [`Extra`](super::Extra) for which the document declares a type, but no names.
    pub further_properties: u32,
    /// Values without a variant in their enum or union.
    pub unknown_values: u32,
}

/// The part of a value that a type does not recognize, in the order in which it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unknown {
    is_all: bool,
    values: u32,
    properties: u32,
}

impl Unknown {
    pub(super) fn is_nothing(self) -> bool {
        self.values == 0 && self.properties == 0
    }
}

impl Recognition {
    const NOTHING: Self = Self {
        properties: 0,
        unknown_properties: 0,
        further_properties: 0,
        unknown_values: 0,
    };

    /// Runs a decoding on this thread and returns what it counted.
    pub fn of<R>(decode: impl FnOnce() -> R) -> (R, Self) {
        let before = MET.get();
        let result = decode();
        (result, MET.get().minus(before))
    }

    /// Returns whether there were non-empty objects, none of which had a declared property.
    pub fn found_nothing(self) -> bool {
        self.properties == 0 && self.further_properties == 0 && self.unknown_properties > 0
    }

    /// Like [`of`](Self::of), but starts from zero.
    pub(super) fn on_trial<R>(decode: impl FnOnce() -> R) -> (R, Self) {
        let before = MET.get();
        let (result, met) = Self::of(decode);
        MET.set(before);
        (result, met)
    }

    /// Counts an object; the model says whether a type is declared for its `others`.
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

    /// Adds these counts to those of the decoding around this one.
    pub(super) fn count(self) {
        let met = MET.get();
        MET.set(Self {
            properties: met.properties.wrapping_add(self.properties),
            unknown_properties: met.unknown_properties.wrapping_add(self.unknown_properties),
            further_properties: met.further_properties.wrapping_add(self.further_properties),
            unknown_values: met.unknown_values.wrapping_add(self.unknown_values),
        });
    }

    /// The values that another type may recognize: the type with the fewest fits best.
    ///
    /// A type that knows none of the properties fits least. Then a value that an enum or a union does not list counts more than any
    /// number of properties that a type does not declare: the document allows the properties, not the value.
    pub(super) fn unknown(self) -> Unknown {
        let properties = self
            .unknown_properties
            .saturating_add(self.further_properties);
        Unknown {
            is_all: self.found_nothing(),
            values: self.unknown_values,
            properties,
        }
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
