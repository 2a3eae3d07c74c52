//! Media types of bodies: which are the same in both documents, and what became of the others.

use super::{Place, Walk};
use crate::rule_id::RuleId;

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
        for media in old {
            match same_media(media, new) {
                None => self.found(&place.inside(media), removed, None, None),
                Some(other) if other != media => {
                    let here = place.inside(other);
                    self.found(&here, RuleId::DocumentationChanged, None, None);
                }
                Some(_) => {}
            }
        }
        for media in new.iter().filter(|it| same_media(it, old).is_none()) {
            self.found(&place.inside(media), added, None, None);
        }
    }
}

/// The media type of a list that is this one: by its name, or else by one that differs in capitals or in the character set that
/// is understood anyway.
pub(super) fn same_media<'l>(media: &str, list: &'l [String]) -> Option<&'l String> {
    let exact = list.iter().find(|it| *it == media);
    exact.or_else(|| list.iter().find(|it| is_same_media(it, media)))
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
