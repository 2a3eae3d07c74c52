//! Unions and their branches.

use serde_json::Value as Json;

use super::kind::Kind;
use super::values::Value;
use super::{Place, Side, Walk, words};
use crate::diff::users::branch_name;
use crate::model::{Branch, Shape, TypeId, TypeRef, UnionShape, tag_text};
use crate::rule_id::RuleId;
use crate::rust::surface::Spot;

/// Whether two branches are the same.
type Likeness<'c> = &'c dyn Fn(&Branch, &Branch) -> bool;

impl Walk<'_> {
    pub(super) fn unions(
        &mut self,
        place: &Place,
        (old, was): (TypeId, &UnionShape),
        (new, is): (TypeId, &UnionShape),
    ) {
        let UnionShape {
            discriminator,
            branches,
        } = was;
        let properties = (discriminator.as_deref(), is.discriminator.as_deref());
        let rule = match properties {
            (None, Some(_)) => Some(RuleId::DiscriminatorAdded),
            (Some(_), None) => Some(RuleId::DiscriminatorRemoved),
            (Some(was), Some(is)) if was != is => Some(RuleId::DiscriminatorChanged),
            (Some(_), Some(_)) | (None, None) => None,
        };
        if let Some(rule) = rule {
            let (was, is) = properties;
            self.found(place, rule, was.map(words::code), is.map(words::code));
        }
        let matched = self.matched(branches, &is.branches);
        // A value that means another branch now is one change, not two.
        let mut moved: Vec<&Json> = Vec::new();
        for (n, branch) in branches.iter().enumerate() {
            for tag in &branch.tags {
                let has = |branch: &Branch| branch.tags.contains(tag);
                let is_left = matched[n].is_some_and(|m| !has(&is.branches[m]));
                let is_moved = is_left && is.branches.iter().any(has);
                if is_moved && properties.0 == properties.1 {
                    moved.push(tag);
                    let here = super::values::value_place(place, &tag_text(tag));
                    self.found(&here, RuleId::DiscriminatorValueMoved, None, None);
                }
            }
        }
        for (n, branch) in branches.iter().enumerate() {
            let here = place.inside(&called(self.old, old, n));
            let spot = spot(self.old, old, n);
            let Some(m) = matched[n] else {
                let here = here.at(Some(&branch.at), None).spots(spot);
                self.found(&here, RuleId::UnionBranchRemoved, None, None);
                continue;
            };
            let other = &is.branches[m];
            let here = here
                .at(Some(&branch.at), Some(&other.at))
                .spots(spot.into_iter().chain(self::spot(self.new, new, m)));
            let is_tagged = properties.0.is_some() && rule.is_none();
            self.branch(&here, branch, other, is_tagged.then_some(&moved));
        }
        for (m, branch) in is.branches.iter().enumerate() {
            if !matched.contains(&Some(m)) {
                let here = place
                    .inside(&called(self.new, new, m))
                    .at(None, Some(&branch.at))
                    .spots(super::objects::gained(
                        self.old.item(old),
                        spot(self.new, new, m),
                    ));
                self.found(&here, RuleId::UnionBranchAdded, None, None);
            }
        }
    }

    /// A branch that both unions have. Its tags are compared where they mean the same property, except those that moved.
    fn branch(&mut self, place: &Place, old: &Branch, new: &Branch, moved: Option<&Vec<&Json>>) {
        let Branch {
            ty,
            // Names the variant, which the surface compares.
            title: _,
            tags,
            // Follows from the branches, which are compared.
            fallback: _,
            docs,
            constraints,
            at: _,
        } = old;
        let lacks = |tags: &[Json], tag: &Json| {
            moved.is_some_and(|moved| !tags.contains(tag) && !moved.contains(&tag))
        };
        for tag in tags.iter().filter(|tag| lacks(&new.tags, tag)) {
            let here = super::values::value_place(place, &tag_text(tag));
            self.found(&here, RuleId::DiscriminatorValueRemoved, None, None);
        }
        for tag in new.tags.iter().filter(|tag| lacks(tags, tag)) {
            let here = super::values::value_place(place, &tag_text(tag));
            self.found(&here, RuleId::DiscriminatorValueAdded, None, None);
        }
        // The words on a branch are its type's where that has a name.
        if self.old.shared(ty).is_none() && self.new.shared(&new.ty).is_none() {
            self.docs(place, docs, &new.docs);
        }
        let was = Value::new(ty, false, constraints);
        let is = Value::new(&new.ty, false, &new.constraints);
        self.value(place, was, is);
    }

    /// For each old branch the new one that replaces it.
    fn matched(&self, old: &[Branch], new: &[Branch]) -> Vec<Option<usize>> {
        let mut matched: Vec<Option<usize>> = vec![None; old.len()];
        let by_tag = |a: &Branch, b: &Branch| a.tags.iter().any(|tag| b.tags.contains(tag));
        let by_name =
            |a: &Branch, b: &Branch| match (self.old.shared(&a.ty), self.new.shared(&b.ty)) {
                (Some(a), Some(b)) => self.old.component(a) == self.new.component(b),
                (None, None) => a.title.is_some() && a.title == b.title,
                (Some(_), None) | (None, Some(_)) => false,
            };
        let by_likeness = |a: &Branch, b: &Branch| alike(self.old, &a.ty, self.new, &b.ty);
        let tests: [Likeness<'_>; 3] = [&by_name, &by_tag, &by_likeness];
        for is_same in tests {
            for (n, branch) in old.iter().enumerate() {
                if matched[n].is_some() {
                    continue;
                }
                let free = |m: &usize| !matched.contains(&Some(*m));
                let found = (0..new.len())
                    .filter(free)
                    .find(|m| is_same(branch, &new[*m]));
                matched[n] = found;
            }
        }
        matched
    }
}

impl Walk<'_> {
    /// Returns whether a type becomes a `oneOf` of which several branches look like it, without a discriminator.
    pub(super) fn overlaps(&self, union: &TypeRef, other: &TypeRef) -> bool {
        let TypeRef::Named(id) = union else {
            return false;
        };
        let Shape::Union(shape) = &self.new.def(*id).shape else {
            return false;
        };
        let node = self.new.target(&self.new.def(*id).at);
        let is_one_of = node.is_some_and(|(_, node)| node.get("oneOf").is_some());
        let like = |branch: &&Branch| alike(self.new, &branch.ty, self.old, other);
        let count = shape.branches.iter().filter(like).count();
        is_one_of && shape.discriminator.is_none() && count > 1
    }
}

/// Returns whether a union has a branch that looks like a type of the other document.
pub(super) fn branch_like(
    side: Side<'_>,
    union: &TypeRef,
    other_side: Side<'_>,
    other: &TypeRef,
) -> bool {
    let TypeRef::Named(id) = union else {
        return false;
    };
    let Shape::Union(shape) = &side.def(*id).shape else {
        return false;
    };
    shape
        .branches
        .iter()
        .any(|branch| alike(side, &branch.ty, other_side, other))
}

/// Returns whether two types can be taken for one: of one kind, and with half of their properties or values in common.
fn alike(left: Side<'_>, a: &TypeRef, right: Side<'_>, b: &TypeRef) -> bool {
    let kinds = (left.kind(a), right.kind(b));
    if kinds.0 != kinds.1 {
        return false;
    }
    match kinds.0 {
        Kind::Struct | Kind::Strings | Kind::Integers | Kind::Union => {
            let (a, b) = (members(left, a), members(right, b));
            let common = a.iter().filter(|it| b.contains(it)).count();
            2 * common >= a.len().max(b.len())
        }
        Kind::List => match (a, b) {
            (TypeRef::List(a), TypeRef::List(b)) => alike(left, a, right, b),
            _ => true,
        },
        Kind::Bool
        | Kind::Integer
        | Kind::Number
        | Kind::Text
        | Kind::Map
        | Kind::Object
        | Kind::Any
        | Kind::Patch
        | Kind::PatchOperation => true,
    }
}

fn called(side: Side<'_>, id: TypeId, n: usize) -> String {
    let Shape::Union(shape) = &side.def(id).shape else {
        return String::new();
    };
    branch_name(&side.plan.api, &shape.branches[n], n)
}

fn members(side: Side<'_>, ty: &TypeRef) -> Vec<String> {
    let TypeRef::Named(id) = ty.non_null() else {
        return Vec::new();
    };
    match side.def(*id).shape.alias() {
        Some(target) => members(side, target),
        None => side.def(*id).member_wires(),
    }
}

fn spot(side: Side<'_>, id: TypeId, n: usize) -> Option<Spot> {
    let member = side.plan.names.types[id].members.get(n)?;
    Some(Spot::new(side.item(id), member))
}
