//! Requests made from a document: one with what is required, one with everything, and one for each further media type.

use serde_json::{Map, Value, json};

use super::document::{Document, list};
use super::flat::alternatives;
use super::values::{Sampler, Size};

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// A request, and all that the document says of it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The pointer of the operation.
    pub at: String,
    /// In capital letters.
    pub method: String,
    /// The path with parameters in braces.
    pub template: String,
    /// What is sent outside of the body.
    pub params: Vec<Param>,
    /// What is sent in the body.
    pub body: Option<Body>,
    /// Whether it has everything.
    pub size: Size,
}

/// A parameter with its value.
#[derive(Clone, Debug)]
pub struct Param {
    /// The parameter object.
    pub node: Value,
    /// Its name.
    pub name: String,
    /// `path`, `query`, `header` or `cookie`.
    pub location: String,
    /// What is sent.
    pub value: Value,
}

/// A body with its value.
#[derive(Clone, Debug)]
pub struct Body {
    /// The media type.
    pub media: String,
    /// The media type object.
    pub node: Value,
    /// What is sent; an object with a property for each field of a form and each part of a multipart body.
    pub value: Value,
    /// Whether the client has an argument or a setter for each part, because there is no JSON to send.
    pub is_by_part: bool,
}

impl Body {
    /// Whether the body is JSON that the client writes; `format: binary` is JSON that the caller has written.
    pub fn is_json(&self) -> bool {
        is_json(&self.media) && !is_raw(&self.node)
    }

    /// Whether the body has fields or parts.
    pub fn has_parts(&self) -> bool {
        has_parts(&self.media)
    }
}

impl Request {
    /// The values by the keys under which the program looks for them.
    pub fn given(&self) -> Value {
        let mut given = Map::new();
        for param in &self.params {
            given.insert(
                format!("{}:{}", param.location, param.name),
                param.value.clone(),
            );
        }
        if let Some(body) = &self.body {
            // A form of a union is given whole.
            given.insert(format!("body:{}", body.media), body.value.clone());
            let parts = body.value.as_object().filter(|_| body.is_by_part);
            for (name, value) in parts.into_iter().flatten() {
                given.insert(format!("part:{name}"), value.clone());
            }
        }
        given.into()
    }
}

/// The pointers of all operations, with the requests of each. The reason, where no request can be made.
pub fn all(
    document: &Document,
    sampler: &mut Sampler<'_>,
) -> Vec<(String, Result<Vec<Request>, String>)> {
    let mut found = Vec::new();
    let paths = document.root().get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let (item, pointer) = document.resolve(item);
        let escaped = path.replace('~', "~0").replace('/', "~1");
        let start = pointer.map_or_else(|| format!("/paths/{escaped}"), str::to_owned);
        let usual = METHODS.into_iter();
        let usual = usual.filter_map(|method| Some((method.to_owned(), method, item.get(method)?)));
        let further = item.get("additionalOperations").and_then(Value::as_object);
        let further = further.into_iter().flatten().map(|(method, operation)| {
            let step = format!("additionalOperations/{method}");
            (step, method.as_str(), operation)
        });
        for (step, method, operation) in usual.chain(further) {
            let at = format!("{start}/{step}");
            let mut of = |size| {
                let params = params(document, sampler, item, operation, size)?;
                let params = with_undescribed(params, path);
                let bodies = bodies(document, sampler, operation, size)?;
                let requests = bodies.into_iter().map(|body| Request {
                    at: at.clone(),
                    method: method.to_uppercase(),
                    template: path.clone(),
                    params: params.clone(),
                    body,
                    size,
                });
                Ok::<Vec<Request>, String>(requests.collect())
            };
            let all = of(Size::Least).and_then(|least| Ok([least, of(Size::Full)?].concat()));
            found.push((at, all));
        }
    }
    found
}

fn params(
    document: &Document,
    sampler: &mut Sampler<'_>,
    item: &Value,
    operation: &Value,
    size: Size,
) -> Result<Vec<Param>, String> {
    let mut params: Vec<Param> = Vec::new();
    for node in list(item, "parameters").chain(list(operation, "parameters")) {
        let (node, _) = document.resolve(node);
        let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
        let (name, location) = (text("name").to_owned(), text("in").to_owned());
        params.retain(|it| it.name != name || it.location != location);
        let is_ignored = location == "header"
            && ["accept", "authorization", "content-type"]
                .contains(&name.to_ascii_lowercase().as_str());
        let is_required = location == "path" || node.get("required") == Some(&json!(true));
        if is_ignored || !is_required && size == Size::Least {
            continue;
        }
        let content = node.get("content").and_then(Value::as_object);
        let content = content.and_then(|it| it.values().next());
        let schema = content.unwrap_or(node).get("schema");
        let schema = schema.cloned().unwrap_or_default();
        let value = sampler.value(&schema, Size::Full, 0);
        let mut value = value.ok_or_else(|| format!("no value of the parameter `{name}`"))?;
        if location == "path" && value == json!("") {
            // An empty text would change the path.
            let mut others = sampler.values(&schema).into_iter();
            value = others
                .find(|it| *it != value && !it.is_null())
                .unwrap_or(value);
        }
        if value == json!({}) {
            // An object without properties is sent as nothing.
            value = json!({ "furtherProperty": "text" });
        }
        if location == "query" && size == Size::Full && value == json!("text") {
            value = json!("te&xt +ä/?:@;,=");
        }
        params.push(Param {
            node: node.clone(),
            name,
            location,
            value,
        });
    }
    Ok(params)
}

/// Adds a text for each placeholder of the path that no parameter describes.
fn with_undescribed(mut params: Vec<Param>, path: &str) -> Vec<Param> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let names = path.split('{').skip(1).filter_map(|it| it.split_once('}'));
    for (name, _) in names {
        if !params
            .iter()
            .any(|it| it.location == "path" && it.name == name)
        {
            params.push(Param {
                node: json!({ "schema": { "type": "string" } }),
                name: name.to_owned(),
                location: "path".to_owned(),
                value: json!("text"),
            });
        }
    }
    params
}

/// The bodies to send: the preferred one, and with everything also one of each further media type.
fn bodies(
    document: &Document,
    sampler: &mut Sampler<'_>,
    operation: &Value,
    size: Size,
) -> Result<Vec<Option<Body>>, String> {
    let Some(node) = operation.get("requestBody") else {
        return Ok(vec![None]);
    };
    let (node, _) = document.resolve(node);
    let is_required = node.get("required") == Some(&json!(true));
    let Some(Value::Object(content)) = node.get("content") else {
        return Ok(vec![None]);
    };
    if !is_required && size == Size::Least {
        return Ok(vec![None]);
    }
    let first = |is: fn(&str) -> bool| content.keys().find(|media| is(media));
    let chosen = first(is_json).or_else(|| first(is_form));
    let chosen = chosen.or_else(|| first(has_parts));
    let Some(chosen) = chosen.or_else(|| content.keys().next()) else {
        return Ok(vec![None]);
    };
    let is_by_part = has_parts(chosen);
    // One schema in JSON of two names is one body.
    let is_alike = |media: &str| {
        let is_own = essence(media).ends_with("+json");
        let schema = |media: &str| content.get(media).and_then(|it| it.get("schema"));
        is_json(media) && is_json(chosen) && !is_own && schema(media) == schema(chosen)
    };
    let mut bodies = Vec::new();
    for (media, node) in content {
        let (node, _) = document.resolve(node);
        let is_chosen = media == chosen;
        let is_further = size == Size::Full && !is_by_part && !is_alike(media);
        if is_chosen || is_further {
            let value = value(document, sampler, (media, node), size)?;
            bodies.push(Some(Body {
                media: media.clone(),
                node: node.clone(),
                value,
                is_by_part: is_chosen && is_by_part,
            }));
        }
    }
    Ok(bodies)
}

/// What is sent as a media type.
fn value(
    document: &Document,
    sampler: &mut Sampler<'_>,
    (media, node): (&str, &Value),
    size: Size,
) -> Result<Value, String> {
    let schema = node.get("schema").cloned().unwrap_or_default();
    if !is_json(media) && !has_parts(media) || is_raw(node) {
        return Ok(json!("text"));
    }
    let value = sampler.value(&schema, size, 0);
    let mut value = value.ok_or_else(|| "no value of the body".to_owned())?;
    if has_parts(media)
        && let Some(flat) = alternatives(document, &schema).first()
        && let Some(members) = value.as_object_mut()
    {
        // What nobody describes has no setter.
        let declared = flat.get("properties").and_then(Value::as_object);
        members.retain(|name, value| {
            !value.is_null() && declared.is_some_and(|it| it.contains_key(name))
        });
        if is_form(media) {
            for text in members.values_mut().filter(|it| **it == json!("text")) {
                *text = json!("te&xt +/?:@;,=");
            }
        }
    }
    Ok(value)
}

fn is_raw(node: &Value) -> bool {
    node.pointer("/schema/format") == Some(&json!("binary"))
}

fn essence(media: &str) -> String {
    let media = media.split(';').next().unwrap_or_default();
    media.trim().to_ascii_lowercase()
}

fn is_json(media: &str) -> bool {
    let media = essence(media);
    // A range that has JSON in it means JSON.
    let ranges = ["*/*", "application/*"];
    media == "application/json" || media.ends_with("+json") || ranges.contains(&&*media)
}

fn is_form(media: &str) -> bool {
    essence(media) == "application/x-www-form-urlencoded"
}

fn has_parts(media: &str) -> bool {
    is_form(media) || essence(media).starts_with("multipart/")
}
