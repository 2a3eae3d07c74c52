//! Methods of features that are off, for the compiler's message alone.

/// Gives a type a hidden method that can't be called, for one that a cargo feature of the generated crate would bring. The
/// message names the feature.
#[doc(hidden)]
#[macro_export]
macro_rules! feature_is_off {
    ($client:ident, $method:ident, $message:literal) => {
        const _: () = {
            #[diagnostic::on_unimplemented(message = $message, label = "the feature is off", note = "add it to the `features` of the dependency in `Cargo.toml`")]
            pub trait Feature {}

            impl $client {
                #[doc(hidden)]
                pub fn $method<R>(&self) -> R
                where
                    // A bound without a lifetime would be an error here, not where the method is called.
                    for<'a> Self: Feature,
                {
                    ::std::unreachable!("no type implements the bound")
                }
            }
        };
    };
}
