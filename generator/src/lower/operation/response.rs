//! Responses: the types of successes and failures.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::lower::node::schema_node::joined;
use crate::lower::operation::Operations;
use crate::lower::operation::media::{Codec, codec, preferred};
use crate::lower::schema::Schemas;
use crate::model::{
    Constraints, Content, Docs, Hint, Method, Outcome, Owner, Response, ResponseHeader, Role,
    Scalar, StatusPattern, TypeRef,
};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// The responses of an operation.
pub(in crate::lower) struct Replies {
    pub(in crate::lower) outcome: Outcome,
    pub(in crate::lower) successes: Vec<Response>,
    pub(in crate::lower) failures: Vec<Response>,
    /// The media types to ask for.
    pub(in crate::lower) accept: Vec<String>,
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
                return Replies {
                    outcome: Outcome::Bytes,
                    successes: Vec::new(),
                    failures: Vec::new(),
                    accept: Vec::new(),
                };
            }
        };
        let described = keys.len();
        let mut replies: Vec<Response> = keys
            .into_iter()
            .filter_map(|key| self.reply(owner, key, &at.key(key)))
            .collect();
        if at.steps().iter().rev().nth(1) == Some(&Method::Head.key()) {
            self.reporter.without_bodies(&mut replies);
        }
        replies.sort_by_key(|reply| reply.status);
        let all_read = replies.len() == described;
        // Where a document names no success, `default` is one as well as the shape of every error.
        let named = replies.iter().any(|reply| is_success(reply.status));
        let (successes, failures): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| {
            is_success(reply.status) || !named && reply.status == StatusPattern::Default
        });
        if successes.is_empty() {
            // A response that could not be read has been reported, and may be the success.
            if all_read {
                let message = "the operation documents no success; the body of any 2xx response is returned as bytes";
                self.reporter.report(
                    Diagnostic::warning(Code::NoSuccessResponse, &at, message)
                        .help("add a response of status 200, 201, 202 or 204"),
                );
            }
            return Replies {
                outcome: Outcome::Bytes,
                successes,
                failures,
                accept: Vec::new(),
            };
        }
        Replies {
            outcome: outcome(&successes),
            accept: accept(&successes, &failures),
            successes,
            failures,
        }
    }

    fn reply(&mut self, owner: Owner, key: &str, at: &SpecPath) -> Option<Response> {
        let Some(status) = status(key) else {
            let message = format!("invalid status `{key}`");
            self.reporter.report(
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
            return None;
        };
        let (target, node) = self.resolver.follow(at, NodeKind::Response)?;
        let ["components", "responses", name] = target.steps()[..] else {
            let hint = Hint::Inline {
                owner,
                role: Role::Response(key.to_owned()),
            };
            return self.described(status, hint, &target, node);
        };
        // Hundreds of operations share the response to what no client may do.
        let reply = if let Some(known) = self.replies.get(name) {
            known.clone()
        } else {
            let reply = self.described(status, shared_hint(name), &target, node);
            self.replies.insert(name.to_owned(), reply.clone());
            reply
        };
        Some(Response { status, ..reply? })
    }

    /// What the response at `target` says. A body that it describes inline has the hint.
    fn described(
        &mut self,
        status: StatusPattern,
        hint: Hint,
        target: &SpecPath,
        node: &Value,
    ) -> Option<Response> {
        let taken = self
            .reporter
            .take::<openapiv3::Response>(node, target, NodeKind::Response)?;
        let offered: Vec<String> = taken.content.keys().cloned().collect();
        let (content, constraints, examples, words) = if offered.is_empty() {
            (Content::Empty, Constraints::default(), Vec::new(), None)
        } else {
            self.schemas.content(hint, &offered, &target.key("content"))
        };
        let headers = taken
            .headers
            .keys()
            .map(|name| self.header(name, &target.keys(["headers", name])))
            .collect();
        Some(Response {
            status,
            content,
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

    fn header(&mut self, name: &str, at: &SpecPath) -> ResponseHeader {
        let found = self.resolver.follow(at, NodeKind::Header);
        let at = found.as_ref().map_or(at, |(at, _)| at).clone();
        let node = found.map(|(_, node)| node);
        let flag = |key: &str| {
            let value = node.and_then(|node| node.get(key)?.as_bool());
            value.unwrap_or_default()
        };
        let description = node.and_then(|node| node.get("description")?.as_str());
        let schema_at = at.key("schema");
        let schema = node
            .and_then(|node| node.get("schema"))
            .and_then(|_| self.resolver.target_node(&schema_at));
        let values = schema.iter().flat_map(|schema| &schema.any.enumeration);
        ResponseHeader {
            name: name.to_owned(),
            required: flag("required"),
            kind: schema.as_ref().and_then(|schema| schema.any.typ.clone()),
            values: values
                .map(|value| {
                    value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned)
                })
                .collect(),
            constraints: schema
                .as_ref()
                .map(|schema| schema.constraints(self.service))
                .unwrap_or_default(),
            docs: Docs {
                summary: None,
                description: description.map(str::to_owned),
                deprecated: flag("deprecated"),
            },
            at,
        }
    }
}

impl Reporter<'_> {
    /// A response to HEAD has no body, even if the document declares one.
    fn without_bodies(self, replies: &mut [Response]) {
        for reply in replies {
            if !reply.offered.is_empty() {
                let message = "a response to HEAD has no body; `content` is not read";
                let found = Diagnostic::warning(
                    Code::UnsupportedResponse,
                    &reply.at.key("content"),
                    message,
                );
                self.report(found.help("remove `content`"));
            }
            reply.content = Content::Empty;
            reply.examples.clear();
        }
    }
}

impl Schemas<'_> {
    fn content(
        &mut self,
        hint: Hint,
        offered: &[String],
        at: &SpecPath,
    ) -> (Content, Constraints, Vec<Value>, Option<String>) {
        for media in offered {
            let encoding_at = at.key(media).key("encoding");
            if self.resolver.document.get(&encoding_at).is_some() {
                let message = "`encoding` has no effect on a response";
                let found = Diagnostic::warning(Code::UnsupportedResponse, &encoding_at, message);
                self.reporter
                    .report(found.help("remove it by an overlay to silence this"));
            }
        }
        let Some(media) = self.resolver.choose(offered.iter(), at) else {
            return (Content::Empty, Constraints::default(), Vec::new(), None);
        };
        let (content, constraints, words) = self.content_of(hint, &media, at);
        (
            content,
            constraints,
            self.resolver.examples(&at.key(&media)),
            words,
        )
    }

    /// The content, its bounds, and the words on a body that has no type of its own.
    fn content_of(
        &mut self,
        hint: Hint,
        media: &str,
        at: &SpecPath,
    ) -> (Content, Constraints, Option<String>) {
        let mut words = None;
        let schema_at = at.key(media).key("schema");
        let has_schema = self.resolver.document.get(&schema_at).is_some();
        let mut constraints = Constraints::default();
        let content = match codec(media) {
            Codec::Json if !has_schema => Content::Json(TypeRef::Json),
            Codec::Json => {
                let used = self.schema(&schema_at, hint);
                constraints = used.constraints;
                if !matches!(used.ty, TypeRef::Named(_)) {
                    words = used.docs.description.or(used.docs.summary);
                }
                if used.ty == TypeRef::Scalar(Scalar::Binary) {
                    Content::Bytes
                } else if used.nullable {
                    Content::Json(TypeRef::Nullable(Box::new(used.ty)))
                } else {
                    Content::Json(used.ty)
                }
            }
            Codec::Text => {
                self.resolver.unread_schema(media, &schema_at);
                if media.starts_with("text/event-stream") {
                    let message = "an event stream is returned as one string, after its end";
                    self.reporter.report(
                        Diagnostic::warning(Code::UnsupportedResponse, &at.key(media), message)
                            .help("read the body of the response by hand"),
                    );
                }
                Content::Text
            }
            Codec::Bytes => {
                self.resolver.unread_schema(media, &schema_at);
                Content::Bytes
            }
            Codec::Form | Codec::Multipart => {
                let message =
                    format!("a response of `{media}` is not parsed; it is returned as bytes");
                self.reporter.report(
                    Diagnostic::warning(Code::UnsupportedResponse, &at.key(media), message)
                        .help("describe it as `application/octet-stream` to silence this"),
                );
                Content::Bytes
            }
        };
        (content, constraints, words)
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

/// The media types that successes are read as, then those of the errors, each once.
fn accept(successes: &[Response], failures: &[Response]) -> Vec<String> {
    let read = successes.iter().map(|it| (&it.content, &it.offered));
    let read = read.chain(failures.iter().map(|it| (&it.content, &it.offered)));
    let mut accept: Vec<String> = Vec::new();
    for (content, offered) in read {
        let Some(chosen) = preferred(offered).filter(|_| *content != Content::Empty) else {
            continue;
        };
        // Text and bytes are given as they come, so that each of their media types will do.
        let is_raw = matches!(content, Content::Text | Content::Bytes);
        let is_read = |media: &&String| *media == chosen || is_raw && codec(media) == codec(chosen);
        for media in offered.iter().filter(is_read) {
            let (essence, parameters) = media.split_once(';').unwrap_or((media, ""));
            let is_charset = parameters
                .trim()
                .to_ascii_lowercase()
                .starts_with("charset=");
            let media = if is_charset { essence } else { media }.trim();
            // What may be anything is read as JSON, unless it is bytes.
            let is_any = !is_raw && ["*/*", "application/*"].contains(&media);
            let media = if is_any { "application/json" } else { media };
            if !accept.iter().any(|known| known == media) {
                accept.push(media.to_owned());
            }
        }
    }
    accept
}

fn outcome(successes: &[Response]) -> Outcome {
    let mut bodies: Vec<&Content> = Vec::new();
    for success in successes {
        if success.content != Content::Empty && !bodies.contains(&&success.content) {
            bodies.push(&success.content);
        }
    }
    // `default` and `2XX` are 204 as well, which has no body.
    let some_are_empty = successes.iter().any(|success| {
        success.content == Content::Empty || !matches!(success.status, StatusPattern::Code(_))
    });
    match (&bodies[..], some_are_empty) {
        ([], _) => Outcome::Empty,
        ([Content::Json(ty)], false) => Outcome::Json(ty.clone()),
        ([Content::Json(ty)], true) => Outcome::OptionalJson(ty.clone()),
        // An empty text and no body are the same on the wire.
        ([Content::Text], _) => Outcome::Text,
        ([Content::Bytes], _) => Outcome::Bytes,
        _ => Outcome::ByStatus,
    }
}
