//! Responses: the types of successes and failures.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::lower::node::schema_node::joined;
use crate::lower::operation::Operations;
use crate::lower::operation::outcome::{accept, outcome, preferred_outcome, streams};
use crate::lower::operation::response_content::Contents;
use crate::model::{
    Content, Docs, Hint, MediaContent, Method, Operation, Outcome, Owner, Response, Role,
    StatusPattern, Stream,
};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// The responses of an operation.
pub(in crate::lower) struct Replies {
    pub(in crate::lower) outcome: Outcome,
    /// The outcome of the preferred media types alone.
    pub(in crate::lower) preferred: Outcome,
    pub(in crate::lower) successes: Vec<Response>,
    pub(in crate::lower) failures: Vec<Response>,
    /// The media types to ask for.
    pub(in crate::lower) accept: Vec<String>,
    pub(in crate::lower) streams: Vec<Stream>,
}

/// A key of `responses`.
#[derive(Clone, Copy)]
struct Status<'a> {
    key: &'a str,
    pattern: StatusPattern,
    is_success: bool,
}

impl Replies {
    /// Sets what an operation has of its responses.
    pub(in crate::lower) fn fill(self, row: &mut Operation) {
        row.outcome = self.outcome;
        row.accept = self.accept;
        row.streams = self.streams;
        row.successes = self.successes;
        row.failures = self.failures;
    }

    /// Responses without a success that can be read.
    fn unread(successes: Vec<Response>, failures: Vec<Response>) -> Self {
        Self {
            outcome: Outcome::Bytes,
            preferred: Outcome::Bytes,
            successes,
            failures,
            accept: Vec::new(),
            streams: Vec::new(),
        }
    }
}

impl Operations<'_> {
    pub(in crate::lower) fn responses(&mut self, owner: Owner, operation: &SpecPath) -> Replies {
        let at = operation.key("responses");
        let document = self.resolver.document;
        let keys: Vec<&String> = match document.get(&at) {
            Some(Value::Object(responses)) => responses
                .keys()
                .filter(|key| !key.starts_with("x-"))
                .collect(),
            Some(Value::Null) | None => Vec::new(),
            // Reported when the operation was lowered.
            Some(_) => {
                return Replies::unread(Vec::new(), Vec::new());
            }
        };
        let described = keys.len();
        // Where a document names no success, `default` is one as well as the shape of every error.
        let named = keys.iter().any(|key| status(key).is_some_and(is_success));
        let is_success = |status| is_success(status) || !named && status == StatusPattern::Default;
        let mut replies: Vec<Response> = Vec::new();
        for key in keys {
            let at = at.key(key);
            let Some(status) = self.reporter.status(key, &at) else {
                continue;
            };
            let status = Status {
                key,
                pattern: status,
                is_success: is_success(status),
            };
            replies.extend(self.reply(owner, status, &at));
        }
        let is_head = at.steps().iter().rev().nth(1) == Some(&Method::Head.key());
        for reply in &mut replies {
            self.reporter.without_body(reply, is_head);
        }
        replies.sort_by_key(|reply| reply.status);
        let all_read = replies.len() == described;
        let (successes, failures): (Vec<_>, Vec<_>) = replies
            .into_iter()
            .partition(|reply| is_success(reply.status));
        if successes.is_empty() {
            // A response that could not be read has been reported, and may be the success.
            if all_read {
                let message = "the operation documents no success; the body of any 2xx response is returned as bytes";
                self.reporter.report(
                    Diagnostic::warning(Code::NoSuccessResponse, &at, message)
                        .help("add a response of status 200, 201, 202 or 204"),
                );
            }
            return Replies::unread(successes, failures);
        }
        Replies {
            outcome: outcome(&successes),
            preferred: preferred_outcome(&successes),
            accept: accept(&successes, &failures),
            streams: streams(&successes, &failures),
            successes,
            failures,
        }
    }

    fn reply(&mut self, owner: Owner, status: Status<'_>, at: &SpecPath) -> Option<Response> {
        let (target, node) = self.resolver.follow(at, NodeKind::Response)?;
        let ["components", "responses", name] = target.steps()[..] else {
            let hint = Hint::Inline {
                owner,
                role: Role::Response(status.key.to_owned()),
            };
            return self.described(status, &hint, &target, node);
        };
        // Hundreds of operations share the response to what no client may do.
        let key = (name.to_owned(), status.is_success);
        let reply = if let Some(known) = self.replies.get(&key) {
            known.clone()
        } else {
            let reply = self.described(status, &shared_hint(name), &target, node);
            self.replies.insert(key, reply.clone());
            reply
        };
        Some(Response {
            status: status.pattern,
            ..reply?
        })
    }

    /// The response at `target`. A body that it describes inline has the hint.
    fn described(
        &mut self,
        status: Status<'_>,
        hint: &Hint,
        target: &SpecPath,
        node: &Value,
    ) -> Option<Response> {
        let taken = self
            .reporter
            .take::<openapiv3::Response>(node, target, NodeKind::Response)?;
        let offered: Vec<String> = taken.content.keys().cloned().collect();
        let Contents {
            by_media,
            sequences,
            constraints,
            examples,
            words,
        } = self
            .schemas
            .contents(hint, &offered, &target.key("content"), status.is_success);
        let mut contents = by_media.into_iter();
        let MediaContent { media, content } = contents.next().unwrap_or_default();
        let headers = taken
            .headers
            .keys()
            .map(|name| self.header(name, &target.keys(["headers", name])))
            .collect();
        Some(Response {
            status: status.pattern,
            content,
            media,
            others: contents.collect(),
            sequences,
            offered,
            constraints,
            headers,
            docs: Docs {
                summary: None,
                description: joined(Some(taken.description), words),
                deprecated: false,
            },
            examples,
            at: target.clone(),
        })
    }
}

impl Reporter<'_> {
    fn status(self, key: &str, at: &SpecPath) -> Option<StatusPattern> {
        let status = status(key);
        if status.is_none() {
            let message = format!("invalid status `{key}`");
            self.report(
                Diagnostic::warning(
                    Code::InvalidNode,
                    at,
                    message + "; the response is not read",
                )
                .help(
                    if NodeKind::Response
                        .grammar()
                        .is_some_and(|it| it.key(key).is_some())
                    {
                        "indent it below the status that it belongs to"
                    } else {
                        "write a number from 100 to 599, `1XX` to `5XX`, or `default`"
                    },
                ),
            );
        }
        status
    }

    /// A response to HEAD, and one of some statuses, has no body, even if the document declares one.
    fn without_body(self, reply: &mut Response, is_head: bool) {
        let of = match reply.status {
            _ if is_head => "to HEAD".to_owned(),
            StatusPattern::Code(code @ (204 | 205 | 304)) => format!("of status {code}"),
            StatusPattern::Code(_) | StatusPattern::Range(_) | StatusPattern::Default => return,
        };
        if !reply.offered.is_empty() {
            let message = format!("a response {of} has no body; `content` is not read");
            let at = reply.at.key("content");
            let found = Diagnostic::warning(Code::UnsupportedResponse, &at, message);
            self.report(found.help("remove `content`"));
        }
        reply.content = Content::Empty;
        reply.media.clear();
        reply.others.clear();
        reply.sequences.clear();
        reply.examples.clear();
    }
}

/// A body that a shared response describes inline is named after that response, not after the operation that happens to
/// come first.
fn shared_hint(name: &str) -> Hint {
    Hint::Component(if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("Response{name}Body")
    } else {
        format!("{name}Body")
    })
}

fn status(key: &str) -> Option<StatusPattern> {
    if key == "default" {
        return Some(StatusPattern::Default);
    }
    if let Some(class) = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
        return class
            .parse()
            .ok()
            .filter(|class| (1..=5).contains(class))
            .map(StatusPattern::Range);
    }
    let code = key.parse().ok().filter(|code| (100..=599).contains(code))?;
    Some(StatusPattern::Code(code))
}

fn is_success(status: StatusPattern) -> bool {
    match status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Range(class) => class == 2,
        StatusPattern::Default => false,
    }
}
