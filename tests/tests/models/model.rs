//! A type as the tests of all types see it.

use sailpoint_isc::runtime::serde_json::Value;
use tests::round_trip::Outcome;

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

/// The list of types: `api { Struct { field, … }, Other, … }`.
macro_rules! models {
    ($($api:ident { $($name:ident $({ $($field:ident),* })?,)* })*) => {
        vec![$($(crate::model::Model {
            api: stringify!($api),
            name: stringify!($name),
            through: tests::round_trip::through::<$api::$name>,
            wires: crate::model::models!(@wires $api::$name $({ $($field)* })?),
            fields: vec![$($(crate::model::Field {
                change: |old, new| {
                    let mut old: $api::$name = tests::round_trip::decode(old)?;
                    let new: $api::$name = tests::round_trip::decode(new)?;
                    old.$field = new.$field;
                    Ok(tests::round_trip::encode(&old))
                },
            }),*)?],
        },)*)*]
    };
    (@wires $api:ident::$name:ident) => { &[] };
    (@wires $api:ident::$name:ident { $($field:ident)* }) => {
        <$api::$name as sailpoint_isc::runtime::codegen::Object>::FIELDS
    };
}

pub(crate) use models;
