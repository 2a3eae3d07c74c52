//! Applies a patch, as RFC 6902 specifies.

use std::fmt;
use std::mem;

use serde_json::Value;

use super::{JsonPatch, JsonPatchOperation, PatchOp};

/// Why a patch could not be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchError {
    index: usize,
    path: String,
    reason: &'static str,
}

impl PatchError {
    /// Which operation of the patch failed, counted from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Returns the JSON pointer at which it failed.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for PatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            index,
            path,
            reason,
        } = self;
        write!(f, "operation {index} of the patch, at `{path}`: {reason}")
    }
}

impl std::error::Error for PatchError {}

/// The error and its path.
type Fault<'a> = (&'a str, &'static str);

impl JsonPatch {
    /// Applies the whole patch, or nothing.
    ///
    /// # Errors
    /// When a path does not exist, a test fails, or an operation is not one of RFC 6902.
    pub fn apply(&self, document: &mut Value) -> Result<(), PatchError> {
        let mut patched = document.clone();
        for (index, operation) in self.iter().enumerate() {
            apply(operation, &mut patched).map_err(|(path, reason)| PatchError {
                index,
                path: path.to_owned(),
                reason,
            })?;
        }
        *document = patched;
        Ok(())
    }
}

fn apply<'a>(operation: &'a JsonPatchOperation, document: &mut Value) -> Result<(), Fault<'a>> {
    let path = operation.path.as_str();
    let value = || operation.value.clone().ok_or((path, "there is no `value`"));
    let from = || {
        operation
            .from
            .as_deref()
            .ok_or((path, "there is no `from`"))
    };
    match operation.op {
        PatchOp::Add => add(document, path, value()?),
        PatchOp::Remove => remove(document, path).map(drop),
        PatchOp::Replace => {
            *find(document, path)? = value()?;
            Ok(())
        }
        PatchOp::Move => {
            let from = from()?;
            let is_inside = path
                .strip_prefix(from)
                .is_some_and(|it| it.starts_with('/'));
            if is_inside {
                return Err((path, "a value can't be moved into itself"));
            }
            let value = remove(document, from)?;
            add(document, path, value)
        }
        PatchOp::Copy => {
            let value = find(document, from()?)?.clone();
            add(document, path, value)
        }
        PatchOp::Test if *find(document, path)? == value()? => Ok(()),
        PatchOp::Test => Err((path, "the value differs")),
        PatchOp::Unrecognized(_) => Err((path, "not an operation of RFC 6902")),
    }
}

const NOWHERE: &str = "the path does not exist";

fn find<'a, 'd>(document: &'d mut Value, path: &'a str) -> Result<&'d mut Value, Fault<'a>> {
    document.pointer_mut(path).ok_or((path, NOWHERE))
}

/// The parent of the value at a path, and the last segment of the path.
fn parent<'a, 'd>(
    document: &'d mut Value,
    path: &'a str,
) -> Result<(&'d mut Value, String), Fault<'a>> {
    let (parent, segment) = path.rsplit_once('/').ok_or((path, NOWHERE))?;
    let holder = document.pointer_mut(parent).ok_or((path, NOWHERE))?;
    Ok((holder, segment.replace("~1", "/").replace("~0", "~")))
}

/// An index as RFC 6901 writes it, without a sign and without leading zeros.
fn index(segment: &str) -> Option<usize> {
    let is_plain = segment == "0" || !segment.starts_with(['0', '+']);
    segment.parse().ok().filter(|_| is_plain)
}

fn add<'a>(document: &mut Value, path: &'a str, value: Value) -> Result<(), Fault<'a>> {
    if path.is_empty() {
        *document = value;
        return Ok(());
    }
    let (holder, segment) = parent(document, path)?;
    match holder {
        Value::Object(members) => {
            members.insert(segment, value);
            Ok(())
        }
        Value::Array(items) => {
            let place = if segment == "-" {
                Some(items.len())
            } else {
                index(&segment)
            };
            let place = place.filter(|place| *place <= items.len());
            items.insert(place.ok_or((path, NOWHERE))?, value);
            Ok(())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Err((path, NOWHERE)),
    }
}

fn remove<'a>(document: &mut Value, path: &'a str) -> Result<Value, Fault<'a>> {
    if path.is_empty() {
        return Ok(mem::take(document));
    }
    let (holder, segment) = parent(document, path)?;
    let removed = match holder {
        Value::Object(members) => members.remove(&segment),
        Value::Array(items) => index(&segment)
            .filter(|place| *place < items.len())
            .map(|place| items.remove(place)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    };
    removed.ok_or((path, NOWHERE))
}
