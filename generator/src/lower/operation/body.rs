//! Request bodies: which of the offered media types is sent, and how.

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::joined;
use crate::lower::operation::Operations;
use crate::lower::operation::media::{Codec, codec, essence, preferred};
use crate::lower::operation::part::FormKind;
use crate::lower::schema::Use;
use crate::model::{Body, BodyContent, Constraints, Docs, Hint, Owner, Role, Scalar, TypeRef};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

impl Reporter<'_> {
    /// A body of which the document gives no media type.
    fn any_body(self, taken: openapiv3::RequestBody, at: SpecPath) -> Body {
        let message = "the request body has no media type; it is sent as any JSON value";
        self.report(
            Diagnostic::warning(Code::UnsupportedBody, &at, message)
                .help("add `content` with a media type, or remove the `requestBody`"),
        );
        Body {
            content: BodyContent::Json {
                media: "application/json".to_owned(),
                ty: TypeRef::Json,
            },
            others: Vec::new(),
            required: taken.required,
            max_items: None,
            offered: Vec::new(),
            constraints: Constraints::default(),
            examples: Vec::new(),
            at,
            docs: Docs {
                summary: None,
                description: taken.description,
                deprecated: false,
            },
        }
    }
}

impl Operations<'_> {
    pub(in crate::lower) fn request_body(&mut self, owner: Owner, at: &SpecPath) -> Option<Body> {
        let (at, node) = self.resolver.follow(at, NodeKind::RequestBody)?;
        let taken =
            self.reporter
                .take::<openapiv3::RequestBody>(node, &at, NodeKind::RequestBody)?;
        let content_at = at.key("content");
        let Some(media) = preferred(taken.content.keys()).cloned() else {
            return Some(self.reporter.any_body(taken, at));
        };
        for offered in taken.content.keys() {
            self.resolver
                .unread_items(offered, &content_at.key(offered));
        }
        let media_at = content_at.key(&media);
        let schema_at = media_at.key("schema");
        let mut constraints = Constraints::default();
        let content = match codec(&media) {
            Codec::Json => {
                let used = self.json_body(owner, &media, &schema_at);
                constraints = used.constraints;
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
            Codec::Form => BodyContent::Form {
                fields: self.schemas.parts(owner, &media_at, FormKind::Form),
            },
            Codec::Multipart => BodyContent::Multipart {
                media: essence(&media),
                parts: self.schemas.parts(owner, &media_at, FormKind::Multipart),
            },
            codec @ (Codec::Text | Codec::Bytes) => {
                self.resolver.unread_schema(&media, &schema_at);
                if codec == Codec::Text {
                    BodyContent::Text { media }
                } else {
                    BodyContent::Bytes { media }
                }
            }
        };
        let form = match &content {
            BodyContent::Form { fields } => Some((FormKind::Form, &fields[..])),
            BodyContent::Multipart { parts, .. } => Some((FormKind::Multipart, &parts[..])),
            BodyContent::Json { .. } | BodyContent::Text { .. } | BodyContent::Bytes { .. } => None,
        };
        self.resolver.encoding_effect(&media_at, form);
        let others = self.other_bodies(owner, &content, taken.content.keys(), &media_at);
        Some(Body {
            others,
            required: taken.required,
            max_items: constraints.max_items,
            offered: taken.content.keys().cloned().collect(),
            constraints,
            examples: self.resolver.examples(&media_at),
            at,
            docs: Docs {
                summary: None,
                description: self
                    .resolver
                    .body_words(taken.description, &content, &schema_at),
                deprecated: false,
            },
            content,
        })
    }

    /// What a JSON body takes.
    fn json_body(&mut self, owner: Owner, media: &str, schema_at: &SpecPath) -> Use {
        if essence(media) == "application/json-patch+json" {
            self.resolver.patch_references(schema_at);
            return Use {
                ty: TypeRef::JsonPatch,
                constraints: Constraints {
                    patch_values: self.resolver.patch_values(schema_at),
                    ..Constraints::default()
                },
                ..Use::any_json()
            };
        }
        if self.resolver.document.get(schema_at).is_none() {
            return Use::any_json();
        }
        let hint = Hint::Inline {
            owner,
            role: Role::RequestBody,
        };
        self.schemas.schema(schema_at, hint)
    }
}

impl Resolver<'_> {
    /// The description of a body. A form has no type, so the description of its schema is used here.
    fn body_words(
        &self,
        own: Option<String>,
        content: &BodyContent,
        schema_at: &SpecPath,
    ) -> Option<String> {
        let is_form = matches!(
            content,
            BodyContent::Form { .. } | BodyContent::Multipart { .. }
        );
        let node = self.document.get(schema_at).filter(|_| is_form);
        let docs = node
            .and_then(|_| self.target_node(schema_at))
            .map(|it| it.docs());
        joined(own, docs.and_then(|docs| docs.description.or(docs.summary)))
    }

    /// The media type to use of those that are offered.
    pub(in crate::lower) fn choose<'m>(
        &self,
        offered: impl Iterator<Item = &'m String>,
        at: &SpecPath,
    ) -> Option<String> {
        let offered: Vec<&String> = offered.collect();
        let chosen = preferred(offered.iter().copied())?;
        for other in self.unused_media(chosen, offered.iter().copied(), at) {
            let message = format!(
                "of the media types offered, `{chosen}` is used; `{other}`, of another schema, is not read"
            );
            self.reporter.report(
                Diagnostic::warning(Code::UnsupportedBody, &at.key(&other), message)
                    .help("remove the other one by an overlay to silence this"),
            );
        }
        Some(chosen.clone())
    }

    /// The media types that say something else than the chosen one. One thing in several encodings is one thing.
    pub(in crate::lower) fn unused_media<'m>(
        &self,
        chosen: &str,
        offered: impl Iterator<Item = &'m String>,
        at: &SpecPath,
    ) -> Vec<String> {
        let schema = |media: &str| self.document.get(&at.keys([media, "schema"]));
        let others = offered.filter(|other| *other != chosen && schema(other) != schema(chosen));
        others.cloned().collect()
    }
}
