//! Operations: methods of groups, requests with their setters, outcomes and patches.
#![allow(clippy::wildcard_enum_match_arm, reason = "most types are no lists")]

use std::borrow::Cow;

use super::bodies::{BYTES, Other, body_value, others, parts};
use super::fields::{self, FieldConstant};
use super::function::{Argument, Fn, Receiver, affixed};
use super::params::Input;
use super::params::{self, Param};
use super::settings::Choice;
use super::streams::{self, Stream};
use super::task;
use super::ty::Ty;
use super::value::{Types, Value};
use crate::model::{self, Content, GroupId, OperationId, PatchField, Response, TypeRef};

/// An operation in Rust.
#[derive(Debug)]
pub(crate) struct Operation<'a> {
    pub(crate) model: &'a model::Operation,
    /// The method of its group.
    pub(crate) method: &'a str,
    /// The same for the mock server, which has the operations of all groups of the API: with the group where two have the same.
    pub(crate) mocked: Cow<'a, str>,
    /// The module, and so the file, under the group's.
    pub(crate) module: &'a str,
    /// The module of its group.
    pub(crate) group: &'a str,
    /// The struct of a request.
    pub(crate) request: &'a str,
    /// All parameters, those of the path first.
    pub(crate) params: Vec<Input<'a, Param<'a>>>,
    /// The fields of a form, or the parts of a multipart body.
    pub(crate) parts: Vec<Input<'a, &'a model::Part>>,
    /// A body that is given whole.
    pub(crate) body: Option<Value<'a>>,
    /// Bodies of further media types.
    pub(crate) others: Vec<Other<'a>>,
    /// The value of a success.
    pub(crate) success: Ty<'a>,
    /// The enum of its successes, where they differ.
    pub(crate) outcome: Option<Outcome<'a>>,
    /// How successes are read while they arrive.
    pub(crate) streams: Vec<Stream<'a>>,
    /// The enum of its own servers.
    pub(crate) server: Option<Choice<'a>>,
    /// The item of a list that is read page after page.
    pub(crate) item: Option<Ty<'a>>,
    /// What a success has for each item of a bulk request.
    pub(crate) row: Option<Ty<'a>>,
    /// The status of the task that it starts, or whose status it returns.
    pub(crate) task_status: Option<Ty<'a>>,
    pub(crate) patch: Option<Patch<'a>>,
    /// The constants of the fields by which a list is filtered and sorted.
    pub(crate) fields: Vec<FieldConstant<'a>>,
}

/// The enum of successes that differ by status or media type.
#[derive(Debug)]
pub(crate) struct Outcome<'a> {
    pub(crate) name: &'a str,
    pub(crate) variants: Vec<OutcomeVariant<'a>>,
}

#[derive(Debug)]
pub(crate) struct OutcomeVariant<'a> {
    pub(crate) model: &'a Response,
    pub(crate) content: &'a Content,
    /// The media types of the content, in the order of the document.
    pub(crate) media: &'a [String],
    pub(crate) name: &'a str,
    /// Without the box; `None` if the response has no body.
    pub(crate) ty: Option<Ty<'a>>,
    /// Variants of one enum should not differ in size by much.
    pub(crate) is_boxed: bool,
}

/// The struct with a method for each property that a patch can change.
#[derive(Debug)]
pub(crate) struct Patch<'a> {
    pub(crate) name: &'a str,
    pub(crate) fields: Vec<PatchMethods<'a>>,
}

/// The methods for one property of a patch.
#[derive(Debug)]
pub(crate) struct PatchMethods<'a> {
    pub(crate) model: &'a PatchField,
    pub(crate) set: PatchMethod<'a>,
    /// Adds an item to a list.
    pub(crate) add: Option<PatchMethod<'a>>,
    /// Removes the property.
    pub(crate) clear: Option<&'a str>,
    /// Sets the property to null.
    pub(crate) null: Option<&'a str>,
}

#[derive(Debug)]
pub(crate) struct PatchMethod<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: Value<'a>,
}

impl<'a, T> Input<'a, T> {
    /// The setter of a request.
    pub(crate) fn setter(&self) -> Fn<'a> {
        Fn::new(self.name, Ty::SELF)
            .argument(self.name, self.value.taken())
            .deprecated(self.is_deprecated)
    }

    /// The setter of a request that takes an `Option`.
    pub(crate) fn maybe(&self) -> Fn<'a> {
        Fn::new(affixed("maybe_", self.name, ""), Ty::SELF)
            .argument(self.name, self.value.ty.clone().option())
            .deprecated(self.is_deprecated)
    }

    fn argument(&self) -> Argument<'a> {
        Argument {
            name: self.name,
            ty: self.value.taken(),
        }
    }
}

impl<'a> Operation<'a> {
    /// The setter of the id after which a stream of events continues, unless a parameter of the document sets it.
    pub(crate) fn last_event_id(&self) -> Option<Fn<'a>> {
        self.model
            .is_resumed()
            .then(|| Fn::new("last_event_id", Ty::SELF).argument("id", Ty::Str))
    }

    /// What the method of the group takes.
    pub(crate) fn arguments(&self) -> Vec<Argument<'a>> {
        let params = self.params.iter().filter(|it| it.is_argument);
        let parts = self.parts.iter().filter(|it| it.is_argument);
        params
            .map(Input::argument)
            .chain(parts.map(Input::argument))
            .collect()
    }

    /// The method of the group, which makes a request.
    pub(crate) fn method(&self) -> Fn<'a> {
        let mut method = Fn::new(self.method, self.request())
            .on(Receiver::Ref)
            .deprecated(self.model.docs.deprecated);
        method.arguments = self.arguments();
        method
    }

    /// The request as the method of the group gives it.
    pub(crate) fn request(&self) -> Ty<'a> {
        Ty::group(self.group, self.request)
    }

    /// Whether the request can be sent only once it has been given its body, which a type parameter shows.
    pub(crate) fn needs_body(&self) -> bool {
        self.body.is_some() && self.model.body.as_ref().is_some_and(|it| it.required)
    }

    /// The request, whether it has its body or not.
    pub(crate) fn open_request(&self) -> Ty<'a> {
        let body = self.needs_body().then_some(Ty::local("Body"));
        self.request().of(body)
    }

    /// The request that can be sent.
    pub(crate) fn complete_request(&self) -> Ty<'a> {
        let body = self.needs_body().then_some(Ty::runtime("model::Given"));
        self.request().of(body)
    }

    /// The setter of the operation's own servers.
    pub(crate) fn server_setter(&self) -> Option<Fn<'a>> {
        let choice = self.server.as_ref()?;
        Some(choice.setter(|name| Ty::group(self.group, name)))
    }

    pub(crate) fn send(&self) -> Fn<'a> {
        let response = Ty::runtime("Response").of([self.success.clone()]);
        sending("send", response)
    }

    /// Decodes the response although some of its properties can't be read.
    pub(crate) fn lenient(&self) -> Option<Fn<'a>> {
        let is_json = matches!(
            self.model.outcome,
            model::Outcome::Json(_) | model::Outcome::OptionalJson(_)
        );
        let call = || Ty::runtime("LenientCall").of([self.success.clone()]);
        is_json.then(|| Fn::new("lenient", call()))
    }

    /// Sends any number of items in blocks.
    pub(crate) fn send_all(&self) -> Option<Fn<'a>> {
        let outcome = Ty::runtime("BulkOutcome").of([self.row.clone()?]);
        self.needs_body().then(|| sending("send_all", outcome))
    }

    /// Waits for the end of the task.
    pub(crate) fn send_and_wait(&self) -> Option<Fn<'a>> {
        let task = Ty::runtime("CompletedTask").of([self.task_status.clone()?]);
        Some(sending("send_and_wait", task))
    }

    pub(crate) fn waiter(&self) -> Option<Fn<'a>> {
        let waiter = Ty::runtime("Waiter").of([self.task_status.clone()?]);
        Some(Fn::new("waiter", waiter))
    }

    pub(crate) fn items(&self) -> Option<Fn<'a>> {
        let item = self.item.clone()?;
        Some(Fn::new("items", Ty::runtime("Items").of([item])))
    }

    pub(crate) fn pages(&self) -> Option<Fn<'a>> {
        let item = self.item.clone()?;
        Some(Fn::new("pages", Ty::runtime("Pages").of([item])))
    }
}

fn sending<'a>(name: &'static str, success: Ty<'a>) -> Fn<'a> {
    Fn::new(name, Ty::runtime("Result").of([success])).asynchronous()
}

impl Fn<'_> {
    /// The method that blocks in place of this one.
    pub(crate) fn blocking(&self) -> Self {
        let mut blocking = self.clone().feature(Some("blocking"));
        blocking.name = format!("{}_blocking", self.name).into();
        blocking.is_async = false;
        blocking
    }
}

impl<'a> OutcomeVariant<'a> {
    /// What the variant holds.
    pub(crate) fn held(&self) -> Option<Ty<'a>> {
        let ty = self.ty.clone();
        if self.is_boxed { ty.map(Ty::boxed) } else { ty }
    }
}

impl<'a> PatchMethod<'a> {
    pub(crate) fn method(&self) -> Fn<'a> {
        Fn::new(self.name, Ty::SELF).argument(self.name, self.value.taken())
    }
}

impl<'a> PatchMethods<'a> {
    pub(crate) fn clear(&self) -> Option<Fn<'a>> {
        Some(Fn::new(self.clear?, Ty::SELF))
    }

    pub(crate) fn null(&self) -> Option<Fn<'a>> {
        Some(Fn::new(self.null?, Ty::SELF))
    }
}

/// Designs an operation.
pub(super) fn design<'a>(
    types: &Types<'a>,
    id: OperationId,
    model: &'a model::Operation,
) -> Operation<'a> {
    let names = &types.names.operations[id];
    let group = group_module(types, model.group);
    let request = Ty::group(group, names.item.as_str());
    let outcome = outcome(types, id, model);
    Operation {
        model,
        method: &names.method,
        mocked: Cow::Borrowed(&names.method),
        module: &names.module,
        group,
        request: &names.item,
        params: params::design(types, model, names, &request),
        parts: parts(types, model, &names.parts),
        body: model.body.as_ref().and_then(|body| body_value(types, body)),
        others: others(types, model, &names.others),
        success: success(types, model, group, outcome.as_ref()),
        outcome,
        item: model.paging.as_ref().map(|paging| types.ty(&paging.item)),
        row: row(types, model),
        streams: streams::design(types, model),
        task_status: task::status(types, model),
        patch: patch(types, id, model),
        server: Choice::of_servers(&names.server, &names.servers, &model.servers),
        fields: fields::design(types, id, model),
    }
}

fn group_module<'a>(types: &Types<'a>, id: GroupId) -> &'a str {
    &types.names.groups[id].module
}

fn success<'a>(
    types: &Types<'a>,
    operation: &model::Operation,
    group: &'a str,
    outcome: Option<&Outcome<'a>>,
) -> Ty<'a> {
    match &operation.outcome {
        model::Outcome::Empty => Ty::UNIT,
        model::Outcome::Json(ty) => types.ty(ty),
        model::Outcome::OptionalJson(ty) => types.ty(ty).option(),
        model::Outcome::Text => Ty::STRING,
        model::Outcome::Bytes => BYTES,
        model::Outcome::ByStatus => {
            outcome.map_or(Ty::UNIT, |outcome| Ty::group(group, outcome.name))
        }
    }
}

fn outcome<'a>(
    types: &Types<'a>,
    id: OperationId,
    operation: &'a model::Operation,
) -> Option<Outcome<'a>> {
    let names = &types.names.operations[id];
    let contents = operation.successes.iter().flat_map(|success| {
        let contents = success.contents();
        contents.map(move |(media, content)| (success, media, content))
    });
    let variants = contents.zip(&names.variants);
    let variants = variants.map(|((model, media, content), name)| {
        let (ty, is_boxed) = match content {
            Content::Empty => (None, false),
            Content::Json(ty) => {
                let is_large = matches!(types.api.resolved(ty), TypeRef::Named(_));
                (Some(types.ty(ty)), is_large)
            }
            Content::Text | Content::TextOrJson => (Some(Ty::STRING), false),
            Content::Bytes => (Some(BYTES), false),
        };
        OutcomeVariant {
            model,
            content,
            media,
            name,
            ty,
            is_boxed,
        }
    });
    (operation.outcome == model::Outcome::ByStatus).then(|| Outcome {
        name: &names.outcome,
        variants: variants.collect(),
    })
}

/// A bulk request has its items in a body that is given whole.
fn row<'a>(types: &Types<'a>, operation: &model::Operation) -> Option<Ty<'a>> {
    let rows = operation.bulk.as_ref()?.rows.as_ref();
    Some(rows.map_or(Ty::UNIT, |row| types.ty(row)))
}

fn patch<'a>(
    types: &Types<'a>,
    id: OperationId,
    operation: &'a model::Operation,
) -> Option<Patch<'a>> {
    let table = operation.patch.as_ref()?;
    let names = &types.names.operations[id];
    let fields = table.fields.iter().zip(&names.patch_setters);
    let fields = fields.map(|(model, names)| {
        let item = match types.api.resolved(&model.ty) {
            TypeRef::List(item) => Some(types.value(item)),
            _ => None,
        };
        let add = names.add.as_deref().zip(item);
        PatchMethods {
            model,
            set: PatchMethod {
                name: &names.set,
                value: types.value(&model.ty),
            },
            add: add.map(|(name, value)| PatchMethod { name, value }),
            clear: names.clear.as_deref(),
            null: names.null.as_deref(),
        }
    });
    Some(Patch {
        name: &names.patch,
        fields: fields.collect(),
    })
}
