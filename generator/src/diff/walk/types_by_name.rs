//! Types that are paired by their names: components that no operation needs, and types that replace one of another name.

use std::collections::{BTreeMap, BTreeSet};

use super::{Place, Walk, Ways};
use crate::diff::change::Subject;
use crate::model::TypeId;
use crate::rule_id::RuleId;

impl Walk<'_> {
    /// Components that no operation needs are compared by their names.
    pub(super) fn unused_types(&mut self) {
        let mut known: BTreeSet<TypeId> = BTreeSet::new();
        let mut met: BTreeSet<TypeId> = BTreeSet::new();
        for (old, new) in self.pairs.keys() {
            known.insert(*old);
            met.insert(*new);
        }
        let new: BTreeMap<&str, TypeId> = self
            .new
            .plan
            .api
            .types
            .ids()
            .filter_map(|id| Some((self.new.component(id)?, id)))
            .collect();
        let ids: Vec<TypeId> = self.old.plan.api.types.ids().collect();
        for id in ids {
            let Some(name) = self.old.component(id) else {
                continue;
            };
            let Some(other) = new.get(name).copied() else {
                continue;
            };
            if known.contains(&id) && met.contains(&other) {
                continue;
            }
            let place = Place::new(Subject::Type(name.to_owned()), Ways::default());
            self.meet(&place, id, other);
        }
    }

    /// Types that replace a removed type of another name.
    pub(super) fn name_types(&mut self) {
        let taken: BTreeSet<&str> = self
            .new
            .plan
            .names
            .types
            .iter()
            .map(|(_, names)| names.item.as_str())
            .collect();
        let mut renamed: Vec<(Place, String, String)> = Vec::new();
        for (old, new) in &self.order {
            let (was, is) = (self.old.item(*old), self.new.item(*new));
            if was == is || taken.contains(was) || self.renames.types.contains_key(was) {
                continue;
            }
            self.renames.types.insert(was.to_owned(), is.to_owned());
            let place = self.pairs[&(*old, *new)].place.clone();
            let place = place.spots(self.items(*old, *new));
            renamed.push((place, was.to_owned(), is.to_owned()));
        }
        for (place, was, is) in renamed {
            self.found(
                &place,
                RuleId::TypeRenamed,
                Some(format!("`{was}`")),
                Some(format!("`{is}`")),
            );
        }
    }
}
