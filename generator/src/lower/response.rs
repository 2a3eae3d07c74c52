//! Responses: what success and failure come to.

use serde_json::Value;

use super::LowerCx;
use super::body::{Codec, codec};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Constraints, Content, Docs, Failure, Hint, Outcome, Owner, ResponseHeader, Role, Scalar,
    StatusPattern, Success, TypeRef,
};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

/// What may come back.
pub(super) struct Replies {
    pub(super) outcome: Outcome,
    pub(super) successes: Vec<Success>,
    pub(super) failures: Vec<Failure>,
}

/// One response, whatever the status that it comes with.
#[derive(Clone)]
pub(super) struct Reply {
    content: Content,
    offered: Vec<String>,
    constraints: Constraints,
    headers: Vec<ResponseHeader>,
    docs: Docs,
    examples: Vec<Value>,
    at: SpecPath,
}

impl LowerCx<'_> {
    pub(super) fn responses(&mut self, owner: Owner, operation: &SpecPath) -> Replies {
        let at = operation.key("responses");
        let document = self.document;
        let keys: Vec<&String> = match document.get(&at) {
            Some(Value::Object(responses)) => responses
                .keys()
                .filter(|key| !key.starts_with("x-"))
                .collect(),
            Some(Value::Null) | None => Vec::new(),
            // Told when the operation was taken over.
            Some(_) => {
                return Replies {
                    outcome: Outcome::Bytes,
                    successes: Vec::new(),
                    failures: Vec::new(),
                };
            }
        };
        let described = keys.len();
        let mut replies: Vec<(StatusPattern, Reply)> = keys
            .into_iter()
            .filter_map(|key| self.reply(owner, key, &at.key(key)))
            .collect();
        replies.sort_by_key(|(status, _)| *status);
        let all_read = replies.len() == described;
        // Where a document names no success, `default` is one as well as the shape of every error.
        let named = replies.iter().any(|(status, _)| is_success(*status));
        let mut successes = Vec::new();
        let mut failures = Vec::new();
        for (status, reply) in replies {
            let Reply {
                content,
                offered,
                constraints,
                headers,
                docs,
                examples,
                at,
            } = reply;
            if is_success(status) || !named && status == StatusPattern::Default {
                successes.push(Success {
                    status,
                    content,
                    offered,
                    constraints,
                    headers,
                    docs,
                    examples,
                    at,
                });
            } else {
                failures.push(Failure {
                    status,
                    content,
                    offered,
                    constraints,
                    headers,
                    docs,
                    examples,
                    at,
                });
            }
        }
        if successes.is_empty() {
            // A response that could not be read has been reported, and may be the success.
            if all_read {
                let message = "the operation documents no success; whatever comes with a 2xx status is given as bytes";
                self.report(
                    Diagnostic::warning(Code::NoSuccessResponse, &at, message)
                        .help("add a response of status 200, 201, 202 or 204"),
                );
            }
            return Replies {
                outcome: Outcome::Bytes,
                successes,
                failures,
            };
        }
        Replies {
            outcome: outcome(&successes),
            successes,
            failures,
        }
    }

    fn reply(&mut self, owner: Owner, key: &str, at: &SpecPath) -> Option<(StatusPattern, Reply)> {
        let Some(status) = status(key) else {
            let message = format!("`{key}` is no status");
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
            return None;
        };
        let (target, node) = self.follow(at, NodeKind::Response)?;
        let ["components", "responses", name] = target.steps()[..] else {
            let hint = Hint::Inline {
                owner,
                role: Role::Response(key.to_owned()),
            };
            return Some((status, self.described(hint, &target, node)?));
        };
        // Hundreds of operations share the response to what no client may do.
        let reply = if let Some(known) = self.replies.get(name) {
            known.clone()
        } else {
            let reply = self.described(shared_hint(name), &target, node);
            self.replies.insert(name.to_owned(), reply.clone());
            reply
        };
        Some((status, reply?))
    }

    /// What the response at `target` says. A body that it describes inline has the hint.
    fn described(&mut self, hint: Hint, target: &SpecPath, node: &Value) -> Option<Reply> {
        let taken = self.take::<openapiv3::Response>(node, target, NodeKind::Response)?;
        let offered: Vec<String> = taken.content.keys().cloned().collect();
        let (content, constraints, examples) = if offered.is_empty() {
            (Content::Empty, Constraints::default(), Vec::new())
        } else {
            self.content(hint, &offered, &target.key("content"))
        };
        let headers = taken
            .headers
            .keys()
            .map(|name| self.header(name, &target.keys(["headers", name])))
            .collect();
        Some(Reply {
            content,
            offered,
            constraints,
            headers,
            docs: Docs {
                summary: None,
                description: Some(taken.description),
                deprecated: false,
            },
            examples,
            at: target.clone(),
        })
    }

    fn content(
        &mut self,
        hint: Hint,
        offered: &[String],
        at: &SpecPath,
    ) -> (Content, Constraints, Vec<Value>) {
        let Some(media) = self.choose(offered.iter(), at) else {
            return (Content::Empty, Constraints::default(), Vec::new());
        };
        let (content, constraints) = self.content_of(hint, &media, at);
        (content, constraints, self.examples(&at.key(&media)))
    }

    fn content_of(&mut self, hint: Hint, media: &str, at: &SpecPath) -> (Content, Constraints) {
        let schema_at = at.key(media).key("schema");
        let has_schema = self.document.get(&schema_at).is_some();
        let mut constraints = Constraints::default();
        let content = match codec(media) {
            Codec::Json if !has_schema => Content::Json(TypeRef::Json),
            Codec::Json => {
                let used = self.schema(&schema_at, hint);
                constraints = used.constraints;
                if used.ty == TypeRef::Scalar(Scalar::Binary) {
                    Content::Bytes
                } else if used.nullable {
                    Content::Json(TypeRef::Nullable(Box::new(used.ty)))
                } else {
                    Content::Json(used.ty)
                }
            }
            Codec::Text => {
                if media.starts_with("text/event-stream") {
                    let message = "a stream of events is given as one text, after its end";
                    self.report(
                        Diagnostic::warning(Code::UnsupportedResponse, &at.key(media), message)
                            .help("read the body of the response by hand"),
                    );
                }
                Content::Text
            }
            Codec::Bytes => Content::Bytes,
            Codec::Form | Codec::Multipart => {
                let message =
                    format!("an answer of `{media}` is not taken apart; it is given as bytes");
                self.report(
                    Diagnostic::warning(Code::UnsupportedResponse, &at.key(media), message)
                        .help("describe it as `application/octet-stream` to silence this"),
                );
                Content::Bytes
            }
        };
        (content, constraints)
    }

    fn header(&mut self, name: &str, at: &SpecPath) -> ResponseHeader {
        let found = self.follow(at, NodeKind::Header);
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
            .and_then(|_| self.target_node(&schema_at));
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

fn outcome(successes: &[Success]) -> Outcome {
    let mut bodies: Vec<&Content> = Vec::new();
    for success in successes {
        if success.content != Content::Empty && !bodies.contains(&&success.content) {
            bodies.push(&success.content);
        }
    }
    let some_are_empty = successes
        .iter()
        .any(|success| success.content == Content::Empty);
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
