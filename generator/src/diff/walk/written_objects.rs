//! Properties, items and further properties of schemas that have no type in the model.

use std::collections::BTreeSet;

use serde_json::Value;

use super::schemas::{Visit, below};
use super::{Place, Walk};
use crate::rule_id::RuleId;

/// What a schema lets through beside what it names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Further {
    Nothing,
    Anything,
    Described,
}

impl Further {
    fn of(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Bool(false)) => Self::Nothing,
            Some(Value::Object(members)) if !members.is_empty() => Self::Described,
            _ => Self::Anything,
        }
    }
}

impl Walk<'_> {
    /// Compares items, or further properties: `{}` means the same as `true`, and as nothing.
    pub(super) fn written_values_of(
        &mut self,
        place: &Place,
        (was, is): (Option<&Value>, Option<&Value>),
        visit: &mut Visit,
    ) {
        let rule = match (Further::of(was), Further::of(is)) {
            (Further::Described, Further::Described) => return self.written(place, visit),
            (was, is) if was == is => return,
            (Further::Nothing, _) => RuleId::AdditionalPropertiesAllowed,
            (_, Further::Nothing) => RuleId::AdditionalPropertiesForbidden,
            (_, Further::Described) => RuleId::TypeNarrowed,
            (Further::Described, _) => RuleId::TypeWidened,
            (Further::Anything, Further::Anything) => return,
        };
        self.found(place, rule, None, None);
    }

    /// Compares whether a property goes one way only.
    fn written_access(&mut self, place: &Place, (was, is): (&Value, &Value), name: &str) {
        let flag = |node: &Value, key: &str| {
            let property = node.get("properties").and_then(|it| it.get(name));
            property.and_then(|it| it.get(key)) == Some(&Value::Bool(true))
        };
        for (key, on, off) in [
            ("readOnly", RuleId::BecameReadOnly, RuleId::ReadOnlyLifted),
            (
                "writeOnly",
                RuleId::BecameWriteOnly,
                RuleId::WriteOnlyLifted,
            ),
        ] {
            match (flag(was, key), flag(is, key)) {
                (false, true) => self.found(place, on, None, None),
                (true, false) => self.found(place, off, None, None),
                (true, true) | (false, false) => {}
            }
        }
    }

    pub(super) fn written_properties(
        &mut self,
        place: &Place,
        was: &Value,
        is: &Value,
        visit: &mut Visit,
    ) {
        let named = |node: &Value| -> BTreeSet<String> {
            let properties = node.get("properties").and_then(Value::as_object);
            properties
                .into_iter()
                .flat_map(|it| it.keys().cloned())
                .collect()
        };
        let required = |node: &Value, name: &str| {
            let listed = node.get("required").and_then(Value::as_array);
            listed
                .into_iter()
                .flatten()
                .any(|it| it.as_str() == Some(name))
        };
        let (old, new) = (named(was), named(is));
        for name in old.union(&new) {
            let here = below(place, name, &["properties", name]);
            let (at_old, at_new) = (here.old.clone(), here.new.clone());
            match (old.contains(name), new.contains(name)) {
                (true, false) => {
                    let here = here.at(at_old.as_ref(), None);
                    let property = was.get("properties").and_then(|it| it.get(name));
                    let deprecated = property.and_then(|it| it.get("deprecated"));
                    let rule = if required(was, name) {
                        RuleId::RequiredPropertyRemoved
                    } else if deprecated == Some(&Value::Bool(true)) {
                        RuleId::DeprecatedPropertyRemoved
                    } else {
                        RuleId::PropertyRemoved
                    };
                    self.found(&here, rule, None, None);
                }
                (false, _) => {
                    let rule = if required(is, name) {
                        RuleId::RequiredPropertyAdded
                    } else {
                        RuleId::PropertyAdded
                    };
                    self.found(&here.at(None, at_new.as_ref()), rule, None, None);
                }
                (true, true) => {
                    self.written_access(&here, (was, is), name);
                    match (required(was, name), required(is, name)) {
                        (false, true) => {
                            self.found(&here, RuleId::PropertyBecameRequired, None, None);
                        }
                        (true, false) => {
                            self.found(&here, RuleId::PropertyBecameOptional, None, None);
                        }
                        (true, true) | (false, false) => {}
                    }
                    self.written(&here, visit);
                }
            }
        }
    }
}
