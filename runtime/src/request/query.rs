//! The query of a call: its parameters as the caller gave them. They are encoded once, when the request is built.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::style::{Param, Tree};
use crate::filter::Expression;
use crate::response::hidden::is_credential;

/// The parameters of a query, in the order of their first setters.
#[derive(Clone, Default)]
pub(crate) struct Query {
    entries: Vec<QueryEntry>,
}

/// One parameter of a query.
#[derive(Clone)]
pub(crate) struct QueryEntry {
    pub(crate) name: Cow<'static, str>,
    /// The pairs that the path of a raw call has of it, encoded as the caller wrote them. They come first.
    pub(crate) written: String,
    /// How the value is written. Its own name is unused, because a caller may name a parameter at run time.
    pub(crate) param: Param<'static>,
    pub(crate) value: Tree,
    /// Whether it is a credential.
    pub(crate) is_secret: bool,
    pub(crate) addition: Addition,
}

/// What a second call of a parameter's setter does.
#[derive(Clone)]
pub(crate) enum Addition {
    /// It replaces the value.
    Replaces,
    /// It narrows this filter.
    Filter(Box<Expression>),
    /// It adds to these sorters.
    Sorters(Vec<String>),
}

impl Query {
    /// Sets a parameter, in place of an earlier value.
    pub(crate) fn set(&mut self, entry: QueryEntry) {
        match self.entries.iter_mut().find(|it| it.name == entry.name) {
            Some(known) => *known = entry,
            None => self.entries.push(entry),
        }
    }

    /// What a second call of a parameter's setter does; nothing if there was no first one.
    pub(crate) fn addition(&self, name: &str) -> Option<&Addition> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        Some(&entry.addition)
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.entries.retain(|entry| entry.name != name);
    }

    /// Makes the query in the path of a raw call parameters, so that they can be read and replaced. They come first.
    pub(crate) fn prepend(&mut self, query: &str, is_secret: impl Fn(&str) -> bool) {
        let added = std::mem::take(&mut self.entries);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let name = pair.split_once('=').map_or(pair, |(name, _)| name);
            let name = percent_decode_str(name).decode_utf8_lossy();
            if let Some(entry) = self.entries.iter_mut().find(|it| it.name == name) {
                entry.written.push('&');
                entry.written.push_str(pair);
                continue;
            }
            self.entries.push(QueryEntry {
                is_secret: is_secret(&name),
                name: Cow::Owned(name.into_owned()),
                written: pair.to_owned(),
                param: Param::query(""),
                value: Tree::Scalar(Value::Null),
                addition: Addition::Replaces,
            });
        }
        for added in added {
            match self.entries.iter_mut().find(|it| it.name == added.name) {
                Some(entry) => (entry.param, entry.value) = (added.param, added.value),
                None => self.entries.push(added),
            }
        }
    }

    /// Returns the text of a parameter without encoding; several values are separated by commas.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let written = entry.written.split('&').filter_map(|it| it.split_once('='));
        let written = written.map(|(_, value)| percent_decode_str(value).decode_utf8_lossy());
        let mut texts: Vec<_> = written.collect();
        if let Tree::List(items) = &entry.value {
            texts.extend(items.iter().map(Tree::text));
        } else if !entry.value.is_null() {
            texts.push(entry.value.text());
        }
        match texts.len() {
            0 | 1 => texts.pop(),
            _ => Some(texts.join(",").into()),
        }
    }

    /// Encodes the parameters that send something: of each its pairs, separated by `&`.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&QueryEntry, String)> {
        let pairs = self.entries.iter().map(|entry| (entry, entry.pairs()));
        pairs.filter(|(_, pairs)| !pairs.is_empty())
    }
}

impl QueryEntry {
    fn pairs(&self) -> String {
        let value = self.param.named(&self.name).write(&self.value);
        let value = value.unwrap_or_default();
        if self.written.is_empty() || value.is_empty() {
            return self.written.clone() + &value;
        }
        format!("{}&{value}", self.written)
    }
}

/// Shows what is sent, without credentials.
impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.pairs().map(|(entry, pairs)| {
            if entry.is_secret || is_credential(&entry.name) {
                return format!("{}=…", entry.name);
            }
            pairs
        });
        let shown: Vec<String> = shown.collect();
        write!(f, "[{}]", shown.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::style::ListStyle;

    fn entry(name: &'static str, param: Param<'static>, value: Tree) -> QueryEntry {
        QueryEntry {
            name: name.into(),
            written: String::new(),
            param,
            value,
            is_secret: false,
            addition: Addition::Replaces,
        }
    }

    #[test]
    fn values_are_encoded_only_when_they_are_written() {
        let text = |text: &str| Tree::Scalar(text.into());
        let list = |items: &[&str]| Tree::shown_list(items).expect("texts can be displayed");
        let mut query = Query::default();
        query.set(entry("limit", Param::query(""), text("1")));
        query.set(entry("ids", ListStyle::Multi.param(), list(&["a&", "%41"])));
        query.set(entry("none", ListStyle::Comma.param(), list(&[])));
        query.set(entry("null", Param::query(""), Tree::Scalar(().into())));
        query.set(entry("limit", Param::query(""), text("10 %")));
        assert_eq!(query.text("limit").as_deref(), Some("10 %"));
        assert_eq!(query.text("ids").as_deref(), Some("a&,%41"));
        assert_eq!(query.text("none"), None);
        assert_eq!(query.text("null"), None);
        let pairs: Vec<_> = query.pairs().map(|(_, pairs)| pairs).collect();
        assert_eq!(pairs, ["limit=10%20%25", "ids=a%26&ids=%2541"]);
        query.remove("ids");
        assert_eq!(format!("{query:?}"), "[limit=10%20%25]");
    }

    #[test]
    fn the_query_of_a_raw_path_comes_first_as_it_is_written() {
        let mut query = Query::default();
        query.set(entry("b", Param::query(""), Tree::Scalar("x y".into())));
        query.set(entry("c", Param::query(""), Tree::Scalar("3".into())));
        query.prepend("a=%41&b=1&a=2+&flag", |_| false);
        assert_eq!(query.text("a").as_deref(), Some("A,2+"));
        assert_eq!(query.text("b").as_deref(), Some("1,x y"));
        assert_eq!(query.text("flag"), None);
        let pairs: Vec<_> = query.pairs().map(|(_, pairs)| pairs).collect();
        assert_eq!(pairs, ["a=%41&a=2+", "b=1&b=x%20y", "flag", "c=3"]);
        query.set(entry("a", Param::query(""), Tree::Scalar("9".into())));
        let first = query.pairs().next().map(|(_, pairs)| pairs);
        assert_eq!(first.as_deref(), Some("a=9"));
    }
}
