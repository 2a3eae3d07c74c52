//! The HTTP/1.1 listener on loopback.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderName, HeaderValue, Request, Response};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::answer::{Answer, Chunk, End};
use super::handle;
use super::server::Inner;

/// Serves until the task is aborted, and every connection with it.
pub(super) async fn serve(listener: TcpListener, inner: Arc<Inner>) {
    let mut connections = JoinSet::new();
    loop {
        // A connection that fails while it is accepted concerns only its client.
        if let Ok((stream, _)) = listener.accept().await {
            connections.spawn(connection(stream, Arc::clone(&inner)));
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, inner: Arc<Inner>) {
    let service = service_fn(|request: Request<Incoming>| answer(request, Arc::clone(&inner)));
    // A connection that is dropped on purpose, or by a client that has given up, ends with an error.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn answer(request: Request<Incoming>, inner: Arc<Inner>) -> Result<Response<Reply>, Dropped> {
    let (head, body) = request.into_parts();
    let body = collect(body).await.map_err(|_| Dropped)?;
    let answer = handle::answer(&inner, head, body);
    inner.wait(answer.delay).await;
    response(answer, inner)
}

async fn collect(mut body: Incoming) -> Result<Bytes, hyper::Error> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        if let Ok(data) = frame?.into_data() {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.freeze())
}

fn response(mut answer: Answer, inner: Arc<Inner>) -> Result<Response<Reply>, Dropped> {
    if answer.end == End::Dropped {
        return Err(Dropped);
    }
    let status = http::StatusCode::from_u16(answer.status);
    let status = status.unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::new(Reply::new(&mut answer, inner));
    *response.status_mut() = status;
    for (name, value) in answer.headers {
        let name = HeaderName::try_from(name);
        let value = HeaderValue::try_from(value);
        // A header that can't be sent is skipped.
        if let (Ok(name), Ok(value)) = (name, value) {
            response.headers_mut().append(name, value);
        }
    }
    Ok(response)
}

/// The connection is closed without a response.
#[derive(Debug)]
struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is dropped, as expected")
    }
}

impl std::error::Error for Dropped {}

/// The body of a response.
struct Reply {
    chunks: VecDeque<Chunk>,
    is_whole: bool,
    /// The length, if the head has it.
    length: Option<u64>,
    inner: Arc<Inner>,
    /// Whether there are pauses. Then each chunk is sent when the client waits for it.
    is_paced: bool,
    /// How many deadlines had started when the last chunk was sent.
    started: usize,
    waiting: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    /// Whether the wait before the next chunk is over.
    is_next: bool,
}

impl Reply {
    fn new(answer: &mut Answer, inner: Arc<Inner>) -> Self {
        let length = answer.body.len() as u64;
        let is_plain = answer.chunks.is_empty() && answer.pause.is_zero();
        let chunks = answer.take_chunks();
        Self {
            is_paced: chunks.iter().any(|it| !it.pause.is_zero()),
            chunks,
            is_whole: answer.end == End::Whole,
            length: is_plain.then_some(length),
            started: inner.clock.started(),
            inner,
            waiting: None,
            is_next: false,
        }
    }

    /// The wait before the next chunk, or before the connection is closed.
    fn wait(&self, pause: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        if !self.is_paced {
            // What was sent so far is flushed meanwhile.
            return Box::pin(tokio::task::yield_now());
        }
        let (inner, started) = (Arc::clone(&self.inner), self.started);
        Box::pin(async move {
            if !inner.is_real_time {
                inner.clock.awaits(started).await;
            }
            inner.wait(pause).await;
        })
    }
}

impl Body for Reply {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        loop {
            if let Some(waiting) = &mut self.waiting {
                ready!(waiting.as_mut().poll(context));
                self.waiting = None;
                self.is_next = true;
            }
            let pause = self.chunks.front().map(|it| it.pause);
            let waits = match pause {
                Some(_) => self.is_paced,
                None => !self.is_whole,
            };
            if waits && !self.is_next {
                self.waiting = Some(self.wait(pause.unwrap_or_default()));
                continue;
            }
            self.is_next = false;
            self.started = self.inner.clock.started();
            return Poll::Ready(match self.chunks.pop_front() {
                Some(chunk) if chunk.bytes.is_empty() => continue,
                Some(chunk) => Some(Ok(Frame::data(chunk.bytes))),
                None if self.is_whole => None,
                None => Some(Err(io::Error::from(io::ErrorKind::BrokenPipe))),
            });
        }
    }

    fn is_end_stream(&self) -> bool {
        self.is_whole && self.chunks.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
