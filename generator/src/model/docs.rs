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

impl Constraints {
    /// Adds the constraints of another place to these, which win where both say something.
    pub(crate) fn or(mut self, more: Self) -> Self {
        let Self {
            format,
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
            min_length,
            max_length,
            pattern,
            min_items,
            max_items,
            unique_items,
            min_properties,
            max_properties,
            values,
            default,
            example,
            resource_operation,
            item,
            patch_values,
        } = more;
        self.format = self.format.or(format);
        if self.minimum.is_none() {
            (self.minimum, self.exclusive_minimum) = (minimum, exclusive_minimum);
        }
        if self.maximum.is_none() {
            (self.maximum, self.exclusive_maximum) = (maximum, exclusive_maximum);
        }
        self.multiple_of = self.multiple_of.or(multiple_of);
        self.min_length = self.min_length.or(min_length);
        self.max_length = self.max_length.or(max_length);
        self.pattern = self.pattern.or(pattern);
        self.min_items = self.min_items.or(min_items);
        self.max_items = self.max_items.or(max_items);
        self.unique_items |= unique_items;
        self.min_properties = self.min_properties.or(min_properties);
        self.max_properties = self.max_properties.or(max_properties);
        if self.values.is_empty() {
            self.values = values;
        }
        self.default = self.default.or(default);
        self.example = self.example.or(example);
        self.resource_operation = self.resource_operation.or(resource_operation);
        self.item = self.item.or(item);
        if self.patch_values == JsonTypes::Any {
            self.patch_values = patch_values;
        }
        self
    }
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
