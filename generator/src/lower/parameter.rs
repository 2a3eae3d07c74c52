//! Parameters in path, query and header, and their styles.

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent};
use serde_json::Value;

use super::body::{Codec, codec};
use super::parameter_style::{Place, prefix};
use super::schema::Use;
use super::schema_node::joined;
use super::{LowerCx, conventions};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Access, BodyContent, Constraints, Docs, Hint, Owner, Param, ParamStyle, Role, Scalar, Shape,
    TypeRef, Unsent,
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
            self.ignored_header(&data.name, at);
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
                    self.parameter_content(&media, &at.key("content"), hint),
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
            self.not_written(&place, &data, &used, at);
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
        let is_path = matches!(place, Place::Path(_));
        if is_path && !data.required {
            self.always_required(&data.name, at);
        }
        let required = data.required || is_path;
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
                description: joined(
                    data.description,
                    used.docs.description.or(used.docs.summary),
                ),
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

    fn ignored_header(&mut self, name: &str, at: &SpecPath) {
        let message = format!(
            "the header parameter `{name}` is not read: other parts of the document decide on it"
        );
        let found = Diagnostic::warning(Code::UnsupportedParameter, at, message);
        self.report(found.help("remove it by an overlay to silence this"));
    }

    fn always_required(&mut self, name: &str, at: &SpecPath) {
        let message = format!("the path parameter `{name}` is not `required`; it always is");
        let found = Diagnostic::warning(Code::InvalidNode, at, message);
        self.report(found.help("write `required: true`"));
    }

    fn parameter_content(&mut self, media: &str, at: &SpecPath, hint: Hint) -> Use {
        let body = BodyContent::Json {
            media: media.to_owned(),
            ty: TypeRef::Json,
        };
        self.encoding_effect(media, &at.key(media), &body);
        self.schema(&at.keys([media, "schema"]), hint)
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
