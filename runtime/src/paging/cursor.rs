//! A place in a list that outlives the process.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

use super::plan::Plan;
use super::position::Position;

/// Where a stream stands: save it, and a later stream of the same request goes on right behind the last record that this
/// one gave, be it in another process.
///
/// It serialises to a small JSON object, to be taken as opaque. It holds what the last record has in the sort fields,
/// its id as a rule, and of the request only a checksum.
///
/// It holds no address: resume with a client of the server that the cursor came from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cursor {
    operation: String,
    /// A checksum of path, filters and whatever else decides which records there are and in what order.
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

    /// The `operationId` of the list.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// How many records of the list come before; unknown where the list was begun behind a key of the caller's own.
    pub fn offset(&self) -> Option<u64> {
        self.at.offset
    }

    /// Whether the list was read to its end, so that there is nothing to go on with.
    pub fn is_end(&self) -> bool {
        self.at.end
    }

    /// The place, if it is one in this list.
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
