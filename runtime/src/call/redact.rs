//! Credentials that the caller sets by hand: hidden in `Debug`, and no part of what a call asks for.

use std::borrow::Cow;
use std::fmt;

use http::header::HeaderName;
use percent_encoding::percent_decode_str;

use super::Call;
use crate::auth::security::Scheme;
use crate::call::checksum::Checksum;
use crate::response::hidden::is_credential;

/// One parameter of the query, with all its pairs.
#[derive(Clone)]
pub(super) struct QueryEntry {
    pub(super) name: Cow<'static, str>,
    pub(super) pairs: String,
    /// Whether it is a credential.
    pub(super) is_secret: bool,
}

impl fmt::Debug for QueryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_secret || is_credential(&self.name) {
            return write!(f, "{}=…", self.name);
        }
        f.write_str(&self.pairs)
    }
}

impl Call {
    /// Makes the query of a raw path parameters of the call, so that they can be read and replaced. They come first.
    pub(crate) fn split_query(&mut self) {
        let Some(query) = self.state.target.take_query() else {
            return;
        };
        let mut entries: Vec<QueryEntry> = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let name = pair.split_once('=').map_or(pair, |(name, _)| name);
            let name = percent_decode_str(name).decode_utf8_lossy();
            if let Some(entry) = entries.iter_mut().find(|entry| entry.name == name) {
                entry.pairs.push('&');
                entry.pairs.push_str(pair);
                continue;
            }
            let is_secret = self.is_secret_query(&name);
            entries.push(QueryEntry {
                name: Cow::Owned(name.into_owned()),
                pairs: pair.to_owned(),
                is_secret,
            });
        }
        for added in std::mem::take(&mut self.state.query) {
            match entries.iter_mut().find(|entry| entry.name == added.name) {
                Some(entry) => {
                    entry.pairs.push('&');
                    entry.pairs.push_str(&added.pairs);
                }
                None => entries.push(added),
            }
        }
        self.state.query = entries;
    }

    /// The schemes that the operation accepts, and those that the client's documents declare.
    fn schemes(&self) -> impl Iterator<Item = &'static Scheme> {
        let required = self.state.target.security().unwrap_or_default();
        let declared = self.state.client.inner().keyring.apis.iter();
        let declared = declared.map(|api| api.schemes());
        required.iter().copied().chain(declared).flatten().copied()
    }

    /// Returns whether a header is a credential.
    pub(super) fn is_secret_header(&self, name: &HeaderName) -> bool {
        is_credential(name.as_str()) || self.schemes().any(|it| it.uses_header(name.as_str()))
    }

    /// Returns whether a parameter of the query is a credential.
    pub(super) fn is_secret_query(&self, name: &str) -> bool {
        self.schemes().any(|it| it.query_name() == Some(name))
    }

    /// The parameters of the query that are credentials.
    pub(super) fn secret_queries(&self) -> Vec<&'static str> {
        self.schemes().filter_map(Scheme::query_name).collect()
    }

    /// A checksum of what is asked for: the operation, and all of path, query and body, whatever the order of the setters.
    /// It is the same in every process and on every machine, and whatever credentials the call has.
    pub(crate) fn checksum(&self) -> u64 {
        let state = &*self.state;
        let path = state.path.iter().map(|it| (&it.name, &it.encoded));
        let query = state.query.iter().filter(|it| !it.is_secret);
        let query = query.map(|it| (&it.name, &it.pairs));
        let body = state.content.body.to_bytes().unwrap_or_default();
        Checksum::of(state.target.id().unwrap_or_default())
            .pairs(path)
            .pairs(query)
            .text(&body)
            .value()
    }
}
