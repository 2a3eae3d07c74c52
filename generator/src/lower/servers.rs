//! Servers of a document, of a path and of an operation, with their variables.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::lower::operation::Operations;
use crate::model::{Server, ServerVariable, split};
use crate::spec_path::SpecPath;

impl Operations<'_> {
    /// The servers of an operation, which are those nearest to it; none if they are the document's.
    pub(super) fn operation_servers(&mut self, at: &SpecPath) -> Vec<Server> {
        let own = self.servers(&at.key("servers"));
        let nearest = match at.parent() {
            Some(item) if own.is_empty() => self.servers(&item.key("servers")),
            _ => own,
        };
        let document = self.resolver.document.at.key("servers");
        if nearest == self.servers(&document) {
            return Vec::new();
        }
        nearest
    }

    /// The servers of a document, a path or an operation.
    pub(super) fn servers(&mut self, at: &SpecPath) -> Vec<Server> {
        if let Some(known) = self.servers.get(at) {
            return known.clone();
        }
        let document = self.resolver.document;
        let nodes = document.get(at).and_then(Value::as_array);
        let nodes = nodes.into_iter().flatten().enumerate();
        let servers = nodes.filter_map(|(n, server)| {
            let server = server.as_object()?;
            let url = server.get("url")?.as_str()?;
            Some(self.server(url.trim(), server, at.index(n)))
        });
        let servers: Vec<Server> = servers.collect();
        for server in &servers {
            self.reporter.server_url(&server.url, &server.at);
        }
        self.servers.insert(at.clone(), servers.clone());
        servers
    }

    fn server(&self, url: &str, server: &Map<String, Value>, at: SpecPath) -> Server {
        let described = server.get("variables").and_then(Value::as_object);
        let mut variables: Vec<ServerVariable> = Vec::new();
        for name in names(url) {
            if variables.iter().any(|it| it.name == name) {
                continue;
            }
            let node = described.and_then(|it| it.get(name));
            let mut variable = variable(url, name, node, at.keys(["variables", name]));
            let optional = &self.service.optional_variables;
            variable.is_required &=
                variable.default.is_none() || !optional.contains(&variable.name);
            variables.push(variable);
        }
        Server {
            url: url.to_owned(),
            description: text(server, "description"),
            variables,
            at,
        }
    }
}

impl Reporter<'_> {
    /// Reports what follows the path of a server's URL: paths are appended to it.
    fn server_url(self, url: &str, at: &SpecPath) {
        let Some(start) = url.find(['?', '#']) else {
            return;
        };
        let (what, help) = if url[start..].starts_with('?') {
            (
                "query",
                "describe its parameters at the operations that have them",
            )
        } else {
            ("fragment", "remove it; fragments are never sent")
        };
        let message = format!(
            "the {what} `{}` of a server's URL is ignored",
            &url[start..]
        );
        self.report(Diagnostic::warning(Code::InvalidNode, &at.key("url"), message).help(help));
    }
}

/// The variables of a URL.
fn names(url: &str) -> impl Iterator<Item = &str> {
    let starts = url.split('{').skip(1);
    starts.filter_map(|it| Some(it.split_once('}')?.0))
}

fn variable(url: &str, name: &str, node: Option<&Value>, at: SpecPath) -> ServerVariable {
    let node = node.and_then(Value::as_object);
    // Ports are often written as numbers.
    let written = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let get = |key: &str| node.and_then(|it| it.get(key));
    let values = get("enum").and_then(Value::as_array);
    let values: Vec<String> = values.into_iter().flatten().filter_map(written).collect();
    let default = get("default").and_then(written);
    let is_required = match &default {
        Some(default) => values.is_empty() && names_host(url, name, default),
        None => true,
    };
    ServerVariable {
        name: name.to_owned(),
        default,
        is_required,
        values,
        description: node.and_then(|it| text(it, "description")),
        at,
    }
}

/// Returns whether a variable is a part of the host: its default is then a real host.
fn names_host(url: &str, name: &str, default: &str) -> bool {
    let (origin, _) = split(url);
    let placeholder = format!("{{{name}}}");
    let Some(start) = origin.find(&placeholder) else {
        return false;
    };
    let (before, after) = (&origin[..start], &origin[start + placeholder.len()..]);
    let is_scheme = after.starts_with("://");
    let is_port = before.ends_with(':');
    let is_path = after.is_empty() && (default.is_empty() || default.starts_with('/'));
    !(is_scheme || is_port || is_path)
}

fn text(node: &Map<String, Value>, key: &str) -> Option<String> {
    node.get(key)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::names_host;

    #[test]
    fn variables_of_the_host() {
        for (url, default, is_host) in [
            ("https://{v}.example.com/beta", "acme", true),
            ("https://{v}/beta", "acme.example.com", true),
            ("{v}/beta", "https://example.com", true),
            ("//{v}/beta", "example.com", true),
            ("https://api-{v}.example.com", "eu", true),
            ("https://{v}:8080/", "localhost", true),
            ("https://example.com:{v}/", "8443", false),
            ("{v}://example.com/", "https", false),
            ("https://example.com/{v}", "v2", false),
            ("https://example.com{v}", "/v2", false),
            ("https://example.com{v}", "", false),
            ("/{v}", "v2", false),
        ] {
            assert_eq!(names_host(url, "v", default), is_host, "{url}");
        }
    }
}
