//! A serialized value whose properties keep their order, which a JSON map of `serde_json` does not.

use std::borrow::Cow;
use std::fmt::{self, Display};

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::request::param;

/// A serialized value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    /// Neither a list nor an object.
    Scalar(Value),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    pub(crate) fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        serde_json::from_str(&serde_json::to_string(value)?)
    }

    /// A value as `Display` writes it, or nothing if that fails.
    pub(crate) fn shown(value: impl Display) -> Option<Self> {
        param::shown(value).map(|text| Self::Scalar(text.into()))
    }

    /// A list of values as `Display` writes them, or nothing if that fails.
    pub(crate) fn shown_list(items: impl IntoIterator<Item: Display>) -> Option<Self> {
        let items: Option<_> = items.into_iter().map(Self::shown).collect();
        items.map(Self::List)
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Scalar(Value::Null))
    }

    /// Returns the text of a value: a string as it is, nothing for null, and JSON for everything else.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Scalar(Value::Null) => Cow::Borrowed(""),
            Self::Scalar(Value::String(text)) => Cow::Borrowed(text),
            Self::Scalar(_) | Self::List(_) | Self::Object(_) => Cow::Owned(self.json()),
        }
    }

    pub(crate) fn json(&self) -> String {
        serde_json::to_string(self).expect("names are strings and values were JSON before")
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(value) => value.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Scalar(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Tree, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Tree::Object(object))
    }
}
