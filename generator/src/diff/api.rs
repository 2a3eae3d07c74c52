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
    /// The features of the groups of each side, without the module.
    groups: [BTreeSet<&'i str>; 2],
    found: Vec<Difference<'a>>,
}

/// The public items of two modules.
pub(super) struct Surfaces<'a> {
    items: [Vec<Item<'a>>; 2],
    /// Of each item whether no item of the other side is written alike.
    is_unlike: [Vec<bool>; 2],
}

impl<'a> Surfaces<'a> {
    pub(super) fn of(old: &Api<'a>, new: &Api<'a>) -> Self {
        let items = [old, new].map(|api| {
            let mut items = api.items();
            items.extend(api.settings.items());
            items
        });
        let is_unlike = unlike(&items[0], &items[1]);
        Self { items, is_unlike }
    }

    /// The items of one side, all or those that are unlike.
    fn side(&self, n: usize, all: bool) -> Vec<&Item<'a>> {
        let items = self.items[n].iter().zip(&self.is_unlike[n]);
        let chosen = items.filter(|(_, is_unlike)| all || **is_unlike);
        chosen.map(|(item, _)| item).collect()
    }
}

/// Compares two modules with these items.
pub(super) fn compare<'a>(
    old: &Api<'a>,
    new: &Api<'a>,
    surfaces: &Surfaces<'a>,
    renames: &Renames,
) -> Vec<Difference<'a>> {
    let names = (Names::of_old(old, new, renames), Names::of(new));
    // Then items that are written alike are the same.
    let is_named_alike = names.0.calls_like(&names.1);
    let mut comparison = Comparison {
        groups: [old, new].map(groups),
        old: (old, names.0),
        new: (new, names.1),
        found: Vec::new(),
    };
    comparison.renamed(renames);
    comparison.needs(renames);
    // Almost all items are the same, and what follows takes long.
    let all = !is_named_alike;
    comparison.items(&surfaces.side(0, all), &surfaces.side(1, all));
    comparison.found
}

/// How far an item is looked for: further on, it counts as one that differs, which only takes longer.
const AHEAD: usize = 500;

/// Pairs the items that are written alike; both sides have them in one order.
fn unlike(old: &[Item<'_>], new: &[Item<'_>]) -> [Vec<bool>; 2] {
    let is_alike = |a: &Item<'_>, b: &Item<'_>| {
        a.module == b.module && a.what == b.what && a.of == b.of && a.features() == b.features()
    };
    let mut is_unlike = [vec![true; old.len()], vec![true; new.len()]];
    let mut next = 0;
    for (n, item) in old.iter().enumerate() {
        let mut ahead = new[next..].iter().take(AHEAD);
        if let Some(k) = ahead.position(|other| is_alike(item, other)) {
            is_unlike[0][n] = false;
            is_unlike[1][next + k] = false;
            next += k + 1;
        }
    }
    is_unlike
}

fn groups<'i>(api: &'i Api<'_>) -> BTreeSet<&'i str> {
    let features = api.features.of_groups().into_iter();
    let short = features.filter_map(|it| it.strip_prefix(api.module));
    short.collect()
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

    fn items(&mut self, was: &[&Item<'a>], is: &[&Item<'a>]) {
        let keyed = |items: &[&Item<'a>], names: &Names<'a>| -> Vec<String> {
            items.iter().map(|item| names.key(item)).collect()
        };
        let (old_keys, new_keys) = (keyed(was, &self.old.1), keyed(is, &self.new.1));
        let old: Items<'_, 'a> = old_keys.iter().cloned().zip(was.iter().copied()).collect();
        let new: Items<'_, 'a> = new_keys.iter().cloned().zip(is.iter().copied()).collect();
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
        let is_gated = !differs && self.needs_another_feature(old, new);
        if differs || is_gated {
            let words = if differs {
                describe::changed(old, new)
            } else {
                describe::gated(old, new)
            };
            let at = [old.at, new.at];
            self.found.push(Difference {
                spot: self.cause(old, &was, &is),
                breaks: is_gated || !key::only_gains(&was, &is),
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
        // Members need what their type needs, and programs name no macro.
        let is_own = old.of.is_none() || old.is_head();
        if !is_own || matches!(old.what, What::Macro(..)) {
            return false;
        }
        if old.features().is_empty() && new.features().is_empty() {
            return false;
        }
        let has = |api: &Api<'a>, item: &Item<'a>, group: &str| {
            let features = item.features();
            let mut chosen = features.iter().map(|it| it.strip_prefix(api.module));
            features.is_empty() || chosen.any(|it| it == Some(group))
        };
        let [was, is] = &self.groups;
        let mut of_both = was.intersection(is);
        of_both.any(|it| has(self.old.0, old, it) && !has(self.new.0, new, it))
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
        // An operation is reported even where its whole group is.
        if item.is_head() {
            return false;
        }
        let of_type = |ty| self.types.contains(&names.ty(ty).to_string());
        let is_member = item.of.as_ref().is_some_and(of_type);
        is_member || self.owners.contains(&item.spot.owner)
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
