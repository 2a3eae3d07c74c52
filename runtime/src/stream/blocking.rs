//! Streams for programs without async.

use std::future::poll_fn;
use std::io::{self, Read};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::pin::Pin;

use tokio::io::{AsyncRead as _, ReadBuf};

use super::byte_stream::{ByteStream, into_io};
use super::event_stream::{Event, EventStream};
use super::item_stream::ItemStream;
use crate::client::Client;
use crate::error::Result;

/// A stream for programs without async: a [`ByteStream`] is [`Read`], an [`EventStream`] and an [`ItemStream`] are iterators.
/// Dereferences to the stream.
///
/// Each also fails on the thread of a current-thread runtime, which it would block.
#[derive(Debug)]
#[must_use = "a stream does nothing until it is read"]
pub struct Blocking<S> {
    stream: S,
    client: Client,
    /// Whether the thread can't wait, which ends an iterator.
    is_ended: bool,
}

impl<S> Blocking<S> {
    pub(super) fn new(stream: S, client: Client) -> Self {
        Self {
            stream,
            client,
            is_ended: false,
        }
    }
}

impl<S> Deref for Blocking<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.stream
    }
}

impl<S> DerefMut for Blocking<S> {
    fn deref_mut(&mut self) -> &mut S {
        &mut self.stream
    }
}

impl Blocking<ByteStream> {
    /// Like [`ByteStream::save_to`], on the calling thread.
    ///
    /// # Errors
    /// Those of `save_to`.
    pub fn save_to(&mut self, path: impl AsRef<Path>) -> Result<u64> {
        self.client.block_on(self.stream.save_to(path))?
    }
}

/// The error of reading is the client's [`Error`](crate::Error), in an [`io::Error`].
impl Read for Blocking<ByteStream> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut buffer = ReadBuf::new(buffer);
        let stream = &mut self.stream;
        let read = poll_fn(|context| Pin::new(&mut *stream).poll_read(context, &mut buffer));
        self.client.block_on(read).map_err(into_io)??;
        Ok(buffer.filled().len())
    }
}

impl<T> Iterator for Blocking<EventStream<T>> {
    type Item = Result<Event<T>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_ended {
            return None;
        }
        let next = self.client.block_on(self.stream.try_next());
        self.is_ended = next.is_err();
        next.and_then(|next| next).transpose()
    }
}

impl<T> Iterator for Blocking<ItemStream<T>> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_ended {
            return None;
        }
        let next = self.client.block_on(self.stream.try_next());
        self.is_ended = next.is_err();
        next.and_then(|next| next).transpose()
    }
}
