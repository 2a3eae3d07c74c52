//! The document of one file: placeholders become references, and parts are under `components`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::name::{Names, replace};
use super::walk::{Part, PartId, Reached, marked};
use crate::openapi::{self, NodeKind};
use crate::spec_path::SpecPath;

/// The finished document.
pub(super) struct Finished {
    pub(super) root: Value,
    pub(super) components: usize,
}

/// Assembles the document and reports renamed and merged parts.
pub(super) fn finish(
    reached: Reached,
    names: &Names,
    kept: &BTreeSet<PartId>,
    own: &Map<String, Value>,
    notes: &mut Vec<String>,
) -> Finished {
    let Reached {
        document,
        mut parts,
        ..
    } = reached;
    tell(&parts, names, kept, notes);
    let kinds: Vec<NodeKind> = parts.iter().map(|part| part.kind).collect();
    let link = |id: PartId| -> Option<String> {
        let folder = kinds.get(id)?.folder()?;
        Some(format!("#/components/{folder}/{}", names.given[id]))
    };
    let mut folders: BTreeMap<&str, Vec<PartId>> = BTreeMap::new();
    for id in kept {
        folders
            .entry(kinds[*id].folder().unwrap_or_default())
            .or_default()
            .push(*id);
    }
    let mut components = Map::new();
    let mut total = 0;
    for folder in openapi::folders() {
        let Some(mut ids) = folders.remove(folder) else {
            continue;
        };
        // As the root document has them; then by name.
        ids.sort_by_key(|id| {
            let given = parts[*id].given.clone();
            (
                given.is_none(),
                given.map(|(n, _)| n),
                names.given[*id].clone(),
            )
        });
        total += ids.len();
        let mut written = Map::new();
        for id in ids {
            let mut tree = std::mem::take(&mut parts[id].tree);
            spell_out(&mut tree, names, &names.given[id], notes);
            replace(&mut tree, &link);
            written.insert(names.given[id].clone(), tree);
        }
        components.insert(folder.to_owned(), Value::Object(written));
    }
    let schemes = security_schemes(&document, own, notes);
    total += schemes.len();
    if !schemes.is_empty() {
        components.insert("securitySchemes".to_owned(), Value::Object(schemes));
    }
    let mut root = Map::new();
    for (key, mut value) in document {
        spell_out(&mut value, names, &key, notes);
        replace(&mut value, &link);
        root.insert(key, value);
    }
    if !components.is_empty() {
        root.insert("components".to_owned(), Value::Object(components));
    }
    Finished {
        root: Value::Object(root),
        components: total,
    }
}

/// Reports renamed and merged parts.
fn tell(parts: &[Part], names: &Names, kept: &BTreeSet<PartId>, notes: &mut Vec<String>) {
    let place = |id: PartId| -> String {
        let part = &parts[id];
        let root = SpecPath::root(&part.at.file);
        format!("`{}`", root.keys(part.at.steps.iter().map(String::as_str)))
    };
    for id in kept {
        if let Some(first) = names.because.get(id) {
            notes.push(format!(
                "renamed {} to `{}`: {} has the name `{}`",
                place(*id),
                names.given[*id],
                place(*first),
                names.natural[*id]
            ));
        }
        if let Some((_, given)) = &parts[*id].given
            && names.given[*id] != *given
            && !names.because.contains_key(id)
        {
            notes.push(format!(
                "renamed `{given}` to `{}`: the name of a component is made of letters, digits, `.`, `-` and `_`",
                names.given[*id]
            ));
        }
    }
    for (id, same) in names.written.iter().enumerate() {
        if id != *same && kept.contains(same) {
            notes.push(format!(
                "merged {} into `{}`: {} says the same",
                place(id),
                names.given[*same],
                place(*same)
            ));
        }
    }
}

/// Without a mapping, the values of a discriminator are the names of the branches; where a branch has got another name than
/// it had, the value is written out.
fn spell_out(tree: &mut Value, names: &Names, within: &str, notes: &mut Vec<String>) {
    match tree {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| spell_out(item, names, within, notes)),
        Value::Object(members) => {
            members
                .values_mut()
                .for_each(|member| spell_out(member, names, within, notes));
            let mut branches: Vec<PartId> = Vec::new();
            for word in ["oneOf", "anyOf"] {
                let items = members.get(word).and_then(Value::as_array);
                let marks = items
                    .into_iter()
                    .flatten()
                    .filter_map(|item| marked(item.get("$ref")?.as_str()?));
                branches.extend(marks.filter(|id| *id < names.given.len()));
            }
            let Some(Value::Object(discriminator)) = members.get_mut("discriminator") else {
                return;
            };
            if !discriminator.contains_key("propertyName") {
                return;
            }
            let mapped: BTreeSet<&str> = discriminator
                .get("mapping")
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(Map::values)
                .filter_map(|target| Some(names.given.get(marked(target.as_str()?)?)?.as_str()))
                .collect();
            branches.retain(|id| {
                names.given[*id] != names.natural[*id]
                    && !mapped.contains(names.given[*id].as_str())
            });
            if branches.is_empty() {
                return;
            }
            let mapping = discriminator
                .entry("mapping")
                .or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(mapping) = mapping else {
                return;
            };
            for id in branches {
                let value = &names.natural[id];
                if !mapping.contains_key(value) {
                    mapping.insert(value.clone(), Value::String(super::walk::mark(id)));
                    notes.push(format!(
                        "added `{value}` to the mapping of a discriminator in `{within}`: the branch is called `{}` now",
                        names.given[id]
                    ));
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The security schemes that the document or an operation requires.
fn security_schemes(
    document: &Map<String, Value>,
    own: &Map<String, Value>,
    notes: &mut Vec<String>,
) -> Map<String, Value> {
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut take = |node: Option<&Value>| {
        let lists = node.and_then(Value::as_array).into_iter().flatten();
        asked.extend(
            lists
                .filter_map(Value::as_object)
                .flat_map(|it| it.keys().cloned()),
        );
    };
    take(document.get("security"));
    let paths = document.get("paths").and_then(Value::as_object);
    for item in paths.into_iter().flat_map(Map::values) {
        for operation in item.as_object().into_iter().flat_map(Map::values) {
            take(operation.get("security"));
        }
    }
    let known = own.get("securitySchemes").and_then(Value::as_object);
    let mut schemes = Map::new();
    for (name, scheme) in known.into_iter().flatten() {
        if asked.remove(name) {
            schemes.insert(name.clone(), scheme.clone());
        }
    }
    for name in asked {
        notes.push(format!(
            "the security scheme `{name}` is required, but not defined"
        ));
    }
    schemes
}

/// Reports components of the root document that are not written.
pub(super) fn unused(own: &Map<String, Value>, root: &Value, notes: &mut Vec<String>) {
    let written = root.get("components");
    for (folder, entries) in own {
        let Some(entries) = entries.as_object() else {
            continue;
        };
        let kept = written.and_then(|it| it.get(folder)?.as_object());
        let gone: Vec<String> = entries
            .keys()
            .filter(|name| !kept.is_some_and(|kept| kept.contains_key(*name)))
            .map(|name| format!("`{name}`"))
            .collect();
        if !gone.is_empty() {
            notes.push(format!(
                "skipped {} of `components/{folder}` to which nothing refers by that name: {}",
                if gone.len() == 1 {
                    "1 entry".to_owned()
                } else {
                    format!("{} entries", gone.len())
                },
                gone.join(", ")
            ));
        }
    }
}
