//! Types, as the mock server reads them.

use serde_json::{Map, Value, json};

use super::super::cx::EmitCx;
use crate::model::{
    Access, Constraints, Field, JsonType, JsonTypes, Scalar, Shape, TypeDef, TypeRef,
};

pub(super) fn type_def(cx: &EmitCx<'_>, def: &TypeDef) -> Value {
    let mut out = match &def.shape {
        Shape::Struct(shape) => {
            let fields: Map<String, Value> = shape
                .fields
                .iter()
                .map(|it| (it.wire.clone(), field(cx, it)))
                .collect();
            let mut out = json!({"is": "struct", "fields": fields});
            if shape.additional != TypeRef::Json {
                out["others"] = schema(cx, &shape.additional, &Constraints::default(), &[]);
            }
            out
        }
        Shape::StringEnum(_) if def.allows_others => json!({"is": "string"}),
        Shape::StringEnum(values) => {
            let values: Vec<&str> = values.iter().map(|it| it.wire.as_str()).collect();
            json!({"is": "enum", "values": values})
        }
        Shape::IntegerEnum(values) => {
            let values: Vec<i64> = values.iter().map(|it| it.wire).collect();
            json!({"is": "enum", "values": values})
        }
        Shape::Union(shape) => {
            let branches: Vec<Value> = shape
                .branches
                .iter()
                .map(|branch| {
                    let mut out = schema(cx, &branch.ty, &Constraints::default(), &[]);
                    if !branch.tags.is_empty() {
                        out["tags"] = json!(branch.tags);
                    }
                    out
                })
                .collect();
            json!({"is": "union", "by": shape.discriminator, "branches": branches})
        }
        Shape::Id => json!({"is": "string"}),
        Shape::Alias(ty) => return schema(cx, ty, &def.constraints, &[]),
    };
    if let Some(example) = &def.constraints.example {
        out["example"] = example.clone();
    }
    out
}

pub(super) fn field(cx: &EmitCx<'_>, field: &Field) -> Value {
    let mut marks = Vec::new();
    if field.presence.is_required() {
        marks.push(("required", Value::from(true)));
    }
    if matches!(
        field.presence,
        crate::model::Presence::Nullable | crate::model::Presence::OptionalNullable
    ) {
        marks.push(("nullable", Value::from(true)));
    }
    match field.access {
        Access::Both => {}
        Access::Read => marks.push(("access", "read".into())),
        Access::Write => marks.push(("access", "write".into())),
    }
    schema(cx, &field.ty, &field.constraints, &marks)
}

/// A type with the bounds on it.
pub(super) fn schema(
    cx: &EmitCx<'_>,
    ty: &TypeRef,
    constraints: &Constraints,
    marks: &[(&str, Value)],
) -> Value {
    let none = Constraints::default();
    let plain = |is: &str| Value::Object(Map::from_iter([("is".to_owned(), is.into())]));
    let of = |is: &str, ty: &TypeRef| json!({"is": is, "of": schema(cx, ty, &none, &[])});
    let mut out = match ty {
        TypeRef::Named(id) => json!({"is": "named", "name": cx.rust.types[*id].name}),
        TypeRef::Scalar(scalar) => plain(match scalar {
            Scalar::Bool => "bool",
            Scalar::I32 => "i32",
            Scalar::I64 => "i64",
            Scalar::U64 => "u64",
            Scalar::Integer => "integer",
            Scalar::Number => "number",
            Scalar::String | Scalar::Binary => "string",
            Scalar::Date => "date",
            Scalar::Timestamp => "date-time",
            Scalar::Base64 => "base64",
        }),
        TypeRef::List(item) => of("list", item),
        TypeRef::Map(value) => of("map", value),
        TypeRef::Nullable(inner) => {
            let mut out = schema(cx, inner, &none, &[]);
            out["nullable"] = true.into();
            out
        }
        TypeRef::Object => plain("object"),
        TypeRef::Json => plain("any"),
        TypeRef::JsonPatch => plain("patch"),
        TypeRef::JsonPatchOperation => plain("patch-operation"),
    };
    for (name, mark) in marks {
        out[*name] = mark.clone();
    }
    bounds(&mut out, constraints);
    out
}

pub(super) fn bounds(out: &mut Value, constraints: &Constraints) {
    let Constraints {
        minimum,
        maximum,
        exclusive_minimum,
        exclusive_maximum,
        min_length,
        max_length,
        min_items,
        max_items,
        values,
        default,
        example,
        patch_values,
        ..
    } = constraints;
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            out[name] = value;
        }
    };
    let lowest = if *exclusive_minimum { "above" } else { "min" };
    put(lowest, minimum.clone().map(Value::Number));
    let highest = if *exclusive_maximum { "below" } else { "max" };
    put(highest, maximum.clone().map(Value::Number));
    put("min_length", min_length.map(Value::from));
    put("max_length", max_length.map(Value::from));
    put("min_items", min_items.map(Value::from));
    put("max_items", max_items.map(Value::from));
    put("values", (!values.is_empty()).then(|| json!(values)));
    put("default", default.clone());
    put("example", example.clone());
    if *patch_values != JsonTypes::Any {
        out["of"] = json_types(patch_values);
    }
}

/// Values by their JSON types alone.
fn json_types(types: &JsonTypes) -> Value {
    let JsonTypes::Of(types) = types else {
        return json!({"is": "any"});
    };
    let mut branches = Vec::new();
    for ty in types {
        branches.push(match ty {
            JsonType::Null => continue,
            JsonType::Boolean => json!({"is": "bool"}),
            JsonType::Integer => json!({"is": "integer"}),
            JsonType::Number => json!({"is": "number"}),
            JsonType::String => json!({"is": "string"}),
            JsonType::Object => json!({"is": "object"}),
            JsonType::Array(items) => json!({"is": "list", "of": json_types(items)}),
        });
    }
    let mut out = json!({"is": "union", "branches": branches});
    if types.contains(&JsonType::Null) {
        out["nullable"] = true.into();
    }
    out
}
