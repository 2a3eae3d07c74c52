//! The identity of an item on both sides: its place and name, with old names as the new crate has them.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "most types have no other name"
)]

use std::collections::BTreeMap;

use super::Renames;
use crate::rust::surface::{Declaration, Item, What};
use crate::rust::{Api, Fn, Kind, Operation, Path, Ty, testing};

/// How one side calls things, translated to what both sides have.
pub(super) struct Names<'a> {
    module: &'a str,
    aliases: BTreeMap<&'a str, Ty<'a>>,
    /// Names of this side to those of the other.
    renamed: BTreeMap<String, String>,
    /// Modules of groups by the owners of operations that are in another group now.
    moved: BTreeMap<String, [String; 2]>,
}

impl<'a> Names<'a> {
    /// The names of the new side, which stay as they are.
    pub(super) fn of(api: &Api<'a>) -> Self {
        Self {
            module: api.module,
            aliases: api.aliases.clone(),
            renamed: BTreeMap::new(),
            moved: BTreeMap::new(),
        }
    }

    /// The names of the old side, with those that replace them.
    pub(super) fn of_old(old: &Api<'a>, new: &Api<'_>, renames: &Renames) -> Self {
        let mut names = Self::of(old);
        names.rename(old.handle, new.handle);
        names.rename(&testing::mock(old.handle), &testing::mock(new.handle));
        names.rename(&testing::calls(old.handle), &testing::calls(new.handle));
        for (was, is) in &renames.types {
            names.rename(was, is);
            let builder = |api: &Api<'_>, name: &str| {
                let mut types = api.types.iter();
                types.find_map(|(_, ty)| match &ty.kind {
                    Kind::Struct(it) if ty.name == name => Some(it.builder.name.to_owned()),
                    _ => None,
                })
            };
            if let (Some(was), Some(is)) = (builder(old, was), builder(new, is)) {
                names.rename(&was, &is);
            }
        }
        for (was, is) in &renames.operations {
            if let (Some(was), Some(is)) = (operation(old, was), operation(new, is)) {
                names.rename_operation(was, is);
            }
        }
        names
    }

    /// Whether both sides call everything alike.
    pub(super) fn calls_like(&self, other: &Self) -> bool {
        self.renamed.is_empty() && self.aliases == other.aliases
    }

    fn rename(&mut self, was: &str, is: &str) {
        if was != is {
            self.renamed.insert(was.to_owned(), is.to_owned());
        }
    }

    fn rename_operation(&mut self, was: &Operation<'_>, is: &Operation<'_>) {
        self.rename(was.method, is.method);
        self.rename(was.request, is.request);
        self.rename(&was.on(), &is.on());
        self.rename(&was.expectation(), &is.expectation());
        self.rename(&was.call(), &is.call());
        if let (Some(was), Some(is)) = (&was.outcome, &is.outcome) {
            self.rename(was.name, is.name);
        }
        if let (Some(was), Some(is)) = (&was.patch, &is.patch) {
            self.rename(was.name, is.name);
        }
        let modules = [was, is].map(|it| format!("::{}", it.group));
        if modules[0] != modules[1] {
            self.moved.insert(was.owner(), modules);
        }
    }

    fn name<'n>(&'n self, name: &'n str) -> &'n str {
        self.renamed.get(name).map_or(name, String::as_str)
    }

    /// The identity of an item.
    pub(super) fn key(&self, item: &Item<'a>) -> String {
        let module = item.module.strip_prefix(self.module);
        let mut key = module.unwrap_or(&item.module).to_owned();
        if let Some([was, is]) = self.moved.get(&item.spot.owner) {
            key = key.replacen(was, is, 1);
        }
        if let Some(of) = &item.of {
            key.push_str("::");
            key.push_str(&self.ty(of).to_string());
        }
        let own = match &item.what {
            What::Feature(name) => format!("feature {}", &name[self.module.len()..]),
            What::Module(name) => format!("mod {name}"),
            What::Struct(it) | What::Enum(it) => format!("type {}", self.ty(&it.name)),
            What::Alias(name, _) => format!("type {}", self.name(name)),
            What::Field(name, _) | What::Variant(name, _) => (*name).to_owned(),
            What::Fn(function) => format!("fn {}", self.name(&function.name)),
            What::Impl(ty) => format!("impl {}", self.ty(ty)),
            What::Const(name, _) => format!("const {name}"),
            What::Macro(name, arguments) => {
                let subject = arguments.split([',', ':']).next().unwrap_or_default();
                let of_both = matches!(*name, "mock" | "composites");
                let subject = if of_both { arguments } else { subject };
                format!("{name}!({})", self.words(subject))
            }
            What::Reexport(name) => format!("use {name}"),
        };
        key + "::" + &own
    }

    /// A type as both sides have it: aliases resolved, names translated, and without the type parameters of builders and requests,
    /// which follow from what is required.
    pub(super) fn ty(&self, ty: &Ty<'a>) -> Ty<'a> {
        ty.replaced(&|path| {
            let named = |path| Some(Ty::Path(path, Vec::new()));
            match path {
                Path::Model(name) => match self.aliases.get(name.as_ref()) {
                    Some(target) => Some(self.ty(target)),
                    None => named(Path::Model(self.name(name).to_owned().into())),
                },
                Path::Id(name) => named(Path::Id(self.name(name).to_owned().into())),
                Path::Builder(name) => named(Path::Model(self.name(name).to_owned().into())),
                Path::Group(_, name) => named(Path::Group("", self.name(name).to_owned().into())),
                Path::Crate(path) => {
                    let last = path.rsplit("::").next().unwrap_or(path);
                    named(Path::Crate(self.name(last).to_owned()))
                }
                Path::Std(_) | Path::Runtime(_) | Path::Operators(_) | Path::Local(_) => None,
            }
        })
    }

    /// An item as both sides have it, without what may differ unnoticed.
    pub(super) fn canonical(&self, what: &What<'a>) -> What<'a> {
        let declared = |it: &Declaration<'a>| Declaration {
            name: self.ty(&it.name),
            ..it.clone()
        };
        match what {
            What::Struct(it) => What::Struct(declared(it)),
            What::Enum(it) => What::Enum(declared(it)),
            What::Field(name, ty) => What::Field(name, self.ty(ty)),
            What::Variant(name, ty) => What::Variant(name, ty.as_ref().map(|ty| self.ty(ty))),
            What::Fn(function) => What::Fn(self.function(function)),
            What::Impl(ty) => What::Impl(self.ty(ty)),
            What::Alias(_, ty) => What::Alias("", self.ty(ty)),
            What::Const(name, ty) => What::Const(name, self.ty(ty)),
            What::Macro(name @ ("operators" | "composites" | "mock"), arguments) => {
                What::Macro(name, self.words(arguments))
            }
            // What else is in it, the signatures around it have.
            What::Macro(name, _) => What::Macro(name, String::new()),
            What::Module(name) => What::Module(name.clone()),
            What::Feature(_) => What::Feature(String::new()),
            What::Reexport(name) => What::Reexport(name),
        }
    }

    /// Callers write no name of an argument; what is deprecated has rules of its own.
    fn function(&self, function: &Fn<'a>) -> Fn<'a> {
        let mut function = function.clone();
        function.name = self.name(&function.name).to_owned().into();
        for argument in &mut function.arguments {
            argument.name = "";
            argument.ty = self.ty(&argument.ty);
        }
        function.output = self.ty(&function.output);
        function.is_deprecated = false;
        // A feature of the API is compared by what it makes available.
        function.feature = function.feature.filter(|it| it == "blocking");
        function
    }

    /// A text with the names in it translated.
    fn words(&self, text: &str) -> String {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let mut out = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(is_part) {
            let end = rest[start..].find(|c| !is_part(c));
            let end = end.map_or(rest.len(), |end| start + end);
            out.push_str(&rest[..start]);
            out.push_str(self.name(&rest[start..end]));
            rest = &rest[end..];
        }
        out + rest
    }
}

fn operation<'i, 'a>(api: &'i Api<'a>, owner: &str) -> Option<&'i Operation<'a>> {
    let mut operations = api.operations.iter();
    operations.find_map(|(_, it)| (it.owner() == owner).then_some(it))
}

/// Returns whether two canonical items are one to programs.
pub(super) fn is_same(was: &What<'_>, is: &What<'_>) -> bool {
    was.to_string() == is.to_string()
}

/// Returns whether the new declaration implements all that the old one did.
pub(super) fn only_gains(was: &What<'_>, is: &What<'_>) -> bool {
    match (was, is) {
        (What::Struct(was), What::Struct(is)) | (What::Enum(was), What::Enum(is)) => {
            was.derives.iter().all(|it| is.derives.contains(it))
                && was.is_non_exhaustive == is.is_non_exhaustive
        }
        _ => false,
    }
}

/// Returns whether a type is an item of a group's module.
pub(super) fn is_group(ty: &Ty<'_>) -> bool {
    matches!(ty, Ty::Path(Path::Group(..), _))
}

/// Returns whether a type is the model of that name.
pub(super) fn is_model(ty: &Ty<'_>, name: &str) -> bool {
    matches!(ty, Ty::Path(Path::Model(it), _) if it == name)
}
