//! Operations: which are the same in both documents, and what became of each.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::routes::{
    is_later_version, is_same_route, route, shape, unversioned, without_version, written,
};
use super::skipped::SkippedOperations;
use super::{Place, Side, Walk, Ways, words};
use crate::diff::change::Subject;
use crate::model::{IdMap, Operation, OperationId};
use crate::rule_id::RuleId;
use crate::rust::surface::Spot;

/// Pairs operations; returns the unchanged, removed and new ones.
pub(super) struct Matched {
    same: Vec<(OperationId, OperationId)>,
    gone: Vec<OperationId>,
    come: Vec<OperationId>,
}

impl Matched {
    pub(super) fn all(self) -> Vec<(Option<OperationId>, Option<OperationId>)> {
        let same = self
            .same
            .into_iter()
            .map(|(old, new)| (Some(old), Some(new)));
        let gone = self.gone.into_iter().map(|old| (Some(old), None));
        let come = self.come.into_iter().map(|new| (None, Some(new)));
        same.chain(gone).chain(come).collect()
    }
}

/// An operation that both documents have.
pub(super) struct Both<'p> {
    pub(super) place: Place,
    pub(super) old: (OperationId, &'p Operation),
    pub(super) new: (OperationId, &'p Operation),
    /// How the surfaces call it.
    pub(super) owners: (String, String),
}

impl Both<'_> {
    /// The spots of something that both crates call the same.
    pub(super) fn spots(&self, member: &str) -> [Spot; 2] {
        [
            Spot::new(&self.owners.0, member),
            Spot::new(&self.owners.1, member),
        ]
    }

    /// A place of the operation.
    pub(super) fn place(&self, path: &str, ways: Ways) -> Place {
        self.place.inside(path).ways(ways)
    }
}

impl<'p> Walk<'p> {
    /// By their ids; those that are left by method and path. Of two modules, what is left then by both without versions: `getThing`
    /// is `getThingV2` in a module whose operations have versions.
    pub(super) fn matched_operations(&mut self) -> Matched {
        let (old, new) = (&self.old.plan.api.operations, &self.new.plan.api.operations);
        let mut same: Vec<(OperationId, OperationId)> = Vec::new();
        let mut taken: BTreeSet<OperationId> = BTreeSet::new();
        let mut left: Vec<OperationId> = Vec::new();
        let by_id: BTreeMap<&str, OperationId> =
            new.iter().map(|(id, it)| (it.id.as_str(), id)).collect();
        let routes = |list: &IdMap<OperationId, Operation>| -> BTreeSet<(&'static str, String)> {
            let routes = list
                .iter()
                .map(|(_, it)| (it.method.key(), shape(&it.path)));
            routes.collect()
        };
        let (old_routes, new_routes) = (routes(old), routes(new));
        let has_route = |routes: &BTreeSet<(&'static str, String)>, it: &Operation| {
            routes.contains(&(it.method.key(), shape(&it.path)))
        };
        for (id, operation) in old.iter() {
            // Where two operations have exchanged their ids, the routes say which is which.
            let by_id = by_id.get(operation.id.as_str()).filter(|other| {
                let other = &new[**other];
                is_same_route(other, operation)
                    || !(has_route(&new_routes, operation) && has_route(&old_routes, other))
            });
            match by_id {
                Some(other) => {
                    taken.insert(*other);
                    same.push((id, *other));
                }
                None => left.push(id),
            }
        }
        let keys: [fn(&Operation) -> String; 3] = [
            |it| format!("{} {}", it.method.key(), shape(&it.path)),
            |it| without_version(&it.id).to_owned(),
            |it| format!("{} {}", it.method.key(), unversioned(&it.path)),
        ];
        // In one module, a later version is another operation.
        let is_move = self.old.api.module != self.new.api.module;
        for key in &keys[..if is_move { 3 } else { 1 }] {
            let mut others: BTreeMap<String, VecDeque<OperationId>> = BTreeMap::new();
            for (id, other) in new.iter().filter(|(id, _)| !taken.contains(id)) {
                others.entry(key(other)).or_default().push_back(id);
            }
            for id in std::mem::take(&mut left) {
                let found = others.get_mut(&key(&old[id])).and_then(VecDeque::pop_front);
                if let Some(other) = found {
                    taken.insert(other);
                    same.push((id, other));
                } else {
                    left.push(id);
                }
            }
        }
        same.sort_unstable();
        for (a, b) in &same {
            let (was, is) = (self.old.owner(*a), self.new.owner(*b));
            if was != is {
                self.renames.operations.insert(was, is);
            }
        }
        Matched {
            same,
            gone: left,
            come: new.ids().filter(|id| !taken.contains(id)).collect(),
        }
    }

    pub(super) fn all_operations(&mut self, operations: &Matched) {
        for (old, new) in &operations.same {
            let both = self.both(*old, *new);
            if self.reporting {
                self.operation(&both);
            } else {
                self.parameters(&both);
                self.body(&both);
                self.replies(&both);
            }
        }
        let [skipped_by_old, skipped_by_new] = [self.old, self.new].map(SkippedOperations::of);
        // The later version of an operation may have been there before.
        let mut versions: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
        if !operations.gone.is_empty() {
            for (_, operation) in self.new.plan.api.operations.iter() {
                let path = unversioned(&operation.path);
                versions.entry(path).or_default().push(operation);
            }
        }
        for id in &operations.gone {
            let place = whole(self.old, *id, true);
            let operation = &self.old.plan.api.operations[*id];
            if skipped_by_new.has(operation) {
                self.found(&place, RuleId::OperationSkipped, route(operation), None);
                continue;
            }
            let path = unversioned(&operation.path);
            let mut others = versions.get(&path).into_iter().flatten().copied();
            let later = others.find(|other| {
                operation.method == other.method
                    && is_later_version(&shape(&operation.path), &shape(&other.path))
            });
            if let Some(later) = later {
                self.found(
                    &place,
                    RuleId::OperationSuperseded,
                    route(operation),
                    route(later),
                );
                continue;
            }
            let rule = if operation.docs.deprecated {
                RuleId::DeprecatedOperationRemoved
            } else {
                RuleId::OperationRemoved
            };
            self.found(&place, rule, route(operation), None);
        }
        for id in &operations.come {
            let place = whole(self.new, *id, false);
            let operation = &self.new.plan.api.operations[*id];
            if skipped_by_old.has(operation) {
                continue;
            }
            self.found(&place, RuleId::OperationAdded, None, route(operation));
        }
    }

    fn both(&self, old: OperationId, new: OperationId) -> Both<'p> {
        let (was, is) = (
            &self.old.plan.api.operations[old],
            &self.new.plan.api.operations[new],
        );
        let owners = (self.old.owner(old), self.new.owner(new));
        let place = Place::new(Subject::Operation(was.id.clone()), Ways::BOTH)
            .at(Some(&was.at), Some(&is.at))
            .spots([Spot::new(&owners.0, ""), Spot::new(&owners.1, "")]);
        Both {
            place,
            old: (old, was),
            new: (new, is),
            owners,
        }
    }

    fn operation(&mut self, both: &Both<'_>) {
        let ((old, was), (new, is)) = (both.old, both.new);
        // What the parts below compare is named here, so that a new fact can't be overlooked.
        let Operation {
            id,
            group,
            method,
            path,
            servers,
            path_params: _,
            query_params: _,
            header_params: _,
            cookie_params: _,
            fields: _,
            body: _,
            bulk: _,
            patch: _,
            paging: _,
            // Declared by the configuration; its methods are compared as Rust.
            task: _,
            // Follows from the successes.
            outcome: _,
            streams: _,
            successes: _,
            failures: _,
            // The same as the requirements, flattened.
            requirements: _,
            user_levels: _,
            is_experimental: _,
            // Compared as written.
            unsupported: _,
            accept: _,
            tags,
            docs,
            at: _,
        } = was;
        let named = &both.place;
        let place = &both.place.clone().spots([]);
        if *id != is.id {
            let (was, is) = (words::code(id), words::code(&is.id));
            self.found(named, RuleId::OperationIdChanged, was, is);
        }
        if *method != is.method {
            let words = |method: crate::model::Method| method.key().to_uppercase();
            let (was, is) = (words(*method), words(is.method));
            self.found(place, RuleId::OperationMethodChanged, was, is);
        }
        let spots = [self.old.server_spots(old), self.new.server_spots(new)];
        let own = both.place.inside("servers").spots(spots.concat());
        self.servers(&own, RuleId::OperationServersChanged, servers, &is.servers);
        if shape(path) != shape(&is.path) {
            let (was, is) = (written(path), written(&is.path));
            self.found(place, RuleId::OperationPathChanged, was, is);
        }
        let tag = |side: Side<'_>, group| side.plan.api.groups[group].tag.clone();
        let groups = (tag(self.old, *group), tag(self.new, is.group));
        if groups.0 != groups.1 {
            self.found(named, RuleId::OperationGroupChanged, groups.0, groups.1);
        } else if BTreeSet::from_iter(tags) != BTreeSet::from_iter(&is.tags) {
            let (was, is) = (tags.join(", "), is.tags.join(", "));
            self.found(place, RuleId::OperationTagsChanged, was, is);
        }
        self.operation_flags(place, was, is);
        self.docs(place, docs, &is.docs);
        self.security(both);
        self.parameters(both);
        self.body(both);
        self.replies(both);
        self.tables(both);
        self.operation_residue(both);
    }

    /// The flags of an operation.
    fn operation_flags(&mut self, place: &Place, was: &Operation, is: &Operation) {
        let mut flag = |was: bool, is: bool, [on, off]: [RuleId; 2]| match (was, is) {
            (false, true) => self.found(place, on, None, None),
            (true, false) => self.found(place, off, None, None),
            (true, true) | (false, false) => {}
        };
        let deprecated = [RuleId::OperationDeprecated, RuleId::OperationUndeprecated];
        flag(was.docs.deprecated, is.docs.deprecated, deprecated);
        let experimental = [
            RuleId::OperationBecameExperimental,
            RuleId::OperationNoLongerExperimental,
        ];
        flag(was.is_experimental, is.is_experimental, experimental);
    }
}

/// All that a crate has of an operation.
fn whole(side: Side<'_>, id: OperationId, is_old: bool) -> Place {
    let operation = &side.plan.api.operations[id];
    let at = Some(&operation.at);
    let place = Place::new(Subject::Operation(operation.id.clone()), Ways::BOTH);
    let place = if is_old {
        place.at(at, None)
    } else {
        place.at(None, at)
    };
    place.spots([Spot::new(side.owner(id), "")])
}
