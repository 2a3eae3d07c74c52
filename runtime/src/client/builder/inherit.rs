//! What a client shares with the one whose settings it has.

use std::sync::Arc;

use super::Settings;
use crate::auth::security::Keyring;
use crate::call::turns::Turns;
use crate::client::Client;
#[cfg(feature = "blocking")]
use crate::client::blocking::Engine;
use crate::policy::limit::Limits;
use crate::transport::connect::Connections;

/// The parts of a client that another takes over. Each setter drops those that its setting decides on.
#[derive(Clone, Default)]
pub(super) struct Inherited {
    pub(super) connections: Option<Arc<Connections>>,
    pub(super) keyring: Option<Arc<Keyring>>,
    pub(super) limits: Option<Limits>,
    pub(super) turns: Option<Turns>,
    #[cfg(feature = "blocking")]
    pub(super) engine: Arc<Engine>,
}

impl Inherited {
    /// For a setting that says who calls which service, or by which clock: tokens and counts belong to it.
    pub(super) fn leave_identity(&mut self) {
        self.keyring = None;
        self.limits = None;
        self.turns = None;
    }

    /// For a setting of connections, which token requests have too.
    pub(super) fn leave_connections(&mut self) {
        self.connections = None;
        self.keyring = None;
    }
}

impl Client {
    /// The settings of this client, with what another client takes over.
    #[doc(hidden)]
    pub fn to_settings(&self) -> Settings {
        let inner = self.inner();
        let mut settings = inner.settings.clone();
        settings.inherited = Inherited {
            connections: Some(Arc::clone(&inner.transport.connections)),
            keyring: Some(Arc::clone(&inner.keyring)),
            limits: Some(inner.limits.clone()),
            turns: inner.turns.clone(),
            #[cfg(feature = "blocking")]
            engine: Arc::clone(&inner.engine),
        };
        settings
    }
}
