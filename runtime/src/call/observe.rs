//! Tracing: a span for every call and one for every attempt in it, with OpenTelemetry's names.
//!
//! No span has a query, a header or a body. Values are computed only if a subscriber is interested.

use std::future::poll_fn;

use http::Method;
use reqwest::Url;
use tracing::field::Empty;
use tracing::{Level, Span};

use crate::call::Call;
use crate::clock::Pinned;
use crate::error::Error;
use crate::operation::Target;
use crate::response::Reply;
use crate::response::one_line::one_line;

/// The target of all spans and events of this crate.
pub(crate) const TARGET: &str = "openapi_client";

/// The span of a call as a whole, with all its attempts and waits.
pub(crate) fn call(target: &Target) -> Span {
    tracing::info_span!(
        target: TARGET,
        "call",
        otel.name = target.id().unwrap_or("request"),
        otel.kind = "internal",
        otel.status_code = Empty,
        api.operation = target.id(),
        api.name = target.api(),
        api.request_id = Empty,
        api.limiter_wait_ms = Empty,
        http.request.method = %target.method(),
        http.response.status_code = Empty,
        url.template = %target.template(),
        "error.type" = Empty,
    )
}

/// Polls a future inside a span. The future stays pinned in place, which `Instrumented` does not allow.
pub(crate) async fn within<T>(span: &Span, mut future: Pinned<'_, T>) -> T {
    poll_fn(|context| {
        let _inside = span.enter();
        future.as_mut().poll(context)
    })
    .await
}

/// The span of one attempt, with the number of earlier attempts.
pub(crate) fn attempt(call: &Call, resends: u32) -> Span {
    let target = call.target();
    let base_url = call.base_url().ok();
    let url = base_url.as_ref().map(|it| it.url());
    tracing::info_span!(
        target: TARGET,
        "attempt",
        otel.name = format_args!("{} {}", target.method(), target.template()),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = %target.method(),
        http.request.resend_count = (resends > 0).then_some(resends),
        http.response.status_code = Empty,
        server.address = url.and_then(Url::host_str),
        server.port = url.and_then(Url::port_or_known_default),
        url.scheme = url.map(Url::scheme),
        url.template = %target.template(),
        "error.type" = Empty,
    )
}

/// Records the outcome in a span.
pub(crate) fn outcome(span: &Span, result: &Result<Reply, Error>) {
    if span.is_disabled() {
        return;
    }
    let status = match result {
        Ok(reply) => Some(reply.status()),
        Err(error) => error.status(),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Err(error) = result {
        span.record("otel.status_code", "ERROR");
        match status.filter(|status| !status.is_success()) {
            Some(status) => span.record("error.type", status.as_str()),
            None => span.record("error.type", error.kind().as_str()),
        };
        if let Some(id) = error.tracking_id() {
            span.record("api.request_id", one_line(id, 100).as_str());
        }
    }
}

/// Reports that a request is about to be retried.
pub(crate) fn resend(method: &Method, error: &Error, wait: std::time::Duration) {
    let status = error.status().map(|status| status.as_u16());
    let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    tracing::event!(
        target: TARGET,
        Level::INFO,
        http.request.method = %method,
        http.response.status_code = status,
        error.kind = error.kind().as_str(),
        attempts = error.attempts(),
        wait_ms,
        "sending again"
    );
}
