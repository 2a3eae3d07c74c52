//! Bodies of requests: one setter for each media type, or one for each part of a form.

use super::function::Fn;
use super::operations::Operation;
use super::params::Input;
use super::ty::Ty;
use super::value::{Form, Types, Value};
use crate::model::{self, BodyContent, OtherContent, PartContent};

/// A body of a further media type.
#[derive(Debug)]
pub(crate) struct Other<'a> {
    pub(crate) model: &'a model::OtherBody,
    pub(crate) name: &'a str,
    pub(crate) value: Value<'a>,
}

impl<'a> Operation<'a> {
    /// The setter of the whole body.
    pub(crate) fn body_setter(&self) -> Option<Fn<'a>> {
        let body = self.body.as_ref()?;
        Some(self.setter("body", self.media_range().is_some(), body))
    }

    /// The setter of a body of a further media type.
    pub(crate) fn other_setter(&self, other: &Other<'a>) -> Fn<'a> {
        self.setter(other.name, other.model.media.contains('*'), &other.value)
    }

    /// A setter of a body. The caller of a range of media types chooses one.
    fn setter(&self, name: &'a str, is_range: bool, value: &Value<'a>) -> Fn<'a> {
        let output = if self.needs_body() {
            self.complete_request()
        } else {
            Ty::SELF
        };
        let mut setter = Fn::new(name, output);
        if is_range {
            setter = setter.argument("content_type", Ty::STRING.into_self());
        }
        setter.argument("body", value.taken())
    }

    /// The range of media types of which the caller chooses one.
    pub(crate) fn media_range(&self) -> Option<&'a str> {
        let content = &self.model.body.as_ref()?.content;
        let (BodyContent::Text { media } | BodyContent::Bytes { media }) = content else {
            return None;
        };
        media.contains('*').then_some(media)
    }

    /// The setter of a form whose parts the document does not describe.
    pub(crate) fn undescribed(&self) -> Option<Fn<'a>> {
        let content = &self.model.body.as_ref()?.content;
        if let BodyContent::Form { fields } = content
            && fields.is_empty()
        {
            let field = Fn::new("field", Ty::SELF).argument("name", Ty::Str);
            return Some(field.argument("value", Ty::STRING.into_self()));
        }
        if let BodyContent::Multipart { parts, .. } = content
            && parts.is_empty()
        {
            let part = Fn::new("part", Ty::SELF).argument("name", Ty::STRING.into_self());
            return Some(part.argument("part", Ty::runtime("Part")));
        }
        None
    }
}

pub(super) fn parts<'a>(
    types: &Types<'a>,
    operation: &'a model::Operation,
    names: &'a [String],
) -> Vec<Input<'a, &'a model::Part>> {
    let Some(body) = &operation.body else {
        return Vec::new();
    };
    let (BodyContent::Form { fields: parts } | BodyContent::Multipart { parts, .. }) =
        &body.content
    else {
        return Vec::new();
    };
    let parts = parts.iter().zip(names);
    let inputs = parts.map(|(model, name)| Input {
        model,
        name: name.as_str(),
        value: part_value(types, model),
        is_argument: model.required && body.required,
        is_deprecated: model.docs.deprecated,
    });
    inputs.collect()
}

fn part_value<'a>(types: &Types<'a>, part: &model::Part) -> Value<'a> {
    let file = Ty::runtime("File");
    match &part.content {
        PartContent::Text(ty)
        | PartContent::Json(ty)
        | PartContent::Any(ty)
        | PartContent::Styled { ty, .. } => types.value(ty),
        PartContent::TextList(item) | PartContent::JsonList(item) => {
            let item = types.ty(item);
            Value {
                ty: item.clone().list(),
                form: Form::Items(item),
            }
        }
        PartContent::File => Value::exact(file),
        PartContent::FileList => Value {
            ty: file.clone().list(),
            form: Form::ExactItems(file),
        },
    }
}

pub(super) fn body_value<'a>(types: &Types<'a>, body: &model::Body) -> Option<Value<'a>> {
    let into = |ty| Value {
        ty,
        form: Form::Into,
    };
    match &body.content {
        BodyContent::Json { ty, .. } => Some(types.value(ty)),
        BodyContent::Text { .. } => Some(into(Ty::STRING)),
        BodyContent::Bytes { .. } => Some(into(Ty::runtime("RawBody"))),
        BodyContent::Form { .. } | BodyContent::Multipart { .. } => None,
    }
}

pub(super) fn others<'a>(
    types: &Types<'a>,
    operation: &'a model::Operation,
    names: &'a [String],
) -> Vec<Other<'a>> {
    let into = |ty| Value {
        ty,
        form: Form::Into,
    };
    let others = operation.body.iter().flat_map(|body| &body.others);
    let others = others.zip(names).map(|(model, name)| Other {
        model,
        name,
        value: match &model.content {
            OtherContent::Json(ty) | OtherContent::Form { ty, .. } => types.value(ty),
            OtherContent::Multipart => {
                let part = Ty::runtime("Part");
                Value {
                    ty: part.clone().list(),
                    form: Form::Pairs(part),
                }
            }
            OtherContent::Text => into(Ty::STRING),
            OtherContent::Bytes => into(Ty::runtime("RawBody")),
        },
    });
    others.collect()
}

pub(super) const BYTES: Ty<'static> = Ty::runtime("bytes::Bytes");
