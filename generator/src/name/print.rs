//! The model as text, for snapshots and for people: compact, one line a thing.

use std::fmt::Write;

use serde_json::Value;

use super::Names;
use crate::model::{
    Api, Body, BodyContent, Content, EventData, Field, Operation, Outcome, Param, PartContent,
    PathPart, PathTemplate, Presence, QueryPart, Scalar, Shape, StreamContent, Task, TypeDef,
    TypeRef,
};

/// Types first, then operations, in the order of the model.
pub(crate) fn print(api: &Api, names: &Names) -> String {
    let mut out = String::new();
    let printer = Printer { api, names };
    for (id, def) in api.types.iter() {
        printer.type_def(&mut out, &names.types[id].item, def);
    }
    for (_, operation) in api.operations.iter() {
        printer.operation(&mut out, operation);
    }
    out
}

struct Printer<'a> {
    api: &'a Api,
    names: &'a Names,
}

/// Writing to a `String` can't fail.
macro_rules! line {
    ($out:expr, $($arg:tt)*) => {{
        let _ = writeln!($out, $($arg)*);
    }};
}

impl Printer<'_> {
    fn type_def(&self, out: &mut String, name: &str, def: &TypeDef) {
        let at = def.at.to_pointer();
        match &def.shape {
            Shape::Struct(shape) => {
                line!(out, "struct {name}  ({at})");
                for field in &shape.fields {
                    self.field(out, field);
                }
                if shape.additional != TypeRef::Json {
                    line!(out, "  …  {}", self.ty(&shape.additional));
                }
            }
            Shape::StringEnum(values) => {
                let values: Vec<String> = values
                    .iter()
                    .map(|value| format!("{:?}", value.wire))
                    .collect();
                line!(out, "enum {name}  ({at})\n  {}", values.join(" | "));
            }
            Shape::IntegerEnum(values) => {
                let values: Vec<String> =
                    values.iter().map(|value| value.wire.to_string()).collect();
                line!(out, "enum {name}  ({at})\n  {}", values.join(" | "));
            }
            Shape::Union(shape) => {
                let by = shape
                    .discriminator
                    .as_ref()
                    .map(|property| format!(" by {property:?}"))
                    .unwrap_or_default();
                line!(out, "union {name}{by}  ({at})");
                for branch in &shape.branches {
                    let tags: Vec<String> = branch.tags.iter().map(Value::to_string).collect();
                    line!(out, "  {}  {}", self.ty(&branch.ty), tags.join(" | "));
                }
            }
            Shape::Id => line!(out, "id {name}  ({at})"),
            Shape::Alias(ty) => line!(out, "type {name} = {}  ({at})", self.ty(ty)),
        }
    }

    fn field(&self, out: &mut String, field: &Field) {
        let presence = match field.presence {
            Presence::Required => "required",
            Presence::Nullable => "required, nullable",
            Presence::Optional => "optional",
            Presence::OptionalNullable => "optional, nullable",
        };
        let deprecated = if field.docs.deprecated {
            ", deprecated"
        } else {
            ""
        };
        line!(
            out,
            "  {}  {}  {presence}{deprecated}",
            wire(&field.wire),
            self.ty(&field.ty)
        );
    }

    fn operation(&self, out: &mut String, operation: &Operation) {
        let path = path(&operation.path);
        let deprecated = if operation.docs.deprecated {
            "  deprecated"
        } else {
            ""
        };
        line!(
            out,
            "operation {}  {} {path}{deprecated}",
            wire(&operation.id),
            operation.method.key()
        );
        for (place, params) in [
            ("path", &operation.path_params),
            ("query", &operation.query_params),
            ("header", &operation.header_params),
            ("cookie", &operation.cookie_params),
        ] {
            for param in params {
                self.param(out, place, param);
            }
        }
        self.tables(out, operation);
        if let Some(body) = &operation.body {
            self.body(out, body);
        }
        if let Some(bulk) = &operation.bulk {
            let key = bulk.key.as_ref().map(|key| format!("  by {key}"));
            line!(
                out,
                "  bulk {:?}  {}{}",
                bulk.items,
                bulk.size,
                key.unwrap_or_default()
            );
        }
        if let Some(paging) = &operation.paging {
            let by = match &paging.keyset {
                Some(keyset) => format!("{} of {}", keyset.after, keyset.id),
                None => paging.offset.clone(),
            };
            line!(
                out,
                "  pages of {} by {by}  {}",
                paging.page_size,
                self.ty(&paging.item)
            );
        }
        match &operation.task {
            Some(Task::Starts { id, status }) => {
                let status = &self.api.operations[*status].id;
                line!(out, "  starts a task {id}  status by {}", wire(status));
            }
            Some(Task::Reports(status)) => line!(out, "  {status:?}"),
            None => {}
        }
        let outcome = match &operation.outcome {
            Outcome::Empty => "nothing".to_owned(),
            Outcome::Json(ty) => self.ty(ty),
            Outcome::OptionalJson(ty) => format!("{} or nothing", self.ty(ty)),
            Outcome::Text => "text".to_owned(),
            Outcome::Bytes => "bytes".to_owned(),
            Outcome::ByStatus => "by status".to_owned(),
        };
        line!(out, "  -> {outcome}");
        for response in operation.successes.iter().chain(&operation.failures) {
            let content = self.content(&response.content);
            line!(out, "  {}  {content}", response.status);
            for other in &response.others {
                let content = self.content(&other.content);
                line!(out, "    {}  {content}", other.media.join(", "));
            }
            for sequence in &response.sequences {
                let content = self.stream(&sequence.content);
                line!(out, "    {}  {content}", sequence.media);
            }
        }
    }

    /// The fields that a caller may filter and sort by.
    fn tables(&self, out: &mut String, operation: &Operation) {
        for field in operation.fields.iter().flat_map(|table| &table.fields) {
            let operators: Vec<&str> = field.operators.iter().map(|it| it.wire()).collect();
            let sorts = if field.sorts { "sorts" } else { "" };
            let ty = field
                .ty
                .as_ref()
                .map_or_else(|| "any".to_owned(), |ty| self.ty(ty));
            line!(
                out,
                "  field {}  {ty}  {}  {sorts}",
                field.wire,
                operators.join(" ")
            );
        }
    }

    fn param(&self, out: &mut String, place: &str, param: &Param) {
        let required = if param.required {
            "required"
        } else {
            "optional"
        };
        line!(
            out,
            "  {place} {}  {}  {required}  {:?}{}{}{}",
            wire(&param.wire),
            self.ty(&param.ty),
            param.style,
            match (param.explode, param.style == crate::model::ParamStyle::Form) {
                (true, true) | (false, false) => "",
                (true, false) => " exploded",
                (false, true) => " not exploded",
            },
            if param.allow_reserved {
                "  reserved"
            } else {
                ""
            },
            if param.allow_empty { "  empty" } else { "" },
        );
    }

    fn body(&self, out: &mut String, body: &Body) {
        let required = if body.required {
            "required"
        } else {
            "optional"
        };
        match &body.content {
            BodyContent::Json { media, ty } => {
                line!(out, "  body {media}  {}  {required}", self.ty(ty));
            }
            BodyContent::Text { media } => line!(out, "  body {media}  text  {required}"),
            BodyContent::Bytes { media } => line!(out, "  body {media}  bytes  {required}"),
            BodyContent::Form { fields: parts } | BodyContent::Multipart { parts, .. } => {
                let kind = if matches!(body.content, BodyContent::Form { .. }) {
                    "form"
                } else {
                    "multipart"
                };
                line!(out, "  body {kind}  {required}");
                for part in parts {
                    let content = match &part.content {
                        PartContent::Text(ty) => self.ty(ty),
                        PartContent::TextList(ty) => format!("[{}]", self.ty(ty)),
                        PartContent::File => "file".to_owned(),
                        PartContent::FileList => "[file]".to_owned(),
                        PartContent::Json(ty) => format!("json {}", self.ty(ty)),
                        PartContent::JsonList(ty) => format!("[json {}]", self.ty(ty)),
                        PartContent::Any(ty) => format!("any {}", self.ty(ty)),
                        PartContent::Styled { ty, style } => {
                            let exploded = if style.explode { " exploded" } else { "" };
                            format!("{:?}{exploded} {}", style.style, self.ty(ty))
                        }
                    };
                    let required = if part.required {
                        "required"
                    } else {
                        "optional"
                    };
                    line!(out, "    {}  {content}  {required}", wire(&part.wire));
                    for (name, value) in &part.headers {
                        line!(out, "      {name}: {value}");
                    }
                }
            }
        }
    }

    fn stream(&self, content: &StreamContent) -> String {
        match content {
            StreamContent::Bytes => "a stream of bytes".to_owned(),
            StreamContent::Events(EventData::Text) => "events of text".to_owned(),
            StreamContent::Events(EventData::Json(ty)) => format!("events of {}", self.ty(ty)),
            StreamContent::Events(EventData::Whole(ty)) => format!("events, each {}", self.ty(ty)),
            StreamContent::Items(ty) => format!("items of {}", self.ty(ty)),
        }
    }

    fn content(&self, content: &Content) -> String {
        match content {
            Content::Empty => "nothing".to_owned(),
            Content::Json(ty) => self.ty(ty),
            Content::Text => "text".to_owned(),
            Content::TextOrJson => "text, or a string of JSON".to_owned(),
            Content::Bytes => "bytes".to_owned(),
        }
    }

    fn ty(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Named(id) => self.names.types[*id].item.clone(),
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::Bool => "bool",
                Scalar::I32 => "i32",
                Scalar::I64 => "i64",
                Scalar::U64 => "u64",
                Scalar::Integer => "integer",
                Scalar::Number => "number",
                Scalar::String => "string",
                Scalar::Date => "date",
                Scalar::Timestamp => "timestamp",
                Scalar::Base64 => "base64",
                Scalar::Binary => "binary",
            }
            .to_owned(),
            TypeRef::List(item) => format!("[{}]", self.ty(item)),
            TypeRef::Map(value) => format!("{{{}}}", self.ty(value)),
            TypeRef::Nullable(inner) => format!("{}?", self.ty(inner)),
            TypeRef::Object => "object".to_owned(),
            TypeRef::Json => "json".to_owned(),
            TypeRef::JsonPatch => "json patch".to_owned(),
            TypeRef::JsonPatchOperation => "json patch operation".to_owned(),
        }
    }
}

/// A name as it is where that can be read, else as a literal.
fn wire(name: &str) -> String {
    if name
        .chars()
        .all(|c| c.is_ascii_graphic() || c == ' ' || c.is_alphanumeric())
    {
        name.to_owned()
    } else {
        format!("{name:?}")
    }
}

/// A path with its placeholders, and what it fixes of the query.
fn path(path: &PathTemplate) -> String {
    let parts = path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => wire(text),
        PathPart::Param(name) => format!("{{{}}}", wire(name)),
    });
    let query = path.query.iter().map(|(name, value)| match value {
        QueryPart::Literal(value) => format!(" {}={}", wire(name), wire(value)),
        QueryPart::Param(param) => format!(" {}={{{}}}", wire(name), wire(param)),
    });
    parts.chain(query).collect()
}
