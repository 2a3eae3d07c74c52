//! The parts of operations and components in which a rule has found a difference, so that no other search reports it again.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, Side, written};
use crate::diff::change::Subject;
use crate::openapi::NodeKind;
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

/// The address of an operation, a component or a webhook.
type Region = Vec<String>;

/// The first steps below a region, as far as a difference is surely in one part alone; empty if it may be anywhere.
pub(super) type Part = Vec<String>;

/// The keys that a region has beside its parts.
const OWN: &str = "";

/// Several parts of a region.
#[derive(Default)]
pub(super) struct Parts(BTreeSet<Part>);

/// The parts with differences, those of words and of extensions by themselves: they are no change of the contract.
pub(super) struct Noticed(BTreeMap<Region, BTreeMap<Option<RuleId>, Parts>>);

impl FromIterator<Part> for Parts {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        Self(parts.into_iter().collect())
    }
}

impl Parts {
    /// Returns whether one of the parts is in another, or has it in it.
    pub(super) fn overlap(&self, part: &Part) -> bool {
        let mut inside = self.0.range(part.clone()..);
        let mut around = (0..part.len()).map(|n| &part[..n]);
        inside.next().is_some_and(|it| it.starts_with(part)) || around.any(|it| self.0.contains(it))
    }
}

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
            // Another spelling, of a name for example, is all that differs at its place.
            let words = words(it.rule).filter(|_| has_words(it));
            let mut regions = match &it.subject {
                Subject::Type(name) => {
                    vec![["components", "schemas", name].map(str::to_owned).into()]
                }
                Subject::Operation(id) if !is_in_paths(it) => {
                    operations.get(id.as_str()).cloned().unwrap_or_default()
                }
                Subject::Operation(_) | Subject::Document => Vec::new(),
            };
            let addresses = [&it.old, &it.new].into_iter().flatten();
            for mut region in addresses.map(steps_of) {
                let below = region.split_off(region.len().min(3));
                let named = named(&region, &it.path);
                // A table is made of several parts, of which it has the address of one.
                let is_table = kind(&region) == "operation" && named.len() > 1;
                let is_anywhere = named.iter().all(Vec::is_empty);
                if below.is_empty() || is_anywhere || is_table {
                    noticed.add(&region, named, words);
                } else {
                    // The place leaves out what the address has: a name may have a point, or be a key of a schema.
                    regions.retain(|it| *it != region);
                    noticed.add(&region, vec![part(&region, &below)], words);
                }
            }
            for region in regions {
                let named = named(&region, &it.path);
                noticed.add(&region, named, words);
            }
        }
        noticed
    }

    fn add(&mut self, region: &Region, parts: Vec<Part>, words: Option<RuleId>) {
        let by_rule = self.0.entry(region.clone()).or_default();
        by_rule.entry(words).or_default().0.extend(parts);
    }

    /// Returns whether a rule may have found a difference of a part, which falls under another rule itself.
    pub(super) fn has(&self, region: &[String], part: &Part, rule: RuleId) -> bool {
        let Some(by_rule) = self.0.get(region) else {
            return false;
        };
        let has = |rule| by_rule.get(&rule).is_some_and(|it| it.overlap(part));
        has(None) || words(rule).is_some() && has(words(rule))
    }
}

/// A rule whose changes are none of the contract.
fn words(rule: RuleId) -> Option<RuleId> {
    let words = [RuleId::DocumentationChanged, RuleId::ExtensionChanged];
    words.into_iter().find(|it| *it == rule)
}

/// Returns whether a change is one of an extension or of a key with words.
fn has_words(found: &Found) -> bool {
    found.rule == RuleId::ExtensionChanged || found.path.split('.').any(written::has_words)
}

/// Returns whether one of the addresses of a change is in an operation.
fn is_in_paths(found: &Found) -> bool {
    let mut addresses = [&found.old, &found.new].into_iter().flatten();
    addresses.any(|at| at.steps().first() == Some(&"paths"))
}

/// The part of an address below a region. The branches of an `allOf` are one schema.
pub(super) fn part(region: &[String], below: &[String]) -> Part {
    let kind = kind(region);
    let below = if kind == "schema" {
        merged(below)
    } else {
        below
    };
    let length = match (kind, below.first().map(String::as_str)) {
        ("operation", Some("parameters" | "responses" | "callbacks"))
        | ("schema", Some("properties")) => 2,
        ("operation", Some("requestBody")) => 1,
        ("operation", Some(key)) => return own(key),
        ("schema", Some(key)) if below.len() == 1 && is_own(key) => return own(key),
        _ => 0,
    };
    below.iter().take(length).cloned().collect()
}

/// Returns whether an address is that of a part, which one of the documents may have under another name.
pub(super) fn is_whole(region: &[String], below: &[String]) -> bool {
    let part = part(region, below);
    part == below || kind(region) == "schema" && part == merged(below)
}

/// The address in the schema that the branches of an `allOf` make.
fn merged(below: &[String]) -> &[String] {
    match below {
        [key, _, rest @ ..] if key == "allOf" => merged(rest),
        _ => below,
    }
}

fn own(key: &str) -> Part {
    vec![OWN.to_owned(), key.to_owned()]
}

/// Returns whether a key of a schema is about the schema alone, not about one of its properties or branches.
fn is_own(key: &str) -> bool {
    let is_of_others = ["required", "$ref", "discriminator"].contains(&key);
    let is_data = NodeKind::Schema.child(key) == NodeKind::Data;
    is_data && !is_of_others && !key.starts_with("x-")
}

/// The parts that the place of a change may name.
fn named(region: &[String], place: &str) -> Vec<Part> {
    let mut steps = place.split(['.', '=', '[']);
    let first = steps.next().unwrap_or_default();
    let parts: &[&[&str]] = match (kind(region), first) {
        ("operation", "query" | "header" | "cookie" | "path") => &[&["parameters"]],
        ("operation", "body") => &[&["requestBody"]],
        // An extension of the operation or of a parameter has them.
        ("operation", "fields" | "filters") => &[&["parameters"], &[OWN]],
        ("operation", "patch") => &[&["requestBody"], &[OWN]],
        ("operation", "paging") => &[&["parameters"], &["responses"], &[OWN]],
        ("operation", "response") => match steps.next() {
            Some(status) => &[&["responses", status]],
            None => &[&["responses"]],
        },
        ("operation", "security" | "servers" | "summary" | "description") => &[&[OWN, first]],
        ("operation", "" | "userLevels") | ("schema", "") => &[&[OWN]],
        ("schema", "description") => &[&[OWN, first], &["properties", first]],
        ("schema", name) if !name.starts_with(['|', '*']) => &[&["properties", name]],
        _ => &[&[]],
    };
    let owned = |part: &&[&str]| part.iter().map(|&it| it.to_owned()).collect();
    parts.iter().map(owned).collect()
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
