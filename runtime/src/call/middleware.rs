//! Hooks around calls and attempts.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

use crate::call::operation::{CallInfo, Target};
use crate::error::{Error, Result};
use crate::request::{RESERVED, Request};
use crate::response::Reply;

/// The future of a [`Middleware`]'s methods.
pub type MiddlewareFuture<'a> = Pin<Box<dyn Future<Output = Result<Reply>> + Send + 'a>>;

/// What stands around calls, around attempts, or both.
///
/// Each method is given the request and the rest of the way, and decides what comes before, what comes after, and
/// whether it goes on at all: it is around, not before and after, so that what it holds (a timer, a span) also ends when the
/// caller gives up. Those that were added first stand outermost.
///
/// A middleware never sees the client's credentials: they are added behind it, and `Authorization` can't be set by it. It does
/// see a header that the caller set by hand. Nor can
/// it send a request elsewhere, as method and address are for reading. Requests for tokens pass through no middleware.
///
/// An answer that is not a success comes back as an error, whose [`status`](Error::status) and body can be asked for.
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
    /// Stands around a whole call: all its attempts, and the waits between them.
    fn call<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        next.run(sending)
    }

    /// Stands around one attempt: a request with its answer. What it changes holds for this attempt.
    fn attempt<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        next.run(sending)
    }
}

/// A request on its way out, as a [`Middleware`] sees it.
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

    /// Which call it is.
    pub fn call(&self) -> CallInfo<'_> {
        CallInfo::new(&self.target)
    }

    /// The request, without the token.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Which attempt it is, from 1; 0 around a whole call.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Sets a header, in place of an earlier value.
    ///
    /// # Errors
    /// When name or value can't stand in a request, and for headers that the client writes by itself, such as
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
                "header `{name}` has a value that can't stand in a header"
            ))
        })?;
        self.request.head.headers_mut().insert(name, value);
        Ok(())
    }
}

/// The rest of the way of a request: further middleware, and in the end the client itself.
///
/// It can be gone more than once, or not at all.
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

/// What the client does behind all middleware.
pub(crate) trait End: Sync {
    fn run<'a>(&'a self, request: &'a Request) -> MiddlewareFuture<'a>;
}

impl<'a> Next<'a> {
    pub(crate) fn new(rest: &'a [Arc<dyn Middleware>], end: &'a dyn End, level: Level) -> Self {
        Self { rest, end, level }
    }

    /// Goes on.
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
