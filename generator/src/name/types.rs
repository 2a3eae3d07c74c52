//! Names of types and their members.

use std::collections::BTreeMap;

use super::pins::Pins;
use super::roles::{role_kind, role_words, shape_word};
use super::scope::{Candidate, Scope};
use super::{Case, OperationNames, TypeNames, branches, case};
use crate::diagnostic::Diagnostics;
use crate::model::{Api, EnumValue, Hint, IdMap, OperationId, Owner, Role, Shape, TypeDef, TypeId};

/// Names of the prelude and primitive types, which emitted code uses for what they are.
pub(super) const TAKEN_TYPES: &[&str] = &[
    "Self",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "Vec",
    "Box",
    "Default",
    "Clone",
    "Copy",
    "Debug",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "AsRef",
    "AsMut",
    "ToString",
    "ToOwned",
    "Iterator",
    "IntoIterator",
    "Extend",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "Send",
    "Sync",
    "Sized",
    "FromIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
];

/// The field for unknown properties, and the methods of a builder.
const TAKEN_FIELDS: &[&str] = &["extra", "build", "builder", "clone"];

/// The variant for unlisted values.
const TAKEN_VARIANTS: &[&str] = &["Unrecognized", "Self_"];

/// The same, of an enumeration that allows other strings.
const TAKEN_BESIDE_OTHERS: &[&str] = &["Other", "Self_"];

pub(super) fn assign(
    api: &Api,
    operations: &IdMap<OperationId, OperationNames>,
    pins: &mut Pins<'_>,
    diagnostics: &mut Diagnostics,
) -> IdMap<TypeId, TypeNames> {
    let mut naming = Naming {
        api,
        operations,
        scope: Scope::reserving(TAKEN_TYPES.iter().copied()),
        names: BTreeMap::new(),
    };
    naming.components(pins, diagnostics);
    naming.resources(diagnostics);
    naming.inlines(diagnostics);
    let mut names = api.types.map(|id, _| {
        let item = naming.names.remove(&id).unwrap_or_default();
        TypeNames {
            item,
            ..TypeNames::default()
        }
    });
    let mut scope = naming.scope;
    for (id, def) in api.types.iter() {
        names[id].module = module(api, operations, &names, id);
        if let Shape::Struct(_) = def.shape {
            names[id].builder = builder(&names[id].item, &mut scope);
        }
        names[id].members = members(api, &names, id, pins, diagnostics);
        if let Shape::Struct(shape) = &def.shape {
            let required = shape
                .fields
                .iter()
                .zip(&names[id].members)
                .filter(|(field, _)| field.offered().is_required());
            let states = required.map(|(_, name)| state(name, &scope)).collect();
            names[id].states = states;
        }
    }
    names
}

struct Naming<'a> {
    api: &'a Api,
    operations: &'a IdMap<OperationId, OperationNames>,
    scope: Scope,
    names: BTreeMap<TypeId, String>,
}

impl Naming<'_> {
    /// Components first: they keep the names that the document gives them.
    fn components(&mut self, pins: &mut Pins<'_>, diagnostics: &mut Diagnostics) {
        let mut ids = Vec::new();
        let mut candidates = Vec::new();
        for (id, def) in self.api.types.iter() {
            let (text, pin) = match &def.hint {
                Hint::Component(name) => (name.clone(), pins.get(&def.at, Case::Type)),
                Hint::Inline { .. } => match pins.of_inline_type(&def.at) {
                    Some(pin) => (pin.name.clone(), Some(pin)),
                    None => continue,
                },
                Hint::Resource(_) => continue,
            };
            ids.push(id);
            candidates.push(Candidate {
                wire: text.clone(),
                text,
                role: "model",
                pin,
                at: def.at.clone(),
            });
        }
        let names = self.scope.assign(Case::Type, &candidates, diagnostics);
        self.names.extend(ids.into_iter().zip(names));
    }

    /// Then the ids of resources.
    fn resources(&mut self, diagnostics: &mut Diagnostics) {
        for (id, def) in self.api.types.iter() {
            let Hint::Resource(resource) = &def.hint else {
                continue;
            };
            let proposals = ["id", "resource id", "identifier"];
            let free = proposals
                .iter()
                .filter_map(|word| case::name(Case::Type, &format!("{resource} {word}")))
                .find(|name| self.scope.is_free(name));
            let name = if let Some(name) = free {
                self.scope.claim(&name);
                name
            } else {
                let candidate = Candidate {
                    wire: resource.clone(),
                    text: format!("{resource} id"),
                    role: "resource",
                    pin: None,
                    at: def.at.clone(),
                };
                self.scope
                    .assign(Case::Type, &[candidate], diagnostics)
                    .remove(0)
            };
            self.names.insert(id, name);
        }
    }

    /// Then the types that are described where they are used, outer ones before inner ones.
    fn inlines(&mut self, diagnostics: &mut Diagnostics) {
        for (id, def) in self.api.types.iter() {
            let Hint::Inline { owner, role } = &def.hint else {
                continue;
            };
            if self.names.contains_key(&id) {
                continue;
            }
            let owner_name = self.owner(*owner);
            let words = self.words(*owner, role, def);
            let shape = shape_word(&def.shape);
            let proposals = [
                format!("{owner_name} {words}"),
                format!("{owner_name} {words} {shape}"),
                format!("{owner_name} {words} {}", role_kind(role)),
                format!("{owner_name} {words} {} {shape}", role_kind(role)),
            ];
            let free = proposals
                .iter()
                .filter_map(|text| case::name(Case::Type, text))
                .find(|name| self.scope.is_free(name));
            let name = if let Some(name) = free {
                self.scope.claim(&name);
                name
            } else {
                let text = format!(
                    "{owner_name} {} {}",
                    case::spelled(Case::Type, &words).unwrap_or_default(),
                    case::style(&words)
                );
                let candidate = Candidate {
                    wire: words,
                    text,
                    role: role_kind(role),
                    pin: None,
                    at: def.at.clone(),
                };
                self.scope
                    .assign(Case::Type, &[candidate], diagnostics)
                    .remove(0)
            };
            self.names.insert(id, name);
        }
    }

    /// The name of the body of one success among several contains its status.
    fn words(&self, owner: Owner, role: &Role, def: &TypeDef) -> String {
        match (owner, role) {
            (Owner::Operation(id), Role::Response(status))
                if self.api.operations[id].successes.len() > 1 =>
            {
                format!("{status} response")
            }
            (Owner::Type(union), role) => role_words(role, &|number| {
                branches::of_type(self.api, union, def, number)
            }),
            (Owner::Operation(_), role) => role_words(role, &|_| None),
        }
    }

    fn owner(&self, owner: Owner) -> String {
        match owner {
            // A nested type has a higher id than the type that contains it.
            Owner::Type(id) => self.names.get(&id).cloned().unwrap_or_default(),
            Owner::Operation(id) => self.operations[id].item.clone(),
        }
    }
}

/// Inline types are in the file of the component, or operation, that they are part of.
fn module(
    api: &Api,
    operations: &IdMap<OperationId, OperationNames>,
    names: &IdMap<TypeId, TypeNames>,
    id: TypeId,
) -> String {
    let mut root = id;
    loop {
        match api.types[root].hint {
            Hint::Resource(_) => return "ids".to_owned(),
            Hint::Component(_) => {
                let name = names[root].item.trim_start_matches("r#");
                return case::name(Case::Module, name).unwrap_or_default();
            }
            Hint::Inline {
                owner: Owner::Operation(operation),
                ..
            } => return operations[operation].module.clone(),
            Hint::Inline {
                owner: Owner::Type(owner),
                ..
            } => root = owner,
        }
    }
}

fn builder(item: &str, scope: &mut Scope) -> String {
    let item = item.trim_start_matches("r#").trim_end_matches('_');
    let proposals = [
        format!("{item}Builder"),
        format!("{item}ModelBuilder"),
        format!("{item}StructBuilder"),
    ];
    for name in &proposals {
        if scope.claim(name) {
            return name.clone();
        }
    }
    proposals.into_iter().next_back().unwrap_or_default()
}

/// `HasId` for `id`; a generic parameter must not hide a type.
fn state(field: &str, scope: &Scope) -> String {
    let mut name = case::name(
        Case::Type,
        &format!("has {}", field.trim_start_matches("r#")),
    )
    .unwrap_or_default();
    while !scope.is_free(&name) {
        name.push_str("Field");
    }
    name
}

fn members(
    api: &Api,
    names: &IdMap<TypeId, TypeNames>,
    id: TypeId,
    pins: &mut Pins<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let def = &api.types[id];
    let (case, reserved, role, members): (_, _, _, Vec<_>) = match &def.shape {
        Shape::Struct(shape) => {
            let fields = shape.fields.iter().map(|field| {
                (
                    field.wire.clone(),
                    case::signed(&field.wire),
                    field.at.clone(),
                )
            });
            (Case::Field, TAKEN_FIELDS, "property", fields.collect())
        }
        Shape::StringEnum(values) => {
            let at = def.at.key("enum");
            let values = values.iter().map(|value| {
                (
                    value.wire.clone(),
                    case::signed(&value.wire),
                    at.key(&value.wire),
                )
            });
            let taken = if def.allows_others {
                TAKEN_BESIDE_OTHERS
            } else {
                TAKEN_VARIANTS
            };
            (Case::Variant, taken, "value", values.collect())
        }
        Shape::IntegerEnum(values) => {
            let at = def.at.key("enum");
            let name = |it: &EnumValue<i64>| case::name(Case::Variant, it.title.as_deref()?);
            // A title that two values have names neither.
            let title = |value: &EnumValue<i64>| {
                let own = name(value)?;
                let same = values.iter().filter(|it| name(it).as_ref() == Some(&own));
                value.title.clone().filter(|_| same.count() == 1)
            };
            let values = values.iter().map(|value| {
                let wire = value.wire.to_string();
                let text = title(value).unwrap_or_else(|| case::signed(&wire));
                (wire.clone(), text, at.key(&wire))
            });
            (Case::Variant, TAKEN_VARIANTS, "value", values.collect())
        }
        Shape::Union(shape) => {
            let words = branches::variants(api, names, id, shape).into_iter();
            let branches = words.zip(&shape.branches);
            let branches = branches.map(|(text, branch)| (text.clone(), text, branch.at.clone()));
            (Case::Variant, TAKEN_VARIANTS, "branch", branches.collect())
        }
        Shape::Id | Shape::Alias(_) => return Vec::new(),
    };
    let candidates: Vec<Candidate> = members
        .into_iter()
        .map(|(wire, text, at)| Candidate {
            wire,
            text,
            role,
            pin: pins.get(&at, case),
            at,
        })
        .collect();
    let reserved = reserved.iter().copied();
    let mut scope = if let Shape::Struct(_) = def.shape {
        let plain = candidates
            .iter()
            .filter_map(|it| case::name(Case::Field, &it.text));
        Scope::with_companions(reserved, plain, setters)
    } else {
        Scope::reserving(reserved)
    };
    scope.assign(case, &candidates, diagnostics)
}

/// The further setters that a builder has for a property.
fn setters(name: &str) -> Vec<String> {
    let name = name.trim_end_matches('_');
    vec![format!("maybe_{name}"), format!("{name}_null")]
}
