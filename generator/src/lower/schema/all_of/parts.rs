//! Taking an `allOf` apart: objects, and what else it combines.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use openapiv3::AdditionalProperties;

use super::Node;
use super::nodes::{branch_paths, only_required, own_substance, without_unions};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::SchemaNode;
use crate::spec_path::SpecPath;

/// How many `allOf`s may be nested. Three or four are usual; without a limit, a chain of schemas that each add a
/// property to the one before would come to as many properties as the square of its length.
const DEEPEST: usize = 32;

/// The branches, merged and separated by kind.
#[derive(Default)]
pub(super) struct Parts<'a> {
    /// Branches with properties.
    pub(super) objects: Vec<Node<'a>>,
    pub(super) unions: Vec<Node<'a>>,
    /// All other branches.
    pub(super) others: Vec<Node<'a>>,
    /// The names of what has to be there, each with the place that says so.
    pub(super) required: BTreeMap<String, SpecPath>,
}

/// The objects that make a type, and what is required of them: the same ones make the same type.
pub(in crate::lower::schema) type Identity = (Vec<SpecPath>, Vec<String>);

impl Parts<'_> {
    pub(super) fn identity(&self) -> Identity {
        let objects = self.objects.iter().map(|node| node.at.clone());
        (objects.collect(), self.required.keys().cloned().collect())
    }
}

impl<'a> Resolver<'a> {
    /// The branch that alone says what the type is, where the others only add words.
    pub(super) fn only_substance(
        &self,
        node: &SchemaNode<'a>,
        branches: &[SpecPath],
    ) -> Option<SpecPath> {
        if !node.any.required.is_empty() {
            return None;
        }
        let mut only = None;
        for at in branches {
            let branch = self.target_node(at)?;
            if branch.has_substance() || self.is_reference(at) {
                if only.replace(at.clone()).is_some() {
                    return None;
                }
            } else if !branch.any.required.is_empty() {
                return None;
            }
        }
        only
    }

    /// The branch of a union that has no other but null.
    fn only_branch(&self, node: &SchemaNode<'a>) -> Option<Node<'a>> {
        match &self.real_branches(node)[..] {
            [only] if node.data.discriminator.is_none() => self.target_node(only),
            _ => None,
        }
    }

    /// Follows nested `allOf`s down to what has substance itself.
    pub(super) fn take_apart(
        &self,
        anchor: &SchemaNode<'a>,
        nodes: Vec<Node<'a>>,
        expanded: Option<&SpecPath>,
    ) -> Parts<'a> {
        let mut parts = Parts::default();
        let mut seen: BTreeSet<SpecPath> = expanded.into_iter().cloned().collect();
        let mut todo: Vec<(Node<'a>, usize)> =
            nodes.into_iter().rev().map(|node| (node, 1)).collect();
        while let Some((node, depth)) = todo.pop() {
            if !node.any.all_of.is_empty() {
                if !seen.insert(node.at.clone()) {
                    if node.at == anchor.at {
                        let message = "this `allOf` contains itself; the inner one adds nothing and is skipped";
                        self.reporter.report(
                            Diagnostic::warning(Code::CyclicReference, &node.at, message)
                                .help("remove the branch that refers back"),
                        );
                    }
                    continue;
                }
                if depth == DEEPEST {
                    self.reporter.too_much(
                        anchor,
                        &format!("more than {DEEPEST} `allOf`s are nested here"),
                    );
                    break;
                }
                let own = own_substance(&node).map(Rc::new);
                let mut inner = vec![Rc::new(only_required(&node))];
                inner.extend(own);
                let branches = branch_paths(&node);
                inner.extend(branches.iter().rev().filter_map(|at| self.target_node(at)));
                todo.extend(inner.into_iter().map(|node| (node, depth + 1)));
                continue;
            }
            for (n, name) in node.any.required.iter().enumerate() {
                let at = || node.at.key("required").index(n);
                parts.required.entry(name.clone()).or_insert_with(at);
            }
            let any = &node.any;
            let is_union = !(any.one_of.is_empty() && any.any_of.is_empty());
            let is_object = !any.properties.is_empty()
                || matches!(
                    any.additional_properties,
                    Some(AdditionalProperties::Schema(_))
                )
                || any.typ.as_deref() == Some("object");
            if is_union && self.is_branch(&anchor.at, &node) {
                // What a union shares with its branches, a branch takes over by referring back to it.
                if is_object {
                    parts.objects.push(Rc::new(without_unions(&node)));
                }
            } else if let Some(only) = self.only_branch(&node)
                && !is_object
                && depth < DEEPEST
            {
                todo.push((only, depth + 1));
            } else if is_union && self.has_real_branches(&node) {
                if is_object && !any.properties.is_empty() {
                    parts.objects.push(Rc::clone(&node));
                }
                parts.unions.push(node);
            } else if is_object {
                parts.objects.push(node);
            } else if node.has_substance() && !is_union {
                parts.others.push(node);
            }
        }
        // `type: object` without anything else adds nothing beside what says more.
        if parts.objects.iter().any(|node| node.has_substance()) || !parts.unions.is_empty() {
            parts.objects.retain(|node| node.has_substance());
        }
        parts
    }
}
