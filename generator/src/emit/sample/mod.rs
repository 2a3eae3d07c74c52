//! Example values of a document as Rust expressions: the one place that turns JSON into code that a reader can copy.
//!
//! ```text
//! EntitlementRequestConfig::builder()
//!     .access_request_config(
//!         EntitlementAccessRequestConfig::builder()
//!             .approval_schemes([EntitlementApprovalScheme::builder().approver_type(ApproverType::Workflow).build()])
//!             .build(),
//!     )
//!     .build()
//! ```

mod collection;
mod filter;
mod json;
mod layout;
mod object;
mod parsed;

use std::collections::BTreeSet;

use serde_json::Value;

use super::cx::EmitCx;
use super::print;
use crate::model::{Constraints, EnumValue, Scalar, Shape, TypeId, TypeRef, UnionShape};
use crate::rust::Kind;

pub(super) use filter::{Fields, method};
pub(super) use layout::Expr;
use parsed::{is_base64, is_date};

/// How many items of a list are shown.
const LONGEST: usize = 2;

/// What an expression is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A setter or a method, which takes the type of [`EmitCx::argument`].
    Argument,
    /// An item of a list whose items are converted: all of them have one Rust type.
    Item,
    /// A value of the type itself.
    Exact,
}

/// What an example needs beside models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// The operation's fields, imported as `f`.
    Fields,
    /// The crate `serde_json`.
    Json,
    /// A type of the runtime that is parsed, and a result for errors that are not the crate's.
    Parsed(&'static str),
    /// Leave to call something deprecated.
    Deprecated,
}

/// Expressions for one example, and what the example needs for them.
pub(super) struct Samples<'a, 'p> {
    pub(super) cx: &'a EmitCx<'p>,
    /// The models to import.
    pub(super) models: BTreeSet<String>,
    /// What else it needs.
    pub(super) needs: BTreeSet<Need>,
    /// The structs that are being built, which can't be part of themselves.
    building: Vec<TypeId>,
}

/// The value that the document shows for something.
pub(super) fn shown(constraints: &Constraints) -> Option<&Value> {
    let Constraints {
        example,
        default,
        values,
        ..
    } = constraints;
    example.as_ref().or(default.as_ref()).or(values.first())
}

/// A scalar, an enum's variant or a list of them as a setter takes it; `None` for what needs more than a line.
pub(super) fn literal(cx: &EmitCx<'_>, ty: &TypeRef, value: &Value) -> Option<String> {
    let fits = match value {
        Value::Number(_) => !is_list(cx, ty) && Samples::new(cx).fits(ty, value),
        Value::Bool(_) | Value::String(_) => !is_list(cx, ty),
        Value::Array(values) => !values.is_empty() && values.len() <= 8 && is_list(cx, ty),
        Value::Null | Value::Object(_) => false,
    };
    if !fits || !is_plain(cx, ty) {
        return None;
    }
    let samples = &mut Samples::new(cx);
    let (TypeRef::List(item), Value::Array(values)) = (cx.resolved(ty), value) else {
        return Some(samples.of_value(ty, value, Target::Argument)?.line());
    };
    let items = values
        .iter()
        .map(|value| samples.of_value(item, value, Target::Item));
    Some(Expr::group("[", items.collect::<Option<_>>()?, "]").line())
}

fn is_list(cx: &EmitCx<'_>, ty: &TypeRef) -> bool {
    matches!(cx.resolved(ty), TypeRef::List(_))
}

/// Whether values of the type are written without parts.
fn is_plain(cx: &EmitCx<'_>, ty: &TypeRef) -> bool {
    if let TypeRef::List(item) = cx.resolved(ty) {
        is_plain(cx, item) && !is_list(cx, item)
    } else {
        cx.api.is_scalar(ty)
    }
}

impl<'a, 'p> Samples<'a, 'p> {
    pub(super) fn new(cx: &'a EmitCx<'p>) -> Self {
        Self {
            cx,
            models: BTreeSet::new(),
            needs: BTreeSet::new(),
            building: Vec::new(),
        }
    }

    /// The value of the document and no other; `None` if it is not of the type.
    pub(super) fn of_value(&mut self, ty: &TypeRef, value: &Value, target: Target) -> Option<Expr> {
        let fits = self.fits(ty, value) || self.cx.takes_text(ty) && text_of(Some(value)).is_some();
        fits.then(|| self.value(ty, Some(value), target))?
    }

    /// A value of a type, the one of the document where it fits. None where no finite value is known.
    pub(super) fn value(
        &mut self,
        ty: &TypeRef,
        example: Option<&Value>,
        target: Target,
    ) -> Option<Expr> {
        let cx = self.cx;
        let root = &cx.crate_ident;
        let example = example.filter(|it| !it.is_null());
        Some(match cx.resolved(ty) {
            TypeRef::Scalar(scalar) => self.scalar(*scalar, example, target),
            TypeRef::Named(id) => return self.named(*id, example, target),
            TypeRef::List(item) => return self.list(item, example, target),
            TypeRef::Map(value) => return self.map(value, example, target),
            TypeRef::Nullable(inner) => {
                Expr::call("Some", vec![self.value(inner, example, Target::Exact)?])
            }
            TypeRef::Object => self.object(example),
            TypeRef::Json => self.json(example, target),
            TypeRef::JsonPatch => {
                self.note_parts(example);
                json::patch(root, example)
            }
            TypeRef::JsonPatchOperation => {
                self.note_parts(example);
                json::patch_operation(root, example)
            }
        })
    }

    fn scalar(&mut self, scalar: Scalar, example: Option<&Value>, target: Target) -> Expr {
        let root = &self.cx.crate_ident;
        match scalar {
            Scalar::Bool => {
                let value = example.and_then(Value::as_bool).unwrap_or(true);
                Expr::atom(value.to_string())
            }
            Scalar::I32 => {
                let value = example.and_then(Value::as_i64);
                let value = value.and_then(|it| i32::try_from(it).ok()).unwrap_or(1);
                Expr::atom(value.to_string())
            }
            Scalar::I64 => {
                let value = example.and_then(Value::as_i64).unwrap_or(1);
                integer(
                    value,
                    i32::try_from(value).is_ok() || target != Target::Item,
                    "i64",
                )
            }
            Scalar::U64 => {
                let value = example.and_then(Value::as_u64).unwrap_or(1);
                integer(value, target != Target::Item, "u64")
            }
            Scalar::Integer => {
                let number = example.filter(|it| is_integer(it));
                let number = number.and_then(Value::as_number);
                let number = number.map_or_else(|| Expr::atom("1"), json::number);
                if target == Target::Argument {
                    number
                } else {
                    Expr::call(&format!("{root}::Integer::from"), vec![number])
                }
            }
            Scalar::Number => {
                let number = example.and_then(Value::as_number);
                let number = number.map_or_else(|| Expr::atom("1"), json::number);
                if target == Target::Argument {
                    number
                } else {
                    let from = format!("{root}::runtime::model::Number::from");
                    Expr::call(&from, vec![number])
                }
            }
            Scalar::String | Scalar::Binary => {
                let text = text_of(example).unwrap_or_else(|| "…".to_owned());
                let text = json::string(&text);
                if target == Target::Exact {
                    text.then("to_owned", Vec::new())
                } else {
                    text
                }
            }
            Scalar::Date => self.date(example),
            Scalar::Timestamp => self.timestamp(example),
            Scalar::Base64 => self.base64(example),
        }
    }

    fn named(&mut self, id: TypeId, example: Option<&Value>, target: Target) -> Option<Expr> {
        let cx = self.cx;
        match &cx.api.types[id].shape {
            Shape::StringEnum(values) => {
                let text = example.and_then(Value::as_str);
                let known = position(values, text.map(str::to_owned).as_ref());
                let raw = || json::string(text.unwrap_or("…"));
                Some(self.variant(id, known, raw))
            }
            Shape::IntegerEnum(values) => {
                let number = example.and_then(Value::as_i64);
                let known = position(values, number.as_ref());
                let raw = || Expr::Atom(format!("{}_i64", number.unwrap_or(1)));
                Some(self.variant(id, known, raw))
            }
            Shape::Id => {
                let text = text_of(example).unwrap_or_else(|| "…".to_owned());
                let text = json::string(&text);
                Some(if target == Target::Exact {
                    Expr::call(&format!("{}::from", self.import(id)), vec![text])
                } else {
                    text
                })
            }
            Shape::Struct(shape) => self.built(id, shape, example),
            Shape::Union(shape) => self.union(id, shape, example),
            Shape::Alias(ty) => self.value(ty, example, target),
        }
    }

    /// A variant of an enum, or one made of a value that has none.
    fn variant(&mut self, id: TypeId, known: Option<usize>, raw: impl Fn() -> Expr) -> Expr {
        let members = self.cx.rust.types[id].members();
        let variant = known.and_then(|known| members.get(known));
        let item = self.import(id);
        match variant {
            Some(variant) => Expr::Atom(format!("{item}::{variant}")),
            None => Expr::call(&format!("{item}::from"), vec![raw()]),
        }
    }

    /// The first branch that the example fits, or else the first that can be made.
    fn union(&mut self, id: TypeId, shape: &UnionShape, example: Option<&Value>) -> Option<Expr> {
        let cx = self.cx;
        let tag = shape.discriminator.as_ref();
        let tag = tag.and_then(|property| example?.get(property));
        let mut order: Vec<usize> = (0..shape.branches.len()).collect();
        order.sort_by_key(|n| {
            let branch = &shape.branches[*n];
            let is_tagged = tag.is_some_and(|tag| branch.tags.iter().any(|it| it == tag));
            !(is_tagged || tag.is_none() && example.is_some_and(|it| self.fits(&branch.ty, it)))
        });
        order.into_iter().find_map(|n| {
            let value = self.value(&shape.branches[n].ty, example, Target::Exact)?;
            let Kind::Union(union) = &cx.rust.types[id].kind else {
                return None;
            };
            let designed = &union.variants[n];
            let variant = format!("{}::{}", self.import(id), designed.name);
            let value = if designed.is_boxed {
                Expr::call("Box::new", vec![value])
            } else {
                value
            };
            Some(Expr::call(&variant, vec![value]))
        })
    }

    /// Whether a JSON value looks like one of the type.
    fn fits(&self, ty: &TypeRef, value: &Value) -> bool {
        match self.cx.resolved(ty) {
            TypeRef::Scalar(Scalar::Bool) => value.is_boolean(),
            TypeRef::Scalar(Scalar::I32 | Scalar::I64) if value.is_u64() => value.is_i64(),
            TypeRef::Scalar(Scalar::I32 | Scalar::I64 | Scalar::U64 | Scalar::Number) => {
                value.is_number()
            }
            TypeRef::Scalar(Scalar::Integer) => is_integer(value),
            TypeRef::Scalar(Scalar::Date) => value.as_str().is_some_and(is_date),
            TypeRef::Scalar(Scalar::Base64) => value.as_str().is_some_and(is_base64),
            TypeRef::Scalar(Scalar::String | Scalar::Timestamp | Scalar::Binary) => {
                value.is_string()
            }
            TypeRef::List(_) | TypeRef::JsonPatch => value.is_array(),
            TypeRef::Map(_) | TypeRef::Object | TypeRef::JsonPatchOperation => value.is_object(),
            TypeRef::Nullable(inner) => self.fits(inner, value),
            TypeRef::Json => true,
            TypeRef::Named(id) => match &self.cx.api.types[*id].shape {
                Shape::Struct(shape) => {
                    let has = |wire: &str| value.get(wire).is_some();
                    let mut required = shape.fields.iter().filter(|it| it.offered().is_required());
                    value.is_object() && required.all(|field| has(&field.wire))
                }
                Shape::StringEnum(_) | Shape::Id => value.is_string(),
                Shape::IntegerEnum(_) => value.is_i64(),
                Shape::Union(_) | Shape::Alias(_) => true,
            },
        }
    }

    /// An operation of a patch may have a value that only the macro `json!` can write.
    fn note_parts(&mut self, example: Option<&Value>) {
        let operations = match example {
            Some(Value::Array(operations)) => operations.as_slice(),
            Some(operation) => std::slice::from_ref(operation),
            None => &[],
        };
        let mut values = operations.iter().filter_map(|it| it.get("value"));
        if values.any(|it| it.is_array() || it.is_object()) {
            self.needs.insert(Need::Json);
        }
    }

    /// The name of a model, which the example imports.
    fn import(&mut self, id: TypeId) -> &'a str {
        let item = self.cx.rust.types[id].name;
        self.models.insert(item.to_owned());
        item
    }
}

/// Whether a value is an integer that a literal of 64 bits can write.
fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}

/// The position of a value in an enum; of the first where none is asked for.
fn position<T: PartialEq>(values: &[EnumValue<T>], wire: Option<&T>) -> Option<usize> {
    match wire {
        Some(wire) => values.iter().position(|it| it.wire == *wire),
        None => (!values.is_empty()).then_some(0),
    }
}

fn integer(value: impl std::fmt::Display, is_plain: bool, suffix: &str) -> Expr {
    Expr::Atom(if is_plain {
        value.to_string()
    } else {
        format!("{value}_{suffix}")
    })
}

/// The text of a scalar, which a document may write without quotes where it means text.
fn text_of(example: Option<&Value>) -> Option<String> {
    match example? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A type as code outside of the crate writes it.
pub(super) fn type_text(cx: &EmitCx<'_>, ty: &TypeRef) -> String {
    let ty = cx.rust.ty(ty);
    let tokens = print::ty(&ty, print::Place::Operation).to_string();
    let text: String = tokens.split(' ').collect();
    let models = format!("{}::{}::models::", cx.crate_ident, cx.rust.module);
    text.replace("models::", &models)
        .replace("runtime::", &format!("{}::runtime::", cx.crate_ident))
}
