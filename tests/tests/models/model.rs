//! A type as the tests of all types see it.

use sailpoint_isc::runtime::serde::Serialize;
use sailpoint_isc::runtime::serde::de::DeserializeOwned;
use sailpoint_isc::runtime::serde_json::{self, Value};

/// JSON that has been read and written again; why it could not be read otherwise.
pub(crate) type Outcome = Result<Value, String>;

/// One type of an API.
#[derive(Debug)]
pub(crate) struct Model {
    /// The module of the crate.
    pub(crate) api: &'static str,
    pub(crate) name: &'static str,
    /// Reads and writes a value.
    pub(crate) through: fn(&Value) -> Outcome,
    /// The wire names of all properties, in the order of `fields`.
    pub(crate) wires: &'static [&'static str],
    pub(crate) fields: Vec<Field>,
}

/// One field of a struct.
#[derive(Debug)]
pub(crate) struct Field {
    /// Reads two values, gives the first the field of the second, and writes it.
    pub(crate) change: fn(&Value, &Value) -> Outcome,
}

/// Reads text, as the client does, and JSON that was read before, as unions do.
pub(crate) fn through<T: DeserializeOwned + Serialize>(value: &Value) -> Outcome {
    let from_text: T = decode(value)?;
    let from_value: T = serde_json::from_value(value.clone()).map_err(|fault| fault.to_string())?;
    let [text, json] = [&from_text, &from_value].map(encode);
    assert_eq!(text, json, "one is read from text, the other from JSON");
    Ok(json)
}

pub(crate) fn decode<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_json::from_str(&value.to_string()).map_err(|fault| fault.to_string())
}

/// Writes a value as text, as the client does.
pub(crate) fn encode<T: Serialize>(value: &T) -> Value {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// The list of types: `api { Struct { field, … }, Other, … }`.
macro_rules! models {
    ($($api:ident { $($name:ident $({ $($field:ident),* })?,)* })*) => {
        vec![$($(crate::model::Model {
            api: stringify!($api),
            name: stringify!($name),
            through: crate::model::through::<$api::$name>,
            wires: crate::model::models!(@wires $api::$name $({ $($field)* })?),
            fields: vec![$($(crate::model::Field {
                change: |old, new| {
                    let mut old: $api::$name = crate::model::decode(old)?;
                    let new: $api::$name = crate::model::decode(new)?;
                    old.$field = new.$field;
                    Ok(crate::model::encode(&old))
                },
            }),*)?],
        },)*)*]
    };
    (@wires $api:ident::$name:ident) => { &[] };
    (@wires $api:ident::$name:ident { $($field:ident)* }) => {
        <$api::$name as sailpoint_isc::runtime::model::Object>::FIELDS
    };
}

pub(crate) use models;
