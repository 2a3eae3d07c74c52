//! Objects: properties, which of them are required, and what further properties hold.

use openapiv3::AdditionalProperties;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::lower::node::schema_node::SchemaNode;
use crate::lower::schema::Place;
use crate::lower::schema::Schemas;
use crate::model::{Field, Hint, Owner, Presence, Role, Shape, StructShape, TypeId, TypeRef};
use crate::spec_path::SpecPath;

impl<'a> Schemas<'a> {
    pub(in crate::lower) fn object(&mut self, node: &SchemaNode<'a>, place: &mut Place) -> TypeRef {
        if node.any.properties.is_empty() {
            return match &node.any.additional_properties {
                Some(AdditionalProperties::Schema(_)) => {
                    map_of(self.additional_value(node, place.value()))
                }
                Some(AdditionalProperties::Any(_)) | None => TypeRef::Object,
            };
        }
        self.reporter.check_required(node);
        let id = self.item(node, place);
        let fields = node
            .any
            .properties
            .keys()
            .map(|name| {
                let at = node.at.key("properties").key(name);
                let required = node.any.required.contains(name);
                self.field(id, name, &at, required)
            })
            .collect();
        let additional = match &node.any.additional_properties {
            Some(AdditionalProperties::Schema(_)) => self.additional_value(
                node,
                Hint::Inline {
                    owner: Owner::Type(id),
                    role: Role::Value(None),
                },
            ),
            // Undeclared properties may still be received, regardless of `additionalProperties`: they are kept.
            Some(AdditionalProperties::Any(_)) | None => TypeRef::Json,
        };
        self.types.defs[id].shape = Shape::Struct(StructShape {
            fields,
            additional,
            closed: node.any.additional_properties == Some(AdditionalProperties::Any(false)),
        });
        TypeRef::Named(id)
    }

    /// The values of properties without a name of their own.
    pub(in crate::lower) fn additional_value(
        &mut self,
        node: &SchemaNode<'a>,
        hint: Hint,
    ) -> TypeRef {
        let value = self.schema(&node.at.key("additionalProperties"), hint);
        if value.nullable {
            TypeRef::Nullable(Box::new(value.ty))
        } else {
            value.ty
        }
    }

    /// One property of a struct.
    pub(in crate::lower) fn field(
        &mut self,
        id: TypeId,
        name: &str,
        at: &SpecPath,
        required: bool,
    ) -> Field {
        let hint = Hint::Inline {
            owner: Owner::Type(id),
            role: Role::Property(name.to_owned()),
        };
        let used = self.schema(at, hint);
        Field {
            wire: name.to_owned(),
            presence: Presence::new(required, used.nullable),
            ty: used.ty,
            access: used.access,
            is_relaxed: false,
            docs: used.docs,
            constraints: used.constraints,
            at: at.clone(),
        }
    }
}

impl<'a> Reporter<'a> {
    /// Required properties must be described, unless the schema says that there are others.
    fn check_required(self, node: &SchemaNode<'a>) {
        let any = &node.any;
        if has_others(any.additional_properties.as_ref()) {
            return;
        }
        for (n, name) in any.required.iter().enumerate() {
            if !any.properties.contains_key(name) {
                self.undescribed(name, &node.at.key("required").index(n));
            }
        }
    }

    /// Reports a property that is required at `at` but not described.
    pub(in crate::lower) fn undescribed(self, name: &str, at: &SpecPath) {
        let message = format!(
            "the property `{}` is required, but not described; it is read as an additional property",
            name.escape_debug()
        );
        let help = "describe it in `properties`, or fix its name";
        self.report(Diagnostic::warning(Code::UndescribedProperty, at, message).help(help));
    }
}

/// Returns whether a schema says that objects have further properties, of any kind or of one.
pub(super) fn has_others(additional: Option<&AdditionalProperties>) -> bool {
    !matches!(additional, None | Some(AdditionalProperties::Any(false)))
}

/// An object of values. A schema that lets everything through says no more than `true` does.
pub(super) fn map_of(value: TypeRef) -> TypeRef {
    if value == TypeRef::Json {
        TypeRef::Object
    } else {
        TypeRef::Map(Box::new(value))
    }
}
