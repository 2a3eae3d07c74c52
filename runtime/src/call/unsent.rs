//! Mistakes with requests that were not sent. No type implements the traits, so none of these methods can be called: each exists
//! only for the message of the compiler.
#![allow(
    clippy::iter_not_returning_iterator,
    clippy::missing_panics_doc,
    clippy::unused_self,
    reason = "the methods can't be called"
)]

/// What the compiler finds behind a request if a method of its response is called on it. It has nothing that can be called.
#[derive(Debug)]
pub struct Unsent;

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
        impl Unsent {
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
