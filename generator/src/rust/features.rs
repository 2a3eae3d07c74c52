//! Cargo features: one for an API, and where it has several groups of operations, one for each of them.
//!
//! ```toml
//! v2026 = ["v2026-accounts", "v2026-entitlements"]
//! v2026-accounts = ["_v2026"]
//! v2026-entitlements = ["_v2026"]
//! _v2026 = []
//! ```
//!
//! A model is there where a group is that reaches it. A group whose tasks another one reports on brings that one with it.

use std::collections::{BTreeMap, BTreeSet};

use super::models::Module;
use super::types::Type;
use crate::analyze::Facts;
use crate::model::{Api, GroupId, IdMap, Task, TypeId, TypeRef};
use crate::name::Names;

/// The features of an API.
#[derive(Debug)]
pub(crate) struct Features<'a> {
    /// All of the API.
    pub(crate) whole: &'a str,
    /// Anything of the API.
    pub(crate) any: String,
    /// One for each group; `None` if it is the API's only one.
    pub(crate) groups: IdMap<GroupId, Option<String>>,
    /// The features of groups that need those of others: of the operations that return the status of their tasks.
    pub(crate) needs: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Features<'a> {
    /// Those that bring the module. `any` alone would do; the compiler shows this list to a program that has none of them.
    pub(crate) fn of_module(&self) -> Vec<String> {
        let mut features = vec![self.whole.to_owned(), self.any.clone()];
        features.dedup();
        features
    }

    pub(super) fn of(api: &Api, names: &'a Names) -> Self {
        let module = names.module.as_str();
        let has_groups = names.groups.len() > 1;
        let feature = |_, group: &crate::name::GroupNames| {
            let words = group.module.replace('_', "-");
            has_groups.then(|| format!("{module}-{}", words.trim_end_matches('-')))
        };
        let groups = names.groups.map(feature);
        let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, operation) in api.operations.iter() {
            if let Some(Task::Starts { status, .. }) = &operation.task
                && let Some(own) = &groups[operation.group]
                && let Some(other) = &groups[api.operations[*status].group]
                && own != other
            {
                needs.entry(own.clone()).or_default().insert(other.clone());
            }
        }
        Self {
            whole: module,
            any: if has_groups {
                format!("_{module}")
            } else {
                module.to_owned()
            },
            groups,
            needs,
        }
    }

    /// The names of the groups' features, sorted.
    pub(crate) fn of_groups(&self) -> BTreeSet<&str> {
        let features = self.groups.iter().filter_map(|(_, it)| it.as_deref());
        features.collect()
    }
}

/// Assigns the features of each module of models.
pub(super) fn gate(
    modules: &mut BTreeMap<&str, Module<'_>>,
    types: &IdMap<TypeId, Type<'_>>,
    facts: &Facts,
    features: &Features<'_>,
) {
    let all = features.of_groups().len();
    if all == 0 {
        return;
    }
    let needed = groups_of_modules(modules, types, facts);
    for (name, module) in modules {
        let groups = needed.get(name).into_iter().flatten();
        let of_groups: BTreeSet<&String> = groups
            .filter_map(|group| features.groups[*group].as_ref())
            .collect();
        module.gate = match of_groups.len() {
            // What no operation needs comes with the whole.
            0 => vec![features.whole.to_owned()],
            many if many == all => Vec::new(),
            _ => of_groups.into_iter().cloned().collect(),
        };
    }
}

/// The groups that need each module. A module is there as a whole or not at all, so whatever one of its types mentions, all
/// of its groups need.
fn groups_of_modules<'a>(
    modules: &BTreeMap<&'a str, Module<'_>>,
    types: &IdMap<TypeId, Type<'_>>,
    facts: &Facts,
) -> BTreeMap<&'a str, BTreeSet<GroupId>> {
    let names: BTreeMap<&str, &'a str> = modules.keys().map(|name| (*name, *name)).collect();
    let mut needed: BTreeMap<&'a str, BTreeSet<GroupId>> = BTreeMap::new();
    let mut todo: Vec<(&'a str, GroupId)> = Vec::new();
    for (name, module) in modules {
        for group in module.types.iter().flat_map(|id| &facts.groups[*id]) {
            todo.push((name, *group));
        }
    }
    while let Some((name, group)) = todo.pop() {
        if !needed.entry(name).or_default().insert(group) {
            continue;
        }
        for id in &modules[name].types {
            for mentioned in types[*id]
                .model
                .shape
                .parts()
                .into_iter()
                .filter_map(TypeRef::named)
            {
                todo.push((names[types[mentioned].module], group));
            }
        }
    }
    needed
}
