//! A program that uses every public item of a crate. It is compiled, and never run.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "most types are written as they are"
)]

use std::fmt::Write as _;

use crate::rust::surface::{Item, What};
use crate::rust::{Api, Crate, Fn, Kind, Path, Receiver, Ty, markers};

/// The program over a crate that it knows as `offered`.
pub(in crate::diff) fn program(krate: &Crate<'_>) -> String {
    let mut program = Program {
        text: "//! Uses everything that a crate offers; made to be compiled, not to be run.\n\
               #![allow(warnings, missing_docs)]\n\
               #![recursion_limit = \"256\"]\n"
            .to_owned(),
        uses: 0,
    };
    for api in &krate.apis {
        program.module(api);
    }
    program.text
}

struct Program {
    text: String,
    uses: usize,
}

impl Program {
    fn module(&mut self, api: &Api<'_>) {
        let module = api.module;
        let name = module.trim_start_matches("r#");
        let _ = writeln!(self.text, "mod uses_{name} {{");
        let _ = writeln!(
            self.text,
            "use offered::runtime;\nuse offered::{module}::*;"
        );
        self.text.push_str("fn any<T>() -> T { loop {} }\n");
        for item in api.items() {
            self.item(module, &item);
        }
        for (_, operation) in api.operations.iter() {
            let fields = format!("{}::fields::{}", operation.group, operation.module);
            let filter = written(&Ty::runtime("Filter").of([operation.request()]));
            for field in &operation.fields {
                let constant = format!("{fields}::{}", field.name);
                for marker in markers(field.model) {
                    self.operator(&constant, &marker, &filter, &written(&field.value));
                }
            }
        }
        self.builders(api);
        self.text.push_str("}\n");
    }

    /// A function around some statements.
    fn uses(&mut self, statements: &str) {
        self.uses += 1;
        let _ = writeln!(self.text, "fn use_{}() {{ {statements} }}", self.uses);
    }

    fn item(&mut self, module: &str, item: &Item<'_>) {
        let of = item.of.as_ref().map(written).unwrap_or_default();
        match &item.what {
            What::Field(name, ty) => {
                let ty = written(ty);
                self.uses(&format!(
                    "let _: {ty} = any::<{of}>().{name}; any::<{of}>().{name} = any::<{ty}>();"
                ));
            }
            What::Variant(name, None) => self.uses(&format!(
                "let it: {of} = {of}::{name}; if let {of}::{name} = it {{}}"
            )),
            What::Variant(name, Some(ty)) => {
                let ty = written(ty);
                self.uses(&format!(
                    "if let {of}::{name}(it) = any::<{of}>() {{ let _: {ty} = it; }}"
                ));
            }
            What::Fn(function) => self.function(&of, function),
            What::Impl(ty) => {
                let bound = written(ty);
                self.uses(&format!("fn is<T: {bound}>() {{}} is::<{of}>();"));
            }
            What::Alias(name, ty) if !name.contains('<') => {
                self.uses(&format!(
                    "let _: models::{name} = any::<{}>();",
                    written(ty)
                ));
            }
            What::Const(name, ty) => {
                let path = item.module.strip_prefix(module).unwrap_or_default();
                let path = path.trim_start_matches("::");
                let ty = written(ty);
                self.uses(&format!("let _: {path}::{ty} = {path}::{name};"));
            }
            What::Struct(it) | What::Enum(it) => {
                let of = written(&it.name);
                for derived in &it.derives {
                    let path = if *derived == "Debug" || *derived == "Hash" {
                        ["std::fmt::Debug", "std::hash::Hash"][usize::from(*derived == "Hash")]
                    } else {
                        derived
                    };
                    self.uses(&format!("fn is<T: {path}>() {{}} is::<{of}>();"));
                }
            }
            What::Macro(name, arguments) => self.call(name, arguments),
            What::Alias(..) | What::Feature(_) | What::Module(_) | What::Reexport(_) => {}
        }
    }

    fn function(&mut self, of: &str, function: &Fn<'_>) {
        let Fn { name, output, .. } = function;
        let arguments: Vec<String> = function.arguments.iter().map(|it| given(&it.ty)).collect();
        let call = match function.receiver {
            Receiver::None => format!("<{of}>::{name}"),
            Receiver::Ref | Receiver::Value => format!("any::<{of}>().{name}"),
        };
        let call = format!("{call}({})", arguments.join(", "));
        let output = if *output == Ty::SELF {
            of.to_owned()
        } else {
            written(output)
        };
        let statement = if function.is_async {
            format!("let _ = async {{ let _: {output} = {call}.await; }};")
        } else {
            format!("let _: {output} = {call};")
        };
        self.uses(&statement);
    }

    /// The traits that a macro of the runtime implements for a type.
    fn call(&mut self, name: &str, arguments: &str) {
        let subject = arguments.split([',', ':']).next().unwrap_or_default();
        let model = format!("models::{subject}");
        match name {
            "id" => self.uses(&format!(
                "let _: {model} = any::<String>().into(); let _: String = any::<{model}>().into();"
            )),
            "string_enum" => self.uses(&format!("let _: {model} = any::<String>().into();")),
            "integer_enum" => self.uses(&format!("let _: {model} = any::<i64>().into();")),
            "object" | "serde_union" => self.uses(&format!(
                "fn is<T: runtime::serde::Serialize + runtime::serde::de::DeserializeOwned>() {{}} is::<{model}>();"
            )),
            // What these give is used through the items themselves.
            _ => {}
        }
    }

    fn operator(&mut self, constant: &str, marker: &str, filter: &str, ty: &str) {
        let compared = match marker {
            "In" => format!("is_in(any::<Vec<{ty}>>())"),
            "Ca" => format!("ca(any::<Vec<{ty}>>())"),
            "Co" | "Sw" => format!("{}(any::<String>())", marker.to_lowercase()),
            "Pr" => "pr()".to_owned(),
            "Isnull" => "is_null()".to_owned(),
            "Sort" => {
                self.uses(&format!("let _ = [{constant}.asc(), {constant}.desc()];"));
                return;
            }
            _ => format!("{}(any::<{ty}>())", marker.to_lowercase()),
        };
        self.uses(&format!("let _: {filter} = {constant}.{compared};"));
    }

    /// Each model is built from what it requires; filters are joined.
    fn builders(&mut self, api: &Api<'_>) {
        for (_, ty) in api.types.iter() {
            let Kind::Struct(it) = &ty.kind else {
                continue;
            };
            let path = format!("models::{}", ty.name);
            let mut build = format!("let _: {path} = {path}::builder()");
            for field in it.fields.iter().filter(|field| field.state.is_some()) {
                let setter = it.builder.setter(field);
                let value: Vec<String> = setter.arguments.iter().map(|it| given(&it.ty)).collect();
                let _ = write!(build, ".{}({})", field.name, value.join(", "));
            }
            self.uses(&format!("{build}.build();"));
        }
        for (_, operation) in api.operations.iter() {
            let filter = written(&Ty::runtime("Filter").of([operation.request()]));
            let tables = operation.model.fields.iter();
            for joined in tables.flat_map(|table| &table.composites) {
                self.uses(&match joined.wire() {
                    "not" => format!("let _: {filter} = !any::<{filter}>();"),
                    joined => {
                        format!("let _: {filter} = any::<{filter}>().{joined}(any::<{filter}>());")
                    }
                });
            }
            if let Some(patch) = &operation.patch {
                let patch = format!("{}::{}", operation.group, patch.name);
                self.uses(&format!(
                    "let _: runtime::patch::JsonPatch = {patch}::new().into();"
                ));
            }
        }
    }
}

/// A value of the argument's type.
fn given(ty: &Ty<'_>) -> String {
    match ty {
        Ty::Str => "\"name\"".to_owned(),
        Ty::ByteSlice => "b\"{}\"".to_owned(),
        Ty::Iterator(item) => {
            let item = match &**item {
                Ty::Tuple(pair) => {
                    let pair: Vec<String> = pair.iter().map(plain).collect();
                    format!("({})", pair.join(", "))
                }
                item => written(item),
            };
            format!("any::<Vec<{item}>>()")
        }
        Ty::Items(item) => format!("any::<Vec<{}>>()", written(item)),
        ty => format!("any::<{}>()", plain(ty)),
    }
}

fn plain(ty: &Ty<'_>) -> String {
    match ty {
        Ty::Into(ty) => written(ty),
        ty => written(ty),
    }
}

/// A type as a program writes it in a module that imports all of the API's. What a builder or request has not been given is
/// missing.
pub(crate) fn written(ty: &Ty<'_>) -> String {
    let list = |list: &[Ty<'_>]| -> String {
        let list: Vec<String> = list.iter().map(written).collect();
        list.join(", ")
    };
    match ty {
        Ty::Path(path, arguments) => {
            let path = match path {
                Path::Std(name) | Path::Local(name @ ("Self" | "Field")) => (*name).to_owned(),
                Path::Runtime(name) => format!("runtime::{name}"),
                Path::Model(name) | Path::Id(name) => format!("models::{name}"),
                Path::Builder(name) => format!("models::{name}"),
                Path::Group(module, name) => format!("{module}::{name}"),
                Path::Operators(name) => format!("operators::{name}"),
                Path::Crate(path) => format!("offered::{path}"),
                Path::Local(_) => "runtime::model::Missing".to_owned(),
            };
            if arguments.is_empty() {
                path
            } else {
                format!("{path}<{}>", list(arguments))
            }
        }
        Ty::Tuple(items) => format!("({})", list(items)),
        Ty::Str => "&str".to_owned(),
        Ty::ByteSlice => "&[u8]".to_owned(),
        Ty::Into(ty) | Ty::Items(ty) | Ty::Iterator(ty) => written(ty),
    }
}
