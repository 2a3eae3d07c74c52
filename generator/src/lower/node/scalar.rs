//! Types without parts: the table of `type` and `format`.

use serde_json::Value;

use crate::model::{Scalar, TypeRef};
use crate::openapi::suggest::nearest;

/// The types that there are.
const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

/// The scalar of one of the four scalar types.
///
/// A format that has no type of its own is documented, and the value stays as it is on the wire: no format of integers but
/// `uint64` reaches beyond an `i64`. Numbers are of one type whatever their format, which writes them as they were received.
/// `docs/formats.md` has the table for users.
pub(in crate::lower) fn of_type(name: &str, format: Option<&str>) -> Option<Scalar> {
    Some(match (name, format) {
        ("boolean", _) => Scalar::Bool,
        ("integer", Some("int32")) => Scalar::I32,
        ("integer", Some("uint64")) => Scalar::U64,
        ("integer", Some(_)) => Scalar::I64,
        ("integer", None) => Scalar::Integer,
        ("number", _) => Scalar::Number,
        ("string", Some("date")) => Scalar::Date,
        ("string", Some("date-time")) => Scalar::Timestamp,
        ("string", Some("byte")) => Scalar::Base64,
        ("string", Some("binary")) => Scalar::Binary,
        ("string", _) => Scalar::String,
        _ => return None,
    })
}

/// Whether a value that the schema lists, its default or its least value is an integer that no `i64` holds.
pub(in crate::lower) fn is_beyond_i64(schema: &Value) -> bool {
    let listed = schema.get("enum").and_then(Value::as_array);
    let single = ["default", "minimum"].into_iter();
    let single = single.filter_map(|key| schema.get(key));
    let mut values = listed.into_iter().flatten().chain(single);
    values.any(|value| value.is_u64() && !value.is_i64())
}

/// Whether it is one of the six types.
pub(in crate::lower) fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Returns the type that an unknown `type` probably means.
pub(in crate::lower) fn evidently_meant(name: &str) -> Option<TypeRef> {
    Some(match name.to_ascii_lowercase().as_str() {
        "date-time" | "datetime" | "timestamp" => TypeRef::Scalar(Scalar::Timestamp),
        "date" => TypeRef::Scalar(Scalar::Date),
        "byte" => TypeRef::Scalar(Scalar::Base64),
        "time" | "uuid" | "uri" | "url" | "email" | "password" | "text" | "char" | "str"
        | "string" | "enum" => TypeRef::Scalar(Scalar::String),
        "binary" | "file" => TypeRef::Scalar(Scalar::Binary),
        "int32" | "short" => TypeRef::Scalar(Scalar::I32),
        "int64" | "long" => TypeRef::Scalar(Scalar::I64),
        "int" | "integer" => TypeRef::Scalar(Scalar::Integer),
        "float" | "double" | "decimal" | "number" => TypeRef::Scalar(Scalar::Number),
        "bool" | "boolean" => TypeRef::Scalar(Scalar::Bool),
        "map" | "dict" | "object" => TypeRef::Object,
        "list" | "array" => TypeRef::List(Box::new(TypeRef::Json)),
        other => return evidently_meant(nearest(other, TYPES)?),
    })
}

/// How a `type` that does not exist is written; `None` if it says nothing.
pub(in crate::lower) fn written(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let (ty, format) = match name.as_str() {
        "datetime" | "timestamp" => ("string", "date-time"),
        "date-time" | "date" | "time" | "uuid" | "uri" | "email" | "byte" | "binary"
        | "password" => ("string", name.as_str()),
        "url" => ("string", "uri"),
        "file" => ("string", "binary"),
        "int32" | "int64" => ("integer", name.as_str()),
        "short" => ("integer", "int32"),
        "long" => ("integer", "int64"),
        "float" | "double" => ("number", name.as_str()),
        _ => {
            let ty = evidently_meant(&name)?;
            let plain = TYPES
                .into_iter()
                .find(|it| evidently_meant(it).as_ref() == Some(&ty));
            return plain.map(|plain| format!("`type: {plain}`"));
        }
    };
    Some(format!("`type: {ty}` with `format: {format}`"))
}

/// A type in the words of a message.
pub(in crate::lower) fn describe(ty: &TypeRef) -> &'static str {
    match ty {
        TypeRef::Scalar(scalar) => scalar.describe(),
        TypeRef::List(_) => "a list of any JSON values",
        TypeRef::Map(_) | TypeRef::Object => "an object",
        TypeRef::Named(_)
        | TypeRef::Nullable(_)
        | TypeRef::Json
        | TypeRef::JsonPatch
        | TypeRef::JsonPatchOperation => "any JSON value",
    }
}
