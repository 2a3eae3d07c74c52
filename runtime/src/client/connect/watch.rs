//! Sees when the HTTP library makes a connection for a request.
//!
//! The library polls the making of a connection inside the future of the request that needs it, so what a poll saw is kept
//! for the thread that polls. A request on an existing connection sees nothing. This needs no memory per request.

use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

thread_local! {
    static SEEN: Cell<Option<Seen>> = const { Cell::new(None) };
}

/// What a poll of a request did about its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It began, or went on, to connect.
    Connecting,
    /// It has connected.
    Connected,
}

/// Polls the future of a request, and returns what the poll did about the connection.
pub(crate) fn poll<F: Future>(
    future: Pin<&mut F>,
    context: &mut Context<'_>,
) -> (Poll<F::Output>, Option<Seen>) {
    SEEN.set(None);
    let poll = future.poll(context);
    (poll, SEEN.take())
}

/// The layer around the library's connector.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch;

impl<S> Layer<S> for Watch {
    type Service = Watched<S>;

    fn layer(&self, inner: S) -> Watched<S> {
        Watched(inner)
    }
}

/// A connector whose connections are seen.
#[derive(Debug, Clone)]
pub(crate) struct Watched<S>(S);

impl<S: Service<R, Future: Send + 'static>, R> Service<R> for Watched<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let mut connecting = Box::pin(self.0.call(request));
        Box::pin(std::future::poll_fn(move |context| {
            let poll = connecting.as_mut().poll(context);
            SEEN.set(Some(if poll.is_ready() {
                Seen::Connected
            } else {
                Seen::Connecting
            }));
            poll
        }))
    }
}
