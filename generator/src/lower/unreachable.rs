//! Branches of unions whose tag another branch has, so that no value is read as them, or other properties decide.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, Branch, Shape, TypeRef, UnionShape, tag_text};
use crate::syntax::Document;

/// Reports tags that mean two branches, and branches that have no tag of their own.
pub(super) fn report(document: &Document, api: &Api, diagnostics: &mut Diagnostics) {
    for (_, def) in api.types.iter() {
        if let Shape::Union(union) = &def.shape
            && let Some(property) = &union.discriminator
        {
            for (n, branch) in union.branches.iter().enumerate() {
                // Where the document names no property, it says nowhere that tags are distinct.
                if !branch.tags.is_empty() && !names_property(document, branch) {
                    continue;
                }
                if let Some(found) = lost(api, union, property, n, branch) {
                    diagnostics.push(found);
                }
            }
        }
    }
}

fn lost(
    api: &Api,
    union: &UnionShape,
    property: &str,
    n: usize,
    branch: &Branch,
) -> Option<Diagnostic> {
    let own = if branch.tags.is_empty() {
        values(api, &branch.ty, property)
    } else {
        branch.tags.clone()
    };
    let owner = |tag: &Value| {
        let others = union.branches.iter().enumerate();
        // Two branches with a tag are reported once.
        let mut others = others.filter(|(m, _)| *m < n || branch.tags.is_empty() && *m != n);
        others.find(|(_, other)| other.tags.contains(tag))
    };
    let (tag, (_, other)) = own.iter().find_map(|tag| Some((tag, owner(tag)?)))?;
    let text = tag_text(tag);
    // Branches that have a tag are tried one after another.
    let is_lost = branch.tags.is_empty() && own.iter().all(|tag| owner(tag).is_some());
    let message = if is_lost {
        format!("no value is read as this branch: `{text}` of `{property}` means another branch")
    } else {
        format!(
            "`{text}` of `{property}` means two branches; the other properties decide between them"
        )
    };
    let found = Diagnostic::warning(Code::UnreachableBranch, &branch.at, message);
    Some(found.also(&other.at).help(format!(
        "give each branch values of its own in `{property}`"
    )))
}

/// Returns whether the union of a branch names the property that distinguishes its branches.
fn names_property(document: &Document, branch: &Branch) -> bool {
    let list = branch.at.parent();
    let union = list.filter(|it| matches!(it.last(), Some("oneOf" | "anyOf")));
    let union = union.and_then(|it| document.get(&it.parent()?));
    union.is_none_or(|it| it.get("discriminator").is_some())
}

/// The values that a branch lists for a property.
fn values(api: &Api, ty: &TypeRef, property: &str) -> Vec<Value> {
    let Some(Shape::Struct(shape)) = shape(api, ty) else {
        return Vec::new();
    };
    let field = shape.fields.iter().find(|field| field.wire == property);
    let listed = field.and_then(|field| self::shape(api, &field.ty));
    if let Some(Shape::StringEnum(values)) = listed {
        return values.iter().map(|it| it.wire.clone().into()).collect();
    }
    Vec::new()
}

/// The shape behind aliases, of which there are no cycles.
fn shape<'a>(api: &'a Api, ty: &TypeRef) -> Option<&'a Shape> {
    let mut ty = ty;
    while let TypeRef::Named(id) = ty {
        let shape = &api.types[*id].shape;
        let Shape::Alias(target) = shape else {
            return Some(shape);
        };
        ty = target;
    }
    None
}
