//! Keys of an operation's nodes without effect, for its documentation.
//!
//! The warnings with addresses come from the check against the table; here the same keys are found by following the
//! references of one operation.

use serde_json::Value;

use crate::lower::node::resolve::Resolver;
use crate::lower::operation::Operations;
use crate::model::Owner;
use crate::openapi::{self, NodeKind};
use crate::spec_path::{SpecPath, percent_decode};

/// How many references are followed one after the other.
const LONGEST_CHAIN: usize = 32;

impl<'a> Resolver<'a> {
    /// One sentence for each key without effect in an operation or in what it refers to, schemas left out.
    pub(super) fn without_effect(&self, item_at: &SpecPath, node: &'a Value) -> Vec<String> {
        let mut found = Vec::new();
        self.collect(NodeKind::Operation, node, 0, &mut found);
        let shared = self.document.get(&item_at.key("parameters"));
        if let Some(shared) = shared {
            let kind = NodeKind::List(&NodeKind::Parameter);
            self.collect(kind, shared, 0, &mut found);
        }
        found
    }

    fn collect(&self, kind: NodeKind, node: &'a Value, links: usize, found: &mut Vec<String>) {
        if matches!(kind, NodeKind::Schema | NodeKind::Data) || links > LONGEST_CHAIN {
            return;
        }
        if let Value::Array(items) = node {
            for item in items {
                self.collect(kind.child(""), item, links, found);
            }
        }
        let Value::Object(members) = node else {
            return;
        };
        if kind.is_referable()
            && let Some(reference) = members.get("$ref").and_then(Value::as_str)
        {
            let pointer = reference.strip_prefix('#').map(percent_decode);
            let target = pointer.and_then(|it| self.document.at.pointer(&it));
            if let Some(target) = target.and_then(|it| self.document.get(&it)) {
                self.collect(kind, target, links + 1, found);
            }
            return;
        }
        for (key, value) in members {
            let known = kind.grammar().and_then(|grammar| grammar.key(key));
            let Some(notice) = known.and_then(|known| known.notice) else {
                self.collect(kind.child(key), value, links, found);
                continue;
            };
            let is_new = !found.iter().any(|it| it == notice.message);
            if openapi::says_something(value) && is_new {
                found.push(notice.message.to_owned());
            }
        }
    }
}

impl Operations<'_> {
    /// Remembers for the docs of an operation that something has no effect.
    pub(super) fn has_no_effect(&mut self, owner: Owner, sentence: String) {
        let Owner::Operation(id) = owner else {
            return;
        };
        let known = &mut self.lowered[id].unsupported;
        if !known.contains(&sentence) {
            known.push(sentence);
        }
    }
}
