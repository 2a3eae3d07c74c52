//! The parts of operations and components in which a rule has found a difference, so that no other search reports it again.

use std::collections::BTreeMap;

use super::{Found, Side};
use crate::diff::change::Subject;
use crate::spec_path::SpecPath;

/// The address of an operation, a component or a webhook.
type Region = Vec<String>;

/// The first steps below a region, as far as a difference is surely in one part alone; empty if it may be anywhere.
pub(super) type Part = Vec<String>;

/// What a region has beside its parts.
const OWN: &str = "";

/// The parts with differences.
pub(super) struct Noticed(BTreeMap<Region, Vec<Part>>);

impl Noticed {
    pub(super) fn of(found: &[Found], sides: [Side<'_>; 2]) -> Self {
        let mut noticed = Self(BTreeMap::new());
        // A part of an operation may be a component, in which the address of the change is.
        let mut operations: BTreeMap<&str, Vec<Region>> = BTreeMap::new();
        for (_, it) in sides
            .iter()
            .flat_map(|side| side.plan.api.operations.iter())
        {
            let region = steps_of(&it.at);
            operations.entry(&it.id).or_default().push(region);
        }
        for it in found {
            let regions = [&it.old, &it.new].into_iter().flatten();
            for mut region in regions.map(steps_of) {
                let below = region.split_off(region.len().min(3));
                let named = named(&region, &it.path);
                let part = if below.is_empty() || named.is_empty() {
                    named
                } else {
                    part(&region, &below)
                };
                noticed.add(region, part);
            }
            let regions = match &it.subject {
                Subject::Type(name) => {
                    vec![["components", "schemas", name].map(str::to_owned).into()]
                }
                Subject::Operation(id) if !is_in_paths(it) => {
                    operations.get(id.as_str()).cloned().unwrap_or_default()
                }
                Subject::Operation(_) | Subject::Document => Vec::new(),
            };
            for region in regions {
                let part = named(&region, &it.path);
                noticed.add(region, part);
            }
        }
        noticed
    }

    fn add(&mut self, region: Region, part: Part) {
        let parts = self.0.entry(region).or_default();
        if !parts.contains(&part) {
            parts.push(part);
        }
    }

    /// Returns whether a rule may have found a difference of a part.
    pub(super) fn has(&self, region: &[String], part: &Part) -> bool {
        let parts = self.0.get(region).into_iter().flatten();
        parts.into_iter().any(|it| overlap(it, part))
    }
}

/// Returns whether one of the addresses of a change is in an operation.
fn is_in_paths(found: &Found) -> bool {
    let mut addresses = [&found.old, &found.new].into_iter().flatten();
    addresses.any(|at| at.steps().first() == Some(&"paths"))
}

/// Returns whether one of two parts is in the other.
pub(super) fn overlap(a: &Part, b: &Part) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

/// The part of an address below a region.
pub(super) fn part(region: &[String], below: &[String]) -> Part {
    let length = match (kind(region), below.first().map(String::as_str)) {
        ("operation", Some("parameters" | "responses" | "callbacks"))
        | ("schema", Some("properties")) => 2,
        ("operation", Some("requestBody")) => 1,
        ("operation", Some(_)) => return vec![OWN.to_owned()],
        _ => 0,
    };
    below.iter().take(length).cloned().collect()
}

/// The part that the place of a change names.
fn named(region: &[String], place: &str) -> Part {
    let mut steps = place.split(['.', '=', '[']);
    let first = steps.next().unwrap_or_default();
    let part: &[&str] = match (kind(region), first) {
        ("operation", "query" | "header" | "cookie" | "path") => &["parameters"],
        ("operation", "body") => &["requestBody"],
        ("operation", "response") => match steps.next() {
            Some(status) => &["responses", status],
            None => &["responses"],
        },
        ("operation", "" | "security" | "servers" | "userLevels" | "summary" | "description") => {
            &[OWN]
        }
        ("schema", "" | "description") => &[OWN],
        ("schema", name) if !name.starts_with(['|', '*']) => &["properties", name],
        _ => &[],
    };
    part.iter().map(|&it| it.to_owned()).collect()
}

/// What a region is.
fn kind(region: &[String]) -> &'static str {
    match region {
        [top, _, _] if top == "paths" => "operation",
        [_, folder, _] if folder == "schemas" => "schema",
        _ => "",
    }
}

pub(super) fn steps_of(at: &SpecPath) -> Vec<String> {
    at.steps().into_iter().map(str::to_owned).collect()
}
