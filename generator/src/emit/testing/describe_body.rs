//! Bodies of requests, as the mock server reads them: one description for each media type.

use serde_json::{Value, json};

use super::super::cx::EmitCx;
use super::describe_type::{field, schema};
use crate::model::{
    Access, Body, BodyContent, Constraints, FieldStyle, OtherBody, OtherContent, ParamStyle, Part,
    PartContent, Shape, TypeRef,
};

/// The body of a request.
pub(super) fn body(cx: &EmitCx<'_>, body: &Body) -> Value {
    let parts = |parts: &[Part]| -> Vec<Value> { parts.iter().map(|it| part(cx, it)).collect() };
    let mut out = match &body.content {
        BodyContent::Json { media, ty } => {
            let constraints = Constraints {
                max_items: body.max_items,
                patch_values: body.constraints.patch_values.clone(),
                ..Constraints::default()
            };
            json!({"is": "json", "media": media, "schema": schema(cx, ty, &constraints, &[])})
        }
        BodyContent::Form { fields } => json!({"is": "form", "parts": parts(fields)}),
        BodyContent::Multipart { media, parts: all } => {
            json!({"is": "multipart", "media": media, "parts": parts(all)})
        }
        BodyContent::Text { media } => json!({"is": "text", "media": media}),
        BodyContent::Bytes { media } => json!({"is": "bytes", "media": media}),
    };
    if body.required {
        out["required"] = true.into();
    }
    if let BodyContent::Json { media, .. } = &body.content {
        let is_known =
            |it: &&String| *it == media || body.others.iter().any(|other| other.media == **it);
        // One JSON content under several media types has one setter.
        let also: Vec<&String> = body.offered.iter().filter(|it| !is_known(it)).collect();
        if !also.is_empty() {
            out["also"] = json!(also);
        }
    }
    let others: Vec<Value> = body.others.iter().map(|it| other_body(cx, it)).collect();
    if !others.is_empty() {
        out["others"] = others.into();
    }
    out
}

/// A body of a further media type.
fn other_body(cx: &EmitCx<'_>, body: &OtherBody) -> Value {
    let media = &body.media;
    match &body.content {
        OtherContent::Json(ty) => {
            json!({"is": "json", "media": media, "schema": schema(cx, ty, &Constraints::default(), &[])})
        }
        OtherContent::Form { ty, styles } => {
            json!({"is": "form", "media": media, "parts": fields(cx, ty, styles)})
        }
        OtherContent::Multipart => json!({"is": "multipart", "media": media}),
        OtherContent::Text => json!({"is": "text", "media": media}),
        OtherContent::Bytes => json!({"is": "bytes", "media": media}),
    }
}

/// The properties of a form that is given whole.
fn fields(cx: &EmitCx<'_>, ty: &TypeRef, styles: &[(String, FieldStyle)]) -> Vec<Value> {
    let TypeRef::Named(id) = cx.api.resolved(ty) else {
        return Vec::new();
    };
    let Shape::Struct(shape) = &cx.api.types[*id].shape else {
        return Vec::new();
    };
    let fields = shape.fields.iter().map(|it| {
        let mut out = json!({"name": it.wire, "schema": field(cx, it)});
        if it.presence.is_required() && it.access != Access::Read {
            out["required"] = true.into();
        }
        let style = styles.iter().find(|(name, _)| *name == it.wire);
        if let Some((_, style)) = style {
            out["style"] = style_name(style.style).into();
            out["explode"] = style.explode.into();
        }
        out
    });
    fields.collect()
}

fn part(cx: &EmitCx<'_>, part: &Part) -> Value {
    let (style, ty) = match &part.content {
        PartContent::Text(ty)
        | PartContent::TextList(ty)
        | PartContent::JsonList(ty)
        | PartContent::Any(ty) => (None, Some(ty)),
        PartContent::File => (Some("file"), None),
        PartContent::FileList => (Some("files"), None),
        PartContent::Json(ty) => (Some("json"), Some(ty)),
        PartContent::Styled { ty, style } => (Some(style_name(style.style)), Some(ty)),
    };
    let mut out = json!({"name": part.wire});
    if let Some(style) = style {
        out["style"] = style.into();
    }
    if let PartContent::Styled { style, .. } = &part.content
        && style.explode != (style.style == ParamStyle::Form)
    {
        out["explode"] = style.explode.into();
    }
    if part.required {
        out["required"] = true.into();
    }
    if let Some(ty) = ty {
        let is_item = matches!(
            part.content,
            PartContent::TextList(_) | PartContent::JsonList(_)
        );
        out["schema"] = if is_item {
            json!({"is": "list", "of": schema(cx, ty, &Constraints::default(), &[])})
        } else {
            schema(cx, ty, &part.constraints, &[])
        };
    }
    out
}

/// The name of a style in the description.
pub(super) fn style_name(style: ParamStyle) -> &'static str {
    match style {
        ParamStyle::Simple => "simple",
        ParamStyle::Label => "label",
        ParamStyle::Matrix => "matrix",
        ParamStyle::Form => "form",
        ParamStyle::Space => "space",
        ParamStyle::Pipe => "pipe",
        ParamStyle::Deep => "deep",
        ParamStyle::Json => "json",
        ParamStyle::Text => "text",
        ParamStyle::Filter => "filter",
        ParamStyle::Sorters => "sorters",
    }
}
