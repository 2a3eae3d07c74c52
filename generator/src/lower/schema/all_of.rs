//! `allOf`: one type that is several schemas at once.
//!
//! Most often it is one schema with words around it (`[$ref, {nullable: true}]`), which is that schema. Else the
//! properties of all branches come together in one struct; a branch that is a union makes a union of such structs.

mod list;
mod merged;
mod nodes;
mod nullable;
pub(super) mod parts;

use std::collections::BTreeMap;
use std::rc::Rc;

use nodes::{branch_paths, only_required, own_substance, without_unions};
use openapiv3::AdditionalProperties;
use parts::{Identity, Parts};

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::lower::node::schema_node::SchemaNode;
use crate::lower::schema::Place;
use crate::lower::schema::Schemas;
use crate::lower::schema::object::{has_others, map_of};
use crate::model::{
    Branch, Constraints, Hint, Owner, Role, Shape, StructShape, TypeRef, UnionShape,
};
use crate::spec_path::SpecPath;

type Node<'a> = Rc<SchemaNode<'a>>;

/// How many properties the `allOf`s of a document may bring together, for the same reason. A tenth of it is met.
const MOST_PROPERTIES: usize = 100_000;

impl<'a> Schemas<'a> {
    pub(in crate::lower) fn all_of(&mut self, node: &SchemaNode<'a>, place: &mut Place) -> TypeRef {
        let branches: Vec<SpecPath> = branch_paths(node);
        if let Some(ty) = self.list_of_all(node, &branches, place) {
            return ty;
        }
        if own_substance(node).is_none()
            && let Some(only) = self.resolver.only_substance(node, &branches)
            && !self.resolver.is_extended_by(&only, &node.at)
        {
            return if self.resolver.is_reference(&only) {
                let Some(target) = self.resolver.target_node(&only) else {
                    return TypeRef::Json;
                };
                self.referenced(&target.at, place.item()).ty
            } else {
                match self.resolver.node(&only) {
                    Some(branch) => self.form(&branch, place),
                    None => TypeRef::Json,
                }
            };
        }
        let mut nodes: Vec<Node<'a>> = branches
            .iter()
            .filter_map(|at| self.resolver.target_node(at))
            .collect();
        if let Some(own) = own_substance(node) {
            nodes.push(Rc::new(own));
        }
        nodes.push(Rc::new(only_required(node)));
        self.combine(node, nodes, Some(&node.at), place)
    }

    /// The type that is all of `nodes` at once; `anchor` lends its words and its address. `expanded` is the node whose
    /// branches `nodes` are.
    pub(in crate::lower) fn combine(
        &mut self,
        anchor: &SchemaNode<'a>,
        nodes: Vec<Node<'a>>,
        expanded: Option<&SpecPath>,
        place: &mut Place,
    ) -> TypeRef {
        let mut parts = self.resolver.take_apart(anchor, nodes, expanded);
        let is_object = !parts.objects.is_empty();
        if !parts.others.is_empty() {
            if is_object || !parts.unions.is_empty() {
                return self.reporter.conflict(anchor, &parts.others[0].at);
            }
            return self.combine_others(anchor, &parts.others, place);
        }
        match (parts.unions.len(), is_object) {
            (0, _) => {
                // What becomes one branch of a union may be required of another.
                if expanded.is_some() {
                    self.reporter.check_all_required(&parts);
                }
                self.combine_objects(anchor, &parts, place)
            }
            (1, false) => {
                let union = parts.unions.remove(0);
                self.union(&union, place).unwrap_or(TypeRef::Json)
            }
            (1, true) => {
                let union = parts.unions.remove(0);
                self.distribute(anchor, &parts.objects, &union, place)
            }
            (_, _) => {
                let message =
                    "more than one branch of this `allOf` is a union; it becomes any JSON value";
                let diagnostic = Diagnostic::warning(Code::UnsupportedSchema, &anchor.at, message)
                    .help("write one `oneOf` whose branches are the combinations");
                self.reporter.report(diagnostic);
                TypeRef::Json
            }
        }
    }

    fn combine_objects(
        &mut self,
        anchor: &SchemaNode<'a>,
        parts: &Parts<'a>,
        place: &mut Place,
    ) -> TypeRef {
        let mut properties: Vec<(&str, Vec<SpecPath>)> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for node in &parts.objects {
            let places = node.at.key("properties");
            for name in node.any.properties.keys() {
                let at = places.key(name);
                let n = *known.entry(name).or_insert(properties.len());
                match properties.get_mut(n) {
                    None => properties.push((name, vec![at])),
                    Some((_, places)) if places.contains(&at) => {}
                    Some((_, places)) => places.push(at),
                }
            }
        }
        let values = parts.objects.iter().find(|node| {
            matches!(
                node.any.additional_properties,
                Some(AdditionalProperties::Schema(_))
            )
        });
        let values = values.cloned();
        if properties.is_empty() {
            return match values {
                None if parts.objects.is_empty() => TypeRef::Json,
                None => TypeRef::Object,
                Some(node) => map_of(self.additional_value(&node, place.value())),
            };
        }
        self.combined += properties.len();
        if self.combined > MOST_PROPERTIES {
            let message = format!(
                "up to here, the `allOf`s of the document have more than {MOST_PROPERTIES} properties"
            );
            self.reporter.too_much(anchor, &message);
            return TypeRef::Json;
        }
        let merged = place.is_new_merged().then(|| parts.identity());
        let known = |(it, _): &&(Identity, _)| Some(it) == merged.as_ref();
        if let Some((_, id)) = self.merging.iter().find(known) {
            return TypeRef::Named(*id);
        }
        let id = self.item(anchor, place);
        let is_merged = merged.is_some();
        self.merging.extend(merged.map(|it| (it, id)));
        let fields = properties
            .iter()
            .map(|(name, places)| {
                let required = parts.required.contains_key(*name);
                match &places[..] {
                    [at] => self.field(id, name, at, required),
                    places => self.merged_field(id, name, places, required),
                }
            })
            .collect();
        let additional = match values {
            Some(node) => self.additional_value(
                &node,
                Hint::Inline {
                    owner: Owner::Type(id),
                    role: Role::Value(None),
                },
            ),
            None => TypeRef::Json,
        };
        if is_merged {
            self.merging.pop();
        }
        let closed = parts
            .objects
            .iter()
            .any(|node| node.any.additional_properties == Some(AdditionalProperties::Any(false)));
        self.types.defs[id].shape = Shape::Struct(StructShape {
            fields,
            additional,
            closed,
        });
        TypeRef::Named(id)
    }

    /// Scalars, lists and enumerations: the one that says most, if they agree on what it is.
    fn combine_others(
        &mut self,
        anchor: &SchemaNode<'a>,
        others: &[Node<'a>],
        place: &mut Place,
    ) -> TypeRef {
        let typ = |node: &Node<'a>| {
            let name = node.any.typ.as_deref();
            name.map(|name| if name == "integer" { "number" } else { name }.to_owned())
        };
        let mut types: Vec<String> = others.iter().filter_map(typ).collect();
        types.dedup();
        if types.len() > 1 {
            return self.reporter.conflict(anchor, &others[0].at);
        }
        let says_most = others.iter().max_by_key(|node| {
            let any = &node.any;
            (
                !any.enumeration.is_empty(),
                any.items.is_some(),
                any.format.is_some(),
                any.typ.as_deref() == Some("integer"),
            )
        });
        match says_most {
            Some(node) => self.form(&Rc::clone(node), place),
            None => TypeRef::Json,
        }
    }

    /// Objects and one union: a union each of whose branches has the objects' properties too.
    pub(in crate::lower) fn distribute(
        &mut self,
        anchor: &SchemaNode<'a>,
        objects: &[Node<'a>],
        union: &SchemaNode<'a>,
        place: &mut Place,
    ) -> TypeRef {
        if !self.distributing.insert(union.at.clone()) {
            let message = "this union contains itself, with more properties, as a branch; that branch becomes any JSON value";
            self.reporter.report(
                Diagnostic::warning(Code::CyclicReference, &union.at, message)
                    .help("take the shared properties out into a schema that is not a union"),
            );
            return TypeRef::Json;
        }
        let id = self.item(anchor, place);
        let addresses = self.resolver.real_branches(union);
        let discriminator = self.resolver.union_discriminator(union, &addresses);
        let mut branches = Vec::new();
        for (n, at) in addresses.into_iter().enumerate() {
            let Some(target) = self.resolver.target_node(&at) else {
                continue;
            };
            let title = self.resolver.branch_title(&at, &target);
            let hint = Hint::Inline {
                owner: Owner::Type(id),
                role: Role::Branch {
                    title: title.clone(),
                    number: n + 1,
                },
            };
            let mut nodes: Vec<Node<'a>> = objects
                .iter()
                .map(|node| Rc::new(without_unions(node)))
                .collect();
            nodes.push(Rc::clone(&target));
            let branch_id = self.types.reserve(hint.clone(), &at);
            self.types.defs[branch_id].docs = target.docs();
            let ty = self.combine(
                &target,
                nodes,
                None,
                &mut Place::merged(Some(branch_id), hint),
            );
            if ty != TypeRef::Named(branch_id) {
                self.types.defs[branch_id].shape = Shape::Alias(ty);
            }
            let (tags, fallback) = self.resolver.tags(discriminator.as_ref(), &target);
            branches.push(Branch {
                ty: TypeRef::Named(branch_id),
                title,
                tags,
                fallback,
                docs: target.docs(),
                constraints: Constraints::default(),
                at,
            });
        }
        self.distributing.remove(&union.at);
        let discriminator = discriminator.map(|it| it.property);
        self.types.defs[id].shape = Shape::Union(UnionShape {
            discriminator,
            branches,
        });
        TypeRef::Named(id)
    }
}

impl<'a> Reporter<'a> {
    /// Required properties must be described by one of the branches, unless additional properties are allowed.
    fn check_all_required(self, parts: &Parts<'a>) {
        let describes = |node: &Node<'a>, name: &str| {
            node.any.properties.contains_key(name)
                || has_others(node.any.additional_properties.as_ref())
        };
        // Without properties it is any object, which has all that is required of it.
        if parts.objects.iter().all(|it| it.any.properties.is_empty()) {
            return;
        }
        for (name, at) in &parts.required {
            if !parts.objects.iter().any(|it| describes(it, name)) {
                self.undescribed(name, at);
            }
        }
    }

    fn too_much(self, anchor: &SchemaNode<'a>, message: &str) {
        self.report(
            Diagnostic::error(Code::UnsupportedSchema, &anchor.at, message)
                .help("let the schema hold the other one as a property, or describe fewer properties anew"),
        );
    }

    fn conflict(self, anchor: &SchemaNode<'a>, other: &SpecPath) -> TypeRef {
        let message = "no value satisfies all branches of this `allOf`; it becomes any JSON value";
        let mut diagnostic = Diagnostic::warning(Code::ConflictingAllOf, &anchor.at, message)
            .help("let the branches agree on the type, or use `oneOf`");
        if *other != anchor.at {
            diagnostic = diagnostic.also(other);
        }
        self.report(diagnostic);
        TypeRef::Json
    }
}
