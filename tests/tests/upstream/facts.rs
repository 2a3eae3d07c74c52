//! Our documents lack no fact of the vendor's: paths, parameters, types, values, limits, statuses, scopes.
//!
//! Both sides are flattened into facts, each a place and a value, without texts and examples. A document of ours may have more.

use std::collections::BTreeMap;

use serde_yaml::Value;
use tests::tree;

/// A document of ours, the vendor's root document, and what is imported of it: tags, and one operation more.
const DOCUMENTS: [(&str, &str, &[&str], &str); 3] = [
    ("beta", "beta", &["Entitlements"], "getTaskStatus"),
    (
        "v2026",
        "v2026",
        &["Entitlements", "Entitlement Connections"],
        "getTaskStatus",
    ),
    (
        "isc",
        "root",
        &["Entitlements", "Entitlement Connections"],
        "getTaskStatusV1",
    ),
];

/// Facts that we state otherwise: the document or all, a part of the place, and why.
const OTHERWISE: [(&str, &str, &str); 4] = [
    (
        "",
        "headers.X-Total-Count.schema.type",
        "a whole number, as a text",
    ),
    (
        "",
        "headers.total-count.",
        "the header that is sent is X-Total-Count",
    ),
    (
        "beta",
        ".importEntitlementsBySource",
        "keeps the name of the documentation page",
    ),
    (
        "beta",
        "/entitlements/reset/sources/{sourceId}",
        "keeps the parameter of the documentation page",
    ),
];

/// The facts of a document, by place.
type Facts = BTreeMap<String, String>;

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn our_documents_lack_no_fact() {
    let read = |text: &str| -> Value { serde_yaml::from_str(text).expect("the document is YAML") };
    for (ours, root, tags, operation) in DOCUMENTS {
        let theirs = of(&read(&crate::imported(root, tags, &[operation])));
        let text = std::fs::read_to_string(tree::root().join(format!("spec/{ours}.yaml")));
        let known = of(&read(&text.expect("the document can be read")));
        let lost: Vec<String> = theirs
            .iter()
            .filter(|(at, fact)| known.get(*at) != Some(fact) && !is_otherwise(ours, at, fact))
            .map(|(at, fact)| format!("{at} is {fact}, and {:?} in {ours}.yaml", known.get(at)))
            .collect();
        assert!(theirs.len() > 900, "{ours}: only {} facts", theirs.len());
        assert!(lost.is_empty(), "{ours}:\n{}", lost.join("\n"));
    }
}

fn is_otherwise(ours: &str, at: &str, fact: &str) -> bool {
    let whole = format!("{at}.{fact}");
    let mut known = OTHERWISE.iter();
    known.any(|(document, part, _)| {
        (document.is_empty() || *document == ours) && whole.contains(part)
    })
}

/// The facts under `paths`.
fn of(root: &Value) -> Facts {
    let mut facts = Facts::new();
    collect(root, &root["paths"], "", true, &mut facts);
    facts
}

/// Collects the facts of a node; `is_names` says that its keys are names, not keywords.
fn collect(root: &Value, node: &Value, at: &str, is_names: bool, facts: &mut Facts) {
    match node {
        Value::Mapping(keys) => {
            if let Some(reference) = node["$ref"].as_str() {
                collect(root, target(root, reference), at, false, facts);
                return;
            }
            // The styles of the two documents are the default ones.
            let explode = node["in"]
                .as_str()
                .map(|it| matches!(it, "query" | "cookie"));
            for (key, value) in keys {
                if key.as_str() == Some("explode") && value.as_bool() == explode {
                    continue;
                }
                let key = key
                    .as_str()
                    .map_or_else(|| format!("{key:?}"), str::to_owned);
                if is_names {
                    collect(root, value, &format!("{at}.{key}"), false, facts);
                } else {
                    keyword(root, (&key, value), at, facts);
                }
            }
        }
        Value::Sequence(items) if items.iter().all(|it| !it.is_mapping()) => {
            let mut items: Vec<String> = items.iter().map(scalar).collect();
            items.sort();
            facts.insert(at.to_owned(), items.join(" "));
        }
        Value::Sequence(items) => {
            for (n, item) in items.iter().enumerate() {
                // Parameters are found by name, whatever their order.
                let item = item["$ref"].as_str().map_or(item, |it| target(root, it));
                let step = match item["name"].as_str() {
                    Some(name) => name.to_owned(),
                    None => n.to_string(),
                };
                collect(root, item, &format!("{at}.{step}"), false, facts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Tagged(_) => {
            facts.insert(at.to_owned(), scalar(node));
        }
    }
}

fn keyword(root: &Value, (key, value): (&str, &Value), at: &str, facts: &mut Facts) {
    match key {
        "summary" | "title" | "example" | "examples" | "externalDocs" | "tags" => {}
        "description" => fields(value.as_str().unwrap_or_default(), at, facts),
        "allOf" => {
            for part in value.as_sequence().into_iter().flatten() {
                collect(root, part, at, false, facts);
            }
        }
        // What holds without the key.
        "required" if value == &Value::Bool(false) => {}
        "style" if matches!(value.as_str(), Some("form" | "simple")) => {}
        "properties" | "responses" | "headers" | "content" => {
            collect(root, value, &format!("{at}.{key}"), true, facts);
        }
        _ => collect(root, value, &format!("{at}.{key}"), false, facts),
    }
}

/// The fields of a filter with their operators, and those of a sorter, which only the description has.
fn fields(text: &str, at: &str, facts: &mut Facts) {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (field, rest) in text.split("**").zip(text.split("**").skip(1)) {
        let operators = rest
            .strip_prefix(':')
            .and_then(|it| it.trim_start().strip_prefix('*'));
        if let Some((operators, _)) = operators.and_then(|it| it.split_once('*')) {
            let mut operators: Vec<&str> = operators.split(',').map(str::trim).collect();
            operators.sort_unstable();
            facts.insert(format!("{at}.filter {field}"), operators.join(" "));
        }
    }
    let phrase = "Sorting is supported for the following fields: **";
    if let Some((fields, _)) = text
        .split_once(phrase)
        .and_then(|(_, it)| it.split_once("**"))
    {
        facts.insert(format!("{at}.sorters"), fields.to_owned());
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Sequence(_)
        | Value::Mapping(_)
        | Value::Tagged(_) => serde_yaml::to_string(value)
            .unwrap_or_default()
            .trim()
            .to_owned(),
    }
}

fn target<'a>(root: &'a Value, reference: &str) -> &'a Value {
    let mut steps = reference.trim_start_matches("#/").split('/');
    let found = steps.try_fold(root, |node, step| {
        node.get(step.replace("~1", "/").replace("~0", "~"))
    });
    found.expect("every reference is resolved")
}
