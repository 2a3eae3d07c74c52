//! Cycles of aliases and of unions, which have no Rust type.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::schema::Schemas;
use crate::model::cycles::components;
use crate::model::{IdMap, Shape, StructShape, TypeId, TypeRef};

impl Schemas<'_> {
    /// A map whose values are maps like itself is an object without declared properties. A list that is a list of itself has no
    /// Rust type; such a name becomes any JSON value.
    ///
    /// Visits the types from the given one on, and breaks a cycle through them.
    pub(in crate::lower) fn break_alias_cycles(&mut self, from: usize) {
        let ids: Vec<TypeId> = self.types.defs.ids_from(from).collect();
        // What is known to end, so that long chains are walked once.
        let mut ends: BTreeSet<TypeId> = BTreeSet::new();
        for id in ids {
            let mut seen = BTreeSet::from([id]);
            let mut next = alias_target(&self.types.defs[id].shape);
            while let Some(target) = next.filter(|target| !ends.contains(target)) {
                if !seen.insert(target) {
                    break;
                }
                next = alias_target(&self.types.defs[target].shape);
            }
            if next.is_none_or(|target| ends.contains(&target)) {
                ends.extend(seen);
                continue;
            }
            if next == Some(id) {
                if let Some((map, additional)) = self.map_of_itself(id) {
                    self.types.defs[map].shape = Shape::Struct(StructShape {
                        fields: Vec::new(),
                        additional,
                        closed: false,
                    });
                    continue;
                }
                let def = &mut self.types.defs[id];
                def.shape = Shape::Alias(TypeRef::Json);
                let message = "the schema is a list of itself; it becomes any JSON value";
                let diagnostic = Diagnostic::warning(Code::UnsupportedSchema, &def.at, message)
                    .help("describe the items as an object, or by `oneOf`");
                self.reporter.report(diagnostic);
            }
        }
    }

    /// The map among the aliases of a cycle, and its values.
    fn map_of_itself(&self, id: TypeId) -> Option<(TypeId, TypeRef)> {
        let mut member = id;
        loop {
            let shape = &self.types.defs[member].shape;
            if let Shape::Alias(TypeRef::Map(value)) = shape {
                return Some((member, (**value).clone()));
            }
            member = alias_target(shape).filter(|it| *it != id)?;
        }
    }

    /// A union that is a branch of itself adds nothing to itself, and reading it would never end.
    ///
    /// One after another, the unions lose the branches that lead back to them. One that has lost them is in no cycle any
    /// more and need not be walked through again.
    pub(in crate::lower) fn break_union_cycles(&mut self) {
        let targets = self.types.defs.map(|_, def| also(&def.shape));
        let cycle = components(&targets);
        let mut sources: IdMap<TypeId, Vec<TypeId>> = self.types.defs.map(|_, _| Vec::new());
        for (id, targets) in targets.iter() {
            for &target in targets.iter().filter(|to| cycle[**to] == cycle[id]) {
                sources[target].push(id);
            }
        }
        let is_union = self
            .types
            .defs
            .map(|_, def| matches!(def.shape, Shape::Union(_)));
        // The last union that each type was found to lead to.
        let mut leads_to: IdMap<TypeId, Option<TypeId>> = self.types.defs.map(|_, _| None);
        for id in self.types.defs.ids() {
            let mut todo = vec![id];
            while let Some(target) = todo.pop().filter(|_| is_union[id]) {
                for &source in &sources[target] {
                    let is_broken = is_union[source] && source < id;
                    if !is_broken && leads_to[source].replace(id) != Some(id) {
                        todo.push(source);
                    }
                }
            }
            let Shape::Union(shape) = &mut self.types.defs[id].shape else {
                continue;
            };
            let leads_back =
                |ty: &TypeRef| matches!(ty, TypeRef::Named(to) if leads_to[*to] == Some(id));
            let branches = std::mem::take(&mut shape.branches).into_iter();
            let (back, rest): (Vec<_>, Vec<_>) =
                branches.partition(|branch| leads_back(&branch.ty));
            shape.branches = rest;
            for branch in back {
                let message = "this branch of the union is the union itself; it is skipped";
                self.reporter.report(
                    Diagnostic::warning(Code::CyclicReference, &branch.at, message)
                        .help("remove the branch"),
                );
            }
        }
    }
}

/// The target of an alias, or the branches of a union.
fn also(shape: &Shape) -> Vec<TypeId> {
    let named = |ty: &TypeRef| {
        let TypeRef::Named(id) = ty else { return None };
        Some(*id)
    };
    match shape {
        Shape::Alias(ty) => named(ty).into_iter().collect(),
        Shape::Union(shape) => {
            let branches = shape.branches.iter();
            branches.filter_map(|branch| named(&branch.ty)).collect()
        }
        Shape::Struct(_) | Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id => Vec::new(),
    }
}

/// The named type at the end of an alias, through lists and maps.
fn alias_target(shape: &Shape) -> Option<TypeId> {
    shape.alias()?.named()
}
