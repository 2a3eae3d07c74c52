//! Sends a call, and decodes the response.

use std::pin::pin;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::call::execute;
use crate::call::observe;
use crate::clock::BoxFuture;
use crate::error::{Error, Result};
use crate::response::decode::{self, DecodeError};
use crate::response::{Reply, Response};
use crate::transport::open::Slot;

pub(crate) const JSON: &str = "application/json";
pub(crate) const ANY: &str = "*/*";

impl Call {
    /// Sends the call, and decodes a JSON response of any 2xx status.
    ///
    /// # Errors
    /// If the call fails or its response can't be decoded.
    pub async fn send_json<T: DeserializeOwned>(self) -> Result<Response<T>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, |reply| decode::json(&reply.body))
    }

    /// Sends the call, and decodes a JSON response; an empty one is `None`.
    ///
    /// # Errors
    /// If the call fails or its response can't be decoded.
    pub async fn send_optional<T: DeserializeOwned>(self) -> Result<Response<Option<T>>> {
        self.send_optional_unless(|_| false).await
    }

    /// The same, where the document has no body for some statuses. With one of these, a body that can't be decoded is `None`
    /// too.
    ///
    /// # Errors
    /// If the call fails or its response can't be decoded.
    pub async fn send_optional_unless<T: DeserializeOwned>(
        self,
        is_undescribed: fn(u16) -> bool,
    ) -> Result<Response<Option<T>>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, |reply| {
            let blank = decode::without_mark(&reply.body).trim_ascii().is_empty();
            if blank {
                return Ok(None);
            }
            let decoded = decode::json(&reply.body).map(Some);
            if is_undescribed(reply.status().as_u16()) {
                return Ok(decoded.unwrap_or_default());
            }
            decoded
        })
    }

    /// Sends the call, and ignores the body of the response.
    ///
    /// # Errors
    /// If the call fails.
    pub async fn send_empty(self) -> Result<Response<()>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, |_| Ok(()))
    }

    /// Sends the call, and returns the response as text.
    ///
    /// # Errors
    /// If the call fails or the response is not UTF-8.
    pub async fn send_text(self) -> Result<Response<String>> {
        let reply = self.execute(ANY).await?;
        self.finish(reply, |reply| decode::text(&reply.body))
    }

    /// Sends the call, and returns the response as bytes.
    ///
    /// # Errors
    /// If the call fails.
    pub async fn send_bytes(self) -> Result<Response<Bytes>> {
        let reply = self.execute(ANY).await?;
        self.finish(reply, |reply| Ok(reply.body.clone()))
    }

    /// Sends the call, and lets the caller decode a response of any 2xx status, for operations with several success types.
    ///
    /// # Errors
    /// If the call fails or its response can't be decoded.
    pub async fn send_by_status<T>(
        self,
        decode: impl FnOnce(&Reply) -> Result<T, DecodeError>,
    ) -> Result<Response<T>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, decode)
    }

    pub(super) fn finish<T>(
        &self,
        reply: Reply,
        decode: impl FnOnce(&Reply) -> Result<T, DecodeError>,
    ) -> Result<Response<T>> {
        match decode(&reply) {
            Ok(value) => Ok(Response::new(value, reply.parts)),
            Err(fault) => Err(self.at(Error::decode(fault, reply))),
        }
    }

    /// Sends until there is a success or the error is final.
    pub(crate) fn execute(&self, accept: &'static str) -> BoxFuture<'_, Result<Reply>> {
        self.execute_into(accept, None)
    }

    /// The same; with a slot, the body of the success is left there unread.
    pub(crate) fn execute_into<'a>(
        &'a self,
        accept: &'static str,
        unread: Option<&'a Slot>,
    ) -> BoxFuture<'a, Result<Reply>> {
        // In a box, since its state is large, and callers move the future: into tasks, into sets, into futures of
        // their own.
        Box::pin(async move {
            let span = observe::call(self.target());
            let result = observe::within(&span, pin!(execute::run(self, accept, unread))).await;
            observe::outcome(&span, &result);
            result.map_err(|error| self.at(error))
        })
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use crate::auth::credentials::Credentials;
    use crate::client::Client;

    #[test]
    fn a_call_is_cheap_to_move() {
        let client: Client = Client::builder()
            .base_url("https://a.example")
            .credentials(Credentials::none())
            .build()
            .unwrap();
        let call = client.request(Method::GET, "/beta/things");
        assert!(size_of_val(&call) <= 16);
        // The recognition includes what was decoded, here nothing.
        let sending = call.send_json::<()>();
        assert!(size_of_val(&sending) <= 512, "{}", size_of_val(&sending));
    }
}
