//! The documentation of an operation's method: everything that a caller asks of it.

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code, code_of_any_length, facts};
use super::super::markdown::summary_line;
use super::path;
use crate::model::{
    Body, BodyContent, Constraints, Content, Docs, Operation, OperationId, Outcome, Param,
    ParamStyle, ResponseHeader, Scalar, Shape, StatusPattern, TypeRef,
};

/// `` `GET /beta/entitlements` ``
pub(super) fn route(cx: &EmitCx<'_>, operation: &Operation) -> String {
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
    let summary = summary.map(summary_line).unwrap_or_default();
    let route = route(cx, operation).replace('|', "\\|");
    format!("| [`{name}`]({link}) | {route} | {summary} |")
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
    doc = answers(doc, cx, operation);
    doc = access(doc, operation);
    example(doc, cx, id, operation)
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
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    let mut add = |name: &str, required: bool, docs: &Docs, constraints: &Constraints| {
        let name = name.trim_start_matches("r#");
        let words = docs
            .description
            .as_deref()
            .map(summary_line)
            .filter(|words| !words.is_empty());
        let mut row = format!("* `{name}`");
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
            .map(summary_line)
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
        operation
            .failures
            .iter()
            .flat_map(|failure| &failure.headers),
    )
}

fn headers<'a>(doc: Doc, headers: impl Iterator<Item = &'a ResponseHeader>) -> Doc {
    let mut rows: Vec<String> = Vec::new();
    for header in headers {
        let Some(name) = code(&header.name) else {
            continue;
        };
        let words = header
            .docs
            .description
            .as_deref()
            .map(summary_line)
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
        TypeRef::List(item) => format!("a list of {}", mention(cx, item)?),
        TypeRef::Map(value) => format!("a map of {}", mention(cx, value)?),
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
                format!("* {scheme}")
            } else {
                format!("* {scheme} with {}", scopes.join(", "))
            })
        })
        .collect();
    let levels: Vec<String> = operation
        .user_levels
        .iter()
        .filter_map(|level| code(level))
        .collect();
    if !levels.is_empty() {
        rows.push(format!("* user level {}", levels.join(" or ")));
    }
    if rows.is_empty() {
        doc
    } else {
        doc.line("# Access").block(rows)
    }
}

/// A call that compiles: every argument has a value of its type.
fn example(doc: Doc, cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Doc {
    let names = &cx.names.operations[id];
    let group = &cx.names.groups[operation.group].module;
    let mut given = vec![format!("client: {}::Client", cx.crate_ident)];
    let mut arguments = Vec::new();
    let params = operation.path_params.iter().zip(&names.path);
    let params = params.chain(operation.query_params.iter().zip(&names.query));
    let params = params.chain(operation.header_params.iter().zip(&names.header));
    for (param, name) in params.filter(|(param, _)| param.required) {
        if let Some(example) = expression(cx, param) {
            arguments.push(example);
            continue;
        }
        argument(
            cx,
            name,
            &param.ty,
            param.constraints.example.as_ref(),
            &mut given,
            &mut arguments,
        );
    }
    let mut calls = Vec::new();
    if let Some(body) = &operation.body {
        body_of_example(cx, names, body, &mut given, &mut arguments, &mut calls);
    }
    let method = &names.method;
    let module = &cx.names.module;
    let binding = if operation.outcome == Outcome::Empty {
        String::new()
    } else {
        "let answer = ".to_owned()
    };
    let mut lines = vec![
        "```no_run".to_owned(),
        format!(
            "# async fn example({}) -> {}::Result<()> {{",
            given.join(", "),
            cx.crate_ident
        ),
        format!("{binding}client"),
        format!("    .{module}()"),
        format!("    .{group}()"),
        format!("    .{method}({})", arguments.join(", ")),
    ];
    lines.extend(calls);
    lines.push("    .send()".to_owned());
    lines.push("    .await?;".to_owned());
    if !binding.is_empty() {
        lines.push("println!(\"{}: {:?}\", answer.status(), answer.into_inner());".to_owned());
    }
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    lines.push("```".to_owned());
    let deprecated = operation
        .docs
        .deprecated
        .then(|| "# #![allow(deprecated)]".to_owned());
    if let Some(allow) = deprecated {
        lines.insert(1, allow);
    }
    doc.line("# Example").block(lines)
}

/// A filter or sorters in the service's own words, which is as much as the document's example tells.
fn expression(cx: &EmitCx<'_>, param: &Param) -> Option<String> {
    let text = param.constraints.example.as_ref();
    let text = text.and_then(serde_json::Value::as_str).and_then(literal);
    let text = text.unwrap_or_else(|| "\"…\"".to_owned());
    let root = &cx.crate_ident;
    if param.style == ParamStyle::Filter {
        Some(format!("{root}::Filter::raw({text})"))
    } else if param.style == ParamStyle::Sorters {
        Some(format!("[{root}::Sorter::raw({text})]"))
    } else {
        None
    }
}

fn argument(
    cx: &EmitCx<'_>,
    name: &str,
    ty: &TypeRef,
    example: Option<&serde_json::Value>,
    given: &mut Vec<String>,
    arguments: &mut Vec<String>,
) {
    let text = example
        .and_then(serde_json::Value::as_str)
        .and_then(literal);
    let resolved = cx.resolved(ty);
    let is_id =
        matches!(resolved, TypeRef::Named(id) if matches!(cx.api.types[*id].shape, Shape::Id));
    if is_id || *resolved == TypeRef::Scalar(Scalar::String) {
        arguments.push(text.unwrap_or_else(|| "\"…\"".to_owned()));
    } else {
        let ty = cx.ty(ty, super::super::cx::From::Elsewhere);
        let ty = example_type(cx, &ty.to_string());
        given.push(format!("{name}: {ty}"));
        arguments.push(name.to_owned());
    }
}

/// A string as a literal, if it is plain enough to stand in an example.
fn literal(text: &str) -> Option<String> {
    const LONGEST: usize = 60;
    let is_plain = text.len() <= LONGEST
        && text.chars().all(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | ' ' | ',' | '@' | '/')
        });
    (is_plain && !text.is_empty()).then(|| format!("\"{text}\""))
}

/// A type as code outside of the crate writes it.
fn example_type(cx: &EmitCx<'_>, tokens: &str) -> String {
    let text: String = tokens.split(' ').collect();
    text.replace(
        "models::",
        &format!("{}::{}::models::", cx.crate_ident, cx.names.module),
    )
    .replace("runtime::", &format!("{}::runtime::", cx.crate_ident))
}

fn body_of_example(
    cx: &EmitCx<'_>,
    names: &crate::name::OperationNames,
    body: &Body,
    given: &mut Vec<String>,
    arguments: &mut Vec<String>,
    calls: &mut Vec<String>,
) {
    let whole = |ty: String, given: &mut Vec<String>, calls: &mut Vec<String>| {
        given.push(format!("body: {ty}"));
        calls.push("    .body(body)".to_owned());
    };
    match &body.content {
        BodyContent::Json { ty, .. } => {
            let ty = cx.ty(ty, super::super::cx::From::Elsewhere).to_string();
            whole(example_type(cx, &ty), given, calls);
        }
        BodyContent::Text { .. } => whole("String".to_owned(), given, calls),
        BodyContent::Bytes { .. } => whole("Vec<u8>".to_owned(), given, calls),
        BodyContent::Form { fields: parts } | BodyContent::Multipart { parts } => {
            for (part, name) in parts
                .iter()
                .zip(&names.parts)
                .filter(|(part, _)| part.required)
            {
                let ty = example_type(cx, &super::body::part_ty(cx, part).to_string());
                given.push(format!("{name}: {ty}"));
                if body.required {
                    arguments.push(name.clone());
                } else {
                    calls.push(format!("    .{name}({name})"));
                }
            }
        }
    }
}
