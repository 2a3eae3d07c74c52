//! Short descriptions of old and new values.

use serde_json::Value;

use super::Side;
use crate::model::{Shape, TypeRef};

impl Side<'_> {
    /// A type in words.
    pub(super) fn words(self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Named(id) => match &self.def(*id).shape {
                Shape::Alias(target) => self.words(target),
                shape @ (Shape::Struct(_) | Shape::Union(_)) => match self.component(*id) {
                    Some(name) => format!("`{name}`"),
                    None if matches!(shape, Shape::Union(_)) => "one of some types".to_owned(),
                    None => "an object".to_owned(),
                },
                Shape::StringEnum(_) => "one of some strings".to_owned(),
                Shape::IntegerEnum(_) => "one of some integers".to_owned(),
                Shape::Id => "an id".to_owned(),
            },
            TypeRef::Scalar(scalar) => scalar.describe().to_owned(),
            TypeRef::List(item) => format!("a list of {}", self.words(item)),
            TypeRef::Map(value) => format!("a map to {}", self.words(value)),
            TypeRef::Nullable(inner) => format!("{} or null", self.words(inner)),
            TypeRef::Object => "an object".to_owned(),
            TypeRef::Json => "anything".to_owned(),
            TypeRef::JsonPatch => "a JSON Patch".to_owned(),
            TypeRef::JsonPatchOperation => "an operation of a JSON Patch".to_owned(),
        }
    }
}

/// A value as it is written, in backticks.
pub(super) fn json(value: &Value) -> String {
    code(&value.to_string())
}

/// A text in backticks.
pub(super) fn code(text: &str) -> String {
    format!("`{}`", text.replace(['`', '\n'], " "))
}
