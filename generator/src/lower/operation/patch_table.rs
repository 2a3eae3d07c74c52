//! The properties that a patch can change, with the types of the response's properties.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::conventions;
use crate::lower::conventions::patchable::listed;
use crate::lower::operation::Operations;
use crate::lower::schema::types::Types;
use crate::model::{
    Body, BodyContent, Constraints, Docs, Field, Hint, OperationId, Outcome, PatchField,
    PatchTable, Presence, TypeRef,
};

impl Operations<'_> {
    /// The properties that the description of a JSON Patch operation lists.
    pub(in crate::lower) fn patch_table(
        &mut self,
        operation: OperationId,
        body: Option<&Body>,
        outcome: &Outcome,
    ) -> Option<PatchTable> {
        let names = self.patchable(operation, body);
        let target = if let Outcome::Json(target) | Outcome::OptionalJson(target) = outcome
            && !names.is_empty()
        {
            self.schemas.drain_queue();
            self.schemas.types.struct_of(target).map(|_| target)
        } else {
            None
        };
        let keys = self.patch_keys(operation, target, &names);
        let target = target?;
        let target_name = if let TypeRef::Named(id) = target
            && let Hint::Component(name) = &self.schemas.types.defs[*id].hint
        {
            Some(name.clone())
        } else {
            None
        };
        let fields = names.into_iter().map(|name| {
            let path = keys.get(&name).unwrap_or(&name);
            let found = self.schemas.types.field_at(target, path);
            patch_field(name, found)
        });
        Some(PatchTable {
            target: target_name,
            fields: fields.collect(),
        })
    }

    /// The names that the description of a JSON Patch operation lists; empty for other operations.
    fn patchable(&self, operation: OperationId, body: Option<&Body>) -> Vec<String> {
        let is_patch = body.is_some_and(|body| {
            matches!(&body.content, BodyContent::Json { ty, .. } if *ty == TypeRef::JsonPatch)
        });
        let description = self.lowered[operation].docs.description.as_deref();
        match description {
            Some(description) if is_patch => listed(description),
            _ => Vec::new(),
        }
    }

    /// The properties of the response that have the values of patchable properties under another name.
    fn patch_keys(
        &mut self,
        operation: OperationId,
        target: Option<&TypeRef>,
        names: &[String],
    ) -> BTreeMap<String, String> {
        let at = self.lowered[operation].at.clone();
        let mut keys = BTreeMap::new();
        let document = self.resolver.document;
        let Some(node) = document.get(&at) else {
            return keys;
        };
        for (name, path) in conventions::response_keys(node) {
            let has = |path: &str| {
                target.is_some_and(|it| self.schemas.types.field_at(it, path).is_some())
            };
            let fault = match path {
                _ if target.is_none() || !names.iter().any(|it| it == name) => {
                    "the description lists no such patchable property".to_owned()
                }
                _ if has(name) => "the response has a property of this name".to_owned(),
                None => "expected a path as a string".to_owned(),
                Some(path) if !has(path) => format!("the response has no property `{path}`"),
                Some(path) => {
                    keys.insert(name.to_owned(), path.to_owned());
                    continue;
                }
            };
            let at = at.key("x-response-keys").key(name);
            let message = format!("invalid entry `{name}` in `x-response-keys`: {fault}");
            self.reporter.report(Diagnostic::error(Code::InvalidResponseKey, &at, message).help(
                "map a property that the description lists to a property of the response, for example `override/level: level/direct`, or remove it",
            ));
        }
        keys
    }
}

impl Types {
    /// The property at a path with slashes between its names.
    fn field_at(&self, target: &TypeRef, path: &str) -> Option<&Field> {
        let mut found: Option<&Field> = None;
        for segment in path.split('/') {
            let shape = self.struct_of(found.map_or(target, |field| &field.ty))?;
            found = Some(shape.fields.iter().find(|field| field.wire == segment)?);
        }
        found
    }
}

fn patch_field(wire: String, found: Option<&Field>) -> PatchField {
    match found {
        Some(field) => PatchField {
            ty: field.ty.clone(),
            is_nullable: matches!(
                field.presence,
                Presence::Nullable | Presence::OptionalNullable
            ),
            docs: field.docs.clone(),
            constraints: field.constraints.clone(),
            wire,
        },
        None => PatchField {
            wire,
            ty: TypeRef::Json,
            is_nullable: false,
            docs: Docs::default(),
            constraints: Constraints::default(),
        },
    }
}
