//! How the client authenticates.

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};

use crate::auth::secret;
use crate::auth::token::{Newest, RefreshToken, RefreshTokenStore, TokenProvider};
use crate::error::{Error, Result};

/// How the client authenticates, most often by [`Credentials::client_credentials(id, secret)`](Self::client_credentials). `Debug`
/// shows no secret.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) kind: CredentialsKind,
    pub(crate) grant: GrantOptions,
}

/// A value that converts into [`Credentials`]: what [`credentials`](crate::ClientBuilder::credentials) takes.
#[diagnostic::on_unimplemented(
    message = "expected `Credentials`, found `{Self}`",
    label = "expected `Credentials`",
    note = "an id and a secret become credentials by `Credentials::client_credentials(id, secret)`, a token by `Credentials::bearer(token)`"
)]
pub trait IntoCredentials: Into<Credentials> {}

#[diagnostic::do_not_recommend]
impl<V: Into<Credentials>> IntoCredentials for V {}

/// The settings of token requests.
#[derive(Clone, Default)]
pub(crate) struct GrantOptions {
    pub(crate) scopes: Vec<String>,
    /// How the client authenticates, if the caller says so.
    pub(crate) client_auth: Option<ClientAuth>,
}

/// Where a token request carries the client's id and secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClientAuth {
    /// In the form, as `client_id` and `client_secret`.
    Body,
    /// In the header `Authorization`, by HTTP Basic authentication.
    Basic,
}

#[derive(Clone)]
pub(crate) enum CredentialsKind {
    None,
    Bearer(SecretString),
    ClientCredentials {
        id: String,
        secret: SecretString,
    },
    Refresh {
        id: String,
        secret: Option<SecretString>,
        newest: Newest,
        store: Arc<dyn RefreshTokenStore>,
    },
    Password {
        id: String,
        secret: Option<SecretString>,
        user: String,
        password: SecretString,
    },
    Provider(Arc<dyn TokenProvider>),
}

impl Credentials {
    fn of_kind(kind: CredentialsKind) -> Self {
        Self {
            kind,
            grant: GrantOptions::default(),
        }
    }

    /// A client id and its secret, or a personal access token, which has the same two parts. Tokens are requested on
    /// first use and renewed when they expire. White space around id and secret is ignored.
    ///
    /// The token endpoint is the one that [`token_url`](crate::ClientBuilder::token_url) names, or else that of the service,
    /// or else that of the document's flow if it is on the origin of a server.
    #[doc(alias = "client_id")]
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self::of_kind(CredentialsKind::ClientCredentials {
            id: tidy(id),
            secret: tidy(secret).into(),
        })
    }

    /// A refresh token of a client; the secret is optional for public clients.
    ///
    /// For each use of the token the service returns a new one, which is passed to the store before any call is sent with the
    /// access token of the same response: after a restart, start with the newest. Only clients with clones of these credentials
    /// may use the token, since any other would be left with an old one.
    ///
    /// ```
    /// # use openapi_client_runtime::{Credentials, RefreshToken};
    /// let credentials = Credentials::refresh_token(
    ///     "client-id",
    ///     Some("client-secret".to_owned()),
    ///     std::fs::read_to_string("refresh-token").unwrap_or_default(),
    ///     |new: RefreshToken| async move { Ok(std::fs::write("refresh-token", new.expose())?) },
    /// );
    /// # let _ = credentials;
    /// ```
    pub fn refresh_token(
        client_id: impl Into<String>,
        client_secret: Option<String>,
        refresh_token: impl Into<String>,
        store: impl RefreshTokenStore,
    ) -> Self {
        Self::of_kind(CredentialsKind::Refresh {
            id: tidy(client_id),
            secret: client_secret.map(tidy).map(Into::into),
            newest: Newest::new(RefreshToken::new(tidy(refresh_token))),
            store: Arc::new(store),
        })
    }

    /// The name and the password of a user, and the client that requests tokens for that user, whose secret is optional
    /// for public clients (the OAuth flow `password`).
    pub fn password(
        client_id: impl Into<String>,
        client_secret: Option<String>,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        Self::of_kind(CredentialsKind::Password {
            id: tidy(client_id),
            secret: client_secret.map(tidy).map(Into::into),
            user: tidy(user),
            password: secret::line(&password.into()).into(),
        })
    }

    /// A fixed token, which is never renewed, with or without `Bearer` before it.
    ///
    /// Use it, or [`provider`](Self::provider), for tokens of the OAuth flows `authorizationCode` and `implicit`, in which a
    /// user takes part.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self::of_kind(CredentialsKind::Bearer(token.into().into()))
    }

    /// Tokens from another source; a closure that returns a future of an [`AccessToken`](crate::AccessToken) works. They
    /// are cached until shortly before they expire.
    pub fn provider(provider: impl TokenProvider) -> Self {
        Self::of_kind(CredentialsKind::Provider(Arc::new(provider)))
    }

    /// No token, for servers that require none, and for gateways that add the token. As the client's credentials: calls are sent even
    /// if the client lacks those that the operation requires. As those of one scheme: it has none, not even the client's.
    pub fn none() -> Self {
        Self::of_kind(CredentialsKind::None)
    }

    /// Requests tokens with these scopes. By default, token requests name none, and the server chooses. The client cannot be built if
    /// it requests no tokens by these credentials.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item: Into<String>>) -> Self {
        self.grant.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Sends the client's id and secret to the token endpoint in the header `Authorization`, by HTTP Basic authentication.
    #[must_use]
    pub fn basic(mut self) -> Self {
        self.grant.client_auth = Some(ClientAuth::Basic);
        self
    }

    /// Sends the client's id and secret to the token endpoint in the form. This is the default unless the service has another.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.grant.client_auth = Some(ClientAuth::Body);
        self
    }

    /// The client id for which the service counts requests, if known.
    pub(crate) fn client_id(&self) -> Option<&str> {
        match &self.kind {
            CredentialsKind::ClientCredentials { id, .. }
            | CredentialsKind::Refresh { id, .. }
            | CredentialsKind::Password { id, .. } => Some(id),
            CredentialsKind::None | CredentialsKind::Bearer(_) | CredentialsKind::Provider(_) => {
                None
            }
        }
    }

    /// Returns whether the client requests tokens by them.
    pub(crate) fn requests_tokens(&self) -> bool {
        self.client_id().is_some()
    }

    /// Checks that there is a value wherever one is expected, and that every setting of token requests has a token request to
    /// apply to.
    ///
    /// # Errors
    /// If an id or a secret is empty or a placeholder, or if there are settings and the credentials are a token, a provider or
    /// none.
    pub(crate) fn check(&self) -> Result<()> {
        self.check_values()?;
        let GrantOptions {
            scopes,
            client_auth,
        } = &self.grant;
        let setting = match client_auth {
            _ if !scopes.is_empty() => ".scopes(…)",
            Some(ClientAuth::Basic) => ".basic()",
            Some(ClientAuth::Body) => ".in_body()",
            None => return Ok(()),
        };
        if self.requests_tokens() {
            return Ok(());
        }
        Err(Error::config(format!(
            "`{setting}` has no effect on `{self:?}`, for which the client requests no token"
        )))
    }

    fn check_values(&self) -> Result<()> {
        let check = |name: &str, text: &str| match secret::fault(text) {
            Some(fault) => Err(Error::config(format!("the {name} {fault}"))),
            None => Ok(()),
        };
        let check_secret = |secret: Option<&SecretString>| match secret {
            Some(secret) => check("client secret", secret.expose_secret()),
            None => Ok(()),
        };
        match &self.kind {
            // A token is checked where its header is made.
            CredentialsKind::None | CredentialsKind::Bearer(_) | CredentialsKind::Provider(_) => {
                Ok(())
            }
            CredentialsKind::ClientCredentials { id, secret } => {
                check("client id", id)?;
                check_secret(Some(secret))
            }
            CredentialsKind::Refresh {
                id, secret, newest, ..
            } => {
                check("client id", id)?;
                check("refresh token", newest.current().expose())?;
                check_secret(secret.as_ref())
            }
            CredentialsKind::Password {
                id,
                secret,
                user,
                password,
            } => {
                check("client id", id)?;
                check("user", user)?;
                check("password", password.expose_secret())?;
                check_secret(secret.as_ref())
            }
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        matches!(self.kind, CredentialsKind::None)
    }
}

/// An id or a secret as it was pasted, without the white space around it.
fn tidy(text: impl Into<String>) -> String {
    secret::tidy(&text.into()).to_owned()
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.kind {
            CredentialsKind::None => "Credentials::none",
            CredentialsKind::Bearer(_) => "Credentials::bearer(…)",
            CredentialsKind::ClientCredentials { id, .. } => {
                return write!(f, "Credentials::client_credentials({id:?}, …)");
            }
            CredentialsKind::Refresh { id, .. } => {
                return write!(f, "Credentials::refresh_token({id:?}, …)");
            }
            CredentialsKind::Password { id, .. } => {
                return write!(f, "Credentials::password({id:?}, …)");
            }
            CredentialsKind::Provider(_) => "Credentials::provider(…)",
        })
    }
}
