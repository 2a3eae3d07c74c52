//! From what differs to verdicts: the rules say what it means on the wire, the two surfaces what it means in Rust.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Address, Change, Direction, Subject, wire};
use super::rules::{Rule, Rust, find};
use super::surface::{Difference, Spot, Surface, compare as compare_surfaces};
use super::walk::{Found, Outcome, Side, walk};
use super::{Diff, Names, Read};
use crate::analyze::{reached, replies, requests};
use crate::emit::Plan;
use crate::model::{Hint, Owner, TypeId};
use crate::spec_path::SpecPath;

/// Compares two documents.
pub(super) fn compare(old: &Read, new: &Read, diff: &mut Diff) {
    let sides = [old, new].map(|read| Side {
        plan: &read.plan,
        tree: &read.tree,
    });
    let Outcome { found, renames } = walk(sides[0], sides[1]);
    let surfaces = [old, new].map(|read| Surface::of(&read.plan));
    let differences = compare_surfaces(&surfaces[0], &surfaces[1], &renames);
    let mut judge = Judge {
        old: &old.plan,
        new: &new.plan,
        differences: &differences,
        by_spot: BTreeMap::new(),
        claimed: BTreeSet::new(),
        changes: Vec::new(),
    };
    for (n, difference) in differences.iter().enumerate() {
        let known = judge.by_spot.entry(&difference.spot).or_default();
        known.push(n);
    }
    for found in found {
        judge.change(found);
    }
    judge.unclaimed(&surfaces);
    judge.affected();
    let changes = judge.changes;
    churn(&surfaces, &differences, diff);
    diff.changes.extend(distinct(changes));
    let module = &new.plan.names.module;
    for plan in [&old.plan, &new.plan] {
        for (id, group) in plan.api.groups.iter() {
            let Some(tag) = &group.tag else { continue };
            let path = format!("{module}::{}", plan.names.groups[id].module);
            diff.groups.insert((path, tag.clone()));
            for operation in &group.operations {
                let name = plan.api.operations[*operation].id.clone();
                diff.tags.insert((module.clone(), name, tag.clone()));
            }
        }
    }
}

/// A document that only one side has.
pub(super) fn whole(read: &Read, rule: &'static str, diff: &mut Diff) {
    let rule = find(rule);
    let module = read.plan.names.module.clone();
    let address = Some(address(&read.tree.at));
    let is_new = rule.id == "api-added";
    diff.changes.push(Change {
        id: format!("{module}/document//{}", rule.id),
        rule,
        direction: Direction::Both,
        subject: Subject::Document,
        operations: Vec::new(),
        place: String::new(),
        was: None,
        is: None,
        old: address.clone().filter(|_| !is_new),
        new: address.filter(|_| is_new),
        wire: wire(rule, Direction::Both),
        rust: rule.rust.verdict.unwrap_or(rule.rust.quiet),
        rust_reason: rule.rust.reason.to_owned(),
        module,
    });
    let surface = Surface::of(&read.plan);
    let nothing = Surface::default();
    let surfaces = if is_new {
        [nothing, surface]
    } else {
        [surface, nothing]
    };
    churn(&surfaces, &[], diff);
}

struct Judge<'d> {
    old: &'d Plan,
    new: &'d Plan,
    differences: &'d [Difference],
    by_spot: BTreeMap<&'d Spot, Vec<usize>>,
    /// The differences in Rust that some change explains.
    claimed: BTreeSet<usize>,
    changes: Vec<Change>,
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
        } = found;
        let module = self.new.names.module.clone();
        let owner = match &subject {
            Subject::Document => "document".to_owned(),
            Subject::Operation(name) => format!("operation:{name}"),
            Subject::Type(name) => format!("type:{name}"),
        };
        self.changes.push(Change {
            id: format!("{module}/{owner}/{path}/{}", rule.id),
            module,
            direction,
            subject,
            operations: Vec::new(),
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

    /// What the surfaces say of the spots of a change, where its rule can make a difference there.
    fn rust(&mut self, rule: &Rule, spots: &[Spot]) -> (Rust, String) {
        let quiet = rule.rust.quiet;
        let claims = match rule.rust.verdict {
            None | Some(Rust::Major) => true,
            Some(Rust::Minor) => quiet != Rust::Minor,
            Some(Rust::Patch | Rust::None) => false,
        };
        let mut worst: Option<&Difference> = None;
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

    /// What differs in Rust although no change of the documents says so.
    fn unclaimed(&mut self, surfaces: &[Surface; 2]) {
        let rest: Vec<Difference> = self
            .differences
            .iter()
            .enumerate()
            .filter(|(n, _)| !self.claimed.contains(n))
            .map(|(_, difference)| difference.clone())
            .collect();
        for difference in rest {
            let Spot { owner, member } = &difference.spot;
            let subject = self.subject(owner);
            let is_type = member.is_empty()
                && (surfaces[0].types.contains_key(owner) || surfaces[1].types.contains_key(owner));
            let follows = |worst: Rust| {
                let mut of_subject = self.changes.iter().filter(|it| it.subject == subject);
                of_subject.any(|it| it.rust >= worst)
            };
            let rule = match (difference.breaks, is_type) {
                _ if member == "feature" && difference.breaks => "feature-removed",
                (true, true) if !surfaces[1].types.contains_key(owner) => {
                    if !self.is_component(owner) && follows(Rust::Major) {
                        continue;
                    }
                    "type-removed"
                }
                (true, _) => "rust-changed",
                (false, true) => {
                    // What an operation needs has come with whatever needs it.
                    if !self.is_unused(owner) {
                        continue;
                    }
                    "type-added"
                }
                (false, false) => {
                    if follows(Rust::Minor) {
                        continue;
                    }
                    "rust-gained"
                }
            };
            let at = |surface: &Surface| surface.at.get(&difference.spot).cloned();
            let found = Found {
                rule,
                subject,
                path: match member.as_str() {
                    "feature" => owner.clone(),
                    member => member.to_owned(),
                },
                direction: Direction::Neither,
                was: None,
                is: None,
                old: at(&surfaces[0]),
                new: at(&surfaces[1]),
                spots: Vec::new(),
            };
            let verdict = if difference.breaks {
                Rust::Major
            } else {
                Rust::Minor
            };
            self.push(find(rule), found, verdict, difference.words);
        }
    }

    /// What the documents call an owner of the surface: the component or operation that it is part of.
    fn subject(&self, owner: &str) -> Subject {
        let of_operation = |plan: &Plan| {
            let mut ids = plan.api.operations.ids();
            let id = ids.find(|id| super::surface::owner(plan, *id) == owner)?;
            Some(Subject::Operation(plan.api.operations[id].id.clone()))
        };
        let of_type = |plan: &Plan| {
            let mut ids = plan.api.types.ids();
            let id = ids.find(|id| plan.names.types[*id].item == owner)?;
            Some(root(plan, id))
        };
        of_operation(self.old)
            .or_else(|| of_type(self.old))
            .or_else(|| of_operation(self.new))
            .or_else(|| of_type(self.new))
            .unwrap_or(Subject::Document)
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

    /// Says which operations each change of a type affects.
    fn affected(&mut self) {
        let wanted: BTreeSet<String> = self
            .changes
            .iter()
            .filter_map(|change| match &change.subject {
                Subject::Type(name) => Some(name.clone()),
                Subject::Document | Subject::Operation(_) => None,
            })
            .collect();
        let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        if !wanted.is_empty() {
            for plan in [self.old, self.new] {
                users_of(plan, &wanted, &mut users);
            }
        }
        for change in &mut self.changes {
            change.operations = match &change.subject {
                Subject::Document => Vec::new(),
                Subject::Operation(id) => vec![id.clone()],
                Subject::Type(name) => {
                    let users = users.get(name).into_iter().flatten();
                    users.cloned().collect()
                }
            };
        }
    }
}

fn users_of(
    plan: &Plan,
    wanted: &BTreeSet<String>,
    users: &mut BTreeMap<String, BTreeSet<String>>,
) {
    let types: Vec<(TypeId, &String)> = plan
        .api
        .types
        .iter()
        .filter_map(|(id, def)| match &def.hint {
            Hint::Component(name) if wanted.contains(name) => Some((id, name)),
            Hint::Component(_) | Hint::Resource(_) | Hint::Inline { .. } => None,
        })
        .collect();
    for (_, operation) in plan.api.operations.iter() {
        let from = requests(operation).into_iter().chain(replies(operation));
        let reached = reached(&plan.api, from.collect());
        for (id, name) in &types {
            if reached[*id] {
                let of_type = users.entry((*name).clone()).or_default();
                of_type.insert(operation.id.clone());
            }
        }
    }
}

/// The component or operation that a type is part of.
fn root(plan: &Plan, id: TypeId) -> Subject {
    let mut id = id;
    loop {
        match &plan.api.types[id].hint {
            Hint::Component(name) | Hint::Resource(name) => return Subject::Type(name.clone()),
            Hint::Inline {
                owner: Owner::Operation(operation),
                ..
            } => return Subject::Operation(plan.api.operations[*operation].id.clone()),
            Hint::Inline {
                owner: Owner::Type(owner),
                ..
            } => id = *owner,
        }
    }
}

/// One change for each id: two places of one type may come to the same.
fn distinct(changes: Vec<Change>) -> Vec<Change> {
    let mut by_id: BTreeMap<String, Change> = BTreeMap::new();
    for change in changes {
        match by_id.get_mut(&change.id) {
            None => {
                by_id.insert(change.id.clone(), change);
            }
            Some(known) => {
                known.direction = known.direction.or(change.direction);
                known.wire = wire(known.rule, known.direction);
                if change.rust > known.rust {
                    known.rust = change.rust;
                    known.rust_reason = change.rust_reason;
                }
            }
        }
    }
    by_id.into_values().collect()
}

fn churn(surfaces: &[Surface; 2], differences: &[Difference], diff: &mut Diff) {
    let [old, new] = surfaces;
    let differ: BTreeSet<&str> = differences
        .iter()
        .map(|difference| difference.spot.owner.as_str())
        .collect();
    let module = if new.module.is_empty() {
        &old.module
    } else {
        &new.module
    };
    let add = |names: &mut Names, was: BTreeSet<&String>, is: BTreeSet<&String>| {
        let named = |name: &&&String| format!("{module}::{}", name.replace("r#", ""));
        names.added.extend(is.difference(&was).map(|it| named(&it)));
        names
            .removed
            .extend(was.difference(&is).map(|it| named(&it)));
        let both = was
            .intersection(&is)
            .filter(|it| differ.contains(it.as_str()));
        names.changed.extend(both.map(|it| named(&it)));
    };
    add(
        &mut diff.churn.types,
        old.types.keys().collect(),
        new.types.keys().collect(),
    );
    add(
        &mut diff.churn.operations,
        old.operations.keys().collect(),
        new.operations.keys().collect(),
    );
}

fn address(at: &SpecPath) -> Address {
    Address {
        file: at.file().to_owned(),
        pointer: at.to_pointer(),
        line: None,
    }
}
