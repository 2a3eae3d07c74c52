//! Request bodies, and the parts of forms.

use super::operations::Both;
use super::values::Value;
use super::{Place, Walk, Ways};
use crate::model::{Body, BodyContent, BulkItems, Constraints, Part, PartContent, TypeRef};
use crate::rule_id::RuleId;
use crate::rust::surface::Spot;

impl Walk<'_> {
    pub(super) fn body(&mut self, both: &Both<'_>) {
        let here = both
            .place("body", Ways::REQUEST)
            .spots(both.spots("body").into_iter().chain(both.spots("send")));
        let (was, is) = match (&both.old.1.body, &both.new.1.body) {
            (None, None) => return,
            (Some(was), None) => {
                let spots = self.part_spots(both);
                let here = here.at(Some(&was.at), None);
                let here = with_spots(here, spots);
                return self.found(&here, RuleId::BodyRemoved, None, None);
            }
            (None, Some(is)) => {
                let spots = self.part_spots(both);
                let here = with_spots(here.at(None, Some(&is.at)), spots);
                let rule = if is.required {
                    RuleId::RequiredBodyAdded
                } else {
                    RuleId::BodyAdded
                };
                return self.found(&here, rule, None, None);
            }
            (Some(was), Some(is)) => (was, is),
        };
        let Body {
            content: _,
            // Compared as they are written.
            others: _,
            required,
            // A bound like others.
            max_items: _,
            offered,
            constraints: _,
            // Compared as they are written.
            examples: _,
            docs,
            at,
        } = was;
        let here = here.at(Some(at), Some(&is.at));
        match (required, is.required) {
            (false, true) => {
                let here = with_spots(here.clone(), self.part_spots(both));
                self.found(&here, RuleId::BodyBecameRequired, None, None);
            }
            (true, false) => {
                let here = with_spots(here.clone(), self.part_spots(both));
                self.found(&here, RuleId::BodyBecameOptional, None, None);
            }
            (true, true) | (false, false) => {}
        }
        self.docs(&here, docs, &is.docs);
        let spots = [self.part_spots(both), self.other_spots(both)].concat();
        let is_same = std::mem::discriminant(&was.content) == std::mem::discriminant(&is.content);
        // A body of the same kind has changes of its own.
        let media = if is_same {
            here.clone().spots(spots)
        } else {
            with_spots(here.clone(), spots)
        };
        self.media(&media, offered, &is.offered, "request");
        self.body_residue(&here, offered, &is.offered);
        self.body_content(both, &here, &media, [was, is]);
    }

    fn body_content(
        &mut self,
        both: &Both<'_>,
        here: &Place,
        media: &Place,
        [was, is]: [&Body; 2],
    ) {
        match (&was.content, &is.content) {
            (
                BodyContent::Json {
                    ty: TypeRef::JsonPatch,
                    ..
                },
                BodyContent::Json {
                    ty: TypeRef::JsonPatch,
                    ..
                },
            ) => self.patch_body(here, was, is),
            (BodyContent::Json { ty, .. }, BodyContent::Json { ty: now, .. }) => {
                let blocks = self.blocks(both, here);
                let without = |constraints: &Constraints| Constraints {
                    max_items: constraints.max_items.filter(|_| !blocks),
                    ..constraints.clone()
                };
                let (old, new) = (without(&was.constraints), without(&is.constraints));
                self.value(
                    here,
                    Value::new(ty, false, &old),
                    Value::new(now, false, &new),
                );
            }
            (
                BodyContent::Form { fields: parts } | BodyContent::Multipart { parts, .. },
                BodyContent::Form { fields: now } | BodyContent::Multipart { parts: now, .. },
            ) => self.parts(both, parts, now),
            // Then one media type replaced another, or the schema is one of bytes.
            (
                BodyContent::Json { .. }
                | BodyContent::Form { .. }
                | BodyContent::Multipart { .. }
                | BodyContent::Text { .. }
                | BodyContent::Bytes { .. },
                _,
            ) => {
                let is_same =
                    std::mem::discriminant(&was.content) == std::mem::discriminant(&is.content);
                if !is_same && was.offered == is.offered {
                    self.found(media, RuleId::TypeChanged, None, None);
                }
            }
        }
    }

    /// Returns whether the body's bound is the size of a block in both documents; then says what became of it.
    fn blocks(&mut self, both: &Both<'_>, place: &Place) -> bool {
        let (Some(was), Some(is)) = (&both.old.1.bulk, &both.new.1.bulk) else {
            return false;
        };
        let rule = match is.size.cmp(&was.size) {
            std::cmp::Ordering::Less => RuleId::BlockSizeLowered,
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Greater => RuleId::BlockSizeRaised,
        };
        let (a, b) = (was.size.to_string(), is.size.to_string());
        self.found(place, rule, a, b);
        matches!((&was.items, &is.items), (BulkItems::Body, BulkItems::Body))
    }

    /// The arguments and setters that the fields of forms have.
    fn part_spots(&self, both: &Both<'_>) -> Vec<Spot> {
        let old = &self.old.plan.names.operations[both.old.0].parts;
        let new = &self.new.plan.names.operations[both.new.0].parts;
        let names = old.iter().chain(new);
        names.flat_map(|name| both.spots(name)).collect()
    }

    /// The setters of further media types that only one of the crates has.
    fn other_spots(&self, both: &Both<'_>) -> Vec<Spot> {
        let old = &self.old.plan.names.operations[both.old.0].others;
        let new = &self.new.plan.names.operations[both.new.0].others;
        let removed = old.iter().filter(|name| !new.contains(name));
        let added = new.iter().filter(|name| !old.contains(name));
        let names = removed.chain(added);
        names.flat_map(|name| both.spots(name)).collect()
    }

    fn parts(&mut self, both: &Both<'_>, old: &[Part], new: &[Part]) {
        let (a, b) = (
            &self.old.plan.names.operations[both.old.0].parts.clone(),
            &self.new.plan.names.operations[both.new.0].parts.clone(),
        );
        if old.is_empty() != new.is_empty() {
            let here = both.place("body", Ways::REQUEST).spots(both.spots("body"));
            let rule = if old.is_empty() {
                RuleId::ObjectDescribed
            } else {
                RuleId::ObjectUndescribed
            };
            self.found(&here, rule, None, None);
        }
        for (n, part) in old.iter().enumerate() {
            let here = both.place(&format!("body.{}", part.wire), Ways::REQUEST);
            let spots = a.get(n).map(|name| Spot::new(&both.owners.0, name));
            let Some(m) = new.iter().position(|other| other.wire == part.wire) else {
                let here = here.at(Some(&part.at), None).spots(spots);
                self.found(&here, RuleId::PartRemoved, None, None);
                continue;
            };
            let more = b.get(m).map(|name| Spot::new(&both.owners.1, name));
            let here = here
                .at(Some(&part.at), Some(&new[m].at))
                .spots(spots.into_iter().chain(more));
            self.part(&here, part, &new[m]);
        }
        for (m, part) in new.iter().enumerate() {
            if old.iter().any(|other| other.wire == part.wire) {
                continue;
            }
            let spots = b.get(m).map(|name| both.spots(name));
            let here = both
                .place(&format!("body.{}", part.wire), Ways::REQUEST)
                .at(None, Some(&part.at))
                .spots(spots.into_iter().flatten());
            let rule = if part.required {
                RuleId::RequiredPartAdded
            } else {
                RuleId::PartAdded
            };
            self.found(&here, rule, None, None);
        }
    }

    fn part(&mut self, place: &Place, old: &Part, new: &Part) {
        let Part {
            wire: _,
            content,
            required,
            docs,
            constraints,
            // Compared as written, with all of `encoding`.
            media: _,
            headers,
            at: _,
        } = old;
        match (required, new.required) {
            (false, true) => self.found(place, RuleId::PartBecameRequired, None, None),
            (true, false) => self.found(place, RuleId::PartBecameOptional, None, None),
            (true, true) | (false, false) => {}
        }
        match (docs.deprecated, new.docs.deprecated) {
            (false, true) => self.found(place, RuleId::ParameterDeprecated, None, None),
            (true, false) => self.found(place, RuleId::ParameterUndeprecated, None, None),
            (true, true) | (false, false) => {}
        }
        if *headers != new.headers {
            self.found(
                &place.inside("headers"),
                RuleId::EncodingChanged,
                None,
                None,
            );
        }
        self.docs(place, docs, &new.docs);
        self.schema_residue(place);
        let mut text = place.clone();
        text.is_text = is_text(content) && is_text(&new.content);
        let place = &text;
        if is_list_of(content, &new.content) {
            let (was, is) = (kind(content), kind(&new.content));
            self.found(place, RuleId::TypeWidened, was, is);
            if let (Some(was), Some(item)) = (content.ty(), new.content.ty()) {
                let was = Value::new(was, false, constraints);
                self.list_of_one(place, was, item, &new.constraints);
            }
            return;
        }
        if std::mem::discriminant(content) != std::mem::discriminant(&new.content) {
            return self.found(
                place,
                RuleId::PartKindChanged,
                kind(content),
                kind(&new.content),
            );
        }
        match (content.ty(), new.content.ty()) {
            (Some(was), Some(is)) => self.value(
                place,
                Value::new(was, false, constraints),
                Value::new(is, false, &new.constraints),
            ),
            _ => self.bounds(place, constraints, &new.constraints),
        }
    }
}

fn with_spots(mut place: Place, spots: Vec<Spot>) -> Place {
    place.spots.extend(spots);
    place
}

/// Whether a field is written as text, where `1` is a number and a string.
fn is_text(content: &PartContent) -> bool {
    matches!(
        content,
        PartContent::Text(_) | PartContent::TextList(_) | PartContent::Styled { .. }
    )
}

/// Whether a field may be repeated that could not: one item is written as before.
fn is_list_of(old: &PartContent, new: &PartContent) -> bool {
    matches!(
        (old, new),
        (PartContent::Text(_), PartContent::TextList(_))
            | (PartContent::File, PartContent::FileList)
            | (PartContent::Json(_), PartContent::JsonList(_))
    )
}

fn kind(content: &PartContent) -> String {
    match content {
        PartContent::Text(_) => "a text",
        PartContent::TextList(_) => "several texts",
        PartContent::File => "a file",
        PartContent::FileList => "several files",
        PartContent::Json(_) => "a JSON text",
        PartContent::JsonList(_) => "several JSON texts",
        PartContent::Any(_) => "text or JSON",
        PartContent::Styled { .. } => "a field in a style of parameters",
    }
    .to_owned()
}
