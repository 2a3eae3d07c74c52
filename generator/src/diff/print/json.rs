//! For programs.

use serde_json::{Value, json};

use super::View;
use crate::diff::{Address, Change, Diff, Names, Subject};

/// The version of the form of the output, which `docs/diff.schema.json` describes: raised when a field goes or changes.
const SCHEMA_VERSION: u32 = 1;

/// Everything as one JSON object.
pub fn json(diff: &Diff, view: &View<'_>) -> String {
    let counts = diff.counts();
    let [breaking, risky, safe] = counts.wire;
    let [major, minor, patch, none] = counts.rust;
    let changes = diff
        .changes
        .iter()
        .filter(|it| view.docs || !it.is_documentation())
        .filter(|it| view.min.is_none_or(|min| it.weight() <= min));
    let value = json!({
        "schemaVersion": SCHEMA_VERSION,
        "summary": {
            "wire": {"breaking": breaking, "risky": risky, "safe": safe},
            "rust": {"major": major, "minor": minor, "patch": patch, "none": none},
            "documentation": counts.documentation,
            "worst": {
                "wire": diff.wire().map(|wire| wire.to_string()),
                "rust": diff.rust().to_string(),
            },
            "version": view.versions.map(|[_, is]| is),
            "suggestedVersion": view.versions.and_then(|it| diff.next_version(it)),
        },
        "generated": {
            "types": names(&diff.churn.types),
            "operations": names(&diff.churn.operations),
        },
        "changes": changes.map(|it| change(diff, it)).collect::<Vec<_>>(),
    });
    // A tree of strings and numbers can always be written.
    serde_json::to_string_pretty(&value).unwrap_or_default()
}

fn names(names: &Names) -> Value {
    json!({
        "added": names.added,
        "removed": names.removed,
        "changed": names.changed,
    })
}

fn change(diff: &Diff, change: &Change) -> Value {
    let (kind, name) = match &change.subject {
        Subject::Document => ("document", &change.module),
        Subject::Operation(id) => ("operation", id),
        Subject::Type(name) => ("type", name),
    };
    let operations = change.carriers().map(|(id, direction, wire)| {
        let key = (change.module.clone(), id.to_owned());
        let route = diff.routes.get(&key);
        json!({
            "id": id,
            "method": route.map(|(method, _)| method.to_ascii_uppercase()),
            "path": route.map(|(_, path)| path),
            "direction": direction.to_string(),
            "wire": wire.to_string(),
        })
    });
    let operations: Vec<Value> = operations.collect();
    json!({
        "id": change.id,
        "rule": change.rule.id.as_str(),
        "module": change.module,
        "subject": {"kind": kind, "name": name},
        "operations": operations,
        "place": change.place,
        "direction": change.direction.to_string(),
        "message": change.sentence(),
        "was": change.was,
        "is": change.is,
        "wire": {"verdict": change.wire.to_string(), "reason": change.wire_reason()},
        "rust": {"verdict": change.rust.to_string(), "reason": change.rust_reason},
        "advice": change.rule.advice,
        "accepted": change.accepted.as_ref().map(|it| json!({"reason": it.reason, "expires": it.expires})),
        "old": change.old.as_ref().map(address),
        "new": change.new.as_ref().map(address),
    })
}

fn address(address: &Address) -> Value {
    json!({"file": address.file, "pointer": address.pointer, "line": address.line})
}
