//! Request bodies among the parameters, as Swagger 2.0 has them: `in: body` and `in: formData`.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::Method;
use crate::spec_path::{SpecPath, percent_decode};
use crate::syntax::{Document, child};

/// One parameter that belongs into the body.
#[derive(Clone)]
struct Piece<'d> {
    at: SpecPath,
    node: &'d Value,
}

/// The request body that an operation gets.
struct Gets {
    path: String,
    method: &'static str,
    body: Value,
}

pub(super) fn normalize(document: &mut Document, diagnostics: &mut Diagnostics) {
    let bodies = bodies(document, diagnostics);
    let paths = document.root.get_mut("paths");
    let Some(paths) = paths.and_then(Value::as_object_mut) else {
        return;
    };
    for Gets { path, method, body } in bodies {
        let operation = paths.get_mut(&path).and_then(|item| item.get_mut(method));
        if let Some(operation) = operation.and_then(Value::as_object_mut) {
            operation.insert("requestBody".to_owned(), body);
        }
    }
}

fn bodies(document: &Document, diagnostics: &mut Diagnostics) -> Vec<Gets> {
    let mut bodies = Vec::new();
    let at = document.at.key("paths");
    let paths = document.root.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let item_at = at.key(path);
        let shared = pieces(document, item, &item_at);
        for method in Method::ALL {
            let Some(operation) = item.get(method.key()) else {
                continue;
            };
            let mut pieces = pieces(document, operation, &item_at.key(method.key()));
            let is_new = |piece: &&Piece<'_>| {
                let name = piece.node.get("name");
                !pieces.iter().any(|known| known.node.get("name") == name)
            };
            let inherited: Vec<Piece<'_>> = shared.iter().filter(is_new).cloned().collect();
            pieces.extend(inherited);
            if pieces.is_empty() {
                continue;
            }
            let has_body = operation.get("requestBody").is_some_and(Value::is_object);
            for piece in &pieces {
                diagnostics.push(warning(piece, has_body));
            }
            if !has_body {
                bodies.push(Gets {
                    path: path.clone(),
                    method: method.key(),
                    body: body(&pieces),
                });
            }
        }
    }
    bodies
}

/// The parameters of a node that belong to the body.
fn pieces<'d>(document: &'d Document, node: &'d Value, at: &SpecPath) -> Vec<Piece<'d>> {
    let at = at.key("parameters");
    let parameters = node.get("parameters").and_then(Value::as_array);
    let parameters = parameters.into_iter().flatten().enumerate();
    let pieces = parameters.filter_map(|(n, parameter)| {
        let (at, node) = match parameter.get("$ref").and_then(Value::as_str) {
            None => (at.index(n), parameter),
            Some(reference) => {
                let pointer = percent_decode(reference.strip_prefix('#')?);
                let at = document.at.pointer(&pointer)?;
                let node = at.steps().into_iter().try_fold(&document.root, child)?;
                (at, node)
            }
        };
        let place = node.get("in").and_then(Value::as_str)?;
        let has_name = node.get("name").is_some_and(Value::is_string);
        (matches!(place, "body" | "formData") && has_name).then_some(Piece { at, node })
    });
    pieces.collect()
}

fn warning(piece: &Piece<'_>, has_body: bool) -> Diagnostic {
    let name = text(piece.node, "name");
    let place = text(piece.node, "in");
    let what = if has_body {
        "the operation has a `requestBody`, and the parameter is skipped"
    } else {
        "the parameter is read as a part of the `requestBody`"
    };
    let message = format!("`{name}` is `in: {place}`, which is Swagger 2.0; {what}");
    Diagnostic::warning(Code::UnsupportedParameter, &piece.at.key("in"), message)
        .help("write a `requestBody`, with a property of its schema for each part")
}

fn text<'n>(node: &'n Value, key: &str) -> &'n str {
    node.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The request body that the parameters come to. One alone that holds an object or a list is the body itself, as in Swagger
/// 2.0; else each is a property of it.
fn body(pieces: &[Piece<'_>]) -> Value {
    let is_form = |piece: &&Piece<'_>| text(piece.node, "in") == "formData";
    let is_required = |piece: &&Piece<'_>| piece.node.get("required") == Some(&Value::Bool(true));
    if let [only] = pieces
        && !is_form(&only)
        && let schema = schema(only)
        && !is_scalar(&schema)
    {
        return json!({
            "description": text(only.node, "description"),
            "required": is_required(&only),
            "content": {"application/json": {"schema": schema}},
        });
    }
    let properties: Map<String, Value> = pieces
        .iter()
        .map(|piece| (text(piece.node, "name").to_owned(), described(piece)))
        .collect();
    let required: Vec<&str> = pieces
        .iter()
        .filter(is_required)
        .map(|piece| text(piece.node, "name"))
        .collect();
    let has_file = properties
        .values()
        .any(|schema| text(schema, "format") == "binary");
    let media = if !pieces.iter().any(|piece| is_form(&piece)) {
        "application/json"
    } else if has_file {
        "multipart/form-data"
    } else {
        "application/x-www-form-urlencoded"
    };
    let is_needed = !required.is_empty();
    let mut schema = json!({"type": "object", "properties": properties});
    if is_needed {
        schema["required"] = json!(required);
    }
    json!({"required": is_needed, "content": {media: {"schema": schema}}})
}

/// The schema of a parameter, which Swagger 2.0 writes beside `in`.
fn schema(piece: &Piece<'_>) -> Value {
    if let Some(schema) = piece.node.get("schema").filter(|schema| schema.is_object()) {
        return schema.clone();
    }
    if text(piece.node, "type") == "file" {
        return json!({"type": "string", "format": "binary"});
    }
    let words = ["name", "in", "required", "description", "collectionFormat"];
    let members = piece.node.as_object().into_iter().flatten();
    let members = members.filter(|(key, _)| !words.contains(&key.as_str()));
    let members = members.map(|(key, value)| (key.clone(), value.clone()));
    Value::Object(members.collect())
}

/// The same with the parameter's own description.
fn described(piece: &Piece<'_>) -> Value {
    let mut schema = schema(piece);
    let description = piece.node.get("description");
    if let (Some(members), Some(description)) = (schema.as_object_mut(), description)
        && !members.contains_key("description")
        && !members.contains_key("$ref")
    {
        members.insert("description".to_owned(), description.clone());
    }
    schema
}

fn is_scalar(schema: &Value) -> bool {
    ["string", "number", "integer", "boolean"].contains(&text(schema, "type"))
}
