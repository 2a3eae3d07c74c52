//! Keys of a body's media types without effect: `encoding`, and the schemas of texts and bytes.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::lower::node::resolve::Resolver;
use crate::lower::operation::part::FormKind;
use crate::model::Part;
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

impl Resolver<'_> {
    /// Reports what `encoding` says of a body that is not a form, of anything that is not a part, and of anything that is not written.
    pub(in crate::lower) fn encoding_effect(
        &self,
        at: &SpecPath,
        form: Option<(FormKind, &[Part])>,
    ) {
        let document = self.document;
        let media = (*at.steps().last().unwrap_or(&"")).to_owned();
        let at = at.key("encoding");
        let Some(encoding) = document.get(&at).and_then(Value::as_object) else {
            return;
        };
        let Some((kind, parts)) = form else {
            let message = format!("`encoding` has no effect on `{media}`, which is not a form");
            return self.reporter.without_body_effect(&at, message);
        };
        for (name, encoding) in encoding {
            let at = at.key(name);
            if !parts.iter().any(|part| part.wire == *name) {
                let message = format!("`encoding` names `{name}`, which the form does not have");
                self.reporter.without_body_effect(&at, message);
                continue;
            }
            // The specification ignores these in a body of the other kind.
            let styles = ["style", "explode", "allowReserved"];
            let has_style = styles.iter().any(|key| encoding.get(key).is_some());
            let (ignored, why): (&[&str], &str) = match (kind, has_style) {
                (FormKind::Multipart, _) => (&styles, "in a multipart body"),
                (FormKind::Form, false) => (&["headers"], "in a form"),
                (FormKind::Form, true) => {
                    (&["headers", "contentType"], "in a form, beside a style")
                }
            };
            for key in ignored {
                if encoding.get(key).is_some() {
                    let message = format!("`{key}` of `{name}` has no effect {why}");
                    self.reporter.without_body_effect(&at.key(key), message);
                }
            }
            if kind == FormKind::Multipart {
                self.unsent_headers(name, encoding, &at.key("headers"));
            }
        }
    }

    /// Reports `encoding` of a body whose parts the caller makes, with their media types.
    pub(in crate::lower) fn given_parts(&self, at: &SpecPath) {
        let at = at.key("encoding");
        if self.document.get(&at).is_some() {
            let message = "`encoding` has no effect: the caller makes the parts of this body";
            self.reporter.without_body_effect(&at, message.to_owned());
        }
    }

    /// Reports the headers of a part that have no value to send.
    fn unsent_headers(&self, part: &str, encoding: &Value, at: &SpecPath) {
        let headers = encoding.get("headers").and_then(Value::as_object);
        for name in headers.into_iter().flat_map(|it| it.keys()) {
            let at = at.key(name);
            if self.part_header(name, &at).is_some() {
                continue;
            }
            let why = if name.eq_ignore_ascii_case("content-type") {
                "`contentType` decides it"
            } else {
                "its schema has neither one value nor a default"
            };
            let message = format!("the part `{part}` is sent without the header `{name}`: {why}");
            let found = Diagnostic::warning(Code::UnsupportedBody, &at, message);
            self.reporter.report(
                found.help("give its schema a `default`, or remove the header by an overlay"),
            );
        }
    }

    /// Reports `encoding` of a media type that is not the first choice: its body is given as a whole.
    pub(in crate::lower) fn unread_encoding(&self, media: &str, at: &SpecPath) {
        let at = at.key("encoding");
        if self
            .document
            .get(&at)
            .is_some_and(crate::openapi::says_something)
        {
            let message = format!("`encoding` has no effect on `{media}`, which is given whole");
            self.reporter.without_body_effect(&at, message);
        }
    }

    /// Reports what the schema of a text or of bytes says beyond that.
    pub(in crate::lower) fn unread_schema(&self, media: &str, at: &SpecPath) {
        let schema = self
            .document
            .get(at)
            .and_then(|_| self.follow(at, NodeKind::Schema));
        let keys = schema.and_then(|(_, schema)| schema.as_object());
        let says_more = keys.into_iter().flatten().any(|(key, value)| {
            key != "format" && !(key == "type" && value == "string") && !key.starts_with("x-")
        });
        if says_more {
            let message =
                format!("the schema has no effect: a body of `{media}` is sent and read as it is");
            self.reporter.without_body_effect(at, message);
        }
    }
}

impl Reporter<'_> {
    fn without_body_effect(self, at: &SpecPath, message: String) {
        let found = Diagnostic::warning(Code::UnsupportedBody, at, message);
        self.report(found.help("remove it by an overlay to silence this"));
    }
}
