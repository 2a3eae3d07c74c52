//! A call under construction, which the setters of generated requests modify.

pub(crate) mod background;
pub(crate) mod checksum;
pub(crate) mod execute;
pub(crate) mod lenient;
pub(crate) mod observe;
pub(crate) mod options;
pub(crate) mod progress;
pub(crate) mod raw;
pub(crate) mod send;
pub(crate) mod sent;
pub(crate) mod turns;
pub(crate) mod unsent;

mod content;
mod prepare;
mod redact;
mod selection;
#[cfg(feature = "test-util")]
pub(crate) mod template;

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};
use serde::Serialize;

use crate::client::Client;
use crate::error::Error;
use crate::operation::Target;
use crate::policy::limit::{Limiter, Limits};
use crate::policy::retry::RetryPolicy;
use crate::policy::timeouts::TimeoutPolicy;
use crate::request::RESERVED;
use crate::request::cookie::Cookies;
use crate::request::encode;
use crate::request::form_body::FormBody;
use crate::request::param;
use crate::request::path::PathValue;
use crate::request::query::{Addition, Query, QueryEntry};
use crate::request::style::{ListStyle, Location, Param, Tree};
use crate::server::base_url::BaseUrl;

/// The header with the id after which a stream of events continues.
const LAST_EVENT_ID: &str = "last-event-id";

/// A call under construction.
///
/// Setters never fail: the first error is kept, and returned when the call is sent or built.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    /// In a box, because a call moves from setter to setter, and into the future that sends it.
    state: Box<State>,
}

#[derive(Debug, Clone)]
struct State {
    client: Client,
    target: Target,
    options: CallOptions,
    path: Vec<PathValue>,
    query: Query,
    headers: HeaderMap,
    cookies: Cookies,
    /// The body, and the first error of the call.
    content: FormBody,
    /// The URL of the operation's own server that the caller chose.
    server: Option<&'static [&'static str]>,
}

/// The settings of one call.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    /// The timeout of the whole call, which overrides the policy.
    pub(crate) timeout: Option<Duration>,
    pub(crate) timeouts: Option<Arc<dyn TimeoutPolicy>>,
    pub(crate) retry: Option<Arc<dyn RetryPolicy>>,
    pub(crate) limits: Option<Limits>,
    pub(crate) idempotent: Option<bool>,
    /// The media types of `Accept`, in place of the operation's.
    pub(crate) accept: Option<&'static str>,
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("idempotent", &self.idempotent)
            .finish_non_exhaustive()
    }
}

impl Call {
    pub(crate) fn new(client: Client, target: Target) -> Self {
        let state = State {
            content: FormBody::multipart(target.multipart()),
            client,
            target,
            options: CallOptions::default(),
            path: Vec::new(),
            query: Query::default(),
            headers: HeaderMap::new(),
            cookies: Cookies::default(),
            server: None,
        };
        Self {
            state: Box::new(state),
        }
    }

    /// The client that sends the call.
    pub fn client(&self) -> &Client {
        &self.state.client
    }

    pub(crate) fn target(&self) -> &Target {
        &self.state.target
    }

    pub(crate) fn options(&self) -> &CallOptions {
        &self.state.options
    }

    /// Selects one of the operation's own servers by its URL.
    pub fn server(&mut self, url: &'static [&'static str]) {
        self.state.server = Some(url);
    }

    /// The base URL of the call.
    pub(crate) fn base_url(&self) -> crate::Result<Cow<'_, BaseUrl>> {
        let bases = &self.state.client.inner().bases;
        self.state.target.base_url(bases, self.state.server)
    }

    /// The URL as events have it: without a query, and with the parameters of the path in braces.
    pub(crate) fn address(&self) -> String {
        let path = self.state.target.path();
        match self.base_url() {
            Ok(base_url) => format!("{}{path}", base_url.as_str().trim_end_matches('/')),
            Err(_) => path.to_owned(),
        }
    }

    /// Sets a parameter of the path, always encoded as one segment. An empty text, and `.` or `..` as a whole
    /// segment, are errors at `send`.
    pub fn path(&mut self, name: impl Into<Cow<'static, str>>, value: impl Display) {
        let name = name.into();
        match param::shown(value) {
            Some(value) => self.set_path(name, encode::encoded(value)),
            None => self.unwritable(&name),
        }
    }

    /// Sets a parameter of the path to a list, its items separated by commas.
    pub fn path_list(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        items: impl IntoIterator<Item: Display>,
    ) {
        let name = name.into();
        let encoded = Tree::shown_list(items).map(|list| Param::path(&name).write(&list));
        match encoded {
            Some(encoded) => self.set_path(name, encoded.unwrap_or_default()),
            None => self.unwritable(&name),
        }
    }

    /// The value of the last parameter of the path.
    pub(crate) fn last_path_value(&self) -> Option<String> {
        let encoded = &self.state.path.last()?.encoded;
        let value = percent_encoding::percent_decode_str(encoded);
        Some(value.decode_utf8_lossy().into_owned())
    }

    fn set_path(&mut self, name: Cow<'static, str>, encoded: String) {
        self.state.path.retain(|value| value.name != name);
        self.state.path.push(PathValue { name, encoded });
    }

    /// Sets a parameter of the query, in place of an earlier value.
    pub fn query(&mut self, name: impl Into<Cow<'static, str>>, value: impl Display) {
        self.set_query(name.into(), Param::query(""), Tree::shown(value));
    }

    /// Sets a parameter of the query to a list, in place of an earlier value. An empty list sends nothing.
    pub fn query_list(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        style: ListStyle,
        items: impl IntoIterator<Item: Display>,
    ) {
        self.set_query(name.into(), style.param(), Tree::shown_list(items));
    }

    /// Sets a parameter to a value in the style that the document gives it, in place of an earlier value. Null and values
    /// without items send nothing, or an empty value where the document allows it.
    pub fn param(&mut self, param: &Param<'static>, value: &(impl Serialize + ?Sized)) {
        let Ok(value) = Tree::of(value) else {
            return self.unwritable(param.name());
        };
        let name = param.name();
        let written = || param.write(&value);
        match param.location() {
            Location::Path => self.set_path(name.into(), written().unwrap_or_default()),
            Location::Header => self.header_param(name, written().unwrap_or_default()),
            Location::Query => self.set_query(name.into(), *param, Some(value)),
            Location::Cookie => match written() {
                Some(written) => self.set_cookie(name, written),
                None => self.state.cookies.remove(name),
            },
        }
    }

    /// Sets a cookie that the operation documents, in place of an earlier value.
    pub fn cookie(&mut self, name: &'static str, value: impl Display) {
        match param::shown(value) {
            Some(value) => self.set_cookie(name, format!("{name}={}", encode::encode(&value))),
            None => self.unwritable(name),
        }
    }

    fn set_cookie(&mut self, name: &'static str, pairs: String) {
        if HeaderValue::from_str(&pairs).is_err() {
            return self
                .fail(|| format!("cookie `{name}` has a value that is not allowed in a header"));
        }
        self.state.cookies.set(name, pairs);
    }

    /// The text of a parameter of the query without encoding; several values are separated by commas.
    pub(crate) fn query_given(&self, name: &str) -> Option<Cow<'_, str>> {
        self.state.query.text(name)
    }

    /// Takes a parameter of the query away.
    pub fn clear_query(&mut self, name: &str) {
        self.state.query.remove(name);
    }

    fn set_query(&mut self, name: Cow<'static, str>, param: Param<'static>, value: Option<Tree>) {
        self.set_addable(name, param, value, Addition::Replaces);
    }

    fn set_addable(
        &mut self,
        name: Cow<'static, str>,
        param: Param<'static>,
        value: Option<Tree>,
        addition: Addition,
    ) {
        let Some(value) = value else {
            return self.unwritable(&name);
        };
        let is_secret = self.is_secret_query(&name);
        self.state.query.set(QueryEntry {
            name,
            written: String::new(),
            param,
            value,
            is_secret,
            addition,
        });
    }

    /// Sets a header that the operation documents, in place of an earlier value.
    pub fn header_param(&mut self, name: &str, value: impl Display) {
        let name = match HeaderName::try_from(name) {
            Ok(name) if RESERVED.contains(&name) => {
                return self.fail(|| format!("header `{name}` is written by the client itself"));
            }
            Ok(name) => name,
            Err(_) => {
                return self
                    .fail(|| format!("`{}` is not the name of a header", name.escape_debug()));
            }
        };
        let Some(value) = param::shown(value) else {
            return self.unwritable(name.as_str());
        };
        match HeaderValue::try_from(value) {
            Ok(mut value) => {
                value.set_sensitive(self.is_secret_header(&name));
                self.state.headers.insert(name, value);
            }
            Err(_) => {
                self.fail(|| {
                    format!("header `{name}` has a value that is not allowed in a header")
                });
            }
        }
    }

    /// Takes a header away.
    pub fn clear_header(&mut self, name: &str) {
        self.state.headers.remove(name);
    }

    /// Limits the duration of the whole call: every attempt and every wait between them.
    pub fn timeout(&mut self, timeout: Duration) {
        self.state.options.timeout = Some(timeout);
    }

    /// Sets the timeouts of this call and its parts.
    pub fn timeouts(&mut self, policy: impl TimeoutPolicy) {
        self.state.options.timeouts = Some(Arc::new(policy));
    }

    /// Sets how this call is retried.
    pub fn retry(&mut self, policy: impl RetryPolicy) {
        self.state.options.retry = Some(Arc::new(policy));
    }

    /// Sets what decides when this call may be sent.
    pub fn limiter(&mut self, limiter: impl Limiter) {
        self.state.options.limits = Some(Limits::Given(Arc::new(limiter)));
    }

    /// Sets the media types of the `Accept` header, in place of the operation's.
    pub fn accept(&mut self, media_types: &'static str) {
        self.state.options.accept = Some(media_types);
    }

    /// Sets the media types of the `Accept` header, unless they were set.
    pub(crate) fn accept_by_default(&mut self, media_types: &'static str) {
        self.state.options.accept.get_or_insert(media_types);
    }

    /// Sets the id after which a stream of events continues, in place of an earlier one. An empty one is none.
    /// A line end after it, as a file may have, is not part of it.
    pub fn last_event_id(&mut self, id: &str) {
        let id = id.trim_end_matches(['\r', '\n']);
        if id.is_empty() {
            self.clear_header(LAST_EVENT_ID);
        } else {
            self.header_param(LAST_EVENT_ID, id);
        }
    }

    /// The id after which a stream of events continues; empty if there is none.
    pub(crate) fn given_event_id(&self) -> String {
        let id = self.state.headers.get(LAST_EVENT_ID);
        let id = id.map(|id| String::from_utf8_lossy(id.as_bytes()).into_owned());
        id.unwrap_or_default()
    }

    /// Sets whether the call is idempotent, regardless of its method.
    pub fn idempotent(&mut self, idempotent: bool) {
        self.state.options.idempotent = Some(idempotent);
    }

    #[cold]
    fn unwritable(&mut self, name: &str) {
        self.fail(|| format!("parameter `{name}` has a value that can't be encoded"));
    }

    /// Keeps the first error.
    #[cold]
    fn fail(&mut self, fault: impl FnOnce() -> String) {
        self.state.content.fail(fault);
    }

    /// Adds the operation to an error.
    pub(crate) fn at(&self, error: Error) -> Error {
        error.with_operation(
            self.state.target.id(),
            self.state.target.method().clone(),
            self.state.target.template(),
        )
    }
}
