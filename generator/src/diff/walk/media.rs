//! Media types of bodies: which are the same in both documents, and what became of the others.

use super::{Place, Side, Walk};
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

impl Side<'_> {
    fn has_same_content(self, at: Option<&SpecPath>, media: &str, other: &str) -> bool {
        let node = |media: &str| self.node(&at?.keys(["content", media]));
        node(media) == node(other)
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
