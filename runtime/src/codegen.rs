//! The part of this crate that only generated code calls. Not a public API: it can change in any release.
//!
//! Items that a caller names, or sees in the signature of a generated type or method, are not in this module.
//!
//! # Models
//!
//! A struct implements [`Object`], an enum [`StringEnum`] or [`IntegerEnum`], and a `oneOf` or `anyOf` [`Union`]; the macros
//! [`object!`], [`string_enum!`], [`integer_enum!`] and [`serde_union!`] implement serde's traits for them. This is less
//! code to compile than serde's derives, and preserves unknown properties and how absent values were written.
//!
//! # Clients
//!
//! A builder holds [`Settings`]; [`client_builder!`] gives it the methods that every builder has, and [`to_builder!`] the
//! client the way back. [`feature_is_off!`] explains a method whose feature is off, [`build_first!`] a builder that is used as a client. Each module has one `static`
//! [`Api`] with its [`Server`]s.
//!
//! # Operations
//!
//! An operation is a `static` [`Operation`], with [`Paging`] if it returns a list and [`Blocks`] if its items are sent in
//! several requests. [`TaskFacts`] say how the status of a task is requested and read. [`Scheme`]s are the security schemes that it accepts. A [`Param`] describes how a parameter, or a field of a form, is written. [`decode_json`] reads the payload of a webhook. A request type holds a [`Call`]; [`call_options!`] gives it the setters that every request has, and [`sendable!`] makes it awaitable. [`SendAndAwaitFirst`] explains a
//! call of a response's method on a request.
//!
//! # Streams
//!
//! [`Call`] has `send_stream`, `send_events` (data of events are JSON), `send_text_events`,
//! `send_whole_events` and `send_items`; [`Call::accept`] sets the
//! media types first, if an operation offers others too. Without it, events and items are requested by their own media types, bytes by those
//! of the operation. [`Call::last_event_id`] continues a stream of events. Blocking counterparts are
//! `client.block_on(self.send_events())?.map(|it| it.map(EventStream::into_blocking))`, of the type `Response<Blocking<EventStream<T>>>`.
//! [`Service::event_end`] sets the end marker.

pub use crate::auth::security::{In, Requirements, Scheme};
pub use crate::bulk::Blocks;
pub use crate::call::Call;
pub use crate::call::sent::Sent;
pub use crate::call::unsent::{AlreadySent, CallBodyBeforeAwait, SendAndAwaitFirst};
pub use crate::client::builder::Settings;
pub use crate::client::config::{
    ConfigFacts, ConfigFile, ConfigVariables, FromEnvironment, FromJsonFile, FromYamlFile, Place,
};
pub use crate::model::fields::Fields;
pub use crate::model::integer_enum::{IntegerEnum, decode_integer_enum};
pub use crate::model::object::{Object, decode_object, encode_object};
pub use crate::model::received::any_json;
pub use crate::model::string_enum::{StringEnum, decode_string_enum};
pub use crate::model::text_slot::Text;
pub use crate::model::union::{Tag, Union, UnionReader, decode_union};
pub use crate::model::writer::ObjectWriter;
pub use crate::operation::Operation;
pub use crate::operation::paging::Paging;
pub use crate::request::form_body::FormBody;
pub use crate::request::style::{Param, Style};
pub use crate::response::decode::json as decode_json;
pub use crate::response::media::{media_type_of, text_of};
pub use crate::server::{Api, Server, Variable};
pub use crate::service::{ErrorBodies, ErrorFields, RateLane, Service, Spellings};
pub use crate::task::TaskFacts;
#[cfg(feature = "test-util")]
pub use crate::testing::{expectation::Expectation, received::OfOperation};
pub use serde::de::MapAccess;
pub use serde::ser::SerializeMap;

pub use crate::{
    build_first, call_options, client_builder, composites, feature_is_off, id, integer_enum,
    object, operators, patch_builder, sendable, serde_object, serde_union, string_enum, to_builder,
};
#[cfg(feature = "test-util")]
pub use crate::{expectation, mock, received, streams, then_ok};

/// The text of parameters whose values do not implement `Display`.
pub mod param {
    pub use crate::request::param::{Text, json, list, text};
}
