//! A document in our words: the facts of the vendor's document that it lacks, and those that only it has.

use std::collections::BTreeMap;

use anyhow::Result;
use generator::Source;
use generator::diff::Address;
use generator::diff::facts::{self, Lack};

use super::upstream::Exceptions;

/// One thing to change by hand.
#[derive(Debug)]
pub(super) struct Task {
    /// In our document.
    pub(super) here: Address,
    /// In the vendor's.
    pub(super) there: Address,
    /// What to do, as a sentence without its full stop.
    pub(super) text: String,
}

/// Lists what to change in a document of a module, in the order of its places. `otherwise` and `more` are the facts that it may
/// state otherwise, and those that it may have alone.
pub(super) fn tasks(
    module: &str,
    (ours, theirs): (&Source, &Source),
    phrases: &[&str],
    [otherwise, more]: [&mut Exceptions<'_>; 2],
) -> Result<Vec<Task>> {
    let mut lacks = facts::lacks(ours, theirs, phrases)?;
    lacks.retain(|it| !otherwise.has(module, &place(&it.place), &it.fact));
    let mut alone = facts::lacks(theirs, ours, phrases)?;
    alone.retain(|it| it.known.is_none() && !more.has(module, &place(&it.place), &it.fact));
    let to_add = grouped(&lacks).into_iter().map(|it| to_add(&it));
    let to_remove = grouped(&alone).into_iter().map(|it| to_remove(&it));
    Ok(to_add.chain(to_remove).collect())
}

/// The facts of one value, or of one node that the other document lacks as a whole.
struct Group<'l> {
    steps: &'l [String],
    lacks: Vec<&'l Lack>,
}

fn grouped(lacks: &[Lack]) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<&[String], Vec<&Lack>> = BTreeMap::new();
    for lack in lacks {
        let steps = match lack.known {
            Some(_) => lack.place.len(),
            None => lack.missing,
        };
        groups.entry(&lack.place[..steps]).or_default().push(lack);
    }
    let groups = groups.into_iter();
    groups
        .map(|(steps, lacks)| Group { steps, lacks })
        .collect()
}

/// The group in few words: its place, and its value or how many facts it has.
fn content(group: &Group<'_>) -> String {
    let (at, first) = (place(group.steps), group.lacks[0]);
    match group.lacks.len() {
        1 if group.steps.len() == first.place.len() => format!("`{at}`: `{}`", first.fact),
        1 => {
            let rest = place(&first.place[group.steps.len()..]);
            format!("`{at}`: `{rest}` is `{}`", first.fact)
        }
        count => format!("`{at}`, {count} facts"),
    }
}

fn to_add(group: &Group<'_>) -> Task {
    let first = group.lacks[0];
    Task {
        here: first.here.clone(),
        there: first.there.clone(),
        text: match &first.known {
            Some(known) => {
                let at = place(group.steps);
                format!("change `{at}` from `{known}` to `{}`", first.fact)
            }
            None => format!("add {}", content(group)),
        },
    }
}

fn to_remove(group: &Group<'_>) -> Task {
    let first = group.lacks[0];
    Task {
        here: first.there.clone(),
        there: first.here.clone(),
        text: format!("remove {}, which upstream lacks", content(group)),
    }
}

/// The steps as text: `/things.get.parameters.limit`.
fn place(steps: &[String]) -> String {
    steps.join(".")
}
