//! The front page: of the crate's documentation, and of its README.

mod program;

use proc_macro2::TokenStream;
use program::{dependencies, program, servers};
use quote::quote;

use super::cx::EmitCx;
use super::docs::Doc;
use super::{ops, security, testing};
use crate::WorkspaceRole;
use crate::config::service::RateLimit;
use crate::model::{Method, Operation, OperationId};
use crate::rust::{self, Api, Crate};

/// The parts of the front page; the second example needs a feature.
struct Page {
    /// Everything up to the example of a test.
    start: Doc,
    /// The lines of that example, without their fence.
    test: Vec<String>,
    /// The rest.
    end: Doc,
}

/// The documentation of the crate.
pub(super) fn docs(krate: &Crate<'_>) -> TokenStream {
    let page = page(krate, &|cx, id| {
        let group = &cx.rust.groups[cx.api.operations[id].group];
        let method = cx.rust.operations[id].method.trim_start_matches("r#");
        let (module, name) = (cx.rust.module, group.name);
        let link = format!("{module}::{}::{name}::{method}", group.module);
        ops::table_row(cx, id, &format!("[{}]({link})", group_call(cx, id)))
    });
    let (start, end) = (page.start.inner(), page.end.inner());
    let test = page.test.iter().map(|line| format!(" {line}"));
    // Without the feature there is nothing to compile.
    quote! {
        #start
        #![doc = ""]
        #![cfg_attr(feature = "test-util", doc = " ```no_run")]
        #![cfg_attr(not(feature = "test-util"), doc = " ```ignore")]
        #(#![doc = #test])*
        #![doc = " ```"]
        #![doc = ""]
        #end
    }
}

/// How to use the crate in a workspace; nothing for a crate that is in one already.
fn workspace(role: WorkspaceRole) -> &'static str {
    match role {
        WorkspaceRole::Member => "",
        WorkspaceRole::Unattached => {
            "\n## Workspaces\n\nIn a folder outside any workspace the crate builds by itself. To add it to a workspace, \
             list its folder under `members` in the workspace's `Cargo.toml`. To build it in a folder of a workspace that \
             does not list it, generate it with `--standalone`.\n"
        }
        WorkspaceRole::Root => {
            "\n## Workspaces\n\nThe crate is the root of its own workspace and builds in any folder. To add it to another \
             workspace, generate it without `--standalone` and list its folder under `members` in the workspace's \
             `Cargo.toml`.\n"
        }
    }
}

/// `README.md`.
pub(super) fn readme(krate: &Crate<'_>, role: WorkspaceRole) -> String {
    let page = page(krate, &|cx, id| ops::table_row(cx, id, &group_call(cx, id)));
    let (mut start, end) = (page.start.lines().to_vec(), page.end.lines().to_vec());
    // Names need no marks here.
    if let Some(first) = start
        .first_mut()
        .filter(|_| !krate.package.description.is_empty())
    {
        *first = what(krate);
    }
    let fence = |text: &str| vec![String::new(), text.to_owned()];
    let lines = [
        start,
        fence("```rust"),
        page.test,
        fence("```").split_off(1),
        fence(""),
        end,
    ];
    // What rustdoc hides is hidden here too.
    let lines = lines.into_iter().flatten();
    let visible =
        lines.filter(|line| !line.starts_with("# ") || !line.ends_with(['{', '}', ')', ']']));
    let mut text = format!("# {}\n\n", krate.package.name);
    let mut last = String::new();
    for line in visible {
        if line.is_empty() && last.is_empty() {
            continue;
        }
        // Links into the crate's documentation lead nowhere from here.
        let line = line
            .replace("```no_run", "```rust")
            .replace("[`", "`")
            .replace("`]", "`");
        text.push_str(&line);
        text.push('\n');
        last = line;
    }
    text + workspace(role)
}

fn page(krate: &Crate<'_>, row: &dyn Fn(&EmitCx<'_>, OperationId) -> String) -> Page {
    let mut end = Doc::new();
    for api in krate.for_front() {
        end = operations(end, &EmitCx::new(krate, api), row);
    }
    let end = end
        .line("## Features")
        .block(feature_rows(krate))
        .line("## How this crate is made")
        .line("The crate is generated from these OpenAPI documents, without manual edits:")
        .markdown(&documents(krate))
        .line(
            "The code that all calls share is in the hand-written crate `openapi-client-runtime`, which is re-exported as \
             [`runtime`].",
        );
    let start = Doc::new()
        .markdown(&what(krate))
        .line("## First steps")
        .line("Add the crate and an async runtime to the `Cargo.toml` of your program:")
        .block(dependencies(krate))
        .line(
            "`default-features = false` with some of the [features](#features) builds less. The smallest program, `src/main.rs`:",
        )
        .block(program(krate))
        .line(setting_up(krate))
        .line(
            "What an operation requires is an argument of its method, unless the document gives a value to send; everything else \
             is a setter of the request, and `maybe_…` beside it takes an [`Option`]. A request can be given a timeout, headers and further parameters too. \
             `send`, or awaiting the request itself, gives a [`Response`]: the value, with status, headers and total count around it. What this crate does not \
             know, a property or a value of an enum, is preserved and sent back; so are `null` and absent properties. Numbers in unknown \
             properties keep every digit, within the limits that [`Extra`] describes.",
        );
    let start = tasks(lists(start, krate), krate);
    let start = start
        .line("## Errors")
        .line(
            "Every failure is an [`Error`]. `kind()` returns an [`ErrorKind`] to match on; predicates like `is_not_found` test \
             for one kind. The error keeps status, headers and body, and parses every format of the service's error bodies into an \
             [`ApiError`] with its message, detail code and tracking id. `tracking_id()` also looks for it in the headers.",
        )
        .block(errors(krate))
        .line("## Retries, limits and timeouts")
        .block(waiting(krate))
        .line("## Tests")
        .line(
            "With the feature `test-util` the module `testing` has a mock server: it runs on this machine, knows every \
             operation and sends the responses that a test asks for.",
        );
    let test = testing::example(krate);
    Page { start, test, end }
}

/// Where a client comes from.
fn setting_up(krate: &Crate<'_>) -> String {
    let config = if krate.has_config() {
        "[`Config::load`] finds the base URL and credentials in the places that [`Config`] lists; [`Client::new`] creates a client from \
         it. "
    } else {
        ""
    };
    let servers = servers(krate);
    let tokens = security::sentence(krate);
    format!(
        "{servers}{config}{tokens}A client is cheap to clone, and its clones share connections, tokens and limits; \
         `to_builder` starts another with its settings, to change some of them."
    )
}

fn what(krate: &Crate<'_>) -> String {
    if krate.package.description.is_empty() {
        let titles = krate.apis.iter().map(|api| api.model.title.as_str());
        format!("Client for {}.", titles.collect::<Vec<_>>().join(" and "))
    } else {
        format!("{}.", krate.package.description.trim_end_matches('.'))
    }
}

/// The table of an API's operations.
fn operations(doc: Doc, cx: &EmitCx<'_>, row: &dyn Fn(&EmitCx<'_>, OperationId) -> String) -> Doc {
    let operations = cx.rust.operations.iter();
    let mut by_name: Vec<((&str, &str), OperationId)> = operations
        .map(|(id, operation)| ((operation.group, operation.method), id))
        .collect();
    by_name.sort_unstable();
    let rows: Vec<String> = by_name.into_iter().map(|(_, id)| row(cx, id)).collect();
    let table = [
        "| operation | what it does |".to_owned(),
        "| --- | --- |".to_owned(),
    ];
    let module = cx.rust.module;
    doc.line(format!("## Operations of `{module}`"))
        .line(format!("Each call begins with `client.{module}()`."))
        .block(table.into_iter().chain(rows))
}

/// `entitlements().list_entitlements`, without its arguments.
fn group_call(cx: &EmitCx<'_>, id: OperationId) -> String {
    let operation = &cx.rust.operations[id];
    format!("`{}().{}`", operation.group, operation.method)
}

/// An operation that takes nothing, does no harm and is fit to be shown.
fn simple<'k>(
    krate: &'k Crate<'k>,
    is: impl Fn(&Operation) -> bool,
) -> Option<(&'k Api<'k>, OperationId)> {
    krate.for_front().find_map(|api| {
        let takes_nothing = |operation: &rust::Operation<'_>| {
            let model = operation.model;
            operation.params.iter().all(|param| !param.is_argument)
                && model.body.is_none()
                && !model.docs.deprecated
                && model.method == Method::Get
        };
        let mut operations = api.operations.iter();
        let (id, _) =
            operations.find(|(_, operation)| takes_nothing(operation) && is(operation.model))?;
        Some((api, id))
    })
}

/// `client.beta().entitlements().list_entitlements()`
fn call(api: &Api<'_>, id: OperationId) -> String {
    let operation = &api.operations[id];
    format!(
        "client.{}().{}().{}()",
        api.module, operation.group, operation.method
    )
}

/// Lines in a function that has a client.
fn with_client(ident: &str, imports: &[&str], lines: Vec<String>) -> Vec<String> {
    let mut all = vec!["```no_run".to_owned()];
    all.extend(imports.iter().map(|it| (*it).to_owned()));
    if !imports.is_empty() {
        all.push(String::new());
    }
    all.push(format!(
        "# async fn example(client: {ident}::Client) -> {ident}::Result<()> {{"
    ));
    all.extend(lines);
    all.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    all
}

/// An example of a list, if there is one.
fn lists(doc: Doc, krate: &Crate<'_>) -> Doc {
    let ident = &krate.name;
    let Some((api, id)) = simple(krate, |operation| operation.paging.is_some()) else {
        return doc;
    };
    let filters = krate.service.filters.is_some().then_some(
        "Filters and sorters are built from constants, one for each field, which have the operators that the service documents and \
         no other; [`Filter::raw`] takes text.",
    );
    let lines = vec![
        format!("let mut records = {}.items();", call(api, id)),
        "while let Some(record) = records.try_next().await? {".to_owned(),
        "    println!(\"{record:?}\");".to_owned(),
        "}".to_owned(),
    ];
    let doc = doc.line("## Lists")
        .line(
            "A list can be read record by record, or page by page with `pages`. Pages are fetched as they are needed, and a \
             [`Cursor`] says where to go on another day. `client.get(\"/path\").items()` reads a list that this crate does not know.",
        );
    let doc = match filters {
        Some(filters) => doc.line(filters),
        None => doc,
    };
    doc.block(with_client(ident, &[], lines))
}

/// What waits for a task.
fn tasks(doc: Doc, krate: &Crate<'_>) -> Doc {
    if !krate.has_tasks() {
        return doc;
    }
    doc.line("## Tasks").line(
        "An operation that starts a task also has `send_and_wait`, which returns a [`CompletedTask`] when the task has \
         ended. `waiter` gives a [`Waiter`] with intervals, a time limit and progress.",
    )
}

fn errors(krate: &Crate<'_>) -> Vec<String> {
    let ident = &krate.name;
    let Some((api, id)) = simple(krate, |_| true) else {
        return Vec::new();
    };
    let lines = [
        &format!("match {}.send().await {{", call(api, id)),
        "    Ok(response) => println!(\"{}\", response.status()),",
        "    Err(error) if error.is_not_found() => println!(\"it is not there\"),",
        "    Err(error) if error.is_rate_limited() => println!(\"wait for {:?}\", error.retry_after()),",
        "    // The status, the service's message, its tracking id and the operation, in one line.",
        "    Err(error) => return Err(error),",
        "}",
    ];
    with_client(ident, &[], lines.map(str::to_owned).to_vec())
}

fn waiting(krate: &Crate<'_>) -> Vec<String> {
    let limit = match &krate.service.rate_limit {
        Some(limit) => format!(
            "* The client stays below the service's limit of {} for each client id and API{}; see [`RateLimit`]. \
             [`Lanes`] sets other counts.",
            in_words(limit),
            lanes(limit)
        ),
        None => "* [`RateLimit`] bounds how many requests the client sends in a span of time; without it there is no limit."
            .to_owned(),
    };
    [

        "* A request is tried up to five times where that is safe: always after a 429 and if the service was never \
         reached, after most failures of a server if it reads or replaces. [`Retry`] says more, and takes other numbers.",
        "* `Retry-After` is honored. If it is longer than two minutes, the call fails at once with that duration.",
        &limit,
        "* Connecting, an attempt and a stalled body have a timeout, and a whole call can have one; see [`Timeouts`].",
        "* Connections are closed after 4 s without a request, and at most 32 to a host stay idle; the builder sets both, \
         pings of HTTP/2, HTTP/1 only, and the number of requests in flight.",
        "* [`Middleware`] wraps calls and attempts; `tracing` records a span for each.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The APIs that are counted together.
fn lanes(limit: &RateLimit) -> String {
    let lanes = limit.lanes.values().filter(|modules| modules.len() > 1);
    let lanes = lanes.map(|modules| format!(", where `{}` count as one", modules.join("` and `")));
    lanes.collect()
}

/// `100 requests in 10 seconds`
fn in_words(limit: &RateLimit) -> String {
    let count = |number: u64, unit: &str| match number {
        1 => format!("1 {unit}"),
        many => format!("{many} {unit}s"),
    };
    format!(
        "{} in {}",
        count(limit.requests, "request"),
        count(limit.seconds, "second")
    )
}

/// The documents by title and version.
fn documents(krate: &Crate<'_>) -> String {
    let lines = krate.apis.iter().map(|api| {
        let (title, version) = (&api.model.title, &api.model.version);
        format!("* {title}, version {version}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn feature_rows(krate: &Crate<'_>) -> Vec<String> {
    let mut rows: Vec<String> = krate
        .apis
        .iter()
        .map(|api| {
            let (module, groups) = (api.module, api.features.of_groups());
            let row = format!("* `{module}` (default): the API of module `{module}`");
            match groups.first() {
                Some(first) => format!(
                    "{row}; `{first}` and so on: one group of its operations, with the models that it needs"
                ),
                None => row,
            }
        })
        .collect();
    rows.push(
        "* `rustls` (default), `native-tls`: the TLS implementation. `rustls-no-provider`: rustls with the cryptographic \
         provider that the program installs before it builds a client, such as one that FIPS 140 allows; with `default-features = false`"
            .to_owned(),
    );
    rows.push(
        "* `blocking`: `send_blocking` beside every `send`, for programs without async".to_owned(),
    );
    rows.push("* `gzip`: accepts compressed responses".to_owned());
    rows.push("* `socks`: proxies of SOCKS 4 and 5".to_owned());
    rows.push(
        "* `jiff`, `chrono`, `time`: conversions of date-times to the types of these crates"
            .to_owned(),
    );
    rows.push("* `test-util`: a mock server, for tests without an account".to_owned());
    rows
}
