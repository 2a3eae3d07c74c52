//! Parameters in path, query and header, and their styles.

use openapiv3::{
    HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
};
use serde_json::Value;

use super::body::{Codec, codec};
use super::schema::Use;
use super::{LowerCx, conventions};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Access, Constraints, Docs, Hint, Owner, Param, ParamStyle, Role, Scalar, Shape, TypeRef, Unsent,
};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// The parameters of an operation by place.
#[derive(Default)]
pub(super) struct Params {
    pub(super) path: Vec<Param>,
    pub(super) query: Vec<Param>,
    pub(super) header: Vec<Param>,
    pub(super) unsent: Vec<Unsent>,
    /// What the path has to say before a value, by the parameter: `;id=` of the style `matrix`, `.` of `label`.
    pub(super) prefixes: Vec<(String, String)>,
}

impl Params {
    /// Remembers a parameter that can't be sent; where the path needs it, it has been reported.
    fn leave_out(&mut self, place: &Place, name: &str, at: &SpecPath) {
        if !matches!(place, Place::Path(_)) {
            self.unsent.push(Unsent {
                wire: name.to_owned(),
                place: place.name().to_owned(),
                at: at.clone(),
            });
        }
        self.stand_in(place, name, at);
    }

    /// Keeps the place of a path parameter that has been reported, so that nothing else complains of its absence.
    fn stand_in(&mut self, place: &Place, name: &str, at: &SpecPath) {
        if matches!(place, Place::Path(_)) {
            self.path.push(undeclared(name, at));
        }
    }
}

enum Place {
    Path(PathStyle),
    Query(QueryStyle),
    Header(HeaderStyle),
}

impl Place {
    fn name(&self) -> &'static str {
        match self {
            Self::Path(_) => "path",
            Self::Query(_) => "query",
            Self::Header(_) => "header",
        }
    }
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
        style: ParamStyle::Single,
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

    /// The parameter's data and place; none where it can't be sent, which has been reported.
    fn take_parameter(
        &mut self,
        at: &SpecPath,
        node: &Value,
        params: &mut Params,
    ) -> Option<(ParameterData, Place)> {
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
        Some(match taken {
            Parameter::Path {
                parameter_data,
                style,
            } => (parameter_data, Place::Path(style)),
            Parameter::Query {
                parameter_data,
                style,
                ..
            } => (parameter_data, Place::Query(style)),
            Parameter::Header {
                parameter_data,
                style,
            } => (parameter_data, Place::Header(style)),
            Parameter::Cookie { parameter_data, .. } => {
                self.cookie(&parameter_data, at);
                params.unsent.push(Unsent {
                    wire: parameter_data.name,
                    place: "cookie".to_owned(),
                    at: at.clone(),
                });
                return None;
            }
        })
    }

    fn parameter(&mut self, owner: Owner, at: &SpecPath, node: &Value, params: &mut Params) {
        let Some((data, place)) = self.take_parameter(at, node, params) else {
            return;
        };
        if matches!(place, Place::Header(_))
            && IGNORED_HEADERS.contains(&data.name.to_ascii_lowercase().as_str())
        {
            return;
        }
        let hint = Hint::Inline {
            owner,
            role: Role::Parameter(data.name.clone()),
        };
        let (used, is_json) = match &data.format {
            ParameterSchemaOrContent::Schema(_) => (self.parameter_schema(node, at, hint), false),
            ParameterSchemaOrContent::Content(content) => {
                let media = content.keys().next().cloned().unwrap_or_default();
                if codec(&media) != Codec::Json {
                    let message = format!(
                        "the parameter `{}` is to be written as `{media}`; only JSON can be",
                        data.name
                    );
                    let diagnostic =
                        Diagnostic::error(Code::UnsupportedParameter, &at.key("content"), message)
                            .help("describe it by a `schema`, or as `application/json`");
                    self.report(diagnostic);
                    return params.leave_out(&place, &data.name, at);
                }
                (
                    self.schema(&at.keys(["content", &media, "schema"]), hint),
                    true,
                )
            }
        };
        self.drain_queue();
        let used = self.as_text(used, &data.name, at);
        let style = if is_json {
            ParamStyle::Json
        } else if let Some(style) = self.style(&place, &data, &used) {
            if let Some(prefix) = prefix(&place, &data) {
                params.prefixes.push((data.name.clone(), prefix));
            }
            style
        } else {
            let what = self.kind_of(&used.ty).describe();
            let exploded = match data.explode {
                Some(explode) => format!(" with `explode: {explode}`"),
                None => String::new(),
            };
            let message = format!(
                "the parameter `{}`, {what} in the style `{}`{exploded}, can't be written so; it is sent as JSON text",
                data.name,
                style_name(&place)
            );
            self.report(
                Diagnostic::warning(Code::UnsupportedParameter, at, message).help(
                    "describe it by `content: {application/json: {schema: …}}` if that is meant; \
                     else use only single values in its lists and objects",
                ),
            );
            ParamStyle::Json
        };
        let operation = conventions::resource_operation(self.service, node)
            .or(used.constraints.resource_operation.clone());
        let ty = self.comma_separated(&used, style);
        let mut constraints = used.constraints;
        constraints.example = node
            .get("example")
            .cloned()
            .or(constraints.example)
            .or_else(|| self.first_example(at));
        if ty != used.ty {
            // The setter takes the items, so the example shows them.
            conventions::split_example(&mut constraints);
        }
        constraints.resource_operation.clone_from(&operation);
        let required = data.required || matches!(place, Place::Path(_));
        let param = Param {
            wire: data.name,
            style: if ty == used.ty {
                style
            } else {
                ParamStyle::Comma
            },
            ty: self.identified(ty, operation, at),
            required,
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
            Place::Path(_) => params.path.push(param),
            Place::Query(_) => params.query.push(param),
            Place::Header(_) => params.header.push(param),
        }
    }

    fn cookie(&mut self, data: &ParameterData, at: &SpecPath) {
        let message = format!(
            "the cookie parameter `{}` is left out: the client keeps no cookies",
            data.name
        );
        self.report(
            Diagnostic::warning(Code::UnsupportedParameter, at, message)
                .help("where the service needs it, send a `Cookie` header with the call"),
        );
    }

    /// None where OpenAPI does not say how such a value is written.
    fn style(&self, place: &Place, data: &ParameterData, used: &Use) -> Option<ParamStyle> {
        let kind = self.kind_of(&used.ty);
        let explode = |default: bool| data.explode.unwrap_or(default);
        match (place, kind) {
            (Place::Query(QueryStyle::DeepObject), ValueKind::Any | ValueKind::Nested) => {
                Some(ParamStyle::AnyDeep)
            }
            (Place::Query(_), ValueKind::Any) => Some(ParamStyle::AnyForm),
            (Place::Query(QueryStyle::DeepObject), ValueKind::Object) => {
                Some(ParamStyle::DeepObject)
            }
            (_, ValueKind::Scalar | ValueKind::Any) => Some(ParamStyle::Single),
            (Place::Query(QueryStyle::Form), ValueKind::List) => Some(if explode(true) {
                ParamStyle::Multi
            } else {
                ParamStyle::Comma
            }),
            (Place::Query(QueryStyle::SpaceDelimited), ValueKind::List) => {
                Some(if explode(false) {
                    ParamStyle::Multi
                } else {
                    ParamStyle::Space
                })
            }
            (Place::Query(QueryStyle::PipeDelimited), ValueKind::List) => Some(if explode(false) {
                ParamStyle::Multi
            } else {
                ParamStyle::Pipe
            }),
            // Deep lists are not defined; what servers that ask for them read is the repeated name.
            (Place::Query(QueryStyle::DeepObject), ValueKind::List) => Some(ParamStyle::Multi),
            (Place::Query(QueryStyle::Form), ValueKind::Object) => Some(if explode(true) {
                ParamStyle::FormObject
            } else {
                ParamStyle::Flat
            }),
            (
                Place::Path(PathStyle::Simple) | Place::Header(HeaderStyle::Simple),
                ValueKind::List,
            ) => Some(ParamStyle::Comma),
            (Place::Path(PathStyle::Label | PathStyle::Matrix), ValueKind::List)
                if !explode(false) =>
            {
                Some(ParamStyle::Comma)
            }
            (
                Place::Path(PathStyle::Simple) | Place::Header(HeaderStyle::Simple),
                ValueKind::Object,
            ) if !explode(false) => Some(ParamStyle::Flat),
            (_, ValueKind::Object | ValueKind::List | ValueKind::Nested) => None,
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

    /// The vendor's `type: string, format: comma-separated` is a list of strings.
    fn comma_separated(&self, used: &Use, style: ParamStyle) -> TypeRef {
        let is_id =
            matches!(&used.ty, TypeRef::Named(id) if matches!(self.types[*id].shape, Shape::Id));
        if (is_id || used.ty == TypeRef::Scalar(Scalar::String))
            && style == ParamStyle::Single
            && conventions::is_comma_separated(used.constraints.format.as_deref())
        {
            return TypeRef::List(Box::new(used.ty.clone()));
        }
        used.ty.clone()
    }

    fn first_example(&mut self, at: &SpecPath) -> Option<Value> {
        let examples = at.key("examples");
        let first = self.document.get(&examples)?.as_object()?.keys().next()?;
        let (_, example) = self.follow(&examples.key(first), NodeKind::Example)?;
        example.get("value").cloned()
    }
}

/// What stands in the path before the value, in the styles that have such a thing.
fn prefix(place: &Place, data: &ParameterData) -> Option<String> {
    match place {
        Place::Path(PathStyle::Label) => Some(".".to_owned()),
        Place::Path(PathStyle::Matrix) => Some(format!(";{}=", data.name)),
        Place::Path(PathStyle::Simple) | Place::Query(_) | Place::Header(_) => None,
    }
}

fn style_name(place: &Place) -> &'static str {
    match place {
        Place::Path(PathStyle::Simple) | Place::Header(HeaderStyle::Simple) => "simple",
        Place::Path(PathStyle::Label) => "label",
        Place::Path(PathStyle::Matrix) => "matrix",
        Place::Query(QueryStyle::Form) => "form",
        Place::Query(QueryStyle::SpaceDelimited) => "spaceDelimited",
        Place::Query(QueryStyle::PipeDelimited) => "pipeDelimited",
        Place::Query(QueryStyle::DeepObject) => "deepObject",
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
