//! The places of a document that become any JSON value, each with the reason.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Plan;
use crate::diagnostic::Report;
use crate::lower::preferred;
use crate::model::{BodyContent, Content, OtherContent, Shape, TypeRef};
use crate::spec_path::SpecPath;
use crate::syntax::Document;

/// A place that becomes any JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untyped {
    /// Where it is.
    pub at: SpecPath,
    /// The reason, without a full stop.
    pub reason: String,
}

/// The places of one document, in their order there.
pub(crate) fn places(plan: &Plan, document: &Document, warnings: &Report) -> Vec<Untyped> {
    let mut walk = Walk {
        document,
        warnings,
        found: BTreeMap::new(),
    };
    for (_, def) in plan.api.types.iter() {
        match &def.shape {
            Shape::Alias(ty) => walk.ty(ty, &def.at),
            Shape::Struct(shape) => {
                for field in &shape.fields {
                    walk.ty(&field.ty, &field.at);
                }
                // Without a schema, further properties are kept, and nothing is said of them.
                if shape.additional != TypeRef::Json {
                    walk.ty(&shape.additional, &def.at.key("additionalProperties"));
                }
            }
            Shape::Union(shape) => {
                for branch in &shape.branches {
                    walk.ty(&branch.ty, &branch.at);
                }
            }
            Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id => {}
        }
    }
    for (_, operation) in plan.api.operations.iter() {
        let params = operation.path_params.iter().chain(&operation.query_params);
        let params = params.chain(&operation.header_params);
        for param in params.chain(&operation.cookie_params) {
            walk.ty(&param.ty, &param.at);
        }
        match operation.body.as_ref().map(|body| (&body.content, body)) {
            Some((BodyContent::Json { ty, .. }, body)) => walk.ty(ty, &body.at),
            Some((
                BodyContent::Form { fields: parts } | BodyContent::Multipart { parts, .. },
                _,
            )) => {
                for part in parts {
                    if let Some(ty) = part.content.ty() {
                        walk.ty(ty, &part.at);
                    }
                }
            }
            Some((BodyContent::Text { .. } | BodyContent::Bytes { .. }, _)) | None => {}
        }
        for other in operation.body.iter().flat_map(|body| &body.others) {
            if let OtherContent::Json(ty) | OtherContent::Form { ty, .. } = &other.content {
                walk.ty(ty, &other.at);
            }
        }
        for response in operation.successes.iter().chain(&operation.failures) {
            if let Content::Json(ty) = &response.content {
                walk.ty(ty, &response.at);
            }
            for other in &response.others {
                if let (Content::Json(ty), Some(media)) = (&other.content, preferred(&other.media))
                {
                    walk.ty(ty, &response.at.keys(["content", media]));
                }
            }
            for sequence in &response.sequences {
                if let Some(ty) = sequence.content.ty() {
                    walk.ty(ty, &sequence.at);
                }
            }
        }
    }
    let found = walk.found.into_iter();
    found.map(|(_, untyped)| untyped).collect()
}

struct Walk<'a> {
    document: &'a Document,
    warnings: &'a Report,
    /// By pointer.
    found: BTreeMap<String, Untyped>,
}

impl Walk<'_> {
    fn ty(&mut self, ty: &TypeRef, at: &SpecPath) {
        match ty {
            TypeRef::Json => {
                let reason = self.reason(at);
                let at = at.clone();
                self.found.insert(at.to_pointer(), Untyped { at, reason });
            }
            TypeRef::List(item) => {
                let at = self.schema(at);
                self.ty(item, &at.key("items"));
            }
            TypeRef::Map(value) => {
                let at = self.schema(at);
                self.ty(value, &at.key("additionalProperties"));
            }
            TypeRef::Nullable(inner) => self.ty(inner, at),
            TypeRef::Named(_)
            | TypeRef::Scalar(_)
            | TypeRef::Object
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => {}
        }
    }

    /// The schema of a place: its own, or that of the parameter, body or response there, behind references.
    fn schema(&self, at: &SpecPath) -> SpecPath {
        let mut at = at.clone();
        // References can form a cycle.
        for _ in 0..32 {
            let Some(node) = self.document.get(&at) else {
                break;
            };
            if let Some(pointer) = node.get("$ref").and_then(Value::as_str)
                && let Some(target) = pointer.strip_prefix('#').and_then(|it| at.pointer(it))
            {
                at = target;
            } else if node.get("schema").is_some_and(Value::is_object) {
                at = at.key("schema");
            } else if let Some(content) = node.get("content").and_then(Value::as_object)
                && let Some(media) = content.keys().next()
            {
                at = at.key("content").key(media);
            } else {
                break;
            }
        }
        at
    }

    fn reason(&self, at: &SpecPath) -> String {
        let schema = self.schema(at);
        let pointers = [at.to_pointer(), schema.to_pointer()];
        let warned = self.warnings.diagnostics().iter().find(|it| {
            let is_here = |at: &SpecPath| pointers.contains(&at.to_pointer());
            it.message.contains("any JSON") && it.at.iter().any(is_here)
        });
        if let Some(warning) = warned {
            return warning.message.clone();
        }
        let node = self.document.get(&schema);
        let has = |key: &str| node.is_some_and(|it| it.get(key).is_some());
        let reason = match node {
            None => "there is no schema",
            Some(_) if has("allOf") => "the parts of `allOf` have no type in common",
            Some(_) if has("oneOf") || has("anyOf") => "a branch of the union takes any value",
            Some(node) if is_null(node) => "null is its only value",
            Some(_) if has("enum") => "the values of `enum` have several types",
            Some(_) if has("type") => "the type is not one of OpenAPI 3.0",
            Some(_) => "the schema has no `type`",
        };
        reason.to_owned()
    }
}

/// Whether a schema lists null and nothing else.
fn is_null(schema: &Value) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    values.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
}
