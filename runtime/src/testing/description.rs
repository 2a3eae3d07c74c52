//! The description of an API that the generator writes, parsed.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Number, Value};

use super::access::Scheme;
use super::path::Template;
use crate::request::style::Style;
use crate::response::media::closest;

/// The types of an API by name.
pub(super) type Types = BTreeMap<String, Schema>;

#[derive(Debug, Deserialize)]
struct Document {
    api: String,
    operations: BTreeMap<String, Operation>,
    types: Types,
}

/// One API.
#[derive(Debug)]
pub(super) struct Api {
    pub(super) name: String,
    pub(super) operations: BTreeMap<String, Arc<Operation>>,
    pub(super) types: Arc<Types>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Operation {
    #[serde(skip)]
    pub(super) id: String,
    #[serde(skip)]
    pub(super) api: String,
    #[serde(skip)]
    pub(super) types: Arc<Types>,
    #[serde(skip)]
    pub(super) template: Template,
    /// What a test calls on the server to expect the operation: `beta().on_list_entitlements()`.
    #[serde(default)]
    pub(super) on: String,
    pub(super) method: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) params: Vec<Param>,
    pub(super) body: Option<Body>,
    #[serde(default)]
    pub(super) successes: Vec<Reply>,
    #[serde(default)]
    pub(super) failures: Vec<Reply>,
    pub(super) paging: Option<Paging>,
    /// The operators of each field; `sort` if the list sorts by it.
    #[serde(default)]
    pub(super) fields: BTreeMap<String, Vec<String>>,
    /// The paths that a patch can change, if the document lists them.
    #[serde(default)]
    pub(super) patchable: Vec<String>,
    pub(super) bulk: Option<Bulk>,
    /// Whether no credentials are needed.
    #[serde(default)]
    pub(super) open: bool,
    /// The alternatives that it accepts; a token if there are none.
    #[serde(default)]
    pub(super) security: Vec<Vec<Scheme>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

#[derive(Debug, Deserialize)]
pub(super) struct Param {
    #[serde(rename = "in")]
    pub(super) place: Place,
    pub(super) name: String,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) style: ParamStyle,
    /// If absent, the default of the style.
    pub(super) explode: Option<bool>,
    pub(super) schema: Schema,
}

/// How a parameter is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ParamStyle {
    /// If absent, the default of the location.
    #[default]
    Default,
    Filter,
    Sorters,
    #[serde(untagged)]
    Style(Style),
}

impl ParamStyle {
    pub(super) fn style(self) -> Option<Style> {
        match self {
            Self::Style(style) => Some(style),
            Self::Filter | Self::Sorters => Some(Style::Text),
            Self::Default => None,
        }
    }
}

/// How a field of a form, or a part of a multipart body, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PartStyle {
    File,
    Files,
    #[serde(untagged)]
    Style(Style),
}

#[derive(Debug, Deserialize)]
pub(super) struct Body {
    pub(super) is: BodyKind,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) media: Option<String>,
    pub(super) schema: Option<Schema>,
    #[serde(default)]
    pub(super) parts: Vec<Part>,
    /// Further media types of the same content.
    #[serde(default)]
    also: Vec<String>,
    /// Bodies of further media types.
    #[serde(default)]
    others: Vec<Body>,
}

impl Body {
    /// The body of a `Content-Type`.
    pub(super) fn of(&self, content_type: &str) -> Option<&Self> {
        closest(content_type, self.media_types())
    }

    /// The documented media types, each after its body.
    pub(super) fn media_types(&self) -> impl Iterator<Item = (&Self, &str)> {
        let bodies = std::iter::once(self).chain(&self.others);
        bodies.flat_map(|body| {
            let also = body.also.iter().map(String::as_str);
            let media = std::iter::once(body.media()).chain(also);
            media.map(move |it| (body, it))
        })
    }

    fn media(&self) -> &str {
        let usual = match self.is {
            BodyKind::Json => "application/json",
            BodyKind::Form => "application/x-www-form-urlencoded",
            BodyKind::Multipart => "multipart/form-data",
            BodyKind::Text | BodyKind::Bytes => "*/*",
        };
        self.media.as_deref().unwrap_or(usual)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum BodyKind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

#[derive(Debug, Deserialize)]
pub(super) struct Part {
    pub(super) name: String,
    #[serde(default = "PartStyle::of_content")]
    pub(super) style: PartStyle,
    /// If absent, that of the style.
    pub(super) explode: Option<bool>,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) schema: Option<Schema>,
}

impl PartStyle {
    fn of_content() -> Self {
        Self::Style(Style::Content)
    }

    /// The style in a form; none for a file.
    pub(super) fn style(self) -> Option<Style> {
        match self {
            Self::Style(style) => Some(style),
            Self::File | Self::Files => None,
        }
    }
}

/// A documented response.
#[derive(Debug, Deserialize)]
pub(super) struct Reply {
    /// `404`, `4XX` or `default`.
    pub(super) status: String,
    pub(super) schema: Option<Schema>,
    pub(super) is: Option<String>,
    #[serde(default)]
    pub(super) examples: Vec<Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Paging {
    pub(super) offset: String,
    pub(super) limit: String,
    pub(super) page_size: u64,
    pub(super) count: Option<String>,
    pub(super) window: Option<u64>,
    pub(super) after: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Bulk {
    /// The property with the items; `None` if they are the body.
    pub(super) property: Option<String>,
    pub(super) size: usize,
    /// The property of a row of the response with its status.
    pub(super) status: Option<String>,
}

/// The schema of a JSON value.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Schema {
    pub(super) is: Is,
    pub(super) of: Option<Box<Schema>>,
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) nullable: bool,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) access: Option<String>,
    #[serde(default)]
    pub(super) fields: BTreeMap<String, Schema>,
    pub(super) others: Option<Box<Schema>>,
    #[serde(default)]
    pub(super) values: Vec<Value>,
    pub(super) by: Option<String>,
    #[serde(default)]
    pub(super) branches: Vec<Schema>,
    #[serde(default)]
    pub(super) tags: Vec<Value>,
    pub(super) min: Option<Number>,
    pub(super) max: Option<Number>,
    pub(super) above: Option<Number>,
    pub(super) below: Option<Number>,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    pub(super) min_items: Option<usize>,
    pub(super) max_items: Option<usize>,
    pub(super) default: Option<Value>,
    pub(super) example: Option<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Is {
    Bool,
    I32,
    I64,
    U64,
    Integer,
    Number,
    String,
    Date,
    DateTime,
    Base64,
    List,
    Map,
    Object,
    Any,
    Patch,
    PatchOperation,
    Named,
    Struct,
    Enum,
    Union,
}

impl Schema {
    /// Resolves references to named types.
    pub(super) fn resolved<'s>(&'s self, types: &'s Types) -> &'s Self {
        let mut schema = self;
        // Names refer to each other without cycles.
        for _ in 0..64 {
            let named = schema.name.as_ref().filter(|_| schema.is == Is::Named);
            match named.and_then(|name| types.get(name)) {
                Some(next) => schema = next,
                None => break,
            }
        }
        schema
    }
}

impl Api {
    /// Parses a generated description.
    ///
    /// # Panics
    /// When it is not a description, which would be a bug of the generator.
    pub(super) fn read(text: &str) -> Self {
        let document: Document =
            serde_json::from_str(text).expect("the generator writes what this reads");
        let types = Arc::new(document.types);
        let operations = document.operations.into_iter().map(|(id, operation)| {
            let operation = Operation {
                id: id.clone(),
                api: document.api.clone(),
                types: Arc::clone(&types),
                template: Template::new(&operation.path),
                ..operation
            };
            (id, Arc::new(operation))
        });
        Self {
            operations: operations.collect(),
            name: document.api.clone(),
            types,
        }
    }
}

impl Operation {
    /// The parameters at a location.
    pub(super) fn params(&self, place: Place) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(move |param| param.place == place)
    }

    /// The documented error of a status.
    pub(super) fn failure(&self, status: u16) -> Option<&Reply> {
        let class = format!("{}XX", status / 100);
        [status.to_string().as_str(), class.as_str(), "default"]
            .into_iter()
            .find_map(|wanted| self.failures.iter().find(|it| it.status == wanted))
    }
}

impl Reply {
    /// The status, or the first of its class, such as `4XX`.
    pub(super) fn code(&self) -> u16 {
        let first = self.status.chars().next().and_then(|c| c.to_digit(10));
        let class = first.and_then(|class| u16::try_from(class * 100).ok());
        self.status.parse().ok().or(class).unwrap_or(200)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_a_body_by_its_media_type() {
        let body: Body = serde_json::from_value(json!({
            "is": "json", "media": "application/json", "also": ["text/json"], "others": [
                {"is": "text", "media": "text/*"}, {"is": "multipart", "media": "multipart/mixed"},
            ],
        }))
        .unwrap();
        for (sent, expected) in [
            ("Application/JSON; charset=utf-8", Some(BodyKind::Json)),
            ("text/json", Some(BodyKind::Json)),
            ("text/csv", Some(BodyKind::Text)),
            ("multipart/mixed; boundary=a", Some(BodyKind::Multipart)),
            ("multipart/form-data", None),
            ("", None),
        ] {
            assert_eq!(body.of(sent).map(|it| it.is), expected, "{sent}");
        }
    }
}
