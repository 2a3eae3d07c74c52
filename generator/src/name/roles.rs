//! The words of a type that has no name of its own: what it is for, and what it is.

use super::{Case, case};
use crate::model::{Role, Shape};

pub(super) fn role_words(role: &Role, branch: &dyn Fn(usize) -> Option<String>) -> String {
    match role {
        Role::Property(name) | Role::Parameter(name) => name.clone(),
        Role::Item(role) => format!("{} item", role_words(role, branch)),
        Role::Value(Some(role)) => format!("{} value", role_words(role, branch)),
        Role::OwnItem => "item".to_owned(),
        Role::Value(None) => "value".to_owned(),
        Role::Branch { title, number } => branch(*number)
            .or_else(|| {
                title
                    .clone()
                    .filter(|it| case::name(Case::Type, it).is_some())
            })
            .unwrap_or_else(|| format!("variant {number}")),
        Role::RequestBody => "body".to_owned(),
        Role::Response(status) if status.starts_with('2') => "response".to_owned(),
        Role::Response(status) => format!("{status} response"),
    }
}

pub(super) fn role_kind(role: &Role) -> &'static str {
    match role {
        Role::Property(_) => "property",
        Role::Parameter(_) => "parameter",
        Role::Item(_) | Role::OwnItem => "element",
        Role::Value(_) => "entry",
        Role::Branch { .. } => "branch",
        Role::RequestBody => "request",
        Role::Response(_) => "reply",
    }
}

pub(super) fn shape_word(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "object",
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => "kind",
        Shape::Union(_) => "choice",
        Shape::Id => "id",
        Shape::Alias(_) => "alias",
    }
}
