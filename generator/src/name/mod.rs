//! Stage 4: every Rust name of the output.
//!
//! Gather the candidates of a scope, propose by case rules, apply the pins of the configuration, resolve, freeze. What
//! emitters introduce themselves is reserved in the same scopes.

mod branches;
mod case;
mod client;
mod keyword;
mod length;
mod operations;
mod patches;
mod pins;
mod print;
mod roles;
mod scope;
mod types;

use std::collections::BTreeMap;

use crate::config::ApiConfig;
use crate::diagnostic::Diagnostics;
use crate::model::{Api, GroupId, IdMap, OperationId, SchemeKind, TypeId};
use crate::spec_path::SpecPath;

use pins::Pins;

pub(crate) use operations::stream_method;
pub(crate) use print::print;

pub(crate) use pins::Pin;

pub(crate) use client::{ClientNames, SchemeNames, ServerNames, assign as assign_client};

/// The case of a kind of name, and the prefix of a name that would start with a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// `EntitlementSource`
    Type,
    /// `NotEqual`
    Variant,
    /// `source_id`
    Field,
    /// `list_entitlements`
    Method,
    /// `list_entitlements`, never raw.
    Module,
    /// `SOURCE_ID`
    Constant,
}

/// The names of one API, in tables beside the model.
#[derive(Debug)]
pub(crate) struct Names {
    /// The module of the API.
    pub(crate) module: String,
    /// The struct that the client's method of the same name gives.
    pub(crate) handle: String,
    pub(crate) types: IdMap<TypeId, TypeNames>,
    pub(crate) groups: IdMap<GroupId, GroupNames>,
    pub(crate) operations: IdMap<OperationId, OperationNames>,
    /// The methods for security schemes that the configuration names, by the address of the scheme.
    pub(crate) scheme_pins: BTreeMap<SpecPath, Pin>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct TypeNames {
    pub(crate) item: String,
    /// The module, and so the file, under `models`.
    pub(crate) module: String,
    /// The builder's name; only structs have one.
    pub(crate) builder: String,
    /// Fields or variants, in the order of the model.
    pub(crate) members: Vec<String>,
    /// The type parameters of the builder, one for each required field.
    pub(crate) states: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct GroupNames {
    /// The module, and the method of the API's handle.
    pub(crate) module: String,
    pub(crate) item: String,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct OperationNames {
    pub(crate) method: String,
    /// The module, and so the file, under the group's.
    pub(crate) module: String,
    /// The struct of a request.
    pub(crate) item: String,
    /// The enum of its servers, and the variant of each.
    pub(crate) server: String,
    pub(crate) servers: Vec<String>,
    /// The enum of its successes, where they differ.
    pub(crate) outcome: String,
    /// The variants of that enum, one for each success.
    pub(crate) variants: Vec<String>,
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<String>,
    pub(crate) header: Vec<String>,
    pub(crate) cookie: Vec<String>,
    pub(crate) parts: Vec<String>,
    /// The setters of further media types of the body.
    pub(crate) others: Vec<String>,
    /// The struct with a setter for each property that a patch can change.
    pub(crate) patch: String,
    /// One for each of these properties.
    pub(crate) patch_setters: Vec<PatchSetter>,
    /// The constants of the fields by which the list is filtered and sorted.
    pub(crate) fields: Vec<String>,
}

/// The methods for one property of a patch.
#[derive(Clone, Debug)]
pub(crate) struct PatchSetter {
    pub(crate) set: String,
    /// Adds to a list.
    pub(crate) add: Option<String>,
    /// Sets to null, where the property may be null.
    pub(crate) clear: Option<String>,
    pub(crate) null: Option<String>,
}

/// Names everything.
pub(crate) fn assign(api: &Api, config: &ApiConfig, diagnostics: &mut Diagnostics) -> Names {
    let mut pins = Pins::new(config);
    let (groups, operations) = operations::assign(api, &mut pins, diagnostics);
    let types = types::assign(api, &operations, &mut pins, diagnostics);
    // A certificate is set by a method that every builder has.
    let schemes = api
        .schemes
        .iter()
        .filter(|it| it.kind != SchemeKind::MutualTls);
    let scheme_pins =
        schemes.filter_map(|it| Some((it.at.clone(), pins.get(&it.at, Case::Method)?)));
    let scheme_pins = scheme_pins.collect();
    pins.check(&api.file, diagnostics);
    Names {
        module: api.module.clone(),
        handle: case::name(Case::Type, &api.module).unwrap_or_default(),
        types,
        groups,
        operations,
        scheme_pins,
    }
}

impl Names {
    /// Every name with the address of what it names, for review: one line each, sorted.
    pub(crate) fn table(&self, api: &Api) -> String {
        let mut rows: Vec<(String, String)> = Vec::new();
        for (id, group) in api.groups.iter() {
            let names = &self.groups[id];
            let tag = group.tag.as_deref().unwrap_or("no tag");
            rows.push((
                format!("group {tag}"),
                format!("{}::{}", names.module, names.item),
            ));
        }
        for (id, operation) in api.operations.iter() {
            let names = &self.operations[id];
            let of = |list: &[String], params: &[crate::model::Param]| -> Vec<String> {
                params
                    .iter()
                    .zip(list)
                    .map(|(param, name)| format!("{} = {name}", param.wire))
                    .collect()
            };
            let mut params = of(&names.path, &operation.path_params);
            params.extend(of(&names.query, &operation.query_params));
            params.extend(of(&names.header, &operation.header_params));
            params.extend(of(&names.cookie, &operation.cookie_params));
            let fields = operation.fields.iter().flat_map(|table| &table.fields);
            let fields = fields.zip(&names.fields);
            params.extend(fields.map(|(field, name)| format!("{} = {name}", field.wire)));
            rows.push((
                format!("operation {}", operation.id),
                format!("{}({})", names.method, params.join(", ")),
            ));
        }
        for (id, def) in api.types.iter() {
            let names = &self.types[id];
            let wires: Vec<String> = def.member_wires();
            let members: Vec<String> = wires
                .iter()
                .zip(&names.members)
                .map(|(wire, name)| format!("{wire} = {name}"))
                .collect();
            rows.push((
                format!("type {}", def.at.to_pointer()),
                format!("{} {{ {} }}", names.item, members.join(", ")),
            ));
        }
        rows.sort();
        let rows: Vec<String> = rows
            .into_iter()
            .map(|(wire, name)| format!("{wire}\n    {name}\n"))
            .collect();
        rows.concat()
    }
}
