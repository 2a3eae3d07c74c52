//! A builder with what generated ones have for security schemes.

use openapi_client_runtime::codegen::{Api, Scheme, Service, Settings};
use openapi_client_runtime::{Client, Credentials};

#[derive(Debug)]
pub(crate) struct SchemeBuilder {
    settings: Settings,
}

openapi_client_runtime::codegen::client_builder!(SchemeBuilder => Client);

impl SchemeBuilder {
    pub(crate) fn new(apis: &'static [&'static Api]) -> Self {
        Self {
            settings: Settings::new("test", "1", apis).of_service(&super::SERVICE),
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

    pub(crate) fn service(mut self, service: &'static Service) -> Self {
        self.settings = self.settings.of_service(service);
        self
    }
}
