//! Examples of responses, as the document shows them.

use serde_json::Value;

use crate::lower::node::resolve::Resolver;
use crate::spec_path::{SpecPath, percent_decode};

impl Resolver<'_> {
    /// The examples of a media type, or what its schema shows. One that can't be found is skipped: it changes nothing of
    /// what goes over the wire.
    pub(in crate::lower) fn examples(&self, media_at: &SpecPath) -> Vec<Value> {
        let one = self.document.get(&media_at.key("example"));
        let named = self.document.get(&media_at.key("examples"));
        let named = named.and_then(Value::as_object).into_iter().flatten();
        let named = named.filter_map(|(_, example)| self.referred(example)?.get("value"));
        let examples: Vec<Value> = one.into_iter().chain(named).cloned().collect();
        if !examples.is_empty() {
            return examples;
        }
        let schema = self.document.get(&media_at.key("schema"));
        let schema = schema.and_then(|schema| self.referred(schema));
        let shown = schema.and_then(|schema| schema.get("example"));
        shown.into_iter().cloned().collect()
    }

    /// The node itself, or the one that it refers to.
    fn referred<'n>(&'n self, node: &'n Value) -> Option<&'n Value> {
        let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
            return Some(node);
        };
        let pointer = percent_decode(reference.strip_prefix('#')?);
        self.document.get(&self.document.at.pointer(&pointer)?)
    }
}
