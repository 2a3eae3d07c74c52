//! From what differs to verdicts: the rules say what it means on the wire, the public items what it means in Rust.

use std::collections::{BTreeMap, BTreeSet};

use super::api::{self, Difference};
use super::change::{Address, Change, Direction, Subject, wire};
use super::churn::churn;
use super::id;
use super::rules::{Rule, Rust, find};
use super::users::{self, root};
use super::walk::{Found, Side, TypePair, walk};
use super::{Diff, moves};
use crate::Plan;
use crate::analyze::{reached, replies, requests};
use crate::model::Hint;
use crate::parallel;
use crate::rule_id::RuleId;
use crate::rust::Api;
use crate::rust::surface::Spot;
use crate::spec_path::SpecPath;

/// Compares two documents.
pub(super) fn compare(old: Side<'_>, new: Side<'_>, with_places: bool, diff: &mut Diff) {
    let (surfaces, mut outcome) =
        parallel::both(|| api::Surfaces::of(old.api, new.api), || walk(old, new));
    let found = std::mem::take(&mut outcome.found);
    let differences = api::compare(old.api, new.api, &surfaces, &outcome.renames);
    let operations = outcome.operations.iter();
    let renamed = operations.filter_map(|(was, is)| {
        let (was, is) = ((*was)?, (*is)?);
        let id = |side: Side<'_>, id| side.plan.api.operations[id].id.clone();
        Some((id(new, is), id(old, was)))
    });
    let mut judge = Judge {
        had: renamed.collect(),
        old: old.plan,
        new: new.plan,
        apis: [old.api, new.api],
        differences: &differences,
        by_spot: BTreeMap::new(),
        claimed: BTreeSet::new(),
        changes: Vec::new(),
        pairs: Vec::new(),
    };
    for (n, difference) in differences.iter().enumerate() {
        let known = judge.by_spot.entry(&difference.spot).or_default();
        known.push(n);
    }
    for found in found {
        judge.change(found);
    }
    judge.unclaimed();
    let mut changes = judge.changes;
    users::affected(&mut changes, &judge.pairs, [old, new], &judge.had);
    if with_places {
        users::places(&mut changes, [old, new]);
    }
    if old.api.module != new.api.module {
        diff.moves.push(moves::of([old, new], &outcome, &changes));
    }
    churn([Some(old.api), Some(new.api)], &differences, diff);
    diff.changes.extend(super::change::distinct(changes));
    let module = new.api.module;
    for side in [old, new] {
        for (_, operation) in side.plan.api.operations.iter() {
            let route = (operation.method.key(), operation.path.to_string());
            let key = (module.to_owned(), operation.id.clone());
            diff.routes.insert(key, route);
        }
        for (_, group) in side.api.groups.iter() {
            let Some(tag) = &group.model.tag else {
                continue;
            };
            let path = format!("{module}::{}", group.module);
            diff.groups.insert((path, tag.clone()));
            for operation in &group.operations {
                let name = side.plan.api.operations[*operation].id.clone();
                diff.tags.insert((module.to_owned(), name, tag.clone()));
            }
        }
    }
}

/// A document that only one side has, and the later version of a removed one.
pub(super) fn whole(side: Side<'_>, rule: RuleId, later: Option<&str>, diff: &mut Diff) {
    let rule = find(rule);
    let module = side.api.module.to_owned();
    let address = Some(address(&side.tree.at));
    let is_new = rule.id == RuleId::ApiAdded;
    diff.changes.push(Change {
        id: id::of(&module, &Subject::Document, "", rule.id),
        rule,
        direction: Direction::Both,
        subject: Subject::Document,
        operations: Vec::new(),
        ways: BTreeMap::new(),
        is_payload: false,
        places: Vec::new(),
        accepted: None,
        place: String::new(),
        was: later.map(|_| format!("`{module}`")),
        is: later.map(|name| format!("`{name}`")),
        old: address.clone().filter(|_| !is_new),
        new: address.filter(|_| is_new),
        wire: wire(rule, Direction::Both),
        rust: rule.rust.verdict.unwrap_or(rule.rust.quiet),
        rust_reason: rule.rust.reason.to_owned(),
        module,
    });
    let apis = if is_new {
        [None, Some(side.api)]
    } else {
        [Some(side.api), None]
    };
    churn(apis, &[], diff);
}

struct Judge<'d> {
    /// The `operationId` that an operation of the new document had.
    had: BTreeMap<String, String>,
    old: &'d Plan,
    new: &'d Plan,
    apis: [&'d Api<'d>; 2],
    differences: &'d [Difference<'d>],
    by_spot: BTreeMap<&'d Spot, Vec<usize>>,
    /// The differences in Rust that some change explains.
    claimed: BTreeSet<usize>,
    changes: Vec<Change>,
    /// The pair of types that each of the changes is in.
    pairs: Vec<Option<TypePair>>,
}

impl Judge<'_> {
    fn change(&mut self, found: Found) {
        let rule = find(found.rule);
        let (rust, reason) = self.rust(rule, &found.spots);
        self.push(rule, found, rust, reason);
    }

    fn push(&mut self, rule: &'static Rule, found: Found, rust: Rust, rust_reason: String) {
        let Found {
            rule: _,
            subject,
            path,
            direction,
            was,
            is,
            old,
            new,
            spots: _,
            pair,
        } = found;
        let module = self.new.names.module.clone();
        self.pairs.push(pair);
        self.changes.push(Change {
            id: id::of(&module, &subject, &path, rule.id),
            module,
            direction,
            subject,
            operations: Vec::new(),
            ways: BTreeMap::new(),
            is_payload: false,
            places: Vec::new(),
            accepted: None,
            place: path,
            was,
            is,
            old: old.as_ref().map(address),
            new: new.as_ref().map(address),
            wire: wire(rule, direction),
            rust,
            rust_reason,
            rule,
        });
    }

    /// What the public items say of the spots of a change, where its rule can make a difference there.
    fn rust(&mut self, rule: &Rule, spots: &[Spot]) -> (Rust, String) {
        let quiet = rule.rust.quiet;
        let claims = match rule.rust.verdict {
            None | Some(Rust::Major) => true,
            Some(Rust::Minor) => quiet != Rust::Minor,
            Some(Rust::Patch | Rust::None) => false,
        };
        let mut worst: Option<&Difference<'_>> = None;
        for spot in spots.iter().filter(|_| claims) {
            for n in self.by_spot.get(spot).into_iter().flatten() {
                self.claimed.insert(*n);
                let difference = &self.differences[*n];
                if worst.is_none_or(|worst| difference.breaks && !worst.breaks) {
                    worst = Some(difference);
                }
            }
        }
        match worst {
            Some(difference) if difference.breaks => (Rust::Major, difference.words.clone()),
            Some(difference) => (Rust::Minor.max(quiet), difference.words.clone()),
            None if claims => (quiet, "names and types stay as they are".to_owned()),
            None => (quiet, rule.rust.reason.to_owned()),
        }
    }

    /// Differences in Rust that no change of the documents explains.
    fn unclaimed(&mut self) {
        let has_type = |api: &Api<'_>, name: &str| api.types.iter().any(|(_, it)| it.name == name);
        let [old, new] = self.apis;
        let rest: Vec<Difference<'_>> = self
            .differences
            .iter()
            .enumerate()
            .filter(|(n, _)| !self.claimed.contains(n))
            .map(|(_, difference)| difference.clone())
            .collect();
        for difference in rest {
            let Spot { owner, member } = &difference.spot;
            let subject = self.subject(owner);
            let is_type = member.is_empty() && (has_type(old, owner) || has_type(new, owner));
            let follows = |worst: Rust| {
                let mut of_subject = self.changes.iter().filter(|it| it.subject == subject);
                of_subject.any(|it| it.rust >= worst)
            };
            let rule = match (difference.breaks, is_type) {
                _ if member == "feature" && difference.breaks => RuleId::FeatureRemoved,
                (true, true) if !has_type(new, owner) => {
                    if !self.is_component(owner) && follows(Rust::Major) {
                        continue;
                    }
                    RuleId::TypeRemoved
                }
                (true, _) => RuleId::RustChanged,
                (false, true) => {
                    // Types that an operation needs are reported with it.
                    if !self.is_unused(owner) {
                        continue;
                    }
                    RuleId::TypeAdded
                }
                (false, false) => {
                    if follows(Rust::Minor) {
                        continue;
                    }
                    RuleId::RustGained
                }
            };
            let path = match member.as_str() {
                "feature" => owner.clone(),
                "" if [RuleId::TypeRemoved, RuleId::TypeAdded].contains(&rule)
                    && !self.is_named(&subject, owner) =>
                {
                    owner.clone()
                }
                member => member.to_owned(),
            };
            let found = Found {
                rule,
                subject,
                path,
                direction: Direction::Neither,
                was: None,
                is: None,
                old: difference.at[0].cloned(),
                new: difference.at[1].cloned(),
                spots: Vec::new(),
                pair: None,
            };
            let verdict = if difference.breaks {
                Rust::Major
            } else {
                Rust::Minor
            };
            self.push(find(rule), found, verdict, difference.words);
        }
    }

    /// What the documents call the owner of a spot: the component or operation that it is part of.
    fn subject(&self, owner: &str) -> Subject {
        let of_operation = |api: &Api<'_>| {
            let mut operations = api.operations.iter();
            let (_, found) = operations.find(|(_, it)| it.owner() == owner)?;
            Some(Subject::Operation(found.model.id.clone()))
        };
        let of_type = |plan: &Plan| {
            let mut ids = plan.api.types.ids();
            let id = ids.find(|id| plan.names.types[*id].item == owner)?;
            Some(root(plan, id))
        };
        of_operation(self.apis[0])
            .or_else(|| of_type(self.old))
            .or_else(|| of_operation(self.apis[1]))
            .or_else(|| of_type(self.new))
            .unwrap_or(Subject::Document)
    }

    /// Whether a type is the one that the documents call by a subject's name.
    fn is_named(&self, subject: &Subject, item: &str) -> bool {
        let is_own = |plan: &Plan| {
            let mut types = plan.api.types.iter();
            types.any(|(id, def)| match (&def.hint, subject) {
                (Hint::Component(it) | Hint::Resource(it), Subject::Type(name)) => {
                    it == name && plan.names.types[id].item == item
                }
                _ => false,
            })
        };
        is_own(self.old) || is_own(self.new)
    }

    fn is_component(&self, item: &str) -> bool {
        let mut types = self.old.api.types.iter();
        types.any(|(id, def)| {
            self.old.names.types[id].item == item && matches!(def.hint, Hint::Component(_))
        })
    }

    /// Whether a type of the new document is needed by none of its operations.
    fn is_unused(&self, item: &str) -> bool {
        let mut names = self.new.names.types.iter();
        let id = names
            .find(|(_, names)| names.item == item)
            .map(|(id, _)| id);
        let operations = self.new.api.operations.iter();
        let all = operations.flat_map(|(_, it)| requests(it).into_iter().chain(replies(it)));
        let reached = reached(&self.new.api, all.collect());
        id.is_some_and(|id| {
            !reached[id] && !matches!(self.new.api.types[id].hint, Hint::Resource(_))
        })
    }
}

fn address(at: &SpecPath) -> Address {
    Address {
        file: at.file().to_owned(),
        pointer: at.to_pointer(),
        line: None,
    }
}
