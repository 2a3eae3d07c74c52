//! Discriminators: the property that distinguishes the branches of a union, and its values.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::SchemaNode;
use crate::model::{Fallback, tag_text};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// How deep in `allOf` and branches a tag is looked for, which bounds cycles.
const DEEPEST: usize = 8;

/// The property that distinguishes branches.
pub(super) struct Discriminator {
    pub(super) property: String,
    /// Its values, each with the address of the schema that it means.
    pub(super) mapping: Vec<(Value, SpecPath)>,
    /// The values that a schema lists for all that extend it.
    pub(super) shared: Option<Vec<Value>>,
}

impl<'a> Resolver<'a> {
    /// What distinguishes the branches of a union: the discriminator that it names, else the one that its branches imply.
    pub(super) fn union_discriminator(
        &self,
        node: &SchemaNode<'a>,
        branches: &[SpecPath],
    ) -> Option<Discriminator> {
        let found = self
            .discriminator(node)
            .or_else(|| self.implied_discriminator(branches));
        self.check_mapping(node, found.as_ref(), branches);
        found
    }

    /// The discriminator that the schema names.
    pub(super) fn discriminator(&self, node: &SchemaNode<'a>) -> Option<Discriminator> {
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
                mapping.push((value.as_str().into(), target));
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
            shared: None,
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
            if !targets.contains(target)
                && let Some(value) = value.as_str()
            {
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

    /// A property that every branch with properties has, and whose enumerated values differ, distinguishes branches even though
    /// the document does not say so. Several branches may have a value, unless all of them have it.
    fn implied_discriminator(&self, branches: &[SpecPath]) -> Option<Discriminator> {
        let mut targets = Vec::new();
        for at in branches {
            let target = self.target_node(at)?;
            if matches!(target.any.typ.as_deref(), None | Some("object")) {
                targets.push(target);
            }
        }
        let names = self.property_names(targets.first()?, 0);
        let mut found: Option<Discriminator> = None;
        for property in names {
            let listed = targets
                .iter()
                .map(|target| self.property_values(target, &property, 0));
            let Some(listed) = listed.collect::<Option<Vec<_>>>() else {
                continue;
            };
            let owners = |value: &Value| listed.iter().filter(|it| it.contains(value)).count();
            let most = listed
                .iter()
                .flatten()
                .map(owners)
                .max()
                .unwrap_or_default();
            if most == targets.len() || most > 1 && found.is_some() {
                continue;
            }
            let mapping = targets.iter().zip(&listed).flat_map(|(target, values)| {
                values
                    .iter()
                    .map(|value| (value.clone(), target.at.clone()))
            });
            found = Some(Discriminator {
                mapping: mapping.collect(),
                property,
                shared: None,
            });
            if most == 1 {
                break;
            }
        }
        found
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

    /// The enumerated scalars of a property of a schema or of its `allOf`, or of all its branches; `None` if it has no
    /// enumeration.
    pub(super) fn property_values(
        &self,
        node: &SchemaNode<'a>,
        property: &str,
        depth: usize,
    ) -> Option<Vec<Value>> {
        if !node.any.properties.contains_key(property) {
            if depth == DEEPEST {
                return None;
            }
            let inner = |at: &SpecPath| {
                let inner = self.target_node(at)?;
                self.property_values(&inner, property, depth + 1)
            };
            let parts = (0..node.any.all_of.len()).map(|n| node.at.key("allOf").index(n));
            // A later part narrows what an earlier one says.
            if let Some(values) = parts.rev().find_map(|at| inner(&at)) {
                return Some(values);
            }
            let branches = self.real_branches(node);
            let values: Option<Vec<_>> = branches.iter().map(inner).collect();
            return values
                .filter(|it| !it.is_empty())
                .map(|it| distinct(it.concat()));
        }
        let values = self.enumerated(&node.at.key("properties").key(property), 0)?;
        let is_tag = |it: &Value| it.is_string() || it.is_i64() || it.is_u64() || it.is_boolean();
        let values = values.iter().filter(|it| !it.is_null());
        let tags = values.map(|it| is_tag(it).then(|| it.clone()));
        tags.collect::<Option<_>>()
            .filter(|it: &Vec<_>| !it.is_empty())
    }

    /// The values that a schema or its `allOf` enumerates.
    fn enumerated(&self, at: &SpecPath, depth: usize) -> Option<Vec<Value>> {
        let node = self.target_node(at).filter(|_| depth < DEEPEST)?;
        if !node.any.enumeration.is_empty() {
            return Some(node.any.enumeration.clone());
        }
        let parts = (0..node.any.all_of.len()).map(|n| node.at.key("allOf").index(n));
        let mut parts = parts.rev();
        parts.find_map(|at| self.enumerated(&at, depth + 1))
    }

    /// The discriminator's values that mean this branch: as mapped, and as the branch enumerates them, else its name.
    pub(super) fn tags(
        &self,
        discriminator: Option<&Discriminator>,
        target: &SchemaNode<'a>,
    ) -> (Vec<Value>, Fallback) {
        let Some(discriminator) = discriminator else {
            return (Vec::new(), Fallback::Shape);
        };
        let listed = self
            .property_values(target, &discriminator.property, 0)
            .filter(|it| Some(it) != discriminator.shared.as_ref());
        let mapping = &discriminator.mapping;
        let mapped = mapping.iter().filter(|(_, at)| *at == target.at);
        // A mapping has texts only.
        let mapped = mapped.map(|(value, _)| {
            let mut listed = listed.iter().flatten();
            let same = listed.find(|it| tag_text(it) == tag_text(value));
            same.unwrap_or(value).clone()
        });
        let mut tags: Vec<Value> = mapped.collect();
        let taken = |it: &&Value| {
            mapping
                .iter()
                .any(|(known, _)| tag_text(known) == tag_text(it))
        };
        tags.extend(listed.iter().flatten().filter(|it| !taken(it)).cloned());
        match (&listed, &target.at.steps()[..]) {
            (Some(_), _) => return (distinct(tags), Fallback::Never),
            (None, ["components", "schemas", name]) if tags.is_empty() => {
                tags.push((*name).into());
            }
            (None, _) => {}
        }
        (distinct(tags), Fallback::Shape)
    }
}

fn distinct(mut values: Vec<Value>) -> Vec<Value> {
    let mut known = Vec::new();
    values.retain(|value| {
        let is_new = !known.contains(value);
        known.push(value.clone());
        is_new
    });
    values
}
