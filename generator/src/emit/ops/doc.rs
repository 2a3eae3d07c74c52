//! The documentation of an operation's method: everything that a caller asks of it.

use serde_json::Value;

use super::super::cx::EmitCx;
use super::super::docs::full_stop;
use super::super::docs::{Doc, code, code_of_any_length, facts};
use super::super::sample;
use super::super::settings;
use super::doc_answers::answers;
use super::{example, path};
use crate::model::{Body, BodyContent, Docs, Operation, OperationId, SchemeKind, Scopes};

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
pub(in crate::emit) fn table_row(cx: &EmitCx<'_>, id: OperationId, name: &str) -> String {
    let operation = &cx.api.operations[id];
    let summary = operation
        .docs
        .summary
        .as_deref()
        .or(operation.docs.description.as_deref());
    let summary = summary.map(|it| cx.summary(it)).unwrap_or_default();
    let route = route(cx, operation).replace('|', "\\|");
    // One cell for both, so that the words beside them have room.
    format!("| {name}<br>{route} | {summary} |")
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
        doc = doc.description(cx, description);
    }
    doc = doc.line(route(cx, operation));
    if operation.is_experimental {
        doc = doc
            .line("**Experimental**: the service may change or remove this operation at any time.");
    }
    if !operation.servers.is_empty() {
        doc = doc
            .line("Servers of this operation:")
            .block(settings::list(&operation.servers));
    }
    doc = parameters(doc, cx, id, operation);
    if operation.fields.is_some() {
        doc = doc
            .line("# Fields")
            .block(super::fields::table_docs(&cx.rust.operations[id]));
    }
    if operation.paging.is_some() {
        doc = super::paging::section(doc, cx.rust.operations[id].request);
    }
    doc = super::task::section(doc, &cx.rust.operations[id]);
    doc = super::streams::section(doc, &cx.rust.operations[id]);
    doc = answers(doc, cx, operation);
    doc = access(doc, cx, operation);
    doc = unsupported(doc, cx, operation);
    example::of_method(doc, cx, id, operation)
}

/// The rows of what is given to an operation.
#[derive(Default)]
struct Rows {
    arguments: Vec<String>,
    setters: Vec<String>,
}

impl Rows {
    fn add(&mut self, cx: &EmitCx<'_>, request: &str, row: &Row<'_>) {
        let name = row.name.trim_start_matches("r#");
        let mut text = if row.required {
            format!("* `{name}`")
        } else {
            format!("* [`{name}`]({request}::{name})")
        };
        let words = row.docs.description.as_deref().map(|it| cx.summary(it));
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            text.push_str(": ");
            text.push_str(&full_stop(&words));
        }
        for fact in &row.facts {
            text.push(' ');
            text.push_str(fact);
        }
        if row.docs.deprecated {
            text.push_str(" **Deprecated.**");
        }
        if row.required {
            self.arguments.push(text);
        } else {
            self.setters.push(text);
        }
    }
}

/// One thing that is given to an operation.
struct Row<'a> {
    name: &'a str,
    required: bool,
    docs: &'a Docs,
    facts: Vec<String>,
}

fn parameters(doc: Doc, cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Doc {
    let request = &cx.rust.operations[id].request;
    let mut rows = Rows::default();
    for input in &cx.rust.operations[id].params {
        let row = Row {
            name: input.name,
            required: input.is_argument,
            docs: &input.model.model.docs,
            facts: super::params::param_facts(cx, id, &input.model),
        };
        rows.add(cx, request, &row);
    }
    if let Some(body) = &operation.body {
        body_rows(cx, id, body, &mut rows);
    }
    let Rows { arguments, setters } = rows;
    let form = operation.body.as_ref().filter(|body| {
        matches!(
            body.content,
            BodyContent::Form { .. } | BodyContent::Multipart { .. }
        )
    });
    let doc = match form.and_then(|body| body.docs.description.as_deref()) {
        Some(words) => doc.line("# Body").description(cx, words),
        None => doc,
    };
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

fn body_rows(cx: &EmitCx<'_>, id: OperationId, body: &Body, rows: &mut Rows) {
    let operation = &cx.rust.operations[id];
    match &body.content {
        BodyContent::Form { fields: parts } | BodyContent::Multipart { parts, .. } => {
            for (part, input) in parts.iter().zip(&operation.parts) {
                let ty = super::body::part_value(part);
                let literal = |value: &Value| sample::literal(cx, &ty, value);
                let row = Row {
                    name: input.name,
                    required: body.required && part.required,
                    docs: &part.docs,
                    facts: facts(cx, &part.constraints, &literal),
                };
                rows.add(cx, operation.request, &row);
            }
        }
        BodyContent::Json { .. } | BodyContent::Text { .. } | BodyContent::Bytes { .. } => {
            let words = body.docs.description.clone();
            let docs = Docs {
                summary: None,
                description: Some(words.unwrap_or_else(|| "The body of the request.".to_owned())),
                deprecated: false,
            };
            let needed = "Required before `send`.".to_owned();
            let needed = operation.needs_body().then_some(needed);
            let row = Row {
                name: "body",
                required: false,
                docs: &docs,
                facts: needed.into_iter().collect(),
            };
            rows.add(cx, operation.request, &row);
        }
    }
    for other in &operation.others {
        let media = code(&other.model.media).unwrap_or_else(|| "another media type".to_owned());
        let docs = Docs {
            summary: None,
            description: Some(format!("The body as {media}, in place of another one.")),
            deprecated: false,
        };
        let row = Row {
            name: other.name,
            required: false,
            docs: &docs,
            facts: Vec::new(),
        };
        rows.add(cx, operation.request, &row);
    }
}

/// Requirements of the document that the client ignores.
fn unsupported(doc: Doc, cx: &EmitCx<'_>, operation: &Operation) -> Doc {
    if operation.unsupported.is_empty() {
        return doc;
    }
    let rows = operation.unsupported.iter();
    let rows = rows.map(|it| format!("* {}", full_stop(&cx.summary(it))));
    doc.line("# Not supported").block(rows)
}

fn access(doc: Doc, cx: &EmitCx<'_>, operation: &Operation) -> Doc {
    let mut rows: Vec<String> = operation
        .requirements
        .iter()
        .filter_map(|schemes| {
            let schemes: Option<Vec<String>> =
                schemes.iter().map(|it| credential(cx, it)).collect();
            let schemes = schemes?.join(", together with ");
            Some(if schemes.is_empty() {
                "* no credentials".to_owned()
            } else {
                format!("* {schemes}")
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

/// A credential that an operation accepts, with its scheme and the scopes.
fn credential(cx: &EmitCx<'_>, required: &Scopes) -> Option<String> {
    let name = code(&required.scheme)?;
    let scheme = cx.api.schemes.iter().find(|it| it.name == required.scheme);
    let what = match scheme.map(|it| &it.kind) {
        Some(SchemeKind::ApiKey { place, wire }) => {
            format!(
                "an API key ({name}) in the {} {}",
                place.word(),
                code(wire)?
            )
        }
        Some(SchemeKind::Basic) => format!("a user name and a password ({name})"),
        Some(SchemeKind::Http(scheme)) => {
            format!("HTTP authentication by {} ({name})", code(scheme)?)
        }
        Some(SchemeKind::MutualTls) => format!("a client certificate ({name})"),
        Some(
            SchemeKind::Bearer
            | SchemeKind::OAuth2(_)
            | SchemeKind::OpenId
            | SchemeKind::Unknown(_),
        )
        | None => format!("a token ({name})"),
    };
    let scopes: Vec<String> = required.scopes.iter().filter_map(|it| code(it)).collect();
    Some(if scopes.is_empty() {
        what
    } else {
        format!("{what} with the scope {}", scopes.join(" and "))
    })
}
