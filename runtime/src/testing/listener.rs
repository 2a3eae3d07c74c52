//! The HTTP/1.1 listener on loopback.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::{HeaderName, HeaderValue, Request, Response};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::answer::{Answer, End};
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
    response(answer)
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

fn response(answer: Answer) -> Result<Response<Reply>, Dropped> {
    let whole = match answer.end {
        End::Dropped => return Err(Dropped),
        End::Whole => true,
        End::BrokenOff => false,
    };
    let status = http::StatusCode::from_u16(answer.status);
    let status = status.unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let body = if whole {
        answer.body
    } else {
        answer.body.slice(..answer.body.len() / 2)
    };
    let mut response = Response::new(Reply {
        rest: Some(body),
        is_whole: whole,
    });
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
    rest: Option<Bytes>,
    is_whole: bool,
}

impl Body for Reply {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.rest.take() {
            Some(bytes) if !bytes.is_empty() => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            _ if self.is_whole => Poll::Ready(None),
            _ => Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::BrokenPipe)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.is_whole && self.rest.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        match &self.rest {
            Some(bytes) if self.is_whole => SizeHint::with_exact(bytes.len() as u64),
            None if self.is_whole => SizeHint::with_exact(0),
            _ => SizeHint::new(),
        }
    }
}
