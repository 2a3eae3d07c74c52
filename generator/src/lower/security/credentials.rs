//! Security schemes and the requirements that no credentials can satisfy.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::resolve::Resolver;
use crate::lower::operation::Operations;
use crate::model::{
    DefaultSecurity, KeyPlace, Owner, SchemeKind, Scopes, SecurityScheme, Server, TokenUrls,
};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

impl Operations<'_> {
    /// The schemes that the document declares. If it declares any, those that operations require without a declaration are
    /// schemes of an unknown type; that they are missing is reported elsewhere.
    pub(in crate::lower) fn schemes(&mut self) -> Vec<SecurityScheme> {
        let document = self.resolver.document;
        let schemes_at = document.at.keys(["components", "securitySchemes"]);
        let declared = document.get(&schemes_at).and_then(Value::as_object);
        let names: Vec<&String> = declared.into_iter().flat_map(|it| it.keys()).collect();
        if names.is_empty() {
            return Vec::new();
        }
        let mut schemes: Vec<SecurityScheme> = Vec::new();
        for name in names {
            let at = schemes_at.key(name);
            let node = self.resolver.follow(&at, NodeKind::SecurityScheme);
            let node = node.map_or(&Value::Null, |(_, node)| node);
            let description = node.get("description").and_then(Value::as_str);
            schemes.push(SecurityScheme {
                name: name.clone(),
                kind: kind(node),
                description: description.map(str::to_owned),
                at,
            });
        }
        let operations = self.lowered.iter();
        let required = operations.flat_map(|(_, it)| it.requirements.iter().flatten());
        let mut undeclared: Vec<&String> = required
            .map(|it| &it.scheme)
            .filter(|name| schemes.iter().all(|scheme| scheme.name != **name))
            .collect();
        undeclared.sort();
        undeclared.dedup();
        let undeclared = undeclared.into_iter().map(|name| SecurityScheme {
            name: name.clone(),
            kind: SchemeKind::Unknown(String::new()),
            description: None,
            at: schemes_at.key(name),
        });
        let undeclared: Vec<_> = undeclared.collect();
        schemes.extend(undeclared);
        schemes
    }

    /// The default security requirements.
    pub(in crate::lower) fn default_security(
        &mut self,
        schemes: &[SecurityScheme],
    ) -> DefaultSecurity {
        if schemes.is_empty() {
            return DefaultSecurity::Undeclared;
        }
        let document = self.resolver.document;
        let is_list = |at: &SpecPath| document.get(at).is_some_and(Value::is_array);
        let of_document = is_list(&document.at.key("security"));
        let of_operation = self
            .lowered
            .iter()
            .any(|(_, it)| is_list(&it.at.key("security")));
        if !of_document && !of_operation {
            if self.lowered.len() > 0 {
                let at = document.at.keys(["components", "securitySchemes"]);
                let message = "the document declares security schemes, but requires none";
                self.reporter.report(Diagnostic::warning(Code::UnsupportedSecurity, &at, message).help(
                    "add `security` to the document or to its operations; without it, each call sends the first scheme that \
                     has credentials",
                ));
            }
            return DefaultSecurity::Optional;
        }
        DefaultSecurity::Required(self.resolver.requirements(None))
    }

    /// Reports an operation with an alternative that needs two values in one place of a request.
    pub(in crate::lower) fn security_effect(&mut self, owner: Owner, at: &SpecPath) {
        let own = at.key("security");
        let place = if self
            .resolver
            .document
            .get(&own)
            .is_some_and(Value::is_array)
        {
            own
        } else {
            self.resolver.document.at.key("security")
        };
        let schemes_at = self
            .resolver
            .document
            .at
            .keys(["components", "securitySchemes"]);
        let Owner::Operation(id) = owner else {
            return;
        };
        let clashing = |schemes: &Vec<Scopes>| -> Option<String> {
            let kinds = schemes.iter().filter_map(|it| {
                let node = self.resolver.document.get(&schemes_at.key(&it.scheme))?;
                Some((kind(node), it.scheme.as_str()))
            });
            let kinds: Vec<(SchemeKind, &str)> = kinds.collect();
            kinds.iter().enumerate().find_map(|(n, (one, _))| {
                let slot = one.slot()?;
                let others = kinds[n..].iter().filter(|(it, _)| it.slot().as_ref() == Some(&slot));
                let others: Vec<&(SchemeKind, &str)> = others.collect();
                // One token satisfies several schemes.
                let is_one_token = others.iter().all(|(kind, _)| kind.takes_token());
                (others.len() > 1 && !is_one_token).then(|| {
                    let names: Vec<&str> = others.iter().map(|(_, name)| *name).collect();
                    let (place, name) = &slot;
                    format!(
                        "the security schemes `{}` are required together and all use the {} `{name}`",
                        names.join("` and `"),
                        match place {
                            KeyPlace::Header => "header",
                            KeyPlace::Query => "query parameter",
                            KeyPlace::Cookie => "cookie",
                        }
                    )
                })
            })
        };
        let requirements = &self.lowered[id].requirements;
        let found: Vec<Option<String>> = requirements.iter().map(clashing).collect();
        let is_unusable = found.iter().all(Option::is_some);
        let Some(sentence) = found.into_iter().flatten().next() else {
            return;
        };
        let found = Diagnostic::warning(Code::UnsupportedSecurity, &place, &sentence);
        self.reporter
            .report(found.help("to make them alternatives, write one requirement for each"));
        // Otherwise calls send another alternative.
        if is_unusable {
            self.has_no_effect(owner, sentence);
        }
    }

    /// Reports token endpoints that the client does not use by itself: those on the origin of no server.
    pub(in crate::lower) fn token_endpoints(
        &mut self,
        schemes: &[SecurityScheme],
        servers: &[Server],
    ) {
        if self.service.token_url.is_some() {
            return;
        }
        for scheme in schemes {
            let SchemeKind::OAuth2(urls) = &scheme.kind else {
                continue;
            };
            if let Some(url) = urls.foreign_url(servers) {
                let message =
                    format!("the token endpoint `{url}` is not on the origin of a server");
                let at = scheme.at.keys(["flows", "clientCredentials", "tokenUrl"]);
                self.reporter.report(
                    Diagnostic::warning(Code::UnsupportedSecurity, &at, message).help(
                        "the client sends no secret there by default; to use it, call `.token_url(…)`",
                    ),
                );
            }
        }
    }
}

impl Resolver<'_> {
    /// The name of a scheme as it is declared, if a requirement writes it in another case. That is reported elsewhere.
    pub(in crate::lower) fn declared_name(&self, name: String) -> String {
        let schemes_at = self.document.at.keys(["components", "securitySchemes"]);
        let Some(declared) = self.document.get(&schemes_at).and_then(Value::as_object) else {
            return name;
        };
        if declared.contains_key(&name) {
            return name;
        }
        let mut alike = declared.keys().filter(|it| it.eq_ignore_ascii_case(&name));
        match (alike.next(), alike.next()) {
            (Some(only), None) => only.clone(),
            _ => name,
        }
    }
}

/// The kind of a scheme, from its node.
fn kind(node: &Value) -> SchemeKind {
    let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
    let unknown = || SchemeKind::Unknown(text("type").to_owned());
    match text("type") {
        "apiKey" => {
            let place = match text("in") {
                "header" => KeyPlace::Header,
                "query" => KeyPlace::Query,
                "cookie" => KeyPlace::Cookie,
                _ => return unknown(),
            };
            let wire = text("name").to_owned();
            if wire.is_empty() {
                return unknown();
            }
            SchemeKind::ApiKey { place, wire }
        }
        "http" => match text("scheme").trim() {
            scheme if scheme.eq_ignore_ascii_case("basic") => SchemeKind::Basic,
            scheme if scheme.eq_ignore_ascii_case("bearer") => SchemeKind::Bearer,
            "" => unknown(),
            scheme => SchemeKind::Http(scheme.to_owned()),
        },
        "oauth2" => SchemeKind::OAuth2(token_urls(node.get("flows"))),
        "openIdConnect" => SchemeKind::OpenId,
        "mutualTLS" => SchemeKind::MutualTls,
        _ => unknown(),
    }
}

/// The flows, first the one whose tokens are most often refreshed.
const FLOWS: [&str; 4] = [
    "authorizationCode",
    "password",
    "clientCredentials",
    "implicit",
];

const URLS: [&str; 3] = ["authorizationUrl", "tokenUrl", "refreshUrl"];

fn token_urls(flows: Option<&Value>) -> TokenUrls {
    let url = |flow: &str, key: &str| {
        let url = flows?.get(flow)?.get(key)?.as_str()?.trim();
        (!url.is_empty()).then(|| url.to_owned())
    };
    let refresh = FLOWS.iter().find_map(|flow| url(flow, "refreshUrl"));
    TokenUrls {
        client_credentials: url("clientCredentials", "tokenUrl"),
        password: url("password", "tokenUrl"),
        refresh: refresh.or_else(|| FLOWS.iter().find_map(|flow| url(flow, "tokenUrl"))),
        all: FLOWS
            .into_iter()
            .flat_map(|flow| URLS.map(|key| (flow, key)))
            .filter_map(|(flow, key)| Some((flow, key, url(flow, key)?)))
            .collect(),
    }
}
