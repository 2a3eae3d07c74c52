//! The common methods of generated patches.

/// Gives a struct whose only field is `patch: JsonPatch` the methods `new`, `operation`, `is_empty` and the conversion into a
/// [`JsonPatch`](crate::patch::JsonPatch).
#[doc(hidden)]
#[macro_export]
macro_rules! patch_builder {
    ($name:ident) => {
        impl $name {
            /// Returns a patch that changes nothing.
            pub fn new() -> Self {
                Self::default()
            }

            /// Appends an operation that no method of this type creates.
            pub fn operation(self, operation: $crate::patch::JsonPatchOperation) -> Self {
                Self {
                    patch: self.patch.with(operation),
                }
            }

            /// Returns whether the patch changes nothing.
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
