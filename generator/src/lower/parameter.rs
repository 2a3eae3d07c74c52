//! Parameters in path, query, header and cookie, and their styles.

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle};
use serde_json::Value;

use super::body::{Codec, codec};
use super::schema::Use;
use super::{LowerCx, conventions};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Access, Constraints, Docs, Hint, Owner, Param, ParamStyle, Role, Scalar, Shape, TypeRef,
};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// The parameters of an operation by place.
#[derive(Default)]
pub(super) struct Params {
    pub(super) path: Vec<Param>,
    pub(super) query: Vec<Param>,
    pub(super) header: Vec<Param>,
    pub(super) cookie: Vec<Param>,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

impl Place {
    fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// A parameter as the document describes it.
struct Described {
    data: ParameterData,
    place: Place,
    style: ParamStyle,
    allow_reserved: bool,
    allow_empty: bool,
}

/// How a value is written.
struct Writing {
    style: ParamStyle,
    explode: bool,
}

/// Headers that OpenAPI says to ignore as parameters: other parts of the document rule them.
const IGNORED_HEADERS: &[&str] = &["accept", "content-type", "authorization"];

/// A parameter that the path names and nobody declares.
pub(super) fn undeclared(name: &str, at: &SpecPath) -> Param {
    Param {
        wire: name.to_owned(),
        ty: TypeRef::Scalar(Scalar::String),
        required: true,
        nullable: false,
        style: ParamStyle::Simple,
        explode: false,
        allow_reserved: false,
        allow_empty: false,
        docs: Docs::default(),
        constraints: Constraints::default(),
        at: at.clone(),
    }
}

impl LowerCx<'_> {
    /// The operation's own parameters, and those of its path item that it does not redefine.
    pub(super) fn parameters(&mut self, owner: Owner, item_at: &SpecPath, at: &SpecPath) -> Params {
        let mut params = Params::default();
        let mut own: Vec<(String, String, SpecPath)> = Vec::new();
        for (list, is_own) in [
            (at.key("parameters"), true),
            (item_at.key("parameters"), false),
        ] {
            let count = self
                .document
                .get(&list)
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            for n in 0..count {
                let place = list.index(n);
                let Some((target, node)) = self.follow(&place, NodeKind::Parameter) else {
                    continue;
                };
                let key = |key: &str| {
                    node.get(key)
                        .and_then(Value::as_str)
                        .unwrap_or_default()
                        .to_owned()
                };
                let (name, location) = (key("name"), key("in"));
                // Told when it became a part of the body.
                if matches!(&*location, "body" | "formData") && self.has_body(at) {
                    continue;
                }
                if let Some((_, _, first)) = own
                    .iter()
                    .find(|(known, at, _)| *known == name && *at == location)
                {
                    if is_own {
                        let message = format!(
                            "the {location} parameter `{name}` is given twice; the first is taken"
                        );
                        let diagnostic =
                            Diagnostic::warning(Code::DuplicateParameter, &place, message)
                                .also(first)
                                .help("remove one of the two");
                        self.report(diagnostic);
                    }
                    continue;
                }
                own.push((name, location, place));
                self.parameter(owner, &target, node, &mut params);
            }
        }
        params
    }

    fn has_body(&self, at: &SpecPath) -> bool {
        let body = self.document.get(&at.key("requestBody"));
        body.is_some_and(Value::is_object)
    }

    /// The parameter as the document describes it; none where it can't be sent, which has been reported.
    fn take_parameter(
        &mut self,
        at: &SpecPath,
        node: &Value,
        params: &mut Params,
    ) -> Option<Described> {
        if let Some(location @ ("body" | "formData")) = node.get("in").and_then(Value::as_str) {
            let message = format!("`in: {location}` is Swagger 2.0");
            self.report(
                Diagnostic::error(Code::UnsupportedParameter, &at.key("in"), message)
                    .help("write a `requestBody`"),
            );
            return None;
        }
        let node = self.proper_parameter(node, at)?;
        let Some(taken) = self.take::<Parameter>(&node, at, NodeKind::Parameter) else {
            if node.get("in").and_then(Value::as_str) == Some("path")
                && let Some(name) = node.get("name").and_then(Value::as_str)
            {
                params.path.push(undeclared(name, at));
            }
            return None;
        };
        let (place, style, data) = match taken {
            Parameter::Path {
                parameter_data,
                style,
            } => (Place::Path, path_style(&style), parameter_data),
            Parameter::Query {
                parameter_data,
                style,
                ..
            } => (Place::Query, query_style(&style), parameter_data),
            Parameter::Header { parameter_data, .. } => {
                (Place::Header, ParamStyle::Simple, parameter_data)
            }
            Parameter::Cookie { parameter_data, .. } => {
                (Place::Cookie, ParamStyle::Form, parameter_data)
            }
        };
        let flag = |key: &str| node.get(key) == Some(&Value::Bool(true));
        let (allow_reserved, allow_empty) = (flag("allowReserved"), flag("allowEmptyValue"));
        for (key, is_set) in [
            ("allowReserved", allow_reserved),
            ("allowEmptyValue", allow_empty),
        ] {
            if is_set && place != Place::Query {
                let message = format!(
                    "`{key}` has no effect on a {} parameter: OpenAPI defines it for the query",
                    place.name()
                );
                self.report(
                    Diagnostic::warning(Code::UnsupportedParameter, &at.key(key), message)
                        .help("remove it"),
                );
            }
        }
        Some(Described {
            data,
            place,
            style,
            allow_reserved: allow_reserved && place == Place::Query,
            allow_empty: allow_empty && place == Place::Query,
        })
    }

    fn parameter(&mut self, owner: Owner, at: &SpecPath, node: &Value, params: &mut Params) {
        let Some(described) = self.take_parameter(at, node, params) else {
            return;
        };
        let (place, data) = (described.place, &described.data);
        if place == Place::Header
            && IGNORED_HEADERS.contains(&data.name.to_ascii_lowercase().as_str())
        {
            return;
        }
        let hint = Hint::Inline {
            owner,
            role: Role::Parameter(data.name.clone()),
        };
        let (used, content) = match &data.format {
            ParameterSchemaOrContent::Schema(_) => (self.parameter_schema(node, at, hint), None),
            ParameterSchemaOrContent::Content(content) => {
                let media = content.keys().next().cloned().unwrap_or_default();
                let schema = self.schema(&at.keys(["content", &media, "schema"]), hint);
                self.drain_queue();
                if codec(&media) == Codec::Json {
                    (schema, Some(ParamStyle::Json))
                } else {
                    let used = self.written_by_caller(schema, &data.name, &media, at);
                    (used, Some(ParamStyle::Text))
                }
            }
        };
        self.drain_queue();
        let used = self.as_text(used, &data.name, at);
        let Writing { style, explode } = match content {
            Some(style) => Writing {
                style,
                explode: false,
            },
            None => self.writing(&described, &used, at),
        };
        let operation =
            conventions::resource_operation(node).or(used.constraints.resource_operation.clone());
        let is_comma_separated = self.is_comma_separated(&used, style);
        let mut constraints = used.constraints;
        constraints.example = node
            .get("example")
            .cloned()
            .or(constraints.example)
            .or_else(|| self.first_example(at));
        let (ty, explode) = if is_comma_separated {
            // The setter takes the items, so the example shows them.
            conventions::split_example(&mut constraints);
            (TypeRef::List(Box::new(used.ty)), false)
        } else if described.allow_empty && self.needs_null_to_be_empty(&used.ty) {
            (TypeRef::Nullable(Box::new(used.ty)), explode)
        } else {
            (used.ty, explode)
        };
        constraints.resource_operation.clone_from(&operation);
        let Described {
            data,
            place,
            allow_reserved,
            allow_empty,
            ..
        } = described;
        let param = Param {
            wire: data.name,
            style,
            explode,
            allow_reserved,
            allow_empty,
            ty: self.identified(ty, operation, at),
            required: data.required || place == Place::Path,
            nullable: used.nullable,
            docs: Docs {
                summary: None,
                description: data.description.or(used.docs.description),
                deprecated: data.deprecated.unwrap_or_default() || used.docs.deprecated,
            },
            constraints,
            at: at.clone(),
        };
        match place {
            Place::Path => params.path.push(param),
            Place::Query => params.query.push(param),
            Place::Header => params.header.push(param),
            Place::Cookie => params.cookie.push(param),
        }
    }

    /// The type of a parameter with a media type that only the caller can write.
    fn written_by_caller(&mut self, used: Use, name: &str, media: &str, at: &SpecPath) -> Use {
        if self.kind_of(&used.ty) == ValueKind::Scalar {
            return used;
        }
        let message = format!(
            "the parameter `{name}` is written as `{media}`, which the client can't write; its setter takes the text"
        );
        self.report(
            Diagnostic::warning(Code::UnsupportedParameter, &at.key("content"), message)
                .help("write `schema: {type: string}`, or describe it as `application/json`"),
        );
        Use {
            ty: TypeRef::Scalar(Scalar::String),
            docs: used.docs,
            ..Use::any_json()
        }
    }

    /// How a value is written, with a warning where OpenAPI does not define it.
    fn writing(&mut self, described: &Described, used: &Use, at: &SpecPath) -> Writing {
        let Described {
            data, place, style, ..
        } = described;
        let kind = self.kind_of(&used.ty);
        let explode = data.explode.unwrap_or(*style == ParamStyle::Form);
        let what = kind.describe();
        let defined = |style, explode| Writing { style, explode };
        let (how, writing) = match (place, style, kind) {
            (Place::Query, ParamStyle::Deep, ValueKind::Scalar) => {
                return defined(ParamStyle::Form, true);
            }
            (Place::Query, ParamStyle::Deep, ValueKind::Object) if !self.is_nested(&used.ty) => {
                return defined(ParamStyle::Deep, true);
            }
            (Place::Query, ParamStyle::Deep, ValueKind::Any) => {
                return defined(ParamStyle::Deep, true);
            }
            (Place::Query, ParamStyle::Deep, ValueKind::List) => {
                ("`name[0]=value`", defined(ParamStyle::Deep, true))
            }
            (Place::Query, ParamStyle::Deep, ValueKind::Object | ValueKind::Nested) => {
                ("`name[a][b]=value`", defined(ParamStyle::Deep, true))
            }
            (_, _, ValueKind::Nested) => ("JSON text", defined(ParamStyle::Json, false)),
            (Place::Query, ParamStyle::Space | ParamStyle::Pipe, ValueKind::Scalar) => {
                return defined(ParamStyle::Form, true);
            }
            (_, _, ValueKind::Scalar) => return defined(*style, *style == ParamStyle::Form),
            (Place::Cookie, _, ValueKind::List | ValueKind::Object) if explode => {
                ("one cookie for each value", defined(*style, true))
            }
            (_, ParamStyle::Simple, ValueKind::List) => return defined(*style, false),
            (_, _, _) => return defined(*style, explode),
        };
        let exploded = match data.explode {
            Some(explode) => format!(" with `explode: {explode}`"),
            None => String::new(),
        };
        let message = format!(
            "OpenAPI does not define how the {} parameter `{}`, {what} in the style `{}`{exploded}, is written; it is sent as {how}",
            place.name(),
            data.name,
            style_name(*style)
        );
        let help = match (place, kind) {
            (Place::Cookie, ValueKind::List | ValueKind::Object) => {
                "write `explode: false` if the service reads one cookie"
            }
            _ => {
                "describe it by `content: {application/json: {schema: …}}` if the service reads JSON; \
                 else use only single values in its lists and objects"
            }
        };
        self.report(Diagnostic::warning(Code::UnsupportedParameter, at, message).help(help));
        writing
    }

    /// Whether an object has a list or an object in it.
    fn is_nested(&self, ty: &TypeRef) -> bool {
        let is_plain =
            |ty: &TypeRef| matches!(self.kind_of(ty), ValueKind::Scalar | ValueKind::Any);
        match ty {
            TypeRef::Map(value) => !is_plain(value),
            TypeRef::Nullable(inner) => self.is_nested(inner),
            TypeRef::Named(id) => match &self.types[*id].shape {
                Shape::Struct(shape) => shape.fields.iter().any(|field| !is_plain(&field.ty)),
                Shape::Alias(ty) => self.is_nested(ty),
                Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id | Shape::Union(_) => false,
            },
            TypeRef::Scalar(_)
            | TypeRef::List(_)
            | TypeRef::Object
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => false,
        }
    }

    /// Whether a type has no value that is written as an empty one.
    fn needs_null_to_be_empty(&self, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Scalar(Scalar::String) | TypeRef::Nullable(_) => false,
            TypeRef::Named(id) => match &self.types[*id].shape {
                Shape::Alias(ty) => self.needs_null_to_be_empty(ty),
                Shape::StringEnum(_) | Shape::IntegerEnum(_) => true,
                Shape::Id | Shape::Struct(_) | Shape::Union(_) => false,
            },
            TypeRef::Scalar(_) => true,
            TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Object
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => false,
        }
    }

    fn kind_of(&self, ty: &TypeRef) -> ValueKind {
        match ty {
            TypeRef::Scalar(Scalar::Binary) | TypeRef::JsonPatch | TypeRef::JsonPatchOperation => {
                ValueKind::Nested
            }
            TypeRef::Scalar(_) => ValueKind::Scalar,
            TypeRef::List(item) => match self.kind_of(item) {
                ValueKind::Scalar | ValueKind::Any => ValueKind::List,
                ValueKind::List | ValueKind::Object | ValueKind::Nested => ValueKind::Nested,
            },
            TypeRef::Map(_) | TypeRef::Object => ValueKind::Object,
            TypeRef::Nullable(inner) => self.kind_of(inner),
            TypeRef::Json => ValueKind::Any,
            TypeRef::Named(id) => match &self.types[*id].shape {
                Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id => ValueKind::Scalar,
                Shape::Struct(_) => ValueKind::Object,
                Shape::Union(_) => ValueKind::Any,
                Shape::Alias(ty) => self.kind_of(ty),
            },
        }
    }

    /// Whether a value is the vendor's `type: string, format: comma-separated`, a list of strings.
    fn is_comma_separated(&self, used: &Use, style: ParamStyle) -> bool {
        let is_id =
            matches!(&used.ty, TypeRef::Named(id) if matches!(self.types[*id].shape, Shape::Id));
        (is_id || used.ty == TypeRef::Scalar(Scalar::String))
            && matches!(style, ParamStyle::Form | ParamStyle::Simple)
            && conventions::is_comma_separated(used.constraints.format.as_deref())
    }

    fn first_example(&mut self, at: &SpecPath) -> Option<Value> {
        let examples = at.key("examples");
        let first = self.document.get(&examples)?.as_object()?.keys().next()?;
        let (_, example) = self.follow(&examples.key(first), NodeKind::Example)?;
        example.get("value").cloned()
    }
}

fn path_style(style: &PathStyle) -> ParamStyle {
    match style {
        PathStyle::Simple => ParamStyle::Simple,
        PathStyle::Label => ParamStyle::Label,
        PathStyle::Matrix => ParamStyle::Matrix,
    }
}

fn query_style(style: &QueryStyle) -> ParamStyle {
    match style {
        QueryStyle::Form => ParamStyle::Form,
        QueryStyle::SpaceDelimited => ParamStyle::Space,
        QueryStyle::PipeDelimited => ParamStyle::Pipe,
        QueryStyle::DeepObject => ParamStyle::Deep,
    }
}

/// The style as the document writes it.
fn style_name(style: ParamStyle) -> &'static str {
    match style {
        ParamStyle::Simple => "simple",
        ParamStyle::Label => "label",
        ParamStyle::Matrix => "matrix",
        ParamStyle::Space => "spaceDelimited",
        ParamStyle::Pipe => "pipeDelimited",
        ParamStyle::Deep => "deepObject",
        ParamStyle::Form
        | ParamStyle::Json
        | ParamStyle::Text
        | ParamStyle::Filter
        | ParamStyle::Sorters => "form",
    }
}

/// What a value is made of, as far as writing it into a URL is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    Scalar,
    /// Any JSON value: written as a scalar, which most often it is.
    Any,
    List,
    Object,
    /// Nothing that a URL has a form for.
    Nested,
}

impl ValueKind {
    fn describe(self) -> &'static str {
        match self {
            Self::Scalar => "a single value",
            Self::Any => "any value",
            Self::List => "a list",
            Self::Object => "an object",
            Self::Nested => "lists and objects in each other",
        }
    }
}

impl Use {
    /// Any JSON value, where a place says nothing.
    pub(super) fn any_json() -> Self {
        Self {
            ty: TypeRef::Json,
            nullable: false,
            docs: Docs::default(),
            constraints: Constraints::default(),
            access: Access::Both,
        }
    }
}
