//! Requests of many items, of which only so many go into one.

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::conventions;
use crate::lower::operation::Operations;
use crate::lower::schema::types::Types;
use crate::model::{
    Body, BodyContent, Bulk, BulkItems, OperationId, Outcome, PathPart, Presence, Scalar, Shape,
    StructShape, TypeRef,
};
use crate::spec_path::SpecPath;

impl Operations<'_> {
    /// How the items of a request can be sent in blocks; `None` if it has no items, no bound, or an answer that is not a row
    /// for each.
    pub(in crate::lower) fn bulk(
        &mut self,
        operation: OperationId,
        body: Option<&Body>,
        outcome: &Outcome,
    ) -> Option<Bulk> {
        let body = body.filter(|body| body.required)?;
        let BodyContent::Json { ty, .. } = &body.content else {
            return None;
        };
        self.schemas.drain_queue();
        let (items, size) = match (ty, self.schemas.types.struct_of(ty)) {
            (TypeRef::List(_), _) => (BulkItems::Body, body.max_items?),
            // An object with a list may be one thing with many parts, unless it says that it is many things.
            (_, Some(_)) if self.says_bulk(operation) => {
                let (property, size) = self.schemas.types.only_bounded_list(ty)?;
                (BulkItems::Property(property), size)
            }
            _ => return None,
        };
        let rows = match outcome {
            Outcome::Empty => None,
            Outcome::Json(TypeRef::List(row)) => Some((**row).clone()),
            Outcome::Json(_)
            | Outcome::OptionalJson(_)
            | Outcome::Text
            | Outcome::Bytes
            | Outcome::ByStatus => return None,
        };
        let status = rows
            .as_ref()
            .and_then(|row| self.schemas.types.status_property(row));
        (size > 0).then_some(Bulk {
            items,
            size,
            rows,
            status,
            key: None,
        })
    }

    /// Adds the property that the document says items and rows share.
    pub(in crate::lower) fn row_key(
        &self,
        at: &SpecPath,
        body: Option<&Body>,
        bulk: Option<Bulk>,
    ) -> Option<Bulk> {
        let node = self.resolver.document.get(at);
        let Some(key) = node.and_then(|node| node.get(conventions::ROW_KEY)) else {
            return bulk;
        };
        match (key.as_str(), bulk) {
            (Some(key), Some(bulk)) if self.is_shared(key, body, &bulk) => Some(Bulk {
                key: Some(key.to_owned()),
                ..bulk
            }),
            (_, bulk) => {
                let at = at.key(conventions::ROW_KEY);
                let message = format!(
                    "`{}` names no property that the items of the request and the rows of the response share",
                    conventions::ROW_KEY
                );
                let help = "name a property of both, of an operation whose items are sent in blocks, or remove it";
                self.reporter
                    .report(Diagnostic::error(Code::InvalidResponseKey, &at, message).help(help));
                bulk
            }
        }
    }

    /// Returns whether items and rows have a property. An item that is not an object is the value itself.
    fn is_shared(&self, key: &str, body: Option<&Body>, bulk: &Bulk) -> bool {
        let types = &self.schemas.types;
        let Some(BodyContent::Json { ty, .. }) = body.map(|body| &body.content) else {
            return false;
        };
        let list = match &bulk.items {
            BulkItems::Body => Some(ty),
            BulkItems::Property(name) => types.property(ty, &[name]),
        };
        let Some(TypeRef::List(item)) = list else {
            return false;
        };
        let has = |ty: &TypeRef| types.property(ty, &[key]).is_some();
        bulk.rows.as_ref().is_some_and(has) && (types.struct_of(item).is_none() || has(item))
    }

    fn says_bulk(&self, operation: OperationId) -> bool {
        let operation = &self.lowered[operation];
        let mut words = operation.path.parts.iter().filter_map(|part| match part {
            PathPart::Literal(text) => Some(text.as_str()),
            PathPart::Param(_) => None,
        });
        conventions::is_bulk(&operation.id) || words.any(conventions::is_bulk)
    }
}

impl Types {
    pub(in crate::lower) fn struct_of(&self, ty: &TypeRef) -> Option<&StructShape> {
        let mut ty = ty;
        while let TypeRef::Named(id) = ty {
            match &self.defs[*id].shape {
                Shape::Struct(shape) => return Some(shape),
                Shape::Alias(target) => ty = target,
                Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id | Shape::Union(_) => {
                    return None;
                }
            }
        }
        None
    }

    /// The one required list that has a bound.
    fn only_bounded_list(&self, ty: &TypeRef) -> Option<(String, usize)> {
        let fields = &self.struct_of(ty)?.fields;
        let mut lists = fields.iter().filter_map(|field| {
            let is_list = matches!(field.ty, TypeRef::List(_)) && field.presence.is_required();
            let size = field.constraints.max_items.filter(|_| is_list)?;
            Some((field.wire.clone(), size))
        });
        lists.next().filter(|_| lists.next().is_none())
    }

    /// The property of a row that holds its outcome as an HTTP status.
    fn status_property(&self, row: &TypeRef) -> Option<String> {
        let fields = &self.struct_of(row)?.fields;
        let field = fields.iter().find(|field| {
            conventions::is_row_status(&field.wire)
                && matches!(field.ty, TypeRef::Scalar(Scalar::I64 | Scalar::Integer))
                && field.presence == Presence::Optional
        })?;
        Some(field.wire.clone())
    }
}
