//! The mock server: expectations and calls for each operation.

use std::collections::{BTreeMap, BTreeSet};

use super::Api;
use super::bodies::BYTES;
use super::function::{Fn, Receiver, affixed};
use super::operations::Operation;
use super::params::Input;
use super::ty::Ty;
use crate::model::{BodyContent, Content, IdMap, OperationId, Outcome, PartContent};

/// The handle of an API's expectations: `MockBeta`.
pub(crate) fn mock(handle: &str) -> String {
    affixed("Mock", handle, "")
}

/// The handle of an API's calls: `BetaCalls`.
pub(crate) fn calls(handle: &str) -> String {
    affixed("", handle, "Calls")
}

/// How the mock server responds with a success.
#[derive(Debug)]
pub(crate) enum Answer<'a> {
    Empty,
    Json(Ty<'a>),
    Optional(Ty<'a>),
    Text,
    Bytes,
    ByStatus(Ty<'a>),
}

impl<'a> Operation<'a> {
    /// `ListEntitlementsExpectation`
    pub(crate) fn expectation(&self) -> String {
        affixed("", self.request, "Expectation")
    }

    /// `ListEntitlementsCall`
    pub(crate) fn call(&self) -> String {
        affixed("", self.request, "Call")
    }

    /// The method of the mock server: `on_list_entitlements`.
    pub(crate) fn on(&self) -> String {
        format!("on_{}", self.mocked.trim_start_matches("r#"))
    }

    /// The success of an expectation.
    pub(crate) fn answer(&self) -> Answer<'a> {
        match (&self.model.outcome, &self.success) {
            (Outcome::Empty, _) => Answer::Empty,
            // A text that may be JSON is given as JSON, which is its preferred media type.
            (Outcome::Text, ty) => {
                let mut successes = self.model.successes.iter();
                if successes.any(|it| it.content == Content::TextOrJson) {
                    Answer::Json(ty.clone())
                } else {
                    Answer::Text
                }
            }
            (Outcome::Bytes, _) => Answer::Bytes,
            (Outcome::Json(_), ty) => Answer::Json(ty.clone()),
            (Outcome::OptionalJson(_), ty) => {
                Answer::Optional(ty.inner().first().unwrap_or(ty).clone())
            }
            (Outcome::ByStatus, ty) => Answer::ByStatus(ty.clone()),
        }
    }

    /// `with_body` of an expectation.
    pub(crate) fn with_body(&self) -> Option<Fn<'a>> {
        let body = self.body.as_ref()?;
        Some(Fn::new("with_body", Ty::SELF).argument("body", body.taken()))
    }

    /// The body of a call.
    pub(crate) fn received_body(&self) -> Option<Fn<'a>> {
        let body = self.body.as_ref()?;
        let is_raw = matches!(
            self.model.body.as_ref().map(|it| &it.content),
            Some(BodyContent::Bytes { .. })
        );
        let ty = if is_raw { BYTES } else { body.ty.clone() };
        Some(reader("body", ty))
    }
}

impl<'a, T> Input<'a, T> {
    /// `with_…` of an expectation.
    pub(crate) fn with(&self) -> Fn<'a> {
        Fn::new(affixed("with_", self.name, ""), Ty::SELF).argument(self.name, self.value.taken())
    }

    /// What a call has of it.
    pub(crate) fn received(&self) -> Fn<'a> {
        reader(self.name, self.value.ty.clone())
    }
}

impl<'a> Input<'a, &'a crate::model::Part> {
    /// What a call has of the part: of a file, its content with its name and type.
    pub(crate) fn received_part(&self) -> Fn<'a> {
        let part = Ty::runtime("testing::Part");
        match &self.model.content {
            PartContent::File => reader(self.name, part),
            PartContent::FileList => reader(self.name, part.list()),
            PartContent::Text(_)
            | PartContent::TextList(_)
            | PartContent::Json(_)
            | PartContent::JsonList(_)
            | PartContent::Any(_)
            | PartContent::Styled { .. } => self.received(),
        }
    }
}

fn reader<'a>(name: &'a str, ty: Ty<'a>) -> Fn<'a> {
    Fn::new(name, ty.option()).on(Receiver::Ref)
}

/// Tells operations of different groups apart in the mock server: those whose methods have one name get that of the group in front.
pub(super) fn name_mocked(operations: &mut IdMap<OperationId, Operation<'_>>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, operation) in operations.iter() {
        *counts.entry(operation.method).or_default() += 1;
    }
    let is_alone = |operation: &Operation<'_>| counts.get(operation.method) == Some(&1);
    let (alone, shared): (Vec<_>, Vec<_>) = operations.iter().partition(|(_, it)| is_alone(it));
    let mut taken: BTreeSet<String> = alone.iter().map(|(_, it)| it.method.to_owned()).collect();
    let mut renamed = Vec::new();
    for (id, operation) in shared {
        let [group, method] = [operation.group, operation.method]
            .map(|it| it.trim_start_matches("r#").trim_end_matches('_'));
        let mut name = format!("{group}_{method}");
        while !taken.insert(name.clone()) {
            name = format!("{group}_{name}");
        }
        renamed.push((id, name));
    }
    for (id, name) in renamed {
        operations[id].mocked = name.into();
    }
}

/// For each API the operations that the crate's mock server has too: for each name, the one of the first API that has it. So
/// a later API never takes a name away.
pub(super) fn choose_top(apis: &mut [Api<'_>]) {
    let modules: Vec<&str> = apis.iter().map(|api| api.module).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for api in apis {
        let mut own: BTreeSet<String> = BTreeSet::new();
        for (id, operation) in api.operations.iter() {
            let name = operation.mocked.trim_start_matches("r#");
            let is_hidden = modules.iter().any(|module| *module == operation.on());
            if !is_hidden && !taken.contains(name) && own.insert(name.to_owned()) {
                api.top.insert(id);
            }
        }
        taken.extend(own);
    }
}
