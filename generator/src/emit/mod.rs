//! Stage 6: plan to tokens. Emitters can't fail, can't decide, and can't see the document.
//!
//! Each file opens with the Rust that it produces. Code that two operations would repeat is in the runtime.

mod api;
mod cx;
mod docs;
mod front;
mod group;
mod krate;
mod manifest;
pub(crate) mod markdown;
mod ops;
mod print;
mod sample;
mod security;
mod service;
mod settings;
mod testing;
mod types;
mod webhooks;

use std::sync::Arc;

use proc_macro2::TokenStream;

use crate::Input;
use crate::model::GroupId;
use crate::render::{Contents, Emitted};
use crate::rust::Crate;
use cx::EmitCx;

/// Every file of the crate.
pub(crate) fn emit<'a>(krate: &'a Crate<'a>, input: &'a Input<'_>) -> Vec<Emitted<'a>> {
    let placement = &input.placement;
    let mut files = vec![
        text("Cargo.toml", move || manifest::cargo_toml(krate, placement)),
        text("README.md", move || {
            front::readme(krate, placement.workspace)
        }),
        text("rustfmt.toml", manifest::rustfmt_toml),
        rust("src/lib.rs".to_owned(), move || krate::lib(krate)),
        rust("src/client.rs".to_owned(), move || krate::client(krate)),
        rust("src/service_facts.rs".to_owned(), move || {
            service::facts(krate)
        }),
        rust("src/testing.rs".to_owned(), move || testing::krate(krate)),
    ];
    if !krate.settings.schemes.is_empty() {
        files.push(rust("src/security.rs".to_owned(), move || {
            security::module(krate)
        }));
    }
    for api in &krate.apis {
        let mut files = ApiFiles {
            cx: Arc::new(EmitCx::new(krate, api)),
            files: &mut files,
        };
        files.add();
    }
    files
}

/// The files of one API, on their way to all others.
struct ApiFiles<'a, 'f> {
    cx: Arc<EmitCx<'a>>,
    files: &'f mut Vec<Emitted<'a>>,
}

impl<'a> ApiFiles<'a, '_> {
    fn rust(&mut self, path: String, make: impl FnOnce(&EmitCx<'a>) -> TokenStream + Send + 'a) {
        let cx = Arc::clone(&self.cx);
        self.files.push(rust(path, move || make(&cx)));
    }

    fn add(&mut self) {
        let api = self.cx.rust;
        let folder = format!("src/{}", api.module);
        self.rust(format!("{folder}/mod.rs"), api::module);
        if api.has_fields() {
            self.rust(format!("{folder}/operators.rs"), ops::fields::operators);
        }
        if api.webhooks.is_some() {
            self.rust(format!("{folder}/webhooks.rs"), webhooks::module);
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
        // It is one of the longest, so it is not left for the end, when the other processors have nothing to do.
        self.rust(format!("{folder}/models/mod.rs"), types::index);
        for (name, module) in &api.models {
            self.rust(format!("{folder}/models/{name}.rs"), move |cx| {
                types::module(cx, module)
            });
        }
    }

    fn add_group(&mut self, id: GroupId, folder: &str) {
        let api = self.cx.rust;
        let group = &api.groups[id];
        let folder = format!("{folder}/{}", group.module);
        self.rust(format!("{folder}/mod.rs"), move |cx| group::module(cx, id));
        self.rust(format!("{folder}/testing.rs"), move |cx| {
            testing::group(cx, id)
        });
        for &operation in &group.model.operations {
            let module = api.operations[operation].module;
            self.rust(format!("{folder}/{module}.rs"), move |cx| {
                ops::module(cx, operation)
            });
        }
        let with_fields = group.with_fields(api);
        for &operation in &with_fields {
            let module = api.operations[operation].module;
            self.rust(format!("{folder}/fields/{module}.rs"), move |cx| {
                ops::fields::module(cx, operation)
            });
        }
        if !with_fields.is_empty() {
            self.rust(format!("{folder}/fields/mod.rs"), move |cx| {
                group::fields(cx, id)
            });
        }
    }
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
