//! Required values of a caller.

use std::collections::BTreeMap;

use super::{Comparison, Difference, Renames, describe};
use crate::rust::surface::Spot;
use crate::rust::{Field, Kind, Operation, Struct, Type};

impl Comparison<'_, '_> {
    /// Values that are newly required.
    pub(super) fn needs(&mut self, renames: &Renames) {
        let (old, new) = (self.old.0, self.new.0);
        let types = new.types.iter().map(|(_, it)| (it.name, it));
        let types: BTreeMap<&str, &Type<'_>> = types.collect();
        for (_, was) in old.types.iter() {
            let name = renames.types.get(was.name).map_or(was.name, String::as_str);
            if let Some(now) = types.get(name)
                && let (Kind::Struct(before), Kind::Struct(after)) = (&was.kind, &now.kind)
            {
                self.fields(was.name, before, after);
            }
        }
        let operations = new.operations.iter().map(|(_, it)| (it.owner(), it));
        let operations: BTreeMap<String, &Operation<'_>> = operations.collect();
        for (_, was) in old.operations.iter() {
            let owner = was.owner();
            let owner_now = renames.operations.get(&owner).unwrap_or(&owner);
            if let Some(now) = operations.get(owner_now) {
                self.arguments(&owner, was, now);
                self.body(&owner, was, now);
            }
        }
    }

    fn must(&mut self, owner: &str, member: &str, words: String) {
        self.found.push(Difference {
            spot: Spot::new(owner, member),
            breaks: true,
            words,
            at: [None, None],
        });
    }

    fn fields(&mut self, owner: &str, was: &Struct<'_>, is: &Struct<'_>) {
        let is_known = |field: &Field<'_>| was.fields.iter().any(|it| it.name == field.name);
        let required = is.fields.iter().filter(|field| field.state.is_some());
        for field in required.filter(|field| !is_known(field)) {
            self.must(owner, field.name, describe::required(owner, field.name));
        }
    }

    /// Arguments are given by place: one of another name in the place of an old one takes what that took.
    fn arguments(&mut self, owner: &str, old: &Operation<'_>, new: &Operation<'_>) {
        let (was, is) = (old.arguments(), new.arguments());
        let has =
            |list: &[crate::rust::Argument<'_>], name: &str| list.iter().any(|it| it.name == name);
        if was.len() != is.len() {
            for argument in was.iter().filter(|it| !has(&is, it.name)) {
                let words = describe::without_argument(old.method, argument.name);
                self.must(owner, argument.name, words);
            }
            for argument in is.iter().filter(|it| !has(&was, it.name)) {
                let words = describe::with_argument(old.method, argument.name);
                self.must(owner, argument.name, words);
            }
            return;
        }
        let mut is_reordered = false;
        for (before, after) in was.iter().zip(&is) {
            if before.name != after.name && has(&is, before.name) && has(&was, after.name) {
                is_reordered = true;
            } else if self.old.1.ty(&before.ty).to_string() != self.new.1.ty(&after.ty).to_string()
            {
                let words = describe::argument(old.method, before, after);
                self.must(owner, before.name, words);
            }
        }
        if is_reordered {
            self.must(owner, "order", describe::reordered(old.method));
        }
    }

    /// The request has a type parameter where it needs its body.
    fn body(&mut self, owner: &str, was: &Operation<'_>, is: &Operation<'_>) {
        match (was.needs_body(), is.needs_body()) {
            (false, true) => self.must(owner, "body", describe::needs_body(is.request)),
            (true, false) if is.body.is_some() => {
                self.must(owner, "body", describe::needs_no_body(was.request));
            }
            (true | false, _) => {}
        }
    }
}
