//! Fields of forms and parts of multipart bodies: how each is sent.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::SchemaNode;
use crate::lower::operation::media::{Codec, codec};
use crate::lower::schema::Schemas;
use crate::lower::schema::types::Types;
use crate::model::{
    Access, Field, FieldStyle, Hint, Owner, ParamStyle, Part, PartContent, Role, Scalar, Shape,
    StructShape, TypeRef,
};
use crate::spec_path::SpecPath;

/// Which kind of body has the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower) enum FormKind {
    /// `application/x-www-form-urlencoded`
    Form,
    Multipart,
}

/// A form of which the fields are wanted.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Form<'f> {
    pub(in crate::lower) owner: Owner,
    pub(in crate::lower) media_at: &'f SpecPath,
    pub(in crate::lower) kind: FormKind,
}

impl Schemas<'_> {
    /// The properties of a form's schema, or of all its branches, each sent by itself; none where nothing describes them.
    pub(in crate::lower) fn parts(
        &mut self,
        owner: Owner,
        media_at: &SpecPath,
        kind: FormKind,
    ) -> Vec<Part> {
        let schema_at = media_at.key("schema");
        let form = Form {
            owner,
            media_at,
            kind,
        };
        let has_schema = self.resolver.document.get(&schema_at).is_some();
        let mut parts = if has_schema {
            self.fields_of_schema(form, &schema_at)
        } else {
            Vec::new()
        };
        for part in &mut parts {
            part.headers = self.resolver.part_headers(media_at, &part.wire, kind);
        }
        if parts.is_empty() && !self.resolver.has_no_fields(&schema_at) {
            let message =
                "the fields of this form are not described; they can be given by name only";
            self.reporter.report(
                Diagnostic::warning(Code::UnsupportedBody, media_at, message)
                    .help("give it a `schema` of `type: object` with `properties`"),
            );
        }
        parts
    }

    /// The properties of a schema, each sent by itself.
    pub(super) fn parts_of_properties(
        &mut self,
        form: Form<'_>,
        node: &SchemaNode<'_>,
    ) -> Vec<Part> {
        let mut parts = Vec::new();
        for name in node.any.properties.keys() {
            let at = node.at.key("properties").key(name);
            let hint = Hint::Inline {
                owner: form.owner,
                role: Role::Property(name.clone()),
            };
            let used = self.schema(&at, hint);
            self.drain_queue();
            let (content, media) = self.part_content(&used.ty, form, name);
            parts.push(Part {
                wire: name.clone(),
                headers: Vec::new(),
                required: node.any.required.contains(name) && used.access != Access::Read,
                media,
                content,
                docs: used.docs,
                constraints: used.constraints,
                at,
            });
        }
        parts
    }

    /// The properties of a struct as the parts of a body.
    pub(super) fn parts_of_struct(&self, shape: &StructShape, form: Form<'_>) -> Vec<Part> {
        let part = |field: &Field| {
            let (content, media) = self.part_content(&field.ty, form, &field.wire);
            Part {
                wire: field.wire.clone(),
                headers: Vec::new(),
                content,
                media,
                required: field.presence.is_required() && field.access != Access::Read,
                docs: field.docs.clone(),
                constraints: field.constraints.clone(),
                at: field.at.clone(),
            }
        };
        shape.fields.iter().map(part).collect()
    }

    /// How a property is sent, and with which of the media types that `encoding` gives it.
    fn part_content(
        &self,
        ty: &TypeRef,
        form: Form<'_>,
        name: &str,
    ) -> (PartContent, Option<String>) {
        let Form { media_at, kind, .. } = form;
        let encoding = self
            .resolver
            .document
            .get(&media_at.keys(["encoding", name]));
        let written = |key: &str| encoding.and_then(|it| it.get(key));
        let has_style = ["style", "explode", "allowReserved"]
            .into_iter()
            .any(|key| written(key).is_some());
        if kind == FormKind::Form && has_style {
            let flag = |key: &str| written(key).and_then(Value::as_bool);
            let style = match written("style").and_then(Value::as_str) {
                Some("spaceDelimited") => ParamStyle::Space,
                Some("pipeDelimited") => ParamStyle::Pipe,
                Some("deepObject") => ParamStyle::Deep,
                _ => ParamStyle::Form,
            };
            let is_exploded = matches!(style, ParamStyle::Form | ParamStyle::Deep);
            let style = FieldStyle {
                style,
                explode: flag("explode").unwrap_or(is_exploded),
                allow_reserved: flag("allowReserved").unwrap_or_default(),
            };
            return (self.types.styled(ty, style), None);
        }
        let media = written("contentType").and_then(Value::as_str);
        let content = self.types.content_of_media(ty, kind, media);
        let is_file = matches!(content, PartContent::File | PartContent::FileList);
        let media = media
            .filter(|_| kind == FormKind::Multipart)
            .and_then(|media| {
                // A file may have any of them; text and JSON have the first that is not a range.
                let mut each = media.split(',').map(str::trim);
                let first = each.find(|it| !it.contains('*'));
                if is_file { Some(media) } else { first }
            });
        (content, media.map(str::to_owned))
    }
}

impl Resolver<'_> {
    /// Returns whether a form's schema says that there are no fields, rather than nothing of them.
    fn has_no_fields(&self, schema_at: &SpecPath) -> bool {
        self.document.get(schema_at).is_some_and(|schema| {
            schema.get("additionalProperties") == Some(&Value::Bool(false))
                || schema
                    .get("properties")
                    .and_then(Value::as_object)
                    .is_some_and(serde_json::Map::is_empty)
        })
    }
}

impl Types {
    fn styled(&self, ty: &TypeRef, style: FieldStyle) -> PartContent {
        let repeats = style.explode || style.style == ParamStyle::Deep;
        if !style.allow_reserved {
            if self.is_text(ty) {
                return PartContent::Text(ty.clone());
            }
            if let TypeRef::List(item) = ty
                && repeats
                && self.is_text(item)
            {
                return PartContent::TextList((**item).clone());
            }
        }
        // The specification has no numbers for the items of a list, so that the name is repeated.
        let is_list_in_deep = style.style == ParamStyle::Deep
            && matches!(ty, TypeRef::List(item) if self.is_text(item));
        let style = FieldStyle {
            style: if is_list_in_deep {
                ParamStyle::Form
            } else {
                style.style
            },
            ..style
        };
        PartContent::Styled {
            ty: ty.clone(),
            style,
        }
    }

    fn content_of_media(&self, ty: &TypeRef, kind: FormKind, media: Option<&str>) -> PartContent {
        let is_file =
            |ty: &TypeRef| kind == FormKind::Multipart && *ty == TypeRef::Scalar(Scalar::Binary);
        let codec = media.map(|media| codec(media.split(',').next().unwrap_or_default()));
        if let TypeRef::List(item) = ty {
            if is_file(item) {
                return PartContent::FileList;
            }
            if self.is_text(item) {
                // Items are plain text otherwise, so this is a list in JSON.
                return if codec == Some(Codec::Json) {
                    PartContent::Json(ty.clone())
                } else {
                    PartContent::TextList((**item).clone())
                };
            }
        }
        if is_file(ty) {
            return PartContent::File;
        }
        if self.is_text(ty) {
            return PartContent::Text(ty.clone());
        }
        match codec {
            // The crate writes no such text; the caller does.
            Some(Codec::Text | Codec::Form | Codec::Multipart) => {
                return PartContent::Text(TypeRef::Scalar(Scalar::String));
            }
            Some(Codec::Bytes) if kind == FormKind::Multipart => return PartContent::File,
            Some(Codec::Json | Codec::Bytes) | None => {}
        }
        let is_known_object = |ty: &TypeRef| self.struct_of(ty).is_some();
        let is_object =
            |ty: &TypeRef| matches!(ty, TypeRef::Map(_) | TypeRef::Object) || is_known_object(ty);
        if is_object(ty) {
            return PartContent::Json(ty.clone());
        }
        if let TypeRef::List(item) = ty
            && is_object(item)
        {
            return PartContent::JsonList((**item).clone());
        }
        PartContent::Any(ty.clone())
    }

    /// Returns whether a value is one text.
    fn is_text(&self, ty: &TypeRef) -> bool {
        let TypeRef::Named(id) = ty else {
            return matches!(ty, TypeRef::Scalar(_));
        };
        match &self.defs[*id].shape {
            Shape::Alias(ty) => self.is_text(ty),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id => true,
            Shape::Union(union) => union.branches.iter().all(|it| self.is_scalar(&it.ty)),
            Shape::Struct(_) => false,
        }
    }

    /// The same without unions, which may be recursive.
    fn is_scalar(&self, ty: &TypeRef) -> bool {
        if let TypeRef::Named(id) = ty {
            self.defs[*id].shape.is_scalar()
        } else {
            matches!(ty, TypeRef::Scalar(_))
        }
    }
}
