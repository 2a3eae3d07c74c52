//! Objects: properties, which of them are required, and what further properties hold.

use openapiv3::AdditionalProperties;

use super::LowerCx;
use super::schema::Place;
use super::schema_node::SchemaNode;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Hint, Owner, Presence, Role, Shape, StructShape, TypeId, TypeRef};
use crate::spec_path::SpecPath;

impl<'a> LowerCx<'a> {
    pub(super) fn object(&mut self, node: &SchemaNode<'a>, place: &mut Place) -> TypeRef {
        if node.any.properties.is_empty() {
            return match &node.any.additional_properties {
                Some(AdditionalProperties::Schema(_)) => {
                    let value = self.additional_value(node, place.value());
                    TypeRef::Map(Box::new(value))
                }
                Some(AdditionalProperties::Any(_)) | None => TypeRef::Object,
            };
        }
        self.check_required(node);
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
        self.types[id].shape = Shape::Struct(StructShape {
            fields,
            additional,
            closed: node.any.additional_properties == Some(AdditionalProperties::Any(false)),
        });
        TypeRef::Named(id)
    }

    /// Required properties must be described, unless additional properties are allowed.
    fn check_required(&mut self, node: &SchemaNode<'a>) {
        let any = &node.any;
        if let Some(AdditionalProperties::Schema(_)) = any.additional_properties {
            return;
        }
        for (n, name) in any.required.iter().enumerate() {
            if !any.properties.contains_key(name) {
                self.undescribed(name, &node.at.key("required").index(n));
            }
        }
    }

    /// Reports a property that is required at `at` but not described.
    pub(super) fn undescribed(&mut self, name: &str, at: &SpecPath) {
        let message = format!(
            "the property `{}` is required, but not described; it is read as an additional property",
            name.escape_debug()
        );
        let help = "describe it in `properties`, or fix its name";
        self.report(Diagnostic::warning(Code::UndescribedProperty, at, message).help(help));
    }

    /// The values of properties without a name of their own.
    pub(super) fn additional_value(&mut self, node: &SchemaNode<'a>, hint: Hint) -> TypeRef {
        let value = self.schema(&node.at.key("additionalProperties"), hint);
        if value.nullable {
            TypeRef::Nullable(Box::new(value.ty))
        } else {
            value.ty
        }
    }

    /// One property of a struct.
    pub(super) fn field(&mut self, id: TypeId, name: &str, at: &SpecPath, required: bool) -> Field {
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
