//! Sending a call, and what comes of the answer.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::call::execute;
use crate::call::observe;
use crate::error::{Error, Result};
use crate::response::decode::{self, DecodeError};
use crate::response::{Reply, Response};

pub(crate) const JSON: &str = "application/json";
pub(crate) const ANY: &str = "*/*";

impl Call {
    /// Sends, and decodes a JSON answer of any 2xx status.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding, or its answer from being decoded.
    pub async fn send_json<T: DeserializeOwned>(self) -> Result<Response<T>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, |reply| decode::json(&reply.body))
    }

    /// Sends, and decodes a JSON answer; an empty one gives `None`.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding, or its answer from being decoded.
    pub async fn send_optional<T: DeserializeOwned>(self) -> Result<Response<Option<T>>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, |reply| {
            let blank = reply.body.trim_ascii().is_empty();
            if blank {
                Ok(None)
            } else {
                decode::json(&reply.body).map(Some)
            }
        })
    }

    /// Sends, and leaves the body of the answer aside.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding.
    pub async fn send_empty(self) -> Result<Response<()>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, |_| Ok(()))
    }

    /// Sends, and gives the answer as text.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding, or an answer that is not UTF-8.
    pub async fn send_text(self) -> Result<Response<String>> {
        let reply = self.execute(ANY).await?;
        self.finish(reply, |reply| decode::text(&reply.body))
    }

    /// Sends, and gives the answer as bytes.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding.
    pub async fn send_bytes(self) -> Result<Response<Bytes>> {
        let reply = self.execute(ANY).await?;
        self.finish(reply, |reply| Ok(reply.body.clone()))
    }

    /// Sends, and lets the caller decode an answer of any 2xx status, for operations whose successes differ.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding, or its answer from being decoded.
    pub async fn send_by_status<T>(
        self,
        decode: impl FnOnce(&Reply) -> Result<T, DecodeError>,
    ) -> Result<Response<T>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, decode)
    }

    fn finish<T>(
        &self,
        reply: Reply,
        decode: impl FnOnce(&Reply) -> Result<T, DecodeError>,
    ) -> Result<Response<T>> {
        match decode(&reply) {
            Ok(value) => Ok(Response::new(value, reply.parts)),
            Err(fault) => Err(self.at(Error::decode(fault, reply))),
        }
    }

    /// Sends until there is a success or the failure stands. Not generic, so that it is compiled once.
    pub(crate) async fn execute(&self, accept: &'static str) -> Result<Reply> {
        let span = observe::call(self.target());
        // In a box, since its state is large, and callers move what they wait for: into tasks, into sets, into futures of
        // their own.
        let mut whole = Box::pin(execute::run(self, accept));
        let result = observe::within(&span, whole.as_mut()).await;
        observe::outcome(&span, &result);
        result.map_err(|error| self.at(error))
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use crate::auth::credentials::Credentials;
    use crate::client::Client;

    #[test]
    fn a_call_costs_little_to_move() {
        let client: Client = Client::builder()
            .base_url("https://a.example")
            .credentials(Credentials::none())
            .build()
            .unwrap();
        let call = client.request(Method::GET, "/beta/things");
        assert!(size_of_val(&call) <= 16);
        // What is decoded is part of it, here nothing.
        let sending = call.send_json::<()>();
        assert!(size_of_val(&sending) <= 512, "{}", size_of_val(&sending));
    }
}
