//! Computes the patch from one JSON value to another.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{JsonPatch, JsonPatchOperation, escape_segment};

impl JsonPatch {
    /// Returns the patch that turns `old` into `new`; an empty one if they are equal.
    ///
    /// Objects are compared property by property, at any depth, so that only differences are patched. In lists, common
    /// items at the start and at the end are kept, and those between them are changed in place, then removed or inserted.
    ///
    /// ```
    /// use openapi_client_runtime::patch::JsonPatch;
    /// use serde_json::json;
    ///
    /// let old = json!({"name": "Payables", "segments": ["a", "b"]});
    /// let new = json!({"name": "Payables", "segments": ["b"], "requestable": true});
    /// let patch = JsonPatch::diff(&old, &new)?;
    /// assert_eq!(patch, JsonPatch::new().remove("/segments/0").add("/requestable", true));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// When one of the two can't be serialized. Models always can.
    pub fn diff<T: Serialize + ?Sized>(old: &T, new: &T) -> Result<Self, serde_json::Error> {
        let [old, new] = [serde_json::to_value(old)?, serde_json::to_value(new)?];
        let mut patch = Self::new();
        compare(&mut patch, &mut String::new(), &old, &new);
        Ok(patch)
    }
}

fn compare(out: &mut JsonPatch, path: &mut String, old: &Value, new: &Value) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => objects(out, path, old, new),
        (Value::Array(old), Value::Array(new)) => lists(out, path, old, new),
        (old, new) if old == new => {}
        (_, new) => out.push(JsonPatchOperation::replace(path.as_str(), new)),
    }
}

fn objects(
    out: &mut JsonPatch,
    path: &mut String,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
) {
    for (name, old) in old {
        at(path, name, |path| match new.get(name) {
            Some(new) => compare(out, path, old, new),
            None => out.push(JsonPatchOperation::remove(path.as_str())),
        });
    }
    for (name, new) in new {
        if !old.contains_key(name) {
            at(path, name, |path| {
                out.push(JsonPatchOperation::add(path.as_str(), new));
            });
        }
    }
}

fn lists(out: &mut JsonPatch, path: &mut String, old: &[Value], new: &[Value]) {
    let both = |mut pairs: &mut dyn Iterator<Item = (&Value, &Value)>| {
        (&mut pairs).take_while(|(old, new)| old == new).count()
    };
    let start = both(&mut old.iter().zip(new));
    let (old, new) = (&old[start..], &new[start..]);
    let end = both(&mut old.iter().rev().zip(new.iter().rev()));
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    for (n, (old, new)) in old.iter().zip(new).enumerate() {
        at(path, &(start + n).to_string(), |path| {
            compare(out, path, old, new);
        });
    }
    // From the end, so that the indices of the others do not change.
    for n in (new.len()..old.len()).rev() {
        at(path, &(start + n).to_string(), |path| {
            out.push(JsonPatchOperation::remove(path.as_str()));
        });
    }
    for (n, new) in new.iter().enumerate().skip(old.len()) {
        at(path, &(start + n).to_string(), |path| {
            out.push(JsonPatchOperation::add(path.as_str(), new));
        });
    }
}

/// Runs with one more segment on the path.
fn at<R>(path: &mut String, segment: &str, run: impl FnOnce(&mut String) -> R) -> R {
    let length = path.len();
    path.push('/');
    path.push_str(&escape_segment(segment));
    let result = run(path);
    path.truncate(length);
    result
}
