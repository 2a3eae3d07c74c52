//! Contents of responses, by media type.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::operation::media::{Codec, codec, is_plain, preferred, sequence};
use crate::lower::operation::other_body::subtype;
use crate::lower::schema::Schemas;
use crate::model::{Constraints, Content, Hint, MediaContent, Role, Scalar, Sequence, TypeRef};
use crate::spec_path::SpecPath;

const STRING: Content = Content::Json(TypeRef::Scalar(Scalar::String));

/// What a response holds.
#[derive(Default)]
pub(super) struct Contents {
    /// The preferred one first.
    pub(super) by_media: Vec<MediaContent>,
    pub(super) sequences: Vec<Sequence>,
    /// The bounds of the preferred one.
    pub(super) constraints: Constraints,
    pub(super) examples: Vec<Value>,
    /// The words on a body that has no type of its own.
    pub(super) words: Option<String>,
}

impl Schemas<'_> {
    /// The contents of a response. A success has each of them; the body of an error is read as the preferred one.
    pub(super) fn contents(
        &mut self,
        hint: &Hint,
        offered: &[String],
        at: &SpecPath,
        is_success: bool,
    ) -> Contents {
        for media in offered {
            let encoding_at = at.key(media).key("encoding");
            if self.resolver.document.get(&encoding_at).is_some() {
                let message = "`encoding` has no effect on a response";
                let found = Diagnostic::warning(Code::UnsupportedResponse, &encoding_at, message);
                self.reporter
                    .report(found.help("remove it by an overlay to silence this"));
            }
        }
        let sequences = if is_success {
            self.sequences(hint, offered, at)
        } else {
            Vec::new()
        };
        for media in offered {
            if !sequences.iter().any(|it| it.media == *media) {
                self.resolver.unread_items(media, &at.key(media));
            }
        }
        let whole = read_whole(offered);
        let offered = if is_success { &whole } else { offered };
        let chosen = if is_success {
            preferred(offered).cloned()
        } else {
            self.resolver.choose(offered.iter(), at)
        };
        let Some(chosen) = chosen else {
            return Contents::default();
        };
        let (content, constraints, words) = self.content_of(hint.clone(), &chosen, at);
        let examples = self.resolver.examples(&at.key(&chosen));
        let media = if is_success {
            vec![chosen.clone()]
        } else {
            offered.to_vec()
        };
        let mut contents = vec![MediaContent { media, content }];
        for media in offered.iter().filter(|it| is_success && **it != chosen) {
            self.further_content(hint, media, at, &mut contents);
        }
        let place = |media: &String| offered.iter().position(|it| it == media);
        for content in &mut contents {
            content.media.sort_by_key(place);
        }
        Contents {
            by_media: contents,
            sequences,
            constraints,
            examples,
            words,
        }
    }

    /// Adds a media type to the content that it shares, or a content of its own.
    fn further_content(
        &mut self,
        hint: &Hint,
        media: &str,
        at: &SpecPath,
        contents: &mut Vec<MediaContent>,
    ) {
        let known = contents.iter_mut().find(|it| self.is_same(media, it, at));
        if let Some(known) = known {
            known.media.push(media.to_owned());
            return;
        }
        let (content, ..) = self.content_of(hint_of(hint, media), media, at);
        let known = contents
            .iter_mut()
            .find_map(|it| Some((joint(&it.content, &content)?, it)));
        match known {
            Some((joint, known)) => {
                known.content = joint;
                known.media.push(media.to_owned());
            }
            None => contents.push(MediaContent {
                media: vec![media.to_owned()],
                content,
            }),
        }
    }

    /// Reports the schema of a text or of bytes, unless it is that of the values in it.
    fn unread_schema(&self, media: &str, at: &SpecPath) {
        if sequence(media).is_none() {
            self.resolver.unread_schema(media, at);
        }
    }

    /// Whether a media type has a known content in another encoding, which the client does not ask for. A string of JSON and
    /// a plain text are both read, as one text.
    fn is_same(&self, media: &str, known: &MediaContent, at: &SpecPath) -> bool {
        let schema = |media: &str| self.resolver.document.get(&at.keys([media, "schema"]));
        let is_text = [STRING, Content::TextOrJson].contains(&known.content) && is_plain(media);
        schema(media).is_some()
            && !is_text
            && known.media.iter().any(|it| schema(it) == schema(media))
    }

    /// The content, its bounds, and the words on a body that has no type of its own.
    fn content_of(
        &mut self,
        hint: Hint,
        media: &str,
        at: &SpecPath,
    ) -> (Content, Constraints, Option<String>) {
        let mut words = None;
        let schema_at = at.key(media).key("schema");
        let has_schema = self.resolver.document.get(&schema_at).is_some();
        let mut constraints = Constraints::default();
        let content = match codec(media) {
            Codec::Json if !has_schema => Content::Json(TypeRef::Json),
            Codec::Json => {
                let used = self.schema(&schema_at, hint);
                constraints = used.constraints;
                if !matches!(used.ty, TypeRef::Named(_)) {
                    words = used.docs.description.or(used.docs.summary);
                }
                if used.ty == TypeRef::Scalar(Scalar::Binary) {
                    Content::Bytes
                } else if used.nullable {
                    Content::Json(TypeRef::Nullable(Box::new(used.ty)))
                } else {
                    Content::Json(used.ty)
                }
            }
            Codec::Text => {
                self.unread_schema(media, &schema_at);
                Content::Text
            }
            Codec::Bytes => {
                self.unread_schema(media, &schema_at);
                Content::Bytes
            }
            Codec::Form | Codec::Multipart => {
                let message =
                    format!("a response of `{media}` is not parsed; it is returned as bytes");
                self.reporter.report(
                    Diagnostic::warning(Code::UnsupportedResponse, &at.key(media), message)
                        .help("describe it as `application/octet-stream` to silence this"),
                );
                Content::Bytes
            }
        };
        (content, constraints, words)
    }
}

/// The media types that a success is read in as a whole: those that hold one value, or else the first.
fn read_whole(offered: &[String]) -> Vec<String> {
    let single = offered.iter().filter(|it| sequence(it).is_none());
    let single: Vec<String> = single.cloned().collect();
    if single.is_empty() {
        preferred(offered).cloned().into_iter().collect()
    } else {
        single
    }
}

/// The content that two media types share, if they do.
fn joint(known: &Content, further: &Content) -> Option<Content> {
    if known == further {
        return Some(known.clone());
    }
    let is_text = |it: &Content| [STRING, Content::Text, Content::TextOrJson].contains(it);
    (is_text(known) && is_text(further)).then_some(Content::TextOrJson)
}

/// The hint of a schema that is described inline for a further media type.
fn hint_of(hint: &Hint, media: &str) -> Hint {
    let subtype = subtype(media);
    match hint {
        Hint::Inline { owner, .. } => Hint::Inline {
            owner: *owner,
            role: Role::Property(subtype),
        },
        Hint::Component(name) | Hint::Resource(name) => {
            Hint::Component(format!("{name} {subtype}"))
        }
    }
}
