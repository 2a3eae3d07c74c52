//! Checks of keys of `[service]` that have an effect only if the documents have what they are about.

use std::collections::BTreeSet;

use super::Config;
use super::check::Check;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, TableField};
use crate::spec_path::SpecPath;

/// Reports every fact that matches nothing in the documents, where the documents can say so. If operations were skipped, those
/// may be what a fact about operations is about.
pub(crate) fn report(
    config: &Config,
    apis: &[&Api],
    is_whole: bool,
    diagnostics: &mut Diagnostics,
) {
    let names = apis.iter().flat_map(|api| api.variables());
    let names = names.map(|it| it.name.as_str()).collect();
    variables(config, &names, diagnostics);
    let has_events = apis.iter().any(|api| api.has_events());
    events(config, has_events, diagnostics);
    if is_whole {
        operations(config, apis, diagnostics);
    }
}

/// Reports the names of server variables that no server of any document has.
fn variables(config: &Config, known: &BTreeSet<&str>, diagnostics: &mut Diagnostics) {
    let at = table(config);
    let mut check = Check { diagnostics };
    let known: Vec<&str> = known.iter().copied().collect();
    let optional = config.service.optional_variables.iter().enumerate();
    let optional = optional.map(|(n, name)| (name, at.key("optional-variables").index(n)));
    let spelled = config.service.variables.keys();
    let spelled = spelled.map(|name| (name, at.key("variables").key(name)));
    for (name, at) in optional.chain(spelled) {
        if !known.contains(&name.as_str()) {
            check.unknown("a variable of any server", name, &known, &at);
        }
    }
}

/// The address of the table.
fn table(config: &Config) -> SpecPath {
    let file = config.source.as_ref();
    SpecPath::root(file.map_or("configuration", |it| it.name.as_str())).key("service")
}

/// Reports an end of events where there are none.
fn events(config: &Config, has_events: bool, diagnostics: &mut Diagnostics) {
    let at = table(config).key("event-end");
    let mut check = Check { diagnostics };
    let has_effect = has_events || config.service.event_end.is_none();
    check.holds(has_effect, &at, || {
        let message = "`event-end` has no effect: no response is `text/event-stream`".to_owned();
        (message, "remove it")
    });
}

/// Warns of facts about operations that no operation has, and of lists that are not read page by page although they have the
/// parameters. A configuration without a file has the facts of all its users.
fn operations(config: &Config, apis: &[&Api], diagnostics: &mut Diagnostics) {
    if config.source.is_none() {
        return;
    }
    let service = &config.service;
    let all = || {
        let operations = apis.iter().flat_map(|api| api.operations.iter());
        operations.map(|(_, operation)| operation)
    };
    let has_field = |which: fn(&TableField) -> bool| {
        let tables = all().filter_map(|it| it.fields.as_ref());
        tables.flat_map(|it| &it.fields).any(which)
    };
    let mut unused = |key: &str, is_used: bool, why: String| {
        if !is_used {
            let message = format!("`{key}` has no effect: {why}");
            let found = Diagnostic::warning(Code::Unused, &table(config).key(key), message);
            diagnostics.push(found.help("correct it, or remove it"));
        }
    };
    if let Some(lists) = &service.lists {
        let [limit, offset] = [&lists.limit, &lists.offset];
        let why = format!(
            "no operation has `{limit}` and `{offset}` as whole numbers in its query and a list as its response"
        );
        unused("lists", all().any(|it| it.paging.is_some()), why);
    }
    if let Some(header) = &service.experimental_header {
        let why = format!("no operation has the header `{header}`");
        unused(
            "experimental-header",
            all().any(|it| it.is_experimental),
            why,
        );
    }
    if let Some(filters) = &service.filters {
        let why = format!(
            "no description lists fields after the words `{}`",
            filters.announced_by
        );
        unused("filters", has_field(|it| !it.operators.is_empty()), why);
    }
    if let Some(sorters) = &service.sorters {
        let why = format!(
            "no description lists fields after the words `{}`",
            sorters.announced_by
        );
        unused("sorters", has_field(|it| it.sorts), why);
    }
    let Some(lists) = &service.lists else { return };
    for operation in all().filter(|it| it.paging.is_none()) {
        let has = |name: &str| operation.query_params.iter().any(|it| it.wire == name);
        if has(&lists.limit) && has(&lists.offset) {
            let message = "the operation has the parameters of `[service.lists]`, but is not read page by page: that takes whole numbers, a GET or POST, and a list as the response";
            diagnostics.push(Diagnostic::warning(Code::Unused, &operation.at, message));
        }
    }
}
