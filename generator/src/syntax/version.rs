//! The versions of OpenAPI that are read.

use std::fmt;

use serde_json::Value;

/// A version of OpenAPI, without its patch number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.x.
    V3_0,
    /// 3.1.x: schemas are those of JSON Schema 2020-12.
    V3_1,
    /// 3.2.x.
    V3_2,
}

impl Version {
    /// The version that the key `openapi` states; `None` if it is not one of these.
    pub(crate) fn of(stated: Option<&Value>) -> Option<Self> {
        let stated = match stated? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
        };
        let mut all = [Self::V3_0, Self::V3_1, Self::V3_2].into_iter();
        all.find(|version| {
            let rest = stated.strip_prefix(version.name());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Version;
    use serde_json::json;

    #[test]
    fn versions_are_read_from_text_and_number() {
        for (stated, expected) in [
            (json!("3.0.3"), Some(Version::V3_0)),
            (json!("3.0"), Some(Version::V3_0)),
            (json!(3.1), Some(Version::V3_1)),
            (json!("3.1.1"), Some(Version::V3_1)),
            (json!("3.2.0"), Some(Version::V3_2)),
            (json!("3.10.0"), None),
            (json!("2.0"), None),
            (json!(["3.0"]), None),
        ] {
            assert_eq!(Version::of(Some(&stated)), expected, "{stated}");
        }
    }
}
