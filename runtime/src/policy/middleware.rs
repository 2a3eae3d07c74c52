//! Hooks around calls and attempts, and for what happens between them.

pub(crate) mod event;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

use crate::error::{Error, Result};
use crate::operation::{CallInfo, Target};
use crate::request::{RESERVED, Request};
use crate::response::Reply;

use event::CallEvent;

/// The future of a [`Middleware`]'s methods.
pub type MiddlewareFuture<'a> = Pin<Box<dyn Future<Output = Result<Reply>> + Send + 'a>>;

/// A hook around calls, around attempts, or both.
///
/// Each method receives the request and the rest of the chain. It decides what happens before and after, and
/// whether the request continues at all. It wraps the request, so anything that it holds (a timer, a span) also ends when the
/// caller gives up. The first one that was added is outermost.
///
/// A middleware never sees the client's credentials: they are added after it, and it cannot set `Authorization`. It does
/// see a header that the caller set by hand. It cannot
/// send a request elsewhere, since method and URL are read-only. Token requests pass through no middleware; [`event`](Self::event)
/// sees them, and all waits and retries.
///
/// A response with an error status is returned as an error, which has its [`status`](Error::status) and body.
///
/// ```
/// use openapi_client_runtime::{Client, Middleware, MiddlewareFuture, Next, Sending};
///
/// struct Traced;
///
/// impl Middleware for Traced {
///     fn attempt<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
///         Box::pin(async move {
///             sending.set_header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")?;
///             let operation = sending.call().operation();
///             let result = next.run(sending).await;
///             if let Err(error) = &result {
///                 eprintln!("{operation:?}: {error}");
///             }
///             result
///         })
///     }
/// }
///
/// let builder = Client::builder().middleware(Traced);
/// # let _ = builder;
/// ```
pub trait Middleware: Send + Sync + 'static {
    /// Wraps a whole call: all its attempts, and the waits between them.
    fn call<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        next.run(sending)
    }

    /// Wraps one attempt: a request with its response. Its changes apply to this attempt only.
    fn attempt<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        next.run(sending)
    }

    /// Sees a wait when it ends, also if its caller gives up, a retry before its wait, and a token request when it ends.
    ///
    /// It is called between the steps of a call, so it should return soon.
    fn event(&self, event: &CallEvent<'_>) {
        let _ = event;
    }
}

/// A request that is about to be sent, as a [`Middleware`] sees it.
#[derive(Debug, Clone)]
pub struct Sending {
    target: Target,
    pub(crate) request: Request,
    attempt: u32,
}

impl Sending {
    pub(crate) fn new(target: Target, request: Request, attempt: u32) -> Self {
        Self {
            target,
            request,
            attempt,
        }
    }

    /// The identity of the call.
    pub fn call(&self) -> CallInfo<'_> {
        CallInfo::new(&self.target)
    }

    /// The request, without the token.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The number of the attempt, from 1; 0 around a whole call.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Sets a header, in place of an earlier value.
    ///
    /// # Errors
    /// When name or value is invalid, and for headers that only the client writes, such as
    /// `Authorization`.
    pub fn set_header(&mut self, name: &str, value: impl fmt::Display) -> Result<()> {
        let name = HeaderName::try_from(name).map_err(|_| {
            Error::request(format!(
                "`{}` is not the name of a header",
                name.escape_debug()
            ))
        })?;
        if RESERVED.contains(&name) || name == AUTHORIZATION {
            return Err(Error::request(format!(
                "header `{name}` is written by the client itself"
            )));
        }
        let value = HeaderValue::try_from(value.to_string()).map_err(|_| {
            Error::request(format!(
                "header `{name}` has a value that is not allowed in a header"
            ))
        })?;
        self.request.head.headers_mut().insert(name, value);
        Ok(())
    }
}

/// The rest of the chain: further middleware, and finally the client itself.
///
/// It can be run more than once, or not at all.
#[derive(Clone, Copy)]
pub struct Next<'a> {
    rest: &'a [Arc<dyn Middleware>],
    end: &'a dyn End,
    level: Level,
}

#[derive(Clone, Copy)]
pub(crate) enum Level {
    Call,
    Attempt,
}

/// The part of the client that follows all middleware.
pub(crate) trait End: Sync {
    fn run<'a>(&'a self, request: &'a Request) -> MiddlewareFuture<'a>;
}

impl<'a> Next<'a> {
    pub(crate) fn new(rest: &'a [Arc<dyn Middleware>], end: &'a dyn End, level: Level) -> Self {
        Self { rest, end, level }
    }

    /// Continues with the rest of the chain.
    pub fn run(self, sending: &'a mut Sending) -> MiddlewareFuture<'a> {
        let Some((first, rest)) = self.rest.split_first() else {
            return self.end.run(&sending.request);
        };
        let next = Next { rest, ..self };
        match self.level {
            Level::Call => first.call(sending, next),
            Level::Attempt => first.attempt(sending, next),
        }
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next")
            .field("middlewares", &self.rest.len())
            .finish_non_exhaustive()
    }
}
