//! The files that are not Rust, and the words of the front page.

use std::collections::BTreeSet;

use super::Plan;
use super::cx::EmitCx;
use super::docs::Doc;
use super::features;
use crate::Placement;
use crate::config::Package;
use crate::model::OperationId;

/// The edition and the oldest compiler that emitted code is written for.
const EDITION: &str = "2024";
const RUST_VERSION: &str = "1.88";

pub(super) fn cargo_toml(plans: &[Plan], package: &Package, placement: &Placement) -> String {
    let mut lines = vec![
        "[package]".to_owned(),
        entry("name", &package.name),
        entry("version", &package.version),
    ];
    if !package.description.is_empty() {
        lines.push(entry("description", &package.description));
    }
    lines.push(entry("edition", EDITION));
    lines.push(entry("rust-version", RUST_VERSION));
    lines.extend(
        package
            .license
            .iter()
            .map(|license| entry("license", license)),
    );
    lines.extend(
        package
            .repository
            .iter()
            .map(|url| entry("repository", url)),
    );
    lines.push(entry("readme", "README.md"));
    if !package.keywords.is_empty() {
        lines.push(format!("keywords = {}", list(&package.keywords)));
    }
    if !package.categories.is_empty() {
        lines.push(format!("categories = {}", list(&package.categories)));
    }
    let modules: Vec<String> = plans.iter().map(|plan| plan.names.module.clone()).collect();
    let mut default = modules.clone();
    default.push("rustls".to_owned());
    lines.extend([
        String::new(),
        "[features]".to_owned(),
        format!("default = {}", list(&default)),
    ]);
    lines.push("# The APIs.".to_owned());
    for plan in plans {
        lines.extend(features::manifest(&EmitCx::new(plan, package)));
    }
    lines.extend([
        "# TLS by rustls, or by what the platform has.".to_owned(),
        "rustls = [\"sailpoint-isc-runtime/rustls\"]".to_owned(),
        "native-tls = [\"sailpoint-isc-runtime/native-tls\"]".to_owned(),
        "# `send_blocking`, for programs without async.".to_owned(),
        "blocking = [\"sailpoint-isc-runtime/blocking\"]".to_owned(),
        "# Compressed answers.".to_owned(),
        "gzip = [\"sailpoint-isc-runtime/gzip\"]".to_owned(),
        "# Conversions of date-times.".to_owned(),
        "jiff = [\"sailpoint-isc-runtime/jiff\"]".to_owned(),
        "chrono = [\"sailpoint-isc-runtime/chrono\"]".to_owned(),
        "time = [\"sailpoint-isc-runtime/time\"]".to_owned(),
        "# `testing::MockTenant`, for the tests of programs that use this crate.".to_owned(),
        "test-util = [\"sailpoint-isc-runtime/test-util\"]".to_owned(),
        String::new(),
        "[dependencies.sailpoint-isc-runtime]".to_owned(),
        entry("version", &placement.runtime_version),
        entry("path", &placement.runtime_path),
        "default-features = false".to_owned(),
        String::new(),
        "[package.metadata.docs.rs]".to_owned(),
        format!(
            "features = {}",
            list(&["blocking", "gzip", "jiff", "chrono", "time", "test-util"].map(str::to_owned))
        ),
    ]);
    if placement.standalone {
        lines.extend([
            String::new(),
            "# Stands by itself, whatever folder it is in.".to_owned(),
            "[workspace]".to_owned(),
        ]);
    } else {
        lines.extend([
            String::new(),
            "[lints]".to_owned(),
            "workspace = true".to_owned(),
        ]);
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The code is formatted when it is emitted, by a formatter whose output does not depend on the machine.
pub(super) fn rustfmt_toml() -> String {
    "disable_all_formatting = true\n".to_owned()
}

pub(super) fn readme(plans: &[Plan], package: &Package) -> String {
    let doc = front_page(plans, package, &|cx, id| {
        let name = cx.names.operations[id].method.trim_start_matches("r#");
        super::ops::table_row(cx, id, "").replacen(
            &format!("[`{name}`]()"),
            &format!("`{name}`"),
            1,
        )
    });
    // What rustdoc hides is hidden here too.
    let visible = doc
        .lines()
        .iter()
        .filter(|line| !line.starts_with("# ") || !line.ends_with(['{', '}', ')', ']']));
    let mut text = format!("# {}\n\n", package.name);
    for line in visible {
        // Links into the crate's documentation lead nowhere from here.
        let line = line
            .replace("```no_run", "```rust")
            .replace("[`", "`")
            .replace("`]", "`");
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// What the crate is, a first call, and everything that it can do.
pub(super) fn front_page(
    plans: &[Plan],
    package: &Package,
    row: &dyn Fn(&EmitCx<'_>, OperationId) -> String,
) -> Doc {
    let what = if package.description.is_empty() {
        format!(
            "Client for {}.",
            plans
                .iter()
                .map(|plan| plan.api.title.as_str())
                .collect::<Vec<_>>()
                .join(" and ")
        )
    } else {
        format!("{}.", package.description.trim_end_matches('.'))
    };
    let ident = package.name.replace('-', "_");
    let mut doc = Doc::new()
        .markdown(&what)
        .line("## A first call")
        .block(first_call(plans, &ident));
    doc = doc.line(
        "A token is fetched when the first request needs one, and refreshed before it expires. Every request can be given \
         a timeout, headers and further parameters; `send` gives a [`Response`] with status and headers around the value. \
         Whatever goes wrong is an [`Error`], which keeps status, headers and body.",
    );
    for plan in plans {
        let cx = EmitCx::new(plan, package);
        let mut by_name: Vec<(&str, OperationId)> = cx
            .names
            .operations
            .iter()
            .map(|(id, names)| (names.method.as_str(), id))
            .collect();
        by_name.sort_unstable();
        let rows: Vec<String> = by_name.into_iter().map(|(_, id)| row(&cx, id)).collect();
        doc = doc.line(format!("## Operations of `{}`", cx.names.module));
        let table = [
            "| method | operation | what it does |".to_owned(),
            "| --- | --- | --- |".to_owned(),
        ];
        doc = doc.block(table.into_iter().chain(rows));
    }
    doc.line("## Features").block(feature_rows(plans, package))
}

fn first_call(plans: &[Plan], ident: &str) -> Vec<String> {
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("use {ident}::{{Client, Credentials}};"),
        String::new(),
        format!("# async fn example() -> {ident}::Result<()> {{"),
        "let client = Client::builder()".to_owned(),
        "    .tenant(\"acme\")".to_owned(),
        "    .credentials(Credentials::client(\"id\", \"secret\"))".to_owned(),
        "    .build()?;".to_owned(),
    ];
    // The simplest thing to show: an operation that takes nothing and gives something.
    let simple = plans.iter().find_map(|plan| {
        let (id, operation) = plan.api.operations.iter().find(|(_, operation)| {
            let takes_nothing = operation.path_params.is_empty()
                && operation
                    .query_params
                    .iter()
                    .chain(&operation.header_params)
                    .all(|param| !param.required)
                && operation.body.is_none();
            takes_nothing
                && !operation.docs.deprecated
                && operation.method == crate::model::Method::Get
        })?;
        let names = &plan.names;
        Some(format!(
            "let answer = client.{}().{}().{}().send().await?;",
            names.module, names.groups[operation.group].module, names.operations[id].method
        ))
    });
    if let Some(call) = simple {
        lines.push(call);
        lines.push("println!(\"{}: {:?}\", answer.status(), answer.into_inner());".to_owned());
    }
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    lines
}

fn feature_rows(plans: &[Plan], package: &Package) -> Vec<String> {
    let mut rows: Vec<String> = plans
        .iter()
        .map(|plan| {
            let cx = EmitCx::new(plan, package);
            let module = &cx.names.module;
            let groups: BTreeSet<String> = cx
                .api
                .groups
                .ids()
                .filter_map(|group| features::of_group(&cx, group))
                .collect();
            let row = format!("* `{module}` (default): the API of module `{module}`");
            match groups.first() {
                Some(first) => format!(
                    "{row}; `{first}` and so on: one group of its operations, with the models that it needs"
                ),
                None => row,
            }
        })
        .collect();
    rows.push("* `rustls` (default), `native-tls`: who does TLS".to_owned());
    rows.push(
        "* `blocking`: `send_blocking` beside every `send`, for programs without async".to_owned(),
    );
    rows.push("* `gzip`: answers come compressed, where the server can".to_owned());
    rows.push(
        "* `jiff`, `chrono`, `time`: conversions of date-times to the types of these crates"
            .to_owned(),
    );
    rows.push("* `test-util`: a tenant of one's own, for tests without an account".to_owned());
    rows
}

/// `key = "value"`, escaped as TOML wants it.
fn entry(key: &str, value: &str) -> String {
    format!("{key} = {}", quoted(value))
}

fn list(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    format!("[{}]", values.join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
