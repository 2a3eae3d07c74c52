//! Names of patches and their setters.

use super::scope::{Candidate, Scope};
use super::{Case, case};
use super::{OperationNames, PatchSetter};
use crate::diagnostic::Diagnostics;
use crate::model::{Api, IdMap, OperationId, PatchTable, TypeRef};
use crate::spec_path::SpecPath;

/// Methods that every patch has.
const TAKEN: &[&str] = &["new", "operation", "is_empty", "clone", "fmt"];

/// Names the patches of a group's operations, after what they change where that is one operation's alone.
pub(super) fn assign(
    api: &Api,
    group: &[OperationId],
    operations: &mut IdMap<OperationId, OperationNames>,
    items: &mut Scope,
    diagnostics: &mut Diagnostics,
) {
    let targets: Vec<(OperationId, &PatchTable)> = group
        .iter()
        .filter_map(|id| Some((*id, api.operations[*id].patch.as_ref()?)))
        .collect();
    for (id, table) in &targets {
        let others = targets
            .iter()
            .filter(|(_, other)| other.target == table.target);
        let target = table.target.as_ref().filter(|_| others.count() == 1);
        let names = &mut operations[*id];
        let texts = [
            target.map(|target| format!("{target} patch")),
            Some(format!("{} patch", names.method)),
            Some(format!("{} patch builder", names.method)),
        ];
        let mut proposals = texts
            .into_iter()
            .flatten()
            .filter_map(|text| case::name(Case::Type, &text));
        names.patch = proposals.find(|name| items.claim(name)).unwrap_or_default();
        names.patch_setters = setters(table, &api.operations[*id].at, diagnostics);
    }
}

fn setters(table: &PatchTable, at: &SpecPath, diagnostics: &mut Diagnostics) -> Vec<PatchSetter> {
    let candidates: Vec<Candidate> = table
        .fields
        .iter()
        .map(|field| Candidate {
            wire: field.wire.clone(),
            text: field.wire.clone(),
            role: "property",
            pin: None,
            at: at.clone(),
        })
        .collect();
    let plain = candidates
        .iter()
        .filter_map(|it| case::name(Case::Field, &it.text));
    let plain: Vec<String> = plain.collect();
    let mut scope = Scope::with_companions(TAKEN.iter().copied(), plain, companions);
    let names = scope.assign(Case::Field, &candidates, diagnostics);
    let setters = names.into_iter().zip(&table.fields).map(|(set, field)| {
        let bare = set
            .trim_start_matches("r#")
            .trim_end_matches('_')
            .to_owned();
        PatchSetter {
            set,
            add: matches!(field.ty, TypeRef::List(_)).then(|| add(&bare)),
            clear: field.is_nullable.then(|| clear(&bare)),
            null: field.is_nullable.then(|| null(&bare)),
        }
    });
    setters.collect()
}

/// The further methods that a property may have.
fn companions(name: &str) -> Vec<String> {
    let bare = name.trim_end_matches('_');
    vec![add(bare), clear(bare), null(bare)]
}

fn add(name: &str) -> String {
    format!("add_{}", singular(name))
}

fn clear(name: &str) -> String {
    format!("clear_{name}")
}

fn null(name: &str) -> String {
    format!("{name}_null")
}

/// One of what a plural names, as far as English is regular; else the name itself.
fn singular(name: &str) -> String {
    let ends = |end: &str| name.strip_suffix(end);
    if let Some(stem) = ends("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for end in ["sses", "shes", "ches", "xes"] {
        if ends(end).is_some() {
            return name[..name.len() - 2].to_owned();
        }
    }
    match ends("s").filter(|stem| !stem.ends_with(['s', 'u', 'i']) && stem.len() > 1) {
        Some(stem) => stem.to_owned(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn singulars() {
        for (plural, expected) in [
            ("segments", "segment"),
            ("access_profiles", "access_profile"),
            ("capabilities", "capability"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("status", "status"),
            ("access", "access"),
            ("data", "data"),
            ("s", "s"),
        ] {
            assert_eq!(singular(plural), expected, "{plural}");
        }
    }
}
