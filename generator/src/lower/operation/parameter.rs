//! Parameters in path, query, header and cookie, and their styles.

use openapiv3::{Parameter, ParameterSchemaOrContent};
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::conventions;
use crate::lower::node::Reporter;
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::joined;
use crate::lower::operation::media::{Codec, codec};
use crate::lower::operation::parameter_style::{
    Described, Place, Writing, path_style, query_style,
};
use crate::lower::schema::Schemas;
use crate::lower::schema::Use;
use crate::lower::schema::types::Types;
use crate::model::{
    Access, Constraints, Docs, Hint, Owner, Param, ParamStyle, Role, Scalar, Shape, TypeRef,
};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// The parameters of an operation by place.
#[derive(Default)]
pub(in crate::lower) struct Params {
    pub(in crate::lower) path: Vec<Param>,
    pub(in crate::lower) query: Vec<Param>,
    pub(in crate::lower) header: Vec<Param>,
    pub(in crate::lower) cookie: Vec<Param>,
}

/// Headers that OpenAPI says to ignore as parameters: other parts of the document rule them.
const IGNORED_HEADERS: &[&str] = &["accept", "content-type", "authorization"];

/// A parameter of the path that is not declared.
pub(in crate::lower) fn undeclared(name: &str, at: &SpecPath) -> Param {
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

impl Schemas<'_> {
    /// The operation's own parameters, and those of its path item that it does not redefine.
    pub(in crate::lower) fn parameters(
        &mut self,
        owner: Owner,
        item_at: &SpecPath,
        at: &SpecPath,
    ) -> Params {
        let mut params = Params::default();
        let mut own: Vec<(String, String, SpecPath)> = Vec::new();
        for (list, is_own) in [
            (at.key("parameters"), true),
            (item_at.key("parameters"), false),
        ] {
            let count = self
                .resolver
                .document
                .get(&list)
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            for n in 0..count {
                let place = list.index(n);
                let Some((target, node)) = self.resolver.follow(&place, NodeKind::Parameter) else {
                    continue;
                };
                let key = |key: &str| {
                    node.get(key)
                        .and_then(Value::as_str)
                        .unwrap_or_default()
                        .to_owned()
                };
                let (name, location) = (key("name"), key("in"));
                // Reported when it became a part of the body.
                if matches!(&*location, "body" | "formData") && self.resolver.has_body(at) {
                    continue;
                }
                if let Some((_, _, first)) = own
                    .iter()
                    .find(|(known, at, _)| *known == name && *at == location)
                {
                    if is_own {
                        let message =
                            format!("duplicate {location} parameter `{name}`; using the first");
                        let diagnostic =
                            Diagnostic::warning(Code::DuplicateParameter, &place, message)
                                .also(first)
                                .help("remove one of the two");
                        self.reporter.report(diagnostic);
                    }
                    continue;
                }
                own.push((name, location, place));
                self.parameter(owner, &target, node, &mut params);
            }
        }
        params
    }

    fn parameter(&mut self, owner: Owner, at: &SpecPath, node: &Value, params: &mut Params) {
        let Some(described) = self.reporter.take_parameter(at, node, params) else {
            return;
        };
        let (place, data) = (described.place, &described.data);
        if place == Place::Header
            && IGNORED_HEADERS.contains(&data.name.to_ascii_lowercase().as_str())
        {
            self.reporter.ignored_header(&data.name, at);
            return;
        }
        let hint = Hint::Inline {
            owner,
            role: Role::Parameter(data.name.clone()),
        };
        let (used, Writing { style, explode }) = self.written(&described, node, at, hint);
        let operation = conventions::resource_operation(self.service, node)
            .or(used.constraints.resource_operation.clone());
        let is_comma_separated = self.types.is_comma_separated(&used, style);
        let mut constraints = used.constraints;
        constraints.example = node
            .get("example")
            .cloned()
            .or(constraints.example)
            .or_else(|| self.resolver.first_example(at));
        let (ty, explode) = if is_comma_separated {
            // The setter takes the items, so the example shows them.
            conventions::split_example(&mut constraints);
            (TypeRef::List(Box::new(used.ty)), false)
        } else if described.allow_empty && self.types.needs_null_to_be_empty(&used.ty) {
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
        if place == Place::Path && !data.required {
            self.reporter.always_required(&data.name, at);
        }
        let param = Param {
            wire: data.name,
            style,
            explode,
            allow_reserved,
            allow_empty,
            ty: self.types.identified(ty, operation, at),
            required: data.required || place == Place::Path,
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
            Place::Path => params.path.push(param),
            Place::Query => params.query.push(param),
            Place::Header => params.header.push(param),
            Place::Cookie => params.cookie.push(param),
        }
    }

    /// The type of a parameter, and the style of its values.
    fn written(
        &mut self,
        described: &Described,
        node: &Value,
        at: &SpecPath,
        hint: Hint,
    ) -> (Use, Writing) {
        let data = &described.data;
        let (used, content) = match &data.format {
            ParameterSchemaOrContent::Schema(_) => (self.parameter_schema(node, at, hint), None),
            ParameterSchemaOrContent::Content(content) => {
                let media = content.keys().next().cloned().unwrap_or_default();
                let schema = self.parameter_content(&media, &at.key("content"), hint);
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
        let used = self.reporter.as_text(used, &data.name, at);
        let writing = match content {
            Some(style) => Writing {
                style,
                explode: false,
            },
            None => self.writing(described, &used, at),
        };
        (used, writing)
    }

    fn parameter_content(&mut self, media: &str, at: &SpecPath, hint: Hint) -> Use {
        self.resolver.encoding_effect(&at.key(media), None);
        self.schema(&at.keys([media, "schema"]), hint)
    }
}

impl Resolver<'_> {
    fn has_body(&self, at: &SpecPath) -> bool {
        let body = self.document.get(&at.key("requestBody"));
        body.is_some_and(Value::is_object)
    }

    fn first_example(&self, at: &SpecPath) -> Option<Value> {
        let examples = at.key("examples");
        let first = self.document.get(&examples)?.as_object()?.keys().next()?;
        let (_, example) = self.follow(&examples.key(first), NodeKind::Example)?;
        example.get("value").cloned()
    }
}

impl Reporter<'_> {
    /// The parameter as the document describes it; `None` if it can't be sent, which has been reported.
    fn take_parameter(self, at: &SpecPath, node: &Value, params: &mut Params) -> Option<Described> {
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

    fn ignored_header(self, name: &str, at: &SpecPath) {
        let message = format!(
            "the header parameter `{name}` has no effect: other parts of the document determine it"
        );
        let found = Diagnostic::warning(Code::UnsupportedParameter, at, message);
        self.report(found.help("remove it by an overlay to silence this"));
    }

    fn always_required(self, name: &str, at: &SpecPath) {
        let message = format!("the path parameter `{name}` is not `required`; it always is");
        let found = Diagnostic::warning(Code::InvalidNode, at, message);
        self.report(found.help("write `required: true`"));
    }
}

impl Types {
    /// Returns whether a value is the vendor's `type: string, format: comma-separated`, a list of strings.
    fn is_comma_separated(&self, used: &Use, style: ParamStyle) -> bool {
        let is_id =
            matches!(&used.ty, TypeRef::Named(id) if matches!(self.defs[*id].shape, Shape::Id));
        (is_id || used.ty == TypeRef::Scalar(Scalar::String))
            && matches!(style, ParamStyle::Form | ParamStyle::Simple)
            && conventions::is_comma_separated(used.constraints.format.as_deref())
    }
}

impl Use {
    /// Any JSON value, where a place says nothing.
    pub(in crate::lower) fn any_json() -> Self {
        Self {
            ty: TypeRef::Json,
            nullable: false,
            docs: Docs::default(),
            constraints: Constraints::default(),
            access: Access::Both,
        }
    }
}
