//! The list has every type of the generated crate.

use std::collections::BTreeSet;

use tests::tree;

use crate::list;

/// The types that a `models` module exports, without the builders.
fn exported(api: &str) -> BTreeSet<String> {
    let path = tree::root().join(format!("generated/src/{api}/models/mod.rs"));
    let text = std::fs::read_to_string(path).unwrap();
    let names: BTreeSet<&str> = text
        .split("pub use ")
        .skip(1)
        .filter_map(|export| export.split_once("::")?.1.split_once(';'))
        .flat_map(|(items, _)| items.split([',', '{', '}']))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let is_builder = |name: &str| {
        name.strip_suffix("Builder")
            .is_some_and(|model| names.contains(model))
    };
    names
        .iter()
        .filter(|name| !is_builder(name))
        .map(|name| (*name).to_owned())
        .collect()
}

#[test]
fn every_type_and_every_field_is_in_the_list() {
    let models = list::all();
    for api in ["beta", "v2026", "isc"] {
        let exported = exported(api);
        assert!(exported.len() > 20, "{exported:?}");
        let listed: BTreeSet<String> = models
            .iter()
            .filter(|model| model.api == api)
            .map(|model| model.name.to_owned())
            .collect();
        assert_eq!(listed, exported, "tests/tests/models/list.rs, {api}");
    }
    for model in models {
        assert_eq!(
            model.fields.len(),
            model.wires.len(),
            "{}::{}: the list has other fields than {:?}",
            model.api,
            model.name,
            model.wires
        );
    }
}
