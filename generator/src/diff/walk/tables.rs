//! What an operation filters and sorts by, what it patches, and how its list is read and its items are sent.

use super::operations::Both;
use super::{Walk, Ways};
use crate::diff::surface::{RustType, Spot};
use crate::model::{Bulk, FieldTable, Keyset, Paging, PatchTable, TableField};

impl Walk<'_> {
    pub(super) fn tables(&mut self, both: &Both<'_>) {
        let (was, is) = (both.old.1, both.new.1);
        if let (Some(was), Some(is)) = (&was.fields, &is.fields) {
            self.field_tables(both, was, is);
        }
        if let (Some(was), Some(is)) = (&was.patch, &is.patch) {
            self.patch_tables(both, was, is);
        } else if was.patch.is_some() != is.patch.is_some() {
            let here = both.place("body", Ways::REQUEST).spots(both.spots("patch"));
            let rule = if is.patch.is_some() {
                "patchable-field-added"
            } else {
                "patchable-field-removed"
            };
            self.found(&here, rule, None, None);
        }
        self.paging(both);
        self.bulk(both);
    }

    /// All that the crates have of an operation's filters and sorters.
    pub(super) fn table_spots(&self, both: &Both<'_>) -> Vec<Spot> {
        let mut members = Vec::new();
        for (side, id, operation) in [
            (self.old, both.old.0, both.old.1),
            (self.new, both.new.0, both.new.1),
        ] {
            let Some(table) = &operation.fields else {
                continue;
            };
            let names = &side.plan.names.operations[id].fields;
            members.extend(names.iter().map(|name| format!("fields.{name}")));
            let joints = table.composites.iter();
            members.extend(joints.map(|it| format!("composites.{}", it.wire())));
        }
        let spots = members.iter().flat_map(|member| both.spots(member));
        spots.collect()
    }

    fn field_tables(&mut self, both: &Both<'_>, old: &FieldTable, new: &FieldTable) {
        let FieldTable { fields, composites } = old;
        for (n, was) in fields.iter().enumerate() {
            let is = new.fields.iter().position(|is| is.wire == was.wire);
            self.table_field(
                both,
                &was.wire,
                Some((n, was)),
                is.map(|m| (m, &new.fields[m])),
            );
        }
        for (m, is) in new.fields.iter().enumerate() {
            if fields.iter().all(|was| was.wire != is.wire) {
                self.table_field(both, &is.wire, None, Some((m, is)));
            }
        }
        for joined in composites.iter().filter(|it| !new.composites.contains(it)) {
            let here = both
                .place(&format!("filters.{}", joined.wire()), Ways::REQUEST)
                .spots(both.spots(&format!("composites.{}", joined.wire())));
            self.found(&here, "filter-joint-removed", None, None);
        }
        for joined in new.composites.iter().filter(|it| !composites.contains(it)) {
            let here = both
                .place(&format!("filters.{}", joined.wire()), Ways::REQUEST)
                .spots(both.spots(&format!("composites.{}", joined.wire())));
            self.found(&here, "filter-joint-added", None, None);
        }
    }

    fn table_field(
        &mut self,
        both: &Both<'_>,
        wire: &str,
        old: Option<(usize, &TableField)>,
        new: Option<(usize, &TableField)>,
    ) {
        let (a, b) = (
            &self.old.plan.names.operations[both.old.0].fields,
            &self.new.plan.names.operations[both.new.0].fields,
        );
        let names = [
            old.and_then(|(n, _)| a.get(n)),
            new.and_then(|(m, _)| b.get(m)),
        ];
        let names: Vec<String> = names.into_iter().flatten().cloned().collect();
        let spots = |tail: &str| -> Vec<Spot> {
            let members = names.iter().map(|name| format!("fields.{name}{tail}"));
            members.flat_map(|member| both.spots(&member)).collect()
        };
        let at = (old.map(|(_, it)| &it.at), new.map(|(_, it)| &it.at));
        let here = both
            .place("fields", Ways::REQUEST)
            .inside(wire)
            .at(at.0, at.1);
        let operators = |field: Option<(usize, &TableField)>| {
            field.map_or(Vec::new(), |(_, field)| field.operators.clone())
        };
        let (was, is) = (operators(old), operators(new));
        let removed: Vec<_> = was.iter().filter(|it| !is.contains(it)).collect();
        let added: Vec<_> = is.iter().filter(|it| !was.contains(it)).collect();
        let tails = |operators: &[&crate::model::Operator]| -> Vec<Spot> {
            let tails = operators.iter().map(|it| format!(".{}", it.wire()));
            spots("")
                .into_iter()
                .chain(tails.flat_map(|tail| spots(&tail)))
                .collect()
        };
        if is.is_empty() && !was.is_empty() {
            let here = here.clone().spots(tails(&removed));
            self.found(&here, "filter-field-removed", None, None);
        } else {
            for operator in &removed {
                let place = here.inside(operator.wire());
                let place = place.spots(spots(&format!(".{}", operator.wire())));
                self.found(&place, "filter-operator-removed", None, None);
            }
        }
        if was.is_empty() && !is.is_empty() {
            let here = here.clone().spots(tails(&added));
            self.found(&here, "filter-field-added", None, None);
        } else {
            for operator in &added {
                let place = here.inside(operator.wire());
                let place = place.spots(spots(&format!(".{}", operator.wire())));
                self.found(&place, "filter-operator-added", None, None);
            }
        }
        let sorts = |field: Option<(usize, &TableField)>| field.is_some_and(|(_, it)| it.sorts);
        let both_spots = || spots("").into_iter().chain(spots(".sort"));
        match (sorts(old), sorts(new)) {
            (true, false) => {
                let here = here.clone().spots(both_spots());
                self.found(&here, "sort-field-removed", None, None);
            }
            (false, true) => {
                let here = here.clone().spots(both_spots());
                self.found(&here, "sort-field-added", None, None);
            }
            (true, true) | (false, false) => {}
        }
        if let (Some((_, old)), Some((_, new))) = (old, new) {
            let was = old.ty.as_ref().map(|ty| RustType::of(self.old.plan, ty));
            let is = new.ty.as_ref().map(|ty| RustType::of(self.new.plan, ty));
            if was != is {
                let words = |ty: Option<RustType>| ty.map(|ty| format!("`{ty}`"));
                let here = here.spots(spots(""));
                self.found(&here, "filter-value-type-changed", words(was), words(is));
            }
        }
    }

    fn patch_tables(&mut self, both: &Both<'_>, old: &PatchTable, new: &PatchTable) {
        let PatchTable { target: _, fields } = old;
        let setters = |side: super::Side<'_>, id, n: usize| -> Vec<String> {
            let names = &side.plan.names.operations[id];
            let Some(names) = names.patch_setters.get(n) else {
                return Vec::new();
            };
            let all = [Some(&names.set), names.add.as_ref(), names.clear.as_ref()];
            let all = all.into_iter().flatten();
            all.map(|name| format!("patch.{name}")).collect()
        };
        for (n, was) in fields.iter().enumerate() {
            let members = setters(self.old, both.old.0, n);
            let here = both
                .place(&format!("patch.{}", was.wire), Ways::REQUEST)
                .spots(members.iter().flat_map(|member| both.spots(member)));
            let Some(is) = new.fields.iter().find(|is| is.wire == was.wire) else {
                self.found(&here, "patchable-field-removed", None, None);
                continue;
            };
            let old = RustType::of(self.old.plan, &was.ty);
            let new = RustType::of(self.new.plan, &is.ty);
            if old != new {
                let words = |ty: RustType| Some(format!("`{ty}`"));
                self.found(&here, "patch-value-type-changed", words(old), words(new));
            }
        }
        for (m, is) in new.fields.iter().enumerate() {
            if fields.iter().any(|was| was.wire == is.wire) {
                continue;
            }
            let members = setters(self.new, both.new.0, m);
            let here = both
                .place(&format!("patch.{}", is.wire), Ways::REQUEST)
                .spots(members.iter().flat_map(|member| both.spots(member)));
            self.found(&here, "patchable-field-added", None, None);
        }
    }

    fn paging(&mut self, both: &Both<'_>) {
        let here = both.place("paging", Ways::BOTH).spots(both.spots("items"));
        let (was, is) = match (&both.old.1.paging, &both.new.1.paging) {
            (None, None) => return,
            (Some(_), None) => return self.found(&here, "paging-lost", None, None),
            (None, Some(_)) => return self.found(&here, "paging-introduced", None, None),
            (Some(was), Some(is)) => (was, is),
        };
        let Paging {
            // Parameters, compared as such.
            offset: _,
            limit: _,
            count: _,
            // Follow from the maximum and the default of a parameter.
            page_size: _,
            largest_page: _,
            window: _,
            keyset,
            // The response's item.
            item: _,
        } = was;
        let by = |keyset: &Keyset| {
            let Keyset {
                after,
                sorters,
                id,
                // Where the records have the fields.
                paths: _,
            } = keyset;
            (after.clone(), sorters.clone(), id.clone())
        };
        match (keyset.as_ref().map(by), is.keyset.as_ref().map(by)) {
            (Some(_), None) => self.found(&here, "keyset-lost", None, None),
            (None, Some(_)) => self.found(&here, "keyset-introduced", None, None),
            (Some(was), Some(is)) if was != is => {
                self.found(&here, "keyset-lost", Some(was.2), Some(is.2));
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }

    /// The size of a block is compared with the body.
    fn bulk(&mut self, both: &Both<'_>) {
        let here = both
            .place("body", Ways::REQUEST)
            .spots(both.spots("send_all"));
        match (&both.old.1.bulk, &both.new.1.bulk) {
            (Some(_), None) => self.found(&here, "blocks-lost", None, None),
            (None, Some(bulk)) => {
                let Bulk {
                    items: _,
                    size,
                    // The response's rows.
                    rows: _,
                    status: _,
                } = bulk;
                self.found(&here, "blocks-introduced", None, size.to_string());
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
}
