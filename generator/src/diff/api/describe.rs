//! Descriptions of differences.

use crate::rust::surface::{Item, What};
use crate::rust::{Argument, Fn, Ty};

pub(super) fn removed(item: &Item<'_>) -> String {
    format!("{} is removed", named(item))
}

pub(super) fn added(item: &Item<'_>) -> String {
    format!("{} is new", named(item))
}

pub(super) fn renamed(was: &str, is: &str) -> String {
    if shown(was) == shown(is) {
        return format!("`{was}` is now `{is}`");
    }
    format!("`{}` is now `{}`", shown(was), shown(is))
}

pub(super) fn required(owner: &str, field: &str) -> String {
    format!(
        "`{}` can't be built without `{}`",
        shown(owner),
        shown(field)
    )
}

pub(super) fn without_argument(method: &str, name: &str) -> String {
    format!("`{}` no longer takes `{}`", shown(method), shown(name))
}

pub(super) fn with_argument(method: &str, name: &str) -> String {
    format!("`{}` takes `{}` too", shown(method), shown(name))
}

pub(super) fn reordered(method: &str) -> String {
    format!("the arguments of `{}` have another order", shown(method))
}

pub(super) fn argument(method: &str, was: &Argument<'_>, is: &Argument<'_>) -> String {
    format!(
        "`{}` took `{}` for `{}` and takes `{}` for `{}`",
        shown(method),
        short(&was.ty),
        shown(was.name),
        short(&is.ty),
        shown(is.name)
    )
}

pub(super) fn needs_body(request: &str) -> String {
    format!("`{}` can't be sent before `body` is given", shown(request))
}

pub(super) fn needs_no_body(request: &str) -> String {
    format!(
        "`{0}` can be sent without a body, so the type `{0}<Given>` is removed",
        shown(request)
    )
}

pub(super) fn gated(was: &Item<'_>, is: &Item<'_>) -> String {
    let features = |item: &Item<'_>| match item.features() {
        [] => "any feature of the API".to_owned(),
        list => format!("`{}`", list.join("` or `")),
    };
    format!(
        "{} needed {} and needs {}",
        named(was),
        features(was),
        features(is)
    )
}

/// Only the signatures of the items differ.
pub(super) fn changed(was: &Item<'_>, is: &Item<'_>) -> String {
    let name = named(was);
    match (&was.what, &is.what) {
        (What::Fn(was), What::Fn(is)) => function(&name, was, is),
        (What::Field(_, was), What::Field(_, is))
        | (What::Const(_, was), What::Const(_, is))
        | (What::Alias(_, was), What::Alias(_, is)) => {
            format!("{name} was `{}` and is `{}`", short(was), short(is))
        }
        (What::Variant(_, Some(was)), What::Variant(_, Some(is))) => {
            format!("{name} held `{}` and holds `{}`", short(was), short(is))
        }
        (What::Struct(was), What::Struct(is)) | (What::Enum(was), What::Enum(is)) => {
            let only = |a: &[&'static str], b: &[&'static str]| -> Vec<&'static str> {
                a.iter().filter(|it| !b.contains(it)).copied().collect()
            };
            let lost = only(&was.derives, &is.derives);
            if lost.is_empty() {
                let gained = only(&is.derives, &was.derives);
                return format!("{name} implements `{}`", gained.join("`, `"));
            }
            format!("{name} no longer implements `{}`", lost.join("`, `"))
        }
        (was, is) => format!("{name} was `{was}` and is `{is}`"),
    }
}

fn function(name: &str, was: &Fn<'_>, is: &Fn<'_>) -> String {
    let taken = |function: &Fn<'_>| -> String {
        let types = function.arguments.iter().map(|it| short(&it.ty));
        let types: Vec<String> = types.collect();
        if types.is_empty() {
            "nothing".to_owned()
        } else {
            format!("`{}`", types.join("`, `"))
        }
    };
    let (before, after) = (taken(was), taken(is));
    if before == after && was.output == is.output {
        // A name of the document may be that of another type now.
        format!("{name} takes or returns another type of the same name")
    } else if before == after {
        format!(
            "{name} returned `{}` and returns `{}`",
            was.output, is.output
        )
    } else {
        format!("{name} took {before} and takes {after}")
    }
}

/// An item as a reader calls it: without its module.
fn named(item: &Item<'_>) -> String {
    let member = |name: &str| match &item.of {
        Some(of) => format!("`{}::{}`", without_arguments(&of.to_string()), shown(name)),
        None => format!("`{}`", shown(name)),
    };
    match &item.what {
        What::Feature(name) => format!("the cargo feature `{name}`"),
        What::Module(name) => format!("the module `{}`", shown(name)),
        What::Struct(it) | What::Enum(it) => {
            format!("`{}`", without_arguments(&it.name.to_string()))
        }
        What::Fn(function) => member(&function.name),
        What::Impl(ty) => match &item.of {
            Some(of) => format!("`{ty}` for `{of}`"),
            None => format!("`{ty}`"),
        },
        What::Field(name, _)
        | What::Variant(name, _)
        | What::Alias(name, _)
        | What::Const(name, _)
        | What::Reexport(name) => member(name),
        What::Macro("composites", arguments) => {
            let (request, joined) = arguments.split_once(": ").unwrap_or((arguments, ""));
            format!("`{}` between filters of `{request}`", joined.to_lowercase())
        }
        What::Macro(name, arguments) => format!("`{name}!({arguments})`"),
    }
}

fn without_arguments(ty: &str) -> &str {
    shown(ty.split('<').next().unwrap_or(ty))
}

/// A name as documentation shows it; of an operation, its method.
fn shown(name: &str) -> &str {
    let name = name.rsplit("::").next().unwrap_or(name);
    name.trim_start_matches("r#")
}

/// A type as people call it: without paths.
pub(in crate::diff) fn short(ty: &Ty<'_>) -> String {
    let text = ty.to_string();
    let is_part = |c: char| c.is_alphanumeric() || "_#:".contains(c);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(is_part) {
        let end = rest[start..].find(|c| !is_part(c));
        let end = end.map_or(rest.len(), |end| start + end);
        let word = &rest[start..end];
        out.push_str(&rest[..start]);
        // `Item: Into<T>` is not a path.
        out.push_str(word.rsplit("::").next().unwrap_or(word));
        rest = &rest[end..];
    }
    out + rest
}
