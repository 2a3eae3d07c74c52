//! The token endpoint.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use serde_json::json;

use super::answer::Answer;
use crate::call::template::pairs;

/// The tokens that a server has issued.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    life: Duration,
    /// The client of each token, and when it expires on the server's clock.
    good: BTreeMap<String, Token>,
    /// Responses to the next token requests in place of a token.
    pub(super) refusals: VecDeque<Answer>,
    pub(super) requests: usize,
}

#[derive(Debug)]
struct Token {
    client: String,
    end: Option<Duration>,
}

impl Tokens {
    pub(super) fn new(life: Duration) -> Self {
        Self {
            life,
            good: BTreeMap::new(),
            refusals: VecDeque::new(),
            requests: 0,
        }
    }

    /// Responds to a token request: any client id is accepted.
    pub(super) fn grant(&mut self, body: &[u8], now: Duration) -> Answer {
        self.requests += 1;
        if let Some(refusal) = self.refusals.pop_front() {
            return refusal;
        }
        let text = String::from_utf8_lossy(body).replace('+', "%20");
        let form: BTreeMap<String, String> = pairs(&text).collect();
        let has = |name: &str| form.get(name).is_some_and(|value| !value.is_empty());
        let fault = match form.get("grant_type").map(String::as_str) {
            Some("client_credentials") if has("client_id") && has("client_secret") => None,
            Some("refresh_token") if has("refresh_token") => None,
            Some("client_credentials" | "refresh_token") => Some("invalid_client"),
            Some(_) => Some("unsupported_grant_type"),
            None => Some("invalid_request"),
        };
        if let Some(error) = fault {
            let words = "the form lacks parameters of this grant";
            return Answer::json(400, &json!({"error": error, "error_description": words}));
        }
        let token = format!("mock-token-{}", self.requests);
        let client = form.get("client_id").cloned().unwrap_or_default();
        let end = now.saturating_add(self.life);
        self.good.insert(
            token.clone(),
            Token {
                client,
                end: Some(end),
            },
        );
        Answer::json(
            200,
            &json!({
                "access_token": token,
                "token_type": "bearer",
                "expires_in": self.life.as_secs(),
                "refresh_token": format!("mock-refresh-{}", self.requests),
                "scope": "all",
            }),
        )
    }

    /// Accepts a token that was not issued here.
    pub(super) fn trust(&mut self, token: String) {
        let token_of = Token {
            client: token.clone(),
            end: None,
        };
        self.good.insert(token, token_of);
    }

    /// Rejects every token that was issued so far.
    pub(super) fn expire(&mut self) {
        self.good.clear();
    }

    /// The client of the token in an `Authorization` header; `None` if it is not valid.
    pub(super) fn client(&self, authorization: Option<&str>, now: Duration) -> Option<&str> {
        let token = self.good.get(authorization?.strip_prefix("Bearer ")?)?;
        let is_good = token.end.is_none_or(|end| now < end);
        is_good.then_some(&token.client)
    }
}
