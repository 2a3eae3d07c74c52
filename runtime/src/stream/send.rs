//! Sends calls whose responses are streams.

use http::{Method, StatusCode};
use serde::de::DeserializeOwned;

#[cfg(feature = "blocking")]
use super::Blocking;
use super::byte_stream::ByteStream;
use super::chunks::{Chunks, Pace};
use super::event_stream::{Decode, EventStream};
use super::item_stream::ItemStream;
use super::open::{EVENTS, ITEMS, open_events, open_items};
use super::resume::Resume;
use super::whole_event;
use crate::call::Call;
use crate::call::raw::RawCall;
use crate::call::send::ANY;
use crate::error::Result;
use crate::response::Response;
use crate::response::decode;

impl Call {
    /// Sends the call, and returns the response when it starts, with its body as a stream of bytes.
    ///
    /// # Errors
    /// If the call fails.
    pub async fn send_stream(self) -> Result<Response<ByteStream>> {
        let response = Chunks::open(&self, ANY, Pace::Read).await?;
        Ok(response.map(ByteStream::new))
    }

    /// Sends the call, and returns the response when it starts, with its body as a stream of events whose data are JSON.
    ///
    /// # Errors
    /// If the call fails or its response is not `text/event-stream`.
    pub async fn send_events<T: DeserializeOwned>(self) -> Result<Response<EventStream<T>>> {
        self.events(|event| decode::json(event.data)).await
    }

    /// Sends the call, and returns the response when it starts, with its body as a stream of events whose data are text.
    ///
    /// # Errors
    /// If the call fails or its response is not `text/event-stream`.
    pub async fn send_text_events(self) -> Result<Response<EventStream<String>>> {
        self.events(|event| whole_event::text(event.data).map(str::to_owned))
            .await
    }

    /// Sends the call, and returns the response when it starts, with its body as a stream of events, each of which is decoded as a
    /// whole: from an object with `event`, `data`, and `id` and `retry` if the server sends them. The data is JSON if it is an object or a list,
    /// and otherwise a text.
    ///
    /// # Errors
    /// If the call fails or its response is not `text/event-stream`.
    pub async fn send_whole_events<T: DeserializeOwned>(self) -> Result<Response<EventStream<T>>> {
        self.events(whole_event::decode).await
    }

    /// Sends the call, and returns the response when it starts, with its body as a stream of items, one per line.
    ///
    /// # Errors
    /// If the call fails or the media type of its response is neither one of JSON nor `text/plain`.
    pub async fn send_items<T: DeserializeOwned>(mut self) -> Result<Response<ItemStream<T>>> {
        self.accept_by_default(ITEMS);
        let response = open_items(&self).await?;
        Ok(response.map(ItemStream::new))
    }

    async fn events<T>(mut self, decode: Decode<T>) -> Result<Response<EventStream<T>>> {
        self.accept_by_default(EVENTS);
        let response = open_events(&self).await?;
        let last_id = self.given_event_id();
        let can_resume =
            *self.target().method() == Method::GET && response.status() != StatusCode::NO_CONTENT;
        let resume = can_resume.then(|| Resume::new(self));
        Ok(response.map(|chunks| EventStream::new(chunks, last_id, resume, decode)))
    }
}

impl RawCall {
    /// Sets the id after which a stream of events continues: what [`EventStream::last_event_id`] returned. A line end
    /// after it, as a file may have, is not part of it.
    pub fn last_event_id(mut self, id: &str) -> Self {
        self.call.last_event_id(id);
        self
    }

    /// Sends the call, and returns the response when it starts, with its body as a stream of bytes.
    ///
    /// # Errors
    /// If the call fails.
    pub async fn send_stream(self) -> Result<Response<ByteStream>> {
        self.call.send_stream().await
    }

    /// Sends the call, and returns the response when it starts, with its body as a stream of events whose data are JSON.
    ///
    /// # Errors
    /// If the call fails or its response is not `text/event-stream`.
    pub async fn send_events<T: DeserializeOwned>(self) -> Result<Response<EventStream<T>>> {
        self.call.send_events().await
    }

    /// Sends the call, and returns the response when it starts, with its body as a stream of events whose data are text.
    ///
    /// # Errors
    /// If the call fails or its response is not `text/event-stream`.
    pub async fn send_text_events(self) -> Result<Response<EventStream<String>>> {
        self.call.send_text_events().await
    }

    /// Sends the call, and returns the response when it starts, with its body as a stream of items, one per line.
    ///
    /// # Errors
    /// If the call fails or the media type of its response is neither one of JSON nor `text/plain`.
    pub async fn send_items<T: DeserializeOwned>(self) -> Result<Response<ItemStream<T>>> {
        self.call.send_items().await
    }
}

/// The same methods for programs without async. Each also fails on the thread of a current-thread runtime, which it would block.
#[cfg(feature = "blocking")]
#[allow(
    clippy::missing_errors_doc,
    reason = "each names the method whose errors it has"
)]
impl RawCall {
    /// The same as [`send_stream`](Self::send_stream).
    pub fn send_stream_blocking(self) -> Result<Response<Blocking<ByteStream>>> {
        let response = self.call.client().clone().block_on(self.send_stream())??;
        Ok(response.map(ByteStream::into_blocking))
    }

    /// The same as [`send_events`](Self::send_events).
    pub fn send_events_blocking<T: DeserializeOwned>(
        self,
    ) -> Result<Response<Blocking<EventStream<T>>>> {
        let response = self.call.client().clone().block_on(self.send_events())??;
        Ok(response.map(EventStream::into_blocking))
    }

    /// The same as [`send_text_events`](Self::send_text_events).
    pub fn send_text_events_blocking(self) -> Result<Response<Blocking<EventStream<String>>>> {
        let response = self
            .call
            .client()
            .clone()
            .block_on(self.send_text_events())??;
        Ok(response.map(EventStream::into_blocking))
    }

    /// The same as [`send_items`](Self::send_items).
    pub fn send_items_blocking<T: DeserializeOwned>(
        self,
    ) -> Result<Response<Blocking<ItemStream<T>>>> {
        let response = self.call.client().clone().block_on(self.send_items())??;
        Ok(response.map(ItemStream::into_blocking))
    }
}
