//! The manifest of the crate, and the formatter's settings.

use crate::config::Package;
use crate::config::service::PlaceKind;
use crate::rust::{Api, Crate};
use crate::{Placement, RuntimeSource, WorkspaceRole};

/// The edition and the oldest compiler that emitted code is written for.
const EDITION: &str = "2024";
const RUST_VERSION: &str = "1.88";

/// The features that every crate has.
const FEATURES: &str = "\
# TLS with rustls, with rustls and a cryptographic provider that the program installs, or with the platform's library.
rustls = [\"rustls-no-provider\", \"openapi-client-runtime/rustls\"]
rustls-no-provider = [\"openapi-client-runtime/rustls-no-provider\"]
native-tls = [\"openapi-client-runtime/native-tls\"]
# `send_blocking`, for programs without async.
blocking = [\"openapi-client-runtime/blocking\"]
# Compressed answers.
gzip = [\"openapi-client-runtime/gzip\"]
# Proxies of SOCKS.
socks = [\"openapi-client-runtime/socks\"]
# Conversions of date-times.
jiff = [\"openapi-client-runtime/jiff\"]
chrono = [\"openapi-client-runtime/chrono\"]
time = [\"openapi-client-runtime/time\"]
# `testing::MockServer`, for the tests of programs that use this crate.
test-util = [\"openapi-client-runtime/test-util\"]";

pub(super) fn cargo_toml(krate: &Crate<'_>, placement: &Placement) -> String {
    let mut lines = package(krate.package);
    let modules: Vec<String> = krate.apis.iter().map(|api| api.module.to_owned()).collect();
    let mut default = modules.clone();
    default.push("rustls".to_owned());
    lines.extend([
        String::new(),
        "[features]".to_owned(),
        format!("default = {}", list(&default)),
    ]);
    lines.push("# The APIs.".to_owned());
    for api in &krate.apis {
        lines.extend(features(api));
    }
    lines.push(FEATURES.to_owned());
    lines.extend(webhooks(krate));
    lines.extend([
        String::new(),
        "[dependencies.openapi-client-runtime]".to_owned(),
        entry("version", &placement.runtime_version),
    ]);
    match &placement.runtime {
        RuntimeSource::Registry => {}
        RuntimeSource::Path(path) => lines.push(entry("path", path)),
        RuntimeSource::Git { url, rev } => {
            lines.push(entry("git", url));
            lines.extend(rev.iter().map(|rev| entry("rev", rev)));
        }
    }
    lines.extend(["default-features = false".to_owned()]);
    if krate.has_place(PlaceKind::Yaml) {
        lines.extend([
            "# `Config` reads a YAML file.".to_owned(),
            "features = [\"yaml\"]".to_owned(),
        ]);
    }
    lines.extend([
        String::new(),
        "# For the program on the front page of the documentation.".to_owned(),
        "[dev-dependencies.tokio]".to_owned(),
        entry("version", "1"),
        "features = [\"macros\", \"rt-multi-thread\"]".to_owned(),
        "default-features = false".to_owned(),
        String::new(),
        "[package.metadata.docs.rs]".to_owned(),
        format!("features = {}", list(&documented(krate))),
    ]);
    lines.push(workspace(placement.workspace).to_owned());
    lines.join("\n")
}

/// The table `[package]`.
fn package(package: &Package) -> Vec<String> {
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
    for (key, value) in [
        ("license", &package.license),
        ("repository", &package.repository),
        ("documentation", &package.documentation),
    ] {
        lines.extend(value.iter().map(|value| entry(key, value)));
    }
    lines.push(entry("readme", "README.md"));
    if !package.keywords.is_empty() {
        lines.push(format!("keywords = {}", list(&package.keywords)));
    }
    if !package.categories.is_empty() {
        lines.push(format!("categories = {}", list(&package.categories)));
    }
    lines
}

/// What the manifest says of the workspace around it, to the end of the file.
fn workspace(role: WorkspaceRole) -> &'static str {
    match role {
        WorkspaceRole::Member => "\n[lints]\nworkspace = true\n",
        WorkspaceRole::Unattached => "",
        WorkspaceRole::Root => "\n# Excludes the crate from an enclosing workspace.\n[workspace]\n",
    }
}

/// The feature of the payloads of webhooks.
fn webhooks(krate: &Crate<'_>) -> Vec<String> {
    let apis = krate.apis.iter().filter(|api| api.webhooks.is_some());
    let apis: Vec<String> = apis.map(|api| api.features.whole.to_owned()).collect();
    if apis.is_empty() {
        return Vec::new();
    }
    vec![
        "# The payloads of webhooks, for programs that receive them.".to_owned(),
        format!("webhooks = {}", list(&apis)),
    ]
}

/// The features with which the documentation is built.
fn documented(krate: &Crate<'_>) -> Vec<String> {
    let has_webhooks = krate.apis.iter().any(|api| api.webhooks.is_some());
    let features = [
        "blocking",
        "gzip",
        "socks",
        "jiff",
        "chrono",
        "time",
        "test-util",
    ];
    let features = features
        .into_iter()
        .chain(has_webhooks.then_some("webhooks"));
    features.map(str::to_owned).collect()
}

/// The features of an API.
fn features(api: &Api<'_>) -> Vec<String> {
    let (module, any) = (api.features.whole, &api.features.any);
    let groups = api.features.of_groups();
    if groups.is_empty() {
        return vec![format!("{module} = []")];
    }
    let mut lines = vec![format!("{module} = [")];
    lines.extend(groups.iter().map(|group| format!("    {group:?},")));
    lines.push("]".to_owned());
    lines.extend(groups.iter().map(|group| {
        let needs = api.features.needs.get(*group).into_iter().flatten();
        let needs: Vec<String> = std::iter::once(any).chain(needs).cloned().collect();
        format!("{group} = {}", list(&needs))
    }));
    lines.push(format!("{any} = []"));
    lines
}

/// The code is formatted when it is emitted, by a formatter whose output does not depend on the machine.
pub(super) fn rustfmt_toml() -> String {
    "disable_all_formatting = true\n".to_owned()
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
