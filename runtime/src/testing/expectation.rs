//! The expectations of a test.

use std::fmt::{self, Display};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;

use super::answer::{Answer, End};
use super::description::{Operation, Reply};
use super::received::Received;
use super::refusal;
use super::rule::{Aim, Rule};
use crate::call::Call;
use crate::service::Service;
use crate::stream::Event;

/// An expectation of any operation; generated expectations wrap it.
#[derive(Clone)]
pub struct Expectation {
    rule: Arc<Mutex<Rule>>,
}

impl Expectation {
    pub(super) fn of(rule: Arc<Mutex<Rule>>) -> Self {
        Self { rule }
    }

    fn rule(&self) -> MutexGuard<'_, Rule> {
        self.rule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn operation(&self) -> Option<Arc<Operation>> {
        match &self.rule().aim {
            Aim::Operation(operation) => Some(Arc::clone(operation)),
            Aim::Path(..) => None,
        }
    }

    fn service(&self) -> &'static Service {
        self.rule().service
    }

    /// Sets a required part of calls.
    pub fn with(&self, set: impl FnOnce(&mut Call)) {
        set(&mut self.rule().call);
    }

    /// Adds a condition.
    pub fn matching(&self, is: impl Fn(&Received) -> bool + Send + Sync + 'static) {
        self.rule().predicates.push(Arc::new(is));
    }

    /// Adds a response.
    pub fn then(&self, answer: Answer) {
        self.rule().push(answer);
    }

    /// Adds the success of the operation that has a body.
    pub fn ok_json(&self, value: &(impl Serialize + ?Sized)) {
        self.then(Answer::json(self.success(true), value));
    }

    /// Adds the success of the operation with or without a body.
    pub fn ok_optional<T: Serialize>(&self, value: Option<&T>) {
        let status = self.success(value.is_some());
        self.then(match value {
            Some(value) => Answer::json(status, value),
            None => Answer::new(status),
        });
    }

    /// Adds the success of the operation that has no body.
    pub fn ok_empty(&self) {
        self.then(Answer::new(self.success(false)));
    }

    /// Adds a success of text.
    pub fn ok_text(&self, text: String) {
        self.then(Answer::new(self.success(true)).text(text));
    }

    /// Adds a success of bytes.
    pub fn ok_bytes(&self, bytes: Bytes) {
        let media = "application/octet-stream";
        self.then(Answer::new(self.success(true)).body(media, bytes));
    }

    /// Adds a success of server-sent events whose data is JSON, and the end marker of the service.
    pub fn ok_events<T: Serialize>(&self, events: impl IntoIterator<Item = impl Into<Event<T>>>) {
        self.events(events, Answer::event);
    }

    /// Adds a success of server-sent events whose data is text, and the end marker of the service.
    pub fn ok_text_events(&self, events: impl IntoIterator<Item = impl Into<Event<String>>>) {
        self.events(events, Answer::text_event);
    }

    /// Adds a success of server-sent events that are described as a whole, and the end marker of the service.
    pub fn ok_whole_events<T: Serialize>(
        &self,
        events: impl IntoIterator<Item = impl Into<Event<T>>>,
    ) {
        self.events(events, Answer::whole_event);
    }

    fn events<T>(
        &self,
        events: impl IntoIterator<Item = impl Into<Event<T>>>,
        add: impl Fn(Answer, Event<T>) -> Answer,
    ) {
        let answer = Answer::new(self.success(true)).media_type("text/event-stream");
        let events = events.into_iter().map(Into::into);
        let answer = events.fold(answer, add);
        self.then(match self.service().event_end {
            Some(end) => answer.text_event(Event::new(end)),
            None => answer,
        });
    }

    /// Adds a success of items, one per line.
    pub fn ok_items<T: Serialize>(&self, media_type: &str, items: impl IntoIterator<Item = T>) {
        let answer = Answer::new(self.success(true)).media_type(media_type);
        let items = items.into_iter();
        self.then(items.fold(answer, |answer, item| answer.item(&item)));
    }

    /// Sets the pause between the parts of the last response.
    pub fn pause_between(&self, pause: Duration) {
        self.rule().change(|answer| answer.pause_between(pause));
    }

    /// Cuts the last response off.
    pub fn cut_at(&self, bytes: usize) {
        self.rule()
            .change(|answer| answer.end = End::Cut(Some(bytes)));
    }

    /// The status of the first success with or without a body.
    fn success(&self, with_body: bool) -> u16 {
        let Some(operation) = self.operation() else {
            return 200;
        };
        let replies = &operation.successes;
        let fits = replies
            .iter()
            .find(|it| (it.schema.is_some() || it.is.is_some()) == with_body);
        fits.or(replies.first()).map_or(200, Reply::code)
    }

    /// Adds the documented error of a status.
    pub fn error(&self, status: u16) {
        let operation = self.operation();
        let service = self.service();
        self.then(refusal::failure(service, operation.as_deref(), status));
    }

    /// Adds an error with this text.
    pub fn error_because(&self, status: u16, text: &str) {
        let operation = self.operation();
        let service = self.service();
        let answer = refusal::because(service, operation.as_deref(), status, text);
        self.then(answer);
    }

    /// Adds a 429.
    pub fn rate_limited(&self, retry_after: Duration) {
        let operation = self.operation();
        let seconds = retry_after.as_secs() + u64::from(retry_after.subsec_nanos() > 0);
        let answer = refusal::failure(self.service(), operation.as_deref(), 429);
        self.then(answer.header("Retry-After", seconds));
    }

    /// Delays the next response.
    pub fn delayed(&self, delay: Duration) {
        self.rule().delay(delay);
    }

    /// Limits how often the last response is returned.
    pub fn times(&self, times: usize) {
        self.rule().times(times);
    }
}

impl fmt::Debug for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expectation({})", self.rule())
    }
}

/// An expectation of a path that no operation describes; created by
/// [`Server::on`](super::Server::on).
#[derive(Clone, Debug)]
pub struct OnPath {
    expectation: Expectation,
}

#[allow(
    clippy::return_self_not_must_use,
    reason = "an expectation applies as soon as it is created"
)]
impl OnPath {
    pub(super) fn new(expectation: Expectation) -> Self {
        Self { expectation }
    }

    /// Matches only calls with this parameter in their query.
    pub fn with_query(self, name: impl Into<String>, value: impl Display) -> Self {
        self.expectation.with(|call| call.query(name.into(), value));
        self
    }

    /// Matches only calls with this body.
    pub fn with_json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.expectation
            .with(|call| call.json("application/json", body));
        self
    }

    /// Returns 200 with this body.
    pub fn then_ok(self, value: &(impl Serialize + ?Sized)) -> Self {
        self.then(Answer::json(200, value))
    }

    /// Returns this response.
    pub fn then(self, answer: Answer) -> Self {
        self.expectation.then(answer);
        self
    }

    /// Returns the preceding response this many times, and requires that many calls.
    pub fn times(self, times: usize) -> Self {
        self.expectation.times(times);
        self
    }
}
