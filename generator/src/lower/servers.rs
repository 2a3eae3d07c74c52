//! Servers: what stands before every path, and operations that name servers of their own.

use serde_json::Value;

use super::LowerCx;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Method, OperationId, Owner};
use crate::spec_path::SpecPath;

/// A list of servers, and where it stands.
struct List<'a> {
    at: SpecPath,
    servers: Vec<&'a Value>,
}

impl LowerCx<'_> {
    /// The URLs of the document's servers, and the path that the first one puts before all others.
    ///
    /// A client has one base URL, so an operation's own servers count only where all operations have the same.
    pub(super) fn servers(&mut self) -> (Vec<String>, String) {
        let document = self.document;
        let list = |at: SpecPath| -> Option<List<'_>> {
            let servers: Vec<&Value> = document
                .get(&at)?
                .as_array()?
                .iter()
                .filter(|server| url(server).is_some())
                .collect();
            (!servers.is_empty()).then_some(List { at, servers })
        };
        let shared = list(document.at.key("servers"));
        let paths_at = document.at.key("paths");
        let paths = document.get(&paths_at).and_then(Value::as_object);
        let mut own = Vec::new();
        let mut all_have_own = true;
        for (path, item) in paths.into_iter().flatten() {
            let item_at = paths_at.key(path);
            let of_item = list(item_at.key("servers"));
            let mut inherits = false;
            for method in Method::ALL {
                if item.get(method.key()).is_some() {
                    match list(item_at.key(method.key()).key("servers")) {
                        Some(list) => own.push(list),
                        None => inherits = true,
                    }
                }
            }
            match of_item {
                Some(list) if inherits => own.push(list),
                Some(_) => {}
                None => all_have_own &= !inherits,
            }
        }
        let known: Vec<&str> = match (&shared, own.first()) {
            (Some(shared), _) => urls(shared),
            (None, Some(first)) if all_have_own => urls(first),
            (None, _) => Vec::new(),
        };
        let chosen = match &shared {
            None if all_have_own => own.first(),
            shared => shared.as_ref(),
        };
        let prefix = chosen.and_then(|list| list.servers.first());
        let prefix = prefix.map_or_else(String::new, |server| path_of(&filled_in(server)));
        let told: Vec<(SpecPath, String)> = own
            .iter()
            .filter(|list| !urls(list).iter().any(|url| known.contains(url)))
            .map(|list| (list.at.clone(), urls(list)[0].to_owned()))
            .collect();
        let known = known.into_iter().map(str::to_owned).collect();
        for (at, url) in told {
            let message = format!(
                "`{url}` is no server of the document; the client sends this to its own base URL, like all the rest"
            );
            self.report(
                Diagnostic::warning(Code::UnsupportedServer, &at, message)
                    .help("call it through a second client, which has that base URL"),
            );
            let around = at.parent();
            let operations = self.operations.iter();
            let concerned: Vec<OperationId> = operations
                .filter(|(_, it)| Some(&it.at) == around.as_ref() || it.at.parent() == around)
                .map(|(id, _)| id)
                .collect();
            for id in concerned {
                let sentence = format!("it is not sent to its own server, `{url}`");
                self.has_no_effect(Owner::Operation(id), sentence);
            }
        }
        (known, prefix)
    }
}

fn url(server: &Value) -> Option<&str> {
    server.get("url")?.as_str()
}

fn urls<'a>(list: &List<'a>) -> Vec<&'a str> {
    let urls = list.servers.iter().filter_map(|server| url(server));
    urls.collect()
}

/// The URL of a server, its variables replaced by their defaults where they have some.
fn filled_in(server: &Value) -> String {
    let mut filled = url(server).unwrap_or_default().to_owned();
    let variables = server.get("variables").and_then(Value::as_object);
    for (name, variable) in variables.into_iter().flatten() {
        if let Some(default) = variable.get("default").and_then(Value::as_str)
            && !default.is_empty()
        {
            filled = filled.replace(&format!("{{{name}}}"), default);
        }
    }
    filled
}

/// The path of a server's URL: `/beta` of `https://{tenant}.example.com/beta/`.
fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = if url.contains("://") || url.starts_with("//") {
        rest.trim_start_matches('/')
            .find('/')
            .map_or("", |slash| &rest.trim_start_matches('/')[slash..])
    } else {
        rest
    };
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    // A variable in the path has no value here; such a prefix is the caller's to put into the base URL.
    if path.contains(['{', '}']) || !(path.is_empty() || path.starts_with('/')) {
        return String::new();
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{filled_in, path_of};
    use serde_json::json;

    #[test]
    fn paths_of_server_urls() {
        for (url, path) in [
            ("https://{tenant}.example.com/beta", "/beta"),
            ("https://{tenant}.example.com/v2026/", "/v2026"),
            ("https://example.com", ""),
            ("https://example.com/", ""),
            ("//example.com/a/b", "/a/b"),
            ("/api/v1", "/api/v1"),
            ("/", ""),
            ("", ""),
            ("https://example.com/{basePath}", ""),
            ("http://localhost:8080/x?y#z", "/x"),
        ] {
            assert_eq!(path_of(url), path, "{url}");
        }
    }

    #[test]
    fn variables_have_their_defaults() {
        let server = json!({
            "url": "https://{host}/{base}/{more}",
            "variables": {"base": {"default": "v2"}, "more": {"default": ""}},
        });
        assert_eq!(filled_in(&server), "https://{host}/v2/{more}");
    }
}
