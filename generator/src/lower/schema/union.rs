//! `oneOf` and `anyOf`: one of several schemas.

use std::rc::Rc;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::{SchemaNode, joined};
use crate::lower::schema::Place;
use crate::lower::schema::Schemas;
use crate::model::{Branch, Hint, Owner, Role, Scalar, Shape, TypeId, TypeRef, UnionShape};
use crate::normalize::webhooks;
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// How deep in `allOf` and branches a tag is looked for, which bounds cycles.
const DEEPEST: usize = 8;

/// The property that distinguishes branches.
pub(in crate::lower) struct Discriminator {
    pub(in crate::lower) property: String,
    /// Its values, each with the address of the schema that it means.
    mapping: Vec<(String, SpecPath)>,
}

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
        let discriminator = self
            .resolver
            .discriminator(node)
            .or_else(|| self.resolver.implied_discriminator(&branches));
        self.resolver
            .check_mapping(node, discriminator.as_ref(), &branches);
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
            let tags = self.resolver.tags(discriminator, &target);
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

    /// Strings of several formats are strings; enumerations of strings are one.
    fn all_strings(
        &mut self,
        node: &SchemaNode<'a>,
        branches: &[SpecPath],
        place: &mut Place,
    ) -> Option<TypeRef> {
        let mut values: Vec<String> = Vec::new();
        for at in branches {
            let branch = self
                .resolver
                .target_node(at)
                .filter(|_| !self.resolver.is_reference(at))?;
            if branch.any.typ.as_deref() != Some("string") {
                return None;
            }
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
        Some(self.string_enum(node, values.into_iter(), place))
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
    /// Whether the schema at an address is a branch of the union.
    pub(in crate::lower) fn is_branch(&self, at: &SpecPath, union: &SchemaNode<'a>) -> bool {
        let branches = self.real_branches(union);
        branches.iter().any(|branch| {
            self.target_node(branch)
                .is_some_and(|target| target.at == *at)
        })
    }

    /// Whether every branch has the schema at an address in its `allOf`, and so all that the branches share.
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

    /// The discriminator that the schema names.
    pub(in crate::lower) fn discriminator(&self, node: &SchemaNode<'a>) -> Option<Discriminator> {
        let named = node.data.discriminator.as_ref()?;
        let mut mapping = Vec::new();
        for (value, reference) in &named.mapping {
            let at = node.at.keys(["discriminator", "mapping", value]);
            // A mapping may give the bare name of a component instead of a reference.
            let pointer = match reference.strip_prefix('#') {
                Some(pointer) => pointer.to_owned(),
                None => format!(
                    "/components/schemas/{}",
                    reference.replace('~', "~0").replace('/', "~1")
                ),
            };
            let target = node
                .at
                .pointer(&pointer)
                .filter(|target| self.document.get(target).is_some());
            if let Some((target, _)) =
                target.and_then(|target| self.follow(&target, NodeKind::Schema))
            {
                mapping.push((value.clone(), target));
            } else {
                let message = format!(
                    "the discriminator value `{value}` maps to the unresolved reference `{reference}`"
                );
                self.reporter.report(
                    Diagnostic::warning(Code::InvalidDiscriminator, &at, message)
                        .help("fix the reference, or remove the value"),
                );
            }
        }
        Some(Discriminator {
            property: named.property_name.clone(),
            mapping,
        })
    }

    /// Reports the discriminator's values that mean a schema which is no branch.
    fn check_mapping(
        &self,
        node: &SchemaNode<'a>,
        discriminator: Option<&Discriminator>,
        branches: &[SpecPath],
    ) {
        let Some(discriminator) = discriminator else {
            return;
        };
        let targets: Vec<SpecPath> = branches
            .iter()
            .filter_map(|at| Some(self.target_node(at)?.at.clone()))
            .collect();
        for (value, target) in &discriminator.mapping {
            if !targets.contains(target) {
                let at = node.at.keys(["discriminator", "mapping", value]);
                let message = format!(
                    "the discriminator value `{value}` maps to a schema that is not a branch"
                );
                self.reporter.report(
                    Diagnostic::warning(Code::InvalidDiscriminator, &at, message)
                        .also(target)
                        .help("add the schema to the branches, or remove the value"),
                );
            }
        }
    }

    /// A property that every branch has, and whose enumerated values are different in each, distinguishes them even though
    /// the document does not say so.
    fn implied_discriminator(&self, branches: &[SpecPath]) -> Option<Discriminator> {
        let targets: Vec<_> = branches
            .iter()
            .map(|at| self.target_node(at))
            .collect::<Option<_>>()?;
        let names = self.property_names(targets.first()?, 0);
        names.iter().find_map(|property| {
            let mut mapping: Vec<(String, SpecPath)> = Vec::new();
            for target in &targets {
                let values = self.property_values(target, property, 0)?;
                for value in values {
                    if mapping.iter().any(|(known, _)| *known == value) {
                        return None;
                    }
                    mapping.push((value, target.at.clone()));
                }
            }
            Some(Discriminator {
                property: property.clone(),
                mapping,
            })
        })
    }

    /// The properties of a schema and of its `allOf`.
    fn property_names(&self, node: &SchemaNode<'a>, depth: usize) -> Vec<String> {
        let mut names: Vec<String> = node.any.properties.keys().cloned().collect();
        for n in (0..node.any.all_of.len()).take_while(|_| depth < DEEPEST) {
            let part = self.target_node(&node.at.key("allOf").index(n));
            names.extend(
                part.into_iter()
                    .flat_map(|part| self.property_names(&part, depth + 1)),
            );
        }
        names
    }

    /// The enumerated values of a property of a schema or of its `allOf`, or of all its branches; `None` if it has no
    /// enumeration.
    fn property_values(
        &self,
        node: &SchemaNode<'a>,
        property: &str,
        depth: usize,
    ) -> Option<Vec<String>> {
        if !node.any.properties.contains_key(property) {
            if depth == DEEPEST {
                return None;
            }
            let inner = |at: &SpecPath| {
                let inner = self.target_node(at)?;
                self.property_values(&inner, property, depth + 1)
            };
            let parts = (0..node.any.all_of.len()).map(|n| node.at.key("allOf").index(n));
            if let Some(values) = parts.into_iter().find_map(|at| inner(&at)) {
                return Some(values);
            }
            let branches = self.real_branches(node);
            let values: Option<Vec<_>> = branches.iter().map(inner).collect();
            return values.filter(|it| !it.is_empty()).map(|it| it.concat());
        }
        let values = self.target_node(&node.at.key("properties").key(property))?;
        let values: Vec<String> = values
            .any
            .enumeration
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        (!values.is_empty()).then_some(values)
    }

    /// The discriminator's values that mean this branch: as mapped, else as the branch enumerates them, else its name.
    pub(in crate::lower) fn tags(
        &self,
        discriminator: Option<&Discriminator>,
        target: &SchemaNode<'a>,
    ) -> Vec<String> {
        let Some(discriminator) = discriminator else {
            return Vec::new();
        };
        let mapped: Vec<String> = discriminator
            .mapping
            .iter()
            .filter(|(_, at)| *at == target.at)
            .map(|(value, _)| value.clone())
            .collect();
        if !mapped.is_empty() {
            return mapped;
        }
        if let Some(values) = self.property_values(target, &discriminator.property, 0) {
            let taken = |value: &String| {
                discriminator
                    .mapping
                    .iter()
                    .any(|(known, _)| known == value)
            };
            return values.into_iter().filter(|value| !taken(value)).collect();
        }
        match target.at.steps()[..] {
            ["components", "schemas", name] => vec![name.to_owned()],
            _ => Vec::new(),
        }
    }
}
