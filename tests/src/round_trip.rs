//! JSON read into a type and written again.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The JSON that was written, or why it could not be read.
pub type Outcome = Result<Value, String>;

/// Reads from text, as the client does, and from parsed JSON, as unions do.
///
/// # Errors
/// When the JSON is not a value of the type.
///
/// # Panics
/// When the two differ.
pub fn through<T: DeserializeOwned + Serialize>(value: &Value) -> Outcome {
    let from_text: T = decode(value)?;
    let from_value: T = serde_json::from_value(value.clone()).map_err(|fault| fault.to_string())?;
    let [text, json] = [&from_text, &from_value].map(encode);
    assert_eq!(text, json, "one is read from text, the other from JSON");
    Ok(json)
}

/// Reads from text.
///
/// # Errors
/// When the JSON is not a value of the type.
pub fn decode<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_json::from_str(&value.to_string()).map_err(|fault| fault.to_string())
}

/// Writes as text, as the client does.
///
/// # Panics
/// When the value can't be written as JSON.
pub fn encode<T: Serialize>(value: &T) -> Value {
    let text = serde_json::to_string(value).expect("a model can be written");
    serde_json::from_str(&text).expect("what was written can be read")
}
