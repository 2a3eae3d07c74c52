//! Operations: which are the same in both documents, and what became of each.

use std::collections::BTreeSet;

use super::{Place, Side, Walk, Ways, words};
use crate::diff::change::Subject;
use crate::model::{IdMap, Operation, OperationId, PathPart, PathTemplate, QueryPart};
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

impl Walk<'_> {
    /// By their ids; those that are left by method and path. Of two modules, what is left then by both without versions: `getThing`
    /// is `getThingV2` in a module whose operations have versions.
    pub(super) fn matched_operations(&mut self) -> Matched {
        let (old, new) = (&self.old.plan.api.operations, &self.new.plan.api.operations);
        let mut same: Vec<(OperationId, OperationId)> = Vec::new();
        let mut taken: BTreeSet<OperationId> = BTreeSet::new();
        let mut left: Vec<OperationId> = Vec::new();
        let by_id: std::collections::BTreeMap<&str, OperationId> =
            new.iter().map(|(id, it)| (it.id.as_str(), id)).collect();
        let has_route = |list: &IdMap<OperationId, Operation>, it: &Operation| {
            list.iter().any(|(_, other)| is_same_route(other, it))
        };
        for (id, operation) in old.iter() {
            // Where two operations have exchanged their ids, the routes say which is which.
            let by_id = by_id.get(operation.id.as_str()).filter(|other| {
                let other = &new[**other];
                is_same_route(other, operation)
                    || !(has_route(new, operation) && has_route(old, other))
            });
            match by_id {
                Some(other) => {
                    taken.insert(*other);
                    same.push((id, *other));
                }
                None => left.push(id),
            }
        }
        let criteria: [fn(&Operation, &Operation) -> bool; 3] = [
            is_same_route,
            |a, b| without_version(&a.id) == without_version(&b.id),
            |a, b| a.method == b.method && unversioned(&a.path) == unversioned(&b.path),
        ];
        // In one module, a later version is another operation.
        let is_move = self.old.api.module != self.new.api.module;
        for is_same in &criteria[..if is_move { 3 } else { 1 }] {
            for id in std::mem::take(&mut left) {
                let operation = &old[id];
                let mut others = new.iter().filter(|(other, _)| !taken.contains(other));
                match others.find(|(_, it)| is_same(operation, it)) {
                    Some((other, _)) => {
                        taken.insert(other);
                        same.push((id, other));
                    }
                    None => left.push(id),
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
            self.operation(*old, *new);
        }
        for id in &operations.gone {
            let place = whole(self.old, *id, true);
            let operation = &self.old.plan.api.operations[*id];
            let mut come = operations.come.iter();
            let later = come.find_map(|id| {
                let other = &self.new.plan.api.operations[*id];
                let is_later = operation.method == other.method
                    && is_later_version(&written(&operation.path), &written(&other.path));
                is_later.then_some(other)
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
            self.found(&place, RuleId::OperationAdded, None, route(operation));
        }
    }

    fn operation(&mut self, old: OperationId, new: OperationId) {
        let (was, is) = (
            &self.old.plan.api.operations[old],
            &self.new.plan.api.operations[new],
        );
        let owners = (self.old.owner(old), self.new.owner(new));
        let place = Place::new(Subject::Operation(was.id.clone()), Ways::BOTH)
            .at(Some(&was.at), Some(&is.at))
            .spots([Spot::new(&owners.0, ""), Spot::new(&owners.1, "")]);
        let both = Both {
            place,
            old: (old, was),
            new: (new, is),
            owners,
        };
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
            // Follows from the successes.
            outcome: _,
            successes: _,
            failures: _,
            // The same as the requirements, flattened.
            requirements: _,
            user_levels: _,
            is_experimental,
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
        match (docs.deprecated, is.docs.deprecated) {
            (false, true) => self.found(place, RuleId::OperationDeprecated, None, None),
            (true, false) => self.found(place, RuleId::OperationUndeprecated, None, None),
            (true, true) | (false, false) => {}
        }
        match (*is_experimental, is.is_experimental) {
            (false, true) => self.found(place, RuleId::OperationBecameExperimental, None, None),
            (true, false) => self.found(place, RuleId::OperationNoLongerExperimental, None, None),
            (true, true) | (false, false) => {}
        }
        self.docs(place, docs, &is.docs);
        self.security(&both);
        self.parameters(&both);
        self.body(&both);
        self.replies(&both);
        self.tables(&both);
        self.operation_residue(&both);
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

fn route(operation: &Operation) -> String {
    format!(
        "`{} {}`",
        operation.method.key().to_uppercase(),
        text(&operation.path)
    )
}

fn written(path: &PathTemplate) -> String {
    format!("`{}`", text(path))
}

fn text(path: &PathTemplate) -> String {
    let parts = path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Param(name) => format!("{{{name}}}"),
    });
    parts.chain(literals(path)).collect()
}

/// What the path says of the query by itself, whatever parameters there are: `?action=run`, in the order of the names.
fn literals(path: &PathTemplate) -> Vec<String> {
    let mut literals: Vec<(&str, &str)> = path
        .query
        .iter()
        .filter_map(|(name, value)| match value {
            QueryPart::Literal(value) => Some((name.as_str(), value.as_str())),
            QueryPart::Param(_) => None,
        })
        .collect();
    literals.sort_unstable();
    let written = literals.iter().enumerate().map(|(n, (name, value))| {
        let sign = if n == 0 { '?' } else { '&' };
        format!("{sign}{name}={value}")
    });
    written.collect()
}

fn is_same_route(a: &Operation, b: &Operation) -> bool {
    a.method == b.method && shape(&a.path) == shape(&b.path)
}

/// An operationId without the version at its end.
fn without_version(id: &str) -> &str {
    let name = id.trim_end_matches(|c: char| c.is_ascii_digit());
    match name.strip_suffix(['V', 'v']) {
        Some(before) if name.len() < id.len() && !before.is_empty() => {
            before.trim_end_matches(['_', '-'])
        }
        _ => id,
    }
}

/// What a request goes to, without the versions in its path.
fn unversioned(path: &PathTemplate) -> String {
    let is_version = |step: &&str| {
        let digits = step.strip_prefix('v').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
    };
    let shape = shape(path);
    let steps: Vec<&str> = shape.split('/').filter(|it| !is_version(it)).collect();
    steps.join("/")
}

/// What a request goes to: the steps, and what the path says of the query.
fn shape(path: &PathTemplate) -> String {
    let mut shape = steps(path);
    shape.extend(literals(path));
    shape
}

/// The path without the names of its parameters.
pub(super) fn steps(path: &PathTemplate) -> String {
    let parts = path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => text.as_str(),
        PathPart::Param(_) => "{}",
    });
    parts.collect()
}

/// Whether two paths differ in one version alone, which is greater in the second: `/things/v1/{id}` and `/things/v2/{id}`.
fn is_later_version(old: &str, new: &str) -> bool {
    let version = |step: &str| step.strip_prefix('v')?.parse::<u32>().ok();
    let (was, is): (Vec<&str>, Vec<&str>) = (old.split('/').collect(), new.split('/').collect());
    let mut differing = was.iter().zip(&is).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differing.next(), differing.next()) else {
        return false;
    };
    was.len() == is.len() && matches!((version(a), version(b)), (Some(a), Some(b)) if a < b)
}

#[cfg(test)]
mod tests {
    use super::{is_later_version, unversioned, without_version};
    use crate::model::{PathPart, PathTemplate};

    #[test]
    fn one_version_is_later() {
        for (old, new, expected) in [
            ("/a/v1/{id}", "/a/v2/{id}", true),
            ("/v9/a", "/v10/a", true),
            ("/a/v2", "/a/v1", false),
            ("/a/v1", "/b/v2", false),
            ("/a/v1/b", "/a/v2", false),
            ("/a/vx", "/a/vy", false),
            ("/a/v1", "/a/v1", false),
        ] {
            assert_eq!(is_later_version(old, new), expected, "{old} {new}");
        }
    }

    #[test]
    fn versions_of_ids_and_paths_do_not_distinguish_operations() {
        for id in ["getThing", "getThingV1", "getThingV12", "getThing_v2"] {
            assert_eq!(without_version(id), "getThing");
        }
        for id in ["getThing2", "getOAuth2", "listV", "v2"] {
            assert_eq!(without_version(id), id);
        }
        let path = |parts: &[&str]| PathTemplate {
            parts: parts
                .iter()
                .map(|it| PathPart::Literal((*it).to_owned()))
                .collect(),
            query: Vec::new(),
        };
        let plain = unversioned(&path(&["/things/new"]));
        assert_eq!(unversioned(&path(&["/things/v1/new"])), plain);
        assert_eq!(unversioned(&path(&["/v20/things/new"])), plain);
        assert_ne!(unversioned(&path(&["/things/v/new"])), plain);
        assert_ne!(unversioned(&path(&["/things/v1a/new"])), plain);
    }
}
