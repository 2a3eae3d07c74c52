//! What a security scheme says beside its kind.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Place, Walk, written};
use crate::openapi::NodeKind;
use crate::rule_id::RuleId;

impl Walk<'_> {
    /// A security scheme: anything of it may be a change; its scopes are compared one by one.
    pub(super) fn scheme_residue(&mut self, place: &Place) {
        if !self.reporting {
            return;
        }
        let (Some(old), Some(new)) = (&place.old, &place.new) else {
            return;
        };
        let (Some(was), Some(is)) = (self.old.node(old), self.new.node(new)) else {
            return;
        };
        let found = written::beyond_model(NodeKind::SecurityScheme, was, is, self.read());
        let differs = |rule: RuleId| found.iter().any(|(_, it)| *it == rule);
        // A flow more or less is a way more or less to a token.
        let flow = |node: &Value, path: &str| {
            let name = path.strip_prefix("flows.")?;
            node.get("flows")?.get(name).map(|_| ())
        };
        let mut is_changed = false;
        for (path, _) in found
            .iter()
            .filter(|it| it.1 == RuleId::SecuritySchemeChanged)
        {
            let rule = match (flow(was, path), flow(is, path)) {
                (None, Some(())) => RuleId::SecurityAlternativeAdded,
                (Some(()), None) => RuleId::SecurityAlternativeRemoved,
                _ => {
                    is_changed = true;
                    continue;
                }
            };
            self.found(&place.inside(path).spots([]), rule, None, None);
        }
        if is_changed {
            self.found(place, RuleId::SecuritySchemeChanged, None, None);
        }
        for rule in [RuleId::DocumentationChanged, RuleId::ExtensionChanged] {
            if differs(rule) {
                self.found(&place.clone(), rule, None, None);
            }
        }
        let (was, is) = (scopes(was), scopes(is));
        for (scope, words) in &was {
            let here = super::values::value_place(place, scope);
            match is.get(scope) {
                None => self.found(&here, RuleId::SchemeScopeRemoved, None, None),
                Some(other) if other != words => {
                    self.found(&here, RuleId::DocumentationChanged, None, None);
                }
                Some(_) => {}
            }
        }
        for scope in is.keys().filter(|scope| !was.contains_key(*scope)) {
            let here = super::values::value_place(place, scope);
            self.found(&here, RuleId::SchemeScopeAdded, None, None);
        }
    }
}

/// The scopes that a scheme lists, in whichever of its flows, with what it says of them.
fn scopes(scheme: &Value) -> BTreeMap<&str, &Value> {
    let flows = scheme.get("flows").and_then(Value::as_object);
    let scopes = flows.into_iter().flat_map(|flows| flows.values());
    let scopes = scopes.filter_map(|flow| flow.get("scopes")?.as_object());
    let scopes = scopes.flatten();
    scopes.map(|(name, words)| (name.as_str(), words)).collect()
}
