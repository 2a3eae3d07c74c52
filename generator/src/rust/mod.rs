//! Stage 6: the crate as data, before there are tokens.
//!
//! Every public item of the emitted crate, its signature, its features and what modules import are decided here, once: emitters
//! print them, and [`surface`] lists them for comparison and review. Bodies and documentation are the emitters' own; facts
//! about the wire that these need are references to the model.
#![allow(clippy::wildcard_enum_match_arm, reason = "most names mean themselves")]

mod bodies;
mod features;
mod fields;
mod function;
pub(crate) mod imports;
mod models;
mod operations;
mod params;
mod settings;
mod streams;
pub(crate) mod surface;
mod task;
pub(crate) mod testing;
mod ty;
mod types;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::service::PlaceKind;
use crate::config::{Config, Package, Service};
use crate::model::{self, GroupId, IdMap, OperationId, TypeId, TypeRef};
use crate::name::ClientNames;
use crate::{Plan, Plans};

pub(crate) use bodies::Other;
pub(crate) use features::Features;
pub(crate) use fields::{FieldConstant, marker, markers};
pub(crate) use function::{Argument, Fn, Receiver};
pub(crate) use imports::Import;
pub(crate) use models::Module;
pub(crate) use operations::{Operation, Outcome, OutcomeVariant, Patch, PatchMethod, PatchMethods};
pub(crate) use params::{Input, Location, Param};
pub(crate) use settings::{Choice, Scheme, Settings, Variable};
pub(crate) use streams::Stream;
pub(crate) use ty::{Path, Ty};
pub(crate) use types::{EnumVariant, Field, Kind, Presence, Struct, Type, Union, Variant};
pub(crate) use value::{Form, Value};

use value::Types;

/// The crate that is emitted.
#[derive(Debug)]
pub(crate) struct Crate<'a> {
    pub(crate) package: &'a Package,
    /// The facts that no document states.
    pub(crate) service: &'a Service,
    /// The crate's name as code writes it.
    pub(crate) name: String,
    pub(crate) apis: Vec<Api<'a>>,
    /// What the client is set up with.
    pub(crate) settings: Settings<'a>,
}

/// The module of one API.
#[derive(Debug)]
pub(crate) struct Api<'a> {
    pub(crate) model: &'a model::Api,
    pub(crate) module: &'a str,
    /// The struct that the client's method gives.
    pub(crate) handle: &'a str,
    pub(crate) features: Features<'a>,
    /// What the client is set up with for this API alone.
    pub(crate) settings: Settings<'a>,
    pub(crate) groups: IdMap<GroupId, Group<'a>>,
    pub(crate) operations: IdMap<OperationId, Operation<'a>>,
    /// The operations that the crate's mock server has under their names, too.
    pub(crate) top: BTreeSet<OperationId>,
    pub(crate) types: IdMap<TypeId, Type<'a>>,
    /// The targets of type names that are aliases.
    pub(crate) aliases: BTreeMap<&'a str, Ty<'a>>,
    /// The type of all payloads of webhooks.
    pub(crate) webhooks: Option<Ty<'a>>,
    /// The modules of the models.
    pub(crate) models: BTreeMap<&'a str, Module<'a>>,
}

/// A group of operations.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    pub(crate) model: &'a model::Group,
    /// The module, and the method of the API's handle.
    pub(crate) module: &'a str,
    /// The struct with the operations as methods.
    pub(crate) name: &'a str,
    /// By their Rust names, so that moving things about in the document moves nothing here.
    pub(crate) operations: Vec<OperationId>,
}

/// Designs the crate.
pub(crate) fn design<'a>(plans: &'a Plans, config: &'a Config) -> Crate<'a> {
    let mut apis: Vec<Api<'a>> = plans
        .apis
        .iter()
        .map(|plan| api(plan, &plans.client))
        .collect();
    let models: Vec<&model::Api> = apis.iter().map(|api| api.model).collect();
    let settings = settings::design(&models, &plans.client);
    testing::choose_top(&mut apis);
    Crate {
        package: &config.package,
        service: &config.service,
        name: config.package.name.replace('-', "_"),
        apis,
        settings,
    }
}

fn api<'a>(plan: &'a Plan, client: &'a ClientNames) -> Api<'a> {
    let Plan {
        api,
        names,
        facts,
        skipped: _,
    } = plan;
    let types = Types { api, names };
    let designed = api
        .types
        .map(|id, def| types::design(&types, facts, id, def));
    let features = Features::of(api, names);
    let mut models = models::modules(&designed);
    let mut operations = api
        .operations
        .map(|id, model| operations::design(&types, id, model));
    testing::name_mocked(&mut operations);
    features::gate(&mut models, &designed, facts, &features);
    Api {
        model: api,
        module: &names.module,
        handle: &names.handle,
        settings: settings::design(&[api], client),
        groups: api.groups.map(|id, model| {
            let mut operations = model.operations.clone();
            operations.sort_by_key(|id| &names.operations[*id].method);
            Group {
                model,
                module: &names.groups[id].module,
                name: &names.groups[id].item,
                operations,
            }
        }),
        operations,
        top: BTreeSet::new(),
        webhooks: api.webhooks.as_ref().map(|ty| types.ty(ty)),
        aliases: designed
            .iter()
            .filter_map(|(_, it)| Some((it.name, it.alias()?)))
            .collect(),
        types: designed,
        models,
        features,
    }
}

impl<'a> Api<'a> {
    /// The function that reads the payload of a webhook, in the module `webhooks`.
    pub(crate) fn parse_webhook(&self) -> Option<Fn<'a>> {
        let payload = self.webhooks.clone()?;
        let output = Ty::std("Result").of([payload, Ty::runtime("DecodeError")]);
        let function = Fn::new("parse", output).on(Receiver::None);
        Some(function.argument("body", Ty::ByteSlice))
    }

    /// A type with the names in it replaced by what they stand for.
    pub(crate) fn resolved(&self, ty: &Ty<'a>) -> Ty<'a> {
        ty.replaced(&|path| match path {
            Path::Model(name) => Some(self.resolved(self.aliases.get(name.as_ref())?)),
            _ => None,
        })
    }

    /// A type of the document.
    pub(crate) fn ty(&self, ty: &TypeRef) -> Ty<'a> {
        value::ty(ty, &|id| {
            let ty = &self.types[id];
            value::named(ty.name, &ty.model.shape)
        })
    }

    /// The groups by their modules.
    pub(crate) fn groups_by_name(&self) -> BTreeMap<&'a str, GroupId> {
        let groups = self.groups.iter();
        groups.map(|(id, group)| (group.module, id)).collect()
    }

    /// Every set of operators that fields of the API have, by name, with a field that has it.
    pub(crate) fn operators(&self) -> BTreeMap<&str, &FieldConstant<'a>> {
        let operations = self.operations.iter();
        let fields = operations.flat_map(|(_, operation)| &operation.fields);
        fields.map(|it| (it.operators.as_str(), it)).collect()
    }

    /// The feature of a group, where it is not the only one.
    pub(crate) fn feature_of(&self, group: GroupId) -> Option<&str> {
        self.features.groups[group].as_deref()
    }

    /// The method of the client.
    pub(crate) fn method(&self) -> Fn<'a> {
        let handle = format!("{}::{}", self.module, self.handle);
        Fn::new(self.module, Ty::in_crate(handle))
            .on(Receiver::Ref)
            .feature(Some(self.features.any.clone()))
    }

    /// The method of the handle that gives a group.
    pub(crate) fn group_method(&self, id: GroupId) -> Fn<'a> {
        let group = &self.groups[id];
        Fn::new(group.module, Ty::group(group.module, group.name))
            .on(Receiver::Ref)
            .feature(self.features.groups[id].clone())
    }
}

impl<'a> Group<'a> {
    /// The operations that have fields.
    pub(crate) fn with_fields(&self, api: &Api<'a>) -> Vec<OperationId> {
        let operations = self.operations.iter().copied();
        let with_fields = operations.filter(|id| api.operations[*id].model.fields.is_some());
        with_fields.collect()
    }
}

impl<'a> Crate<'a> {
    /// The APIs in the order in which the front page looks for something to show.
    pub(crate) fn for_front(&self) -> impl Iterator<Item = &Api<'a>> {
        let chosen = self.package.front_module.as_deref();
        let is_chosen = move |api: &&Api<'a>| Some(api.module.trim_start_matches("r#")) == chosen;
        let others = self.apis.iter().filter(move |api| !is_chosen(api));
        self.apis.iter().filter(is_chosen).chain(others)
    }

    /// Whether the service has places of a configuration.
    pub(crate) fn has_config(&self) -> bool {
        !self.service.places.is_empty()
    }

    /// Whether the service has a place of that kind.
    pub(crate) fn has_place(&self, kind: PlaceKind) -> bool {
        self.service.places.iter().any(|place| place.kind == kind)
    }

    /// The traits of the runtime by which a configuration has a method for each kind of place.
    pub(crate) fn place_traits(&self) -> Vec<&'static str> {
        let all = [
            (PlaceKind::Environment, "codegen::FromEnvironment"),
            (PlaceKind::Json, "codegen::FromJsonFile"),
            (PlaceKind::Yaml, "codegen::FromYamlFile"),
        ];
        let kinds = all.iter().filter(|(kind, _)| self.has_place(*kind));
        kinds.map(|(_, name)| *name).collect()
    }

    /// Whether an operation starts a task.
    pub(crate) fn has_tasks(&self) -> bool {
        let mut operations = self.apis.iter().flat_map(|api| api.operations.iter());
        operations.any(|(_, operation)| operation.task_status.is_some())
    }

    /// The items of the runtime that the crate exports, without those that only a service with certain facts needs.
    pub(crate) fn reexports(&self) -> Vec<&'static str> {
        let has = |name: &str| match name {
            "ConfigSource" => self.has_config(),
            "Filter" => self.service.filters.is_some(),
            "Sorter" => self.service.sorters.is_some(),
            "CompletedTask" | "TaskReport" | "Waiter" => self.has_tasks(),
            _ => true,
        };
        REEXPORTS.iter().copied().filter(|name| has(name)).collect()
    }

    /// Further names of types in the module `testing`.
    pub(crate) fn mock_aliases(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let aliases = self.service.mock_aliases.iter();
        aliases.map(|(alias, name)| (alias.as_str(), name.as_str()))
    }
}

/// Re-exports of the runtime.
pub(crate) const REEXPORTS: &[&str] = &[
    "AccessToken",
    "ApiError",
    "BadItem",
    "BulkFailure",
    "BulkOutcome",
    "BulkReason",
    "BulkRow",
    "ByteStream",
    "CallEvent",
    "CallEventKind",
    "CallInfo",
    "Clock",
    "CompletedTask",
    "ConfigSource",
    "Credentials",
    "Cursor",
    "DecodeError",
    "Error",
    "ErrorKind",
    "ErrorMessage",
    "Event",
    "EventStream",
    "Failed",
    "File",
    "Filter",
    "ItemStream",
    "Items",
    "Lanes",
    "Limiter",
    "LimiterFuture",
    "Middleware",
    "MiddlewareFuture",
    "Next",
    "Pages",
    "RateLimit",
    "RawCall",
    "RefreshToken",
    "RefreshTokenStore",
    "Reply",
    "Request",
    "Response",
    "ResponseParts",
    "Result",
    "Retry",
    "RetryPolicy",
    "Sending",
    "Sleep",
    "Sorter",
    "StoreFuture",
    "SystemClock",
    "TaskReport",
    "TimeoutPolicy",
    "Timeouts",
    "TokenFuture",
    "TokenProvider",
    "Transferred",
    "Unlimited",
    "Waiter",
    "model::Base64Bytes",
    "model::Extra",
    "model::Integer",
    "model::Nullable",
    "patch::JsonPatch",
    "patch::JsonPatchOperation",
    "timestamp::Date",
    "timestamp::Timestamp",
];
