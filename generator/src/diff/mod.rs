//! Differences between two states of the documents, on the wire and in Rust.
//!
//! Computed on the models: `walk` finds what differs, [`rules`] say what each difference means, and `api` compares the public
//! items of the crate before and after, which decides on Rust. [`print`] writes it down.

mod api;
mod change;
mod churn;
pub mod facts;
mod id;
mod judge;
mod moves;
mod print;
pub mod rules;
mod users;
mod version;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use crate::rule_id::RuleId;

pub(crate) use api::written;
pub use change::{Accepted, Address, Change, Direction, Subject, Weight};
pub use moves::{Move, Moves};
pub use print::{View, changelog, github, json, markdown, rules_as_markdown, rules_as_text, text};
pub use rules::{Rule, Rust, Wire};
pub use version::Version;

use crate::diagnostic::{Diagnostics, Report};
use crate::rust::{self, Crate};
use crate::source::Source;
use crate::syntax::Document as Tree;
use crate::{Input, Plans, located, parallel, plan_and};
use walk::Side;

/// The differences between two states of the documents.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// Worst first, then those that reach more operations, then by subject and place.
    pub changes: Vec<Change>,
    /// The changes of the crate.
    pub churn: Churn,
    /// The first tags of operations that have one, each as `module`, `operationId` and tag.
    tags: BTreeSet<(String, String, String)>,
    /// Method and path of each operation, by module and `operationId`; those of the new document where it has it.
    routes: BTreeMap<(String, String), (&'static str, String)>,
    /// The operations that are skipped on one side at least and so not compared: by `operationId`, or method and path.
    pub skipped: BTreeSet<String>,
    /// What replaces what, for each module that is compared with one of another name.
    pub moves: Vec<Moves>,
    /// The Rust modules of groups, each as `module::group` and tag.
    groups: BTreeSet<(String, String)>,
}

/// The names that the crate gains, loses or changes, each with its module before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Churn {
    /// Types of the models.
    pub types: Names,
    /// Methods of operations.
    pub operations: Names,
}

/// Names by what becomes of them, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Only in the new crate.
    pub added: Vec<String>,
    /// Only in the old crate.
    pub removed: Vec<String>,
    /// In both, and not the same to programs.
    pub changed: Vec<String>,
}

/// How many changes there are of each verdict. Those of the documentation are counted by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Breaking, risky and safe.
    pub wire: [usize; 3],
    /// Major, minor, patch and none.
    pub rust: [usize; 4],
    /// Only words and examples.
    pub documentation: usize,
}

/// Compares two runs: the same modules, or those that `map` pairs, the old one first.
///
/// # Errors
/// Everything that keeps one of the documents from being read, in one report.
pub fn diff(old: &Input<'_>, new: &Input<'_>, map: &[(String, String)]) -> Result<Diff, Report> {
    compare(old, new, map, false)
}

/// Compares as [`diff`] does, and gives each change its ids by the operations that reach it.
///
/// # Errors
/// As [`diff`].
pub fn diff_with_places(
    old: &Input<'_>,
    new: &Input<'_>,
    map: &[(String, String)],
) -> Result<Diff, Report> {
    compare(old, new, map, true)
}

fn compare(
    old: &Input<'_>,
    new: &Input<'_>,
    map: &[(String, String)],
    with_places: bool,
) -> Result<Diff, Report> {
    let states = parallel::both(|| State::read(old), || State::read(new));
    let (of_old, of_new) = (states.0?, states.1?);
    let crates = parallel::both(|| of_old.design(old), || of_new.design(new));
    let (was, is) = (of_old.sides(&crates.0), of_new.sides(&crates.1));
    let plans = of_old.plans.apis.iter().chain(&of_new.plans.apis);
    let mut diff = Diff {
        skipped: plans
            .flat_map(|plan| plan.skipped.iter().map(ToString::to_string))
            .collect(),
        ..Diff::default()
    };
    let partner = |module: &str| -> String {
        let mapped = map.iter().find(|(from, _)| from == module);
        mapped.map_or_else(|| module.to_owned(), |(_, to)| to.clone())
    };
    let mut met: BTreeSet<String> = BTreeSet::new();
    for before in was {
        // With a mapping, only named modules are compared.
        let module = before.api.module;
        if !map.is_empty() && map.iter().all(|(from, _)| from != module) {
            continue;
        }
        let name = partner(module);
        if let Some(after) = is.iter().find(|after| after.api.module == name) {
            met.insert(name);
            judge::compare(before, *after, with_places, &mut diff);
        } else {
            let mut names = is.iter().map(|after| after.api.module);
            let later = names.find(|name| is_later(module, name));
            judge::whole(before, RuleId::ApiRemoved, later, &mut diff);
        }
    }
    for after in is.into_iter().filter(|_| map.is_empty()) {
        if !met.contains(after.api.module) {
            judge::whole(after, RuleId::ApiAdded, None, &mut diff);
        }
    }
    diff.sort();
    drop(crates);
    // To free a document takes a tenth of the time of reading it.
    parallel::both(|| drop(of_old), || drop(of_new));
    Ok(diff)
}

/// Whether a module is a later version of another: `things_v2` of `things_v1`.
fn is_later(old: &str, new: &str) -> bool {
    let version = |name: &str| {
        let start = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = name[start.len()..].parse::<u32>().ok()?;
        Some((start.strip_suffix('v')?.to_owned(), number))
    };
    match (version(old), version(new)) {
        (Some((name, was)), Some((other, is))) => name == other && was < is,
        _ => false,
    }
}

/// The documents of one side with all that is known of them.
struct State {
    plans: Plans,
    trees: Vec<Tree>,
}

impl State {
    fn read(input: &Input<'_>) -> Result<Self, Report> {
        let mut trees = Vec::new();
        let mut diagnostics = Diagnostics::default();
        let plans = plan_and(input, &mut diagnostics, &mut |tree| trees.push(tree))
            .map_err(|report| located(report, input))?;
        Ok(Self { plans, trees })
    }

    fn design<'a>(&'a self, input: &'a Input<'_>) -> Crate<'a> {
        rust::design(&self.plans, input.config)
    }

    fn sides<'a>(&'a self, krate: &'a Crate<'a>) -> Vec<Side<'a>> {
        let documents = self.plans.apis.iter().zip(&self.trees).zip(&krate.apis);
        let sides = documents.map(|((plan, tree), api)| Side { plan, tree, api });
        sides.collect()
    }
}

/// A program that uses everything that a crate offers, which it knows as `offered`; for tests that let a compiler judge.
///
/// # Errors
/// Everything that keeps one of the documents from being read, in one report.
pub fn program_of_all_uses(input: &Input<'_>) -> Result<String, Report> {
    let state = State::read(input)?;
    Ok(api::program(&state.design(input)))
}

impl Diff {
    /// The first tags of the operations of both documents.
    pub fn first_tags(&self) -> impl Iterator<Item = &str> {
        self.tags.iter().map(|(_, _, tag)| tag.as_str())
    }

    /// Leaves only what concerns the operations with one of these first tags, and the document as a whole.
    pub fn retain_tags(&mut self, tags: &[String]) {
        let wanted: BTreeSet<(&str, &str)> = self
            .tags
            .iter()
            .filter(|(_, _, tag)| tags.contains(tag))
            .map(|(module, id, _)| (module.as_str(), id.as_str()))
            .collect();
        // A type that goes both ways may go only one way in these operations.
        self.changes.retain_mut(|change| {
            let module = change.module.clone();
            change
                .ways
                .retain(|id, _| wanted.contains(&(module.as_str(), id.as_str())));
            change.settle();
            change.subject == Subject::Document || !change.ways.is_empty()
        });
        let groups: Vec<&str> = self
            .groups
            .iter()
            .filter(|(_, tag)| tags.contains(tag))
            .map(|(group, _)| group.as_str())
            .collect();
        let operations = &mut self.churn.operations;
        for names in [
            &mut operations.added,
            &mut operations.removed,
            &mut operations.changed,
        ] {
            names.retain(|name| {
                groups
                    .iter()
                    .any(|group| name.starts_with(&format!("{group}::")))
            });
        }
        // Of the types, those that the changes are about.
        let types: BTreeSet<String> = self
            .changes
            .iter()
            .filter_map(|change| match &change.subject {
                Subject::Type(name) => Some(name.to_ascii_lowercase()),
                Subject::Document | Subject::Operation(_) => None,
            })
            .collect();
        let names = &mut self.churn.types;
        for names in [&mut names.added, &mut names.removed, &mut names.changed] {
            names.retain(|name| {
                let item = name.rsplit("::").next().unwrap_or(name);
                types.contains(&item.to_ascii_lowercase())
            });
        }
    }

    /// Accepts the changes that an id or one of its places names, until a day; with another verdict on the wire if one is
    /// given. Says how many that are.
    pub fn accept(&mut self, ids: &[&str], accepted: &Accepted, wire: Option<Wire>) -> usize {
        let mut count = 0;
        for change in &mut self.changes {
            if ids.iter().any(|id| change.is_named(id)) {
                count += 1;
                change.wire = wire.unwrap_or(change.wire);
                change.accepted = Some(accepted.clone());
            }
        }
        count
    }

    /// Whether nothing differs, not even words.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes of the contract or the crate: all but those of words and those that are accepted.
    pub fn contract(&self) -> impl Iterator<Item = &Change> {
        let changes = self.changes.iter();
        changes.filter(|it| !it.is_documentation() && !it.is_settled())
    }

    /// The changes that somebody accepted.
    pub fn accepted(&self) -> impl Iterator<Item = (&Change, &Accepted)> {
        let changes = self.changes.iter();
        changes.filter_map(|it| Some((it, it.accepted.as_ref()?)))
    }

    /// The worst that happens on the wire; `None` if the contract stays as it is.
    pub fn wire(&self) -> Option<Wire> {
        self.contract().map(|change| change.wire).max()
    }

    /// The worst that happens in Rust.
    pub fn rust(&self) -> Rust {
        let worst = self.changes.iter().map(|change| change.rust).max();
        worst.unwrap_or(Rust::None)
    }

    /// How many changes there are of each kind.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in &self.changes {
            if change.is_settled() {
                continue;
            }
            if change.is_documentation() {
                counts.documentation += 1;
                continue;
            }
            counts.wire[match change.wire {
                Wire::Breaking => 0,
                Wire::Risky => 1,
                Wire::Safe => 2,
            }] += 1;
            counts.rust[match change.rust {
                Rust::Major => 0,
                Rust::Minor => 1,
                Rust::Patch => 2,
                Rust::None => 3,
            }] += 1;
        }
        counts
    }

    /// The next version of a crate that had the first version in the old state and has the second one now: the present one
    /// if it is high enough.
    pub fn next_version(&self, [was, is]: [&str; 2]) -> Option<String> {
        let least = Version::parse(was)?.next(self.rust());
        Some(least.max(Version::parse(is)?).to_string())
    }

    /// Finds the line of every address whose file is among the texts of a run.
    pub fn locate(&mut self, old: &Input<'_>, new: &Input<'_>) {
        let changes = self.changes.iter_mut();
        let (in_old, in_new): (Vec<_>, Vec<_>) =
            changes.map(|it| (&mut it.old, &mut it.new)).unzip();
        parallel::both(
            || locate(in_old.into_iter().flatten().collect(), sources(old)),
            || locate(in_new.into_iter().flatten().collect(), sources(new)),
        );
    }

    fn sort(&mut self) {
        self.changes.sort_by(|a, b| {
            let key = |change: &Change| {
                let reached = change.operations.len();
                (change.weight(), std::cmp::Reverse(reached))
            };
            let place = |change: &Change| {
                (
                    change.module.clone(),
                    change.subject.clone(),
                    change.id.clone(),
                )
            };
            key(a).cmp(&key(b)).then_with(|| place(a).cmp(&place(b)))
        });
    }
}

fn sources<'a>(input: &Input<'a>) -> impl Iterator<Item = &'a Source> {
    input.documents.iter().map(|it| &it.source)
}

fn locate<'s>(mut addresses: Vec<&mut Address>, sources: impl Iterator<Item = &'s Source>) {
    for source in sources {
        let mut wanted: BTreeMap<Vec<String>, Option<usize>> = BTreeMap::new();
        for address in addresses.iter().filter(|it| it.file == source.name) {
            wanted.insert(steps(&address.pointer), None);
        }
        if wanted.is_empty() {
            continue;
        }
        let borrowed = wanted
            .keys()
            .map(|steps| steps.iter().map(String::as_str).collect());
        let found = crate::syntax::position::find(&source.text, borrowed);
        for address in addresses.iter_mut().filter(|it| it.file == source.name) {
            let steps = steps(&address.pointer);
            let nearest = (0..=steps.len()).rev().find_map(|n| found.get(&steps[..n]));
            address.line = nearest.map(|position| position.line);
        }
    }
}

fn steps(pointer: &str) -> Vec<String> {
    let steps = pointer.split('/').skip(1);
    steps
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect()
}
