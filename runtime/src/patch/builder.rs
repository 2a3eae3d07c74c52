//! What every emitted patch has beside its setters.

/// Gives a struct with a field `patch: JsonPatch`, which is all of it, `new`, `operation`, `is_empty` and the conversion into a
/// [`JsonPatch`](crate::patch::JsonPatch).
#[doc(hidden)]
#[macro_export]
macro_rules! patch_builder {
    ($name:ident) => {
        impl $name {
            /// A patch that changes nothing.
            pub fn new() -> Self {
                Self::default()
            }

            /// Appends an operation that no method of this type makes.
            pub fn operation(self, operation: $crate::patch::JsonPatchOperation) -> Self {
                Self {
                    patch: self.patch.with(operation),
                }
            }

            /// Whether the patch changes nothing.
            pub fn is_empty(&self) -> bool {
                self.patch.is_empty()
            }
        }

        impl ::core::convert::From<$name> for $crate::patch::JsonPatch {
            fn from(patch: $name) -> Self {
                patch.patch
            }
        }
    };
}
