//! What a patch can change, with the types that the answer tells.

use super::LowerCx;
use super::conventions::patchable::listed;
use crate::model::{
    Body, BodyContent, Constraints, Docs, Hint, OperationId, Outcome, PatchField, PatchTable,
    Presence, TypeRef,
};

impl LowerCx<'_> {
    /// The properties that the description of a JSON Patch operation lists.
    pub(super) fn patch_table(
        &mut self,
        operation: OperationId,
        body: Option<&Body>,
        outcome: &Outcome,
    ) -> Option<PatchTable> {
        let BodyContent::Json { ty, .. } = &body?.content else {
            return None;
        };
        if *ty != TypeRef::JsonPatch {
            return None;
        }
        let names = listed(self.operations[operation].docs.description.as_deref()?);
        let (Outcome::Json(target) | Outcome::OptionalJson(target)) = outcome else {
            return None;
        };
        self.drain_queue();
        self.struct_of(target)?;
        let target_name = if let TypeRef::Named(id) = target
            && let Hint::Component(name) = &self.types[*id].hint
        {
            Some(name.clone())
        } else {
            None
        };
        let fields: Vec<PatchField> = names
            .into_iter()
            .map(|name| self.patch_field(target, name))
            .collect();
        (!fields.is_empty()).then_some(PatchTable {
            target: target_name,
            fields,
        })
    }

    fn patch_field(&self, target: &TypeRef, wire: String) -> PatchField {
        let mut ty = target;
        let mut found = None;
        for segment in wire.split('/') {
            found = self
                .struct_of(ty)
                .and_then(|shape| shape.fields.iter().find(|field| field.wire == segment));
            match found {
                Some(field) => ty = &field.ty,
                None => break,
            }
        }
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
}
