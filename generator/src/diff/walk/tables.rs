//! The filters, sorters, patches, paging and bulk items of an operation.

use super::operations::Both;
use super::{Side, Walk, Ways};
use crate::model::{Bulk, FieldTable, Keyset, Paging, PatchField, PatchTable, TableField};
use crate::rule_id::RuleId;
use crate::rust::FieldConstant;
use crate::rust::surface::Spot;

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
                RuleId::PatchableFieldAdded
            } else {
                RuleId::PatchableFieldRemoved
            };
            self.found(&here, rule, None, None);
        }
        self.paging(both);
        self.bulk(both);
    }

    /// All that the crates have of an operation's filters and sorters.
    pub(super) fn table_spots(&self, both: &Both<'_>) -> Vec<Spot> {
        let mut spots = both.spots("fields").to_vec();
        for (side, id, operation) in [
            (self.old, both.old.0, both.old.1),
            (self.new, both.new.0, both.new.1),
        ] {
            let constants = side.api.operations[id].fields.iter();
            spots.extend(constants.flat_map(|constant| spots_of(both, constant)));
            let joints = operation.fields.iter().flat_map(|it| &it.composites);
            let members = joints.map(|it| format!("composites.{}", it.wire()));
            spots.extend(members.flat_map(|member| both.spots(&member)));
        }
        spots
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
            self.found(&here, RuleId::FilterJointRemoved, None, None);
        }
        for joined in new.composites.iter().filter(|it| !composites.contains(it)) {
            let here = both
                .place(&format!("filters.{}", joined.wire()), Ways::REQUEST)
                .spots(both.spots(&format!("composites.{}", joined.wire())));
            self.found(&here, RuleId::FilterJointAdded, None, None);
        }
    }

    fn table_field(
        &mut self,
        both: &Both<'_>,
        wire: &str,
        old: Option<(usize, &TableField)>,
        new: Option<(usize, &TableField)>,
    ) {
        let constants = [
            old.and_then(|(n, _)| self.old.api.operations[both.old.0].fields.get(n)),
            new.and_then(|(m, _)| self.new.api.operations[both.new.0].fields.get(m)),
        ];
        let constants = constants.into_iter().flatten();
        let spots: Vec<Spot> = constants
            .flat_map(|constant| spots_of(both, constant))
            .collect();
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
        let here = here.spots(spots);
        if is.is_empty() && !was.is_empty() {
            self.found(&here, RuleId::FilterFieldRemoved, None, None);
        } else {
            for operator in &removed {
                let place = here.inside(operator.wire());
                self.found(&place, RuleId::FilterOperatorRemoved, None, None);
            }
        }
        if was.is_empty() && !is.is_empty() {
            self.found(&here, RuleId::FilterFieldAdded, None, None);
        } else {
            for operator in &added {
                let place = here.inside(operator.wire());
                self.found(&place, RuleId::FilterOperatorAdded, None, None);
            }
        }
        let sorts = |field: Option<(usize, &TableField)>| field.is_some_and(|(_, it)| it.sorts);
        match (sorts(old), sorts(new)) {
            (true, false) => self.found(&here, RuleId::SortFieldRemoved, None, None),
            (false, true) => self.found(&here, RuleId::SortFieldAdded, None, None),
            (true, true) | (false, false) => {}
        }
        if let (Some((_, old)), Some((_, new))) = (old, new) {
            let value = |side: Side<'_>, id, field: &TableField| {
                let mut fields = side.api.operations[id].fields.iter();
                let constant = fields.find(|it| it.model.wire == field.wire);
                constant.map(|it| format!("`{}`", side.api.resolved(&it.value)))
            };
            let was = value(self.old, both.old.0, old);
            let is = value(self.new, both.new.0, new);
            if was != is {
                self.found(&here, RuleId::FilterValueTypeChanged, was, is);
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
            let all = [
                Some(&names.set),
                names.add.as_ref(),
                names.clear.as_ref(),
                names.null.as_ref(),
            ];
            let all = all.into_iter().flatten();
            all.map(|name| format!("patch.{name}")).collect()
        };
        for (n, was) in fields.iter().enumerate() {
            let members = setters(self.old, both.old.0, n);
            let here = both
                .place(&format!("patch.{}", was.wire), Ways::REQUEST)
                .spots(members.iter().flat_map(|member| both.spots(member)));
            let Some(is) = new.fields.iter().find(|is| is.wire == was.wire) else {
                self.found(&here, RuleId::PatchableFieldRemoved, None, None);
                continue;
            };
            let value = |side: Side<'_>, id, field: &PatchField| {
                let methods = side.api.operations[id].patch.as_ref()?.fields.iter();
                let mut of_field = methods.filter(|it| it.model.wire == field.wire);
                let ty = &of_field.next()?.set.value.ty;
                Some(format!("`{}`", side.api.resolved(ty)))
            };
            let was = value(self.old, both.old.0, was);
            let is = value(self.new, both.new.0, is);
            if was != is {
                self.found(&here, RuleId::PatchValueTypeChanged, was, is);
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
            self.found(&here, RuleId::PatchableFieldAdded, None, None);
        }
    }

    fn paging(&mut self, both: &Both<'_>) {
        let here = both.place("paging", Ways::BOTH).spots(both.spots("items"));
        let (was, is) = match (&both.old.1.paging, &both.new.1.paging) {
            (None, None) => return,
            (Some(_), None) => return self.found(&here, RuleId::PagingLost, None, None),
            (None, Some(_)) => return self.found(&here, RuleId::PagingIntroduced, None, None),
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
            short_page_ends: _,
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
            (Some(_), None) => self.found(&here, RuleId::KeysetLost, None, None),
            (None, Some(_)) => self.found(&here, RuleId::KeysetIntroduced, None, None),
            (Some(was), Some(is)) if was != is => {
                self.found(&here, RuleId::KeysetLost, Some(was.2), Some(is.2));
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
            (Some(_), None) => self.found(&here, RuleId::BlocksLost, None, None),
            (None, Some(bulk)) => {
                let Bulk {
                    items: _,
                    size,
                    // The response's rows.
                    rows: _,
                    status: _,
                    // How the client reads the rows, which an overlay adds.
                    key: _,
                } = bulk;
                self.found(&here, RuleId::BlocksIntroduced, None, size.to_string());
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
}

/// A constant, and the set of operators in its type.
fn spots_of(both: &Both<'_>, constant: &FieldConstant<'_>) -> impl Iterator<Item = Spot> {
    let operators = Spot::new("operators", &*constant.operators);
    let spots = both.spots(&format!("fields.{}", constant.name));
    spots.into_iter().chain([operators])
}
