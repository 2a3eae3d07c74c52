//! One schema as the document has it, and what can be said of it without looking at others.

use std::rc::Rc;

use openapiv3::{AnySchema, SchemaData};
use serde_json::{Number, Value};

use crate::config::Service;
use crate::lower::conventions;
use crate::lower::node::resolve::Resolver;
use crate::model::{Access, Constraints, Docs, JsonTypes};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// One deserialized schema; its children are read where they are needed.
#[derive(Debug)]
pub(in crate::lower) struct SchemaNode<'a> {
    pub(in crate::lower) at: SpecPath,
    pub(in crate::lower) raw: &'a Value,
    pub(in crate::lower) data: SchemaData,
    pub(in crate::lower) any: AnySchema,
}

impl SchemaNode<'_> {
    pub(in crate::lower) fn docs(&self) -> Docs {
        let elsewhere = self.data.external_docs.as_ref();
        Docs {
            summary: self.data.title.clone(),
            description: with_external(self.data.description.clone(), elsewhere),
            deprecated: self.data.deprecated,
        }
    }

    pub(in crate::lower) fn access(&self) -> Access {
        match (self.data.read_only, self.data.write_only) {
            (true, false) => Access::Read,
            (false, true) => Access::Write,
            (false, false) | (true, true) => Access::Both,
        }
    }

    pub(in crate::lower) fn constraints(&self, service: &Service) -> Constraints {
        let number = |key: &str| -> Option<Number> { self.raw.get(key)?.as_number().cloned() };
        let any = &self.any;
        Constraints {
            format: any.format.clone(),
            minimum: number("minimum"),
            maximum: number("maximum"),
            exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
            exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
            multiple_of: number("multipleOf"),
            min_length: any.min_length,
            max_length: any.max_length,
            pattern: any.pattern.clone(),
            min_items: any.min_items,
            max_items: any.max_items,
            unique_items: any.unique_items.unwrap_or_default(),
            min_properties: any.min_properties,
            max_properties: any.max_properties,
            item: None,
            patch_values: JsonTypes::Any,
            default: self.raw.get("default").cloned(),
            example: self.raw.get("example").cloned(),
            values: self.values_without_type(),
            resource_operation: conventions::resource_operation(service, self.raw),
        }
    }

    /// The values of an enumeration that becomes no enum: numbers, booleans, or some of each.
    fn values_without_type(&self) -> Vec<Value> {
        let values: Vec<&Value> = self
            .any
            .enumeration
            .iter()
            .filter(|value| !value.is_null())
            .collect();
        let becomes_enum = match self.any.typ.as_deref() {
            Some("string") => true,
            Some("integer") => values.iter().all(|value| value.is_i64()),
            None => {
                values.iter().all(|value| value.is_string())
                    || values.iter().all(|value| value.is_i64())
            }
            Some(_) => false,
        };
        if becomes_enum {
            Vec::new()
        } else {
            values.into_iter().cloned().collect()
        }
    }

    /// Whether it says anything on the type, or only adds words, bounds or `nullable` to what others say.
    pub(in crate::lower) fn has_substance(&self) -> bool {
        let any = &self.any;
        let is_plain_object = any.typ.as_deref().is_none_or(|typ| typ == "object");
        !is_plain_object
            || !any.properties.is_empty()
            || matches!(
                &any.additional_properties,
                Some(openapiv3::AdditionalProperties::Schema(_))
            )
            || any.items.is_some()
            || !(any.enumeration.is_empty() || any.enumeration.iter().all(Value::is_null))
            || !(any.one_of.is_empty() && any.any_of.is_empty() && any.all_of.is_empty())
    }

    /// Whether it accepts `null` and nothing else.
    pub(in crate::lower) fn is_null(&self) -> bool {
        self.any.typ.as_deref() == Some("null")
            || !self.has_substance()
                && self.any.typ.is_none()
                && self.any.required.is_empty()
                && (self.data.nullable || !self.any.enumeration.is_empty())
    }
}

impl<'a> Resolver<'a> {
    /// The schema at `at`, which is not a reference.
    pub(in crate::lower) fn node(&self, at: &SpecPath) -> Option<Rc<SchemaNode<'a>>> {
        let raw = self.document.get(at)?;
        self.taken(at, raw)
    }

    /// The given schema, at `at`.
    pub(in crate::lower) fn taken(
        &self,
        at: &SpecPath,
        raw: &'a Value,
    ) -> Option<Rc<SchemaNode<'a>>> {
        let node = self.reporter.take_schema(raw, at).map(|(data, any)| {
            Rc::new(SchemaNode {
                at: at.clone(),
                raw,
                data,
                any,
            })
        });
        if let Some(node) = &node {
            self.check_consistency(node);
        }
        node
    }

    /// The schema that `at` holds or refers to.
    pub(in crate::lower) fn target_node(&self, at: &SpecPath) -> Option<Rc<SchemaNode<'a>>> {
        let (target, raw) = self.follow(at, NodeKind::Schema)?;
        self.taken(&target, raw)
    }
}

/// Two descriptions of one thing, as paragraphs.
pub(in crate::lower) fn joined(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) if !first.contains(second.trim()) => {
            Some(format!("{first}\n\n{second}"))
        }
        (first, second) => first.or(second),
    }
}

/// A description with the page that says more.
pub(in crate::lower) fn with_external(
    description: Option<String>,
    elsewhere: Option<&openapiv3::ExternalDocumentation>,
) -> Option<String> {
    let Some(elsewhere) = elsewhere else {
        return description;
    };
    let words = elsewhere.description.as_deref().unwrap_or("More on this");
    let page = format!(
        "{}: {}",
        words.trim_end_matches(['.', ':', ' ']),
        elsewhere.url
    );
    Some(match description {
        Some(description) => format!("{description}\n\n{page}"),
        None => page,
    })
}
