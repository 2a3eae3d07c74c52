//! Successes that are read while they arrive.

use super::function::Fn;
use super::ty::Ty;
use super::value::Types;
use crate::model::{self, EventData, StreamContent};
use crate::name;

/// A success that is read while it arrives.
#[derive(Debug)]
pub(crate) struct Stream<'a> {
    pub(crate) model: &'a model::Stream,
    /// The stream.
    pub(crate) ty: Ty<'a>,
}

impl<'a> Stream<'a> {
    pub(crate) fn send(&self) -> Fn<'a> {
        let response = Ty::runtime("Response").of([self.ty.clone()]);
        let name = name::stream_method(&self.model.content);
        Fn::new(name, Ty::runtime("Result").of([response])).asynchronous()
    }

    /// The same method for programs without async, which returns another type.
    pub(crate) fn blocking(&self) -> Fn<'a> {
        let mut blocking = self.send().blocking();
        let stream = Ty::runtime("Blocking").of([self.ty.clone()]);
        blocking.output = Ty::runtime("Result").of([Ty::runtime("Response").of([stream])]);
        blocking
    }
}

impl<'a> Stream<'a> {
    /// Its row in the macro that gives an expectation of the mock server its methods: the kind, and the type of an event or item.
    pub(crate) fn mock(&self) -> (&'static str, Option<&Ty<'a>>) {
        let of = self.ty.inner().first();
        match &self.model.content {
            StreamContent::Bytes => ("bytes", None),
            StreamContent::Events(EventData::Text) => ("text_events", None),
            StreamContent::Events(EventData::Json(_)) => ("events", of),
            StreamContent::Events(EventData::Whole(_)) => ("whole_events", of),
            StreamContent::Items(_) => ("items", of),
        }
    }
}

pub(super) fn design<'a>(types: &Types<'a>, operation: &'a model::Operation) -> Vec<Stream<'a>> {
    let streams = operation.streams.iter().map(|model| {
        let item = || model.content.ty().map_or(Ty::STRING, |ty| types.ty(ty));
        let ty = match &model.content {
            StreamContent::Bytes => Ty::runtime("ByteStream"),
            StreamContent::Events(_) => Ty::runtime("EventStream").of([item()]),
            StreamContent::Items(_) => Ty::runtime("ItemStream").of([item()]),
        };
        Stream { model, ty }
    });
    streams.collect()
}
