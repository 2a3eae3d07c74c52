//! The part of a conformance program that names the crate: a table with every component and one with every operation.
//!
//! The program decodes values of the components, and sends requests made from values alone. It knows the crate as `offered`, and
//! provides `through`, `Through`, `Given`, `Sent` and `sent` at its root. One module for each API:
//!
//! ```text
//! mod tables_api {
//!     use offered::{api::*, runtime};
//!     pub(crate) const COMPONENTS: &[(&str, crate::Through)] = &[
//!         ("/components/schemas/Item", crate::through::<models::Item>),
//!     ];
//!     pub(crate) const OPERATIONS: &[(&str, crate::Send)] = &[("/paths/~1items~1{id}/get", send_0)];
//!     fn send_0(client: &offered::Client, given: &crate::Given) -> crate::Sent {
//!         let request = client.api().items().get_item(given.value::<String>("path:id")?);
//!         let request = match given.maybe::<i64>("query:limit")? { Some(it) => request.limit(it), None => request };
//!         crate::sent(request.send_blocking())
//!     }
//! }
//! ```
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "most values are written with their own types"
)]

use std::fmt::Write as _;

use crate::diff::written;
use crate::lower::preferred;
use crate::model::{BodyContent, OtherContent, ParamStyle, PartContent};
use crate::rust::{Api, Crate, Location, Operation, Ty};

/// The tables of a crate.
pub(crate) fn tables(krate: &Crate<'_>) -> String {
    krate.apis.iter().map(module).collect()
}

fn module(api: &Api<'_>) -> String {
    let module = api.module;
    let name = module.trim_start_matches("r#");
    let mut text =
        format!("mod tables_{name} {{\nuse offered::runtime;\nuse offered::{module}::*;\n");
    text.push_str("pub(crate) const COMPONENTS: &[(&str, crate::Through)] = &[\n");
    for (_, ty) in api.types.iter() {
        if matches!(ty.model.at.steps()[..], ["components", "schemas", _]) {
            let (at, ty) = (ty.model.at.to_pointer(), written(&Ty::model(ty.name)));
            let _ = writeln!(text, "({at:?}, crate::through::<{ty}>),");
        }
    }
    text.push_str("];\npub(crate) const OPERATIONS: &[(&str, crate::Send)] = &[\n");
    let mut functions = String::new();
    for (n, (_, operation)) in api.operations.iter().enumerate() {
        let _ = writeln!(text, "({:?}, send_{n}),", operation.model.at.to_pointer());
        let body = function(module, operation);
        let _ = writeln!(
            functions,
            "fn send_{n}(client: &offered::Client, given: &crate::Given) -> crate::Sent {{\n{body}}}"
        );
    }
    let _ = writeln!(text, "];\n{functions}}}");
    text
}

fn function(module: &str, operation: &Operation<'_>) -> String {
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    for param in &operation.params {
        let location = match param.model.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let model = param.model.model;
        let is_data = !matches!(model.style, ParamStyle::Filter | ParamStyle::Sorters);
        let input = Given {
            key: format!("{location}:{}", model.wire),
            name: param.name,
            ty: written(&param.value.ty),
        };
        if param.is_argument {
            arguments.push(input);
        } else if is_data {
            setters.push(input);
        }
    }
    for part in &operation.parts {
        let ty = match &part.model.content {
            PartContent::File => "crate::File".to_owned(),
            PartContent::FileList => "crate::Files".to_owned(),
            _ => written(&part.value.ty),
        };
        let input = Given {
            key: format!("part:{}", part.model.wire),
            name: part.name,
            ty,
        };
        if part.is_argument {
            arguments.push(input);
        } else {
            setters.push(input);
        }
    }
    let arguments: Vec<String> = arguments.iter().map(Given::value).collect();
    let mut text = format!(
        "let request = client.{module}().{}().{}({});\n",
        operation.group,
        operation.method,
        arguments.join(", ")
    );
    if let Some(bodies) = bodies(operation) {
        let _ = writeln!(text, "let request = {bodies};");
    }
    for setter in setters {
        let _ = writeln!(
            text,
            "let request = match given.maybe::<{}>({:?})? {{ Some(it) => request.{}(it), None => request }};",
            setter.ty, setter.key, setter.name
        );
    }
    text.push_str("crate::sent(request.send_blocking())\n");
    text
}

/// The request with its body: of the media type for which there is a value.
fn bodies(operation: &Operation<'_>) -> Option<String> {
    let (value, body) = (operation.body.as_ref()?, operation.model.body.as_ref()?);
    let media = preferred(&body.offered).map_or("application/json", String::as_str);
    let ty = match &body.content {
        BodyContent::Bytes { .. } => "crate::Bytes".to_owned(),
        _ => written(&value.ty),
    };
    let main = Given::body(media, "body", ty);
    let range = operation.media_range();
    let mut text = if operation.needs_body() {
        main.set(range, &main.value())
    } else {
        let set = main.set(range, "it");
        let (ty, key) = (&main.ty, &main.key);
        format!("match given.maybe::<{ty}>({key:?})? {{ Some(it) => {set}, None => request }}")
    };
    for other in &operation.others {
        let ty = match &other.model.content {
            OtherContent::Bytes => "crate::Bytes".to_owned(),
            OtherContent::Multipart => "crate::Parts".to_owned(),
            _ => written(&other.value.ty),
        };
        let steps = other.model.at.steps();
        let documented = steps.last().copied().unwrap_or_default();
        let given = Given::body(documented, other.name, ty);
        let range = other.model.media.contains('*');
        let set = given.set(range.then_some(&*other.model.media), &given.value());
        let key = &given.key;
        text = format!("if given.has({key:?}) {{ {set} }} else {{ {text} }}");
    }
    Some(text)
}

/// Something that a request is given.
struct Given<'a> {
    /// Where it is sent, and its name there.
    key: String,
    name: &'a str,
    ty: String,
}

impl<'a> Given<'a> {
    fn body(media: &str, name: &'a str, ty: String) -> Self {
        Self {
            key: format!("body:{media}"),
            name,
            ty,
        }
    }

    /// The call of the setter. The caller chooses a type of a range.
    fn set(&self, range: Option<&str>, value: &str) -> String {
        let name = self.name;
        match range {
            Some(range) => {
                let media = range.replace('*', "x-sample");
                format!("request.{name}({media:?}, {value})")
            }
            None => format!("request.{name}({value})"),
        }
    }

    fn value(&self) -> String {
        format!("given.value::<{}>({:?})?", self.ty, self.key)
    }
}
