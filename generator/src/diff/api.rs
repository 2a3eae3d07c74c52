//! The public items of the crate, before and after, compared one by one.
//!
//! An item that is removed or has another signature breaks programs, even where most callers would compile: `impl Into<A>` in
//! place of `impl Into<B>` refuses what turns into `B` alone. A new item breaks none, with the exception of what a caller must
//! give from now on.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "most items are looked at by their text alone"
)]

mod describe;
mod key;
mod needs;
mod program;

use std::collections::{BTreeMap, BTreeSet};

use key::Names;

use crate::rust::surface::{Declaration, Item, Spot, What};
use crate::rust::{Api, Kind, Ty};
use crate::spec_path::SpecPath;

pub(super) use describe::short;
pub(super) use program::program;
pub(crate) use program::written;

/// One thing that programs see differently.
#[derive(Clone, Debug)]
pub(super) struct Difference<'a> {
    /// In the old crate where that has it, else in the new one.
    pub(super) spot: Spot,
    /// Whether a program that compiled may no longer.
    pub(super) breaks: bool,
    /// A sentence without its full stop.
    pub(super) words: String,
    /// Its places in the two documents.
    pub(super) at: [Option<&'a SpecPath>; 2],
}

/// Renamed items, found by comparing the documents; only removed names.
#[derive(Clone, Debug, Default)]
pub(super) struct Renames {
    pub(super) types: BTreeMap<String, String>,
    /// By `group::method`.
    pub(super) operations: BTreeMap<String, String>,
}

/// The items of one side by their keys.
type Items<'i, 'a> = BTreeMap<String, &'i Item<'a>>;

struct Comparison<'i, 'a> {
    old: (&'i Api<'a>, Names<'a>),
    new: (&'i Api<'a>, Names<'a>),
    found: Vec<Difference<'a>>,
}

/// Compares two modules.
pub(super) fn compare<'a>(old: &Api<'a>, new: &Api<'a>, renames: &Renames) -> Vec<Difference<'a>> {
    let items = |api: &Api<'a>| [api.items(), api.settings.items()].concat();
    let (was, is) = (items(old), items(new));
    let mut comparison = Comparison {
        old: (old, Names::of_old(old, new, renames)),
        new: (new, Names::of(new)),
        found: Vec::new(),
    };
    comparison.renamed(renames);
    comparison.needs(renames);
    comparison.items(&was, &is);
    comparison.found
}

impl<'a> Comparison<'_, 'a> {
    fn push(&mut self, of: &Item<'a>, breaks: bool, words: String) {
        let at = [of.at, None];
        self.found.push(Difference {
            spot: of.spot.clone(),
            breaks,
            words,
            at: if breaks { at } else { [None, of.at] },
        });
    }

    fn renamed(&mut self, renames: &Renames) {
        let types = renames.types.iter();
        let operations = renames.operations.iter();
        for (was, is) in types.chain(operations) {
            self.found.push(Difference {
                spot: Spot::new(was, ""),
                breaks: true,
                words: describe::renamed(was, is),
                at: [None, None],
            });
        }
    }

    fn items(&mut self, was: &[Item<'a>], is: &[Item<'a>]) {
        let keyed = |items: &[Item<'a>], names: &Names<'a>| -> Vec<String> {
            items.iter().map(|item| names.key(item)).collect()
        };
        let (old_keys, new_keys) = (keyed(was, &self.old.1), keyed(is, &self.new.1));
        let old: Items<'_, 'a> = old_keys.iter().cloned().zip(was).collect();
        let new: Items<'_, 'a> = new_keys.iter().cloned().zip(is).collect();
        let removed = Whole::only_in(&old, &new, &self.old.1);
        let added = Whole::only_in(&new, &old, &self.new.1);
        for (key, item) in old_keys.iter().zip(was) {
            match new.get(key) {
                Some(now) => self.both(item, now),
                None if item.is_structure() || removed.has(item, &self.old.1) => {}
                None => self.push(item, true, describe::removed(item)),
            }
        }
        for (key, item) in new_keys.iter().zip(is) {
            let is_member = item.is_structure() || added.has(item, &self.new.1);
            if !old.contains_key(key) && !is_member {
                self.push(item, false, describe::added(item));
            }
        }
    }

    /// Compares an item that both sides have.
    fn both(&mut self, old: &Item<'a>, new: &Item<'a>) {
        let (was, is) = (
            self.old.1.canonical(&old.what),
            self.new.1.canonical(&new.what),
        );
        let is_head = matches!(&old.what, What::Fn(_)) && old.spot.member.is_empty();
        let is_of_group = is_head && old.of.as_ref().is_some_and(key::is_group);
        // The arguments of operations are compared by their names.
        let differs = !is_of_group && !key::is_same(&was, &is);
        let mut words = differs.then(|| describe::changed(old, new));
        if words.is_none() && self.needs_another_feature(old, new) {
            words = Some(describe::gated(old, new));
        }
        if let Some(words) = words {
            let at = [old.at, new.at];
            self.found.push(Difference {
                spot: self.cause(old, &was, &is),
                breaks: !key::only_gains(&was, &is),
                words,
                at,
            });
        }
    }

    /// The spot of a difference: a struct no longer has a default because of its first required field.
    fn cause(&self, old: &Item<'a>, was: &What<'a>, is: &What<'a>) -> Spot {
        let (What::Struct(was), What::Struct(is)) = (was, is) else {
            return old.spot.clone();
        };
        let has = |it: &Declaration<'_>| it.derives.contains(&"Default");
        let types = self.new.0.types.iter().map(|(_, it)| it);
        let required = types.filter_map(|it| match &it.kind {
            Kind::Struct(object) if Ty::model(it.name) == is.name => {
                object.fields.iter().find(|field| field.state.is_some())
            }
            _ => None,
        });
        match required.into_iter().next() {
            Some(field) if has(was) && !has(is) => Spot::new(&*old.spot.owner, field.name),
            _ => old.spot.clone(),
        }
    }

    /// Returns whether a program with a feature that made the item available has it no longer.
    fn needs_another_feature(&self, old: &Item<'a>, new: &Item<'a>) -> bool {
        let of = |api: &Api<'a>, features: &[String]| -> BTreeSet<String> {
            let all = api.features.of_groups();
            let chosen = features.iter().map(String::as_str);
            let features: Vec<&str> = if features.is_empty() {
                all.into_iter().collect()
            } else {
                chosen.filter(|it| all.contains(it)).collect()
            };
            let short = features
                .into_iter()
                .map(|it| it[api.module.len()..].to_owned());
            short.collect()
        };
        if old.features().is_empty() && new.features().is_empty() {
            return false;
        }
        let all = of(self.new.0, &[]);
        let (was, is) = (
            of(self.old.0, old.features()),
            of(self.new.0, new.features()),
        );
        was.iter().any(|it| all.contains(it) && !is.contains(it))
    }
}

/// Items that only one side has: their members are not counted one by one.
struct Whole {
    owners: BTreeSet<String>,
    types: BTreeSet<String>,
}

impl Whole {
    fn only_in<'a>(here: &Items<'_, 'a>, there: &Items<'_, 'a>, names: &Names<'a>) -> Self {
        let mut whole = Self {
            owners: BTreeSet::new(),
            types: BTreeSet::new(),
        };
        for (key, item) in here {
            let other = there.get(key);
            let is_same_kind = other.is_some_and(|other| {
                std::mem::discriminant(&other.what) == std::mem::discriminant(&item.what)
            });
            if is_same_kind {
                continue;
            }
            match &item.what {
                What::Struct(it) | What::Enum(it) => {
                    whole.types.insert(names.ty(&it.name).to_string());
                }
                What::Fn(_) => {}
                _ => continue,
            }
            if item.is_head() {
                whole.owners.insert(item.spot.owner.clone());
            }
        }
        whole
    }

    /// Returns whether the item is a member of something that only this side has.
    fn has<'a>(&self, item: &Item<'a>, names: &Names<'a>) -> bool {
        let of_type = |ty| self.types.contains(&names.ty(ty).to_string());
        let is_member = item.of.as_ref().is_some_and(of_type);
        is_member || !item.is_head() && self.owners.contains(&item.spot.owner)
    }
}

impl Item<'_> {
    /// Returns whether the item is there because others are: a module, or the handle of a group.
    fn is_structure(&self) -> bool {
        self.spot.owner.is_empty()
    }

    /// Returns whether the item is its owner itself: the type, or the method of the operation.
    fn is_head(&self) -> bool {
        self.spot.member.is_empty()
            && match &self.what {
                What::Struct(it) | What::Enum(it) => key::is_model(&it.name, &self.spot.owner),
                What::Alias(..) => true,
                What::Fn(_) => self.of.as_ref().is_some_and(key::is_group),
                _ => false,
            }
    }
}
