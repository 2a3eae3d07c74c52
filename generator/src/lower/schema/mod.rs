//! Classifying a schema: which form of type is it?

mod all_of;
pub(in crate::lower) mod base;
mod cycles;
mod description;
mod discriminator;
mod enumeration;
mod json_patch;
mod object;
mod place;
mod resource;
mod shared_enum;
pub(in crate::lower) mod types;
mod union;

pub(in crate::lower) use place::{Lowered, Place, Use};

use std::collections::BTreeSet;

use serde_json::Value;

use crate::config::Service;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::conventions;
use crate::lower::node::Reporter;
use crate::lower::node::resolve::Resolver;
use crate::lower::node::resolve::is_reference;
use crate::lower::node::scalar;
use crate::lower::node::schema_node::SchemaNode;
use crate::model::{Constraints, Docs, Hint, Owner, Role, Scalar, Shape, TypeId, TypeRef};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;
use all_of::parts::Identity;
use types::Types;

/// Makes types of schemas.
pub(in crate::lower) struct Schemas<'a> {
    pub(in crate::lower) reporter: Reporter<'a>,
    pub(in crate::lower) resolver: Resolver<'a>,
    /// The facts that no document states.
    pub(in crate::lower) service: &'a Service,
    pub(in crate::lower) types: Types,
    /// The unions whose branches are being given the properties of the objects beside them.
    distributing: BTreeSet<SpecPath>,
    /// How many properties `allOf`s have brought together.
    combined: usize,
    /// The types that are being made of several nodes, the innermost last. No pointer leads back to one, but its parts do.
    merging: Vec<(Identity, TypeId)>,
}

impl<'a> Schemas<'a> {
    pub(in crate::lower) fn new(resolver: Resolver<'a>, service: &'a Service) -> Self {
        Self {
            reporter: resolver.reporter,
            resolver,
            service,
            types: Types::default(),
            distributing: BTreeSet::new(),
            combined: 0,
            merging: Vec::new(),
        }
    }
}

impl Schemas<'_> {
    /// Every schema under `components`, whether an operation needs it or not.
    pub(in crate::lower) fn component_schemas(&mut self) {
        let document = self.resolver.document;
        let components = document.at.key("components");
        let at = components.key("schemas");
        let Some(schemas) = document.get(&at).and_then(Value::as_object) else {
            return;
        };
        for name in schemas.keys() {
            self.component(&at.key(name), name);
        }
        self.drain_queue();
    }

    pub(in crate::lower) fn drain_queue(&mut self) {
        while let Some((id, at)) = self.types.queue.pop_front() {
            self.fill(id, &at);
        }
        // Whoever looks behind an alias from now on comes to an end.
        self.break_alias_cycles(self.types.settled);
        self.types.settled = self.types.defs.len();
    }
}

impl<'a> Resolver<'a> {
    /// Whether `null` is among the values of the schema, or of a branch.
    pub(in crate::lower) fn is_nullable(&self, node: &SchemaNode<'a>) -> bool {
        self.nullable_within(node, 4)
    }

    fn nullable_within(&self, node: &SchemaNode<'a>, depth: usize) -> bool {
        if node.data.nullable || node.any.enumeration.iter().any(Value::is_null) {
            return true;
        }
        let keys = [
            ("oneOf", node.any.one_of.len()),
            ("anyOf", node.any.any_of.len()),
        ];
        let mut branches = keys
            .into_iter()
            .flat_map(|(key, count)| (0..count).map(move |n| node.at.key(key).index(n)));
        depth > 0
            && branches.any(|at| {
                let branch = self.target_node(&at);
                branch.is_some_and(|it| it.is_null() || self.nullable_within(&it, depth - 1))
            })
            || self.all_of_is_nullable(node)
    }
}

impl<'a> Schemas<'a> {
    /// The type of the schema that `at` holds or refers to, with the keys beside the reference.
    pub(in crate::lower) fn schema(&mut self, at: &SpecPath, hint: Hint) -> Use {
        let any_json = Use::any_json();
        let here = self.resolver.document.get(at);
        let Some((target, raw)) = self.resolver.follow(at, NodeKind::Schema) else {
            return any_json;
        };
        let is_reference = here.is_some_and(is_reference);
        let lowered = if is_reference {
            self.referenced(&target, hint)
        } else {
            self.inline(&target, hint)
        };
        let Some(node) = self.resolver.taken(&target, raw) else {
            return any_json;
        };
        // OpenAPI 3.0 allows no key beside `$ref`; the evident meaning of one is harmless.
        let beside = |key: &str| here.filter(|_| is_reference)?.get(key);
        let is_item = matches!(lowered.ty, TypeRef::Named(_)) && is_reference;
        let (docs, constraints) = if is_reference {
            let description = beside("description")
                .and_then(Value::as_str)
                .map(str::to_owned);
            let own = Docs {
                summary: None,
                description,
                deprecated: false,
            };
            if is_item {
                (own, Constraints::default())
            } else {
                let patch_values = self.resolver.values_if_patch(&node);
                let constraints = Constraints {
                    patch_values,
                    ..node.constraints(self.service)
                };
                (node.docs(), constraints)
            }
        } else {
            self.decorated(&node)
        };
        Use {
            nullable: lowered.nullable
                || beside("nullable")
                    .and_then(Value::as_bool)
                    .unwrap_or_default(),
            ty: lowered.ty,
            docs,
            constraints,
            access: node.access(),
        }
    }

    /// The schema that a reference leads to.
    pub(in crate::lower) fn referenced(&mut self, target: &SpecPath, hint: Hint) -> Lowered {
        if let ["components", "schemas", name] = target.steps()[..] {
            return self.component(target, name);
        }
        // A reference may lead into the middle of a schema; named after that place if it can be.
        let hint = match target.steps()[..] {
            ["components", "schemas", name, "properties", property] => {
                let owner = self
                    .resolver
                    .document
                    .at
                    .keys(["components", "schemas", name]);
                if let TypeRef::Named(id) = self.component(&owner, name).ty {
                    let role = Role::Property(property.to_owned());
                    Hint::Inline {
                        owner: Owner::Type(id),
                        role,
                    }
                } else {
                    hint
                }
            }
            _ => hint,
        };
        self.inline(target, hint)
    }

    /// The schema of that name under `components`.
    pub(in crate::lower) fn component(&mut self, at: &SpecPath, name: &str) -> Lowered {
        let pointer = at.to_pointer();
        if let Some(known) = self.types.lowered.get(&pointer) {
            return known.clone();
        }
        let any_json = Lowered {
            ty: TypeRef::Json,
            nullable: false,
        };
        let Some((target, _)) = self.resolver.follow(at, NodeKind::Schema) else {
            self.types.lowered.insert(pointer, any_json.clone());
            return any_json;
        };
        let lowered = if target == *at {
            match self.resolver.node(at) {
                None => any_json,
                Some(node) if self.resolver.is_patch_operation(&node) => Lowered {
                    ty: TypeRef::JsonPatchOperation,
                    nullable: node.data.nullable,
                },
                Some(node) => {
                    let id = self.types.reserve(Hint::Component(name.to_owned()), at);
                    self.types.queue.push_back((id, at.clone()));
                    Lowered {
                        ty: TypeRef::Named(id),
                        nullable: self.resolver.is_nullable(&node),
                    }
                }
            }
        } else {
            let target = self.referenced(&target, Hint::Component(name.to_owned()));
            let id = self.types.reserve(Hint::Component(name.to_owned()), at);
            self.types.defs[id].shape = Shape::Alias(target.ty.clone());
            target
        };
        self.types.lowered.insert(pointer, lowered.clone());
        lowered
    }

    /// Gives a referenced schema its shape.
    pub(in crate::lower) fn fill(&mut self, id: TypeId, at: &SpecPath) {
        let Some(node) = self.resolver.node(at) else {
            self.types.defs[id].shape = Shape::Alias(TypeRef::Json);
            return;
        };
        let (docs, constraints) = self.decorated(&node);
        self.types.defs[id].docs = docs;
        self.types.defs[id].constraints = constraints;
        let hint = self.types.defs[id].hint.clone();
        let ty = self.form(&node, &mut Place::new(Some(id), hint));
        if ty != TypeRef::Named(id) {
            self.types.defs[id].shape = Shape::Alias(ty);
        } else if matches!(self.types.defs[id].shape, Shape::Alias(TypeRef::Named(itself)) if itself == id)
        {
            self.types.defs[id].shape = Shape::Alias(TypeRef::Json);
            let message = "the schema only refers to itself; it becomes any JSON value";
            let help = "say what it is, or remove it";
            self.reporter
                .report(Diagnostic::warning(Code::CyclicReference, at, message).help(help));
        }
    }

    /// An inline schema.
    pub(in crate::lower) fn inline(&mut self, at: &SpecPath, hint: Hint) -> Lowered {
        let pointer = at.to_pointer();
        if let Some(known) = self.types.lowered.get(&pointer) {
            return known.clone();
        }
        let Some(node) = self.resolver.node(at) else {
            return Lowered {
                ty: TypeRef::Json,
                nullable: false,
            };
        };
        if !self.types.open.insert(pointer.clone()) {
            let message =
                "the schema contains itself without a name; it becomes any JSON value here";
            self.reporter.report(
                Diagnostic::warning(Code::CyclicReference, at, message)
                    .help("move it to `components/schemas` and refer to it there"),
            );
            return Lowered {
                ty: TypeRef::Json,
                nullable: false,
            };
        }
        let nullable = self.resolver.is_nullable(&node);
        let ty = self.form(&node, &mut Place::new(None, hint));
        self.types.open.remove(&pointer);
        let lowered = Lowered { ty, nullable };
        self.types.lowered.insert(pointer, lowered.clone());
        lowered
    }

    /// The id under which the schema becomes an item.
    pub(in crate::lower) fn item(&mut self, node: &SchemaNode<'a>, place: &mut Place) -> TypeId {
        if let Some(id) = place.id {
            return id;
        }
        let id = self.types.reserve(place.hint.clone(), &node.at);
        let (docs, constraints) = self.decorated(node);
        self.types.defs[id].docs = docs;
        self.types.defs[id].constraints = constraints;
        if !place.merged {
            // Known from here on, so that a reference from inside comes back to it.
            let lowered = Lowered {
                ty: TypeRef::Named(id),
                nullable: self.resolver.is_nullable(node),
            };
            self.types.lowered.insert(node.at.to_pointer(), lowered);
        }
        place.id = Some(id);
        id
    }

    /// The form of a schema: an item, which it fills, or a type mentioned by value.
    pub(in crate::lower) fn form(&mut self, node: &SchemaNode<'a>, place: &mut Place) -> TypeRef {
        let any = &node.any;
        if self.resolver.is_patch_operation(node) {
            return TypeRef::JsonPatchOperation;
        }
        if let Some(ty) = self.extended(node, place) {
            return ty;
        }
        if !any.all_of.is_empty() {
            return self.all_of(node, place);
        }
        if !(any.one_of.is_empty() && any.any_of.is_empty())
            && let Some(ty) = self.union(node, place)
        {
            return ty;
        }
        if !any.enumeration.is_empty()
            && let Some(ty) = self.enumeration(node, place)
        {
            return ty;
        }
        match any.typ.as_deref() {
            Some("object") => self.object(node, place),
            Some("array") => self.list(node, place),
            Some(name) => match scalar::of_type(name, any.format.as_deref()) {
                Some(Scalar::String) => self.types.identified(
                    TypeRef::Scalar(Scalar::String),
                    conventions::resource_operation(self.service, node.raw),
                    &node.at,
                ),
                // A listed value outgrows its format.
                Some(Scalar::I32 | Scalar::I64 | Scalar::Integer)
                    if scalar::is_beyond_i64(node.raw) =>
                {
                    TypeRef::Scalar(Scalar::Integer)
                }
                // What the service sends may outgrow its format.
                Some(Scalar::I32) if !place.is_parameter() => TypeRef::Scalar(Scalar::I64),
                // What is never received needs no more than programs count with.
                Some(Scalar::Integer) if place.is_parameter() => TypeRef::Scalar(Scalar::I64),
                Some(scalar) => TypeRef::Scalar(scalar),
                None => self.reporter.unknown_type(name, node),
            },
            None if !any.properties.is_empty() || any.additional_properties.is_some() => {
                self.object(node, place)
            }
            None if any.items.is_some() => self.list(node, place),
            None => TypeRef::Json,
        }
    }

    fn list(&mut self, node: &SchemaNode<'a>, place: &Place) -> TypeRef {
        if node.any.items.is_none() {
            return TypeRef::List(Box::new(TypeRef::Json));
        }
        let item = self.schema(&node.at.key("items"), place.item());
        let operation = conventions::resource_operation(self.service, node.raw);
        let ty = self.types.identified(item.ty, operation, &node.at);
        match (ty, item.nullable) {
            (TypeRef::JsonPatchOperation, false) => TypeRef::JsonPatch,
            (ty, false) => TypeRef::List(Box::new(ty)),
            (ty, true) => TypeRef::List(Box::new(TypeRef::Nullable(Box::new(ty)))),
        }
    }
}

impl<'a> Reporter<'a> {
    fn unknown_type(self, name: &str, node: &SchemaNode<'a>) -> TypeRef {
        let meant = scalar::evidently_meant(name);
        let becomes = match &meant {
            Some(ty) => format!("it is read as {}", scalar::describe(ty)),
            None => "it becomes any JSON value".to_owned(),
        };
        let message = format!("unknown type `{name}`; {becomes}");
        let help = match scalar::written(name) {
            Some(written) => format!("write {written}"),
            None => "use string, number, integer, boolean, array or object, and say the rest by `format`".to_owned(),
        };
        let at = node.at.key("type");
        self.report(Diagnostic::warning(Code::UnknownType, &at, message).help(help));
        meant.unwrap_or(TypeRef::Json)
    }
}
