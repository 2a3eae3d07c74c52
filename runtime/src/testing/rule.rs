//! An expectation as the server sees it.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Method;

use super::answer::Answer;
use super::compare;
use super::description::Operation;
use super::received::Received;
use super::refusal;
use crate::call::Call;
use crate::call::template::decoded;
use crate::service::Service;

/// The target of expected calls.
#[derive(Clone, Debug)]
pub(super) enum Aim {
    Operation(Arc<Operation>),
    /// The path is decoded.
    Path(Method, String),
}

type Predicate = Arc<dyn Fn(&Received) -> bool + Send + Sync>;

/// An expectation and its responses.
pub(super) struct Rule {
    pub(super) aim: Aim,
    /// The required parts of the call.
    pub(super) call: Call,
    pub(super) service: &'static Service,
    pub(super) predicates: Vec<Predicate>,
    steps: VecDeque<Step>,
    /// Whether a response was set.
    is_prepared: bool,
    /// The delay of the next response.
    delay: Duration,
    /// How often it has responded.
    answered: usize,
}

/// A response, and how often it is still to be returned if that is limited.
#[derive(Clone)]
struct Step {
    answer: Answer,
    left: Option<usize>,
}

impl Rule {
    pub(super) fn new(aim: Aim, call: Call, service: &'static Service) -> Self {
        Self {
            aim,
            call,
            service,
            predicates: Vec::new(),
            steps: VecDeque::new(),
            is_prepared: false,
            delay: Duration::ZERO,
            answered: 0,
        }
    }

    pub(super) fn push(&mut self, mut answer: Answer) {
        answer.delay += std::mem::take(&mut self.delay);
        self.is_prepared = true;
        self.steps.push_back(Step { answer, left: None });
    }

    pub(super) fn delay(&mut self, delay: Duration) {
        self.delay += delay;
    }

    /// Limits the last response.
    pub(super) fn times(&mut self, times: usize) {
        if let Some(step) = self.last() {
            step.left = Some(times);
        }
        self.is_prepared = true;
    }

    /// Changes the last response.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Answer)) {
        if let Some(step) = self.last() {
            change(&mut step.answer);
        }
    }

    /// The last response: the documented success if none was set.
    fn last(&mut self) -> Option<&mut Step> {
        if self.steps.is_empty()
            && let Aim::Operation(operation) = &self.aim
        {
            let answer = refusal::success(operation);
            self.push(answer);
        }
        self.steps.back_mut()
    }

    /// Returns whether a call has this target.
    pub(super) fn is_about(&self, received: &Received) -> bool {
        match &self.aim {
            Aim::Operation(operation) => received
                .described()
                .is_some_and(|it| Arc::ptr_eq(it, operation)),
            Aim::Path(method, path) => {
                received.method() == method && decoded(received.url_path()) == *path
            }
        }
    }

    /// Why a call with this target does not match.
    pub(super) fn differences(&self, received: &Received) -> Vec<String> {
        let mut lines = compare::differences(&self.call, received);
        if !self.predicates.iter().all(|is| is(received)) {
            lines.push("the condition given to `matching` does not hold".to_owned());
        }
        if self.is_used_up() {
            lines.push(format!(
                "used up: it has responded to {}",
                calls(self.answered)
            ));
        }
        lines
    }

    fn is_used_up(&self) -> bool {
        self.is_prepared && self.steps.iter().all(|step| step.left == Some(0))
    }

    /// The next response.
    pub(super) fn answer(&mut self) -> Answer {
        self.answered += 1;
        while self.steps.front().is_some_and(|it| it.left == Some(0)) {
            self.steps.pop_front();
        }
        let is_last = self.steps.len() == 1;
        let Some(step) = self.steps.front_mut() else {
            return match &self.aim {
                Aim::Operation(operation) => {
                    let mut answer = refusal::success(operation);
                    answer.delay = self.delay;
                    answer
                }
                Aim::Path(..) => Answer::new(204),
            };
        };
        match &mut step.left {
            Some(left) => *left -= 1,
            None if is_last => {}
            None => step.left = Some(0),
        }
        step.answer.clone()
    }

    /// The missing call, if it is required.
    pub(super) fn missing(&self) -> Option<String> {
        let left: usize = self.steps.iter().filter_map(|step| step.left).sum();
        (left > 0).then(|| {
            format!(
                "{self} has responded to {}, expected {left} more",
                calls(self.answered)
            )
        })
    }
}

fn calls(count: usize) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} call{s}")
}

/// `listEntitlements (limit=50)`
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.aim {
            Aim::Operation(operation) => f.write_str(&operation.id)?,
            Aim::Path(method, path) => write!(f, "{method} {path}")?,
        }
        let given = self.call.given();
        let path = given.path.iter();
        let path = path.map(|(name, value)| format!("{name}={value}"));
        let query = given.query.iter().flatten();
        let query = query.map(|(name, value)| format!("{name}={value}"));
        let body = (!given.body.is_none()).then(|| "a body".to_owned());
        let all: Vec<String> = path.chain(query).chain(body).collect();
        if all.is_empty() {
            return Ok(());
        }
        write!(f, " ({})", all.join(", "))
    }
}
