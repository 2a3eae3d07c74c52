//! Modules of the models.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::{self, Import};
use super::ty::Ty;
use super::types::{Kind, Type};
use crate::model::{IdMap, TypeId};

/// The features of which one must be on; none where the API's own suffices.
pub(crate) type Gate = Vec<String>;

/// A module under `models`, which has the types whose modules would have one name.
#[derive(Debug, Default)]
pub(crate) struct Module<'a> {
    /// Types with shorter names, which the others are parts of, first.
    pub(crate) types: BTreeSet<TypeId>,
    pub(crate) gate: Gate,
    pub(crate) imports: Vec<Import<'a>>,
}

impl<'a> Type<'a> {
    /// The type that the item is another name for.
    pub(super) fn alias(&self) -> Option<Ty<'a>> {
        let Kind::Alias(target) = &self.kind else {
            return None;
        };
        Some(target.clone())
    }

    /// The names of its fields or variants, in the order of the model.
    pub(crate) fn members(&self) -> Vec<&'a str> {
        match &self.kind {
            Kind::Struct(it) => it.fields.iter().map(|it| it.name).collect(),
            Kind::StringEnum(values) => values.iter().map(|it| it.name).collect(),
            Kind::IntegerEnum(values) => values.iter().map(|it| it.name).collect(),
            Kind::Union(it) => it.variants.iter().map(|it| it.name).collect(),
            Kind::Id | Kind::Alias(_) => Vec::new(),
        }
    }

    /// The names that the module of the item exports.
    pub(crate) fn exports(&self) -> impl Iterator<Item = &'a str> {
        let builder = if let Kind::Struct(it) = &self.kind {
            Some(it.builder.name)
        } else {
            None
        };
        [self.name].into_iter().chain(builder)
    }
}

/// The modules by their names.
pub(super) fn modules<'a>(types: &IdMap<TypeId, Type<'a>>) -> BTreeMap<&'a str, Module<'a>> {
    let mut modules: BTreeMap<&str, Module<'_>> = BTreeMap::new();
    for (id, ty) in types.iter() {
        modules.entry(ty.module).or_default().types.insert(id);
    }
    let by_name: BTreeMap<&str, &'a str> = types.iter().map(|(_, it)| (it.name, it.name)).collect();
    for module in modules.values_mut() {
        let own: Vec<_> = module.types.iter().map(|id| &types[*id]).collect();
        module.imports = imports::of_models(&own, |name| by_name[name]);
    }
    modules
}
