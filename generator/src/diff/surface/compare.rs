//! Which uses of the old surface the new one no longer has, and what it has that the old one had not.

use std::collections::{BTreeMap, BTreeSet};

use super::{OperationUse, RustType, Spot, Surface, TypeUse, bare};

mod operation;

/// One thing that programs see differently.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Difference {
    /// In the old surface where that has it, else in the new one.
    pub(in crate::diff) spot: Spot,
    /// Whether a program that compiled may no longer.
    pub(in crate::diff) breaks: bool,
    /// A sentence without its full stop.
    pub(in crate::diff) words: String,
}

/// What is the same thing under another name, found by comparing the documents. Only names that are gone.
#[derive(Clone, Debug, Default)]
pub(in crate::diff) struct Renames {
    pub(in crate::diff) types: BTreeMap<String, String>,
    /// By `group::method`.
    pub(in crate::diff) operations: BTreeMap<String, String>,
}

struct Comparison<'s> {
    old: &'s Surface,
    new: &'s Surface,
    renames: &'s Renames,
    /// Requests, outcomes and patches of renamed operations.
    items: BTreeMap<String, String>,
    found: Vec<Difference>,
}

/// Compares two surfaces. An old name that the new one has too means what it means there.
pub(in crate::diff) fn compare(old: &Surface, new: &Surface, renames: &Renames) -> Vec<Difference> {
    let mut comparison = Comparison {
        old,
        new,
        renames,
        items: items(old, new, renames),
        found: Vec::new(),
    };
    comparison.types();
    comparison.operations();
    for feature in old.features.difference(&new.features) {
        let words = format!("the cargo feature `{}-{feature}` is gone", old.module);
        comparison.breaks(feature, "feature", words);
    }
    for feature in new.features.difference(&old.features) {
        let words = format!("there is a cargo feature `{}-{feature}`", new.module);
        comparison.gains(feature, "feature", words);
    }
    comparison.found
}

/// The names that belong to a renamed operation.
fn items(old: &Surface, new: &Surface, renames: &Renames) -> BTreeMap<String, String> {
    let mut items = BTreeMap::new();
    for (from, to) in &renames.operations {
        let (Some(from), Some(to)) = (old.operations.get(from), new.operations.get(to)) else {
            continue;
        };
        items.insert(from.item.clone(), to.item.clone());
        if let (Some((from, _)), Some((to, _))) = (&from.outcome, &to.outcome) {
            items.insert(from.clone(), to.clone());
        }
    }
    items
}

impl Comparison<'_> {
    fn breaks(&mut self, owner: &str, member: &str, words: String) {
        self.push(owner, member, true, words);
    }

    fn gains(&mut self, owner: &str, member: &str, words: String) {
        self.push(owner, member, false, words);
    }

    fn push(&mut self, owner: &str, member: &str, breaks: bool, words: String) {
        self.found.push(Difference {
            spot: Spot::new(owner, member),
            breaks,
            words,
        });
    }

    /// An old type as the new surface would call it.
    fn renamed(&self, ty: &RustType) -> RustType {
        ty.renamed(&|name| {
            let types = self.renames.types.get(name);
            types.or_else(|| self.items.get(name)).cloned()
        })
    }

    fn is_same(&self, old: &RustType, new: &RustType) -> bool {
        self.renamed(old) == *new
    }

    fn takes(&self, new: &RustType, old: &RustType) -> bool {
        new.takes(&self.renamed(old), self.new)
    }

    fn types(&mut self) {
        let (old, new) = (self.old, self.new);
        let mut met: BTreeSet<&str> = BTreeSet::new();
        for (item, offered) in &old.types {
            let name = bare(item);
            if let Some(now) = new.types.get(item) {
                met.insert(item);
                self.type_uses(item, offered, now);
            } else if let Some(renamed) = self.renames.types.get(item) {
                met.insert(renamed);
                self.breaks(item, "", format!("`{name}` is called `{}`", bare(renamed)));
                if let Some(now) = new.types.get(renamed) {
                    self.type_uses(item, offered, now);
                }
            } else {
                self.breaks(item, "", format!("there is no `{name}` any more"));
            }
        }
        for item in new.types.keys().filter(|item| !met.contains(item.as_str())) {
            self.gains(item, "", format!("there is a type `{}`", bare(item)));
        }
    }

    fn type_uses(&mut self, item: &str, old: &TypeUse, new: &TypeUse) {
        let name = bare(item);
        match (old, new) {
            (TypeUse::Struct { .. }, TypeUse::Struct { .. }) => self.structs(item, old, new),
            (
                TypeUse::Enum { variants, integers },
                TypeUse::Enum {
                    variants: now,
                    integers: now_integers,
                },
            ) if integers == now_integers => {
                for variant in variants.difference(now) {
                    self.breaks(item, variant, format!("`{name}::{variant}` is gone"));
                }
                for variant in now.difference(variants) {
                    self.gains(item, variant, format!("there is a `{name}::{variant}`"));
                }
            }
            (
                TypeUse::Union { variants, from },
                TypeUse::Union {
                    variants: now,
                    from: now_from,
                },
            ) => {
                for (variant, held) in variants {
                    match now.get(variant) {
                        None => {
                            self.breaks(item, variant, format!("`{name}::{variant}` is gone"));
                        }
                        Some(now) if !self.is_same(held, now) => {
                            let words =
                                format!("`{name}::{variant}` held `{held}` and holds `{now}`");
                            self.breaks(item, variant, words);
                        }
                        Some(_) => {
                            let plain = held.unboxed();
                            let lost =
                                from.contains(plain) && !now_from.contains(&self.renamed(plain));
                            if lost {
                                let words =
                                    format!("`{plain}` does not turn into `{name}` any more");
                                self.breaks(item, variant, words);
                            }
                        }
                    }
                }
                for variant in now.keys().filter(|it| !variants.contains_key(*it)) {
                    self.gains(item, variant, format!("there is a `{name}::{variant}`"));
                }
            }
            (TypeUse::Id, TypeUse::Id) => {}
            (TypeUse::Alias(old), TypeUse::Alias(new)) => {
                if !self.is_same(old, new) {
                    let words = format!("`{name}` stood for `{old}` and stands for `{new}`");
                    self.breaks(item, "", words);
                }
            }
            (
                TypeUse::Struct { .. }
                | TypeUse::Enum { .. }
                | TypeUse::Union { .. }
                | TypeUse::Id
                | TypeUse::Alias(_),
                _,
            ) => {
                let words = format!("`{name}` was {} and is {}", kind(old), kind(new));
                self.breaks(item, "", words);
            }
        }
    }

    fn structs(&mut self, item: &str, old: &TypeUse, new: &TypeUse) {
        let (
            TypeUse::Struct {
                fields,
                extra,
                default,
            },
            TypeUse::Struct {
                fields: now,
                extra: now_extra,
                default: now_default,
            },
        ) = (old, new)
        else {
            return;
        };
        let name = bare(item);
        for (field, was) in fields {
            let Some(is) = now.get(field) else {
                self.breaks(item, field, format!("`{name}` has no `{field}` any more"));
                continue;
            };
            if !self.is_same(&was.ty, &is.ty) {
                let words = format!("`{name}::{field}` was `{}` and is `{}`", was.ty, is.ty);
                self.breaks(item, field, words);
            } else if !self.takes(&is.setter, &was.setter) || was.setters != is.setters {
                self.breaks(
                    item,
                    field,
                    format!("the setters of `{name}::{field}` differ"),
                );
            }
            if *now_default && !default && was.setters.is_required() {
                self.gains(item, field, format!("`{name}` has an empty value"));
            }
        }
        for (field, is) in now {
            if fields.contains_key(field) {
                continue;
            }
            if is.setters.is_required() {
                let words = format!("a `{name}` is not built without `{field}`");
                self.breaks(item, field, words);
            } else {
                self.gains(item, field, format!("`{name}` has a field `{field}`"));
            }
        }
        if *default && !now_default && now.values().all(|it| !it.setters.is_required()) {
            self.breaks(item, "", format!("`{name}` has no empty value any more"));
        }
        if !self.is_same(extra, now_extra) {
            let words =
                format!("further properties of `{name}` were `{extra}` and are `{now_extra}`");
            self.breaks(item, "extra", words);
        }
    }
}

fn kind(offered: &TypeUse) -> &'static str {
    match offered {
        TypeUse::Struct { .. } => "a struct",
        TypeUse::Enum {
            integers: false, ..
        } => "an enum of strings",
        TypeUse::Enum { integers: true, .. } => "an enum of integers",
        TypeUse::Union { .. } => "a union",
        TypeUse::Id => "an id",
        TypeUse::Alias(_) => "another name of a type",
    }
}
