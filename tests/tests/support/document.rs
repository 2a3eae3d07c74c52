//! The documents that the client was generated from, read for their operations and examples.

use std::path::Path;
use std::sync::LazyLock;

use sailpoint_isc::runtime::serde_json::Value;

/// One document.
#[derive(Debug)]
pub(crate) struct Document {
    /// The module of the crate.
    pub(crate) api: &'static str,
    root: Value,
}

/// One operation of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation<'a> {
    /// The `operationId`.
    pub(crate) id: &'a str,
    /// The method, in capital letters as on the wire.
    pub(crate) method: &'static str,
    /// The path with the prefix of the API.
    pub(crate) path: &'a str,
    document: &'a Document,
    value: &'a Value,
}

/// One example of a request or response.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Example<'a> {
    /// The media type that it is an example of.
    pub(crate) media_type: &'a str,
    /// The example itself.
    pub(crate) value: &'a Value,
}

static DOCUMENTS: LazyLock<[Document; 3]> =
    LazyLock::new(|| ["beta", "v2026", "isc"].map(Document::read));

/// The documents of the crate.
pub(crate) fn documents() -> &'static [Document] {
    &*DOCUMENTS
}

/// Every operation of the crate, with its API.
pub(crate) fn operations() -> impl Iterator<Item = (&'static str, Operation<'static>)> {
    let of = |document: &'static Document| {
        let operations = document.operations().into_iter();
        operations.map(|operation| (document.api, operation))
    };
    documents().iter().flat_map(of)
}

/// The first example of a response; of the first API that has the operation.
pub(crate) fn example(operation: &str, status: u16) -> &'static Value {
    let found = operations().find(|(_, candidate)| candidate.id == operation);
    let (_, operation) = found.expect("the documents have this operation");
    let responses = operation.responses();
    let response = responses.iter().find(|(code, _)| *code == status);
    let (_, examples) = response.expect("the operation has this status");
    examples.first().expect("the response has an example").value
}

impl Document {
    fn read(api: &'static str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../spec")
            .join(format!("{api}.yaml"));
        let text = std::fs::read_to_string(path).expect("the document is there");
        let root = serde_yaml::from_str(&text).expect("the document is YAML");
        Self { api, root }
    }

    /// The path of its servers, before that of an operation.
    fn prefix(&self) -> &str {
        let server = self.root["servers"][0]["url"].as_str().unwrap();
        let (_, after) = server.split_once("://").unwrap();
        after.find('/').map_or("", |at| &after[at..])
    }

    /// Every operation, in the order of the paths.
    pub(crate) fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        for (path, item) in self.root["paths"].as_object().unwrap() {
            for method in ["GET", "PUT", "POST", "DELETE", "PATCH"] {
                let Some(value) = item.get(method.to_ascii_lowercase()) else {
                    continue;
                };
                operations.push(Operation {
                    id: value["operationId"].as_str().unwrap(),
                    method,
                    path,
                    document: self,
                    value,
                });
            }
        }
        operations
    }

    /// Every schema with properties, by its name.
    pub(crate) fn objects(&self) -> impl Iterator<Item = (&str, &Value)> {
        let schemas = self.root["components"]["schemas"].as_object().unwrap();
        schemas.iter().filter_map(|(name, schema)| {
            let properties = schema.get("properties")?;
            Some((name.as_str(), properties))
        })
    }

    /// An example of a schema, put together from those of its parts.
    pub(crate) fn sample(&self, schema: &Value) -> Value {
        let schema = self.resolve(schema);
        if let Some(example) = schema.get("example") {
            return example.clone();
        }
        if let Some(properties) = schema.get("properties") {
            let properties = properties.as_object().unwrap().iter();
            return properties
                .map(|(name, property)| (name.clone(), self.sample(property)))
                .collect();
        }
        if let Some(items) = schema.get("items") {
            return Value::Array(vec![self.sample(items)]);
        }
        match schema.get("allOf") {
            Some(parts) => self.sample(&parts[0]),
            None => panic!("no example can be made of {schema}"),
        }
    }

    fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref") {
            Some(reference) => {
                let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
                self.resolve(self.root.pointer(pointer).unwrap())
            }
            None => value,
        }
    }
}

impl<'a> Operation<'a> {
    /// The path on the wire, with every parameter replaced by the same text.
    pub(crate) fn filled(&self, replacement: &str) -> String {
        let segments = self.path.split('/').map(|segment| {
            if segment.starts_with('{') {
                replacement
            } else {
                segment
            }
        });
        format!(
            "{}{}",
            self.document.prefix(),
            segments.collect::<Vec<_>>().join("/")
        )
    }

    /// Whether there are parameters in the path.
    pub(crate) fn has_path_parameters(&self) -> bool {
        self.path.contains('{')
    }

    /// The examples of the request's body.
    pub(crate) fn request(&self) -> Vec<Example<'a>> {
        self.value
            .get("requestBody")
            .map(|body| self.examples(body))
            .unwrap_or_default()
    }

    /// The examples of every response, by status.
    pub(crate) fn responses(&self) -> Vec<(u16, Vec<Example<'a>>)> {
        let responses = self.value["responses"].as_object().unwrap();
        responses
            .iter()
            .map(|(status, response)| (status.parse().unwrap(), self.examples(response)))
            .collect()
    }

    fn examples(&self, owner: &'a Value) -> Vec<Example<'a>> {
        let mut examples = Vec::new();
        let content = self.document.resolve(owner).get("content");
        for (media_type, media) in content.and_then(Value::as_object).into_iter().flatten() {
            let one = media.get("example");
            let named = media.get("examples").and_then(Value::as_object);
            let named = named
                .into_iter()
                .flatten()
                .map(|(_, example)| &example["value"]);
            let found = one.into_iter().chain(named);
            examples.extend(found.map(|value| Example { media_type, value }));
        }
        examples
    }
}
