//! Security schemes as a document declares them: emitted as one `static` each.

/// The alternatives that an operation accepts, each a list of schemes that are required together. An empty list of
/// alternatives requires nothing; an empty alternative makes credentials optional.
pub type Requirements = &'static [&'static [&'static Scheme]];

/// The place of an API key in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum In {
    /// A header.
    Header,
    /// A parameter of the query.
    Query,
    /// A cookie.
    Cookie,
}

/// A security scheme of a document.
///
/// The client compares schemes by address, so each is one `static`.
#[derive(Debug, PartialEq, Eq)]
pub struct Scheme {
    name: &'static str,
    kind: SchemeKind,
    setter: Option<&'static str>,
    flows: Flows,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    ApiKey(In, &'static str),
    /// HTTP authentication with a user name and a password.
    Basic,
    /// HTTP authentication by another scheme, such as `Digest`.
    Http(&'static str),
    Bearer,
    OAuth2,
    OpenId,
    MutualTls,
}

/// The URLs of the token endpoint, as the document writes them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Flows {
    pub(crate) client_credentials: Option<&'static str>,
    pub(crate) password: Option<&'static str>,
    pub(crate) refresh: Option<&'static str>,
}

impl Scheme {
    const fn new(name: &'static str, kind: SchemeKind) -> Self {
        Self {
            name,
            kind,
            setter: None,
            flows: Flows {
                client_credentials: None,
                password: None,
                refresh: None,
            },
        }
    }

    /// Returns an API key in a header, a parameter of the query or a cookie of the given name.
    pub const fn api_key(name: &'static str, place: In, wire_name: &'static str) -> Self {
        Self::new(name, SchemeKind::ApiKey(place, wire_name))
    }

    /// HTTP authentication with a user name and a password.
    pub const fn basic(name: &'static str) -> Self {
        Self::new(name, SchemeKind::Basic)
    }

    /// HTTP authentication by another scheme, such as `Digest`.
    pub const fn http(name: &'static str, scheme: &'static str) -> Self {
        Self::new(name, SchemeKind::Http(scheme))
    }

    /// HTTP authentication with a bearer token.
    pub const fn bearer(name: &'static str) -> Self {
        Self::new(name, SchemeKind::Bearer)
    }

    /// OAuth 2.
    pub const fn oauth2(name: &'static str) -> Self {
        Self::new(name, SchemeKind::OAuth2)
    }

    /// Returns a token of an identity provider (`openIdConnect`).
    pub const fn open_id(name: &'static str) -> Self {
        Self::new(name, SchemeKind::OpenId)
    }

    /// Returns a client certificate.
    pub const fn mutual_tls(name: &'static str) -> Self {
        Self::new(name, SchemeKind::MutualTls)
    }

    /// Sets the builder's method for the credentials of this scheme. Without it, errors name the general one.
    #[must_use]
    pub const fn setter(mut self, method: &'static str) -> Self {
        self.setter = Some(method);
        self
    }

    /// Sets the token endpoint of the flow `clientCredentials`.
    #[must_use]
    pub const fn client_credentials_url(mut self, url: &'static str) -> Self {
        self.flows.client_credentials = Some(url);
        self
    }

    /// Sets the token endpoint of the flow `password`.
    #[must_use]
    pub const fn password_url(mut self, url: &'static str) -> Self {
        self.flows.password = Some(url);
        self
    }

    /// Sets the endpoint that accepts refresh tokens.
    #[must_use]
    pub const fn refresh_url(mut self, url: &'static str) -> Self {
        self.flows.refresh = Some(url);
        self
    }

    /// Returns the name in the document.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn kind(&self) -> SchemeKind {
        self.kind
    }

    pub(crate) fn flows(&self) -> &Flows {
        &self.flows
    }

    /// Returns whether the scheme takes a bearer token, so that the client's general credentials satisfy it.
    pub(crate) fn takes_token(&self) -> bool {
        matches!(
            self.kind,
            SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenId
        )
    }

    /// Returns whether the scheme takes a user name and a password.
    #[cfg(feature = "test-util")]
    pub(crate) fn takes_password(&self) -> bool {
        self.kind == SchemeKind::Basic
    }

    /// Returns whether the scheme's credential is in this header.
    pub(crate) fn uses_header(&self, header: &str) -> bool {
        match self.slot() {
            Some((In::Header, name)) => name.eq_ignore_ascii_case(header),
            Some((In::Cookie, _)) => header.eq_ignore_ascii_case("cookie"),
            Some((In::Query, _)) | None => false,
        }
    }

    /// The place of the scheme's credential in a request; none for a certificate.
    pub(crate) fn slot(&self) -> Option<(In, &'static str)> {
        match self.kind {
            SchemeKind::ApiKey(place, name) => Some((place, name)),
            SchemeKind::MutualTls => None,
            SchemeKind::Basic
            | SchemeKind::Http(_)
            | SchemeKind::Bearer
            | SchemeKind::OAuth2
            | SchemeKind::OpenId => Some((In::Header, "Authorization")),
        }
    }

    /// The parameter of the query that is the scheme's credential.
    pub(crate) fn query_name(&self) -> Option<&'static str> {
        let (place, name) = self.slot()?;
        (place == In::Query).then_some(name)
    }

    /// Returns whether both credentials have one place in a request.
    pub(crate) fn shares_slot(&self, other: &Self) -> bool {
        match (self.slot(), other.slot()) {
            (Some((In::Header, one)), Some((In::Header, two))) => one.eq_ignore_ascii_case(two),
            (one, two) => one.is_some() && one == two,
        }
    }

    /// The builder's method for this scheme's credentials.
    pub(crate) fn method(&self) -> &'static str {
        match (self.setter, self.kind) {
            (_, SchemeKind::MutualTls) => "client_identity",
            (Some(setter), _) => setter,
            (None, _) => "credentials",
        }
    }
}
