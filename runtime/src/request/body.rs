//! The body of a request, and its encoding into bytes.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http_body::{Frame, SizeHint};
use tokio::io::ReadBuf;

use crate::error::Result;
use crate::request::file::{File, Opened, Reader};
use crate::request::form;
use crate::request::multipart::{Multipart, Part, Piece};

/// The body of a request that has not been sent.
#[derive(Clone, Default)]
pub struct Body {
    content_type: Option<HeaderValue>,
    payload: Payload,
    /// Headers of parts, which may be given before the parts: name of the part, name and value of the header.
    part_headers: Vec<PartHeader>,
}

/// A header of all parts of one name.
pub(crate) type PartHeader = (String, HeaderName, HeaderValue);

#[derive(Clone, Default)]
enum Payload {
    #[default]
    Empty,
    Bytes(Bytes),
    File(File),
    /// The fields of a form: the name of each, and its pairs as they are sent.
    Form(Vec<(String, String)>),
    Multipart(Multipart),
}

impl Body {
    pub(crate) fn from_bytes(content_type: HeaderValue, bytes: Bytes) -> Self {
        Self {
            content_type: Some(content_type),
            payload: Payload::Bytes(bytes),
            part_headers: Vec::new(),
        }
    }

    pub(crate) fn from_file(content_type: HeaderValue, file: File) -> Self {
        Self {
            content_type: Some(content_type),
            payload: Payload::File(file),
            part_headers: Vec::new(),
        }
    }

    /// A form without fields.
    pub(crate) fn form() -> Self {
        Self {
            content_type: Some(HeaderValue::from_static(form::MEDIA_TYPE)),
            payload: Payload::Form(Vec::new()),
            part_headers: Vec::new(),
        }
    }

    /// Sets a field of a form, whose pairs are encoded. A body of another kind is replaced.
    pub(crate) fn set_field(&mut self, name: &str, pairs: String) {
        if !matches!(self.payload, Payload::Form(_)) {
            *self = Self::form();
        }
        if let Payload::Form(fields) = &mut self.payload {
            fields.retain(|(known, _)| known != name);
            fields.push((name.to_owned(), pairs));
        }
    }

    /// A multipart body without parts: the line that ends it.
    pub(crate) fn multipart(media_type: &str) -> Self {
        let multipart = Multipart::new();
        Self {
            content_type: Some(multipart.content_type(media_type)),
            payload: Payload::Multipart(multipart),
            part_headers: Vec::new(),
        }
    }

    /// Adds a part to a multipart body of that media type. A body of another kind is replaced.
    pub(crate) fn push_part(
        &mut self,
        media_type: &str,
        name: String,
        part: Part,
    ) -> Result<(), String> {
        if !matches!(self.payload, Payload::Multipart(_)) {
            self.payload = Payload::Multipart(Multipart::new());
        }
        if let Payload::Multipart(multipart) = &mut self.payload {
            multipart.push(name, part)?;
            self.content_type = Some(multipart.content_type(media_type));
        }
        Ok(())
    }

    /// Removes the parts of that name; without any part there is no body.
    pub(crate) fn remove_parts(&mut self, name: &str) {
        if let Payload::Multipart(multipart) = &mut self.payload
            && multipart.remove(name) == 0
        {
            self.payload = Payload::Empty;
            self.content_type = None;
        }
    }

    /// Sets a header of all parts of that name.
    pub(crate) fn set_part_header(&mut self, part: &str, name: HeaderName, value: HeaderValue) {
        let is_known = |it: &PartHeader| it.0 == part && it.1 == name;
        self.part_headers.retain(|it| !is_known(it));
        self.part_headers.push((part.to_owned(), name, value));
    }

    /// Returns the value of the `Content-Type` header; a request without a body has none.
    pub fn content_type(&self) -> Option<&HeaderValue> {
        self.content_type.as_ref()
    }

    /// Returns whether there is no body at all, which differs from an empty body.
    pub fn is_none(&self) -> bool {
        matches!(self.payload, Payload::Empty)
    }

    /// Returns whether the body is known to be empty without reading a file.
    pub(crate) fn is_blank(&self) -> bool {
        match &self.payload {
            Payload::Empty => true,
            Payload::Bytes(bytes) => bytes.is_empty(),
            Payload::File(file) => file.as_bytes().is_some_and(Bytes::is_empty),
            Payload::Form(fields) => fields.iter().all(|(_, pairs)| pairs.is_empty()),
            Payload::Multipart(_) => false,
        }
    }

    /// Returns the bytes, if they are in memory; `None` for files on disk and readers.
    pub fn to_bytes(&self) -> Option<Bytes> {
        match &self.payload {
            Payload::Empty => Some(Bytes::new()),
            Payload::Bytes(bytes) => Some(bytes.clone()),
            Payload::File(file) => file.as_bytes().cloned(),
            Payload::Form(fields) => {
                let pairs = fields.iter().map(|(_, pairs)| pairs.as_str());
                let pairs: Vec<&str> = pairs.filter(|it| !it.is_empty()).collect();
                Some(pairs.join("&").into())
            }
            Payload::Multipart(multipart) => {
                match multipart.pieces(&self.part_headers).as_slice() {
                    [Piece::Bytes(bytes)] => Some(bytes.clone()),
                    _ => None,
                }
            }
        }
    }

    /// Returns whether the body can be sent more than once, as a retry does.
    pub fn is_replayable(&self) -> bool {
        self.files().all(File::is_replayable)
    }

    /// Returns whether the body can be sent now.
    pub(crate) fn is_available(&self) -> bool {
        self.files().all(File::is_available)
    }

    fn files(&self) -> impl Iterator<Item = &File> {
        let (one, many) = match &self.payload {
            Payload::Empty | Payload::Bytes(_) | Payload::Form(_) => (None, None),
            Payload::File(file) => (Some(file), None),
            Payload::Multipart(multipart) => (None, Some(multipart.files())),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }

    /// Opens the body for one attempt; `None` for a request without one. A body that is read while it is sent comes with a
    /// flag, which is set at its end.
    pub(crate) async fn open(&self) -> Result<(Option<reqwest::Body>, Option<Arc<AtomicBool>>)> {
        if self.is_none() {
            return Ok((None, None));
        }
        if let Some(bytes) = self.to_bytes() {
            if bytes.len() <= BLOCK {
                return Ok((Some(bytes.into()), None));
            }
            let mut stream = Stream::default();
            stream.push(Opened::Bytes(bytes));
            return Ok(stream.into_body());
        }
        // In a box: most requests open no file, and none should carry the size of its future.
        Box::pin(self.stream()).await.map(Stream::into_body)
    }

    async fn stream(&self) -> Result<Stream> {
        let mut stream = Stream::default();
        match &self.payload {
            Payload::Empty | Payload::Bytes(_) | Payload::Form(_) => {}
            Payload::File(file) => stream.push(file.open().await?),
            Payload::Multipart(multipart) => {
                for piece in multipart.pieces(&self.part_headers) {
                    match piece {
                        Piece::Bytes(bytes) => stream.push(Opened::Bytes(bytes)),
                        Piece::File(file) => stream.push(file.open().await?),
                    }
                }
            }
        }
        Ok(stream)
    }
}

/// The contents are not shown: they may be personal.
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
            Payload::Form(fields) => out.field("fields", &fields.len()),
            Payload::Multipart(multipart) => out.field("multipart", multipart),
        };
        out.finish_non_exhaustive()
    }
}

/// How much is read from a file at a time.
const BLOCK: usize = 64 * 1024;

/// A body that is read while it is sent.
#[derive(Default)]
struct Stream {
    pieces: VecDeque<Opened>,
    block: Vec<u8>,
    is_done: Arc<AtomicBool>,
}

impl Stream {
    fn into_body(self) -> (Option<reqwest::Body>, Option<Arc<AtomicBool>>) {
        let is_done = Arc::clone(&self.is_done);
        (Some(reqwest::Body::wrap(self)), Some(is_done))
    }

    fn push(&mut self, piece: Opened) {
        self.pieces.push_back(piece);
    }

    /// Reads the next block; `None` at the end of the reader.
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
        let Self {
            pieces,
            block,
            is_done,
        } = &mut *self;
        loop {
            match pieces.front_mut() {
                None => {
                    is_done.store(true, Ordering::Relaxed);
                    return Poll::Ready(None);
                }
                Some(Opened::Bytes(bytes)) => {
                    // In blocks, so that the end of the body is read only when most of it was sent.
                    let block = bytes.split_to(bytes.len().min(BLOCK));
                    if bytes.is_empty() {
                        pieces.pop_front();
                        is_done.store(pieces.is_empty(), Ordering::Relaxed);
                    }
                    return Poll::Ready(Some(Ok(Frame::data(block))));
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

    /// Exact if every length is known; the request then has a `Content-Length`.
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
