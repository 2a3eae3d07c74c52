//! Executes a call: attempts, waits, tokens, middleware.

use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{Method, StatusCode};
use tokio::runtime::Handle;
use tracing::Span;

use crate::auth::security::{Applied, Choice};
use crate::auth::token::Authorization;
use crate::call::Call;
use crate::call::observe;
use crate::call::progress::{Phase, Progress, Watch};
use crate::call::turns::Turn;
use crate::client;
use crate::clock::Pinned;
use crate::error::{Error, Result};
use crate::operation::{CallInfo, Target};
use crate::policy::limit::{Limits, Permit};
use crate::policy::middleware::{End, Level, MiddlewareFuture, Next, Sending};
use crate::policy::retry::{Failed, RetryPolicy};
use crate::policy::retry_after;
use crate::policy::timeouts::Timeouts;
use crate::request::Request;
use crate::response::Reply;
use crate::server::base_url;
use crate::transport::open::Slot;
use crate::transport::{Make, Outgoing};

/// After a wait of this length a token may have expired; it is cached for some seconds less than its life.
const STALE: Duration = Duration::from_secs(1);

/// Sends a call until there is a success or the error is final, within the call's timeout. With a slot, the body of the success
/// is left there unread.
pub(crate) async fn run(call: &Call, accept: &'static str, unread: Option<&Slot>) -> Result<Reply> {
    let prepare = || call.prepare(accept).map(Box::new);
    // Built here, because its errors must be returned before anything else is done.
    let first = prepare()?;
    let choice = choose(call, &first.head)?;
    let first = Mutex::new(Some(first));
    if Handle::try_current().is_err() {
        return Err(Error::request(
            "a call needs a Tokio runtime, which the thread that polls it doesn't have",
        ));
    }
    let make = || match lock(&first).take() {
        Some(request) => Ok(request),
        None => prepare(),
    };
    let url = || call.address();
    let run = Run::new(call, choice, &url, unread);
    let whole: Pinned<'_, _> = pin!(run.through(&make));
    let Some(timeout) = run.timeouts.call else {
        return whole.await;
    };
    let result = run.client.time.within(timeout, whole).await;
    result.unwrap_or_else(|| Err(run.progress.late_call(timeout, run.client.time.now())))
}

/// The timeouts of a call.
pub(crate) fn timeouts(call: &Call) -> Timeouts {
    let options = call.options();
    let client = call.client().inner();
    let policy = options.timeouts.as_ref().unwrap_or(&client.timeouts);
    let mut timeouts = policy.timeouts(CallInfo::new(call.target()));
    timeouts.call = options.timeout.or(timeouts.call);
    timeouts
}

/// Chooses the credentials, once for all attempts.
fn choose<'c>(call: &'c Call, request: &reqwest::Request) -> Result<Choice<'c>> {
    let keyring = &call.client().inner().keyring;
    let choice = match call.target() {
        Target::Known(_) => keyring.choose(call.target().security(), request)?,
        Target::Raw { api, .. } => keyring.choose_raw(*api, request),
    };
    let sends_secret = choice.sends_secret()
        || choice.has_given(request)
        || request.headers().contains_key(AUTHORIZATION);
    if sends_secret && !base_url::is_secure(request.url()) {
        return Err(Error::config(
            "credentials must not be sent to another machine over plain http",
        ));
    }
    Ok(choice)
}

/// A call in flight, with its policies.
struct Run<'c> {
    call: &'c Call,
    client: &'c client::Inner,
    retry: &'c dyn RetryPolicy,
    limits: &'c Limits,
    choice: Choice<'c>,
    timeouts: Timeouts,
    progress: Progress<'c>,
    unread: Option<&'c Slot>,
}

impl<'c> Run<'c> {
    fn new(
        call: &'c Call,
        choice: Choice<'c>,
        url: &'c (dyn Fn() -> String + Sync),
        unread: Option<&'c Slot>,
    ) -> Self {
        let client = call.client().inner();
        let options = call.options();
        let watch = Watch {
            chain: &client.middleware,
            call: CallInfo::new(call.target()),
            url,
            time: &client.time,
        };
        Self {
            call,
            client,
            retry: &**options.retry.as_ref().unwrap_or(&client.retry),
            limits: options.limits.as_ref().unwrap_or(&client.limits),
            choice,
            timeouts: timeouts(call),
            progress: Progress::new(client.time.now(), Some(watch)),
            unread,
        }
    }

    /// Begins a phase of the call.
    fn enter(&self, phase: Phase) {
        self.progress.enter(phase, self.client.time.now());
    }

    fn info(&self) -> CallInfo<'c> {
        CallInfo::new(self.call.target())
    }

    /// Runs the middleware around calls.
    async fn through(&self, make: Make<'_>) -> Result<Reply> {
        if self.client.middleware.is_empty() {
            let repeated: Pinned<'_, _> = pin!(self.repeat(make));
            return repeated.await;
        }
        let mut sending = Sending::new(self.call.target().clone(), *make()?, 0);
        let end = Attempts(self);
        let next = Next::new(&self.client.middleware, &end, Level::Call);
        next.run(&mut sending).await
    }

    async fn repeat(&self, make: Make<'_>) -> Result<Reply> {
        let started = self.client.time.now();
        let (mut renewed, mut attempts, mut look_ups) = (false, 0, 0);
        loop {
            let (turn, authorization, permit) = self.admitted().await?;
            attempts += 1;
            let target = self.call.target();
            let span = observe::attempt(self.call, attempts - 1);
            // In a block, so that its variables take no space while the call waits.
            let result = {
                let attempt = Attempt {
                    run: self,
                    authorization: authorization.as_ref(),
                    permit: Mutex::new(permit),
                    attempts,
                };
                let through = pin!(attempt.through(make));
                observe::within(&span, through).await
            };
            drop(turn);
            observe::outcome(&span, &result);
            let error = match result {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            look_ups += u32::from(error.is_look_up());
            if !renewed && self.refused(&error, authorization.as_ref()) {
                renewed = true;
                if self.call.body().is_available() {
                    continue;
                }
                return Err(error.with_source(spent(target.method())));
            }
            let elapsed = self.client.time.now().saturating_duration_since(started);
            let failed = Failed {
                error: &error,
                call: self.info(),
                idempotent: self.call.options().idempotent,
                attempts,
                look_ups,
                elapsed,
            };
            let Some(wait) = self.retry.wait(&failed) else {
                return Err(error);
            };
            // If the timeout would cut the delay short, the call fails now with the known error.
            let end = elapsed.saturating_add(wait);
            if self.timeouts.call.is_some_and(|timeout| end >= timeout)
                || !self.call.body().is_available()
            {
                return Err(error);
            }
            observe::resend(target.method(), &error, wait);
            self.progress.retry(error.status(), wait);
            self.enter(Phase::before_retry(&error));
            self.progress.fail(error);
            // In a box: few calls wait here, and none should carry the size of the future.
            Box::pin(self.client.time.sleep(wait)).await;
        }
    }

    /// Waits for the limiter with a valid token. A token that was requested after the limiter admitted the request
    /// would delay it into the next caller's share, so the token comes first, and again after a wait.
    async fn admitted(&self) -> Result<(Option<Turn>, Option<Authorization>, Option<Permit>)> {
        let turn = self.turn().await;
        let authorization = self.token().await?;
        let (time, progress) = (&self.client.time, &self.progress);
        let admitted = self.limits.acquire(self.info(), time, progress);
        let (permit, waited) = admitted.await;
        if !waited.is_zero() {
            let milliseconds = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
            Span::current().record("api.limiter_wait_ms", milliseconds);
        }
        if waited < STALE {
            Ok((turn, authorization, permit))
        } else {
            Ok((turn, self.token().await?, permit))
        }
    }

    /// Waits until fewer requests are in flight than the client may have.
    async fn turn(&self) -> Option<Turn> {
        let turns = self.client.turns.as_ref()?;
        if let Some(turn) = turns.try_take() {
            return Some(turn);
        }
        self.enter(Phase::Turn);
        // In a box: few calls wait here, and none should carry the size of the future.
        Some(Box::pin(turns.wait(&self.client.time)).await)
    }

    async fn token(&self) -> Result<Option<Authorization>> {
        let Some(tokens) = self.choice.tokens() else {
            return Ok(None);
        };
        let token = tokens.get(&self.progress).await;
        // What the call itself has sent counts too.
        token.map_err(|error| {
            let sent = error.attempts().saturating_add(self.progress.sent());
            error.with_attempts(sent)
        })
    }

    /// Returns whether the service rejected a token that can be replaced; the token is dropped then.
    fn refused(&self, error: &Error, authorization: Option<&Authorization>) -> bool {
        let tokens = self.choice.tokens();
        error.is_unauthorized()
            && tokens
                .zip(authorization)
                .is_some_and(|(tokens, authorization)| tokens.invalidate(authorization))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The end of the middleware chain around calls.
struct Attempts<'r>(&'r Run<'r>);

impl End for Attempts<'_> {
    fn run<'a>(&'a self, request: &'a Request) -> MiddlewareFuture<'a> {
        Box::pin(async move {
            let make = || Ok(Box::new(request.clone()));
            let repeated: Pinned<'_, _> = pin!(self.0.repeat(&make));
            repeated.await
        })
    }
}

/// One attempt, and the end of the middleware chain around attempts.
struct Attempt<'r> {
    run: &'r Run<'r>,
    authorization: Option<&'r Authorization>,
    /// Returned if the request is not sent.
    permit: Mutex<Option<Permit>>,
    attempts: u32,
}

impl End for Attempt<'_> {
    fn run<'a>(&'a self, request: &'a Request) -> MiddlewareFuture<'a> {
        Box::pin(async move { self.exchange(&|| Ok(Box::new(request.clone()))).await })
    }
}

impl Attempt<'_> {
    /// Runs the middleware around attempts.
    async fn through(&self, make: Make<'_>) -> Result<Reply> {
        let client = self.run.client;
        let result = if client.middleware.is_empty() {
            self.exchange(make).await
        } else {
            let target = self.run.call.target().clone();
            let mut sending = Sending::new(target, *make()?, self.attempts);
            let next = Next::new(&client.middleware, self, Level::Attempt);
            self.run.enter(Phase::Own);
            next.run(&mut sending).await
        };
        match result {
            Ok(mut reply) => {
                reply.parts.attempts = self.run.progress.sent();
                Ok(reply)
            }
            // A request that middleware rejected was not sent.
            Err(error) => Err(error.with_attempts(self.run.progress.sent())),
        }
    }

    async fn exchange(&self, make: Make<'_>) -> Result<Reply> {
        let client = self.run.client;
        if let Some(permit) = lock(&self.permit).take() {
            permit.spend();
        }
        let outgoing = Outgoing {
            make,
            body: self.run.call.body(),
            credentials: Applied {
                choice: Some(self.run.choice),
                authorization: self.authorization.map(|authorization| &authorization.value),
            },
            unread: self.run.unread,
        };
        let (timeouts, progress) = (&self.run.timeouts, &self.run.progress);
        let result = client.transport.exchange(&outgoing, timeouts, progress);
        let result = result.await;
        self.run.enter(Phase::Own);
        let reply = result?;
        if reply.status().is_success() {
            return Ok(reply);
        }
        let retry_after = retry_after::read(reply.headers(), client.time.wall());
        if reply.status() == StatusCode::TOO_MANY_REQUESTS
            && let Some(wait) = retry_after
        {
            let wait = wait.min(self.run.retry.longest_pause());
            self.run.limits.pause(self.run.info(), wait);
        }
        Err(Error::status_of(reply, retry_after).with_url_length(progress.url_length()))
    }
}

fn spent(method: &Method) -> Error {
    Error::request(format!(
        "the {method} body comes from a reader, which can't be sent again with a new token"
    ))
}
