//! Checks of keys of `[service]` that have an effect only if the documents have what they are about.

use std::collections::BTreeSet;

use super::Config;
use super::check::Check;
use crate::diagnostic::Diagnostics;
use crate::spec_path::SpecPath;

/// Reports the names of server variables that no server of any document has.
pub(crate) fn variables(config: &Config, known: &BTreeSet<&str>, diagnostics: &mut Diagnostics) {
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
pub(crate) fn events(config: &Config, has_events: bool, diagnostics: &mut Diagnostics) {
    let at = table(config).key("event-end");
    let mut check = Check { diagnostics };
    let has_effect = has_events || config.service.event_end.is_none();
    check.holds(has_effect, &at, || {
        let message = "`event-end` has no effect: no response is `text/event-stream`".to_owned();
        (message, "remove it")
    });
}
