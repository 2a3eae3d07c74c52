//! The program on the front page: what it depends on, and how it begins.

use super::super::security;
use super::{call, simple};
use crate::model::{Operation, Server, ServerVariable};
use crate::rust::Crate;

/// The dependencies of a program: by path, by repository, and by version once it is published.
pub(super) fn dependencies(krate: &Crate<'_>) -> Vec<String> {
    let name = &krate.package.name;
    let mut lines = vec![
        "```toml".to_owned(),
        "[dependencies]".to_owned(),
        format!("{name} = {{ path = \"path/to/{name}\" }}"),
        "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }".to_owned(),
        "```".to_owned(),
    ];
    let mut other = |words: &str, entry: String| {
        let lines_of_other = [words, "", "```toml", &entry, "```"].map(str::to_owned);
        lines.push(String::new());
        lines.extend(lines_of_other);
    };
    if let Some(url) = krate.package.repository.as_ref() {
        let git = toml::Value::String(url.clone());
        other(
            "From its repository:",
            format!("{name} = {{ git = {git} }}"),
        );
    }
    let version = &krate.package.version;
    other("Once it is published:", format!("{name} = \"{version}\""));
    lines
}

/// The smallest program that calls the service.
pub(super) fn program(krate: &Crate<'_>) -> Vec<String> {
    let ident = &krate.name;
    // One that shows credentials, if there is one.
    let needs_credentials = |it: &Operation| {
        let mut alternatives = it.requirements.iter();
        !it.requirements.is_empty() && alternatives.all(|schemes| !schemes.is_empty())
    };
    let first = simple(krate, needs_credentials).or_else(|| simple(krate, |_| true));
    let of_first = first.map(|(api, id)| (api.module, &api.model.operations[id]));
    let credentials = security::example(krate, of_first);
    let names = if credentials.iter().any(|it| it.contains("Credentials::")) {
        "{Client, Credentials}"
    } else {
        "Client"
    };
    let mut lines = vec![
        "```no_run".to_owned(),
        format!("use {ident}::{names};"),
        String::new(),
        "#[tokio::main]".to_owned(),
        format!("async fn main() -> {ident}::Result<()> {{"),
        "    let client = Client::builder()".to_owned(),
    ];
    lines.extend(address(krate).iter().map(|call| format!("        {call}")));
    lines.extend(credentials.iter().map(|call| format!("        {call}")));
    lines.push("        .build()?;".to_owned());
    if let Some((api, id)) = first {
        let call = call(api, id);
        lines.push(format!("    let response = {call}.send().await?;"));
        let print = "println!(\"{}: {:?}\", response.status(), response.into_inner());";
        lines.push(format!("    {print}"));
    }
    lines.extend(["    Ok(())", "}", "```"].map(str::to_owned));
    lines
}

/// How a program chooses the server and the variables of its URL; empty where there is no choice.
pub(super) fn servers(krate: &Crate<'_>) -> String {
    let methods = krate.settings.variables.iter().map(|it| it.method);
    let choice = krate.settings.servers.iter().map(|_| "server");
    let methods = choice.chain(methods.map(|it| it.trim_start_matches("r#")));
    let methods: Vec<String> = methods.map(|method| format!("`{method}`")).collect();
    match &methods[..] {
        [] => String::new(),
        methods => format!(
            "The builder chooses the server of the document and fills its URL in ({}); `base_url` replaces scheme, host and port. ",
            methods.join(", ")
        ),
    }
}

/// The calls of the builder that say where the service is; none if the document says it.
pub(super) fn address(krate: &Crate<'_>) -> Vec<String> {
    let settings = &krate.settings;
    let first = krate
        .for_front()
        .next()
        .and_then(|api| api.model.servers.first());
    let Some(server) = first.filter(|it| !it.origin().is_empty()) else {
        return vec![".base_url(\"https://api.example.com\")".to_owned()];
    };
    let required = server.variables.iter().filter(|it| it.is_required);
    let calls = required.filter_map(|model| {
        let variable = settings
            .variables
            .iter()
            .find(|it| it.model.name == model.name)?;
        let value = example_host(server, model);
        Some(format!(".{}({value:?})", variable.method))
    });
    calls.collect()
}

/// A value of a variable that names the host: the document's own with another first label.
pub(super) fn example_host(server: &Server, variable: &ServerVariable) -> String {
    const NAME: &str = "acme";
    let default = variable.default.as_deref().unwrap_or_default();
    let is_host = default
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    match default.split_once('.') {
        Some((_, domain)) if is_host => format!("{NAME}.{domain}"),
        _ if server.url.starts_with('{') => "https://acme.example.com".to_owned(),
        _ if server
            .origin()
            .ends_with(&format!("//{{{}}}", variable.name)) =>
        {
            "acme.example.com".to_owned()
        }
        _ => NAME.to_owned(),
    }
}
