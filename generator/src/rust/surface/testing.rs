//! Public items of the mock server.

use super::{Item, Items, Spot, What};
use crate::rust::function::{Fn, Receiver};
use crate::rust::operations::Operation;
use crate::rust::testing::{self, Answer};
use crate::rust::{Api, Crate, Ty};

/// Those of the crate's own module.
pub(super) fn of_crate<'a>(krate: &Crate<'a>) -> Vec<Item<'a>> {
    let mut items = Items::new("testing");
    for name in crate::config::check::TESTING_REEXPORTS {
        items.add(What::Reexport(name));
    }
    let [mock, calls, builder] = ["MockServer", "ServerCalls", "Builder"]
        .map(|name| Ty::in_crate(format!("testing::{name}")));
    items.declare(mock.clone(), &["Debug"]).of(mock);
    items.functions([
        Fn::new("start", Ty::SELF).on(Receiver::None).asynchronous(),
        Fn::new("stateful", Ty::SELF)
            .on(Receiver::None)
            .asynchronous(),
        Fn::new("start_with", Ty::SELF)
            .on(Receiver::None)
            .argument("settings", builder)
            .asynchronous(),
        Fn::new("client", Ty::in_crate("Client")).on(Receiver::Ref),
        Fn::new("client_builder", Ty::in_crate("ClientBuilder")).on(Receiver::Ref),
        Fn::new("calls", calls.clone()).on(Receiver::Ref),
    ]);
    items.functions(krate.apis.iter().map(Api::mock_method));
    items.add(What::Impl(Ty::std("std::ops::Deref")));
    items.add(What::Impl(Ty::std("Drop")));
    items.alone().declare(calls, &["Clone", "Debug"]);
    for (alias, name) in krate.mock_aliases() {
        let ty = Ty::in_crate(format!("testing::{name}"));
        items.alone().add(What::Alias(alias, ty));
    }
    items.found
}

impl<'a> Api<'a> {
    /// The method of the crate's mock server.
    pub(crate) fn mock_method(&self) -> Fn<'a> {
        let mock = format!("{}::testing::{}", self.module, testing::mock(self.handle));
        Fn::new(self.module, Ty::in_crate(mock))
            .on(Receiver::Ref)
            .feature(Some(self.features.any.clone()))
    }
}

/// Those of an API's module and of its groups.
pub(super) fn of_api<'a>(api: &Api<'a>) -> Vec<Item<'a>> {
    let mut items = Items::new(format!("{}::testing", api.module));
    let own = |name| Ty::in_crate(format!("{}::testing::{name}", api.module));
    let (mock, calls) = (
        own(testing::mock(api.handle)),
        own(testing::calls(api.handle)),
    );
    items.declare(mock.clone(), &["Clone", "Debug"]).of(mock);
    items.functions([Fn::new("calls", calls.clone()).on(Receiver::Ref)]);
    items.alone().declare(calls, &["Clone", "Debug"]);
    for (_, group) in api.groups.iter() {
        items.module = format!("{}::{}::testing", api.module, group.module).into();
        for id in &group.operations {
            let operation = &api.operations[*id];
            let is_top = api.top.contains(id);
            of_operation(&mut items, api, operation, is_top);
        }
    }
    items.found
}

fn of_operation<'a>(items: &mut Items<'a>, api: &Api<'a>, operation: &Operation<'a>, is_top: bool) {
    let at = Some(&operation.model.at);
    let (expectation, call) = (operation.expectation(), operation.call());
    let own = |name: &str| Ty::in_crate(format!("{}::{name}", items.module));
    let (expectation_ty, call_ty) = (own(&expectation), own(&call));
    let ids = format!("{:?}, {:?}", api.model.module, operation.model.id);
    items.spot(Spot::new(operation.owner(), ""), at).alone();
    items.declare(expectation_ty.clone(), &["Clone", "Debug"]);
    items.declare(call_ty.clone(), &["Clone"]);
    items.add(What::Macro("received", format!("{call}, {ids}")));
    let mock = format!(
        "{} {expectation}, {} {call}",
        operation.on(),
        operation.mocked
    );
    let servers = if is_top { "crate and API" } else { "API" };
    items.add(What::Macro("mock", format!("{servers}: {mock}")));
    items.member("send");
    let arguments = format!(
        "{expectation}, {call}, {ids}, {}",
        answer(&operation.answer())
    );
    items.add(What::Macro("expectation", arguments));
    if !operation.streams.is_empty() {
        items.member("streams");
        let kinds = operation.streams.iter().map(|it| match it.mock() {
            (kind, Some(ty)) => format!("{kind} {ty}"),
            (kind, None) => kind.to_owned(),
        });
        let kinds: Vec<String> = kinds.collect();
        let arguments = format!("{expectation}, {}", kinds.join(", "));
        items.add(What::Macro("streams", arguments));
    }

    let mut members = |name: &str, with: Fn<'a>, received: Fn<'a>| {
        items.spot(Spot::new(operation.owner(), name), at);
        items.of(expectation_ty.clone()).functions([with]);
        items.of(call_ty.clone()).functions([received]);
    };
    for param in &operation.params {
        members(param.name, param.with(), param.received());
    }
    for part in &operation.parts {
        members(part.name, part.with(), part.received_part());
    }
    if let (Some(with), Some(received)) = (operation.with_body(), operation.received_body()) {
        members("body", with, received);
    }
}

fn answer(answer: &Answer<'_>) -> String {
    match answer {
        Answer::Empty => "empty".to_owned(),
        Answer::Json(ty) => format!("json {ty}"),
        Answer::Optional(ty) => format!("optional {ty}"),
        Answer::Text => "text".to_owned(),
        Answer::Bytes => "bytes".to_owned(),
        Answer::ByStatus(ty) => format!("by_status {ty}"),
    }
}
