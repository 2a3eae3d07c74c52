//! Schemas without references and `allOf`: what all parts say together, one for each branch of each union.

use serde_json::{Map, Value, json};

use super::document::{Document, branches, list};
use super::later;

/// Unions in unions that are followed.
const DEEPEST: usize = 5;

/// Branches of one schema.
const MOST: usize = 60;

/// What all parts of a schema say together. The key `unions` has a list of branches for each union that is still open;
/// `nullable` is always there, and `statesNullable` where a part states it.
type Flat = Map<String, Value>;

/// The schemas of which a value has to fulfil one: one for each branch of each union, with the others at their first.
pub(super) fn alternatives(document: &Document, schema: &Value) -> Vec<Flat> {
    let Some(flat) = flat(document, schema, &mut Vec::new()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    expand(document, flat, 0, &mut found);
    let (_, pointer) = document.resolve(schema);
    if let Some(pointer) = pointer {
        found = found
            .into_iter()
            .flat_map(|flat| with_children(document, pointer, flat))
            .collect();
    }
    // Null is the least that a union may say.
    found.sort_by_key(is_null);
    found.truncate(MOST);
    found
}

fn expand(document: &Document, mut flat: Flat, depth: usize, found: &mut Vec<Flat>) {
    let unions = match flat.remove("unions") {
        Some(Value::Array(unions)) if depth < DEEPEST => unions,
        _ => return found.push(flat),
    };
    for (n, union) in unions.iter().enumerate() {
        let others = unions.iter().enumerate().filter(|(m, _)| *m != n);
        let mut rest = Some(flat.clone());
        for (_, other) in others {
            rest = rest.and_then(|rest| {
                let mut firsts = branches(other).filter_map(|it| branch(document, other, it).pop());
                firsts.find_map(|first| merged(rest.clone(), first))
            });
        }
        let Some(rest) = rest else {
            continue;
        };
        for it in branches(union) {
            // The first branches together come once.
            if n > 0 && branches(union).next() == Some(it) {
                continue;
            }
            for it in branch(document, union, it) {
                if found.len() < MOST
                    && let Some(merged) = merged(rest.clone(), it)
                {
                    expand(document, merged, depth + 1, found);
                }
            }
        }
    }
}

/// A branch of a union: once, or once for each value of the discriminator that means it.
fn branch(document: &Document, union: &Value, branch: &Value) -> Vec<Flat> {
    let Some(flat) = flat(document, branch, &mut Vec::new()) else {
        return Vec::new();
    };
    let tags = tags(document, union, branch);
    let property = property(union);
    match property {
        Some(property) if !tags.is_empty() => {
            let tagged = tags
                .iter()
                .map(|tag| tagged(document, flat.clone(), property, tag));
            tagged.collect()
        }
        _ => vec![flat],
    }
}

/// The values of a discriminator that mean a schema.
fn tags(document: &Document, owner: &Value, schema: &Value) -> Vec<String> {
    let (_, Some(pointer)) = document.resolve(schema) else {
        return Vec::new();
    };
    let name = pointer.rsplit('/').next().unwrap_or_default();
    let mapping = owner.pointer("/discriminator/mapping");
    let mapping = mapping.and_then(Value::as_object);
    let tags = mapping.into_iter().flatten().filter(|(_, target)| {
        let target = target.as_str().unwrap_or_default();
        target.strip_prefix('#') == Some(pointer) || target == name
    });
    let tags: Vec<String> = tags.map(|(tag, _)| tag.clone()).collect();
    if tags.is_empty() && property(owner).is_some() {
        return vec![name.to_owned()];
    }
    tags
}

fn property(owner: &Value) -> Option<&str> {
    owner.pointer("/discriminator/propertyName")?.as_str()
}

/// The schema with one value for a property, unless the document lists others for it. `tag` marks such a property, and
/// `undeclared` one that the schema itself does not have.
fn tagged(document: &Document, flat: Flat, property: &str, tag: &str) -> Flat {
    try_tagged(document, &flat, property, tag).unwrap_or(flat)
}

/// The same; `None` if the document lists other values.
fn try_tagged(document: &Document, flat: &Flat, property: &str, tag: &str) -> Option<Flat> {
    let known = flat.get("properties").and_then(|it| it.get(property));
    let text = known
        .map(|it| document.resolve(it).0)
        .map(Value::to_string)
        .unwrap_or_default();
    let is_tag = known.is_some_and(|it| it.get("tag").is_some());
    let is_listed = text.contains("\"enum\"") || text.contains("\"const\"");
    if !is_tag && is_listed && !text.contains(&json!(tag).to_string()) {
        return None;
    }
    let is_undeclared = known.is_none_or(|it| it["undeclared"] == json!(true));
    let mut flat = flat.clone();
    let properties = flat.entry("properties").or_insert_with(|| json!({}));
    properties[property] = json!({
        "type": "string",
        "enum": [tag],
        "tag": true,
        "undeclared": is_undeclared,
    });
    require(&mut flat, property);
    Some(flat)
}

fn require(flat: &mut Flat, property: &str) {
    let required = flat.entry("required").or_insert_with(|| json!([]));
    if let Some(required) = required.as_array_mut()
        && !required.iter().any(|it| it == property)
    {
        required.push(property.into());
    }
}

/// A schema with a discriminator whose children have it in their `allOf` means each of them.
fn with_children(document: &Document, pointer: &str, flat: Flat) -> Vec<Flat> {
    let Some(owner) = document.root().pointer(pointer) else {
        return vec![flat];
    };
    let Some(property) = property(owner) else {
        return vec![flat];
    };
    if branches(owner).next().is_some() {
        return vec![flat];
    }
    let own = json!({ "$ref": format!("#{pointer}") });
    let mut found: Vec<Flat> = tags(document, owner, &own)
        .iter()
        .filter_map(|tag| try_tagged(document, &flat, property, tag))
        .collect();
    for child in document.children(pointer) {
        let child = json!({ "$ref": format!("#/components/schemas/{child}") });
        if let Some(schema) = self::flat(document, &child, &mut Vec::new()) {
            let tags = tags(document, owner, &child);
            found.extend(
                tags.iter()
                    .filter_map(|tag| try_tagged(document, &schema, property, tag)),
            );
        }
    }
    if found.is_empty() {
        found.push(flat);
    }
    found
}

/// A schema with its references resolved and the parts of `allOf` merged; `None` if no value can fulfil it, or if it contains
/// itself.
fn flat(document: &Document, schema: &Value, open: &mut Vec<String>) -> Option<Flat> {
    let (node, pointer) = document.resolve(schema);
    if let Some(pointer) = pointer {
        if open.iter().any(|it| it == pointer) {
            return None;
        }
        open.push(pointer.to_owned());
    }
    let mut own = later::members(document, node)?;
    let is_closed = own.get("unevaluatedProperties") == Some(&Value::Bool(false));
    let parts = own.remove("allOf");
    let discriminator = own.remove("discriminator");
    let mut union = Map::new();
    for key in ["oneOf", "anyOf"] {
        if let Some(found) = own.remove(key).filter(Value::is_array) {
            union.insert(key.to_owned(), found);
        }
    }
    let has_parts = parts.is_some() || !union.is_empty();
    let says_nullable = own.get("nullable") == Some(&Value::Bool(true));
    let is_open = !has_parts && !own.contains_key("type") && !own.contains_key("enum");
    let is_limited = document.is_later() && own.contains_key("enum");
    let leaves_it = has_parts && !own.contains_key("type") && !is_limited;
    let may_be_null = own.remove("typeAllowsNull").is_some();
    let allows_null = says_nullable || may_be_null || is_null(&own) || is_open || leaves_it;
    own.insert("nullable".to_owned(), allows_null.into());
    if says_nullable || may_be_null {
        own.insert("statesNullable".to_owned(), true.into());
    }
    // Both unions of a schema hold.
    let unions = union.into_iter().map(|(key, found)| {
        let discriminator = discriminator.clone().unwrap_or_default();
        json!({ key: found, "discriminator": discriminator })
    });
    let unions: Vec<Value> = unions.collect();
    if !unions.is_empty() {
        own.insert("unions".to_owned(), unions.into());
    }
    let mut all = own;
    for part in parts.iter().filter_map(Value::as_array).flatten() {
        let mut inner = flat(document, part, open)?;
        if document
            .reference(part)
            .is_some_and(|it| document.is_extended_by_branch(it))
        {
            inner.remove("unions");
        }
        all = merged(all, inner)?;
    }
    if says_nullable && has_parts {
        all.insert("nullable".to_owned(), true.into());
    }
    if is_closed {
        all.insert("additionalProperties".to_owned(), false.into());
    }
    if let Some(pointer) = pointer {
        open.pop();
        all = inherited(document, node, pointer, all);
    }
    Some(all)
}

/// A component with the tag that the discriminator of a schema in its `allOf` has for it.
fn inherited(document: &Document, node: &Value, pointer: &str, mut flat: Flat) -> Flat {
    let own = json!({ "$ref": format!("#{pointer}") });
    for part in list(node, "allOf") {
        let (parent, _) = document.resolve(part);
        if let Some(property) = property(parent)
            && let Some(tag) = tags(document, parent, &own).first()
        {
            flat = tagged(document, flat, property, tag);
        }
    }
    flat
}

fn is_null(flat: &Flat) -> bool {
    flat.get("type").is_some_and(|it| it == "null")
}

/// What two schemas say together; `None` if they contradict.
fn merged(mut left: Flat, right: Flat) -> Option<Flat> {
    if is_null(&left) || is_null(&right) {
        let allows = |flat: &Flat| flat.get("nullable") == Some(&json!(true));
        let null = if is_null(&left) { &left } else { &right };
        return (allows(&left) && allows(&right)).then(|| null.clone());
    }
    for (key, new) in right {
        let Some(old) = left.get_mut(&key) else {
            left.insert(key, new);
            continue;
        };
        match key.as_str() {
            "properties" => merge_properties(old, new),
            "required" | "unions" => {
                if let (Value::Array(old), Value::Array(new)) = (old, new) {
                    old.extend(new);
                }
            }
            "nullable" => *old = json!(*old == json!(true) && new == json!(true)),
            "enum" => {
                if let (Value::Array(old), Value::Array(new)) = (old, &new) {
                    old.retain(|it| new.contains(it));
                    if old.is_empty() {
                        return None;
                    }
                }
            }
            "type" if *old == json!("number") && new == json!("integer") => *old = new,
            "type" if *old == json!("integer") && new == json!("number") => {}
            "type" if *old != new => return None,
            "items" => *old = json!({ "allOf": [old.take(), new] }),
            "additionalProperties"
                if *old != json!(false) && (new == json!(false) || !old.is_object()) =>
            {
                *old = new;
            }
            "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties"
                if new.as_f64() > old.as_f64() =>
            {
                *old = new;
            }
            "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties"
                if new.as_f64() < old.as_f64() =>
            {
                *old = new;
            }
            _ => {}
        }
    }
    Some(left)
}

fn merge_properties(old: &mut Value, new: Value) {
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        return;
    };
    for (name, schema) in new {
        match old.get_mut(&name) {
            Some(known) if *known != schema => {
                *known = json!({ "allOf": [known.take(), schema] });
            }
            Some(_) => {}
            None => {
                old.insert(name, schema);
            }
        }
    }
}
