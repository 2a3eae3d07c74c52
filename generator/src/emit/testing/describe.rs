//! An API as data for the mock server: operations and types, each on a line of its own.
//!
//! ```json
//! {"api": "beta",
//! "operations": {
//! "getEntitlement": {"method": "GET", "path": "/beta/entitlements/{id}", "params": [{"in": "path", "name": "id", …}], …}
//! },
//! "types": {
//! "Entitlement": {"is": "struct", "fields": {"id": {"is": "string"}, …}}
//! }}
//! ```

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::cx::EmitCx;
use super::super::ops;
use super::describe_body::{body, style_name};
use super::describe_type::{schema, type_def};
use crate::model::{
    BulkItems, Constraints, Content, Operation, Paging, Param, ParamStyle, SchemeKind,
    StatusPattern,
};

/// The content of `testing.json` after the mark.
pub(in crate::emit) fn describe(cx: &EmitCx<'_>) -> String {
    let operations: BTreeMap<&str, Value> = cx
        .api
        .operations
        .iter()
        .map(|(id, it)| {
            let on = format!("{}().{}()", cx.rust.module, cx.rust.operations[id].on());
            (it.id.as_str(), operation(cx, it, on))
        })
        .collect();
    let types: BTreeMap<&str, Value> = cx
        .api
        .types
        .iter()
        .map(|(id, def)| (cx.rust.types[id].name, type_def(cx, def)))
        .collect();
    let module = Value::from(cx.api.module.as_str());
    format!(
        "\"api\": {module},\n\"operations\": {{\n{}\n}},\n\"types\": {{\n{}\n}}}}\n",
        lines(&operations),
        lines(&types)
    )
}

fn lines(members: &BTreeMap<&str, Value>) -> String {
    let lines: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{}: {value}", Value::from(*name)))
        .collect();
    lines.join(",\n")
}

/// `on` is what a test calls on the server to expect the operation.
fn operation(cx: &EmitCx<'_>, operation: &Operation, on: String) -> Value {
    let mut out = Map::new();
    let mut put = |name: &str, value: Value| {
        let is_empty = match &value {
            Value::Array(items) => items.is_empty(),
            Value::Null => true,
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => false,
        };
        if !is_empty {
            out.insert(name.to_owned(), value);
        }
    };
    put("on", on.into());
    put("method", operation.method.key().to_uppercase().into());
    put("path", ops::path(cx, operation).into());
    let params = |place: &'static str, list: &[Param]| -> Vec<Value> {
        list.iter().map(|it| param(cx, place, it)).collect()
    };
    let mut all = params("path", &operation.path_params);
    all.extend(params("query", &operation.query_params));
    all.extend(params("header", &operation.header_params));
    all.extend(params("cookie", &operation.cookie_params));
    put("params", all.into());
    put(
        "body",
        operation
            .body
            .as_ref()
            .map_or(Value::Null, |it| body(cx, it)),
    );
    let answers = operation
        .successes
        .iter()
        .map(|it| answer(cx, it.status, &it.content, &it.examples));
    put("successes", answers.collect());
    let answers = operation
        .failures
        .iter()
        .map(|it| answer(cx, it.status, &it.content, &it.examples));
    put("failures", answers.collect());
    put(
        "paging",
        operation.paging.as_ref().map_or(Value::Null, paging),
    );
    if let Some(table) = &operation.fields {
        let fields = table.fields.iter().map(|field| {
            let operators = field.operators.iter().map(|it| it.wire());
            let all: Vec<&str> = operators.chain(field.sorts.then_some("sort")).collect();
            (field.wire.clone(), json!(all))
        });
        put("fields", Value::Object(fields.collect()));
    }
    if let Some(table) = &operation.patch {
        let fields: Vec<&str> = table.fields.iter().map(|it| it.wire.as_str()).collect();
        put("patchable", json!(fields));
    }
    if let Some(bulk) = &operation.bulk {
        let property = match &bulk.items {
            BulkItems::Body => Value::Null,
            BulkItems::Property(name) => name.as_str().into(),
        };
        put(
            "bulk",
            json!({"property": property, "size": bulk.size, "status": bulk.status}),
        );
    }
    match security(cx, operation) {
        Security::Open => put("open", true.into()),
        Security::Token => {}
        Security::Schemes(alternatives) => put("security", alternatives.into()),
    }
    Value::Object(out)
}

/// The credentials of the calls of an operation.
enum Security {
    Open,
    /// A token, whatever the alternative.
    Token,
    Schemes(Vec<Value>),
}

fn security(cx: &EmitCx<'_>, operation: &Operation) -> Security {
    let alternatives = &operation.requirements;
    if alternatives.is_empty() || alternatives.iter().any(Vec::is_empty) {
        return Security::Open;
    }
    let kind = |name: &str| {
        let scheme = cx.api.schemes.iter().find(|it| it.name == name);
        scheme.map(|it| &it.kind)
    };
    let mut all = alternatives.iter().flatten();
    if all.all(|it| kind(&it.scheme).is_none_or(SchemeKind::takes_token)) {
        return Security::Token;
    }
    let alternatives = alternatives.iter().map(|schemes| {
        let schemes = schemes.iter().map(|it| match kind(&it.scheme) {
            Some(SchemeKind::ApiKey { place, wire }) => json!({"in": place.word(), "name": wire}),
            Some(SchemeKind::Basic) => json!({"in": "http", "name": "Basic"}),
            Some(SchemeKind::Http(scheme)) => json!({"in": "http", "name": scheme}),
            Some(SchemeKind::MutualTls) => json!({"in": "certificate"}),
            None
            | Some(
                SchemeKind::Bearer
                | SchemeKind::OAuth2(_)
                | SchemeKind::OpenId
                | SchemeKind::Unknown(_),
            ) => json!({"in": "token"}),
        });
        Value::Array(schemes.collect())
    });
    Security::Schemes(alternatives.collect())
}

fn param(cx: &EmitCx<'_>, place: &str, param: &Param) -> Value {
    let mut out = Map::new();
    out.insert("in".to_owned(), place.into());
    out.insert("name".to_owned(), param.wire.as_str().into());
    if param.required {
        out.insert("required".to_owned(), true.into());
    }
    let style = style_name(param.style);
    let usual = if matches!(place, "query" | "cookie") {
        "form"
    } else {
        "simple"
    };
    if style != usual {
        out.insert("style".to_owned(), style.into());
    }
    if param.explode != (param.style == ParamStyle::Form) {
        out.insert("explode".to_owned(), param.explode.into());
    }
    out.insert(
        "schema".to_owned(),
        schema(cx, &param.ty, &param.constraints, &[]),
    );
    Value::Object(out)
}

fn answer(cx: &EmitCx<'_>, status: StatusPattern, content: &Content, examples: &[Value]) -> Value {
    let mut out = json!({"status": status.to_string()});
    match content {
        Content::Empty => {}
        Content::Json(ty) => out["schema"] = schema(cx, ty, &Constraints::default(), &[]),
        Content::Text => out["is"] = "text".into(),
        Content::TextOrJson => {
            out["schema"] = json!({"is": "string"});
        }
        Content::Bytes => out["is"] = "bytes".into(),
    }
    if !examples.is_empty() {
        out["examples"] = examples.into();
    }
    out
}

fn paging(paging: &Paging) -> Value {
    let mut out = json!({
        "offset": paging.offset,
        "limit": paging.limit,
        "page_size": paging.page_size,
    });
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            out[name] = value;
        }
    };
    put("count", paging.count.as_deref().map(Value::from));
    put("window", paging.window.map(Value::from));
    put(
        "after",
        paging.keyset.as_ref().map(|it| it.after.as_str().into()),
    );
    out
}
