//! Public items of groups and operations.

use super::{Declaration, Item, Items, Spot, What};
use crate::rust::fields::{FieldConstant, markers};
use crate::rust::operations::{Operation, Outcome, Patch, PatchMethod};
use crate::rust::params::Input;
use crate::rust::{Api, Path, Ty};

impl Api<'_> {
    /// Whether any operation of the API has fields.
    pub(crate) fn has_fields(&self) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|(_, operation)| operation.model.fields.is_some())
    }
}

impl Operation<'_> {
    /// The owner of its spots.
    pub(crate) fn owner(&self) -> String {
        format!("{}::{}", self.group, self.method)
    }
}

pub(super) fn add<'a>(api: &Api<'a>, all: &mut Vec<Item<'a>>) {
    let mut items = Items::new(format!("{}::operators", api.module));
    for (name, constant) in api.operators() {
        items.spot(Spot::new("operators", name), Some(&constant.model.at));
        operators(&mut items, name, constant);
    }
    all.append(&mut items.found);
    for (_, group) in api.groups.iter() {
        let module = format!("{}::{}", api.module, group.module);
        let mut items = Items::new(module.clone());
        let with_fields = group.with_fields(api);
        if !with_fields.is_empty() {
            items.module("fields", Vec::new());
        }
        items.module("testing", vec![super::TEST.to_owned()]);
        let name = Ty::group(group.module, group.name);
        items.declare(name.clone(), &["Clone", "Debug"]).of(name);
        for id in &group.operations {
            let operation = &api.operations[*id];
            items.spot(Spot::new(operation.owner(), ""), Some(&operation.model.at));
            items.functions([operation.method()]);
        }
        for id in &group.operations {
            request(items.alone(), &api.operations[*id]);
        }
        items.spot(Spot::new("", ""), None).alone();
        items.module = format!("{module}::fields").into();
        for id in &with_fields {
            items.module(api.operations[*id].module, Vec::new());
        }
        for id in with_fields {
            let operation = &api.operations[id];
            items.module = format!("{module}::fields::{}", operation.module).into();
            constants(&mut items, operation);
        }
        all.append(&mut items.found);
    }
}

fn operators<'a>(items: &mut Items<'a>, name: &str, constant: &FieldConstant<'a>) {
    items.add(What::Enum(Declaration {
        name: Ty::Path(Path::Operators(name.to_owned()), Vec::new()),
        derives: vec!["Clone", "Copy", "Debug"],
        is_non_exhaustive: false,
    }));
    let markers: Vec<String> = markers(constant.model).collect();
    let arguments = format!("{name}: {}", markers.join(", "));
    items.add(What::Macro("operators", arguments));
}

/// The request of an operation, and what belongs to it.
fn request<'a>(items: &mut Items<'a>, operation: &Operation<'a>) {
    let owner = operation.owner();
    let at = Some(&operation.model.at);
    let member = |items: &mut Items<'a>, name: &str| {
        items.spot(Spot::new(owner.as_str(), name), at);
    };
    member(items, "");
    let open = operation.open_request();
    items.declare(open.clone(), &["Clone", "Debug"]);
    let body = operation.needs_body().then_some(", Body");
    let options = format!("{}{}", operation.request, body.unwrap_or_default());
    items.add(What::Macro("call_options", options));
    items.of(open);
    for param in &operation.params {
        items.spot(
            Spot::new(operation.owner(), param.name),
            Some(&param.model.model.at),
        );
        setters(items, param);
    }
    for part in &operation.parts {
        items.spot(
            Spot::new(operation.owner(), part.name),
            Some(&part.model.at),
        );
        setters(items, part);
    }
    member(items, "body");
    items.functions(operation.undescribed());
    items.functions(operation.body_setter());
    for other in &operation.others {
        member(items, other.name);
        items.functions([operation.other_setter(other)]);
    }
    member(items, "last_event_id");
    items.functions(operation.last_event_id());
    member(items, "server");
    items.functions(operation.server_setter());
    sending(items, operation, &member);
    items.alone();
    if let Some(table) = &operation.model.fields {
        for joined in &table.composites {
            member(items, &format!("composites.{}", joined.wire()));
            let joined = crate::rust::fields::marker(joined.wire());
            let arguments = format!("{}: {joined}", operation.request);
            items.add(What::Macro("composites", arguments));
        }
    }
    if let Some(it) = &operation.patch {
        member(items, "patch");
        patch(items, operation, it);
    }
    if let Some(it) = &operation.server {
        let name = Ty::group(operation.group, it.name);
        super::settings::enumeration(items, name, it, at);
    }
    if let Some(it) = &operation.outcome {
        member(items, "outcome");
        outcome(items, operation, it);
    }
}

/// What sends a request.
fn sending<'a>(
    items: &mut Items<'a>,
    operation: &Operation<'a>,
    member: &impl Fn(&mut Items<'a>, &str),
) {
    member(items, "send");
    let given = operation.needs_body().then_some(", Given");
    let sendable = format!("{}{}", operation.request, given.unwrap_or_default());
    items.alone().add(What::Macro("sendable", sendable));
    items.of(operation.complete_request());
    let send = operation.send();
    let blocking = send.blocking();
    items.functions([send, blocking]);
    items.functions(operation.lenient());
    member(items, "streams");
    for stream in &operation.streams {
        items.functions([stream.send(), stream.blocking()]);
    }
    member(items, "send_all");
    let send_all = operation.send_all();
    items.functions(send_all.clone());
    items.functions(send_all.iter().map(super::Fn::blocking));
    member(items, "waiter");
    let send_and_wait = operation.send_and_wait();
    items.functions(send_and_wait.clone());
    items.functions(send_and_wait.iter().map(super::Fn::blocking));
    items.functions(operation.waiter());
    member(items, "items");
    items.functions(operation.items());
    items.functions(operation.pages());
}

fn setters<'a, T>(items: &mut Items<'a>, input: &Input<'a, T>) {
    if !input.is_argument {
        items.functions([input.setter(), input.maybe()]);
    }
}

fn patch<'a>(items: &mut Items<'a>, operation: &Operation<'a>, it: &Patch<'a>) {
    let name = Ty::group(operation.group, it.name);
    items.declare(name.clone(), &["Clone", "Debug", "Default", "PartialEq"]);
    items.add(What::Macro("patch_builder", it.name.to_owned()));
    items.of(name);
    for field in &it.fields {
        let methods = [
            Some(field.set.method()),
            field.add.as_ref().map(PatchMethod::method),
        ];
        for method in methods
            .into_iter()
            .flatten()
            .chain(field.clear())
            .chain(field.null())
        {
            items.member(format!("patch.{}", method.name));
            items.functions([method]);
        }
    }
    items.alone();
}

fn outcome<'a>(items: &mut Items<'a>, operation: &Operation<'a>, it: &Outcome<'a>) {
    let name = Ty::group(operation.group, it.name);
    items.add(What::Enum(Declaration {
        name: name.clone(),
        derives: vec!["Clone", "Debug", "PartialEq"],
        is_non_exhaustive: true,
    }));
    items.of(name);
    for variant in &it.variants {
        items.member(format!("outcome.{}", variant.name));
        items.add(What::Variant(variant.name, variant.held()));
    }
    items.alone();
}

fn constants<'a>(items: &mut Items<'a>, operation: &Operation<'a>) {
    let at = Some(&operation.model.at);
    items.spot(Spot::new(operation.owner(), "fields"), at);
    let field =
        Ty::runtime("filter::Field").of([operation.request(), Ty::local("V"), Ty::local("O")]);
    items.add(What::Alias("Field<V, O>", field));
    for constant in &operation.fields {
        items.spot(
            Spot::new(operation.owner(), format!("fields.{}", constant.name)),
            Some(&constant.model.at),
        );
        items.add(What::Const(constant.name, constant.ty()));
    }
}
