//! The body of a request, and how it becomes bytes on the wire.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderValue;
use http_body::{Frame, SizeHint};
use tokio::io::ReadBuf;

use crate::error::Result;
use crate::file::{File, Opened, Reader};
use crate::multipart::{Multipart, Part, Piece};

/// The body of a request that has not been sent.
#[derive(Clone, Default)]
pub struct Body {
    content_type: Option<HeaderValue>,
    payload: Payload,
}

#[derive(Clone, Default)]
enum Payload {
    #[default]
    Empty,
    Bytes(Bytes),
    File(File),
    Multipart(Multipart),
}

impl Body {
    pub(crate) fn from_bytes(content_type: HeaderValue, bytes: Bytes) -> Self {
        Self {
            content_type: Some(content_type),
            payload: Payload::Bytes(bytes),
        }
    }

    pub(crate) fn from_file(content_type: HeaderValue, file: File) -> Self {
        Self {
            content_type: Some(content_type),
            payload: Payload::File(file),
        }
    }

    /// Adds a part; a body of another kind gives way.
    pub(crate) fn push_part(&mut self, name: String, part: Part) -> Result<(), String> {
        if !matches!(self.payload, Payload::Multipart(_)) {
            let multipart = Multipart::new();
            self.content_type = Some(multipart.content_type());
            self.payload = Payload::Multipart(multipart);
        }
        match &mut self.payload {
            Payload::Multipart(multipart) => multipart.push(name, part),
            Payload::Empty | Payload::Bytes(_) | Payload::File(_) => Ok(()),
        }
    }

    /// Takes the parts of that name away; without any part there is no body.
    pub(crate) fn remove_parts(&mut self, name: &str) {
        if let Payload::Multipart(multipart) = &mut self.payload
            && multipart.remove(name) == 0
        {
            *self = Self::default();
        }
    }

    /// The value of the `Content-Type` header; a request without a body has none.
    pub fn content_type(&self) -> Option<&HeaderValue> {
        self.content_type.as_ref()
    }

    /// Whether there is no body at all, which is not the same as a body of no bytes.
    pub fn is_none(&self) -> bool {
        matches!(self.payload, Payload::Empty)
    }

    /// Whether no bytes follow the headers, as far as that is known without reading a file.
    pub(crate) fn is_blank(&self) -> bool {
        match &self.payload {
            Payload::Empty => true,
            Payload::Bytes(bytes) => bytes.is_empty(),
            Payload::File(file) => file.as_bytes().is_some_and(Bytes::is_empty),
            Payload::Multipart(_) => false,
        }
    }

    /// The bytes, where they stand in memory; nothing for files on disk and readers.
    pub fn to_bytes(&self) -> Option<Bytes> {
        match &self.payload {
            Payload::Empty => Some(Bytes::new()),
            Payload::Bytes(bytes) => Some(bytes.clone()),
            Payload::File(file) => file.as_bytes().cloned(),
            Payload::Multipart(multipart) => match multipart.pieces().as_slice() {
                [Piece::Bytes(bytes)] => Some(bytes.clone()),
                _ => None,
            },
        }
    }

    /// Whether the body can be sent more than once, as a retry has to.
    pub fn is_replayable(&self) -> bool {
        self.files().all(File::is_replayable)
    }

    /// Whether the body can be sent now.
    pub(crate) fn is_available(&self) -> bool {
        self.files().all(File::is_available)
    }

    fn files(&self) -> impl Iterator<Item = &File> {
        let (one, many) = match &self.payload {
            Payload::Empty | Payload::Bytes(_) => (None, None),
            Payload::File(file) => (Some(file), None),
            Payload::Multipart(multipart) => (None, Some(multipart.files())),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }

    /// Opens the body for one attempt; nothing for a request without one.
    pub(crate) async fn open(&self) -> Result<Option<reqwest::Body>> {
        if self.is_none() {
            return Ok(None);
        }
        if let Some(bytes) = self.to_bytes() {
            return Ok(Some(bytes.into()));
        }
        // In a box: most requests open no file, and none should carry what that takes.
        Box::pin(self.stream()).await.map(Some)
    }

    async fn stream(&self) -> Result<reqwest::Body> {
        let mut stream = Stream::default();
        match &self.payload {
            Payload::Empty | Payload::Bytes(_) => {}
            Payload::File(file) => stream.push(file.open().await?),
            Payload::Multipart(multipart) => {
                for piece in multipart.pieces() {
                    match piece {
                        Piece::Bytes(bytes) => stream.push(Opened::Bytes(bytes)),
                        Piece::File(file) => stream.push(file.open().await?),
                    }
                }
            }
        }
        Ok(reqwest::Body::wrap(stream))
    }
}

/// The contents stay out: they may be personal.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Body");
        if let Some(content_type) = &self.content_type {
            out.field("content_type", content_type);
        }
        match &self.payload {
            Payload::Empty => &mut out,
            Payload::Bytes(bytes) => out.field("bytes", &bytes.len()),
            Payload::File(file) => out.field("file", file),
            Payload::Multipart(multipart) => out.field("multipart", multipart),
        };
        out.finish()
    }
}

/// How much is read from a file at a time.
const BLOCK: usize = 64 * 1024;

/// A body that is read while it is sent.
#[derive(Default)]
struct Stream {
    pieces: VecDeque<Opened>,
    block: Vec<u8>,
}

impl Stream {
    fn push(&mut self, piece: Opened) {
        self.pieces.push_back(piece);
    }

    /// Reads the next block; nothing at the end of the reader.
    fn poll_block(
        context: &mut Context<'_>,
        reader: &mut Reader,
        length: &mut Option<u64>,
        block: &mut Vec<u8>,
    ) -> Poll<io::Result<Option<Bytes>>> {
        block.resize(BLOCK, 0);
        let room = length.map_or(BLOCK, |length| {
            usize::try_from(length).map_or(BLOCK, |length| length.min(BLOCK))
        });
        if room == 0 {
            return Poll::Ready(Ok(None));
        }
        let mut buffer = ReadBuf::new(&mut block[..room]);
        match reader.as_mut().poll_read(context, &mut buffer) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Ready(Ok(())) => {
                let read = buffer.filled();
                if let Some(length) = length {
                    if read.is_empty() {
                        let early = io::Error::new(
                            io::ErrorKind::UnexpectedEof,
                            "the file ended before its length",
                        );
                        return Poll::Ready(Err(early));
                    }
                    *length -= read.len() as u64;
                }
                Poll::Ready(Ok((!read.is_empty()).then(|| Bytes::copy_from_slice(read))))
            }
        }
    }
}

impl http_body::Body for Stream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let Self { pieces, block } = &mut *self;
        loop {
            match pieces.front_mut() {
                None => return Poll::Ready(None),
                Some(Opened::Bytes(bytes)) => {
                    let bytes = std::mem::take(bytes);
                    pieces.pop_front();
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                Some(Opened::Reader { reader, length }) => {
                    match Self::poll_block(context, reader, length, block) {
                        Poll::Pending => return Poll::Pending,
                        Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                        Poll::Ready(Ok(Some(bytes))) => {
                            return Poll::Ready(Some(Ok(Frame::data(bytes))));
                        }
                        Poll::Ready(Ok(None)) => {
                            pieces.pop_front();
                        }
                    }
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Exact where every length is known, which is what puts a `Content-Length` on the request.
    fn size_hint(&self) -> SizeHint {
        let mut total = 0;
        for piece in &self.pieces {
            match piece {
                Opened::Bytes(bytes) => total += bytes.len() as u64,
                Opened::Reader {
                    length: Some(length),
                    ..
                } => total += length,
                Opened::Reader { length: None, .. } => return SizeHint::default(),
            }
        }
        SizeHint::with_exact(total)
    }
}
