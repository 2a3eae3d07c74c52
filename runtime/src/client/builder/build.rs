//! Builds a client from its settings, and checks all of them.

use std::sync::Arc;

use http::HeaderMap;
use http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue, TRANSFER_ENCODING,
    USER_AGENT,
};

use super::Settings;
use crate::call::turns::Turns;
use crate::client::user_agent;
use crate::client::{Client, Inner};
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::policy::limit::{Key, Limits, Window};
use crate::server::base_url::BaseUrl;
use crate::server::bases::Bases;
use crate::transport::Transport;
use crate::transport::connect::Connections;

/// Headers that depend on the request, so that one value cannot be right for all of them.
const NEVER_DEFAULT: [HeaderName; 5] = [
    AUTHORIZATION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    HOST,
    TRANSFER_ENCODING,
];

impl Settings {
    /// Builds the client.
    ///
    /// # Errors
    /// If a setting is missing or not valid; [`client_builder!`](crate::client_builder) lists the cases.
    pub fn build(mut self) -> Result<Client> {
        let selection = self.selection.spelled_by(self.service)?;
        let bases = Bases::new(self.apis, &selection)?;
        let base_url = bases.root().clone();
        let default_headers = self.headers()?;
        // Settings that are not valid are errors here, not at the first call.
        let inherited = std::mem::take(&mut self.inherited);
        let connections = match inherited.connections {
            Some(shared) => shared,
            None => Arc::new(Connections::new(self.connect.clone(), base_url.url())?),
        };
        let transport = Transport {
            connections,
            time: self.time.clone(),
            max_response: self.max_response,
            service: self.service,
        };
        let timeouts = match &self.timeout_policy {
            Some(policy) => Arc::clone(policy),
            None => Arc::new(self.timeouts),
        };
        let keyring = match inherited.keyring {
            Some(shared) => shared,
            None => Arc::new(self.keyring(&bases, &transport, &default_headers, &timeouts)?),
        };
        let limits = inherited.limits.unwrap_or_else(|| self.limits(&base_url));
        let turns = inherited
            .turns
            .or_else(|| self.max_in_flight.map(Turns::new));
        let inner = Inner {
            bases,
            transport,
            keyring,
            default_headers,
            timeouts,
            retry: Arc::clone(&self.retry),
            limits,
            turns,
            middleware: self.middleware.as_slice().into(),
            time: self.time.clone(),
            #[cfg(feature = "blocking")]
            engine: inherited.engine,
            settings: self,
        };
        Ok(Client::from_inner(inner))
    }

    fn headers(&self) -> Result<HeaderMap> {
        let mut headers = HeaderMap::new();
        let user_agent = match &self.user_agent {
            Some(text) => HeaderValue::from_str(text)
                .map_err(|_| Error::config("the user agent is not allowed in a header"))?,
            None => user_agent::compose(&self.product, self.app.as_ref())?,
        };
        headers.insert(USER_AGENT, user_agent);
        for (name, value) in &self.default_headers {
            let invalid = || {
                Error::config(format!(
                    "the default header `{}` is not valid",
                    name.escape_debug()
                ))
            };
            let name = HeaderName::try_from(name.as_str()).map_err(|_| invalid())?;
            let mut value = HeaderValue::from_str(value).map_err(|_| invalid())?;
            // The value is not shown, since it may be a key.
            value.set_sensitive(true);
            if NEVER_DEFAULT.contains(&name) {
                return Err(Error::config(format!("`{name}` can't be a default header")));
            }
            headers.insert(name, value);
        }
        Ok(headers)
    }

    fn limits(&self, base_url: &BaseUrl) -> Limits {
        if let Some(limiter) = &self.limiter {
            return Limits::Given(Arc::clone(limiter));
        }
        let limit = self.rate_limit.resolved(self.service);
        let client_id = self.client_id();
        Limits::Window(match (client_id, &self.time) {
            (Some(client_id), Time::System(_)) if limit.shared => {
                let key = Key {
                    base_url: base_url.as_str().to_owned(),
                    client_id: client_id.to_owned(),
                    limit,
                };
                key.window()
            }
            _ => Arc::new(Window::new(limit, self.time.clone())),
        })
    }
}
