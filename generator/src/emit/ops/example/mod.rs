//! Examples of calls that compile: of the method, and of the request that it returns.

mod block;

use serde_json::Value;

use super::super::cx::EmitCx;
use super::super::docs::Doc;
use super::super::sample::{self, Expr, Fields, Need, Samples, Target, shown, type_text};
use super::fields;
use crate::model::{
    Body, BodyContent, Operation, OperationId, Outcome, Param, ParamStyle, Part, PartContent,
    TypeRef,
};
use crate::rust::Patch;

/// How wide lines of examples get.
const WIDTH: usize = 88;
/// How wide the only line of an example gets.
const WIDEST: usize = 100;
/// How many setters the example of a request shows.
const SETTERS: usize = 3;

/// A call with everything that is required; lists are filtered and read to their end.
pub(super) fn of_method(doc: Doc, cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Doc {
    let mut call = Call::new(cx, id, operation);
    if let Some(filter) = call.filter_of_method() {
        call.calls.push(filter);
    }
    let lines = if operation.paging.is_some() {
        call.records()
    } else {
        call.response()
    };
    doc.line("# Example").block(call.lines(lines))
}

/// The same call in short, with some of the setters.
pub(super) fn of_request(doc: Doc, cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Doc {
    let mut call = Call::new(cx, id, operation);
    let setters = call.setters();
    // Setters that every request has come before a body, which may take many lines.
    call.calls.splice(0..0, setters);
    let sent = call.chain().lines(WIDEST);
    doc.block(call.lines(sent))
}

/// The filter, the sorters or another value of a parameter as Rust; `None` if it is not a value of the parameter.
pub(super) fn literal(
    cx: &EmitCx<'_>,
    id: OperationId,
    param: &Param,
    value: &Value,
) -> Option<String> {
    if is_expression(param) {
        Some(expression(&mut Samples::new(cx), id, param, Some(value)).line())
    } else {
        sample::literal(cx, &param.ty, value)
    }
}

/// Returns whether a parameter takes a filter or sorters.
fn is_expression(param: &Param) -> bool {
    matches!(param.style, ParamStyle::Filter | ParamStyle::Sorters)
}

/// A filter or sorters: calls of the fields' methods, or text where the fields don't have what the text says.
fn expression(
    samples: &mut Samples<'_, '_>,
    id: OperationId,
    param: &Param,
    example: Option<&Value>,
) -> Expr {
    let cx = samples.cx;
    let fields = fields_of(cx, id);
    let root = &cx.crate_ident;
    let raw = |what: &str, text: Option<&str>| {
        let text = Expr::Atom(format!("{:?}", text.unwrap_or("…")));
        Expr::call(&format!("{root}::{what}::raw"), vec![text])
    };
    let text = example.and_then(Value::as_str);
    if param.style == ParamStyle::Filter {
        let filter = fields.zip(text);
        let filter = filter.and_then(|(fields, text)| samples.filter(fields, text));
        return filter.unwrap_or_else(|| raw("Filter", text));
    }
    let known = fields.zip(example);
    let known = known.and_then(|(fields, example)| samples.sorters(fields, example));
    known.unwrap_or_else(|| {
        let first = example.and_then(|it| it.get(0)?.as_str()).or(text);
        Expr::group("[", vec![raw("Sorter", first)], "]")
    })
}

fn fields_of<'a>(cx: &'a EmitCx<'_>, id: OperationId) -> Option<Fields<'a>> {
    Some(Fields {
        table: cx.api.operations[id].fields.as_ref()?,
        constants: &cx.rust.operations[id].fields,
    })
}

/// A call under construction.
struct Call<'a, 'p> {
    cx: &'a EmitCx<'p>,
    id: OperationId,
    operation: &'a Operation,
    samples: Samples<'a, 'p>,
    /// The parameters of the function around it, for values that can't be written down.
    given: Vec<String>,
    arguments: Vec<Expr>,
    /// The calls of setters.
    calls: Vec<Expr>,
}

impl<'a, 'p> Call<'a, 'p> {
    /// The method with its arguments, and the body.
    fn new(cx: &'a EmitCx<'p>, id: OperationId, operation: &'a Operation) -> Self {
        let mut call = Self {
            cx,
            id,
            operation,
            samples: Samples::new(cx),
            given: vec![format!("client: {}::Client", cx.crate_ident)],
            arguments: Vec::new(),
            calls: Vec::new(),
        };
        let inputs = cx.rust.operations[id].params.iter();
        for input in inputs.filter(|it| it.is_argument) {
            let value = call.value_of_param(input.model.model, input.name);
            call.arguments.push(value);
        }
        let patch = cx.rust.operations[id].patch.as_ref();
        match (&operation.body, patch) {
            (Some(_), Some(patch)) => call.patch(patch),
            (Some(body), None) => call.body(body),
            (None, _) => {}
        }
        call
    }

    fn set(&mut self, setter: &str, values: Vec<Expr>) {
        self.calls.push(Expr::call(&format!(".{setter}"), values));
    }

    /// A value, or a parameter of the function around the call where none can be written down.
    fn value(&mut self, name: &str, ty: &TypeRef, example: Option<&Value>) -> Expr {
        if let Some(value) = self.samples.value(ty, example, Target::Argument) {
            return value;
        }
        self.given
            .push(format!("{name}: {}", type_text(self.cx, ty)));
        Expr::atom(name)
    }

    fn value_of_param(&mut self, param: &Param, name: &str) -> Expr {
        let example = shown(&param.constraints);
        if is_expression(param) {
            expression(&mut self.samples, self.id, param, example)
        } else {
            self.value(name, &param.ty, example)
        }
    }

    /// A patch that sets one property, so that its name and form are seen.
    fn patch(&mut self, patch: &Patch<'_>) {
        let group = self.cx.rust.operations[self.id].group;
        let new = format!(
            "{}::{}::{group}::{}::new()",
            self.cx.crate_ident, self.cx.rust.module, patch.name
        );
        let first = patch.fields.iter().find_map(|field| {
            let example = shown(&field.model.constraints);
            let value = self
                .samples
                .value(&field.model.ty, example, Target::Argument)?;
            Some((field.set.name, value))
        });
        let patch = Expr::Atom(new);
        let patch = match first {
            Some((setter, value)) => patch.then(setter, vec![value]),
            None => patch,
        };
        self.set("body", vec![patch]);
    }

    fn body(&mut self, body: &'a Body) {
        let example = body.examples.first().or(shown(&body.constraints));
        match &body.content {
            BodyContent::Json { ty, .. } => {
                let value = self.value("body", ty, example);
                self.set("body", vec![value]);
            }
            BodyContent::Text { media } => {
                self.set("body", raw(media, Expr::atom("\"text\"")));
            }
            BodyContent::Bytes { media } => {
                self.set("body", raw(media, Expr::atom("&b\"bytes\"[..]")));
            }
            BodyContent::Form { fields: parts } | BodyContent::Multipart { parts, .. } => {
                self.parts(body, parts, example);
            }
        }
    }

    /// The required parts of a form, or the first where none is.
    fn parts(&mut self, body: &Body, parts: &'a [Part], example: Option<&Value>) {
        let inputs = &self.cx.rust.operations[self.id].parts;
        let names = inputs.iter().map(|input| input.name);
        let has_required = parts.iter().any(|part| part.required);
        let shown_parts = parts.iter().zip(names).enumerate();
        let shown_parts = shown_parts
            .filter(|(n, (part, _))| part.required || !has_required && *n == 0)
            .map(|(_, it)| it);
        for (part, name) in shown_parts {
            let example = example.and_then(|it| it.get(&part.wire));
            let value = self.part(part, name, example.or(shown(&part.constraints)));
            if body.required && part.required {
                self.arguments.push(value);
            } else {
                if part.docs.deprecated {
                    self.samples.needs.insert(Need::Deprecated);
                }
                self.set(name, vec![value]);
            }
        }
    }

    fn part(&mut self, part: &Part, name: &str, example: Option<&Value>) -> Expr {
        let root = &self.cx.crate_ident;
        let file = || Expr::Atom(format!("{root}::File::from_path(\"path/to/file\").await?"));
        match &part.content {
            PartContent::Text(ty)
            | PartContent::Json(ty)
            | PartContent::Any(ty)
            | PartContent::Styled { ty, .. } => self.value(name, ty, example),
            PartContent::TextList(item) | PartContent::JsonList(item) => {
                self.value(name, &TypeRef::List(Box::new(item.clone())), example)
            }
            PartContent::File => file(),
            PartContent::FileList => Expr::group("[", vec![file()], "]"),
        }
    }

    /// The setter of a filter: what the document shows, or the first field that takes a text.
    fn filter_of_method(&mut self) -> Option<Expr> {
        let mut params = params(self.cx, self.id);
        let (param, setter) =
            params.find(|(param, _)| param.style == ParamStyle::Filter && !param.required)?;
        let text = shown(&param.constraints).and_then(Value::as_str);
        let shown = text.zip(fields_of(self.cx, self.id));
        let shown = shown.and_then(|(text, fields)| self.samples.filter(fields, text));
        let usual = || fields::sample(self.cx, self.id);
        let filter = shown.or_else(|| Some(usual()?.filter()))?;
        self.samples.needs.insert(Need::Fields);
        Some(Expr::call(&format!(".{setter}"), vec![filter]))
    }

    /// Optional setters of which the document shows a value, those of lists first.
    fn setters(&mut self) -> Vec<Expr> {
        let limit = self.operation.paging.as_ref().map(|it| it.limit.as_str());
        let is_of_list = |param: &Param| is_expression(param) || limit == Some(param.wire.as_str());
        let has_example = |param: &Param| {
            let constraints = &param.constraints;
            !param.required && !param.docs.deprecated && constraints.example.is_some()
        };
        let shown: Vec<_> = params(self.cx, self.id)
            .filter(|(param, _)| has_example(param))
            .collect();
        let of_list = shown.iter().filter(|(param, _)| is_of_list(param));
        let others = shown.iter().filter(|(param, _)| !is_of_list(param));
        let chosen: Vec<_> = of_list.chain(others).take(SETTERS).copied().collect();
        let setters = chosen.into_iter().map(|(param, name)| {
            let value = self.value_of_param(param, name);
            Expr::call(&format!(".{name}"), vec![value])
        });
        setters.collect()
    }

    /// `client.beta().entitlements().list_entitlements()`, with the setters.
    fn request(&self) -> Expr {
        let api = self.cx.rust;
        let operation = &api.operations[self.id];
        let calls = [api.module, operation.group];
        let calls = calls.map(|name| Expr::Atom(format!(".{name}()")));
        let method = format!(".{}", operation.method);
        let method = Expr::call(&method, self.arguments.clone());
        let calls = calls.into_iter().chain([method]);
        Expr::Chain {
            head: Box::new(Expr::atom("client")),
            calls: calls.chain(self.calls.iter().cloned()).collect(),
        }
    }

    /// The request, sent.
    fn chain(&self) -> Expr {
        let has_value = self.operation.outcome != Outcome::Empty;
        with(
            self.request(),
            if has_value { "let response = " } else { "" },
            &[".send()", ".await?"],
        )
    }

    /// One response, and what comes of it.
    fn response(&self) -> Vec<String> {
        let mut lines = self.chain().broken(WIDTH);
        if self.operation.outcome != Outcome::Empty {
            lines.push(
                "println!(\"{}: {:?}\", response.status(), response.into_inner());".to_owned(),
            );
        }
        lines
    }

    /// Every record of a list.
    fn records(&self) -> Vec<String> {
        let mut lines = with(self.request(), "let mut records = ", &[".items()"]).broken(WIDTH);
        let rest = [
            "while let Some(record) = records.try_next().await? {",
            "    println!(\"{record:?}\");",
            "}",
        ];
        lines.extend(rest.map(str::to_owned));
        lines
    }
}

/// The arguments of a body that is sent as it is: of a range of media types one is chosen.
fn raw(media: &str, body: Expr) -> Vec<Expr> {
    let chosen = match media {
        "image/*" => "image/png",
        "audio/*" => "audio/mpeg",
        "video/*" => "video/mp4",
        "text/*" => "text/plain",
        _ => "application/octet-stream",
    };
    let chosen = media
        .contains('*')
        .then(|| Expr::Atom(format!("{chosen:?}")));
    chosen.into_iter().chain([body]).collect()
}

/// The parameters with their names, those of the path first.
pub(super) fn params<'a>(
    cx: &EmitCx<'a>,
    id: OperationId,
) -> impl Iterator<Item = (&'a Param, &'a str)> + use<'a> {
    let params = cx.rust.operations[id].params.iter();
    params.map(|param| (param.model.model, param.name))
}

/// A statement: what is before a chain of calls, and the last calls.
fn with(chain: Expr, before: &str, last: &[&str]) -> Expr {
    let Expr::Chain { head, mut calls } = chain else {
        return chain;
    };
    calls.extend(last.iter().map(|it| Expr::atom(*it)));
    if let Some(Expr::Atom(last)) = calls.last_mut() {
        last.push(';');
    }
    Expr::Chain {
        head: Box::new(Expr::Atom(format!("{before}{}", head.line()))),
        calls,
    }
}
