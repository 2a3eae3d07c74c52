//! The effect of an action on one node.

use serde_json::Value;

/// Removes the node from its parent.
pub(super) fn remove(root: &mut Value, place: &[String]) -> Result<(), &'static str> {
    let Some((last, parent)) = place.split_last() else {
        return Err("the document itself can't be removed");
    };
    match find(root, parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(last);
        }
        Some(Value::Array(items)) => {
            if let Some(index) = last.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Merges into a mapping, or appends to a list, as the standard defines.
pub(super) fn update(
    root: &mut Value,
    place: &[String],
    update: &Value,
) -> Result<(), &'static str> {
    match find(root, place) {
        Some(Value::Array(items)) => {
            items.push(update.clone());
            Ok(())
        }
        Some(node @ Value::Object(_)) => {
            merge(node, update);
            Ok(())
        }
        _ => Err("the target of `update` must be a mapping or a list"),
    }
}

fn merge(node: &mut Value, update: &Value) {
    match (node, update) {
        (Value::Object(members), Value::Object(update)) => {
            for (key, value) in update {
                match members.get_mut(key) {
                    Some(member) => merge(member, value),
                    None => {
                        members.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(update)) => items.extend(update.iter().cloned()),
        (node, update) => *node = update.clone(),
    }
}

fn find<'a>(root: &'a mut Value, place: &[String]) -> Option<&'a mut Value> {
    place.iter().try_fold(root, |node, step| match node {
        Value::Object(members) => members.get_mut(step),
        Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}
