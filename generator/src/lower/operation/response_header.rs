//! Headers of responses.

use crate::lower::operation::Operations;
use crate::model::{Docs, ResponseHeader};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

impl Operations<'_> {
    pub(super) fn header(&mut self, name: &str, at: &SpecPath) -> ResponseHeader {
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
