//! Which headers and parameters of a call are credentials, and the checksum of a call, which ignores them.

use http::header::HeaderName;

use super::Call;
use crate::auth::security::Scheme;
use crate::call::checksum::Checksum;
use crate::response::hidden::is_credential;

impl Call {
    /// Makes the query of a raw path parameters of the call, so that they can be read and replaced. They come first.
    pub(crate) fn split_query(&mut self) {
        if let Some(written) = self.state.target.take_query() {
            let mut query = std::mem::take(&mut self.state.query);
            query.prepend(&written, |name| self.is_secret_query(name));
            self.state.query = query;
        }
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

    /// A checksum of what is asked for: the operation, and all of path, query and body, in any order of the setters.
    /// It is the same in every process and on every machine, and does not depend on the credentials.
    pub(crate) fn checksum(&self) -> u64 {
        let state = &*self.state;
        let path = state.path.iter().map(|it| (&it.name, &it.encoded));
        let query = state.query.pairs().filter(|(it, _)| !it.is_secret);
        let query = query.map(|(it, pairs)| (&it.name, pairs));
        let body = state.content.body.to_bytes().unwrap_or_default();
        Checksum::of(state.target.id().unwrap_or_default())
            .pairs(path)
            .pairs(query)
            .text(&body)
            .value()
    }
}
