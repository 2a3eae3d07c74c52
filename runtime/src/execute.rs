//! One call from its request to its answer: attempts, waits, tokens, middleware.

use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::StatusCode;
use tokio::runtime::Handle;
use tracing::{Instrument as _, Span};

use crate::call::Call;
use crate::client;
use crate::error::{Error, Result};
use crate::limit::{Limits, Permit};
use crate::middleware::{End, Level, MiddlewareFuture, Next, Sending};
use crate::observe;
use crate::operation::CallInfo;
use crate::request::Request;
use crate::response::Reply;
use crate::retry::{Failed, RetryPolicy};
use crate::retry_after;
use crate::timeouts::Timeouts;
use crate::token::Authorization;
use crate::transport::Outgoing;

/// After a wait of this length a token may have expired; it is kept for some seconds less than its life.
const STALE: Duration = Duration::from_secs(1);

/// A call that is under way, with the policies that hold for it.
pub(crate) struct Run<'c> {
    call: &'c Call,
    client: &'c client::Inner,
    retry: &'c dyn RetryPolicy,
    limits: &'c Limits,
    timeouts: Timeouts,
    progress: Mutex<Progress>,
}

/// What is known of a call when its timeout strikes.
#[derive(Default)]
struct Progress {
    attempts: u32,
    last: Option<Error>,
}

impl<'c> Run<'c> {
    pub(crate) fn new(call: &'c Call) -> Self {
        let client = call.client.inner();
        let options = &call.options;
        let policy = options.timeouts.as_ref().unwrap_or(&client.timeouts);
        let mut timeouts = policy.timeouts(CallInfo::new(&call.target));
        timeouts.call = options.timeout.or(timeouts.call);
        Self {
            call,
            client,
            retry: &**options.retry.as_ref().unwrap_or(&client.retry),
            limits: options.limits.as_ref().unwrap_or(&client.limits),
            timeouts,
            progress: Mutex::default(),
        }
    }

    /// Sends until there is a success or the failure stands, within the call's timeout.
    pub(crate) async fn whole(&self, request: Request) -> Result<Reply> {
        if Handle::try_current().is_err() {
            return Err(Error::request(
                "a call needs a Tokio runtime, which the thread that polls it doesn't have",
            ));
        }
        let Some(timeout) = self.timeouts.call else {
            return self.through(request).await;
        };
        let call = pin!(self.through(request));
        let result = self.client.time.within(timeout, call).await;
        result.unwrap_or_else(|| Err(self.too_long(timeout)))
    }

    fn too_long(&self, timeout: Duration) -> Error {
        let progress = std::mem::take(&mut *self.progress());
        let error = Error::timeout(format!("the call took longer than {timeout:?}"))
            .with_attempts(progress.attempts);
        match progress.last {
            Some(last) => error.with_source(last),
            None => error,
        }
    }

    /// Goes through the middleware that stands around calls.
    async fn through(&self, request: Request) -> Result<Reply> {
        if self.client.middleware.is_empty() {
            return self.repeat(&request).await;
        }
        let mut sending = Sending::new(self.call.target.clone(), request, 0);
        let end = Attempts(self);
        let next = Next::new(&self.client.middleware, &end, Level::Call);
        next.run(&mut sending).await
    }

    async fn repeat(&self, request: &Request) -> Result<Reply> {
        let started = self.client.time.now();
        let mut renewed = false;
        loop {
            let (authorization, permit) = self.admitted().await?;
            let attempts = {
                let mut progress = self.progress();
                progress.attempts += 1;
                progress.attempts
            };
            let span = observe::attempt(&self.call.target, &request.url, attempts - 1);
            let attempt = Attempt {
                run: self,
                authorization: authorization.as_ref(),
                permit: Mutex::new(permit),
                attempts,
            };
            let result = attempt.through(request).instrument(span.clone()).await;
            observe::outcome(&span, &result);
            let error = match result {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            if !renewed && self.refused(&error, authorization.as_ref()) {
                renewed = true;
                if request.body.is_available() {
                    continue;
                }
                return Err(error.with_source(spent(request)));
            }
            let elapsed = self.client.time.now().saturating_duration_since(started);
            let failed = Failed {
                error: &error,
                call: CallInfo::new(&self.call.target),
                idempotent: self.call.options.idempotent,
                attempts,
                elapsed,
            };
            let Some(wait) = self.retry.wait(&failed) else {
                return Err(error);
            };
            // A wait that the timeout would cut short ends in the failure that is known now.
            let end = elapsed.saturating_add(wait);
            if self.timeouts.call.is_some_and(|timeout| end >= timeout)
                || !request.body.is_available()
            {
                return Err(error);
            }
            observe::resend(&request.method, &error, wait);
            self.progress().last = Some(error);
            self.client.time.sleep(wait).await;
        }
    }

    /// Waits for the limiter with a token at hand. A token that was fetched after the limiter let the request through
    /// would delay it into the next caller's share, so the token comes first, and again after a wait.
    async fn admitted(&self) -> Result<(Option<Authorization>, Option<Permit>)> {
        let authorization = self.client.tokens.get().await?;
        let arrived = self.client.time.now();
        let permit = self.limits.acquire(CallInfo::new(&self.call.target)).await;
        let waited = self.client.time.now().saturating_duration_since(arrived);
        if !waited.is_zero() {
            let milliseconds = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
            Span::current().record("sailpoint.limiter_wait_ms", milliseconds);
        }
        if waited < STALE {
            Ok((authorization, permit))
        } else {
            Ok((self.client.tokens.get().await?, permit))
        }
    }

    /// Whether the service refused a token that can be replaced; it is dropped then.
    fn refused(&self, error: &Error, authorization: Option<&Authorization>) -> bool {
        error.is_unauthorized()
            && authorization
                .is_some_and(|authorization| self.client.tokens.invalidate(authorization))
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the middleware around calls leads.
struct Attempts<'r>(&'r Run<'r>);

impl End for Attempts<'_> {
    fn run<'a>(&'a self, request: &'a Request) -> MiddlewareFuture<'a> {
        Box::pin(self.0.repeat(request))
    }
}

/// One attempt, and where the middleware around attempts leads.
struct Attempt<'r> {
    run: &'r Run<'r>,
    authorization: Option<&'r Authorization>,
    /// Given back where the request does not go out.
    permit: Mutex<Option<Permit>>,
    attempts: u32,
}

impl End for Attempt<'_> {
    fn run<'a>(&'a self, request: &'a Request) -> MiddlewareFuture<'a> {
        Box::pin(self.exchange(request))
    }
}

impl Attempt<'_> {
    /// Goes through the middleware that stands around attempts.
    async fn through(&self, request: &Request) -> Result<Reply> {
        let client = self.run.client;
        let result = if client.middleware.is_empty() {
            self.exchange(request).await
        } else {
            let target = self.run.call.target.clone();
            let mut sending = Sending::new(target, request.clone(), self.attempts);
            let next = Next::new(&client.middleware, self, Level::Attempt);
            next.run(&mut sending).await
        };
        match result {
            Ok(mut reply) => {
                reply.parts.attempts = self.attempts;
                Ok(reply)
            }
            Err(error) => Err(error.with_attempts(self.attempts)),
        }
    }

    async fn exchange(&self, request: &Request) -> Result<Reply> {
        let client = self.run.client;
        let outgoing = Outgoing {
            method: &request.method,
            url: &request.url,
            headers: &request.headers,
            authorization: self.authorization.map(|authorization| &authorization.value),
            body: &request.body,
        };
        let permit = self
            .permit
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(permit) = permit {
            permit.spend();
        }
        let reply = client
            .transport
            .exchange(outgoing, &self.run.timeouts)
            .await?;
        if reply.status().is_success() {
            return Ok(reply);
        }
        let retry_after = retry_after::read(reply.headers(), client.time.wall());
        if reply.status() == StatusCode::TOO_MANY_REQUESTS
            && let Some(wait) = retry_after
        {
            let wait = wait.min(self.run.retry.longest_pause());
            let call = CallInfo::new(&self.run.call.target);
            self.run.limits.pause(call, wait);
        }
        Err(Error::status_of(reply, retry_after))
    }
}

fn spent(request: &Request) -> Error {
    Error::request(format!(
        "the {} body comes from a reader, which can't be sent again with a new token",
        request.method
    ))
}
