//! Every public item of the crate, one by one: what a comparison compares and a reviewer reads.

mod operations;
mod settings;
mod testing;
mod types;

use std::fmt;
use std::sync::Arc;

use super::function::{Fn, Receiver};
use super::ty::{Ty, commas};
use super::{Api, Crate};
use crate::spec_path::SpecPath;

/// A public item.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    /// The module in which programs find it; empty for the root.
    pub(crate) module: Arc<str>,
    /// The type that it is a member of.
    pub(crate) of: Option<Ty<'a>>,
    pub(crate) what: What<'a>,
    /// The features of which one must be on; none where the module's own suffices. Shared by all items of a type, which may be
    /// that of hundreds of groups.
    features: Arc<[String]>,
    pub(crate) spot: Spot,
    /// Its place in the document.
    pub(crate) at: Option<&'a SpecPath>,
}

/// The part of the document that an item comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    /// A type's name, `group::method`, or what else it belongs to.
    pub(crate) owner: String,
    /// A field, variant, parameter …; empty for the owner itself.
    pub(crate) member: String,
}

/// An item by its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What<'a> {
    Feature(String),
    Module(String),
    Struct(Declaration<'a>),
    Enum(Declaration<'a>),
    Field(&'a str, Ty<'a>),
    Variant(&'a str, Option<Ty<'a>>),
    Fn(Fn<'a>),
    /// A trait that a type implements.
    Impl(Ty<'a>),
    Alias(&'a str, Ty<'a>),
    Const(&'a str, Ty<'a>),
    /// A call of a macro of the runtime, with its arguments.
    Macro(&'static str, String),
    /// Given again from the runtime.
    Reexport(&'static str),
}

/// A struct or an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declaration<'a> {
    pub(crate) name: Ty<'a>,
    pub(crate) derives: Vec<&'static str>,
    pub(crate) is_non_exhaustive: bool,
}

impl Spot {
    pub(crate) fn new(owner: impl Into<String>, member: impl Into<String>) -> Self {
        Self {
            owner: owner.into(),
            member: member.into(),
        }
    }
}

/// Items under construction.
struct Items<'a> {
    module: Arc<str>,
    of: Option<Ty<'a>>,
    features: Arc<[String]>,
    spot: Spot,
    at: Option<&'a SpecPath>,
    found: Vec<Item<'a>>,
}

impl<'a> Items<'a> {
    fn new(module: impl Into<Arc<str>>) -> Self {
        Self {
            module: module.into(),
            of: None,
            features: Arc::default(),
            spot: Spot::new("", ""),
            at: None,
            found: Vec::new(),
        }
    }

    /// Members of a type follow.
    fn of(&mut self, of: Ty<'a>) -> &mut Self {
        self.of = Some(of);
        self
    }

    /// Items that are not members of a type follow.
    fn alone(&mut self) -> &mut Self {
        self.of = None;
        self
    }

    /// Items of a spot follow.
    fn spot(&mut self, spot: Spot, at: Option<&'a SpecPath>) -> &mut Self {
        self.spot = spot;
        self.at = at;
        self
    }

    /// Items of a member of the same owner follow.
    fn member(&mut self, member: impl Into<String>) -> &mut Self {
        self.spot.member = member.into();
        self
    }

    fn add(&mut self, what: What<'a>) -> &mut Self {
        self.found.push(Item {
            module: Arc::clone(&self.module),
            of: self.of.clone(),
            features: Arc::clone(&self.features),
            what,
            spot: self.spot.clone(),
            at: self.at,
        });
        self
    }

    fn functions(&mut self, functions: impl IntoIterator<Item = Fn<'a>>) -> &mut Self {
        for function in functions {
            self.add(What::Fn(function));
        }
        self
    }

    fn module(&mut self, name: &str, features: Vec<String>) -> &mut Self {
        self.features = features.into();
        self.add(What::Module(name.to_owned()));
        self.features = Arc::default();
        self
    }

    fn declare(&mut self, name: Ty<'a>, derives: &[&'static str]) -> &mut Self {
        self.add(What::Struct(Declaration {
            name,
            derives: derives.to_vec(),
            is_non_exhaustive: false,
        }))
    }
}

/// The feature of the mock server.
const TEST: &str = "test-util";

/// The feature of the payloads of webhooks.
const WEBHOOKS: &str = "webhooks";

impl<'a> Crate<'a> {
    /// Every public item of the crate.
    pub(crate) fn items(&self) -> Vec<Item<'a>> {
        let mut root = Items::new("");
        for api in &self.apis {
            root.module(api.module, api.features.of_module());
        }
        root.module("testing", vec![TEST.to_owned()]);
        root.add(What::Reexport("runtime"));
        for name in self.reexports() {
            root.add(What::Reexport(name));
        }
        let client = Ty::in_crate("Client");
        root.declare(client.clone(), &["Clone", "Debug"]).of(client);
        if self.has_config() {
            root.functions([Fn::new("new", Ty::runtime("Result").of([Ty::SELF]))
                .on(Receiver::None)
                .argument("config", Ty::in_crate("Config"))]);
        }
        root.functions([Fn::new("builder", Ty::in_crate("ClientBuilder")).on(Receiver::None)]);
        root.functions(self.apis.iter().map(Api::method));
        root.add(What::Impl(Ty::std("From").of([Ty::runtime("Client")])));
        root.add(What::Impl(Ty::std("std::ops::Deref")));
        let builder = Ty::in_crate("ClientBuilder");
        root.alone();
        root.declare(builder, &["Debug"]);
        let arguments = "ClientBuilder => Client".to_owned();
        root.add(What::Macro("client_builder", arguments.clone()));
        root.add(What::Macro("to_builder", arguments));
        if self.has_config() {
            let config = Fn::new("config", Ty::SELF).argument("config", Ty::in_crate("Config"));
            root.of(Ty::in_crate("ClientBuilder")).functions([config]);
            let places = Ty::in_crate("Places");
            let config = Ty::runtime("Config").of([places.clone()]);
            root.alone().add(What::Alias("Config", config));
            root.declare(places.clone(), &["Debug"]).of(places);
            for name in std::iter::once("codegen::ConfigFacts").chain(self.place_traits()) {
                root.add(What::Impl(Ty::runtime(name)));
            }
        }
        let mut items = root.found;
        items.extend(self.settings.items());
        items.extend(testing::of_crate(self));
        for api in &self.apis {
            items.extend(api.items());
        }
        items
    }
}

impl<'a> Api<'a> {
    /// Every public item of the module.
    pub(crate) fn items(&self) -> Vec<Item<'a>> {
        let mut items = Items::new(self.module);
        for feature in self.features.of_groups() {
            let short = &feature[self.module.len() + 1..];
            items.spot(Spot::new(short, "feature"), None);
            items.add(What::Feature(feature.to_owned()));
        }
        items.spot(Spot::new("", ""), None);
        for id in self.groups_by_name().into_values() {
            let feature = self.feature_of(id).map(str::to_owned);
            items.module(self.groups[id].module, feature.into_iter().collect());
        }
        items.module("models", Vec::new());
        if self.has_fields() {
            items.module("operators", Vec::new());
        }
        items.module("testing", vec![TEST.to_owned()]);
        if self.webhooks.is_some() {
            items.module("webhooks", vec![WEBHOOKS.to_owned()]);
        }
        let handle = Ty::in_crate(format!("{}::{}", self.module, self.handle));
        items
            .declare(handle.clone(), &["Clone", "Debug"])
            .of(handle);
        items.functions(
            self.groups_by_name()
                .into_values()
                .map(|id| self.group_method(id)),
        );
        let mut items = items.found;
        types::add(self, &mut items);
        operations::add(self, &mut items);
        items.extend(testing::of_api(self));
        if let Some(parse) = self.parse_webhook() {
            let mut webhooks = Items::new(format!("{}::webhooks", self.module));
            webhooks.functions([parse]);
            items.extend(webhooks.found);
        }
        items
    }
}

impl Item<'_> {
    /// The features of which one must be on; none where the module's own suffices.
    pub(crate) fn features(&self) -> &[String] {
        &self.features
    }

    /// The item as programs name it.
    pub(crate) fn path(&self) -> String {
        let mut path = self.module.to_string();
        if let Some(of) = &self.of {
            path.push_str(if path.is_empty() { "" } else { "::" });
            path.push_str(&of.to_string());
        }
        path
    }
}

impl fmt::Display for Item<'_> {
    /// One line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        self.what.fmt(f)?;
        // Members need what their type needs.
        let is_member = self.of.is_some();
        on(f, if is_member { &[] } else { self.features() })
    }
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Feature(name) => write!(f, "feature {name}"),
            Self::Module(name) => write!(f, "mod {name}"),
            Self::Struct(it) => write!(f, "struct {it}"),
            Self::Enum(it) => write!(f, "enum {it}"),
            Self::Field(name, ty) => write!(f, "{name}: {ty}"),
            Self::Variant(name, None) => f.write_str(name),
            Self::Variant(name, Some(ty)) => write!(f, "{name}({ty})"),
            Self::Fn(function) => {
                function.fmt(f)?;
                on(f, function.feature.as_slice())?;
                f.write_str(if function.is_deprecated {
                    " [deprecated]"
                } else {
                    ""
                })
            }
            Self::Impl(ty) => write!(f, "impl {ty}"),
            Self::Alias(name, ty) => write!(f, "type {name} = {ty}"),
            Self::Const(name, ty) => write!(f, "const {name}: {ty}"),
            Self::Macro(name, arguments) => write!(f, "{name}!({arguments})"),
            Self::Reexport(name) => write!(f, "use {name}"),
        }
    }
}

fn on<T: AsRef<str>>(f: &mut fmt::Formatter<'_>, features: &[T]) -> fmt::Result {
    if features.is_empty() {
        return Ok(());
    }
    f.write_str(" [")?;
    let features: Vec<&str> = features.iter().map(AsRef::as_ref).collect();
    commas(f, &features)?;
    f.write_str("]")
}

impl fmt::Display for Declaration<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.name)?;
        commas(f, &self.derives)?;
        f.write_str(if self.is_non_exhaustive {
            "; non_exhaustive"
        } else {
            ""
        })
    }
}
