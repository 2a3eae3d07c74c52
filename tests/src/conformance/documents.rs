//! Paths of documents with every style, encoding and media type.

use serde_json::{Map, Value, json};

/// Each style with both values of `explode` in each location, `allowReserved`, and parameters with a media type.
pub fn parameters() -> Map<String, Value> {
    let styles = [
        ("path", vec!["simple", "label", "matrix"]),
        (
            "query",
            vec!["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        ),
        ("header", vec!["simple"]),
        ("cookie", vec!["form"]),
    ];
    let (mut path, mut parameters) = ("/styles".to_owned(), Vec::new());
    for (location, styles) in styles {
        for (style, explode) in styles.iter().flat_map(|it| [(it, false), (it, true)]) {
            for kind in ["text", "list", "object"] {
                let name = format!("{}-{location}-{kind}", parameters.len());
                // Exploded properties have no name but their own.
                let (one, other) = (format!("a{name}"), format!("b{name}"));
                let schema = match kind {
                    "text" => json!({ "type": "string" }),
                    "list" => {
                        json!({ "type": "array", "minItems": 2, "items": { "type": "integer" } })
                    }
                    _ => {
                        let number = json!({ "type": "integer" });
                        json!({ "type": "object", "properties": { one: number, other: number } })
                    }
                };
                if (*style, kind) == ("deepObject", "list") {
                    continue;
                }
                if location == "path" {
                    path = format!("{path}/{{{name}}}");
                }
                parameters.push(json!({
                    "name": name, "in": location, "style": style, "explode": explode,
                    "required": location == "path", "schema": schema,
                }));
            }
        }
        let content = json!({ "application/json": { "schema": { "type": "object", "properties": { "a": { "type": "integer" } } } } });
        let name = format!("json-{location}");
        if location == "path" {
            path = format!("{path}/{{{name}}}");
        }
        parameters.push(json!({
            "name": name, "in": location, "required": location == "path", "content": content,
        }));
    }
    let text = json!({ "type": "string" });
    parameters
        .push(json!({ "name": "target", "in": "query", "allowReserved": true, "schema": text }));
    let get =
        json!({ "parameters": parameters, "responses": { "204": { "description": "Done." } } });
    Map::from_iter([(path, json!({ "get": get }))])
}

/// Forms in each style, parts of each kind, and several media types.
pub fn bodies() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let list = json!({ "type": "array", "minItems": 2, "items": text });
    let file = json!({ "type": "string", "format": "binary" });
    let object = json!({ "type": "object", "properties": { "k": { "type": "integer" } } });
    let objects = json!({ "type": "array", "minItems": 2, "items": object });
    let files = json!({ "type": "array", "minItems": 2, "items": file });
    let all = |properties: Value| json!({ "type": "object", "properties": properties });
    let search = all(json!({
        "plain": text, "comma": list, "space": list, "pipe": list, "many": list, "json": list,
        "deep": object, "free": text, "object": object,
    }));
    let search_encoding = json!({
        "comma": { "explode": false }, "space": { "style": "spaceDelimited", "explode": false },
        "pipe": { "style": "pipeDelimited", "explode": false }, "json": { "contentType": "application/json" },
        "deep": { "style": "deepObject" }, "free": { "allowReserved": true },
    });
    let form = json!({ "schema": search, "encoding": search_encoding });
    let form = json!({ "application/x-www-form-urlencoded": form });
    let parts = json!({
        "schema": all(json!({
            "note": text, "tags": list, "file": file, "files": files, "row": object, "rows": objects, "ids": list,
        })),
        "encoding": {
            "note": { "contentType": "text/markdown", "headers": { "X-Kind": { "schema": { "type": "string", "enum": ["short"] } } } },
            "file": { "contentType": "text/csv, image/*" },
            "ids": { "contentType": "application/json" },
        },
    });
    let (mixed, related) = (
        json!({ "multipart/mixed": parts }),
        json!({ "multipart/related": parts }),
    );
    let mut either = form.clone();
    for (media, schema) in [
        ("application/json", &object),
        ("application/vnd.acme.list+json", &objects),
        ("multipart/form-data", &search),
        ("text/csv", &text),
        ("image/*", &file),
    ] {
        either[media] = json!({ "schema": schema });
    }
    let range = json!({ "video/*": { "schema": file } });
    let bodies = [
        // Without any field there is no body.
        ("form", form, false),
        ("mixed", mixed, false),
        ("related", related, false),
        ("either", either, true),
        ("range", range, true),
    ];
    let paths = bodies.map(|(name, content, required)| {
        let body = json!({ "content": content, "required": required });
        let operation = json!({
            "operationId": name, "requestBody": body, "responses": { "204": { "description": "Done." } },
        });
        (format!("/{name}"), json!({ "post": operation }))
    });
    paths.into_iter().collect()
}
