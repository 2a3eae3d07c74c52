//! Which security requirements a client can satisfy: it sends one bearer token.

use serde_json::Value;

use super::{LowerCx, conventions};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Owner;
use crate::spec_path::SpecPath;

impl LowerCx<'_> {
    /// Reports an operation whose credentials the client can't send, or which gets a token that it doesn't ask for.
    pub(super) fn security_effect(&mut self, owner: Owner, at: &SpecPath) {
        let own = at.key("security");
        let place = if self.document.get(&own).is_some_and(Value::is_array) {
            own
        } else {
            self.document.at.key("security")
        };
        let schemes_at = self.document.at.keys(["components", "securitySchemes"]);
        let schemes = self.document.get(&schemes_at).and_then(Value::as_object);
        let Some(schemes) = schemes.filter(|schemes| !schemes.is_empty()) else {
            return;
        };
        let alternatives = self.document.get(&place).and_then(Value::as_array);
        let ways: Vec<Vec<&String>> = alternatives
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .map(|way| way.keys().collect())
            .collect();
        let sentence = if ways.iter().all(Vec::is_empty) {
            "the client's token is sent, although none is asked for".to_owned()
        } else {
            let lacks = |way: &Vec<&String>| -> Vec<String> {
                let unsent = way.iter().filter_map(|name| {
                    let scheme = schemes.get(*name)?;
                    Some(format!("`{name}`, {}", credential(scheme)?))
                });
                unsent.collect()
            };
            let lacking: Vec<Vec<String>> = ways.iter().map(lacks).collect();
            let Some(least) = lacking.iter().min_by_key(|way| way.len()) else {
                return;
            };
            if least.is_empty() {
                return;
            }
            format!("the client can't send {}", least.join(" and "))
        };
        let found = Diagnostic::warning(Code::UnsupportedSecurity, &place, &sentence);
        self.report(found.help(
            "the client sends one bearer token; add what else is asked for to the call by hand",
        ));
        self.has_no_effect(owner, sentence);
    }

    /// Reports a token endpoint that the client does not use by itself.
    pub(super) fn token_endpoint(&mut self, scheme: &Value, at: &SpecPath) {
        let Some(flows) = scheme.get("flows").and_then(Value::as_object) else {
            return;
        };
        let url = flows
            .get("clientCredentials")
            .and_then(|flow| flow.get("tokenUrl"));
        if let Some(url) = url.and_then(Value::as_str)
            && !url.ends_with(conventions::TOKEN_PATH)
        {
            let message = format!(
                "the token endpoint `{url}` is not used by itself; the client asks `{}` under its base URL",
                conventions::TOKEN_PATH
            );
            let at = at.keys(["flows", "clientCredentials", "tokenUrl"]);
            self.report(
                Diagnostic::warning(Code::UnsupportedSecurity, &at, message)
                    .help("give it to the client by `.token_url(…)`"),
            );
        }
    }
}

/// What a scheme asks for; `None` where that is a bearer token.
fn credential(scheme: &Value) -> Option<String> {
    let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    match text("type") {
        "apiKey" => Some(format!(
            "an API key in the {} `{}`",
            text("in"),
            text("name")
        )),
        "http" if !text("scheme").eq_ignore_ascii_case("bearer") => {
            Some(format!("HTTP authentication by `{}`", text("scheme")))
        }
        _ => None,
    }
}
