//! Lists, maps, and JSON of which the document says nothing else.

use serde_json::Value;

use super::json;
use super::layout::Expr;
use super::{LONGEST, Need, Samples, Target, type_text};
use crate::model::TypeRef;

impl Samples<'_, '_> {
    pub(super) fn list(
        &mut self,
        item: &TypeRef,
        example: Option<&Value>,
        target: Target,
    ) -> Option<Expr> {
        let (open, inner) = match target {
            Target::Argument => ("[", Target::Item),
            Target::Item | Target::Exact => ("vec![", Target::Exact),
        };
        let examples = example.and_then(Value::as_array);
        let examples = examples.into_iter().flatten().filter(|it| !it.is_null());
        let mut items: Vec<Expr> = Vec::new();
        for example in examples.take(LONGEST) {
            items.push(self.value(item, Some(example), inner)?);
        }
        if items.is_empty() {
            match self.value(item, None, inner) {
                Some(value) => items.push(value),
                None => return Some(self.empty_list(item)),
            }
        }
        Some(Expr::group(open, items, "]"))
    }

    /// A list whose items can't be made without end: `Vec::<Node>::new()`
    fn empty_list(&self, item: &TypeRef) -> Expr {
        Expr::Atom(format!("Vec::<{}>::new()", type_text(self.cx, item)))
    }

    pub(super) fn map(
        &mut self,
        value: &TypeRef,
        example: Option<&Value>,
        target: Target,
    ) -> Option<Expr> {
        let inner = if target == Target::Argument {
            Target::Item
        } else {
            Target::Exact
        };
        let first = example
            .and_then(Value::as_object)
            .and_then(|it| it.iter().next());
        let (key, example) = first.map_or(("key", None), |(key, value)| (key, Some(value)));
        let key = json::string(key);
        let key = if inner == Target::Exact {
            key.then("to_owned", Vec::new())
        } else {
            key
        };
        let value = self.value(value, example, inner)?;
        let entries = Expr::group("[", vec![Expr::group("(", vec![key, value], ")")], "]");
        Some(if target == Target::Argument {
            entries
        } else {
            Expr::call("std::collections::BTreeMap::from", vec![entries])
        })
    }

    /// An object of which nothing is known.
    pub(super) fn object(&mut self, example: Option<&Value>) -> Expr {
        self.needs.insert(Need::Json);
        let members = example.and_then(Value::as_object).into_iter().flatten();
        let entries = members.take(LONGEST).map(|(name, value)| {
            let name = json::string(name).then("to_owned", Vec::new());
            Expr::group("(", vec![name, json::json(value)], ")")
        });
        let entries: Vec<Expr> = entries.collect();
        if entries.is_empty() {
            return Expr::atom("serde_json::Map::new()");
        }
        Expr::call(
            "serde_json::Map::from_iter",
            vec![Expr::group("[", entries, "]")],
        )
    }

    /// Any JSON value.
    pub(super) fn json(&mut self, example: Option<&Value>, target: Target) -> Expr {
        match example {
            Some(Value::String(text)) if target == Target::Argument => json::string(text),
            Some(Value::Bool(value)) if target == Target::Argument => Expr::atom(value.to_string()),
            other => {
                self.needs.insert(Need::Json);
                let usual = serde_json::json!({"key": "value"});
                json::json(other.unwrap_or(&usual))
            }
        }
    }
}
