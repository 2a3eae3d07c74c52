//! Media types of bodies: which are the same in both documents, and what became of the others.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Place, Side, Walk, written};
use crate::openapi::NodeKind;
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

/// The media types of two bodies.
#[derive(Default)]
pub(super) struct Matched<'l> {
    /// Those of both, each as it is written in either.
    pub(super) same: Vec<(&'l String, &'l String)>,
    removed: Vec<&'l String>,
    added: Vec<&'l String>,
}

impl Walk<'_> {
    /// Removed and new media types.
    pub(super) fn media(&mut self, place: &Place, old: &[String], new: &[String], what: &str) {
        let (removed, added) = if what == "request" {
            (
                RuleId::RequestMediaTypeRemoved,
                RuleId::RequestMediaTypeAdded,
            )
        } else {
            (
                RuleId::ResponseMediaTypeRemoved,
                RuleId::ResponseMediaTypeAdded,
            )
        };
        let media = Matched::new(old, new);
        for (_, is) in media.same.iter().filter(|(was, is)| was != is) {
            self.found(&place.inside(is), RuleId::DocumentationChanged, None, None);
        }
        let of_old = media.same.iter().map(|it| it.0).collect::<Vec<_>>();
        let of_new = media.same.iter().map(|it| it.1).collect::<Vec<_>>();
        for (side, at, media, others, rule) in [
            (self.old, &place.old, media.removed, of_old, removed),
            (self.new, &place.new, media.added, of_new, added),
        ] {
            for media in media {
                // Another spelling of a media type is no other one, unless its content is.
                let mut others = others.iter().filter(|it| is_same_media(it, media));
                let is_spelling = others.any(|it| side.has_same_content(at.as_ref(), media, it));
                let rule = if is_spelling {
                    RuleId::DocumentationChanged
                } else {
                    rule
                };
                self.found(&place.inside(media), rule, None, None);
            }
        }
    }
}

impl<'p> Side<'p> {
    /// Whether two media types of a body have the same content, words apart.
    fn has_same_content(self, at: Option<&SpecPath>, media: &str, other: &str) -> bool {
        let node = |media: &str| self.tree.get(&at?.keys(["content", media]));
        match (node(media), node(other)) {
            (Some(node), Some(other)) => {
                self.is_same_node(NodeKind::MediaType, node, other, &mut BTreeSet::new())
            }
            (None, _) | (_, None) => false,
        }
    }

    /// Whether two nodes of a document say the same, words apart, wherever they are written.
    fn is_same_node(
        self,
        kind: NodeKind,
        node: &'p Value,
        other: &'p Value,
        met: &mut BTreeSet<[usize; 2]>,
    ) -> bool {
        let pair = [node, other].map(|it| std::ptr::from_ref(it).addr());
        // A schema may refer to itself.
        if node == other || !met.insert(pair) {
            return true;
        }
        // Beside a reference, only this key acts.
        let [is_nullable, is_other] = [node, other].map(|it| it.get("nullable"));
        if [node, other].iter().any(|it| it.get("$ref").is_some()) && is_nullable != is_other {
            return false;
        }
        let (Some(node), Some(other)) = (self.followed(node), self.followed(other)) else {
            return false;
        };
        let mut is_same =
            |key: &str, node: Option<&'p Value>, other: Option<&'p Value>| match (node, other) {
                _ if written::is_documentation(kind, key) => true,
                (Some(node), Some(other)) => self.is_same_node(kind.child(key), node, other, met),
                (None, _) | (_, None) => node == other,
            };
        match (node, other) {
            (Value::Object(members), Value::Object(others)) if kind != NodeKind::Data => {
                let mut keys = members.keys().chain(others.keys());
                keys.all(|key| is_same(key, members.get(key), others.get(key)))
            }
            (Value::Array(items), Value::Array(others)) if kind != NodeKind::Data => {
                let mut pairs = items.iter().zip(others);
                items.len() == others.len()
                    && pairs.all(|(item, other)| is_same("", Some(item), Some(other)))
            }
            _ => node == other,
        }
    }
}

impl<'l> Matched<'l> {
    /// Pairs media types by their names, and then those that differ in capitals or in the character set that is understood
    /// anyway.
    pub(super) fn new(old: &'l [String], new: &'l [String]) -> Self {
        let mut media = Self {
            removed: old.iter().collect(),
            added: new.iter().collect(),
            ..Self::default()
        };
        media.pair(|was, is| was == is);
        media.pair(is_same_media);
        media
    }

    fn pair(&mut self, is_same: fn(&str, &str) -> bool) {
        let Self {
            same,
            removed,
            added,
        } = self;
        removed.retain(|was| {
            let found = added.iter().position(|is| is_same(was, is));
            same.extend(found.map(|n| (*was, added.remove(n))));
            found.is_none()
        });
    }
}

/// Returns whether two media types differ in capitals alone, or in the character set UTF-8.
pub(super) fn is_same_media(a: &str, b: &str) -> bool {
    let parts = |media: &str| -> Vec<String> {
        let parts = media.split(';').map(|it| it.trim().to_ascii_lowercase());
        let is_default = |it: &String| it.replace('"', "") == "charset=utf-8";
        parts.filter(|it| !is_default(it)).collect()
    };
    a == b || parts(a) == parts(b)
}
