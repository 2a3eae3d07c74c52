//! The start of a task, its polls, and the end of the waiting.

use std::fmt;
use std::marker::PhantomData;
use std::pin::pin;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::call::{Call, send};
use crate::error::{Error, Result};
use crate::response::Reply;
use crate::response::decode::{self, DecodeError};

use super::facts::{TaskFacts, Verdict, text};
use super::pace::Pace;
use super::report::{CompletedTask, TaskReport};

/// A task that ends at once costs no more than ten polls in a second.
const SHORTEST: Duration = Duration::from_millis(100);

/// How long a poll at the time limit may take.
const LAST_POLL: Duration = Duration::from_secs(10);

/// Waits for a task of the service. Nothing is sent before [`wait`](Self::wait).
///
/// The waiter of an operation that starts a task sends the request once, reads the id of the task from the response, and then
/// requests the status of the task until it has ended. The waiter of the operation that returns the status resumes the waiting for
/// a task whose id is known, for example after a restart of the program; its first poll is immediate.
///
/// * **Polls** are ordinary calls: with the client's token, retries, rate limit and timeouts. The setters of the request, such
///   as [`header`](crate::RawCall::header), apply to the requests of that operation alone.
/// * **Success**, also with warnings, is a [`CompletedTask`]. It dereferences to the last status.
/// * **Failure** is an [`Error`] of the kind [`Task`](crate::ErrorKind::Task), and so is an end that the declared values do not
///   name. [`Error::task`] has id, end and messages, and [`Error::decode_body`] the whole status.
/// * **Polls without a status**, after the client's retries, do not end the waiting while the cause may pass: 429, 5xx, a
///   timeout or a broken connection. A `Retry-After` is honored whole. Any other error ends it: 404 for a task that the service no
///   longer has, 401, 403, or a response that can't be decoded. [`Error::task`] has the id, and what could be read of the last status.
/// * **The time limit** ends the waiting, never the task. The error is of the kind `Task` too; [`Error::is_timeout`] is true.
/// * **Cancel** it by dropping the future. The waiter keeps the [id](Self::id), and `wait` continues with the next poll.
#[must_use = "a waiter does nothing until `wait` is called"]
pub struct Waiter<S> {
    state: State,
    facts: &'static TaskFacts,
    pace: Pace,
    status: PhantomData<fn() -> S>,
}

/// How far the waiting is.
#[derive(Debug)]
enum State {
    /// Nothing was sent; the id will be at that JSON pointer.
    New { start: Call, id_at: &'static str },
    /// The request was sent. Without a response nobody knows whether there is a task.
    Starting { start: Call },
    /// The id is known.
    Started(Task),
}

#[derive(Debug)]
struct Task {
    id: String,
    /// The call that requests the status.
    poll: Call,
    /// The call that started the task, unless the waiting was resumed.
    start: Option<Call>,
}

/// The latest status that was received.
struct Latest<S> {
    verdict: Verdict,
    status: S,
    reply: Reply,
}

impl Call {
    /// A waiter for the task that the operation starts; its id is at a JSON pointer in the response.
    pub fn starts_task<S>(self, id_at: &'static str, facts: &'static TaskFacts) -> Waiter<S> {
        Waiter::new(State::New { start: self, id_at }, facts)
    }

    /// A waiter for the task whose id is the last parameter of the path.
    pub fn polls_task<S>(self, facts: &'static TaskFacts) -> Waiter<S> {
        let task = Task {
            id: self.last_path_value().unwrap_or_default(),
            poll: self,
            start: None,
        };
        Waiter::new(State::Started(task), facts)
    }
}

impl<S> Waiter<S> {
    fn new(state: State, facts: &'static TaskFacts) -> Self {
        Self {
            state,
            facts,
            pace: Pace::default(),
            status: PhantomData,
        }
    }

    /// Sets how long to wait before the first poll and, at most, between two polls; each interval is half as long again as the one
    /// before. The default is 2 and 30 seconds, the minimum 0.1. A `Retry-After` of the service can make an interval longer.
    pub fn interval(mut self, first: Duration, longest: Duration) -> Self {
        self.pace.first = first.max(SHORTEST);
        self.pace.longest = longest.max(self.pace.first);
        self
    }

    /// Sets how long each [`wait`](Self::wait) polls, from the moment at which the id is known. The default is an hour. A poll
    /// that is in progress then has 10 seconds more.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.pace.time_limit = limit;
        self
    }

    /// The id of the task, once it is known.
    pub fn id(&self) -> Option<&str> {
        match &self.state {
            State::Started(task) => Some(&task.id),
            State::New { .. } | State::Starting { .. } => None,
        }
    }
}

impl<S: DeserializeOwned> Waiter<S> {
    /// Starts the task, unless that is done, and waits for its end. It can be called again after an error or a dropped future, once
    /// the [id](Self::id) is known. Before that, it can if the error says that nothing [has been
    /// applied](crate::Error::may_have_been_applied): the request that starts a task is not sent a second time.
    ///
    /// # Errors
    /// If the task can't be started, it failed, its status can't be read, or the time limit is over.
    pub async fn wait(&mut self) -> Result<CompletedTask<S>> {
        self.wait_with(|_| ()).await
    }

    /// The same as [`wait`](Self::wait), and calls a function with each status that is received, the last one included.
    ///
    /// # Errors
    /// As above.
    pub async fn wait_with(&mut self, mut progress: impl FnMut(&S)) -> Result<CompletedTask<S>> {
        let is_new = self.start().await?;
        let State::Started(task) = &self.state else {
            return Err(Error::request("the task has no id"));
        };
        let (pace, time) = (self.pace, &task.poll.client().inner().time);
        let began = time.now();
        let left = || {
            let passed = time.now().saturating_duration_since(began);
            pace.time_limit.saturating_sub(passed)
        };
        let mut interval = pace.first;
        let mut wait = is_new.then(|| interval.min(left()));
        let mut report = TaskReport::of(task);
        loop {
            if let Some(wait) = wait {
                time.sleep(wait).await;
            }
            let polled = {
                let poll = pin!(task.poll(self.facts, &mut report));
                time.within(left().max(LAST_POLL), poll).await
            };
            let polled = polled.unwrap_or_else(|| Err(Error::timeout("the poll took too long")));
            let failed = match polled {
                Ok(latest) => {
                    progress(&latest.status);
                    if latest.verdict != Verdict::Running {
                        return task.end(latest, report);
                    }
                    None
                }
                Err(error) if error.is_retryable() => Some(error),
                Err(error) => return Err(task.known(error, report)),
            };
            if wait.is_some() {
                interval = pace.after(interval);
            }
            let asked = failed.as_ref().and_then(Error::retry_after);
            wait = Pace::wait(interval, asked, left());
            if wait.is_none() {
                return Err(task.over(pace.time_limit, report, failed));
            }
        }
    }

    /// Sends the request that starts the task, and returns whether it did.
    async fn start(&mut self) -> Result<bool> {
        let (start, id_at) = match &self.state {
            State::New { start, id_at } => (start.clone(), *id_at),
            State::Starting { start } => {
                let message = "the request that starts the task may have been sent, but no id was received; the task may have started";
                return Err(start.at(Error::request(message)));
            }
            State::Started(_) => return Ok(false),
        };
        self.state = State::Starting {
            start: start.clone(),
        };
        let reply = match start.clone().execute(send::JSON).await {
            Ok(reply) => reply,
            Err(error) => {
                // Sent again, the request could start a second task.
                if !error.may_have_been_applied() {
                    self.state = State::New { start, id_at };
                }
                return Err(error);
            }
        };
        let id = match decode::json::<Value>(&reply.body) {
            Ok(body) => body
                .pointer(id_at)
                .and_then(text)
                .filter(|id| !id.is_empty()),
            Err(fault) => return Err(start.at(Error::decode(fault, reply))),
        };
        let Some(id) = id else {
            let fault = DecodeError::new(format!("expected the id of a task at `{id_at}`"));
            return Err(start.at(Error::decode(fault, reply)));
        };
        let poll = self.facts.call(start.client(), &id);
        let start = Some(start);
        self.state = State::Started(Task { id, poll, start });
        Ok(true)
    }

    /// The same as [`wait`](Self::wait), for programs without async.
    ///
    /// # Errors
    /// As above, and if it is called on the thread of a current-thread runtime.
    #[cfg(feature = "blocking")]
    pub fn wait_blocking(&mut self) -> Result<CompletedTask<S>> {
        self.wait_with_blocking(|_| ())
    }

    /// The same as [`wait_with`](Self::wait_with), for programs without async.
    ///
    /// # Errors
    /// As above, and if it is called on the thread of a current-thread runtime.
    #[cfg(feature = "blocking")]
    pub fn wait_with_blocking(&mut self, progress: impl FnMut(&S)) -> Result<CompletedTask<S>> {
        let call = match &self.state {
            State::New { start, .. } | State::Starting { start } => start,
            State::Started(task) => &task.poll,
        };
        let client = call.client().clone();
        client.block_on(self.wait_with(progress))?
    }
}

impl Task {
    /// Requests the status. Even if it is not of its type, the report has what can be read of it.
    async fn poll<S: DeserializeOwned>(
        &self,
        facts: &TaskFacts,
        report: &mut TaskReport,
    ) -> Result<Latest<S>> {
        let reply = self.poll.clone().execute(send::JSON).await?;
        let read = decode::json(&reply.body).and_then(|body| {
            let (verdict, read) = facts.read(&self.id, &body);
            *report = read;
            Ok((verdict, decode::json(&reply.body)?))
        });
        match read {
            Ok((verdict, status)) => Ok(Latest {
                verdict,
                status,
                reply,
            }),
            Err(fault) => Err(self.poll.at(Error::decode(fault, reply))),
        }
    }

    /// The result of a task that no longer runs.
    fn end<S>(&self, latest: Latest<S>, report: TaskReport) -> Result<CompletedTask<S>> {
        let Latest {
            verdict,
            status,
            reply,
        } = latest;
        let has_warnings = match verdict {
            Verdict::Success => false,
            Verdict::Warning => true,
            Verdict::Failure | Verdict::Unknown | Verdict::Running => {
                let how = report.status.as_deref().unwrap_or_default();
                let known = if verdict == Verdict::Failure {
                    ""
                } else {
                    "the unknown "
                };
                let mut message = format!("the task {} ended with {known}`{how}`", report.id);
                for (n, text) in report.messages.iter().enumerate() {
                    message.push_str(if n == 0 { ": " } else { "; " });
                    message.push_str(text);
                }
                return Err(self.known(Error::task_ended(message, reply), report));
            }
        };
        Ok(CompletedTask {
            status,
            report,
            has_warnings,
        })
    }

    /// The error of the time limit; its source is that of the last poll, if that had no status.
    fn over(&self, limit: Duration, report: TaskReport, failed: Option<Error>) -> Error {
        let why = match &failed {
            Some(failed) => format!("its last poll failed: {failed}"),
            None => "it still runs".to_owned(),
        };
        let message = format!(
            "the task {} did not end in the time limit of {limit:?}; {why}",
            report.id
        );
        self.known(Error::task_not_ended(message, failed), report)
    }

    /// The error with the task. One that comes from no call names the call that started the waiting.
    fn known(&self, error: Error, report: TaskReport) -> Error {
        let error = if error.is_task() {
            self.start.as_ref().unwrap_or(&self.poll).at(error)
        } else {
            error
        };
        error.with_task(report, self.start.is_some())
    }
}

impl TaskReport {
    fn of(task: &Task) -> Self {
        Self {
            id: task.id.clone(),
            ..Self::default()
        }
    }
}

impl<S> fmt::Debug for Waiter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter")
            .field("state", &self.state)
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}
