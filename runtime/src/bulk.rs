//! Requests with more items than the service accepts at once: sent in blocks, their results merged.

mod matching;
mod outcome;

use http::{HeaderValue, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::call::Call;
use crate::error::{Error, ErrorKind, Result};
use crate::response::decode::{self, DecodeError};
use crate::response::{Reply, Response};

use matching::Rows;
pub use outcome::{BulkFailure, BulkOutcome, BulkReason, BulkRow};

/// Where a body has the items of a bulk request, and how many are sent in one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocks {
    property: Option<&'static str>,
    size: usize,
    key: Option<&'static str>,
}

impl Blocks {
    /// The body is the list of items.
    pub const fn of_body(size: usize) -> Self {
        Self {
            property: None,
            size,
            key: None,
        }
    }

    /// The items are in a property of the body; its other properties are sent in every request.
    pub const fn of_property(property: &'static str, size: usize) -> Self {
        Self {
            property: Some(property),
            size,
            key: None,
        }
    }

    /// Sets the property that an item and its row share, which says to which item a row belongs. Without it, rows are in the
    /// order of the items.
    #[must_use]
    pub const fn key(mut self, property: &'static str) -> Self {
        self.key = Some(property);
        self
    }
}

/// A body, split into items and the rest.
struct Batch {
    items: Vec<Value>,
    /// The body without its items; `None` if it is the list of them.
    envelope: Option<(&'static str, Map<String, Value>)>,
    media_type: String,
}

impl Call {
    /// Sends the items of the body in blocks, one after another, and reads one row of the response for each of them. `status`
    /// returns the outcome of a row, as an HTTP status; without it, a row is a success.
    ///
    /// # Errors
    /// When the body has no items, or nothing at all could be sent.
    pub async fn send_rows<R: DeserializeOwned>(
        self,
        blocks: Blocks,
        status: Option<fn(&R) -> Option<i64>>,
    ) -> Result<BulkOutcome<R>> {
        self.send_blocks(blocks, |call, items| async move {
            let read = |reply: &Reply| {
                let rows: Vec<R> = reply.json()?;
                let found = match blocks.key {
                    Some(key) => matching::by_key(key, &items, &reply.json::<Vec<Value>>()?),
                    None => matching::by_position(items.len(), rows.len()),
                };
                Ok(Rows::new(rows, found, status))
            };
            call.send_by_status(read).await
        })
        .await
    }

    /// Sends the items of the body in blocks, one after another, for an operation whose success has no body.
    ///
    /// # Errors
    /// When the body has no items, or nothing at all could be sent.
    pub async fn send_blocks_empty(self, blocks: Blocks) -> Result<BulkOutcome<()>> {
        self.send_blocks(blocks, |call, items| async move {
            let read = |reply: &Reply| {
                if reply.status() == StatusCode::MULTI_STATUS {
                    return Err(DecodeError::new(
                        "the response has an outcome for each item, in a form that the document does not describe",
                    ));
                }
                let found = matching::by_position(items.len(), items.len());
                Ok(Rows::new(vec![(); items.len()], found, None))
            };
            call.send_by_status(read).await
        })
        .await
    }

    async fn send_blocks<R, F>(
        self,
        blocks: Blocks,
        send: impl Fn(Self, Vec<Value>) -> F,
    ) -> Result<BulkOutcome<R>>
    where
        F: Future<Output = Result<Response<Rows<R>>>>,
    {
        let batch = self.take_apart(blocks).map_err(|error| self.at(error))?;
        let mut outcome = BulkOutcome::new(batch.items.len());
        for items in batch.items.chunks(blocks.size.max(1)) {
            let mut call = self.clone();
            call.json(&batch.media_type, &batch.body(items));
            match send(call, items.to_vec()).await {
                Ok(response) => outcome.answered(response.into_inner()),
                Err(error) if stops(&error) => {
                    if outcome.requests() == 0 {
                        return Err(error);
                    }
                    outcome.refused(items.len(), error);
                    break;
                }
                Err(error) => outcome.refused(items.len(), error),
            }
        }
        Ok(outcome)
    }

    fn take_apart(&self, blocks: Blocks) -> Result<Batch> {
        let bytes = self.body().to_bytes().unwrap_or_default();
        let media_type = self.body().content_type().map(HeaderValue::to_str);
        let Some(Ok(media_type)) = media_type else {
            // Nothing was given, or something that can't be sent; building the request gives the best error.
            self.build()?;
            return Err(Error::request("the request has no body".to_owned()));
        };
        let body = decode::parse(&bytes)
            .map_err(|error| Error::request(format!("the body is not JSON: {error}")))?;
        let media_type = media_type.to_owned();
        match (body, blocks.property) {
            (Value::Array(items), None) => Ok(Batch {
                items,
                envelope: None,
                media_type,
            }),
            (Value::Object(mut rest), Some(property)) => match rest.remove(property) {
                Some(Value::Array(items)) => Ok(Batch {
                    items,
                    envelope: Some((property, rest)),
                    media_type,
                }),
                Some(_) | None => Err(Error::request(format!(
                    "the body has no list called `{property}`"
                ))),
            },
            _ => Err(Error::request("the body has no list of items".to_owned())),
        }
    }
}

impl Batch {
    /// The body with only these items.
    fn body(&self, items: &[Value]) -> Value {
        let items = Value::Array(items.to_vec());
        match &self.envelope {
            None => items,
            Some((property, rest)) => {
                let mut body = rest.clone();
                body.insert((*property).to_owned(), items);
                Value::Object(body)
            }
        }
    }
}

/// Whether all other blocks would fail in the same way: the caller lacks a permission, or the service can't be reached.
fn stops(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Status => {
            error.is_unauthorized()
                || error.is_forbidden()
                || error.is_rate_limited()
                || error.is_feature_disabled()
        }
        ErrorKind::Decode | ErrorKind::Task => false,
        ErrorKind::Config
        | ErrorKind::Request
        | ErrorKind::Auth
        | ErrorKind::Connect
        | ErrorKind::Timeout
        | ErrorKind::Transport => true,
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, StatusCode};

    use super::{Error, stops};
    use crate::response::{Reply, ResponseParts};

    fn reply(status: u16) -> Reply {
        Reply {
            parts: ResponseParts {
                status: StatusCode::from_u16(status).unwrap(),
                headers: HeaderMap::new(),
                attempts: 1,
                service: &crate::service::TEST,
            },
            body: Bytes::new(),
        }
    }

    fn status(status: u16) -> Error {
        Error::status_of(reply(status), None)
    }

    #[test]
    fn stops_after_errors_that_all_blocks_share() {
        for code in [401, 403, 412, 429] {
            assert!(stops(&status(code)), "{code}");
        }
        for code in [400, 404, 409, 500, 503] {
            assert!(!stops(&status(code)), "{code}");
        }
        assert!(stops(&Error::connect("x")));
        assert!(stops(&Error::timeout("x")));
        assert!(stops(&Error::auth("x")));
        // The token endpoint's status says nothing about the items of a block.
        assert!(stops(&status(400).into_auth("x")));
        assert!(!stops(&Error::incomplete("x", reply(200))));
    }
}
