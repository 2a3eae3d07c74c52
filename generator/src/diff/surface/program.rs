//! A program that uses everything that a crate offers, a function for each use. It compiles and is never run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{FieldUse, OperationUse, RustType, Setters, Surface, TypeUse, bare};

/// The program over the modules of a crate, which it knows under the name `offered`.
pub(in crate::diff) fn program(surfaces: &[Surface]) -> String {
    let mut program = Program {
        text: "//! Uses everything that a crate offers; made to be compiled, not to be run.\n\
               #![allow(warnings, missing_docs)]\n\
               #![recursion_limit = \"256\"]\n"
            .to_owned(),
        uses: 0,
    };
    for surface in surfaces {
        program.module(surface);
    }
    program.text
}

struct Program {
    text: String,
    uses: usize,
}

impl Program {
    fn module(&mut self, surface: &Surface) {
        let module = &surface.module;
        self.line(&format!("mod {} {{", format_args!("uses_{}", bare(module))));
        self.line("use offered::runtime;");
        self.line(&format!("use offered::{module}::*;"));
        self.line("fn any<T>() -> T { loop {} }");
        self.line("fn client() -> offered::Client { loop {} }");
        for (item, offered) in &surface.types {
            self.type_uses(item, offered);
        }
        for offered in surface.operations.values() {
            self.operation(module, offered);
        }
        self.line("}");
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A function around some statements.
    fn uses(&mut self, statements: &str) {
        self.uses += 1;
        let n = self.uses;
        let _ = writeln!(self.text, "fn use_{n}() {{ {statements} }}");
    }

    fn type_uses(&mut self, item: &str, offered: &TypeUse) {
        let path = format!("models::{item}");
        match offered {
            TypeUse::Struct {
                fields,
                extra,
                default,
            } => self.structs(&path, fields, extra, *default),
            TypeUse::Enum { variants, integers } => {
                for variant in variants {
                    self.uses(&format!(
                        "let it: {path} = {path}::{variant}; if let {path}::{variant} = it {{}}"
                    ));
                }
                let wire = if *integers { "i64" } else { "String" };
                self.uses(&format!("let _: {path} = any::<{wire}>().into();"));
                self.uses(&format!(
                    "if let {path}::Unrecognized(_) = any::<{path}>() {{}}"
                ));
            }
            TypeUse::Union { variants, from } => {
                for (variant, held) in variants {
                    let held = held.written();
                    self.uses(&format!(
                        "if let {path}::{variant}(it) = any::<{path}>() {{ let _: {held} = it; }}"
                    ));
                    self.uses(&format!("let _ = {path}::{variant}(any::<{held}>());"));
                }
                for ty in from {
                    let ty = ty.written();
                    self.uses(&format!("let _: {path} = any::<{ty}>().into();"));
                }
            }
            TypeUse::Id => {
                self.uses(&format!("let _: {path} = any::<String>().into();"));
                self.uses(&format!("let _: String = any::<{path}>().into();"));
            }
            TypeUse::Alias(ty) => {
                let ty = ty.written();
                self.uses(&format!("let _: {path} = any::<{ty}>();"));
            }
        }
    }

    fn structs(
        &mut self,
        path: &str,
        fields: &BTreeMap<String, FieldUse>,
        extra: &RustType,
        default: bool,
    ) {
        let mut build = format!("let _: {path} = {path}::builder()");
        let mut build_null = build.clone();
        for (name, field) in fields {
            let ty = field.ty.written();
            let value = field.setter.written();
            let short = bare(name);
            self.uses(&format!("let _: {ty} = any::<{path}>().{name};"));
            self.uses(&format!("any::<{path}>().{name} = any::<{ty}>();"));
            self.uses(&format!(
                "let _ = {path}::builder().{name}(any::<{value}>());"
            ));
            if field.setters.is_required() {
                let set = format!(".{name}(any::<{value}>())");
                build.push_str(&set);
                if field.setters == Setters::RequiredNullable {
                    let _ = write!(build_null, ".{short}_null()");
                } else {
                    build_null.push_str(&set);
                }
            }
            if field.setters != Setters::Required {
                self.uses(&format!(
                    "let _ = {path}::builder().maybe_{short}(any::<Option<{value}>>());"
                ));
            }
            if matches!(field.setters, Setters::RequiredNullable | Setters::Tristate) {
                self.uses(&format!("let _ = {path}::builder().{short}_null();"));
            }
        }
        self.uses(&format!("{build}.build();"));
        if build_null != build {
            self.uses(&format!("{build_null}.build();"));
        }
        let extra = extra.written();
        self.uses(&format!(
            "let _: runtime::model::Extra<{extra}> = any::<{path}>().extra;"
        ));
        self.uses(&format!(
            "let _ = {path}::builder().extra(any::<String>(), any::<{extra}>());"
        ));
        if default {
            self.uses(&format!("let _ = <{path} as Default>::default();"));
        }
    }

    fn operation(&mut self, module: &str, offered: &OperationUse) {
        let values = offered.arguments.iter();
        let values: Vec<String> = values
            .map(|(_, ty)| format!("any::<{}>()", ty.written()))
            .collect();
        let call = format!(
            "client().{module}().{}().{}({})",
            offered.group,
            offered.method,
            values.join(", ")
        );
        self.uses(&format!("let _: {} = {call};", offered.item));
        for (name, ty) in &offered.setters {
            let ty = ty.written();
            let short = bare(name);
            self.uses(&format!("let _ = {call}.{name}(any::<{ty}>());"));
            self.uses(&format!(
                "let _ = {call}.maybe_{short}(any::<Option<{ty}>>());"
            ));
        }
        match offered.undescribed {
            Some("field") => {
                self.uses(&format!("let _ = {call}.field(\"name\", any::<String>());"));
            }
            Some(_) => self.uses(&format!(
                "let _ = {call}.part(any::<String>(), any::<runtime::Part>());"
            )),
            None => {}
        }
        let ready = match &offered.body {
            Some((ty, needed)) => {
                let with_body = format!("{call}.body(any::<{}>())", ty.written());
                self.uses(&format!("let _ = {with_body};"));
                if *needed { with_body } else { call.clone() }
            }
            None => call.clone(),
        };
        let send = offered.send.written();
        self.uses(&format!(
            "let _ = async {{ let _: runtime::Result<runtime::Response<{send}>> = {ready}.send().await; }};"
        ));
        if let Some(ty) = &offered.items {
            let ty = ty.written();
            self.uses(&format!("let _: runtime::Items<{ty}> = {ready}.items();"));
            self.uses(&format!("let _: runtime::Pages<{ty}> = {ready}.pages();"));
        }
        if let Some(ty) = &offered.send_all {
            let ty = ty.written();
            self.uses(&format!(
                "let _ = async {{ let _: runtime::Result<runtime::BulkOutcome<{ty}>> = {ready}.send_all().await; }};"
            ));
        }
        if let Some((item, variants)) = &offered.outcome {
            for (variant, held) in variants {
                self.uses(&match held {
                    Some(ty) => format!(
                        "if let {item}::{variant}(it) = any::<{item}>() {{ let _: {} = it; }}",
                        ty.written()
                    ),
                    None => format!("if let {item}::{variant} = any::<{item}>() {{}}"),
                });
            }
        }
        if let Some((item, methods)) = &offered.patch {
            for (method, taken) in methods {
                let value = taken
                    .as_ref()
                    .map(|ty| format!("any::<{}>()", ty.written()));
                let value = value.unwrap_or_default();
                self.uses(&format!("let _: {item} = {item}::new().{method}({value});"));
            }
            self.uses(&format!(
                "let _: runtime::patch::JsonPatch = {item}::new().into();"
            ));
        }
        self.filters(offered);
    }

    fn filters(&mut self, offered: &OperationUse) {
        let item = &offered.item;
        let filter = RustType::Of("Filter", item.clone()).written();
        if let Some((path, constants)) = &offered.fields {
            for (constant, field) in constants {
                let constant = format!("{path}::{constant}");
                let ty = field.ty.written();
                for operator in &field.operators {
                    let compared = match *operator {
                        "in" => format!("is_in(any::<Vec<{ty}>>())"),
                        "ca" => format!("ca(any::<Vec<{ty}>>())"),
                        "co" | "sw" => format!("{operator}(any::<String>())"),
                        "pr" => "pr()".to_owned(),
                        "isnull" => "is_null()".to_owned(),
                        _ => format!("{operator}(any::<{ty}>())"),
                    };
                    self.uses(&format!("let _: {filter} = {constant}.{compared};"));
                }
                if field.sorts {
                    let sorter = RustType::Of("Sorter", item.clone()).written();
                    self.uses(&format!("let _: {sorter} = {constant}.asc();"));
                    self.uses(&format!("let _: {sorter} = {constant}.desc();"));
                }
            }
        }
        for joined in &offered.composites {
            let use_ = match *joined {
                "not" => format!("let _: {filter} = !any::<{filter}>();"),
                joined => {
                    format!("let _: {filter} = any::<{filter}>().{joined}(any::<{filter}>());")
                }
            };
            self.uses(&use_);
        }
    }
}
