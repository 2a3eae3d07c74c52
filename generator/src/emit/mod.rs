//! Stage 6: plan to tokens. Emitters can't fail, can't decide, and can't see the document.
//!
//! Each file opens with the Rust that it produces. What the same lines in two operations would do stands in the runtime.

mod api;
mod cx;
mod docs;
mod features;
mod front;
mod group;
mod krate;
mod manifest;
mod markdown;
mod ops;
mod sample;
mod testing;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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

/// One file to be. What is in it is made when it is asked for, by whichever thread asks, so that the tokens of a whole crate
/// never exist at once.
pub(crate) struct Emitted<'a> {
    /// Relative to the crate.
    pub(crate) path: String,
    pub(crate) contents: Contents<'a>,
}

pub(crate) enum Contents<'a> {
    Rust(Make<'a, TokenStream>),
    /// Not Rust, and complete but for the mark at its head.
    Text(Make<'a, String>),
}

pub(crate) type Make<'a, T> = Box<dyn FnOnce() -> T + Send + 'a>;

/// Every file of the crate.
pub(crate) fn emit<'a>(plans: &'a [Plan], input: &'a Input<'_>) -> Vec<Emitted<'a>> {
    let package = &input.config.package;
    let placement = &input.placement;
    let mut files = vec![
        text("Cargo.toml", move || {
            manifest::cargo_toml(plans, package, placement)
        }),
        text("README.md", move || {
            front::readme(plans, package, placement.workspace)
        }),
        text("rustfmt.toml", manifest::rustfmt_toml),
        rust("src/lib.rs".to_owned(), move || krate::lib(plans, package)),
        rust("src/client.rs".to_owned(), move || {
            krate::client(plans, package)
        }),
        rust("src/testing.rs".to_owned(), move || {
            testing::krate(plans, package)
        }),
    ];
    let mut tops = testing::tops(plans);
    for plan in plans {
        let mut api = ApiFiles {
            cx: Arc::new(EmitCx::new(plan, package)),
            top: Arc::new(tops.remove(plan.names.module.as_str()).unwrap_or_default()),
            files: &mut files,
        };
        api.add();
    }
    files
}

/// The files of one API, on their way to all others.
struct ApiFiles<'a, 'f> {
    cx: Arc<EmitCx<'a>>,
    /// The operations whose names stand for them in the whole crate.
    top: Arc<testing::Top>,
    files: &'f mut Vec<Emitted<'a>>,
}

impl<'a> ApiFiles<'a, '_> {
    fn rust(&mut self, path: String, make: impl FnOnce(&EmitCx<'a>) -> TokenStream + Send + 'a) {
        let cx = Arc::clone(&self.cx);
        self.files.push(rust(path, move || make(&cx)));
    }

    fn add(&mut self) {
        let api = self.cx.api;
        let folder = format!("src/{}", self.cx.names.module);
        self.rust(format!("{folder}/mod.rs"), api::module);
        if ops::fields::is_anywhere(&self.cx) {
            self.rust(format!("{folder}/operators.rs"), ops::fields::operators);
        }
        for id in api.groups.ids() {
            self.add_group(id, &folder);
        }
        self.rust(format!("{folder}/testing.rs"), testing::api);
        let cx = Arc::clone(&self.cx);
        self.files
            .push(text(&format!("{folder}/testing.json"), move || {
                testing::describe(&cx)
            }));
        let modules = type_modules(&self.cx);
        let all = modules.clone();
        // It is one of the longest, so it is not left for the end, when the other processors have nothing to do.
        self.rust(format!("{folder}/models/mod.rs"), move |cx| {
            types::index(cx, &all)
        });
        for (module, ids) in modules {
            self.rust(format!("{folder}/models/{module}.rs"), move |cx| {
                types::module(cx, &ids)
            });
        }
    }

    fn add_group(&mut self, id: GroupId, folder: &str) {
        let (api, names) = (self.cx.api, self.cx.names);
        let folder = format!("{folder}/{}", names.groups[id].module);
        self.rust(format!("{folder}/mod.rs"), move |cx| group::module(cx, id));
        let top = Arc::clone(&self.top);
        self.rust(format!("{folder}/testing.rs"), move |cx| {
            testing::group(cx, id, &top)
        });
        let mut has_fields = false;
        for &operation in &api.groups[id].operations {
            let module = &names.operations[operation].module;
            self.rust(format!("{folder}/{module}.rs"), move |cx| {
                ops::module(cx, operation)
            });
            if let Some(table) = &api.operations[operation].fields {
                has_fields = true;
                self.rust(format!("{folder}/fields/{module}.rs"), move |cx| {
                    ops::fields::module(cx, operation, table)
                });
            }
        }
        if has_fields {
            self.rust(format!("{folder}/fields/mod.rs"), move |cx| {
                group::fields(cx, id)
            });
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

fn rust<'a>(path: String, make: impl FnOnce() -> TokenStream + Send + 'a) -> Emitted<'a> {
    Emitted {
        path,
        contents: Contents::Rust(Box::new(make)),
    }
}

fn text<'a>(path: &str, make: impl FnOnce() -> String + Send + 'a) -> Emitted<'a> {
    Emitted {
        path: path.to_owned(),
        contents: Contents::Text(Box::new(make)),
    }
}
