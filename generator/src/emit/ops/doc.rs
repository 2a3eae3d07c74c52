//! The documentation of an operation's method: everything that a caller asks of it.

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code, code_of_any_length, facts};
use super::{example, path};
use crate::model::{
    BodyContent, Constraints, Content, Docs, Operation, OperationId, Param, ResponseHeader, Scalar,
    StatusPattern, TypeRef,
};

/// `` `GET /beta/entitlements` ``
pub(in crate::emit) fn route(cx: &EmitCx<'_>, operation: &Operation) -> String {
    let route = format!(
        "{} {}",
        operation.method.key().to_uppercase(),
        path(cx, operation)
    );
    code_of_any_length(&route).unwrap_or_else(|| "One operation.".to_owned())
}

/// The row of an operation in a table of operations.
pub(in crate::emit) fn table_row(cx: &EmitCx<'_>, id: OperationId, link: &str) -> String {
    let operation = &cx.api.operations[id];
    let name = cx.names.operations[id].method.trim_start_matches("r#");
    let summary = operation
        .docs
        .summary
        .as_deref()
        .or(operation.docs.description.as_deref());
    let summary = summary.map(|it| cx.summary(it)).unwrap_or_default();
    let route = route(cx, operation).replace('|', "\\|");
    // One cell for both, so that the words beside them have room.
    format!("| [`{name}`]({link})<br>{route} | {summary} |")
}

pub(in crate::emit) fn method_docs(cx: &EmitCx<'_>, id: OperationId) -> Doc {
    let operation = &cx.api.operations[id];
    let mut doc = Doc::new();
    if let Some(summary) = &operation.docs.summary {
        doc = doc.markdown(&full_stop(summary));
    }
    if let Some(description) = operation
        .docs
        .description
        .as_ref()
        .filter(|text| Some(*text) != operation.docs.summary.as_ref())
    {
        doc = doc.markdown(description);
    }
    doc = doc.line(route(cx, operation));
    doc = parameters(doc, cx, id, operation);
    if let Some(table) = &operation.fields {
        doc = doc
            .line("# Fields")
            .block(super::fields::table_docs(cx, id, table));
    }
    if operation.paging.is_some() {
        doc = super::paging::section(doc, &cx.names.operations[id].item);
    }
    doc = answers(doc, cx, operation);
    doc = access(doc, operation);
    example::example(doc, cx, id, operation)
}

fn full_stop(summary: &str) -> String {
    let summary = summary.trim();
    if summary.ends_with(['.', '!', '?', ':']) {
        summary.to_owned()
    } else {
        format!("{summary}.")
    }
}

fn parameters(doc: Doc, cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Doc {
    let names = &cx.names.operations[id];
    let request = &names.item;
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    let mut add = |name: &str, required: bool, docs: &Docs, constraints: &Constraints| {
        let name = name.trim_start_matches("r#");
        let words = docs
            .description
            .as_deref()
            .map(|it| cx.summary(it))
            .filter(|words| !words.is_empty());
        let mut row = if required {
            format!("* `{name}`")
        } else {
            format!("* [`{name}`]({request}::{name})")
        };
        if let Some(words) = words {
            row.push_str(": ");
            row.push_str(&full_stop(&words));
        }
        for fact in facts(constraints) {
            row.push(' ');
            row.push_str(&fact);
        }
        if docs.deprecated {
            row.push_str(" **Deprecated.**");
        }
        if required {
            arguments.push(row);
        } else {
            setters.push(row);
        }
    };
    let params =
        |list: &[Param], names: &[String], add: &mut dyn FnMut(&str, bool, &Docs, &Constraints)| {
            for (param, name) in list.iter().zip(names) {
                add(name, param.required, &param.docs, &param.constraints);
            }
        };
    params(&operation.path_params, &names.path, &mut add);
    params(&operation.query_params, &names.query, &mut add);
    params(&operation.header_params, &names.header, &mut add);
    if let Some(body) = &operation.body {
        match &body.content {
            BodyContent::Form { fields: parts } | BodyContent::Multipart { parts } => {
                for (part, name) in parts.iter().zip(&names.parts) {
                    add(
                        name,
                        body.required && part.required,
                        &part.docs,
                        &part.constraints,
                    );
                }
            }
            BodyContent::Json { .. } | BodyContent::Text { .. } | BodyContent::Bytes { .. } => {
                let words = body
                    .docs
                    .description
                    .clone()
                    .unwrap_or_else(|| "What is sent.".to_owned());
                let docs = Docs {
                    summary: None,
                    description: Some(words),
                    deprecated: false,
                };
                add("body", false, &docs, &Constraints::default());
            }
        }
    }
    let doc = if arguments.is_empty() {
        doc
    } else {
        doc.line("# Arguments").block(arguments)
    };
    if setters.is_empty() {
        doc
    } else {
        doc.line("# Setters").block(setters)
    }
}

fn answers(doc: Doc, cx: &EmitCx<'_>, operation: &Operation) -> Doc {
    let row = |status: StatusPattern, content: &Content, docs: &Docs| {
        let words = docs
            .description
            .as_deref()
            .map(|it| cx.summary(it))
            .unwrap_or_default();
        let holds = match content {
            Content::Json(ty) => mention(cx, ty)
                .map(|ty| format!(" Holds {ty}."))
                .unwrap_or_default(),
            Content::Text => " Holds text.".to_owned(),
            Content::Bytes => " Holds bytes.".to_owned(),
            Content::Empty => String::new(),
        };
        let words = if words.is_empty() {
            String::new()
        } else {
            format!(": {}", full_stop(&words))
        };
        let status = if status == StatusPattern::Default {
            "any other status".to_owned()
        } else {
            format!("`{status}`")
        };
        format!("* {status}{words}{holds}")
    };
    let successes: Vec<String> = operation
        .successes
        .iter()
        .map(|it| row(it.status, &it.content, &it.docs))
        .collect();
    let failures: Vec<String> = operation
        .failures
        .iter()
        .map(|it| row(it.status, &it.content, &it.docs))
        .collect();
    let doc = if successes.is_empty() {
        doc
    } else {
        doc.line("# Success").block(successes)
    };
    let doc = headers(
        doc,
        cx,
        operation
            .successes
            .iter()
            .flat_map(|success| &success.headers),
    );
    if failures.is_empty() {
        return doc;
    }
    let doc = doc.line("# Failure").block(failures);
    headers(
        doc,
        cx,
        operation
            .failures
            .iter()
            .flat_map(|failure| &failure.headers),
    )
}

fn headers<'a>(
    doc: Doc,
    cx: &EmitCx<'_>,
    headers: impl Iterator<Item = &'a ResponseHeader>,
) -> Doc {
    let mut rows: Vec<String> = Vec::new();
    for header in headers {
        let Some(name) = code(&header.name) else {
            continue;
        };
        let words = header
            .docs
            .description
            .as_deref()
            .map(|it| cx.summary(it))
            .unwrap_or_default();
        let row = if words.is_empty() {
            format!("* {name}")
        } else {
            format!("* {name}: {}", full_stop(&words))
        };
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    if rows.is_empty() {
        doc
    } else {
        doc.line("Headers of the answer:").block(rows)
    }
}

/// A type as a link, or as code.
fn mention(cx: &EmitCx<'_>, ty: &TypeRef) -> Option<String> {
    Some(match ty {
        TypeRef::Named(id) => {
            let item = cx.names.types[*id].item.trim_start_matches("r#").to_owned();
            format!("[`{item}`](crate::{}::models::{item})", cx.names.module)
        }
        TypeRef::List(item) => format!("a list of {}", mention_many(cx, item)?),
        TypeRef::Map(value) => format!("a map of {}", mention_many(cx, value)?),
        TypeRef::Nullable(inner) => format!("{} or null", mention(cx, inner)?),
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Bool => "a boolean",
            Scalar::I32 | Scalar::I64 | Scalar::U64 => "an integer",
            Scalar::Number => "a number",
            Scalar::String | Scalar::Binary => "a string",
            Scalar::Timestamp => "a date-time",
        }
        .to_owned(),
        TypeRef::Object => "an object".to_owned(),
        TypeRef::Json => "any JSON value".to_owned(),
        TypeRef::JsonPatch => "a JSON Patch".to_owned(),
        TypeRef::JsonPatchOperation => "an operation of a JSON Patch".to_owned(),
    })
}

/// The same for many values of the type.
fn mention_many(cx: &EmitCx<'_>, ty: &TypeRef) -> Option<String> {
    Some(match ty {
        TypeRef::List(item) => format!("lists of {}", mention_many(cx, item)?),
        TypeRef::Map(value) => format!("maps of {}", mention_many(cx, value)?),
        TypeRef::Nullable(inner) => format!("{} or nulls", mention_many(cx, inner)?),
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Bool => "booleans",
            Scalar::I32 | Scalar::I64 | Scalar::U64 => "integers",
            Scalar::Number => "numbers",
            Scalar::String | Scalar::Binary => "strings",
            Scalar::Timestamp => "date-times",
        }
        .to_owned(),
        TypeRef::Object => "objects".to_owned(),
        TypeRef::Json => "any JSON values".to_owned(),
        TypeRef::JsonPatch => "JSON Patches".to_owned(),
        TypeRef::JsonPatchOperation => "operations of a JSON Patch".to_owned(),
        TypeRef::Named(_) => mention(cx, ty)?,
    })
}

fn access(doc: Doc, operation: &Operation) -> Doc {
    let mut rows: Vec<String> = operation
        .security
        .iter()
        .filter_map(|requirement| {
            let scheme = code(&requirement.scheme)?;
            let scopes: Vec<String> = requirement
                .scopes
                .iter()
                .filter_map(|scope| code(scope))
                .collect();
            Some(if scopes.is_empty() {
                format!("* a token ({scheme})")
            } else {
                format!(
                    "* a token ({scheme}) with the scope {}",
                    scopes.join(" and ")
                )
            })
        })
        .collect();
    let levels: Vec<String> = operation
        .user_levels
        .iter()
        .filter_map(|level| code(level))
        .collect();
    if !levels.is_empty() {
        rows.push(format!(
            "* a caller of the user level {}",
            levels.join(" or ")
        ));
    }
    if rows.is_empty() {
        doc
    } else {
        doc.line("# Access").block(rows)
    }
}
