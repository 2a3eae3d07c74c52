//! The fields by which an operation filters and sorts, with the types of its items.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::conventions;
use crate::lower::conventions::field_table::{Listed, listed};
use crate::lower::node::Reporter;
use crate::lower::node::resolve::Resolver;
use crate::lower::schema::Schemas;
use crate::lower::schema::types::Types;
use crate::model::{
    Composite, FieldTable, Operator, Outcome, Param, ParamStyle, Scalar, Shape, TableField, TypeRef,
};
use crate::spec_path::SpecPath;

impl Schemas<'_> {
    /// Reads what the descriptions of parameters list, and makes these parameters filters and sorters.
    pub(in crate::lower) fn field_table(
        &mut self,
        params: &mut [Param],
        outcome: &Outcome,
    ) -> Option<FieldTable> {
        let mut table = FieldTable::default();
        for param in params {
            let description = param.docs.description.as_deref();
            let read = description.filter(|_| is_text(param));
            let read = read.and_then(|text| listed(self.service, text));
            let Some(read) = read else {
                // Reports every entry: there is no field for it.
                self.resolver
                    .response_keys(&mut FieldTable::default(), param);
                continue;
            };
            match read {
                Ok((listed, rest)) => {
                    param.docs.description = (!rest.is_empty()).then_some(rest);
                    add(&mut table, param, listed);
                    self.resolver.response_keys(&mut table, param);
                }
                Err(problem) => {
                    let message = format!(
                        "the fields in the description of `{}` can't be read: {problem}; the parameter stays a string",
                        param.wire
                    );
                    self.reporter.report(
                        Diagnostic::warning(Code::UnreadableFields, &param.at, message).help(
                            "write each field as `**name**: *eq, in*` in a paragraph of its own, those that sort as one `**id, name**`",
                        ),
                    );
                }
            }
        }
        if table.fields.is_empty() {
            return None;
        }
        // The items may have been met for the first time in this operation.
        self.drain_queue();
        let item = item_of(outcome);
        if let Some(item) = item {
            for field in &mut table.fields {
                let path = field.path.as_deref().unwrap_or(&field.wire);
                let path: Vec<&str> = path.split('.').collect();
                let ty = self
                    .types
                    .property(item, &path)
                    .and_then(|ty| self.types.operand(ty));
                // An ordered text may well be a date or number that the document does not call one.
                let is_ordered = field.operators.iter().any(|it| it.is_ordering());
                field.ty = ty.filter(|ty| !(is_ordered && *ty == TypeRef::Scalar(Scalar::String)));
            }
        }
        self.check_response_keys(&table, item);
        Some(table)
    }

    fn check_response_keys(&mut self, table: &FieldTable, item: Option<&TypeRef>) {
        for field in &table.fields {
            let Some(path) = &field.path else {
                continue;
            };
            let steps: Vec<&str> = path.split('.').collect();
            if item.is_none_or(|item| self.types.property(item, &steps).is_none()) {
                let why = format!("the items have no property `{path}`");
                self.reporter
                    .unknown_response_key(&field.at, &field.wire, &why);
            }
        }
    }
}

impl Resolver<'_> {
    /// Records the item properties of fields with another name.
    fn response_keys(&self, table: &mut FieldTable, param: &Param) {
        let document = self.document;
        let Some(node) = document.get(&param.at) else {
            return;
        };
        for (name, path) in conventions::response_keys(node) {
            let field = table.fields.iter_mut().find(|field| field.wire == name);
            match (field, path) {
                (Some(field), Some(path)) => field.path = Some(path.to_owned()),
                (None, _) => {
                    self.reporter.unknown_response_key(
                        &param.at,
                        name,
                        "the description lists no such field",
                    );
                }
                (Some(_), None) => {
                    self.reporter.unknown_response_key(
                        &param.at,
                        name,
                        "expected a path as a string",
                    );
                }
            }
        }
    }
}

impl Reporter<'_> {
    fn unknown_response_key(self, parameter: &SpecPath, name: &str, why: &str) {
        let at = parameter.key("x-response-keys").key(name);
        let message = format!("invalid entry `{name}` in `x-response-keys`: {why}");
        self.report(Diagnostic::error(Code::InvalidResponseKey, &at, message).help(
            "map a field that the description lists to a property of the items, for example `jit.start: jit.started`, or remove it",
        ));
    }
}

impl Types {
    /// The type of the property at a path of names, through lists; a name may have dots itself.
    pub(super) fn property<'t>(&'t self, ty: &'t TypeRef, path: &[&str]) -> Option<&'t TypeRef> {
        if path.is_empty() {
            return Some(ty);
        }
        match ty {
            TypeRef::Named(id) => match &self.defs[*id].shape {
                Shape::Struct(shape) => (1..=path.len()).rev().find_map(|length| {
                    let name = path[..length].join(".");
                    let field = shape.fields.iter().find(|field| field.wire == name)?;
                    self.property(&field.ty, &path[length..])
                }),
                Shape::Alias(target) => self.property(target, path),
                Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id | Shape::Union(_) => None,
            },
            TypeRef::List(inner) | TypeRef::Nullable(inner) => self.property(inner, path),
            TypeRef::Scalar(_)
            | TypeRef::Map(_)
            | TypeRef::Object
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => None,
        }
    }

    /// The type with which such a property is compared; `None` if any.
    fn operand(&self, ty: &TypeRef) -> Option<TypeRef> {
        match ty {
            TypeRef::Scalar(Scalar::I32 | Scalar::I64 | Scalar::Integer) => {
                Some(TypeRef::Scalar(Scalar::I64))
            }
            TypeRef::Scalar(
                scalar @ (Scalar::Bool
                | Scalar::U64
                | Scalar::Number
                | Scalar::String
                | Scalar::Date
                | Scalar::Timestamp),
            ) => Some(TypeRef::Scalar(*scalar)),
            TypeRef::Named(id) => match &self.defs[*id].shape {
                Shape::StringEnum(_) | Shape::Id => Some(ty.clone()),
                Shape::IntegerEnum(_) => Some(TypeRef::Scalar(Scalar::I64)),
                Shape::Alias(target) => self.operand(target),
                Shape::Struct(_) | Shape::Union(_) => None,
            },
            TypeRef::List(inner) | TypeRef::Nullable(inner) => self.operand(inner),
            TypeRef::Scalar(Scalar::Base64 | Scalar::Binary)
            | TypeRef::Map(_)
            | TypeRef::Object
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => None,
        }
    }
}

/// Returns whether a parameter is a text, or a list of them in one value.
fn is_text(param: &Param) -> bool {
    let text = TypeRef::Scalar(Scalar::String);
    param.style == ParamStyle::Form
        && (param.ty == text || !param.explode && param.ty == TypeRef::List(Box::new(text)))
}

fn add(table: &mut FieldTable, param: &mut Param, listed: Listed) {
    match listed {
        Listed::Filters { fields, composites } => {
            for (wire, operators) in fields {
                field(table, wire, param).operators.extend(operators);
            }
            table.composites = composites.unwrap_or_else(|| Composite::ALL.to_vec());
            param.style = ParamStyle::Filter;
            param.ty = TypeRef::Scalar(Scalar::String);
            if let Some(Value::Array(items)) = &param.constraints.example {
                let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                param.constraints.example = Some(items.join(",").into());
            }
        }
        Listed::Sorters { fields } => {
            for wire in fields {
                field(table, wire, param).sorts = true;
            }
            param.style = ParamStyle::Sorters;
            param.ty = TypeRef::List(Box::new(TypeRef::Scalar(Scalar::String)));
            conventions::split_example(&mut param.constraints);
        }
    }
}

/// The field of that name, which is added where it is not there.
fn field<'t>(table: &'t mut FieldTable, wire: String, param: &Param) -> &'t mut TableField {
    let known = table.fields.iter().position(|field| field.wire == wire);
    let n = known.unwrap_or_else(|| {
        table.fields.push(TableField {
            wire,
            operators: Vec::<Operator>::new(),
            sorts: false,
            path: None,
            ty: None,
            at: param.at.clone(),
        });
        table.fields.len() - 1
    });
    &mut table.fields[n]
}

/// The items of the list that a success holds.
fn item_of(outcome: &Outcome) -> Option<&TypeRef> {
    let (Outcome::Json(TypeRef::List(item)) | Outcome::OptionalJson(TypeRef::List(item))) = outcome
    else {
        return None;
    };
    Some(item)
}
