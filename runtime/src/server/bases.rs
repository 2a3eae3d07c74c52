//! The base URLs of a client: one for each of its APIs.

use std::borrow::Cow;

use crate::auth::token::location::{Beside, Flow};
use crate::error::{Error, Result};
use crate::server::base_url::BaseUrl;
use crate::server::{Api, Selection, Server};

/// Where a client sends its calls.
pub(crate) struct Bases {
    selection: Selection,
    /// The base URL of raw calls and of the token endpoint.
    root: BaseUrl,
    apis: Vec<(&'static Api, Result<BaseUrl>)>,
}

impl Bases {
    /// Fills in the servers that the caller selected.
    pub(crate) fn new(apis: &'static [&'static Api], selection: &Selection) -> Result<Self> {
        let mut known = Vec::with_capacity(apis.len());
        for api in apis {
            let base = match selection.base_url(api.servers()) {
                // An API that the chosen server does not serve can't be called; the others can.
                Err(error) if selection.urls.is_some() && apis.len() > 1 => Err(error),
                base => Ok(base?),
            };
            known.push((*api, base));
        }
        let first = known.iter().find_map(|(_, base)| base.as_ref().ok());
        let root = match (&selection.base_url, first) {
            (None, Some(first)) => first.origin()?,
            _ => selection.base_url(&[])?,
        };
        if selection.base_url.is_some() {
            apis.iter().try_for_each(|api| check_path(&root, api))?;
        }
        Ok(Self {
            selection: selection.clone(),
            root,
            apis: known,
        })
    }

    /// The base URL of raw calls: the origin of the first API's server, or the caller's base URL with its path.
    pub(crate) fn root(&self) -> &BaseUrl {
        &self.root
    }

    /// The APIs of the client.
    pub(crate) fn apis(&self) -> impl Iterator<Item = &'static Api> {
        self.apis.iter().map(|(api, _)| *api)
    }

    /// The token endpoint that the document of an API names. None if the chosen server does not serve the API.
    pub(crate) fn flow(&self, api: &Api, url: &'static str) -> Option<Flow> {
        let mut apis = self.apis.iter();
        let (_, base) = apis.find(|(known, _)| std::ptr::eq(*known, api))?;
        let base_url = base.as_ref().ok()?;
        let root = match self.selection.base_url {
            Some(_) => self.root.clone(),
            None => base_url.origin().ok()?,
        };
        Some(Flow::new(&Beside {
            url,
            filled: self.selection.beside(api.servers(), url.trim()),
            server: self.selection.template(api.servers()),
            base_url,
            root: &root,
        }))
    }

    /// The base URL of an API, whose path is the server's.
    pub(crate) fn of(&self, api: &'static Api) -> Result<Cow<'_, BaseUrl>> {
        match self
            .apis
            .iter()
            .find(|(known, _)| std::ptr::eq(*known, api))
        {
            Some((_, base)) => base.as_ref().map(Cow::Borrowed).map_err(Error::clone),
            None => self.of_servers(api.servers(), None),
        }
    }

    /// The base URL of an operation with servers of its own, of which the caller may have chosen one by its URL.
    pub(crate) fn of_servers(
        &self,
        servers: &'static [Server],
        chosen: Option<&'static [&'static str]>,
    ) -> Result<Cow<'_, BaseUrl>> {
        let of_client = self
            .selection
            .urls
            .filter(|urls| servers.iter().any(|it| urls.contains(&it.url())));
        let selection = Selection {
            urls: chosen.or(of_client),
            ..self.selection.clone()
        };
        selection.base_url(servers).map(Cow::Owned)
    }

    /// The API that a raw path belongs to: the one at that host whose server has the longest path that
    /// the raw path starts with.
    pub(crate) fn api_of(&self, path: &str) -> Option<&'static Api> {
        let starts = |api: &Api| {
            let prefix = api.prefix();
            let rest = path.strip_prefix(prefix)?;
            (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(prefix.len())
        };
        let found = self.at_root().into_iter().rev();
        let found = found.filter_map(|api| Some((starts(api)?, api)));
        found.max_by_key(|(length, _)| *length).map(|(_, api)| api)
    }

    /// The APIs at the host of raw calls: only their credentials may be sent there.
    pub(crate) fn at_root(&self) -> Vec<&'static Api> {
        let root = self.root.url().origin();
        let is_there =
            |base: &Result<BaseUrl>| base.as_ref().is_ok_and(|base| base.url().origin() == root);
        let apis = self.apis.iter().filter(|(_, base)| is_there(base));
        apis.map(|(api, _)| *api).collect()
    }
}

/// Checks that the caller's base URL doesn't have the path of the API already: people paste the URL of a document, whose path calls
/// add.
fn check_path(root: &BaseUrl, api: &Api) -> Result<()> {
    let prefix = api.prefix();
    let has_prefix =
        prefix.starts_with('/') && root.url().path().trim_end_matches('/').ends_with(prefix);
    match root.as_str().strip_suffix(prefix) {
        Some(rest) if has_prefix => Err(Error::config(format!(
            "the base URL ends with `{prefix}`, which calls of the API `{}` add: write `{rest}`",
            api.name()
        ))),
        _ => Ok(()),
    }
}
