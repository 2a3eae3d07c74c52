//! Forms that are one of several: their fields are those of all branches.

use super::part::Form;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::schema_node::joined;
use crate::lower::schema::Schemas;
use crate::model::{Hint, Part, PartContent, Role, Scalar, Shape, TypeRef};
use crate::spec_path::SpecPath;

/// How deep unions in unions are looked into, which bounds cycles.
const DEEPEST: usize = 8;

impl Schemas<'_> {
    /// The fields of the forms that a schema allows.
    pub(super) fn fields_of_schema(&mut self, form: Form<'_>, at: &SpecPath) -> Vec<Part> {
        let forms = self.alternatives(form, at, 0);
        self.merged(forms)
    }

    /// The fields of the forms that a type allows.
    pub(super) fn fields_of_type(&self, form: Form<'_>, ty: &TypeRef) -> Vec<Part> {
        self.merged(self.alternatives_of_type(ty, form, 0))
    }

    fn alternatives(&mut self, form: Form<'_>, at: &SpecPath, depth: usize) -> Vec<Vec<Part>> {
        let Some(node) = self.resolver.target_node(at).filter(|_| depth < DEEPEST) else {
            return Vec::new();
        };
        let branches = self.resolver.real_branches(&node);
        let is_plain = node.any.all_of.is_empty() && !self.resolver.has_extensions(&node);
        let has_fields = !node.any.properties.is_empty();
        if is_plain && has_fields && branches.is_empty() {
            // An inline form gets no struct: it would be unused.
            return vec![self.parts_of_properties(form, &node)];
        }
        if is_plain && !has_fields && !branches.is_empty() {
            let branches = branches.iter();
            return branches
                .flat_map(|at| self.alternatives(form, at, depth + 1))
                .collect();
        }
        let hint = Hint::Inline {
            owner: form.owner,
            role: Role::RequestBody,
        };
        let used = self.schema(at, hint);
        self.drain_queue();
        self.alternatives_of_type(&used.ty, form, depth)
    }

    /// The fields of a struct, or of each branch of a union.
    fn alternatives_of_type(&self, ty: &TypeRef, form: Form<'_>, depth: usize) -> Vec<Vec<Part>> {
        let TypeRef::Named(id) = ty else {
            return Vec::new();
        };
        match &self.types.defs[*id].shape {
            _ if depth == DEEPEST => Vec::new(),
            Shape::Alias(ty) => self.alternatives_of_type(ty, form, depth + 1),
            Shape::Struct(shape) => vec![self.parts_of_struct(shape, form)],
            Shape::Union(shape) => {
                let branches = shape.branches.iter();
                branches
                    .flat_map(|it| self.alternatives_of_type(&it.ty, form, depth + 1))
                    .collect()
            }
            Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id => Vec::new(),
        }
    }

    /// The fields of all forms. A field is required if every form requires it.
    fn merged(&self, forms: Vec<Vec<Part>>) -> Vec<Part> {
        let count = forms.len();
        let mut merged: Vec<(Part, usize)> = Vec::new();
        for part in forms.into_iter().flatten() {
            let own = usize::from(part.required);
            match merged.iter_mut().find(|(it, _)| it.wire == part.wire) {
                Some((known, required)) => {
                    *required += own;
                    self.merge(known, part);
                }
                None => merged.push((part, own)),
            }
        }
        let parts = merged.into_iter().map(|(part, required)| Part {
            required: required == count,
            ..part
        });
        parts.collect()
    }

    /// Adds what another form says of a field.
    fn merge(&self, known: &mut Part, part: Part) {
        if known.constraints != part.constraints {
            let message = format!(
                "the forms bound the field `{}` differently; the documentation has the bounds of the first form",
                part.wire.escape_debug()
            );
            self.reporter.report(
                Diagnostic::warning(Code::UnsupportedBody, &part.at, message)
                    .also(&known.at)
                    .help("describe the field alike in all forms"),
            );
        }
        let docs = &mut known.docs;
        docs.summary = docs.summary.take().or(part.docs.summary);
        docs.description = joined(docs.description.take(), part.docs.description);
        docs.deprecated |= part.docs.deprecated;
        unite(&mut known.content, &part.content);
    }
}

/// Makes a field's content one that holds the values of another, too.
fn unite(known: &mut PartContent, other: &PartContent) {
    if known == other {
        return;
    }
    *known = match (&known, other) {
        (PartContent::Text(_), PartContent::Text(_)) => {
            PartContent::Text(TypeRef::Scalar(Scalar::String))
        }
        _ => PartContent::Any(TypeRef::Json),
    };
}
