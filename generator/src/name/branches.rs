//! Names of the branches of unions: title, tags or type of each, if no other branch has the same; else its number.

use super::{Case, TypeNames, case};
use crate::model::{
    Api, Branch, Hint, IdMap, Owner, Role, Scalar, Shape, TypeDef, TypeId, TypeRef, UnionShape,
    tag_text,
};

/// The most tags that a name lists.
const MOST_TAGS: usize = 3;

/// The words of the variants of a union.
pub(super) fn variants(
    api: &Api,
    names: &IdMap<TypeId, TypeNames>,
    union: TypeId,
    shape: &UnionShape,
) -> Vec<String> {
    let branches = shape.branches.iter();
    let mut words: Vec<String> = branches
        .map(|branch| variant(api, names, union, branch))
        .collect();
    for n in 0..words.len() {
        let name = |n: usize| case::name(Case::Variant, &words[n]);
        let is_taken = (0..n).any(|m| name(m) == name(n));
        // A title is the document's own, which its qualification by style keeps.
        if is_taken && title(shape, &shape.branches[n]).is_none() {
            words[n] = format!("variant {}", n + 1);
        }
    }
    words
}

fn variant(api: &Api, names: &IdMap<TypeId, TypeNames>, union: TypeId, branch: &Branch) -> String {
    let Shape::Union(shape) = &api.types[union].shape else {
        return String::new();
    };
    if let Some(title) = title(shape, branch) {
        return title.to_owned();
    }
    let TypeRef::Named(id) = &branch.ty else {
        return type_words(names, &branch.ty);
    };
    match &api.types[*id].hint {
        Hint::Inline {
            owner: Owner::Type(owner),
            role: Role::Branch { number, .. },
        } if *owner == union => words(api, shape, branch, *number),
        // What another place describes is named after that place.
        Hint::Component(_) | Hint::Resource(_) | Hint::Inline { .. } => names[*id].item.clone(),
    }
}

/// The words of a branch of a union in the name of a type that it describes; `None` if the type is part of no branch.
pub(super) fn of_type(api: &Api, union: TypeId, def: &TypeDef, number: usize) -> Option<String> {
    let Shape::Union(shape) = &api.types[union].shape else {
        return None;
    };
    let at = def.at.to_pointer();
    let mut branches = shape.branches.iter();
    let branch = branches.find(|it| {
        let inside = at.strip_prefix(&it.at.to_pointer());
        inside.is_some_and(|it| it.is_empty() || it.starts_with('/'))
    })?;
    Some(words(api, shape, branch, number))
}

fn words(api: &Api, shape: &UnionShape, branch: &Branch, number: usize) -> String {
    if let Some(title) = title(shape, branch) {
        return title.to_owned();
    }
    let untitled = || {
        shape
            .branches
            .iter()
            .filter(|it| title(shape, it).is_none())
    };
    let is_only = |key: &dyn Fn(&Branch) -> Option<String>| {
        let key_of = |it: &Branch| key(it).and_then(|it| case::name(Case::Variant, &it));
        let own = key_of(branch);
        own.is_some() && untitled().filter(|it| key_of(it) == own).count() == 1
    };
    let kind = |it: &Branch| kind(api, &it.ty).map(str::to_owned);
    let by_tags = tags(branch).filter(|_| is_only(&tags));
    let by_kind = || kind(branch).filter(|_| is_only(&kind));
    by_tags
        .or_else(by_kind)
        .unwrap_or_else(|| format!("variant {number}"))
}

/// The title of a branch, if it makes a name and no other branch has the same.
fn title<'b>(shape: &UnionShape, branch: &'b Branch) -> Option<&'b str> {
    let name = |it: &Branch| case::name(Case::Variant, it.title.as_deref()?);
    let own = name(branch)?;
    let same = shape
        .branches
        .iter()
        .filter(|it| name(it).as_ref() == Some(&own));
    branch.title.as_deref().filter(|_| same.count() == 1)
}

/// The tags of a branch, if they are few.
fn tags(branch: &Branch) -> Option<String> {
    let tags: Vec<String> = branch.tags.iter().map(tag_text).collect();
    (1..=MOST_TAGS)
        .contains(&tags.len())
        .then(|| tags.join(" or "))
}

/// The word for the JSON type.
fn kind(api: &Api, ty: &TypeRef) -> Option<&'static str> {
    Some(match ty {
        TypeRef::Named(id) => match &api.types[*id].shape {
            Shape::Struct(_) => "object",
            Shape::StringEnum(_) | Shape::Id => "string",
            Shape::IntegerEnum(_) => "integer",
            Shape::Alias(ty) => return kind(api, ty),
            Shape::Union(_) => return None,
        },
        TypeRef::List(_) => "array",
        TypeRef::Map(_) | TypeRef::Object => "object",
        TypeRef::Scalar(_)
        | TypeRef::Nullable(_)
        | TypeRef::Json
        | TypeRef::JsonPatch
        | TypeRef::JsonPatchOperation => return None,
    })
}

/// The words for a type.
fn type_words(names: &IdMap<TypeId, TypeNames>, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(id) => names[*id].item.clone(),
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Bool => "boolean",
            Scalar::I32 => "integer32",
            Scalar::I64 => "integer64",
            Scalar::U64 => "unsigned",
            Scalar::Integer => "integer",
            Scalar::Number => "number",
            Scalar::String => "string",
            Scalar::Date => "date",
            Scalar::Timestamp => "timestamp",
            Scalar::Base64 => "base64",
            Scalar::Binary => "binary",
        }
        .to_owned(),
        TypeRef::List(item) => format!("{} array", type_words(names, item)),
        TypeRef::Map(value) => format!("{} map", type_words(names, value)),
        TypeRef::Nullable(inner) => format!("nullable {}", type_words(names, inner)),
        TypeRef::Object => "object".to_owned(),
        TypeRef::Json => "json".to_owned(),
        TypeRef::JsonPatch => "json patch".to_owned(),
        TypeRef::JsonPatchOperation => "json patch operation".to_owned(),
    }
}
