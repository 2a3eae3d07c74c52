//! The block of code around the statements of an example.

use std::collections::BTreeSet;

use super::super::super::sample::Need;
use super::super::fields;
use super::{Call, WIDTH};

impl Call<'_, '_> {
    /// The statements in a block of code, with the imports that they need.
    pub(super) fn lines(&self, statements: Vec<String>) -> Vec<String> {
        let root = &self.cx.crate_ident;
        let mut lines = vec!["```no_run".to_owned()];
        let needs = |it: Need| self.samples.needs.contains(&it);
        let models = &self.samples.models;
        let path = format!("use {root}::{}::models::", self.cx.rust.module);
        match models.first() {
            None => {}
            Some(only) if models.len() == 1 => lines.push(format!("{path}{only};")),
            Some(_) => lines.extend(import_many(&path, models)),
        }
        if needs(Need::Fields) {
            lines.push(fields::import(self.cx, self.id));
        }
        let (parses, imports) = self.samples.parsed_types();
        lines.extend(imports);
        if needs(Need::Json) {
            lines.push(format!("use {root}::runtime::serde_json;"));
        }
        if lines.len() > 1 {
            lines.push(String::new());
        }
        if needs(Need::Deprecated) || self.operation.docs.deprecated {
            lines.push("# #[allow(deprecated)]".to_owned());
        }
        let result = if parses {
            "Result<(), Box<dyn std::error::Error>>".to_owned()
        } else {
            format!("{root}::Result<()>")
        };
        lines.push(format!(
            "# async fn example({}) -> {result} {{",
            self.given.join(", ")
        ));
        lines.extend(statements);
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines
    }
}

/// The import of several models, as many names in a line as fit.
fn import_many(path: &str, models: &BTreeSet<String>) -> Vec<String> {
    let names: Vec<&str> = models.iter().map(String::as_str).collect();
    let one = format!("{path}{{{}}};", names.join(", "));
    if one.len() <= WIDTH {
        return vec![one];
    }
    let mut lines = vec![format!("{path}{{")];
    let mut line = String::new();
    for model in models {
        if !line.is_empty() && line.len() + model.len() > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(if line.is_empty() { "    " } else { " " });
        line.push_str(model);
        line.push(',');
    }
    lines.extend([line, "};".to_owned()]);
    lines
}
