//! JSON Patch (RFC 6902): a list of changes to a JSON document.

mod apply;
mod builder;
mod diff;
mod operation;
mod pointer;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

pub use apply::PatchError;
pub use operation::{JsonPatchOperation, PatchOp};
pub use pointer::{escape_segment, pointer};

/// A list of changes to a JSON document, applied in order.
///
/// Paths are JSON pointers: `/owner/id`; `/segments/-` is the position after the last element of a list.
/// [`pointer()`] makes one from segments that may contain a `/`.
///
/// A value that can't be JSON, such as a map with keys that are not strings, is an error when the patch is serialized.
///
/// ```
/// use openapi_client_runtime::patch::JsonPatch;
///
/// let patch = JsonPatch::new().replace("/requestable", true).add("/segments/-", "f7b1").replace("/description", ());
/// assert_eq!(
///     serde_json::to_string(&patch)?,
///     r#"[{"op":"replace","path":"/requestable","value":true},{"op":"add","path":"/segments/-","value":"f7b1"},{"op":"replace","path":"/description","value":null}]"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JsonPatch(Vec<JsonPatchOperation>);

/// A value that converts into the patch `P`. Setters take it.
#[diagnostic::on_unimplemented(
    message = "expected a `{P}`, found `{Self}`",
    label = "not a patch",
    note = "a patch lists changes: `JsonPatch::new().replace(\"/name\", \"x\")` makes any, `JsonPatch::diff(&old, &new)?` finds those between two \
            models, and a patch type of the operation, if there is one, has a method for each"
)]
pub trait IntoPatch<P>: Into<P> {}

#[diagnostic::do_not_recommend]
impl<P, V: Into<P>> IntoPatch<P> for V {}

impl JsonPatch {
    /// Returns a patch that changes nothing.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn push(&mut self, operation: JsonPatchOperation) {
        self.0.push(operation);
    }

    /// Appends an operation.
    #[must_use]
    pub fn with(mut self, operation: JsonPatchOperation) -> Self {
        self.0.push(operation);
        self
    }

    /// Sets the property, or inserts the element, at `path`. The value is anything that serializes to JSON: text, a list, a model;
    /// `()` is null.
    #[must_use]
    pub fn add(self, path: impl Into<String>, value: impl Serialize) -> Self {
        self.with(JsonPatchOperation::add(path, value))
    }

    /// Removes what is at `path`.
    #[must_use]
    pub fn remove(self, path: impl Into<String>) -> Self {
        self.with(JsonPatchOperation::remove(path))
    }

    /// Replaces what is at `path`. `()` is null.
    #[must_use]
    pub fn replace(self, path: impl Into<String>, value: impl Serialize) -> Self {
        self.with(JsonPatchOperation::replace(path, value))
    }

    /// Moves what is at `from` to `path`.
    #[must_use]
    pub fn move_(self, from: impl Into<String>, path: impl Into<String>) -> Self {
        self.with(JsonPatchOperation::move_(from, path))
    }

    /// Copies what is at `from` to `path`.
    #[must_use]
    pub fn copy(self, from: impl Into<String>, path: impl Into<String>) -> Self {
        self.with(JsonPatchOperation::copy(from, path))
    }

    /// Makes the whole patch fail unless `value` is at `path`. `()` is null.
    #[must_use]
    pub fn test(self, path: impl Into<String>, value: impl Serialize) -> Self {
        self.with(JsonPatchOperation::test(path, value))
    }

    /// Returns the operations, in order.
    pub fn operations(&self) -> &[JsonPatchOperation] {
        &self.0
    }

    /// Returns the operations, one by one.
    pub fn iter(&self) -> std::slice::Iter<'_, JsonPatchOperation> {
        self.0.iter()
    }

    /// How many operations there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<JsonPatchOperation> for JsonPatch {
    fn from(operation: JsonPatchOperation) -> Self {
        Self(vec![operation])
    }
}

impl From<Vec<JsonPatchOperation>> for JsonPatch {
    fn from(operations: Vec<JsonPatchOperation>) -> Self {
        Self(operations)
    }
}

impl From<JsonPatch> for Vec<JsonPatchOperation> {
    fn from(patch: JsonPatch) -> Self {
        patch.0
    }
}

impl FromIterator<JsonPatchOperation> for JsonPatch {
    fn from_iter<I: IntoIterator<Item = JsonPatchOperation>>(operations: I) -> Self {
        Self(operations.into_iter().collect())
    }
}

impl Extend<JsonPatchOperation> for JsonPatch {
    fn extend<I: IntoIterator<Item = JsonPatchOperation>>(&mut self, operations: I) {
        self.0.extend(operations);
    }
}

impl IntoIterator for JsonPatch {
    type Item = JsonPatchOperation;
    type IntoIter = std::vec::IntoIter<JsonPatchOperation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a JsonPatch {
    type Item = &'a JsonPatchOperation;
    type IntoIter = std::slice::Iter<'a, JsonPatchOperation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'de> Deserialize<'de> for JsonPatch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}

impl Serialize for JsonPatch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
