//! A position in a list that outlives the process.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

use super::plan::Plan;
use super::position::Position;

/// The position of a stream: save it, and a later stream of the same request continues after the last record that this
/// one returned, even in another process.
///
/// It serialises to a small JSON object, which is opaque. It holds the sort fields of the last record,
/// usually its id, and only a checksum of the request.
///
/// It holds no URL: resume with a client of the same server.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cursor {
    operation: String,
    /// A checksum of the path, the filters and everything else that decides which records there are and in what order.
    request: String,
    at: Position,
}

impl Cursor {
    pub(super) fn new(operation: &str, request: u64, at: Position) -> Self {
        Self {
            operation: operation.to_owned(),
            request: format!("{request:016x}"),
            at,
        }
    }

    /// The `operationId` of the list; of a raw call, the method and the path without its query.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// How many records of the list come before; unknown if the list was started after the caller's own key.
    pub fn offset(&self) -> Option<u64> {
        self.at.offset
    }

    /// Returns whether the list was read to its end, so that there is nothing to continue.
    pub fn is_end(&self) -> bool {
        self.at.end
    }

    /// Returns the position, if it belongs to this list.
    pub(super) fn position_in(self, plan: &Plan) -> Result<Position> {
        let operation = plan.operation();
        if self.operation != operation {
            return Err(Error::request(format!(
                "the cursor belongs to `{}`, not to `{operation}`",
                self.operation.escape_debug()
            )));
        }
        if self.request != format!("{:016x}", plan.checksum) {
            return Err(Error::request(format!(
                "the cursor belongs to a `{operation}` with other parameters: resume with the path, filters and sorters that it came from"
            )));
        }
        let is_sound = match &self.at.after {
            Some(key) => !key.is_empty() && key.len() == plan.fields.len(),
            None => self.at.offset.is_some(),
        };
        if !is_sound {
            return Err(Error::request("the cursor is damaged"));
        }
        Ok(self.at)
    }
}
