//! Handles requests.

use std::sync::Arc;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{Method, Uri};

use super::access;
use super::answer::Answer;
use super::description::Operation;
use super::path::PathValues;
use super::received::Received;
use super::refusal;
use super::rule::Rule;
use super::server::{Inner, Log};
use super::validate;
use crate::service::Service;

/// The path of the token endpoint of a service without another one.
const TOKEN_PATH: &str = "/oauth/token";

/// The path of the token endpoint.
pub(super) fn token_path(service: &Service) -> &'static str {
    service.token_path.unwrap_or(TOKEN_PATH)
}

/// Records the request, and finds its response.
pub(super) fn answer(inner: &Inner, head: Parts, body: Bytes) -> Answer {
    let now = inner.clock.passed();
    let mut log = inner.log();
    let service = inner.service;
    if head.uri.path() == token_path(service) && head.method == Method::POST {
        return log.tokens.grant(&body, now);
    }
    let found = find(inner, &head.method, &head.uri);
    let operation = found.as_ref().map(|(operation, _)| Arc::clone(operation));
    let operation = operation.as_deref();
    let received = Received::new(head.method, &head.uri, head.headers, body, found);
    log.received.push(received.clone());
    let authorization = received.header(AUTHORIZATION.as_str());
    let is_known = log.tokens.client(authorization, now).is_some();
    if !access::is_granted(&inner.apis, operation, &received, is_known) {
        return refusal::failure(service, operation, 401);
    }
    if let Some(limit) = inner.limit
        && let Some(wait) = log.count(limit, service.rate_lanes, &received, now)
    {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        return refusal::failure(service, operation, 429).header("Retry-After", seconds);
    }
    if let Some(operation) = operation.filter(|_| inner.validates) {
        let faults = validate::request(operation, &received);
        if !faults.is_empty() {
            return refusal::because(service, Some(operation), 400, &faults.join("; "));
        }
    }
    // Expectations of a test override those of its set-up.
    for rule in log.rules.iter().rev() {
        let mut rule = Log::rule(rule);
        if rule.is_about(&received) && rule.differences(&received).is_empty() {
            return rule.answer();
        }
    }
    if let (Some(state), Some(operation)) = (&inner.state, received.described()) {
        return Inner::state(state).answer(operation, &received);
    }
    unexpected(inner, &mut log, &received)
}

/// The operation of a path; among several matches, the one whose path has more fixed parts.
fn find(inner: &Inner, method: &Method, uri: &Uri) -> Option<(Arc<Operation>, PathValues)> {
    let operations = inner.apis.iter().flat_map(|api| api.operations.values());
    operations
        .filter(|operation| operation.method == method.as_str())
        .filter_map(|operation| Some((operation, operation.template.read(uri.path())?)))
        .max_by_key(|(operation, _)| operation.template.literals())
        .map(|(operation, values)| (Arc::clone(operation), values))
}

fn unexpected(inner: &Inner, log: &mut Log, received: &Received) -> Answer {
    let message = message(inner, log, received);
    let answer = refusal::because(inner.service, None, 501, &message);
    log.unexpected.push(message);
    answer
}

/// A description of the request, and of the closest expectation.
fn message(inner: &Inner, log: &Log, received: &Received) -> String {
    let about: Vec<(String, Vec<String>)> = log
        .rules
        .iter()
        .map(|rule| Log::rule(rule))
        .filter(|rule| rule.is_about(received))
        .map(|rule| (rule.to_string(), rule.differences(received)))
        .collect();
    let nearest = about
        .iter()
        .min_by_key(|(_, differences)| differences.len());
    if let Some((rule, differences)) = nearest {
        let of = match about.len() {
            1 => String::new(),
            many => format!(", of {many} for this operation"),
        };
        return format!(
            "unexpected call: {received:?}\n  nearest expectation{of}: {rule}\n    {}",
            differences.join("\n    ")
        );
    }
    let expected: Vec<String> = log
        .rules
        .iter()
        .map(|rule| Log::rule(rule).to_string())
        .collect();
    let expected = if expected.is_empty() {
        "no call is expected".to_owned()
    } else {
        format!("expected: {}", expected.join("; "))
    };
    match received.described() {
        Some(operation) => format!(
            "unexpected call: {received:?}\n  no expectation of {}; `server.{}` expects it; {expected}",
            operation.id, operation.on
        ),
        None => format!(
            "unexpected call: {received:?}\n  no operation has this method and path{}; {expected}",
            nearest_path(inner, received)
        ),
    }
}

/// The operation whose path shares the longest prefix with the request's.
fn nearest_path(inner: &Inner, received: &Received) -> String {
    let common = |operation: &Operation| {
        let pairs = operation
            .path
            .split('/')
            .zip(received.url_path().split('/'));
        let same = pairs.take_while(|(known, came)| known == came || known.starts_with('{'));
        (same.count(), operation.method == received.method().as_str())
    };
    let operations = inner.apis.iter().flat_map(|api| api.operations.values());
    let nearest = operations
        .filter(|operation| common(operation).0 > 1)
        .max_by_key(|operation| common(operation));
    nearest.map_or_else(String::new, |operation| {
        format!(
            " (the nearest is {}, {} {})",
            operation.id, operation.method, operation.path
        )
    })
}

impl Log {
    pub(super) fn rule(rule: &std::sync::Mutex<Rule>) -> std::sync::MutexGuard<'_, Rule> {
        rule.lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
