//! Lists that are read page after page.

use serde_json::{Number, Value};

use crate::config::service::{self as config, ShortPage};
use crate::lower::operation::Operations;
use crate::lower::operation::outcome::preferred_outcome;
use crate::lower::schema::types::Types;
use crate::model::{
    Keyset, Method, Operation, OperationId, Outcome, Paging, Param, Scalar, Shape, TypeRef,
};

impl Operations<'_> {
    /// Finds out how each list is read. Comes after all types have their shapes.
    pub(in crate::lower) fn paging(&mut self) {
        let ids: Vec<OperationId> = self.lowered.ids().collect();
        for id in ids {
            self.lowered[id].paging = self.paging_of(&self.lowered[id]);
        }
    }

    fn paging_of(&self, operation: &Operation) -> Option<Paging> {
        let reads = matches!(operation.method, Method::Get | Method::Post);
        let Outcome::Json(list) = preferred_outcome(&operation.successes) else {
            return None;
        };
        let TypeRef::List(item) = self.schemas.types.behind_aliases(&list) else {
            return None;
        };
        let names = self.service.lists.as_ref()?;
        let limit = self.schemas.types.number(operation, &names.limit)?;
        self.schemas.types.number(operation, &names.offset)?;
        let bounds = &limit.constraints;
        let largest = bounds
            .maximum
            .as_ref()
            .filter(|_| !bounds.exclusive_maximum)
            .and_then(positive)
            .or(names.largest_page);
        let default = bounds
            .default
            .as_ref()
            .and_then(Value::as_number)
            .and_then(positive);
        let keyset = names.keyset.as_ref();
        let keyset = keyset.filter(|it| query(operation, &it.after).is_some());
        let has_keyset = |it: &&config::Keyset| {
            query(operation, &it.sorters).is_some() && self.schemas.types.has_property(item, &it.id)
        };
        let count = names.count.as_ref();
        reads.then(|| Paging {
            offset: names.offset.clone(),
            limit: names.limit.clone(),
            page_size: largest.or(default).unwrap_or(names.page_size),
            largest_page: largest,
            short_page_ends: largest.is_some() && self.service.short_page == ShortPage::End,
            count: count.and_then(|it| Some(query(operation, it)?.wire.clone())),
            window: keyset.and_then(|it| it.window),
            keyset: keyset.filter(has_keyset).map(|it| Keyset {
                after: it.after.clone(),
                sorters: it.sorters.clone(),
                id: it.id.clone(),
                paths: sort_paths(operation),
            }),
            item: (**item).clone(),
        })
    }
}

impl Types {
    /// The parameter of that name, if it is a whole number.
    fn number<'o>(&self, operation: &'o Operation, name: &str) -> Option<&'o Param> {
        let is_whole = |param: &&Param| {
            matches!(
                self.behind_aliases(&param.ty),
                TypeRef::Scalar(Scalar::I32 | Scalar::I64 | Scalar::U64 | Scalar::Integer)
            )
        };
        query(operation, name).filter(is_whole)
    }

    fn has_property(&self, ty: &TypeRef, name: &str) -> bool {
        let TypeRef::Named(id) = self.behind_aliases(ty) else {
            return false;
        };
        let Shape::Struct(shape) = &self.defs[*id].shape else {
            return false;
        };
        shape.fields.iter().any(|field| field.wire == name)
    }
}

fn sort_paths(operation: &Operation) -> Vec<(String, String)> {
    let fields = operation.fields.iter().flat_map(|table| &table.fields);
    fields
        .filter(|field| field.sorts)
        .filter_map(|field| Some((field.wire.clone(), field.path.clone()?)))
        .collect()
}

fn query<'o>(operation: &'o Operation, name: &str) -> Option<&'o Param> {
    operation.query_params.iter().find(|it| it.wire == name)
}

fn positive(number: &Number) -> Option<u64> {
    number.as_u64().filter(|number| *number > 0)
}
