//! `oneOf` and `anyOf`: one of several schemas.

use std::rc::Rc;

use serde_json::Value;

use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::{SchemaNode, joined};
use crate::lower::schema::Place;
use crate::lower::schema::Schemas;
use crate::lower::schema::discriminator::Discriminator;
use crate::model::{Branch, Hint, Owner, Role, Scalar, Shape, TypeId, TypeRef, UnionShape};
use crate::normalize::webhooks;
use crate::spec_path::SpecPath;

impl<'a> Schemas<'a> {
    /// None where the branches are only constraints on what the schema says anyway, as `oneOf: [{required: [a]}, …]`.
    pub(in crate::lower) fn union(
        &mut self,
        node: &SchemaNode<'a>,
        place: &mut Place,
    ) -> Option<TypeRef> {
        let branches = self.resolver.real_branches(node);
        if branches.is_empty() {
            return None;
        }
        if !node.any.properties.is_empty() && !self.resolver.all_extend(&branches, &node.at) {
            let base = Rc::new(SchemaNode {
                at: node.at.clone(),
                raw: node.raw,
                data: node.data.clone(),
                any: node.any.clone(),
            });
            return Some(self.distribute(node, &[base], node, place));
        }
        // A document may get a second webhook.
        let is_open = webhooks::is_payload(self.resolver.document, &node.at);
        if let [only] = &branches[..]
            && !is_open
        {
            if self.resolver.is_reference(only) {
                let target = self.resolver.target_node(only)?;
                return Some(self.referenced(&target.at, place.item()).ty);
            }
            let only = self.resolver.node(only)?;
            return Some(self.form(&only, place));
        }
        if let Some(ty) = self.all_strings(node, &branches, place) {
            return Some(ty);
        }
        let id = self.item(node, place);
        let discriminator = self.resolver.union_discriminator(node, &branches);
        let lowered = self.branches(id, &branches, discriminator.as_ref());
        let is_any = lowered.iter().any(|branch| branch.ty == TypeRef::Json);
        if is_any || lowered.len() == 1 {
            self.keep_words(id, &lowered);
        }
        self.types.defs[id].shape = match &lowered[..] {
            [] => Shape::Alias(TypeRef::Json),
            [only] if !is_open => Shape::Alias(only.ty.clone()),
            // A branch that takes anything leaves nothing to tell apart.
            _ if is_any => Shape::Alias(TypeRef::Json),
            _ => Shape::Union(UnionShape {
                discriminator: discriminator.map(|it| it.property),
                branches: lowered,
            }),
        };
        Some(TypeRef::Named(id))
    }

    /// The branches of a union, those of one type as one.
    fn branches(
        &mut self,
        union: TypeId,
        branches: &[SpecPath],
        discriminator: Option<&Discriminator>,
    ) -> Vec<Branch> {
        let mut lowered: Vec<Branch> = Vec::new();
        for (n, at) in branches.iter().enumerate() {
            let Some(target) = self.resolver.target_node(at) else {
                continue;
            };
            let title = self.resolver.branch_title(at, &target);
            let role = Role::Branch {
                title: title.clone(),
                number: n + 1,
            };
            let used = self.schema(
                at,
                Hint::Inline {
                    owner: Owner::Type(union),
                    role,
                },
            );
            let (tags, fallback) = self.resolver.tags(discriminator, &target);
            match lowered.iter_mut().find(|known| known.ty == used.ty) {
                Some(known) => {
                    known.tags.extend(tags);
                    if !self.resolver.is_reference(at) {
                        let more = used.docs.description;
                        known.docs.description = joined(known.docs.description.take(), more);
                    }
                }
                None => lowered.push(Branch {
                    ty: used.ty,
                    title,
                    tags,
                    fallback,
                    docs: if used.docs.description.is_some() {
                        used.docs
                    } else {
                        target.docs()
                    },
                    constraints: used.constraints,
                    at: at.clone(),
                }),
            }
        }
        lowered
    }

    /// Strings of several formats are strings; enumerations of strings are one, which allows every other string if a branch does.
    fn all_strings(
        &mut self,
        node: &SchemaNode<'a>,
        branches: &[SpecPath],
        place: &mut Place,
    ) -> Option<TypeRef> {
        let mut values: Vec<String> = Vec::new();
        let mut allows_others = false;
        for at in branches {
            let branch = self
                .resolver
                .target_node(at)
                .filter(|_| !self.resolver.is_reference(at))?;
            if branch.any.typ.as_deref() != Some("string") {
                return None;
            }
            allows_others |= branch.any.enumeration.is_empty();
            values.extend(
                branch
                    .any
                    .enumeration
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned),
            );
        }
        if values.is_empty() {
            return Some(TypeRef::Scalar(Scalar::String));
        }
        Some(self.string_enum(node, values.into_iter(), allows_others, place))
    }

    /// Adds the words of inline branches to those of a union that becomes another type.
    fn keep_words(&mut self, id: TypeId, branches: &[Branch]) {
        let inline = branches
            .iter()
            .filter(|it| !self.resolver.is_reference(&it.at));
        let words = inline.fold(None, |words, it| joined(words, it.docs.description.clone()));
        let docs = &mut self.types.defs[id].docs;
        docs.description = joined(docs.description.take(), words);
    }
}

impl<'a> Resolver<'a> {
    /// Returns whether the schema at an address is a branch of the union.
    pub(in crate::lower) fn is_branch(&self, at: &SpecPath, union: &SchemaNode<'a>) -> bool {
        let branches = self.real_branches(union);
        branches.iter().any(|branch| {
            self.target_node(branch)
                .is_some_and(|target| target.at == *at)
        })
    }

    /// Returns whether every branch has the schema at an address in its `allOf`, and so all that the branches share.
    fn all_extend(&self, branches: &[SpecPath], base: &SpecPath) -> bool {
        branches.iter().all(|branch| {
            self.target_node(branch).is_some_and(|target| {
                (0..target.any.all_of.len()).any(|n| {
                    let part = target.at.key("allOf").index(n);
                    self.target_node(&part).is_some_and(|part| part.at == *base)
                })
            })
        })
    }

    pub(in crate::lower) fn has_real_branches(&self, node: &SchemaNode<'a>) -> bool {
        !self.real_branches(node).is_empty()
    }

    /// The branches that are types, without `null` and without mere constraints.
    pub(in crate::lower) fn real_branches(&self, node: &SchemaNode<'a>) -> Vec<SpecPath> {
        let one_of = (0..node.any.one_of.len()).map(|n| node.at.key("oneOf").index(n));
        let any_of = (0..node.any.any_of.len()).map(|n| node.at.key("anyOf").index(n));
        one_of
            .chain(any_of)
            .filter(|at| {
                self.target_node(at).is_some_and(|branch| {
                    let constrains = branch.any.typ.is_none()
                        && !branch.has_substance()
                        && (!branch.any.required.is_empty() || branch.any.not.is_some());
                    !branch.is_null() && !constrains
                })
            })
            .collect()
    }

    /// The document's name of a branch: the referenced component, or its title.
    pub(in crate::lower) fn branch_title(
        &self,
        at: &SpecPath,
        target: &SchemaNode<'a>,
    ) -> Option<String> {
        match target.at.steps()[..] {
            ["components", "schemas", name] if self.is_reference(at) => Some(name.to_owned()),
            _ => target.data.title.clone(),
        }
    }

    /// The words of branches that are one string together, of which no types are made.
    pub(in crate::lower) fn words_of_strings(&self, node: &SchemaNode<'a>) -> Option<String> {
        let mut words = None;
        let branches = self.real_branches(node);
        for at in &branches {
            let branch = self.target_node(at).filter(|_| !self.is_reference(at))?;
            if branch.any.typ.as_deref() != Some("string") {
                return None;
            }
            words = joined(words, branch.docs().description);
        }
        words
    }
}
