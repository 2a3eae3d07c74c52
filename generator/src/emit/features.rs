//! Cargo features: one for an API, and where it has several groups of operations, one for each of them.
//!
//! ```toml
//! v2026 = ["v2026-accounts", "v2026-entitlements"]
//! v2026-accounts = ["_v2026"]
//! v2026-entitlements = ["_v2026"]
//! _v2026 = []
//! ```
//!
//! A model is there where a group is that reaches it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::EmitCx;
use super::types::mentions;
use crate::model::{GroupId, TypeId};

/// The feature with which anything of the API is there.
pub(super) fn any(cx: &EmitCx<'_>) -> String {
    let module = &cx.names.module;
    if has_groups(cx) {
        format!("_{module}")
    } else {
        module.clone()
    }
}

/// The feature of a group; none where it is the API's only one.
pub(super) fn of_group(cx: &EmitCx<'_>, group: GroupId) -> Option<String> {
    let words = cx.names.groups[group].module.replace('_', "-");
    has_groups(cx).then(|| format!("{}-{}", cx.names.module, words.trim_end_matches('-')))
}

/// What a group, its module or its method, stands under.
pub(super) fn gate_of_group(cx: &EmitCx<'_>, group: GroupId) -> Option<TokenStream> {
    of_group(cx, group).map(|feature| quote!(#[cfg(feature = #feature)]))
}

/// The lines of the manifest.
pub(super) fn manifest(cx: &EmitCx<'_>) -> Vec<String> {
    let module = &cx.names.module;
    let groups: BTreeSet<String> = cx
        .api
        .groups
        .ids()
        .filter_map(|group| of_group(cx, group))
        .collect();
    if groups.is_empty() {
        return vec![format!("{module} = []")];
    }
    let any = any(cx);
    let all: Vec<String> = groups
        .iter()
        .map(|group| format!("    {group:?},"))
        .collect();
    let mut lines = vec![format!("{module} = [")];
    lines.extend(all);
    lines.push("]".to_owned());
    lines.extend(groups.iter().map(|group| format!("{group} = [{any:?}]")));
    lines.push(format!("{any} = []"));
    lines
}

/// What each module of models stands under, where that is less than the whole API.
pub(super) fn gates_of_models(
    cx: &EmitCx<'_>,
    modules: &BTreeMap<&str, BTreeSet<TypeId>>,
) -> BTreeMap<String, TokenStream> {
    if !has_groups(cx) {
        return BTreeMap::new();
    }
    let reached = groups_of_modules(cx, modules);
    let all = cx.api.groups.ids().count();
    let gated = modules.keys().filter_map(|module| {
        let groups = reached.get(*module).cloned().unwrap_or_default();
        let features: BTreeSet<String> = groups
            .iter()
            .filter_map(|group| of_group(cx, *group))
            .collect();
        let gate = match features.len() {
            // What no operation needs comes with the whole.
            0 => {
                let whole = &cx.names.module;
                quote!(#[cfg(feature = #whole)])
            }
            1 => quote!(#[cfg(#(feature = #features)*)]),
            many if many == all => return None,
            _ => quote!(#[cfg(any(#(feature = #features),*))]),
        };
        Some(((*module).to_owned(), gate))
    });
    gated.collect()
}

/// The groups that need each module. A module stands or falls as one, so whatever one of its types mentions, all of its
/// groups need.
fn groups_of_modules(
    cx: &EmitCx<'_>,
    modules: &BTreeMap<&str, BTreeSet<TypeId>>,
) -> BTreeMap<String, BTreeSet<GroupId>> {
    let mut needed: BTreeMap<String, BTreeSet<GroupId>> = BTreeMap::new();
    let mut todo: Vec<(&str, GroupId)> = Vec::new();
    for (module, ids) in modules {
        for group in ids.iter().flat_map(|id| &cx.facts.groups[*id]) {
            todo.push((module, *group));
        }
    }
    while let Some((module, group)) = todo.pop() {
        if !needed.entry(module.to_owned()).or_default().insert(group) {
            continue;
        }
        for id in &modules[module] {
            for mentioned in mentions(&cx.api.types[*id])
                .into_iter()
                .filter_map(EmitCx::mentioned)
            {
                todo.push((&cx.names.types[mentioned].module, group));
            }
        }
    }
    needed
}

fn has_groups(cx: &EmitCx<'_>) -> bool {
    cx.api.groups.ids().count() > 1
}
