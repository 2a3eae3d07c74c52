//! The credentials of a client, and the choice of those that a call sends.

use std::fmt::Write as _;

use http::HeaderValue;
use http::header::AUTHORIZATION;

use super::scheme::{In, Requirements, Scheme, SchemeKind};
use super::value::{self, CredentialValue};
use crate::auth::token::Tokens;
use crate::error::{Error, Result};
use crate::server::Api;

/// All credentials of a client.
pub(crate) struct Keyring {
    /// The general credentials, which satisfy every scheme that takes a token.
    pub(crate) tokens: Option<Tokens>,
    /// The credentials of single schemes.
    pub(crate) own: Vec<(&'static Scheme, Credential)>,
    /// Calls without credentials are sent, since a gateway adds them.
    pub(crate) is_unchecked: bool,
    pub(crate) has_certificate: bool,
    /// The APIs of the client, by whose schemes calls are sent that no document describes.
    pub(crate) apis: Vec<&'static Api>,
}

/// The credential of a scheme.
pub(crate) enum Credential {
    Value(CredentialValue),
    Tokens(Tokens),
}

/// The credentials that a call sends.
#[derive(Clone, Copy)]
pub(crate) struct Choice<'k> {
    keyring: &'k Keyring,
    schemes: &'static [&'static Scheme],
    /// The source of the token.
    tokens: Option<&'k Tokens>,
}

/// The credentials of one attempt, whose token has been obtained.
#[derive(Clone, Copy, Default)]
pub(crate) struct Applied<'a> {
    pub(crate) choice: Option<Choice<'a>>,
    pub(crate) authorization: Option<&'a HeaderValue>,
}

impl Keyring {
    /// Chooses the credentials of a described operation: the first alternative that names a scheme and has all its
    /// credentials. Values that the request has in the place of a credential count as it.
    ///
    /// # Errors
    /// If the operation needs credentials and no alternative has all.
    pub(crate) fn choose(
        &self,
        requirements: Option<Requirements>,
        request: &reqwest::Request,
    ) -> Result<Choice<'_>> {
        let Some(all) = requirements else {
            return Ok(self.token_alone(request));
        };
        if let Some(choice) = self.first(all, request) {
            return Ok(choice);
        }
        if all.is_empty() || all.iter().any(|alternative| alternative.is_empty()) {
            return Ok(self.chosen(&[], request));
        }
        if !self.is_unchecked {
            return Err(self.lacking(all, request));
        }
        let has_any =
            |schemes: &&&[&'static Scheme]| schemes.iter().any(|it| self.has(it, request));
        let partial = all.iter().find(has_any).copied().unwrap_or_default();
        Ok(self.chosen(partial, request))
    }

    /// Chooses the credentials of a call that no document describes: those of an API's operations, or else of the first
    /// scheme that has any. None are required.
    pub(crate) fn choose_raw(
        &self,
        api: Option<&'static Api>,
        request: &reqwest::Request,
    ) -> Choice<'_> {
        let apis = || api.into_iter().chain(self.apis.iter().copied());
        let mut all = apis().filter_map(Api::requirements);
        if let Some(choice) = all.find_map(|all| self.first(all, request)) {
            return choice;
        }
        let mut schemes = apis().flat_map(Api::schemes);
        match schemes.find(|scheme| self.has(scheme, request)) {
            Some(scheme) => self.chosen(std::slice::from_ref(scheme), request),
            None => self.token_alone(request),
        }
    }

    fn first(&self, all: Requirements, request: &reqwest::Request) -> Option<Choice<'_>> {
        let is_complete = |schemes: &&&'static [&'static Scheme]| {
            !schemes.is_empty()
                && schemes.iter().all(|it| self.has(it, request))
                && self.clash(schemes, request).is_none()
        };
        let schemes = all.iter().find(is_complete)?;
        Some(self.chosen(schemes, request))
    }

    fn token_alone(&self, request: &reqwest::Request) -> Choice<'_> {
        let tokens = self.tokens.as_ref();
        Choice {
            keyring: self,
            schemes: &[],
            tokens: tokens.filter(|_| !request.headers().contains_key(AUTHORIZATION)),
        }
    }

    fn chosen(
        &self,
        schemes: &'static [&'static Scheme],
        request: &reqwest::Request,
    ) -> Choice<'_> {
        let tokens = schemes.iter().find_map(|scheme| self.tokens_of(scheme));
        Choice {
            keyring: self,
            schemes,
            tokens: tokens.filter(|_| !request.headers().contains_key(AUTHORIZATION)),
        }
    }

    fn own(&self, scheme: &Scheme) -> Option<&Credential> {
        let mut own = self.own.iter();
        own.find(|(known, _)| std::ptr::eq(*known, scheme))
            .map(|(_, credential)| credential)
    }

    fn tokens_of(&self, scheme: &Scheme) -> Option<&Tokens> {
        if !scheme.takes_token() {
            return None;
        }
        let tokens = match self.own(scheme) {
            Some(Credential::Tokens(tokens)) => Some(tokens),
            Some(Credential::Value(_)) | None => self.tokens.as_ref(),
        };
        // `Credentials::none()` for a scheme are not the scheme's credentials.
        tokens.filter(|it| !matches!(it, Tokens::None))
    }

    fn has(&self, scheme: &Scheme, request: &reqwest::Request) -> bool {
        let by_hand = || request.headers().contains_key(AUTHORIZATION);
        match scheme.kind() {
            SchemeKind::ApiKey(place, name) => {
                self.own(scheme).is_some() || value::is_given(request, place, name)
            }
            SchemeKind::Basic | SchemeKind::Http(_) => self.own(scheme).is_some() || by_hand(),
            SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenId => {
                self.tokens_of(scheme).is_some() || by_hand()
            }
            SchemeKind::MutualTls => self.has_certificate,
        }
    }

    /// Two schemes of one alternative that need different values in one place of the request, where it has none.
    fn clash(
        &self,
        schemes: &'static [&'static Scheme],
        request: &reqwest::Request,
    ) -> Option<(&'static Scheme, &'static Scheme)> {
        let is_free = |scheme: &&&'static Scheme| {
            let slot = scheme.slot();
            slot.is_some_and(|(place, name)| !value::is_given(request, place, name))
        };
        let has_one_token = |one: &'static Scheme, two: &'static Scheme| {
            let tokens = self.tokens_of(one).zip(self.tokens_of(two));
            tokens.is_some_and(|(one, two)| std::ptr::eq(one, two))
        };
        let mut free = schemes.iter().enumerate().filter(|(_, it)| is_free(it));
        free.find_map(|(n, one)| {
            let mut others = schemes[n + 1..].iter();
            let clashes = |two: &&&'static Scheme| one.shares_slot(two) && !has_one_token(one, two);
            Some((*one, *others.find(clashes)?))
        })
    }

    /// One line with every alternative and the builder's methods for it.
    #[cold]
    fn lacking(&self, all: Requirements, request: &reqwest::Request) -> Error {
        let mut accepted = String::new();
        for (n, schemes) in all.iter().enumerate() {
            let separator = if n == 0 { "" } else { ", or " };
            accepted.push_str(separator);
            for (n, scheme) in schemes.iter().enumerate() {
                let separator = if n == 0 { "" } else { " with " };
                let (name, method) = (scheme.name(), scheme.method());
                let general = if scheme.takes_token() && method != "credentials" {
                    "`.credentials(…)` or "
                } else {
                    ""
                };
                let _ = write!(accepted, "{separator}`{name}` ({general}`.{method}(…)`)");
                if self.has(scheme, request) {
                    accepted.push_str(", which is set,");
                }
            }
            if let Some((one, two)) = self.clash(schemes, request) {
                let (place, name) = one.slot().unwrap_or((In::Header, "Authorization"));
                let place = match place {
                    In::Header => "header",
                    In::Query => "parameter of the query",
                    In::Cookie => "cookie",
                };
                let (one, two) = (one.name(), two.name());
                let _ = write!(
                    accepted,
                    " – but `{one}` and `{two}` need the same {place} `{name}`"
                );
            }
        }
        Error::auth(format!(
            "the client has no credentials for this operation, which accepts {}",
            accepted.trim_end_matches(',')
        ))
    }
}

impl<'k> Choice<'k> {
    pub(crate) fn tokens(&self) -> Option<&'k Tokens> {
        self.tokens
    }

    /// Returns whether the client adds a secret to the request.
    pub(crate) fn sends_secret(&self) -> bool {
        let has_token = self.tokens.is_some_and(|tokens| !tokens.is_none());
        has_token || self.values().next().is_some()
    }

    /// Returns whether the request has the value of one of its API keys already, which the caller set by hand.
    pub(crate) fn has_given(&self, request: &reqwest::Request) -> bool {
        self.schemes.iter().any(|scheme| match scheme.kind() {
            SchemeKind::ApiKey(place, name) => value::is_given(request, place, name),
            SchemeKind::Basic
            | SchemeKind::Http(_)
            | SchemeKind::Bearer
            | SchemeKind::OAuth2
            | SchemeKind::OpenId
            | SchemeKind::MutualTls => false,
        })
    }

    fn values(&self) -> impl Iterator<Item = &'k CredentialValue> {
        let keyring = self.keyring;
        self.schemes
            .iter()
            .filter_map(|scheme| match keyring.own(scheme)? {
                Credential::Value(value) => Some(value),
                Credential::Tokens(_) => None,
            })
    }
}

impl Applied<'_> {
    /// Writes the credentials into a request. Existing values in their places are not changed.
    pub(crate) fn apply(&self, request: &mut reqwest::Request) {
        if let Some(authorization) = self.authorization {
            let headers = request.headers_mut();
            if !headers.contains_key(AUTHORIZATION) {
                headers.insert(AUTHORIZATION, authorization.clone());
            }
        }
        for value in self.choice.iter().flat_map(Choice::values) {
            value.apply(request);
        }
    }
}
