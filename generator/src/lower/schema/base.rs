//! Discriminators without `oneOf`: the schemas that extend a schema, or that its mapping names, are its branches.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::discriminator::Discriminator;
use super::{Place, Schemas};
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::SchemaNode;
use crate::model::{
    Branch, Constraints, Docs, Fallback, Hint, Owner, Role, Shape, TypeId, TypeRef, UnionShape,
};
use crate::spec_path::SpecPath;
use crate::syntax::Document;

/// For each component with a discriminator but no branches, the components that have it in their `allOf`, or in that of
/// one another.
pub(in crate::lower) fn children(document: &Document) -> BTreeMap<SpecPath, Vec<SpecPath>> {
    let at = document.at.keys(["components", "schemas"]);
    let schemas = document.get(&at).and_then(Value::as_object);
    let schemas = || schemas.into_iter().flatten();
    let parents: Vec<(&String, Vec<String>)> = schemas()
        .map(|(name, schema)| (name, parents(schema)))
        .filter(|(_, parents)| !parents.is_empty())
        .collect();
    let bases = schemas().filter(|(_, schema)| is_base(schema));
    let found = bases.map(|(base, _)| {
        let mut known = BTreeSet::from([base.as_str()]);
        loop {
            let count = known.len();
            let more = parents
                .iter()
                .filter(|(_, of)| of.iter().any(|it| known.contains(it.as_str())));
            let more: Vec<&str> = more.map(|(name, _)| name.as_str()).collect();
            known.extend(more);
            if known.len() == count {
                break;
            }
        }
        let children = parents.iter().map(|(name, _)| name.as_str());
        let children = children.filter(|name| *name != base && known.contains(name));
        (at.key(base), children.map(|name| at.key(name)).collect())
    });
    found
        .filter(|(_, children): &(_, Vec<_>)| !children.is_empty())
        .collect()
}

/// Returns whether a schema has a discriminator, but does not list its branches.
fn is_base(schema: &Value) -> bool {
    schema.get("discriminator").is_some()
        && ["oneOf", "anyOf"]
            .iter()
            .all(|key| schema.get(key).is_none())
}

/// The names of the components in its `allOf`.
fn parents(schema: &Value) -> Vec<String> {
    let parts = schema.get("allOf").and_then(Value::as_array);
    let references = parts.into_iter().flatten().filter_map(|part| {
        let name = part.get("$ref")?.as_str()?;
        let name = name.strip_prefix("#/components/schemas/")?;
        Some(name.replace("~1", "/").replace("~0", "~"))
    });
    references.collect()
}

impl<'a> Resolver<'a> {
    /// Returns whether a discriminator without `oneOf` has branches all the same.
    pub(in crate::lower) fn has_extensions(&self, node: &SchemaNode<'a>) -> bool {
        let mapping = node.raw.pointer("/discriminator/mapping");
        let is_mapped = mapping.is_some_and(|it| it.as_object().is_some_and(|it| !it.is_empty()));
        let any = &node.any;
        let is_object = matches!(any.typ.as_deref(), None | Some("object"))
            && any.enumeration.is_empty()
            && any.items.is_none();
        // Only an object has the property.
        is_object && is_base(node.raw) && (is_mapped || self.children.contains_key(&node.at))
    }

    /// Returns whether the schema at `at` is a branch of the one that `reference` refers to.
    pub(in crate::lower) fn is_extended_by(&self, reference: &SpecPath, at: &SpecPath) -> bool {
        let target = self.target_node(reference);
        let children = target.and_then(|target| self.children.get(&target.at));
        children.is_some_and(|children| children.contains(at))
    }
}

impl<'a> Schemas<'a> {
    /// The union of the schemas that extend this one; a value of none of them is one of its own properties.
    pub(super) fn extended(&mut self, node: &SchemaNode<'a>, place: &mut Place) -> Option<TypeRef> {
        if !self.resolver.has_extensions(node) {
            return None;
        }
        let mut discriminator = self.resolver.discriminator(node)?;
        discriminator.shared = self
            .resolver
            .property_values(node, &discriminator.property, 0);
        let mut targets: Vec<SpecPath> = Vec::new();
        let mapped = discriminator.mapping.iter().map(|(_, at)| at);
        for at in mapped.chain(self.resolver.children.get(&node.at).into_iter().flatten()) {
            if *at != node.at && !targets.contains(at) {
                targets.push(at.clone());
            }
        }
        if targets.is_empty() {
            return None;
        }
        let id = self.item(node, place);
        let mut branches: Vec<Branch> = Vec::new();
        for at in targets {
            let branch = self.extension(id, &discriminator, &at, branches.len());
            branches.extend(branch);
        }
        branches.push(self.own_branch(id, &discriminator, node));
        self.types.defs[id].shape = Shape::Union(UnionShape {
            discriminator: Some(discriminator.property),
            branches,
        });
        Some(TypeRef::Named(id))
    }

    fn extension(
        &mut self,
        id: TypeId,
        discriminator: &Discriminator,
        at: &SpecPath,
        number: usize,
    ) -> Option<Branch> {
        let target = self.resolver.target_node(at)?;
        let title = match at.steps()[..] {
            ["components", "schemas", name] => Some(name.to_owned()),
            _ => target.data.title.clone(),
        };
        let role = Role::Branch {
            title: title.clone(),
            number: number + 1,
        };
        let owner = Owner::Type(id);
        let lowered = self.referenced(&target.at, Hint::Inline { owner, role });
        let (tags, fallback) = self.resolver.tags(Some(discriminator), &target);
        Some(Branch {
            ty: lowered.ty,
            title,
            tags,
            fallback,
            constraints: Constraints::default(),
            docs: target.docs(),
            at: at.clone(),
        })
    }

    /// The schema itself, without those that extend it.
    fn own_branch(
        &mut self,
        id: TypeId,
        discriminator: &Discriminator,
        node: &SchemaNode<'a>,
    ) -> Branch {
        let title = Some("base".to_owned());
        let hint = Hint::Inline {
            owner: Owner::Type(id),
            role: Role::Branch {
                title: title.clone(),
                number: 0,
            },
        };
        // The address of the schema is that of the union.
        let has_properties = !node.any.properties.is_empty();
        let at = node.at.key(if has_properties {
            "properties"
        } else {
            "discriminator"
        });
        let own = self.types.reserve(hint.clone(), &at);
        self.types.defs[own].docs = node.docs();
        let nodes = self.resolver.node(&node.at).into_iter().collect();
        let place = &mut Place::merged(Some(own), hint);
        let ty = self.combine(node, nodes, None, place);
        if ty != TypeRef::Named(own) {
            self.types.defs[own].shape = Shape::Alias(ty);
        }
        let mapped = discriminator.mapping.iter();
        let mapped = mapped.filter(|(_, at)| *at == node.at);
        let words = "A value that fits no other type.";
        Branch {
            ty: TypeRef::Named(own),
            title,
            tags: mapped.map(|(value, _)| value.clone()).collect(),
            fallback: Fallback::Base,
            constraints: Constraints::default(),
            docs: Docs {
                description: Some(words.to_owned()),
                ..Docs::default()
            },
            at,
        }
    }
}
