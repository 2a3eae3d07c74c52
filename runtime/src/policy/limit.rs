//! Limits the rate of requests, so that they stay below the service's rate limit.

mod shared;
mod window;

use std::borrow::Cow;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::call::progress::{Phase, Progress};
use crate::clock::Time;
use crate::operation::CallInfo;
use crate::service::{RateLane, Service, lane_of};

pub(crate) use shared::Key;
pub(crate) use window::{Permit, Window};

/// The maximum number of requests that a client sends in a span of time, per API.
///
/// Requests are counted per client id and API, or per client id and several APIs if the service counts these together;
/// [`lanes`](Self::lanes) sets other counts. All clients of one process that have the same client id, base URL and
/// limit share one count, and so do their clones. A client whose credentials name no client id counts for itself, and so
/// does one whose limit is [`unshared`](Self::unshared).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RateLimit {
    pub(crate) requests: usize,
    pub(crate) per: Duration,
    pub(crate) shared: bool,
    /// The APIs that the service counts together.
    pub(crate) of_service_lanes: &'static [RateLane],
    lanes: Lanes,
    /// Whether the service's own limit takes its place.
    of_service: bool,
}

/// Which requests a [`RateLimit`] counts together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Lanes {
    /// Those of one API, or of several APIs that the service counts together.
    #[default]
    OfService,
    /// Those of one API whose paths start with the same segment: `/accounts/v1/7` and `/accounts/v1` together, `/sources/v1`
    /// separately. For a service that counts each resource.
    OfResource,
    /// All requests of the client.
    Together,
}

impl Default for RateLimit {
    /// The service's own limit, if the client crate knows one, and none otherwise.
    fn default() -> Self {
        Self {
            of_service: true,
            ..Self::none()
        }
    }
}

impl RateLimit {
    /// Allows this many requests in any span of this length; 0 requests count as 1.
    #[must_use]
    pub fn new(requests: usize, per: Duration) -> Self {
        Self {
            requests: requests.max(1),
            per,
            shared: true,
            of_service_lanes: &[],
            lanes: Lanes::OfService,
            of_service: false,
        }
    }

    /// Sets no limit in the client. The service's limit still applies, and a 429 still makes the client pause.
    #[must_use]
    pub fn none() -> Self {
        Self::new(usize::MAX, Duration::ZERO)
    }

    /// The limit with the service's own in place of the default, and with the service's lanes.
    pub(crate) fn resolved(self, service: &Service) -> Self {
        let limit = match service.rate_limit {
            Some((requests, per)) if self.of_service => Self::new(requests, per),
            _ => self,
        };
        Self {
            shared: self.shared,
            of_service_lanes: service.rate_lanes,
            lanes: self.lanes,
            ..limit
        }
    }

    /// Sets which requests are counted together, in place of what is known of the service.
    #[must_use]
    pub fn lanes(mut self, lanes: Lanes) -> Self {
        self.lanes = lanes;
        self
    }

    /// The name of the count to which a call belongs.
    pub(crate) fn lane<'a>(&self, call: CallInfo<'a>) -> Cow<'a, str> {
        let lane = lane_of(self.of_service_lanes, call.api());
        match self.lanes {
            Lanes::OfService => Cow::Borrowed(lane),
            Lanes::OfResource => Cow::Owned(format!("{lane} {}", call.resource())),
            Lanes::Together => Cow::Borrowed(""),
        }
    }

    /// Counts only the requests of this client and its clones.
    #[must_use]
    pub fn unshared(mut self) -> Self {
        self.shared = false;
        self
    }
}

/// The future of [`Limiter::acquire`].
pub type LimiterFuture<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// A policy that decides when a request may be sent, in place of a [`RateLimit`].
///
/// This is for limits that span several processes. A service often counts by
/// client id and [`CallInfo::api`].
pub trait Limiter: Send + Sync + 'static {
    /// Completes when a request may be sent. The client calls it before every attempt; a caller that gives up drops the future.
    fn acquire<'a>(&'a self, call: CallInfo<'a>) -> LimiterFuture<'a>;

    /// Called when the service responded with 429 and asked the client to wait this long.
    fn pause(&self, call: CallInfo<'_>, wait: Duration);
}

/// A limiter that admits every request at once, and doesn't pause after a 429 either.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unlimited;

impl Limiter for Unlimited {
    fn acquire<'a>(&'a self, _: CallInfo<'a>) -> LimiterFuture<'a> {
        Box::pin(std::future::ready(()))
    }

    fn pause(&self, _: CallInfo<'_>, _: Duration) {}
}

/// The limiter of a client.
#[derive(Clone)]
pub(crate) enum Limits {
    /// The built-in limiter, which needs no box.
    Window(Arc<Window>),
    Given(Arc<dyn Limiter>),
}

impl Limits {
    /// Waits for a permit, and returns how long it took. The permit is returned on drop unless it was used.
    pub(crate) async fn acquire(
        &self,
        call: CallInfo<'_>,
        time: &Time,
        progress: &Progress<'_>,
    ) -> (Option<Permit>, Duration) {
        if let Self::Window(window) = self
            && let Some(permit) = window.admit(call)
        {
            return (Some(permit), Duration::ZERO);
        }
        // In a box: few calls wait, and none should carry the size of the future.
        Box::pin(self.wait(call, time, progress)).await
    }

    async fn wait(
        &self,
        call: CallInfo<'_>,
        time: &Time,
        progress: &Progress<'_>,
    ) -> (Option<Permit>, Duration) {
        let arrived = time.now();
        let phase = match self {
            Self::Window(window) if window.is_paused(call) => Phase::Pause,
            Self::Window(_) | Self::Given(_) => Phase::Limiter,
        };
        progress.enter(phase, arrived);
        let permit = match self {
            Self::Window(window) => Some(window.acquire(call).await),
            Self::Given(limiter) => {
                limiter.acquire(call).await;
                None
            }
        };
        (permit, time.now().saturating_duration_since(arrived))
    }

    pub(crate) fn pause(&self, call: CallInfo<'_>, wait: Duration) {
        match self {
            Self::Window(window) => window.pause(call, wait),
            Self::Given(limiter) => limiter.pause(call, wait),
        }
    }
}
