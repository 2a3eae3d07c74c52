//! The ids of changes: the same in every run, and so a promise.

use super::change::Subject;
use crate::rule_id::RuleId;

/// The id of a change: the module, what it belongs to, the place in that, and the rule.
pub(super) fn of(module: &str, subject: &Subject, place: &str, rule: RuleId) -> String {
    let owner = match subject {
        Subject::Document => "document".to_owned(),
        Subject::Operation(name) => format!("operation:{name}"),
        Subject::Type(name) => format!("type:{name}"),
    };
    format!("{module}/{owner}/{place}/{rule}")
}

/// The id of a change of a component by the place of an operation that holds the component.
pub(super) fn at(module: &str, holder: &str, place: &str, rule: RuleId) -> String {
    let dot = if place.is_empty() || place.starts_with('[') {
        ""
    } else {
        "."
    };
    format!("{module}/{holder}{dot}{place}/{rule}")
}
