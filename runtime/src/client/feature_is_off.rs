//! Methods of features that are off, and of a client that is not built, for the compiler's message alone.

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

/// Gives a builder hidden methods that can't be called: those of the client's modules. They are behind a `Deref`, where no setter of the
/// same name is in their way.
#[doc(hidden)]
#[macro_export]
macro_rules! build_first {
    ($builder:ident: $($module:ident),*) => {
        const _: () = {
            #[diagnostic::on_unimplemented(
                message = "a builder has no operations before it is built",
                label = "call `.build()?` before this",
                note = "`Client::builder()` only collects settings: `.build()?` makes the client"
            )]
            pub trait AlreadyBuilt {}

            #[derive(Debug)]
            pub struct BuildFirst;

            impl BuildFirst {
                $(#[doc(hidden)]
                pub fn $module<R>(&self) -> R
                where
                    // A bound without a lifetime would be an error here, not where the method is called.
                    for<'a> Self: AlreadyBuilt,
                {
                    ::std::unreachable!("no type implements the bound")
                })*
            }

            #[doc(hidden)]
            impl ::std::ops::Deref for $builder {
                type Target = BuildFirst;

                fn deref(&self) -> &BuildFirst {
                    &BuildFirst
                }
            }
        };
    };
}
