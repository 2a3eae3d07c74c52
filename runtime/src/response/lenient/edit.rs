//! Changes one value in the text of JSON; all other values keep their text.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::response::locate::{Step, Steps, path};

/// The members of an object in their order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(All).map(Self)
    }
}

/// The text of the value at a path.
pub(super) fn get<'t>(text: &'t str, steps: &[Step]) -> Option<&'t str> {
    steps.iter().try_fold(text.trim(), |text, step| {
        let value = match step {
            Step::Index(index) => *serde_json::from_str::<Vec<&RawValue>>(text)
                .ok()?
                .get(*index)?,
            Step::Key(key) => {
                let Members(members) = serde_json::from_str(text).ok()?;
                members.into_iter().rfind(|(name, _)| name == key)?.1
            }
        };
        Some(value.get())
    })
}

/// The text with another value at a path, or without it.
pub(super) fn set(text: &str, steps: &[Step], value: Option<&str>) -> Option<String> {
    let Some((step, rest)) = steps.split_first() else {
        return value.map(str::to_owned);
    };
    let changed = |old: &RawValue| match (rest, value) {
        ([], None) => Some(None),
        _ => set(old.get(), rest, value).map(Some),
    };
    match step {
        Step::Index(index) => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            let new = changed(items.get(*index)?)?;
            let items = items.iter().enumerate().filter_map(|(n, item)| {
                if n == *index {
                    new.as_deref()
                } else {
                    Some(item.get())
                }
            });
            Some(format!("[{}]", items.collect::<Vec<_>>().join(",")))
        }
        Step::Key(key) => {
            let Members(members) = serde_json::from_str(text).ok()?;
            let at = members.iter().rposition(|(name, _)| name == key)?;
            let new = changed(members[at].1)?;
            let mut out = Vec::with_capacity(members.len());
            for (n, (name, old)) in members.iter().enumerate() {
                let value = if n == at {
                    new.as_deref()
                } else {
                    Some(old.get())
                };
                // A property that occurs twice is removed everywhere.
                let is_gone = new.is_none() && name == key;
                if let Some(value) = value.filter(|_| !is_gone) {
                    out.push(format!("{}:{value}", serde_json::to_string(name).ok()?));
                }
            }
            Some(format!("{{{}}}", out.join(",")))
        }
    }
}

/// The items of lists that were removed, by the list's path in the original text.
#[derive(Default)]
pub(super) struct Removed(BTreeMap<Steps, Vec<usize>>);

impl Removed {
    /// Records that the value at a path of the present text is removed.
    pub(super) fn add(&mut self, steps: &[Step]) {
        let mut original = self.original(steps);
        if let Some(Step::Index(index)) = original.pop() {
            let all = self.0.entry(original).or_default();
            all.push(index);
            all.sort_unstable();
        }
    }

    /// A path of the present text as it is in the original text: `$.owners[2].id`.
    pub(super) fn path_before(&self, steps: &[Step]) -> String {
        path(&self.original(steps))
    }

    fn original(&self, steps: &[Step]) -> Steps {
        let mut path = Steps::new();
        for step in steps {
            let step = match step {
                Step::Index(index) => {
                    let removed = self.0.get(&path).into_iter().flatten();
                    let shifted =
                        removed.fold(*index, |index, it| index + usize::from(*it <= index));
                    Step::Index(shifted)
                }
                Step::Key(key) => Step::Key(key.clone()),
            };
            path.push(step);
        }
        path
    }
}
