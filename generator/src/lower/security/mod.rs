//! The syntax of security requirements.

mod credentials;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::resolve::Resolver;
use crate::openapi::NodeKind;
use crate::openapi::suggest::nearest;
use crate::spec_path::SpecPath;

/// The types of security schemes.
const TYPES: [&str; 4] = ["apiKey", "http", "oauth2", "openIdConnect"];

/// The type that OpenAPI has since 3.1.
const MUTUAL_TLS: &str = "mutualTLS";

impl Resolver<'_> {
    /// Checks a list of requirements: each is a mapping from the names of schemes.
    pub(in crate::lower) fn security_form(&self, at: &SpecPath) {
        let document = self.document;
        let Some(requirements) = document.get(at).and_then(Value::as_array) else {
            return;
        };
        let schemes_at = document.at.keys(["components", "securitySchemes"]);
        // A document that describes no scheme at all leaves them to another one.
        let schemes = document.get(&schemes_at).and_then(Value::as_object);
        let is_missing = |name: &&String| schemes.is_some_and(|it| !it.contains_key(*name));
        let known = || schemes.into_iter().flat_map(|it| it.keys());
        for (n, requirement) in requirements.iter().enumerate() {
            let at = at.index(n);
            let Value::Object(all) = requirement else {
                self.reporter
                    .not_a_node(requirement, NodeKind::SecurityRequirement, &at);
                continue;
            };
            for name in all.keys().filter(is_missing) {
                let help = match nearest(name, known().map(String::as_str)) {
                    Some(near) => format!("write `{near}`, if that is meant"),
                    None => "describe it in `securitySchemes` below `components`, or fix the name"
                        .to_owned(),
                };
                let message = format!("unknown security scheme `{name}`");
                self.reporter.report(
                    Diagnostic::warning(Code::DanglingReference, &at.key(name), message).help(help),
                );
            }
        }
    }

    /// Checks the types of the security schemes.
    pub(in crate::lower) fn security_schemes_form(&self) {
        let document = self.document;
        let schemes_at = document.at.keys(["components", "securitySchemes"]);
        let schemes = document.get(&schemes_at).and_then(Value::as_object);
        for (name, scheme) in schemes
            .into_iter()
            .flatten()
            .filter(|(_, it)| it.is_object())
        {
            let at = schemes_at.key(name);
            if scheme.get("$ref").is_some() {
                continue;
            }
            let typ = scheme.get("type").and_then(Value::as_str);
            let (at, message) = match typ {
                Some(typ) if TYPES.contains(&typ) || typ == MUTUAL_TLS => continue,
                Some(typ) => (
                    at.key("type"),
                    format!("unknown security scheme type `{typ}`"),
                ),
                None => (at, "the security scheme has no `type`".to_owned()),
            };
            let help = match typ {
                Some("basic" | "bearer") => {
                    format!(
                        "write `type: http` with `scheme: {}`",
                        typ.unwrap_or_default()
                    )
                }
                Some(typ) if nearest(typ, TYPES).is_some() => {
                    format!("write `type: {}`", nearest(typ, TYPES).unwrap_or_default())
                }
                _ => format!("write `type: {}`", TYPES.join("` or `type: ")),
            };
            self.reporter
                .report(Diagnostic::warning(Code::InvalidNode, &at, message).help(help));
        }
    }
}
