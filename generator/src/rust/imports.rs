//! The imports of each module of the crate. `emit/print.rs` writes paths in a module as its imports allow.
#![allow(clippy::wildcard_enum_match_arm, reason = "most names are not models")]

use std::collections::BTreeSet;

use super::testing::Answer;
use super::ty::{Path, Ty};
use super::types::{Kind, Type};
use super::value::Value;
use super::{Api, Crate, Group, Operation};
use crate::model::SchemeKind;

/// One `use` declaration.
#[derive(Debug)]
pub(crate) struct Import<'a> {
    /// The module that has the items.
    pub(crate) path: String,
    pub(crate) names: Vec<&'a str>,
}

impl<'a> Import<'a> {
    fn new(path: impl Into<String>, names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            path: path.into(),
            names: names.into_iter().collect(),
        }
    }
}

/// The import of modules that name nothing but the runtime.
pub(crate) fn runtime<'a>() -> Import<'a> {
    Import::new("crate", ["runtime"])
}

/// The imports of `security.rs`.
pub(crate) fn of_security<'a>(krate: &Crate<'_>) -> [Import<'a>; 1] {
    let mut schemes = krate.settings.schemes.iter();
    let has_keys = schemes.any(|it| matches!(it.model.kind, SchemeKind::ApiKey { .. }));
    let names: &[&str] = if has_keys {
        &["In", "Scheme"]
    } else {
        &["Scheme"]
    };
    [Import::new(
        "crate::runtime::codegen",
        names.iter().copied(),
    )]
}

/// The imports of `service_facts.rs`.
pub(crate) fn of_service_facts<'a>(krate: &Crate<'_>) -> Vec<Import<'a>> {
    let codegen = Import::new("crate::runtime", ["codegen"]);
    let runtime = krate.has_config().then(runtime);
    runtime.into_iter().chain([codegen]).collect()
}

/// The imports of `<api>/webhooks.rs`.
pub(crate) fn of_webhooks<'a>() -> [Import<'a>; 2] {
    [Import::new("super", ["models"]), runtime()]
}

/// The imports of `<api>/<group>/<operation>.rs`.
pub(crate) fn of_operation<'a>(api: &Api<'_>, operation: &Operation<'_>) -> Vec<Import<'a>> {
    of_api(api, operation.names_models().then_some("models"))
}

/// The imports of `<api>/<group>/fields/<operation>.rs`.
pub(crate) fn of_fields<'a>(api: &Api<'_>, operation: &Operation<'_>) -> Vec<Import<'a>> {
    let mut fields = operation.fields.iter();
    let models = fields.any(|it| it.value.names_models());
    of_api(
        api,
        models.then_some("models").into_iter().chain(["operators"]),
    )
}

/// The imports of `<api>/<group>/testing.rs`.
pub(crate) fn of_group_testing<'a>(api: &Api<'_>, group: &Group<'_>) -> Vec<Import<'a>> {
    let mut operations = group.operations.iter().map(|id| &api.operations[*id]);
    let models = operations.any(Operation::testing_names_models);
    of_api(api, models.then_some("models"))
}

/// Sorted imports of the runtime and of items of the API's module.
fn of_api<'a>(api: &Api<'_>, names: impl IntoIterator<Item = &'a str>) -> Vec<Import<'a>> {
    let of_module = Import::new(format!("crate::{}", api.module), names);
    if of_module.names.is_empty() {
        return vec![runtime()];
    }
    if api.module < "runtime" {
        vec![of_module, runtime()]
    } else {
        vec![runtime(), of_module]
    }
}

/// The imports of a module of models: the types of other modules, and the runtime, which only a module of aliases may not name.
/// `own` are the types of the module; `known` returns the name of any type for as long as the crate lives.
pub(super) fn of_models<'a>(own: &[&Type<'a>], known: impl Fn(&str) -> &'a str) -> Vec<Import<'a>> {
    let mut neighbours = BTreeSet::new();
    let mut names_runtime = own.iter().any(|it| !matches!(it.kind, Kind::Alias(_)));
    for ty in own.iter().flat_map(|it| it.named()) {
        ty.each(&mut |path| match path {
            Path::Model(name) | Path::Id(name) if !own.iter().any(|it| it.name == name) => {
                neighbours.insert(known(name));
            }
            Path::Runtime(_) => names_runtime = true,
            _ => {}
        });
    }
    let neighbours = (!neighbours.is_empty()).then(|| Import::new("super", neighbours));
    let runtime = names_runtime.then(runtime);
    neighbours.into_iter().chain(runtime).collect()
}

impl<'a> Type<'a> {
    /// The types that signatures of the item name.
    fn named(&self) -> Vec<Ty<'a>> {
        match &self.kind {
            Kind::Struct(it) => {
                let fields = it.fields.iter();
                let types = fields.flat_map(|it| [it.value.ty.clone(), it.value.taken()]);
                types.chain(it.additional.clone()).collect()
            }
            Kind::Union(it) => it.variants.iter().map(|it| it.ty.clone()).collect(),
            Kind::Alias(ty) => vec![ty.clone()],
            Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Id => Vec::new(),
        }
    }
}

impl Operation<'_> {
    /// Returns whether the module of the operation names a type of the API's models.
    fn names_models(&self) -> bool {
        let values = self.params.iter().map(|it| &it.value);
        let values = values.chain(self.parts.iter().map(|it| &it.value));
        let values = values.chain(self.others.iter().map(|it| &it.value));
        let patch = self.patch.iter().flat_map(|patch| &patch.fields);
        let patch = patch.flat_map(|it| std::iter::once(&it.set).chain(&it.add));
        let mut values = values.chain(&self.body).chain(patch.map(|it| &it.value));
        let variants = self.outcome.iter().flat_map(|it| &it.variants);
        let types = [&self.success].into_iter().chain(&self.item);
        let mut types = types
            .chain(&self.row)
            .chain(&self.task_status)
            .chain(self.streams.iter().map(|it| &it.ty))
            .chain(variants.filter_map(|it| it.ty.as_ref()));
        values.any(Value::names_models) || types.any(Ty::names_models)
    }

    /// Returns whether expectations and calls name a type of the API's models.
    fn testing_names_models(&self) -> bool {
        let values = self.params.iter().map(|it| &it.value);
        let parts = self.parts.iter().map(|it| &it.value);
        let mut values = values.chain(parts).chain(&self.body);
        let answered = match self.answer() {
            Answer::Json(ty) | Answer::Optional(ty) => ty.names_models(),
            Answer::Empty | Answer::Text | Answer::Bytes | Answer::ByStatus(_) => false,
        };
        let is_streamed = self.streams.iter().any(|it| it.ty.names_models());
        answered || is_streamed || values.any(Value::names_models)
    }
}

impl Value<'_> {
    /// Returns whether naming it takes a type of the API's models.
    fn names_models(&self) -> bool {
        self.ty.names_models() || self.taken().names_models()
    }
}

impl Ty<'_> {
    /// Returns whether it names a type of the API's models.
    fn names_models(&self) -> bool {
        let mut found = false;
        self.each(&mut |path| found |= matches!(path, Path::Model(_) | Path::Id(_)));
        found
    }
}
