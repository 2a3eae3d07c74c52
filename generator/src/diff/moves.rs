//! The calls and models of a module beside those of the module that replaces it: what a program changes to move over.

use std::ops::Range;

use super::api::short;
use super::change::{Change, Subject};
use super::walk::{Outcome, Side};
use crate::model::{OperationId, TypeId};
use crate::rule_id::RuleId;
use crate::rust::{Operation, Ty};

/// One module compared with another.
#[derive(Clone, Debug)]
pub struct Moves {
    /// The two modules.
    pub modules: [String; 2],
    /// Each operation of both, by its call.
    pub calls: Vec<Move>,
    /// The models that differ.
    pub models: Vec<Move>,
}

/// The replacement of one call or model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Move {
    /// Rust of the old module; `None` for what is new.
    pub was: Option<String>,
    /// Rust of the new module; `None` for what nothing replaces.
    pub is: Option<String>,
    /// One sentence for each difference besides the name.
    pub differs: Vec<String>,
}

/// Rules about names, which the two columns show, and about what follows from other changes.
const SHOWN: [RuleId; 6] = [
    RuleId::OperationIdChanged,
    RuleId::OperationPathChanged,
    RuleId::RustChanged,
    RuleId::RustGained,
    RuleId::TypeRenamed,
    RuleId::DocumentationChanged,
];

/// Lists the moves of two modules of different names.
pub(super) fn of<'d>(sides: [Side<'d>; 2], outcome: &'d Outcome, changes: &'d [Change]) -> Moves {
    let lister = Lister {
        sides,
        outcome,
        changes,
    };
    let pairs = outcome.operations.iter();
    let calls = pairs.map(|(was, is)| lister.call(*was, *is));
    let mut calls: Vec<Move> = calls.collect();
    let mut models: Vec<Move> = outcome
        .types
        .iter()
        .filter_map(|(pair, own)| lister.model(*pair, own))
        .collect();
    // New operations come last.
    calls.sort_by(|a, b| (a.was.is_none(), a).cmp(&(b.was.is_none(), b)));
    models.sort();
    Moves {
        modules: sides.map(|side| side.api.module.to_owned()),
        calls,
        models,
    }
}

struct Lister<'d> {
    sides: [Side<'d>; 2],
    outcome: &'d Outcome,
    /// The first ones are those of `outcome`, in its order.
    changes: &'d [Change],
}

impl<'d> Lister<'d> {
    fn call(&self, was: Option<OperationId>, is: Option<OperationId>) -> Move {
        let [old, new] = self.sides;
        let of = |side: Side<'d>, id: OperationId| &side.api.operations[id];
        let text = |side: Side<'d>, id: OperationId| {
            let operation = of(side, id);
            let arguments = operation.arguments().into_iter().map(|it| it.name);
            let arguments: Vec<&str> = arguments.collect();
            let path = [side.api.module, operation.group].map(|it| format!("{it}()"));
            let body = if operation.needs_body() {
                ".body(…)"
            } else {
                ""
            };
            format!(
                "{}.{}({}){body}",
                path.join("."),
                operation.method,
                arguments.join(", ")
            )
        };
        let differs = match (was, is) {
            (Some(was), Some(is)) => {
                let id = &of(old, was).model.id;
                let subject = Subject::Operation(id.clone());
                let changes = self.changes.iter().filter(|it| it.subject == subject);
                let mut differs = sentences(changes);
                differs.extend(types(of(old, was), of(new, is)));
                differs
            }
            (Some(_), None) => vec!["nothing replaces it".to_owned()],
            (None, _) => vec!["is new".to_owned()],
        };
        Move {
            was: was.map(|id| text(old, id)),
            is: is.map(|id| text(new, id)),
            differs,
        }
    }

    /// A pair of components; `None` if only the path differs for a program.
    fn model(&self, (was, is): (TypeId, TypeId), own: &Range<usize>) -> Option<Move> {
        let [old, new] = self.sides;
        let name = old.component(was).or(new.component(is))?;
        let subject = Subject::Type(name.to_owned());
        // One type may be replaced by several, each with its own changes; types inside of it have none of their own.
        let mut differs = sentences(&self.changes[own.clone()]);
        for ((was, is), inner) in &self.outcome.types {
            if old.component(*was).is_none() && new.component(*is).is_none() {
                let changes = &self.changes[inner.clone()];
                differs.extend(sentences(changes.iter().filter(|it| it.subject == subject)));
            }
        }
        let names = [old.item(was), new.item(is)];
        (names[0] != names[1] || !differs.is_empty()).then(|| Move {
            was: Some(format!("{}::models::{}", old.api.module, names[0])),
            is: Some(format!("{}::models::{}", new.api.module, names[1])),
            differs,
        })
    }
}

fn sentences<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Vec<String> {
    let changes = changes.into_iter();
    let changes = changes.filter(|it| !SHOWN.contains(&it.rule.id));
    changes.map(Change::sentence).collect()
}

/// The types of two requests that have other names.
fn types(was: &Operation<'_>, is: &Operation<'_>) -> Vec<String> {
    let patch = |it: &Operation<'_>| it.patch.as_ref().map(|it| it.name.to_owned());
    let body = |it: &Operation<'_>| it.body.as_ref().map(|it| short(&it.ty));
    let pairs = [
        ("takes", patch(was).or(body(was)), patch(is).or(body(is))),
        ("returns", named(&was.success), named(&is.success)),
    ];
    let pairs = pairs.into_iter().filter(|(_, was, is)| was != is);
    let shown =
        |it: Option<String>| it.map_or_else(|| "nothing".to_owned(), |it| format!("`{it}`"));
    pairs
        .map(|(verb, was, is)| format!("{verb} {} in place of {}", shown(is), shown(was)))
        .collect()
}

fn named(ty: &Ty<'_>) -> Option<String> {
    (*ty != Ty::UNIT).then(|| short(ty))
}
