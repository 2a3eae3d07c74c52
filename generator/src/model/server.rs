//! Servers: where an API is served.

use crate::spec_path::SpecPath;

/// A server: a URL with variables in braces.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// As written; it may be relative.
    pub(crate) url: String,
    pub(crate) description: Option<String>,
    /// The variables that the URL names, in its order.
    pub(crate) variables: Vec<ServerVariable>,
    pub(crate) at: SpecPath,
}

/// A variable of a server's URL.
#[derive(Clone, Debug)]
pub(crate) struct ServerVariable {
    pub(crate) name: String,
    /// The value that the document gives it, even if it may not be used.
    pub(crate) default: Option<String>,
    /// Whether the caller must set it: it names the host, and the document lists no values.
    pub(crate) is_required: bool,
    /// All values; none if any is allowed.
    pub(crate) values: Vec<String>,
    pub(crate) description: Option<String>,
    pub(crate) at: SpecPath,
}

/// Equality of the contract, regardless of location and description.
impl PartialEq for Server {
    fn eq(&self, other: &Self) -> bool {
        self.url == other.url && self.variables == other.variables
    }
}

impl PartialEq for ServerVariable {
    fn eq(&self, other: &Self) -> bool {
        let facts = |it: &Self| (it.name.clone(), it.default.clone(), it.is_required);
        facts(self) == facts(other) && self.values == other.values
    }
}

impl Server {
    /// The URL with the defaults of the variables that callers need not set.
    pub(crate) fn by_default(&self) -> String {
        let optional = self.variables.iter().filter(|it| !it.is_required);
        optional.fold(self.url.clone(), |url, it| {
            let default = it.default.as_deref().unwrap_or_default();
            url.replace(&format!("{{{}}}", it.name), default)
        })
    }

    /// The path of the URL with the defaults of its variables, without a slash at the end: `/beta` of
    /// `https://{tenant}.example.com/beta/`.
    pub(crate) fn path(&self) -> String {
        let mut path = split(&self.url).1.to_owned();
        for variable in &self.variables {
            if let Some(default) = &variable.default {
                let placeholder = format!("{{{}}}", variable.name);
                let slash = format!("/{placeholder}");
                // A default that starts with a slash replaces the slash of the template, too.
                let value = default.trim_start_matches('/');
                path = path.replace(&slash, &format!("/{value}"));
                path = path.replace(&placeholder, default);
            }
        }
        path.truncate(path.trim_end_matches('/').len());
        if !path.is_empty() && !path.starts_with('/') {
            path.insert(0, '/');
        }
        path
    }

    /// Everything before the path.
    pub(crate) fn origin(&self) -> &str {
        split(&self.url).0
    }
}

/// Splits a URL: everything before the path, and the path without query and fragment.
pub(crate) fn split(url: &str) -> (&str, &str) {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let start = match url.find("//") {
        Some(slashes) if slashes == 0 || url[..slashes].ends_with(':') => slashes + 2,
        _ if url.starts_with('{') => 0,
        _ => return ("", url),
    };
    let end = url[start..].find('/').map_or(url.len(), |it| start + it);
    url.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_urls() {
        let variable = |name: &str, default: Option<&str>| ServerVariable {
            name: name.to_owned(),
            default: default.map(str::to_owned),
            is_required: false,
            values: Vec::new(),
            description: None,
            at: SpecPath::root("t"),
        };
        for (url, path) in [
            ("https://{tenant}.example.com/beta", "/beta"),
            ("https://{tenant}.example.com/v2026/", "/v2026"),
            ("https://example.com", ""),
            ("https://example.com/", ""),
            ("//example.com/a/b", "/a/b"),
            ("/api/v1", "/api/v1"),
            ("api", "/api"),
            ("/", ""),
            ("", ""),
            ("{url}/v1", "/v1"),
            ("https://example.com/{base}", "/v2"),
            ("https://example.com/{slashed}/x", "/v3/x"),
            ("https://example.com/{empty}", ""),
            ("https://example.com/{unknown}", "/{unknown}"),
            ("http://localhost:8080/x?y#z", "/x"),
        ] {
            let server = Server {
                url: url.to_owned(),
                description: None,
                variables: vec![
                    variable("base", Some("v2")),
                    variable("slashed", Some("/v3")),
                    variable("empty", Some("")),
                    variable("unknown", None),
                ],
                at: SpecPath::root("t"),
            };
            assert_eq!(server.path(), path, "{url}");
        }
    }
}
