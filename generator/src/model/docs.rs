//! Texts of a document, and bounds that only the documentation shows.

use serde_json::{Number, Value};

/// The words on a thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Docs {
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
}

/// Facts on a value that its Rust type does not carry; documented, never checked by the client.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Constraints {
    /// A format that has no type of its own: `uuid`, `uri`.
    pub(crate) format: Option<String>,
    pub(crate) minimum: Option<Number>,
    pub(crate) maximum: Option<Number>,
    /// `minimum` itself is out.
    pub(crate) exclusive_minimum: bool,
    /// `maximum` itself is out.
    pub(crate) exclusive_maximum: bool,
    pub(crate) multiple_of: Option<Number>,
    pub(crate) min_length: Option<usize>,
    pub(crate) max_length: Option<usize>,
    pub(crate) pattern: Option<String>,
    pub(crate) min_items: Option<usize>,
    pub(crate) max_items: Option<usize>,
    pub(crate) unique_items: bool,
    pub(crate) min_properties: Option<usize>,
    pub(crate) max_properties: Option<usize>,
    /// The only values allowed, where no enum is made of them.
    pub(crate) values: Vec<Value>,
    pub(crate) default: Option<Value>,
    pub(crate) example: Option<Value>,
    /// The operation that lists the resources whose id this is.
    pub(crate) resource_operation: Option<String>,
    /// What holds for each item of a list, or each value of a map, where that has no name of its own.
    pub(crate) item: Option<Box<Constraints>>,
    /// The values that operations of a JSON Patch may have.
    pub(crate) patch_values: JsonTypes,
}

/// The values that a schema allows if it says no more than JSON types.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum JsonTypes {
    #[default]
    Any,
    Of(Vec<JsonType>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JsonType {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Object,
    Array(JsonTypes),
}

impl JsonTypes {
    /// Whether there are values of every type among them, so that the schema only lists what JSON has.
    pub(crate) fn is_open(&self) -> bool {
        let Self::Of(types) = self else {
            return true;
        };
        let has = |is: fn(&JsonType) -> bool| types.iter().any(is);
        has(|it| matches!(it, JsonType::Boolean))
            && has(|it| matches!(it, JsonType::Integer | JsonType::Number))
            && has(|it| matches!(it, JsonType::String))
            && has(|it| matches!(it, JsonType::Object))
            && has(|it| matches!(it, JsonType::Array(_)))
    }
}
