//! Names for parts: stable, readable, and independent of the selection.
//!
//! A part is called as the root document calls it, else after its file. Parts that would get one name and say the same are
//! written once; different parts of one name are qualified by their folders.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::walk::{Part, PartId, marked};
use crate::openapi::NodeKind;

/// Words of paths that say nothing about the content.
const PLAIN_FOLDERS: [&str; 14] = [
    "schemas",
    "schema",
    "parameters",
    "responses",
    "requestbodies",
    "headers",
    "examples",
    "components",
    "models",
    "model",
    "paths",
    "shared",
    "common",
    "definitions",
];

/// Words of pointers between names.
const PLAIN_STEPS: [&str; 9] = [
    "properties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "schema",
    "content",
    "definitions",
    "$defs",
];

/// The names of the parts.
pub(super) struct Names {
    /// The name of each part.
    pub(super) given: Vec<String>,
    /// The preferred name of each part.
    pub(super) natural: Vec<String>,
    /// The part that is written for each part: itself, or one that says the same.
    pub(super) written: Vec<PartId>,
    /// Why a part is not called after itself.
    pub(super) because: BTreeMap<PartId, PartId>,
}

pub(super) fn assign(parts: &[Part]) -> Names {
    let natural: Vec<String> = parts.iter().map(natural).collect();
    let crowds = crowds(parts);
    let mut written = merge(parts, &natural);
    // Of parts that say the same, the one that would keep the name is written.
    let mut best: BTreeMap<PartId, PartId> = BTreeMap::new();
    for (id, class) in written.iter().enumerate() {
        let best = best.entry(*class).or_insert(id);
        if rank(&parts[id], &crowds) < rank(&parts[*best], &crowds) {
            *best = id;
        }
    }
    for class in &mut written {
        *class = best[class];
    }
    let mut groups: BTreeMap<(NodeKind, &str), Vec<PartId>> = BTreeMap::new();
    for (id, part) in parts.iter().enumerate() {
        if written[id] == id {
            let group = groups.entry((part.kind, &natural[id])).or_default();
            group.push(id);
        }
    }
    let mut taken: BTreeSet<(NodeKind, String)> = groups
        .keys()
        .map(|(kind, name)| (*kind, (*name).to_owned()))
        .collect();
    let mut names = natural.clone();
    let mut because = BTreeMap::new();
    for ((kind, name), mut group) in groups {
        group.sort_by_cached_key(|id| rank(&parts[*id], &crowds));
        let Some((first, others)) = group.split_first() else {
            continue;
        };
        for id in others {
            let own = words(&parts[*id]);
            let shared = words(&parts[*first]);
            let telling = own.iter().filter(|word| !shared.contains(word));
            let mut longer = name.to_owned();
            for word in telling.chain(&own) {
                longer = before(word, &longer);
                if !taken.contains(&(kind, longer.clone())) {
                    break;
                }
            }
            let mut n = 2;
            let stem = longer.clone();
            while !taken.insert((kind, longer.clone())) {
                longer = format!("{stem}_{n}");
                n += 1;
            }
            because.insert(*id, *first);
            names[*id] = longer;
        }
    }
    for (id, same) in written.iter().enumerate() {
        let name = names[*same].clone();
        names[id] = name;
    }
    Names {
        given: names,
        natural,
        written,
        because,
    }
}

/// The preferred name of a part.
fn natural(part: &Part) -> String {
    if let Some((_, name)) = &part.given {
        return sanitized(name);
    }
    let file = part.at.file.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let steps = &part.at.steps;
    match &steps[..] {
        [] => sanitized(&titled(stem, &part.tree)),
        [.., folder, name]
            if PLAIN_FOLDERS.contains(&folder.to_lowercase().as_str()) || folder == "$defs" =>
        {
            sanitized(name)
        }
        [name] => sanitized(name),
        steps => {
            let telling = steps
                .iter()
                .filter(|step| !PLAIN_STEPS.contains(&step.as_str()));
            let name = telling.fold(pascal(stem), |name, step| name + &pascal(step));
            sanitized(&name)
        }
    }
}

/// The title of a schema where it is the file's name with its words separated.
fn titled(stem: &str, tree: &Value) -> String {
    let squeezed = |text: &str| -> String {
        let signs = text.chars().filter(|c| c.is_alphanumeric());
        signs.flat_map(char::to_lowercase).collect()
    };
    let is_one_word = stem.chars().all(|c| c.is_lowercase() || c.is_numeric());
    match tree.get("title").and_then(Value::as_str) {
        Some(title) if is_one_word && squeezed(title) == stem => pascal(title),
        _ => stem.to_owned(),
    }
}

/// The words of `access-requests` as `AccessRequests`.
fn pascal(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .map(|word| {
            let mut signs = word.chars();
            let first = signs.next().into_iter().flat_map(char::to_uppercase);
            first.chain(signs).collect::<String>()
        })
        .collect()
}

/// Another word before a name, in the name's own manner: `V3Limit`, `v3Limit`.
fn before(word: &str, name: &str) -> String {
    let mut longer = pascal(word);
    if name.starts_with(char::is_lowercase) {
        let mut signs = longer.chars();
        let first = signs.next().into_iter().flat_map(char::to_lowercase);
        longer = first.chain(signs).collect();
    }
    longer + &pascal(name)
}

/// The characters that OpenAPI allows in the name of a component.
fn sanitized(name: &str) -> String {
    let sign = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
            c
        } else {
            '_'
        }
    };
    let name: String = name.chars().map(sign).collect();
    if name.is_empty() {
        "_".to_owned()
    } else {
        name
    }
}

/// The words that qualify a part, the nearest first: its file, if it is not the whole of it, then
/// the folders.
fn words(part: &Part) -> Vec<String> {
    let mut words = Vec::new();
    let mut folders: Vec<&str> = part.at.file.split('/').collect();
    let file = folders.pop().unwrap_or_default();
    if !part.at.steps.is_empty() {
        words.push(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    }
    folders.reverse();
    folders.retain(|folder| {
        !PLAIN_FOLDERS.contains(&folder.to_lowercase().as_str()) && *folder != ".."
    });
    words.extend(folders);
    words
        .into_iter()
        .map(sanitized)
        .filter(|word| !pascal(word).is_empty())
        .collect()
}

/// The number of parts in each folder beside the root document.
fn crowds(parts: &[Part]) -> BTreeMap<&str, usize> {
    let mut crowds = BTreeMap::new();
    for part in parts {
        *crowds.entry(top(part)).or_default() += 1;
    }
    crowds
}

fn top(part: &Part) -> &str {
    part.at.file.split('/').next().unwrap_or_default()
}

/// Of parts with one name, the lowest keeps it: one that the root document names so, then those in the root document's
/// folder, then those of the folder with most parts, then the one least deep.
fn rank(part: &Part, crowds: &BTreeMap<&str, usize>) -> impl Ord + use<> {
    let crowd = crowds.get(top(part)).copied().unwrap_or_default();
    let given = part.given.clone();
    (
        given.is_none(),
        given,
        part.at.file.starts_with("../"),
        usize::MAX - crowd,
        part.at.file.split('/').count(),
        part.at.steps.len(),
        part.at.clone(),
    )
}

/// For each part the first one that has its name and says the same, references included.
///
/// Parts of one name are treated as equal until a difference is found; parts that refer to different
/// parts are then different as well, until nothing changes. So recursive parts can be equal too.
fn merge(parts: &[Part], natural: &[String]) -> Vec<PartId> {
    let mut class: Vec<PartId> = Vec::with_capacity(parts.len());
    let mut first: BTreeMap<(NodeKind, &str), PartId> = BTreeMap::new();
    for (id, part) in parts.iter().enumerate() {
        class.push(*first.entry((part.kind, &natural[id])).or_insert(id));
    }
    loop {
        let mut members: BTreeMap<PartId, usize> = BTreeMap::new();
        for of in &class {
            *members.entry(*of).or_default() += 1;
        }
        let mut distinct: BTreeMap<(PartId, String), PartId> = BTreeMap::new();
        let mut next = class.clone();
        for (id, part) in parts.iter().enumerate() {
            if members[&class[id]] > 1 {
                let mut tree = part.tree.clone();
                replace(&mut tree, &|part| class.get(part).map(ToString::to_string));
                next[id] = *distinct.entry((class[id], tree.to_string())).or_insert(id);
            }
        }
        if next == class {
            return class;
        }
        class = next;
    }
}

/// Writes something else for every mark.
pub(super) fn replace(tree: &mut Value, by: &dyn Fn(PartId) -> Option<String>) {
    match tree {
        Value::String(text) => {
            if let Some(new) = marked(text).and_then(by) {
                *text = new;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, by)),
        Value::Object(members) => members.values_mut().for_each(|member| replace(member, by)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_before_names() {
        assert_eq!(before("v3", "limit"), "v3Limit");
        assert_eq!(
            before("access-requests", "Response"),
            "AccessRequestsResponse"
        );
        assert_eq!(sanitized("a b/c"), "a_b_c");
    }
}
