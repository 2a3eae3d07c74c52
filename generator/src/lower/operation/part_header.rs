//! Headers of the parts of multipart bodies: those with only one value, or with a default, are sent.

use serde_json::Value;

use crate::lower::node::resolve::Resolver;
use crate::lower::operation::part::FormKind;
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

impl Resolver<'_> {
    /// The headers that a part is sent with, and their values.
    pub(in crate::lower) fn part_headers(
        &self,
        media_at: &SpecPath,
        part: &str,
        kind: FormKind,
    ) -> Vec<(String, String)> {
        if kind == FormKind::Form {
            return Vec::new();
        }
        let at = media_at.keys(["encoding", part, "headers"]);
        let document = self.document;
        let headers = document.get(&at).and_then(Value::as_object);
        let names = headers.into_iter().flat_map(|it| it.keys());
        let known = names.filter_map(|name| {
            let value = self.part_header(name, &at.key(name))?;
            Some((name.clone(), value))
        });
        known.collect()
    }

    /// The value of a header. `Content-Type` has a key of its own.
    pub(in crate::lower) fn part_header(&self, name: &str, at: &SpecPath) -> Option<String> {
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let is_name = !name.is_empty() && name.bytes().all(is_token);
        if !is_name || name.eq_ignore_ascii_case("content-type") {
            return None;
        }
        let (target, _) = self.follow(at, NodeKind::Header)?;
        let schema_at = target.key("schema");
        self.document.get(&schema_at)?;
        let node = self.target_node(&schema_at)?;
        let value = match &node.any.enumeration[..] {
            [Value::Array(_) | Value::Object(_) | Value::Null] => return None,
            [only] => only,
            _ => node.raw.get("default")?,
        };
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Array(_) | Value::Object(_) | Value::Null => return None,
        };
        let is_visible = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
        text.bytes().all(is_visible).then_some(text)
    }
}
