//! Headers of responses.

use super::{Place, Walk};
use crate::model::ResponseHeader;
use crate::rule_id::RuleId;

impl Walk<'_> {
    pub(super) fn headers(
        &mut self,
        place: &Place,
        old: &[ResponseHeader],
        new: &[ResponseHeader],
    ) {
        let is_same = |a: &ResponseHeader, b: &ResponseHeader| a.name.eq_ignore_ascii_case(&b.name);
        for was in old {
            let here = place.inside(&format!("header.{}", was.name)).spots([]);
            if let Some(is) = new.iter().find(|is| is_same(was, is)) {
                // Another spelling of a header's name is the same header.
                if was.name != is.name {
                    let here = here.inside("name").at(Some(&was.at), Some(&is.at));
                    self.found(&here, RuleId::DocumentationChanged, None, None);
                }
                self.header(&here.at(Some(&was.at), Some(&is.at)), was, is);
                continue;
            }
            let rule = if was.required {
                RuleId::RequiredResponseHeaderRemoved
            } else {
                RuleId::ResponseHeaderRemoved
            };
            self.found(&here.at(Some(&was.at), None), rule, None, None);
        }
        for is in new {
            if !old.iter().any(|was| is_same(was, is)) {
                let here = place.inside(&format!("header.{}", is.name)).spots([]);
                let here = here.at(None, Some(&is.at));
                self.found(&here, RuleId::ResponseHeaderAdded, None, None);
            }
        }
    }

    fn header(&mut self, place: &Place, old: &ResponseHeader, new: &ResponseHeader) {
        let ResponseHeader {
            name: _,
            required,
            kind,
            values,
            constraints,
            docs,
            at: _,
        } = old;
        match (required, new.required) {
            (false, true) => self.found(place, RuleId::ResponseHeaderBecameRequired, None, None),
            (true, false) => self.found(place, RuleId::ResponseHeaderBecameOptional, None, None),
            (true, true) | (false, false) => {}
        }
        match (docs.deprecated, new.docs.deprecated) {
            (false, true) => self.found(place, RuleId::ResponseHeaderDeprecated, None, None),
            (true, false) => self.found(place, RuleId::ResponseHeaderUndeprecated, None, None),
            (true, true) | (false, false) => {}
        }
        self.docs(place, docs, &new.docs);
        self.header_residue(place);
        if *kind != new.kind {
            self.found(
                place,
                RuleId::ResponseHeaderTypeChanged,
                kind.clone(),
                new.kind.clone(),
            );
            return;
        }
        let (was, is) = (&constraints.format, &new.constraints.format);
        self.format(place, was.as_deref(), is.as_deref());
        let is_integer = kind.as_deref() == Some("integer");
        self.number_bounds(place, is_integer, constraints, &new.constraints);
        self.example(place, constraints, &new.constraints);
        match (values.is_empty(), new.values.is_empty()) {
            (true, false) => return self.found(place, RuleId::EnumIntroduced, None, None),
            (false, true) => return self.found(place, RuleId::EnumLifted, None, None),
            (true, true) | (false, false) => {}
        }
        for value in values.iter().filter(|value| !new.values.contains(value)) {
            let here = super::values::value_place(place, value);
            self.found(&here, RuleId::ListedValueRemoved, None, None);
        }
        for value in new.values.iter().filter(|value| !values.contains(value)) {
            let here = super::values::value_place(place, value);
            self.found(&here, RuleId::ListedValueAdded, None, None);
        }
    }
}
