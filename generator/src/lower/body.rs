//! Request bodies: which of the offered media types is sent, and how.

use super::LowerCx;
use super::node::REQUEST_BODY;
use super::resolve::Kind;
use super::schema::Use;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Body, BodyContent, Constraints, Docs, Hint, Owner, Part, PartContent, Role, Scalar, Shape,
    TypeRef,
};
use crate::spec_path::SpecPath;

/// How a media type is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Codec {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

/// The codec of a media type: `application/json-patch+json; charset=utf-8` is JSON.
pub(super) fn codec(media: &str) -> Codec {
    let essence = media
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Codec::Form,
        "*/*" | "application/*" => Codec::Json,
        _ if essence.starts_with("multipart/") => Codec::Multipart,
        _ if essence.ends_with("/json") || essence.ends_with("+json") => Codec::Json,
        _ if essence.starts_with("text/")
            || essence.ends_with("/xml")
            || essence.ends_with("+xml")
            || essence.ends_with("yaml")
            || essence == "application/graphql" =>
        {
            Codec::Text
        }
        _ => Codec::Bytes,
    }
}

impl LowerCx<'_> {
    pub(super) fn request_body(&mut self, owner: Owner, at: &SpecPath) -> Option<Body> {
        let (at, node) = self.follow(at, Kind::RequestBody)?;
        let taken = self.take::<openapiv3::RequestBody>(node, &at, &REQUEST_BODY)?;
        let content_at = at.key("content");
        let Some(media) = self.choose(taken.content.keys(), &content_at) else {
            let message = "the request body offers no media type; it is sent as any JSON value";
            self.report(
                Diagnostic::warning(Code::UnsupportedBody, &at, message)
                    .help("add `content` with a media type, or remove the `requestBody`"),
            );
            return Some(Body {
                content: BodyContent::Json {
                    media: "application/json".to_owned(),
                    ty: TypeRef::Json,
                },
                required: taken.required,
                docs: Docs {
                    summary: None,
                    description: taken.description,
                    deprecated: false,
                },
                at,
            });
        };
        let media_at = content_at.key(&media);
        let schema_at = media_at.key("schema");
        let hint = Hint::Inline {
            owner,
            role: Role::RequestBody,
        };
        let has_schema = self.document.get(&schema_at).is_some();
        let content = match codec(&media) {
            Codec::Json => {
                let used = if has_schema {
                    self.schema(&schema_at, hint)
                } else {
                    Use::any_json()
                };
                if used.ty == TypeRef::Scalar(Scalar::Binary) {
                    BodyContent::Bytes { media }
                } else {
                    let media = if media.contains('*') {
                        "application/json".to_owned()
                    } else {
                        media
                    };
                    let ty = if used.nullable {
                        TypeRef::Nullable(Box::new(used.ty))
                    } else {
                        used.ty
                    };
                    BodyContent::Json { media, ty }
                }
            }
            Codec::Form => {
                let used = self.parts_of(&schema_at, has_schema, hint);
                BodyContent::Form {
                    fields: self.parts(&used, &media_at, false)?,
                }
            }
            Codec::Multipart => {
                let used = self.parts_of(&schema_at, has_schema, hint);
                BodyContent::Multipart {
                    parts: self.parts(&used, &media_at, true)?,
                }
            }
            Codec::Text => BodyContent::Text { media },
            Codec::Bytes => BodyContent::Bytes { media },
        };
        Some(Body {
            content,
            required: taken.required,
            docs: Docs {
                summary: None,
                description: taken.description,
                deprecated: false,
            },
            at,
        })
    }

    /// The media type to use of those that are offered.
    pub(super) fn choose<'m>(
        &mut self,
        offered: impl Iterator<Item = &'m String>,
        at: &SpecPath,
    ) -> Option<String> {
        let offered: Vec<&String> = offered.collect();
        let chosen = offered.iter().min_by_key(|media| codec(media))?;
        for other in &offered {
            if other != chosen {
                let message =
                    format!("of the media types offered, `{chosen}` is used; `{other}` is not");
                self.report(
                    Diagnostic::warning(Code::UnsupportedBody, &at.key(other), message)
                        .help("remove the other one by an overlay to silence this"),
                );
            }
        }
        Some((*chosen).clone())
    }

    fn parts_of(&mut self, schema_at: &SpecPath, has_schema: bool, hint: Hint) -> Use {
        let used = if has_schema {
            self.schema(schema_at, hint)
        } else {
            Use::any_json()
        };
        self.drain_queue();
        used
    }

    /// The properties of a form's schema, each sent by itself.
    fn parts(&mut self, used: &Use, at: &SpecPath, files: bool) -> Option<Vec<Part>> {
        let mut ty = &used.ty;
        while let TypeRef::Named(id) = ty
            && let Shape::Alias(target) = &self.types[*id].shape
        {
            ty = target;
        }
        let TypeRef::Named(id) = *ty else {
            let message = "the fields of this form are not described";
            self.report(
                Diagnostic::error(Code::UnsupportedBody, at, message)
                    .help("give it a `schema` of `type: object` with `properties`"),
            );
            return None;
        };
        let Shape::Struct(shape) = &self.types[id].shape else {
            self.report(
                Diagnostic::error(
                    Code::UnsupportedBody,
                    at,
                    "the fields of this form are no object",
                )
                .help("give it a `schema` of `type: object` with `properties`"),
            );
            return None;
        };
        let described: Vec<_> = shape
            .fields
            .iter()
            .map(|field| {
                (
                    field.wire.clone(),
                    field.ty.clone(),
                    field.presence.is_required(),
                    field.docs.clone(),
                    field.constraints.clone(),
                    field.at.clone(),
                )
            })
            .collect();
        Some(
            described
                .into_iter()
                .map(
                    |(wire, ty, required, docs, constraints, at): (
                        _,
                        _,
                        _,
                        Docs,
                        Constraints,
                        _,
                    )| Part {
                        wire,
                        content: self.part_content(&ty, files),
                        required,
                        docs,
                        constraints,
                        at,
                    },
                )
                .collect(),
        )
    }

    fn part_content(&self, ty: &TypeRef, files: bool) -> PartContent {
        match ty {
            TypeRef::Scalar(Scalar::Binary) if files => PartContent::File,
            TypeRef::List(item) => match &**item {
                TypeRef::Scalar(Scalar::Binary) if files => PartContent::FileList,
                item if self.is_text(item) => PartContent::TextList(item.clone()),
                _ => PartContent::Json(ty.clone()),
            },
            ty if self.is_text(ty) => PartContent::Text(ty.clone()),
            ty => PartContent::Json(ty.clone()),
        }
    }

    fn is_text(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Scalar(_) => true,
            TypeRef::Named(id) => match &self.types[*id].shape {
                Shape::StringEnum(_) | Shape::IntegerEnum(_) => true,
                Shape::Alias(ty) => self.is_text(ty),
                Shape::Struct(_) | Shape::Union(_) => false,
            },
            TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Nullable(_)
            | TypeRef::Object
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => false,
        }
    }
}
