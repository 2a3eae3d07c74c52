//! Mistakes with requests that were not sent. No type implements the traits, so none of these methods can be called: each exists
//! only for the message of the compiler, like the properties, which are private.
#![allow(
    clippy::iter_not_returning_iterator,
    clippy::missing_panics_doc,
    clippy::unused_self,
    reason = "the methods can't be called"
)]

macro_rules! properties {
    ($($name:ident),*) => {
        /// What the compiler finds behind a request where a program uses it as a response: methods that can't be called, and
        /// properties that can't be read. The name is in the message for a property.
        #[derive(Debug)]
        #[allow(dead_code, reason = "the properties are for the compiler's message")]
        pub struct SendAndAwaitFirst {
            $($name: (),)*
        }

        impl SendAndAwaitFirst {
            /// It has no content.
            pub const NOTHING: &Self = &Self { $($name: (),)* };
        }
    };
}

// Which many responses have.
properties! {
    id, name, description, r#type, kind, status, state, value, data, items, results, records, total, created, modified, url
}

/// A request that was sent; there is none, because sending it gives a response.
#[diagnostic::on_unimplemented(
    message = "a request has no response before it is sent",
    label = "call `.send().await?` before this",
    note = "a request only describes a call: `.send()` sends it, and `.await?` gives the response"
)]
pub trait AlreadySent {}

/// A request in a build with the feature `blocking`.
#[cfg(not(feature = "blocking"))]
#[diagnostic::on_unimplemented(
    message = "`send_blocking` needs the feature `blocking`",
    label = "the feature `blocking` is off",
    note = "add `features = [\"blocking\"]` to the dependency on the client in `Cargo.toml`"
)]
pub trait WithBlocking {}

/// A request with a body. Awaiting one without names this trait, because the message of a future can't be replaced.
pub trait CallBodyBeforeAwait {}

macro_rules! methods {
    ($bound:ident: $($name:ident($($argument:ident)?)),*) => {
        impl SendAndAwaitFirst {
            $(#[doc(hidden)]
            pub fn $name<$($argument,)? R>(&self, $(_: $argument)?) -> R
            where
                // A bound without a lifetime would be an error here, not where the method is called.
                for<'a> Self: $bound,
            {
                unreachable!("`{}` can't be called", stringify!($name))
            })*
        }
    };
}

// Of responses, of the lists and texts in them, and of results.
methods! {
    AlreadySent:
    status(), headers(), total_count(), attempts(), is_deprecated(), into_inner(), into_parts(),
    len(), is_empty(), iter(), into_iter(), first(), last(), get(Index), as_ref(), as_deref(), as_str(), to_string(),
    is_ok(), is_err(), ok(), err(), unwrap(), unwrap_or_default(), unwrap_err(), expect(Message), map_err(Function)
}

#[cfg(not(feature = "blocking"))]
methods!(WithBlocking: send_blocking());
