//! Servers: the URL templates of a document, and the base URLs that follow from them.

pub(crate) mod base_url;
pub(crate) mod bases;
mod template;

use template::Given;

use crate::auth::security::{Requirements, Scheme};
use crate::error::{Error, Result};
use crate::server::base_url::BaseUrl;
use crate::service::Service;

/// An API of a client crate: a name, and the servers in the document.
#[derive(Debug, PartialEq, Eq)]
pub struct Api {
    name: &'static str,
    servers: &'static [Server],
    schemes: &'static [&'static Scheme],
    security: Option<Requirements>,
}

/// A server of a document: a URL with variables in braces. A relative URL requires the caller's base URL.
#[derive(Debug, PartialEq, Eq)]
pub struct Server {
    url: &'static str,
    variables: &'static [Variable],
}

/// A variable of a server's URL.
#[derive(Debug, PartialEq, Eq)]
pub struct Variable {
    name: &'static str,
    method: &'static str,
    default: Option<&'static str>,
    values: &'static [&'static str],
}

impl Api {
    /// Returns an API with the name of its module, and its servers; the first is used if the caller chooses none.
    pub const fn new(name: &'static str, servers: &'static [Server]) -> Self {
        Self {
            name,
            servers,
            schemes: &[],
            security: None,
        }
    }

    /// Sets the security schemes that the document declares, and the alternatives that operations accept which set none of
    /// their own. Without it, every operation sends the token of the client's general credentials.
    #[must_use]
    pub const fn security(
        mut self,
        schemes: &'static [&'static Scheme],
        requirements: Requirements,
    ) -> Self {
        self.schemes = schemes;
        self.security = Some(requirements);
        self
    }

    /// The security schemes that the document declares.
    pub(crate) fn schemes(&self) -> &'static [&'static Scheme] {
        self.schemes
    }

    /// The alternatives of operations that set none of their own; none if the document declares no scheme.
    pub(crate) fn requirements(&self) -> Option<Requirements> {
        self.security
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn servers(&self) -> &'static [Server] {
        self.servers
    }

    /// The path of the first server, without a slash at the end.
    pub(crate) fn prefix(&self) -> &'static str {
        self.servers.first().map_or("", Server::path)
    }
}

impl Server {
    /// Returns a server by its URL, with the variables in it.
    pub const fn new(url: &'static str, variables: &'static [Variable]) -> Self {
        Self { url, variables }
    }

    /// The path of the URL, without a slash at the end; variables stay in braces.
    pub(crate) fn path(&self) -> &'static str {
        template::split(self.url).path
    }

    pub(crate) fn url(&self) -> &'static str {
        self.url
    }

    fn variable(&self, name: &str) -> Option<&'static Variable> {
        self.variables.iter().find(|it| it.name == name)
    }
}

impl Variable {
    /// Returns a variable that the caller must set, with the builder's method for it.
    pub const fn new(name: &'static str, method: &'static str) -> Self {
        Self {
            name,
            method,
            default: None,
            values: &[],
        }
    }

    /// Sets the values that the document lists.
    #[must_use]
    pub const fn among(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Sets the value that is used if the caller sets none.
    #[must_use]
    pub const fn or(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }
}

/// The caller's choices: a server, values of variables, and a base URL.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    /// Replaces scheme, host and port of every server; its path comes before the server's path.
    pub(crate) base_url: Option<String>,
    /// The URLs of the chosen server, one in each API that has it.
    pub(crate) urls: Option<&'static [&'static str]>,
    pub(crate) values: Vec<(&'static str, String)>,
}

impl Selection {
    pub(crate) fn variable(&mut self, name: &'static str, value: String) {
        self.values.retain(|(known, _)| *known != name);
        self.values.push((name, value));
    }

    /// Returns the same with values of variables extracted from pasted hosts and URLs.
    pub(crate) fn spelled_by(&self, service: &Service) -> Result<Self> {
        let mut selection = self.clone();
        for (name, value) in &mut selection.values {
            if let Some(spellings) = service.spellings_of(name) {
                *value = spellings.value_of(value).map_err(Error::config)?;
            }
        }
        if let Some(base_url) = &selection.base_url {
            let url = BaseUrl::parse(base_url)?;
            let host = url.url().host_str().unwrap_or_default();
            let mut apis = service.spellings.iter().filter_map(|it| it.api_host(host));
            if let Some(api) = apis.next() {
                return Err(Error::config(format!(
                    "the base URL is on `{host}`, which is not the host of the API: write `https://{api}`"
                )));
            }
        }
        Ok(selection)
    }

    /// The base URL for the first of these servers that has the variables that were set, or for the chosen one.
    pub(crate) fn base_url(&self, servers: &'static [Server]) -> Result<BaseUrl> {
        let Some(server) = self.server(servers)? else {
            return BaseUrl::parse(self.base_url.as_deref().ok_or_else(no_host)?);
        };
        let value = |name: &str| self.value(server, name);
        match &self.base_url {
            Some(base_url) => {
                let base_url = BaseUrl::parse(base_url)?;
                let path = template::path(server.url, &value).map_err(Error::config)?;
                base_url.under(&path)
            }
            None if template::split(server.url).is_relative() => Err(no_host()),
            None => BaseUrl::parse(&template::fill(server.url, &value).map_err(Error::config)?),
        }
    }

    /// The URL of the selected server, as the document writes it.
    pub(crate) fn template(&self, servers: &'static [Server]) -> Option<&'static str> {
        let server = self.server(servers).ok().flatten();
        server.map(Server::url)
    }

    /// A URL that the document gives beside its servers, with the values of the server's variables: relative, or on the
    /// server's host. None if it names another host than the server's template does.
    pub(crate) fn beside(
        &self,
        servers: &'static [Server],
        url: &str,
    ) -> Option<Result<String, String>> {
        let server = self.server(servers).ok().flatten();
        let value = |name: &str| match server {
            Some(server) => self.value(server, name),
            None => Err(format!("no server describes the variable `{name}`")),
        };
        let template = server.map_or("", Server::url);
        template::beside(template, url, self.base_url.is_none(), &value)
    }

    /// The selected server; `None` if the document declares none.
    fn server(&self, servers: &'static [Server]) -> Result<Option<&'static Server>> {
        let is_of = |server: &Server, name: &str| server.variables.iter().any(|it| it.name == name);
        let set: Vec<&Variable> = self
            .values
            .iter()
            .filter_map(|(name, _)| servers.iter().find_map(|it| it.variable(name)))
            .collect();
        let mut candidates = servers
            .iter()
            .filter(|server| self.urls.is_none_or(|urls| urls.contains(&server.url)))
            .peekable();
        if candidates.peek().is_none() && !servers.is_empty() {
            return Err(Error::config("the chosen server does not serve this API"));
        }
        let found = candidates.find(|server| set.iter().all(|it| is_of(server, it.name)));
        if found.is_none() && !servers.is_empty() {
            let set: Vec<String> = set
                .iter()
                .map(|it| format!("`.{}(..)`", it.method))
                .collect();
            return Err(Error::config(format!(
                "no server has all variables that were set; {} belong to different servers",
                set.join(" and ")
            )));
        }
        Ok(found)
    }

    fn value(&self, server: &'static Server, name: &str) -> Result<Given<'_>, String> {
        let variable = server.variable(name);
        if let Some((_, value)) = self.values.iter().find(|(known, _)| *known == name) {
            let text = base_url::pasted(value);
            return Ok(Given {
                text: text.into(),
                is_documented: variable.is_some_and(|it| it.values.contains(&text)),
            });
        }
        if let Some(default) = variable.and_then(|it| it.default) {
            return Ok(Given {
                text: default.into(),
                is_documented: true,
            });
        }
        let url = server.url;
        Err(match variable {
            Some(variable) => format!(
                "the server `{url}` needs a value for `{name}`: call `.{}(..)`, or `.base_url(..)` for another address",
                variable.method
            ),
            None => format!("the server `{url}` does not describe its variable `{name}`"),
        })
    }
}

fn no_host() -> Error {
    Error::config("no host is known: call `.base_url(..)` with the address of the service")
}
