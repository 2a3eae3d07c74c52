//! Stage 6: plan to tokens. Emitters can't fail, can't decide, and can't see the document.
//!
//! Each file opens with the Rust that it produces. What the same lines in two operations would do stands in the runtime.

mod api;
mod cx;
mod docs;
mod features;
mod group;
mod krate;
mod manifest;
mod markdown;
mod ops;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;

use crate::Input;
use crate::analyze::Facts;
use crate::model::{Api, GroupId, TypeId};
use crate::name::Names;

use cx::EmitCx;

/// Everything that emitters may know of one API. Read-only.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) api: Api,
    pub(crate) names: Names,
    pub(crate) facts: Facts,
}

/// One file to be.
#[derive(Debug)]
pub(crate) struct Emitted {
    /// Relative to the crate.
    pub(crate) path: String,
    pub(crate) contents: Contents,
}

#[derive(Debug)]
pub(crate) enum Contents {
    Rust(TokenStream),
    /// Not Rust, and complete but for the mark at its head.
    Text(String),
}

/// Every file of the crate.
pub(crate) fn emit(plans: &[Plan], input: &Input<'_>) -> Vec<Emitted> {
    let package = &input.config.package;
    let mut files = vec![
        text(
            "Cargo.toml",
            manifest::cargo_toml(plans, package, &input.placement),
        ),
        text("README.md", manifest::readme(plans, package)),
        text("rustfmt.toml", manifest::rustfmt_toml()),
        rust("src/lib.rs".to_owned(), krate::lib(plans, package)),
        rust("src/client.rs".to_owned(), krate::client(plans, package)),
    ];
    for plan in plans {
        api_files(&EmitCx::new(plan, package), &mut files);
    }
    files
}

fn api_files(cx: &EmitCx<'_>, files: &mut Vec<Emitted>) {
    let folder = format!("src/{}", cx.names.module);
    files.push(rust(format!("{folder}/mod.rs"), api::module(cx)));
    if let Some(operators) = ops::fields::operators(cx) {
        files.push(rust(format!("{folder}/operators.rs"), operators));
    }
    for id in cx.api.groups.ids() {
        group_files(cx, id, &folder, files);
    }
    let modules = type_modules(cx);
    files.push(rust(
        format!("{folder}/models/mod.rs"),
        types::index(cx, &modules),
    ));
    for (module, ids) in &modules {
        files.push(rust(
            format!("{folder}/models/{module}.rs"),
            types::module(cx, ids),
        ));
    }
}

fn group_files(cx: &EmitCx<'_>, id: GroupId, folder: &str, files: &mut Vec<Emitted>) {
    let folder = format!("{folder}/{}", cx.names.groups[id].module);
    files.push(rust(format!("{folder}/mod.rs"), group::module(cx, id)));
    for operation in &cx.api.groups[id].operations {
        let module = &cx.names.operations[*operation].module;
        files.push(rust(
            format!("{folder}/{module}.rs"),
            ops::module(cx, *operation),
        ));
    }
    if let Some(fields) = group::fields(cx, id) {
        files.push(rust(format!("{folder}/fields/mod.rs"), fields));
        for (operation, table) in ops::fields::operations(cx, id) {
            let module = &cx.names.operations[operation].module;
            files.push(rust(
                format!("{folder}/fields/{module}.rs"),
                ops::fields::module(cx, operation, table),
            ));
        }
    }
}

/// The types by the module that they stand in.
fn type_modules<'a>(cx: &EmitCx<'a>) -> BTreeMap<&'a str, BTreeSet<TypeId>> {
    let mut modules: BTreeMap<&str, BTreeSet<TypeId>> = BTreeMap::new();
    for (id, names) in cx.names.types.iter() {
        modules.entry(&names.module).or_default().insert(id);
    }
    modules
}

fn rust(path: String, tokens: TokenStream) -> Emitted {
    Emitted {
        path,
        contents: Contents::Rust(tokens),
    }
}

fn text(path: &str, text: String) -> Emitted {
    Emitted {
        path: path.to_owned(),
        contents: Contents::Text(text),
    }
}
