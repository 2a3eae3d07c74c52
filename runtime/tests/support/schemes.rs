//! A builder with what generated ones have for security schemes.

use openapi_client_runtime::codegen::{Api, Scheme, Settings};
use openapi_client_runtime::{Client, Credentials};

#[derive(Debug)]
pub(crate) struct SchemeBuilder {
    settings: Settings,
}

openapi_client_runtime::codegen::client_builder!(SchemeBuilder => Client);

impl SchemeBuilder {
    pub(crate) fn new(apis: &'static [&'static Api]) -> Self {
        Self {
            settings: Settings::new("test", "1", apis),
        }
    }

    pub(crate) fn scheme_value(
        mut self,
        scheme: &'static Scheme,
        value: impl Into<String>,
    ) -> Self {
        self.settings.scheme_value(scheme, value);
        self
    }

    pub(crate) fn scheme_basic(
        mut self,
        scheme: &'static Scheme,
        user: &str,
        password: &str,
    ) -> Self {
        self.settings.scheme_basic(scheme, user, password);
        self
    }

    pub(crate) fn scheme_credentials(
        mut self,
        scheme: &'static Scheme,
        credentials: Credentials,
    ) -> Self {
        self.settings.scheme_credentials(scheme, credentials);
        self
    }

    pub(crate) fn token_path(mut self, path: Option<&'static str>) -> Self {
        self.settings.token_path(path);
        self
    }
}
