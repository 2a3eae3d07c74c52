//! Classifying a schema: which form of type is it?

use std::rc::Rc;

use openapiv3::AdditionalProperties;
use serde_json::Value;

use super::resolve::is_reference;
use super::schema_node::{SchemaNode, joined};
use super::{LowerCx, conventions, scalar};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Access, Constraints, Docs, Hint, Owner, Role, Scalar, Shape, TypeId, TypeRef};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// The state of a schema.
#[derive(Clone, Debug)]
pub(super) struct Lowered {
    pub(super) ty: TypeRef,
    pub(super) nullable: bool,
}

/// What a place that holds a schema says: the type, and the words and bounds on that very place.
#[derive(Debug)]
pub(super) struct Use {
    pub(super) ty: TypeRef,
    pub(super) nullable: bool,
    pub(super) docs: Docs,
    pub(super) constraints: Constraints,
    pub(super) access: Access,
}

/// The location of a schema that is being lowered.
pub(super) struct Place {
    /// Its id, as soon as it is known to become an item.
    pub(super) id: Option<TypeId>,
    hint: Hint,
    /// Whether the schema is made of several nodes, so that no pointer identifies it.
    merged: bool,
}

impl Place {
    fn new(id: Option<TypeId>, hint: Hint) -> Self {
        Self {
            id,
            hint,
            merged: false,
        }
    }

    /// A location for the result of several merged nodes.
    pub(super) fn merged(id: Option<TypeId>, hint: Hint) -> Self {
        Self {
            id,
            hint,
            merged: true,
        }
    }

    /// The hint for the items of a list in this place.
    pub(super) fn item(&self) -> Hint {
        self.inner(Role::OwnItem, |role| Role::Item(Box::new(role)))
    }

    /// The hint for the values of a map in this place.
    pub(super) fn value(&self) -> Hint {
        self.inner(Role::Value(None), |role| Role::Value(Some(Box::new(role))))
    }

    /// Whether values of this place are never received.
    fn is_parameter(&self) -> bool {
        let Hint::Inline { role, .. } = &self.hint else {
            return false;
        };
        let mut role = role;
        while let Role::Item(of) | Role::Value(Some(of)) = role {
            role = of;
        }
        matches!(role, Role::Parameter(_))
    }

    fn inner(&self, own: Role, of: impl FnOnce(Role) -> Role) -> Hint {
        match (&self.hint, self.id) {
            (_, Some(id)) => Hint::Inline {
                owner: Owner::Type(id),
                role: own,
            },
            (Hint::Inline { owner, role }, None) => Hint::Inline {
                owner: *owner,
                role: of(role.clone()),
            },
            (Hint::Component(_) | Hint::Resource(_), None) => self.hint.clone(),
        }
    }
}

impl<'a> LowerCx<'a> {
    /// The schema at `at`, which is not a reference.
    pub(super) fn node(&mut self, at: &SpecPath) -> Option<Rc<SchemaNode<'a>>> {
        let raw = self.document.get(at)?;
        self.taken(at, raw)
    }

    /// The given schema, at `at`.
    fn taken(&mut self, at: &SpecPath, raw: &'a Value) -> Option<Rc<SchemaNode<'a>>> {
        let node = self.take_schema(raw, at).map(|(data, any)| {
            Rc::new(SchemaNode {
                at: at.clone(),
                raw,
                data,
                any,
            })
        });
        if let Some(node) = &node {
            self.make_sense(node);
        }
        node
    }

    /// The schema that `at` holds or refers to.
    pub(super) fn target_node(&mut self, at: &SpecPath) -> Option<Rc<SchemaNode<'a>>> {
        let (target, raw) = self.follow(at, NodeKind::Schema)?;
        self.taken(&target, raw)
    }

    /// The type of the schema that `at` holds or refers to, with what is said on this very place.
    pub(super) fn schema(&mut self, at: &SpecPath, hint: Hint) -> Use {
        let any_json = Use::any_json();
        let here = self.document.get(at);
        let Some((target, raw)) = self.follow(at, NodeKind::Schema) else {
            return any_json;
        };
        let is_reference = here.is_some_and(is_reference);
        let lowered = if is_reference {
            self.referenced(&target, hint)
        } else {
            self.inline(&target, hint)
        };
        let Some(node) = self.taken(&target, raw) else {
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
                (node.docs(), node.constraints(self.service))
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

    /// What a place says beyond its type, where it says it in a branch of an `allOf`: `[$ref, {description: …}]`.
    fn decorated(&mut self, node: &SchemaNode<'a>) -> (Docs, Constraints) {
        let mut docs = node.docs();
        let mut constraints = node.constraints(self.service);
        constraints.item = self.item_constraints(node, 0);
        docs.description = joined(docs.description, self.item_words(node));
        docs.description = joined(docs.description, self.words_of_strings(node));
        for n in 0..node.any.all_of.len() {
            let at = node.at.key("allOf").index(n);
            if self.is_reference(&at) {
                continue;
            }
            let Some(branch) = self.node(&at) else {
                continue;
            };
            // No type is made of a part, so that its words stand here.
            docs.description = joined(docs.description, branch.docs().description);
            constraints.item = constraints
                .item
                .or_else(|| self.item_constraints(&branch, 0));
            // A branch with properties is a part of an object, and no bound of the whole.
            if !branch.any.properties.is_empty() {
                continue;
            }
            let more = branch.constraints(self.service);
            if !branch.has_substance() {
                docs.deprecated |= branch.data.deprecated;
            }
            constraints.default = constraints.default.or(more.default);
            constraints.example = constraints.example.or(more.example);
            constraints.format = constraints.format.or(more.format);
            constraints.minimum = constraints.minimum.or(more.minimum);
            constraints.maximum = constraints.maximum.or(more.maximum);
            constraints.min_length = constraints.min_length.or(more.min_length);
            constraints.max_length = constraints.max_length.or(more.max_length);
            constraints.min_items = constraints.min_items.or(more.min_items);
            constraints.max_items = constraints.max_items.or(more.max_items);
            constraints.pattern = constraints.pattern.or(more.pattern);
        }
        (docs, constraints)
    }

    /// The words on the items of a list or the values of a map that become no type of their own.
    fn item_words(&mut self, node: &SchemaNode<'a>) -> Option<String> {
        let (key, what) = item_key(node)?;
        let at = node.at.key(key);
        let inner = self.node(&at).filter(|_| !self.is_reference(&at))?;
        let any = &inner.any;
        let has_type = !(any.properties.is_empty()
            && any.enumeration.is_empty()
            && any.all_of.is_empty()
            && any.one_of.is_empty()
            && any.any_of.is_empty());
        let docs = inner.docs();
        let words = docs.description.or(docs.summary).filter(|_| !has_type)?;
        Some(format!("Each {what}: {words}"))
    }

    /// What holds for the items of a list or the values of a map that are described right there.
    fn item_constraints(
        &mut self,
        node: &SchemaNode<'a>,
        depth: usize,
    ) -> Option<Box<Constraints>> {
        const DEEPEST: usize = 8;
        let (key, _) = item_key(node)?;
        let at = node.at.key(key);
        // What a reference leads to has its own row.
        if depth == DEEPEST || self.is_reference(&at) {
            return None;
        }
        let inner = self.node(&at)?;
        let mut constraints = inner.constraints(self.service);
        constraints.item = self.item_constraints(&inner, depth + 1);
        (constraints != Constraints::default()).then(|| Box::new(constraints))
    }

    /// The schema that a reference leads to.
    pub(super) fn referenced(&mut self, target: &SpecPath, hint: Hint) -> Lowered {
        if let ["components", "schemas", name] = target.steps()[..] {
            return self.component(target, name);
        }
        // A reference may lead into the middle of a schema; named after that place if it can be.
        let hint = match target.steps()[..] {
            ["components", "schemas", name, "properties", property] => {
                let owner = self.document.at.keys(["components", "schemas", name]);
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
    pub(super) fn component(&mut self, at: &SpecPath, name: &str) -> Lowered {
        let pointer = at.to_pointer();
        if let Some(known) = self.lowered.get(&pointer) {
            return known.clone();
        }
        let any_json = Lowered {
            ty: TypeRef::Json,
            nullable: false,
        };
        let Some((target, _)) = self.follow(at, NodeKind::Schema) else {
            self.lowered.insert(pointer, any_json.clone());
            return any_json;
        };
        let lowered = if target == *at {
            match self.node(at) {
                None => any_json,
                Some(node) if self.is_patch_operation(&node) => Lowered {
                    ty: TypeRef::JsonPatchOperation,
                    nullable: node.data.nullable,
                },
                Some(node) => {
                    let id = self.reserve(Hint::Component(name.to_owned()), at);
                    self.queue.push_back((id, at.clone()));
                    Lowered {
                        ty: TypeRef::Named(id),
                        nullable: self.is_nullable(&node),
                    }
                }
            }
        } else {
            let target = self.referenced(&target, Hint::Component(name.to_owned()));
            let id = self.reserve(Hint::Component(name.to_owned()), at);
            self.types[id].shape = Shape::Alias(target.ty.clone());
            target
        };
        self.lowered.insert(pointer, lowered.clone());
        lowered
    }

    /// Gives a referenced schema its shape.
    pub(super) fn fill(&mut self, id: TypeId, at: &SpecPath) {
        let Some(node) = self.node(at) else {
            self.types[id].shape = Shape::Alias(TypeRef::Json);
            return;
        };
        let (docs, constraints) = self.decorated(&node);
        self.types[id].docs = docs;
        self.types[id].constraints = constraints;
        let hint = self.types[id].hint.clone();
        let ty = self.form(&node, &mut Place::new(Some(id), hint));
        if ty != TypeRef::Named(id) {
            self.types[id].shape = Shape::Alias(ty);
        } else if matches!(self.types[id].shape, Shape::Alias(TypeRef::Named(itself)) if itself == id)
        {
            self.types[id].shape = Shape::Alias(TypeRef::Json);
            let message = "the schema only refers to itself; it becomes any JSON value";
            let help = "say what it is, or remove it";
            self.report(Diagnostic::warning(Code::CyclicReference, at, message).help(help));
        }
    }

    /// An inline schema.
    pub(super) fn inline(&mut self, at: &SpecPath, hint: Hint) -> Lowered {
        let pointer = at.to_pointer();
        if let Some(known) = self.lowered.get(&pointer) {
            return known.clone();
        }
        let Some(node) = self.node(at) else {
            return Lowered {
                ty: TypeRef::Json,
                nullable: false,
            };
        };
        if !self.open.insert(pointer.clone()) {
            let message =
                "the schema contains itself without a name; it becomes any JSON value here";
            self.report(
                Diagnostic::warning(Code::CyclicReference, at, message)
                    .help("move it to `components/schemas` and refer to it there"),
            );
            return Lowered {
                ty: TypeRef::Json,
                nullable: false,
            };
        }
        let nullable = self.is_nullable(&node);
        let ty = self.form(&node, &mut Place::new(None, hint));
        self.open.remove(&pointer);
        let lowered = Lowered { ty, nullable };
        self.lowered.insert(pointer, lowered.clone());
        lowered
    }

    /// The id under which the schema becomes an item.
    pub(super) fn item(&mut self, node: &SchemaNode<'a>, place: &mut Place) -> TypeId {
        if let Some(id) = place.id {
            return id;
        }
        let id = self.reserve(place.hint.clone(), &node.at);
        let (docs, constraints) = self.decorated(node);
        self.types[id].docs = docs;
        self.types[id].constraints = constraints;
        if !place.merged {
            // Known from here on, so that a reference from inside comes back to it.
            let lowered = Lowered {
                ty: TypeRef::Named(id),
                nullable: self.is_nullable(node),
            };
            self.lowered.insert(node.at.to_pointer(), lowered);
        }
        place.id = Some(id);
        id
    }

    /// The form of a schema: an item, which it fills, or a type mentioned by value.
    pub(super) fn form(&mut self, node: &SchemaNode<'a>, place: &mut Place) -> TypeRef {
        let any = &node.any;
        if self.is_patch_operation(node) {
            return TypeRef::JsonPatchOperation;
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
                Some(Scalar::String) => self.identified(
                    TypeRef::Scalar(Scalar::String),
                    conventions::resource_operation(self.service, node.raw),
                    &node.at,
                ),
                // What the service sends may outgrow its format.
                Some(Scalar::I32) if !place.is_parameter() => TypeRef::Scalar(Scalar::I64),
                // What is never received needs no more than programs count with.
                Some(Scalar::Integer) if place.is_parameter() => TypeRef::Scalar(Scalar::I64),
                Some(scalar) => TypeRef::Scalar(scalar),
                None => self.unknown_type(name, node),
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
        let ty = self.identified(item.ty, operation, &node.at);
        match (ty, item.nullable) {
            (TypeRef::JsonPatchOperation, false) => TypeRef::JsonPatch,
            (ty, false) => TypeRef::List(Box::new(ty)),
            (ty, true) => TypeRef::List(Box::new(TypeRef::Nullable(Box::new(ty)))),
        }
    }

    fn unknown_type(&mut self, name: &str, node: &SchemaNode<'a>) -> TypeRef {
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

    /// Whether `null` is among the values of the schema.
    pub(super) fn is_nullable(&mut self, node: &SchemaNode<'a>) -> bool {
        if node.data.nullable || node.any.enumeration.iter().any(Value::is_null) {
            return true;
        }
        let says_null = |cx: &mut Self, key: &str, n: usize| {
            let at = node.at.key(key).index(n);
            cx.target_node(&at).is_some_and(|branch| branch.is_null())
        };
        (0..node.any.one_of.len()).any(|n| says_null(self, "oneOf", n))
            || (0..node.any.any_of.len()).any(|n| says_null(self, "anyOf", n))
            || self.all_of_is_nullable(node)
    }
}

/// The key below which a schema describes its items or the values of its properties, and what they are called.
fn item_key(node: &SchemaNode<'_>) -> Option<(&'static str, &'static str)> {
    match node.any.additional_properties {
        _ if node.any.items.is_some() => Some(("items", "item")),
        Some(AdditionalProperties::Schema(_)) => Some(("additionalProperties", "value")),
        Some(AdditionalProperties::Any(_)) | None => None,
    }
}
