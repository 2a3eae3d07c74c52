//! The names that a crate gains, loses or changes.

use std::collections::BTreeSet;

use super::api::Difference;
use super::{Diff, Names};
use crate::rust::Api;

pub(super) fn churn(apis: [Option<&Api<'_>>; 2], differences: &[Difference<'_>], diff: &mut Diff) {
    let differ: BTreeSet<&str> = differences
        .iter()
        .map(|difference| difference.spot.owner.as_str())
        .collect();
    let [_, module] = apis;
    let module = module.or(apis[0]).map_or("", |api| api.module);
    let add = |names: &mut Names, of: fn(&Api<'_>) -> BTreeSet<String>| {
        let [was, is] = apis.map(|api| api.map(of).unwrap_or_default());
        let named = |name: &String| format!("{module}::{}", name.replace("r#", ""));
        names.added.extend(is.difference(&was).map(named));
        names.removed.extend(was.difference(&is).map(named));
        let both = was.intersection(&is);
        names
            .changed
            .extend(both.filter(|it| differ.contains(it.as_str())).map(named));
    };
    add(&mut diff.churn.types, |api| {
        api.types.iter().map(|(_, it)| it.name.to_owned()).collect()
    });
    add(&mut diff.churn.operations, |api| {
        api.operations.iter().map(|(_, it)| it.owner()).collect()
    });
}
