//! The base URLs of a client: one for each of its APIs.

use std::borrow::Cow;

use crate::base_url::BaseUrl;
use crate::error::{Error, Result};
use crate::server::{Api, Selection, Server};

/// Where a client sends its calls.
pub(crate) struct Bases {
    selection: Selection,
    /// What the paths of raw calls follow, and the token endpoint.
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
        Ok(Self {
            selection: selection.clone(),
            root,
            apis: known,
        })
    }

    /// What the paths of raw calls follow: the origin of the first API's server, or the caller's base URL with its path.
    pub(crate) fn root(&self) -> &BaseUrl {
        &self.root
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
        let selection = Selection {
            urls: chosen,
            ..self.selection.clone()
        };
        selection.base_url(servers).map(Cow::Owned)
    }

    /// The API that a raw path belongs to: the one whose server has the longest path that the raw path starts with.
    pub(crate) fn api_of(&self, path: &str) -> Option<&'static Api> {
        let starts = |api: &Api| {
            let prefix = api.prefix();
            let rest = path.strip_prefix(prefix)?;
            (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(prefix.len())
        };
        let apis = self.apis.iter().map(|(api, _)| *api);
        let found = apis.filter_map(|api| Some((starts(api)?, api)));
        found.max_by_key(|(length, _)| *length).map(|(_, api)| api)
    }
}
