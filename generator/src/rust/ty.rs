//! Rust types and bounds as signatures name them.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "most types have no arguments"
)]

use std::borrow::Cow;
use std::fmt;

/// A type, or its replacement in an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ty<'a> {
    /// A type with its arguments: `Option<bool>`.
    Path(Path<'a>, Vec<Ty<'a>>),
    /// `()`, or a pair.
    Tuple(Vec<Ty<'a>>),
    /// `&str`
    Str,
    /// `&[u8]`
    ByteSlice,
    /// `impl Into<T>`, or another trait of the same meaning: see [`Ty::conversion`].
    Into(Box<Ty<'a>>),
    /// `impl IntoIterator<Item: Into<T>>`, or another trait of the same meaning: see [`Ty::items_conversion`].
    Items(Box<Ty<'a>>),
    /// `impl IntoIterator<Item = T>`
    Iterator(Box<Ty<'a>>),
}

/// The name of a type, by where it is declared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Path<'a> {
    /// In scope everywhere, or written in full.
    Std(&'static str),
    /// Below the root of the runtime.
    Runtime(&'static str),
    /// In the API's `models`.
    Model(Cow<'a, str>),
    /// The type of an id, in the API's `models`.
    Id(Cow<'a, str>),
    /// The builder of a model.
    Builder(&'a str),
    /// In the module of a group of operations.
    Group(&'a str, Cow<'a, str>),
    /// In the API's `operators`.
    Operators(String),
    /// Below the root of the crate.
    Crate(String),
    /// `Self`, or a type parameter.
    Local(&'a str),
}

impl<'a> Ty<'a> {
    pub(crate) const BOOL: Self = Self::std("bool");
    pub(crate) const STRING: Self = Self::std("String");
    pub(crate) const SELF: Self = Self::Path(Path::Local("Self"), Vec::new());
    pub(crate) const UNIT: Self = Self::Tuple(Vec::new());

    pub(crate) const fn std(name: &'static str) -> Self {
        Self::Path(Path::Std(name), Vec::new())
    }

    pub(crate) const fn runtime(name: &'static str) -> Self {
        Self::Path(Path::Runtime(name), Vec::new())
    }

    pub(crate) const fn local(name: &'a str) -> Self {
        Self::Path(Path::Local(name), Vec::new())
    }

    pub(crate) fn model(name: impl Into<Cow<'a, str>>) -> Self {
        Self::Path(Path::Model(name.into()), Vec::new())
    }

    pub(crate) fn group(module: &'a str, name: impl Into<Cow<'a, str>>) -> Self {
        Self::Path(Path::Group(module, name.into()), Vec::new())
    }

    pub(crate) fn in_crate(path: impl Into<String>) -> Self {
        Self::Path(Path::Crate(path.into()), Vec::new())
    }

    /// The same with these arguments.
    pub(crate) fn of(self, arguments: impl IntoIterator<Item = Self>) -> Self {
        match self {
            Self::Path(path, _) => Self::Path(path, arguments.into_iter().collect()),
            other => other,
        }
    }

    /// `Option<T>`
    pub(crate) fn option(self) -> Self {
        Self::std("Option").of([self])
    }

    /// `Vec<T>`
    pub(crate) fn list(self) -> Self {
        Self::std("Vec").of([self])
    }

    /// `Box<T>`
    pub(crate) fn boxed(self) -> Self {
        Self::std("Box").of([self])
    }

    /// `BTreeMap<String, T>`
    pub(crate) fn map(self) -> Self {
        Self::std("std::collections::BTreeMap").of([Self::STRING, self])
    }

    /// `impl Into<T>`
    pub(crate) fn into_self(self) -> Self {
        Self::Into(Box::new(self))
    }

    /// `impl IntoIterator<Item: Into<T>>`
    pub(crate) fn items(self) -> Self {
        Self::Items(Box::new(self))
    }

    /// `impl IntoIterator<Item = T>`
    pub(crate) fn iterator(self) -> Self {
        Self::Iterator(Box::new(self))
    }

    /// The trait of an argument that turns into this type, and its parameter. The runtime's own ones explain common mistakes.
    pub(crate) fn conversion(&self) -> (Path<'static>, &Self) {
        let (path, arguments) = match self {
            Self::Path(path, arguments) => (path, arguments.as_slice()),
            _ => return (Path::Std("Into"), self),
        };
        match (path, arguments) {
            (Path::Id(_), _) => (Path::Runtime("model::IntoId"), self),
            (Path::Model(_), _) => (Path::Runtime("model::IntoModel"), self),
            (Path::Runtime("Filter"), [request]) => (Path::Runtime("filter::IntoFilter"), request),
            (Path::Runtime("timestamp::Timestamp" | "timestamp::Date"), _) => {
                (Path::Runtime("timestamp::IntoTime"), self)
            }
            (Path::Runtime("patch::JsonPatch"), _) => (Path::Runtime("patch::IntoPatch"), self),
            _ => (Path::Std("Into"), self),
        }
    }

    /// The trait of an argument that turns into a list of this type, if it has one of its own, and its parameter.
    pub(crate) fn items_conversion(&self) -> Option<(Path<'static>, &Self)> {
        match self {
            Self::Path(Path::Runtime("Sorter"), arguments) => {
                Some((Path::Runtime("filter::IntoSorters"), arguments.first()?))
            }
            _ => None,
        }
    }

    /// The types right inside of this one.
    pub(crate) fn inner(&self) -> &[Ty<'a>] {
        match self {
            Self::Path(_, inner) | Self::Tuple(inner) => inner,
            Self::Str | Self::ByteSlice => &[],
            Self::Into(inner) | Self::Items(inner) | Self::Iterator(inner) => {
                std::slice::from_ref(inner)
            }
        }
    }

    /// Calls a function with every name in the type.
    pub(crate) fn each<'t>(&'t self, with: &mut impl FnMut(&'t Path<'a>)) {
        if let Self::Path(path, _) = self {
            with(path);
        }
        for inner in self.inner() {
            inner.each(with);
        }
    }

    /// The same with other types for some names; their arguments are dropped.
    pub(crate) fn replaced(&self, by: &impl Fn(&Path<'a>) -> Option<Self>) -> Self {
        let inner = |ty: &Self| Box::new(ty.replaced(by));
        let all = |list: &[Self]| list.iter().map(|ty| ty.replaced(by)).collect();
        match self {
            Self::Path(path, arguments) => {
                by(path).unwrap_or_else(|| Self::Path(path.clone(), all(arguments)))
            }
            Self::Tuple(list) => Self::Tuple(all(list)),
            Self::Str => Self::Str,
            Self::ByteSlice => Self::ByteSlice,
            Self::Into(ty) => Self::Into(inner(ty)),
            Self::Items(ty) => Self::Items(inner(ty)),
            Self::Iterator(ty) => Self::Iterator(inner(ty)),
        }
    }
}

/// Writes a list with commas.
pub(super) fn commas<T: fmt::Display>(f: &mut fmt::Formatter<'_>, list: &[T]) -> fmt::Result {
    for (n, item) in list.iter().enumerate() {
        write!(f, "{}{item}", if n == 0 { "" } else { ", " })?;
    }
    Ok(())
}

impl fmt::Display for Path<'_> {
    /// Types of the crate by their names alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Std(name) => write!(f, "{name}"),
            Self::Builder(name) | Self::Local(name) => f.write_str(name),
            Self::Runtime(name) => write!(f, "runtime::{name}"),
            Self::Model(name) | Self::Id(name) | Self::Group(_, name) => f.write_str(name),
            Self::Operators(name) => f.write_str(name),
            Self::Crate(path) => f.write_str(path.rsplit("::").next().unwrap_or(path)),
        }
    }
}

impl fmt::Display for Ty<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path, arguments) if arguments.is_empty() => path.fmt(f),
            Self::Path(path, arguments) => {
                write!(f, "{path}<")?;
                commas(f, arguments)?;
                f.write_str(">")
            }
            Self::Tuple(list) => {
                f.write_str("(")?;
                commas(f, list)?;
                f.write_str(")")
            }
            Self::Str => f.write_str("&str"),
            Self::ByteSlice => f.write_str("&[u8]"),
            Self::Into(ty) => {
                let (name, parameter) = ty.conversion();
                write!(f, "impl {name}<{parameter}>")
            }
            Self::Items(ty) => {
                if let Some((name, parameter)) = ty.items_conversion() {
                    return write!(f, "impl {name}<{parameter}>");
                }
                let (name, parameter) = ty.conversion();
                write!(f, "impl IntoIterator<Item: {name}<{parameter}>>")
            }
            Self::Iterator(ty) => write!(f, "impl IntoIterator<Item = {ty}>"),
        }
    }
}
