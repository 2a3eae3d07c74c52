//! An import of the vendor's many files has the same paths as the vendor's own bundle of them.

use std::collections::BTreeSet;

use serde_yaml::Value;

/// A root document, the vendor's bundle of it, and the tags to import.
const BUNDLES: [(&str, &str, &[&str]); 3] = [
    ("v2026", "v2026", &[]),
    ("beta", "beta", &[]),
    (
        "v2026",
        "v2026-entitlement-connections",
        &["Entitlement Connections"],
    ),
];

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn imports_equal_the_bundles() {
    let folder = crate::folder();
    for (root, bundle, tags) in BUNDLES {
        let imported = crate::imported(root, tags, &[]);
        let again = crate::imported(root, tags, &[]);
        assert_eq!(imported, again, "{root} is not the same twice");
        let bundle = folder.join(format!("bundled/{bundle}.yaml"));
        let text = std::fs::read_to_string(bundle).expect("the bundle can be read");
        let read = |text| serde_yaml::from_str(text).expect("the document is YAML");
        let mut same = Same {
            left: read(&imported),
            right: read(&text),
            seen: BTreeSet::new(),
            differences: Vec::new(),
        };
        let (left, right) = (same.left["paths"].clone(), same.right["paths"].clone());
        same.compare(&left, &right, "paths");
        // The vendor's tool reads this text as a number.
        same.differences
            .retain(|at| !at.ends_with("properties/digitToken/example"));
        assert!(
            same.seen.len() > 15,
            "{root}: too few references were compared"
        );
        assert_eq!(same.differences, [""; 0], "{root}");
    }
}

/// Two documents, compared through their references, whose names may differ.
struct Same {
    left: Value,
    right: Value,
    seen: BTreeSet<(String, String)>,
    differences: Vec<String>,
}

impl Same {
    fn compare(&mut self, left: &Value, right: &Value, at: &str) {
        // One may have a reference where the other has the node itself.
        let (from, to) = (reference(left), reference(right));
        if from.is_some() || to.is_some() {
            let pair = (from.unwrap_or(at).to_owned(), to.unwrap_or(at).to_owned());
            if self.seen.insert(pair) {
                let left = from.map_or(left.clone(), |it| target(&self.left, it));
                let right = to.map_or(right.clone(), |it| target(&self.right, it));
                self.compare(&left, &right, at);
            }
            return;
        }
        match (left, right) {
            (Value::Mapping(left), Value::Mapping(right)) if left.keys().eq(right.keys()) => {
                for ((key, left), right) in left.iter().zip(right.values()) {
                    let key = key.as_str().unwrap_or_default();
                    // Its values are references as texts.
                    if key == "mapping" && at.ends_with("discriminator") {
                        continue;
                    }
                    self.compare(left, right, &format!("{at}/{key}"));
                }
            }
            (Value::Sequence(left), Value::Sequence(right)) if left.len() == right.len() => {
                for (n, (left, right)) in left.iter().zip(right).enumerate() {
                    self.compare(left, right, &format!("{at}/{n}"));
                }
            }
            (left, right) if left == right => {}
            _ => self.differences.push(at.to_owned()),
        }
    }
}

fn reference(node: &Value) -> Option<&str> {
    node.get("$ref")?.as_str().filter(|it| it.starts_with("#/"))
}

fn target(root: &Value, reference: &str) -> Value {
    let mut steps = reference.trim_start_matches("#/").split('/');
    let found = steps.try_fold(root, |node, step| {
        node.get(step.replace("~1", "/").replace("~0", "~"))
    });
    found.expect("every reference is resolved").clone()
}
