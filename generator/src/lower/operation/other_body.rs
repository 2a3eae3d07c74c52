//! Further media types of a request body.

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::operation::Operations;
use crate::lower::operation::media::{Codec, codec, essence};
use crate::lower::operation::part::{Form, FormKind};
use crate::lower::schema::Schemas;
use crate::lower::schema::Use;
use crate::model::{
    BodyContent, FieldStyle, Hint, OtherBody, OtherContent, Owner, ParamStyle, Part, PartContent,
    Role, Scalar, TypeRef,
};
use crate::spec_path::SpecPath;

impl Operations<'_> {
    /// The media types that can be sent in place of the one at `chosen`. A form has its parts as arguments and setters of the
    /// request, which leaves no place for others.
    pub(in crate::lower) fn other_bodies<'m>(
        &mut self,
        owner: Owner,
        content: &BodyContent,
        offered: impl Iterator<Item = &'m String>,
        chosen: &SpecPath,
    ) -> Vec<OtherBody> {
        let steps = chosen.steps();
        let chosen_media = (*steps.last().unwrap_or(&"")).to_owned();
        let Some(content_at) = chosen.parent() else {
            return Vec::new();
        };
        let offered: Vec<&String> = offered.collect();
        let is_form = matches!(
            content,
            BodyContent::Form { .. } | BodyContent::Multipart { .. }
        );
        if is_form {
            let unused =
                self.resolver
                    .unused_media(&chosen_media, offered.into_iter(), &content_at);
            for other in unused {
                let message = format!("`{other}` can't be sent: `{chosen_media}` is");
                let found =
                    Diagnostic::warning(Code::UnsupportedBody, &content_at.key(&other), message);
                self.reporter
                    .report(found.help("remove the other one by an overlay to silence this"));
                let sentence =
                    format!("of the media types of the request, `{other}` can't be sent");
                self.has_no_effect(owner, sentence);
            }
            return Vec::new();
        }
        let unlike =
            self.resolver
                .unused_media(&chosen_media, offered.iter().copied(), &content_at);
        let mut others = Vec::new();
        for media in offered.iter().copied().filter(|it| **it != chosen_media) {
            self.resolver.unread_encoding(media, &content_at.key(media));
        }
        for media in offered {
            // One schema in JSON of two names is the same body; a name of its own is a vendor's.
            let is_alike = !unlike.contains(media)
                && codec(media) == codec(&chosen_media)
                && codec(media) == Codec::Json
                && (media.contains('*') || !essence(media).ends_with("+json"));
            if *media == chosen_media || is_alike {
                continue;
            }
            others.push(
                self.schemas
                    .other_body(owner, media, &content_at.key(media)),
            );
        }
        others
    }
}

impl Schemas<'_> {
    fn other_body(&mut self, owner: Owner, media: &str, at: &SpecPath) -> OtherBody {
        let schema_at = at.key("schema");
        let hint = Hint::Inline {
            owner,
            role: Role::Property(subtype(media)),
        };
        let typed = |cx: &mut Self| {
            let used = if cx.resolver.document.get(&schema_at).is_some() {
                cx.schema(&schema_at, hint.clone())
            } else {
                Use::any_json()
            };
            if used.nullable {
                TypeRef::Nullable(Box::new(used.ty))
            } else {
                used.ty
            }
        };
        let content = match codec(media) {
            Codec::Json if essence(media) == "application/json-patch+json" => {
                self.resolver.patch_references(&schema_at);
                OtherContent::Json(TypeRef::JsonPatch)
            }
            Codec::Json => {
                let ty = typed(self);
                if ty == TypeRef::Scalar(Scalar::Binary) {
                    OtherContent::Bytes
                } else {
                    OtherContent::Json(ty)
                }
            }
            Codec::Form => {
                let ty = typed(self);
                self.drain_queue();
                let form = Form {
                    owner,
                    media_at: at,
                    kind: FormKind::Form,
                };
                let fields = self.fields_of_type(form, &ty);
                let styles = fields.iter().filter_map(style).collect();
                self.resolver
                    .encoding_effect(at, Some((FormKind::Form, &fields)));
                return OtherBody {
                    media: media.to_owned(),
                    content: OtherContent::Form { ty, styles },
                    at: at.clone(),
                };
            }
            Codec::Multipart => OtherContent::Multipart,
            codec @ (Codec::Text | Codec::Bytes) => {
                self.resolver.unread_schema(media, &schema_at);
                if codec == Codec::Text {
                    OtherContent::Text
                } else {
                    OtherContent::Bytes
                }
            }
        };
        if content == OtherContent::Multipart {
            self.resolver.given_parts(at);
        } else {
            self.resolver.encoding_effect(at, None);
        }
        let is_json = matches!(content, OtherContent::Json(_));
        OtherBody {
            media: if is_json && media.contains('*') {
                "application/json".to_owned()
            } else {
                media.to_owned()
            },
            content,
            at: at.clone(),
        }
    }
}

/// The style of a field of a form whose value is not written by its content alone.
fn style(field: &Part) -> Option<(String, FieldStyle)> {
    let style = match &field.content {
        PartContent::Styled { style, .. } => *style,
        PartContent::Json(TypeRef::List(_)) => FieldStyle {
            style: ParamStyle::Json,
            explode: false,
            allow_reserved: false,
        },
        PartContent::Text(_)
        | PartContent::TextList(_)
        | PartContent::File
        | PartContent::FileList
        | PartContent::Json(_)
        | PartContent::JsonList(_)
        | PartContent::Any(_) => return None,
    };
    Some((field.wire.clone(), style))
}

/// The name of a media type among others: `application/vnd.acme.item+json` is `vnd.acme.item`.
pub(crate) fn subtype(media: &str) -> String {
    let essence = essence(media);
    let (tree, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    match (tree, subtype) {
        ("multipart", _) => "multipart".to_owned(),
        (_, "x-www-form-urlencoded") => "form".to_owned(),
        ("*", _) => "any".to_owned(),
        (tree, "*") => tree.to_owned(),
        (_, subtype) => subtype.trim_end_matches("+json").to_owned(),
    }
}
