//! Decodes a record although some of its properties can't be read.

mod coerce;
mod edit;

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::decode::{self, DecodeError};
use super::locate::{self, Step, Steps};
use super::repair::repair;
use crate::response::one_line::one_line;

/// More properties of a response are not tried.
const MOST: usize = 2_000;

/// A value without the properties that can't be read. Dereferences to the value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Lenient<T> {
    /// The value. Properties that can't be read are absent.
    pub value: T,
    /// Why they can't be read, in the order of the JSON.
    pub faults: Vec<Fault>,
}

/// A property, or an item of a list, that can't be read.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault {
    path: String,
    json: String,
    message: String,
}

impl<T> Lenient<T> {
    /// Returns only the value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Lenient<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Lenient<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl Fault {
    /// Where it is in the JSON, such as `$.owner.since`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its JSON.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// Why it can't be read.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {}", self.path, self.message)
    }
}

/// The JSON is not shown: it may be personal.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("path", &self.path)
            .field("json_bytes", &self.json.len())
            .field("message", &self.message)
            .finish()
    }
}

/// Decodes JSON without what can't be read of it.
///
/// # Errors
/// If what can't be read is required, or the body is not JSON.
pub(crate) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<Lenient<T>, DecodeError> {
    let strict = match decode::json(body) {
        Ok(value) => {
            return Ok(Lenient {
                value,
                faults: Vec::new(),
            });
        }
        Err(error) => error,
    };
    let Some(text) = readable(body) else {
        return Err(strict);
    };
    let (text, faults) = without_faults(text, &failure::<T>)?;
    let value = decode::json(text.as_bytes())?;
    Ok(Lenient { value, faults })
}

/// The body as JSON, repaired if need be.
fn readable(body: &[u8]) -> Option<String> {
    let is_json = |text: &str| serde_json::from_str::<&RawValue>(text).is_ok();
    let valid = std::str::from_utf8(decode::without_mark(body)).ok();
    let text = valid.filter(|text| is_json(text)).map(str::to_owned);
    text.or_else(|| Some(repair(body)).filter(|text| is_json(text)))
}

/// Why a text can't be decoded, and where.
struct Failure {
    steps: Steps,
    message: String,
}

fn failure<T: DeserializeOwned>(text: &str) -> Option<Failure> {
    let error = serde_json::from_str::<T>(text).err()?;
    Some(Failure {
        steps: locate::steps(text.as_bytes(), &error),
        message: error.to_string(),
    })
}

/// Changes or removes what can't be read until all of it can. Not generic, so that it is compiled once.
fn without_faults(
    mut text: String,
    failure: &dyn Fn(&str) -> Option<Failure>,
) -> Result<(String, Vec<Fault>), DecodeError> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut removed = edit::Removed::default();
    let mut next = failure(&text);
    for _ in 0..MOST {
        let Some(Failure { steps, message }) = next.take() else {
            return Ok((text, faults));
        };
        let message = without_position(&message);
        let Some(json) = edit::get(&text, &steps).filter(|_| !steps.is_empty()) else {
            // What is required is missing: the last fault tells why, if there is one.
            let last = faults.pop();
            let path = last.as_ref().map_or("$", |fault| &fault.path);
            let message = last.as_ref().map_or(message, |fault| &fault.message);
            return Err(DecodeError::new(message).inside(path.trim_start_matches('$')));
        };
        let read = coerce::forms(json, message).into_iter().find_map(|form| {
            let changed = edit::set(&text, &steps, Some(&form))?;
            let failed = failure(&changed);
            let is_read = failed.as_ref().is_none_or(|failed| {
                !steps.starts_with(&failed.steps) && !failed.steps.starts_with(&steps)
            });
            is_read.then_some((changed, failed))
        });
        if let Some((changed, failed)) = read {
            (text, next) = (changed, failed);
            continue;
        }
        let is_null_item = json == "null" && matches!(steps.last(), Some(Step::Index(_)));
        if !is_null_item {
            faults.push(Fault {
                path: removed.path_before(&steps),
                json: json.to_owned(),
                message: one_line(message, decode::LONGEST),
            });
        }
        let Some(changed) = edit::set(&text, &steps, None) else {
            return Err(DecodeError::new(message));
        };
        removed.add(&steps);
        next = failure(&changed);
        text = changed;
    }
    match next {
        None => Ok((text, faults)),
        Some(_) => Err(DecodeError::new("too much of it can't be read")),
    }
}

/// The message without the line and the column, which are those of a changed text.
fn without_position(message: &str) -> &str {
    message
        .rfind(" at line ")
        .map_or(message, |end| &message[..end])
}

#[cfg(test)]
mod tests;
