//! Examples of calls that compile.

use super::super::cx::EmitCx;
use super::super::docs::Doc;
use super::fields;
use crate::model::{
    Body, BodyContent, Operation, OperationId, Outcome, Param, ParamStyle, PatchTable, Scalar,
    Shape, TypeRef,
};

/// A call that compiles: every argument has a value of its type.
pub(super) fn example(doc: Doc, cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Doc {
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
        if let Some(patch) = &operation.patch {
            calls.push(patch_of_example(cx, id, patch));
        } else {
            body_of_example(cx, names, body, &mut given, &mut arguments, &mut calls);
        }
    }
    let method = &names.method;
    let module = &cx.names.module;
    let mut request = vec![
        "client".to_owned(),
        format!("    .{module}()"),
        format!("    .{group}()"),
    ];
    request.extend(method_call(method, &arguments));
    request.extend(calls);
    let mut lines = vec!["```no_run".to_owned()];
    if let Some(filter) = filter_of_example(cx, id, operation) {
        lines.extend([fields::import(cx, id), String::new()]);
        request.push(filter);
    }
    lines.push(format!(
        "# async fn example({}) -> {}::Result<()> {{",
        given.join(", "),
        cx.crate_ident
    ));
    if operation.paging.is_some() {
        lines.extend(records_of_example(request));
    } else {
        lines.extend(answer_of_example(request, operation));
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

/// The call of the method, each argument on a line of its own where one line would be too long to be seen at once.
fn method_call(method: &str, arguments: &[String]) -> Vec<String> {
    const WIDEST: usize = 80;
    let line = format!("    .{method}({})", arguments.join(", "));
    if line.len() <= WIDEST {
        return vec![line];
    }
    let arguments = arguments.iter().map(|it| format!("        {it},"));
    let mut lines = vec![format!("    .{method}(")];
    lines.extend(arguments);
    lines.push("    )".to_owned());
    lines
}

/// One answer.
fn answer_of_example(mut request: Vec<String>, operation: &Operation) -> Vec<String> {
    let has_answer = operation.outcome != Outcome::Empty;
    if has_answer {
        request[0].insert_str(0, "let answer = ");
    }
    request.extend(["    .send()".to_owned(), "    .await?;".to_owned()]);
    if has_answer {
        request.push("println!(\"{}: {:?}\", answer.status(), answer.into_inner());".to_owned());
    }
    request
}

/// Every record of a list.
fn records_of_example(mut request: Vec<String>) -> Vec<String> {
    request[0].insert_str(0, "let mut records = ");
    request.extend(
        [
            "    .items();",
            "while let Some(record) = records.try_next().await? {",
            "    println!(\"{record:?}\");",
            "}",
        ]
        .map(str::to_owned),
    );
    request
}

/// The setter of a filter by the first field that takes a text.
fn filter_of_example(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Option<String> {
    let names = &cx.names.operations[id];
    let sample = fields::sample(cx, id, operation.fields.as_ref()?)?;
    let mut params = operation.query_params.iter().zip(&names.query);
    let (_, setter) =
        params.find(|(param, _)| param.style == ParamStyle::Filter && !param.required)?;
    Some(format!(
        "    .{setter}(f::{}.{}(\"some text\"))",
        sample.constant, sample.operator
    ))
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

/// A patch that sets one property, so that its name and form are seen.
fn patch_of_example(cx: &EmitCx<'_>, id: OperationId, table: &PatchTable) -> String {
    let names = &cx.names.operations[id];
    let group = &cx.names.groups[cx.api.operations[id].group].module;
    let mut setters = table.fields.iter().zip(&names.patch_setters);
    let call = setters.find_map(|(field, setter)| {
        let value = if *cx.resolved(&field.ty) == TypeRef::Scalar(Scalar::Bool) {
            "true".to_owned()
        } else if cx.takes_text(&field.ty) {
            let text = field.constraints.example.as_ref();
            let text = text.and_then(serde_json::Value::as_str).and_then(literal);
            text.unwrap_or_else(|| "\"…\"".to_owned())
        } else {
            return None;
        };
        Some(format!(".{}({value})", setter.set))
    });
    format!(
        "    .body({}::{}::{group}::{}::new(){})",
        cx.crate_ident,
        cx.names.module,
        names.patch,
        call.unwrap_or_default()
    )
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
