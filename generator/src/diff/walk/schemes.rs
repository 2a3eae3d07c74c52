//! Security schemes: which are the same in both documents, and what became of each.

use std::collections::BTreeMap;

use serde_json::Value;

use super::written::Differing;
use super::{Place, Side, Walk, Ways, words, written};
use crate::diff::change::Subject;
use crate::model::{KeyPlace, SchemeKind, SecurityScheme};
use crate::openapi::NodeKind;
use crate::rule_id::RuleId;
use crate::rust::surface::Spot;

impl<'p> Walk<'p> {
    /// Removed and new schemes of one kind: renamed schemes.
    pub(super) fn match_schemes(&mut self) {
        let (old, new) = (&self.old.plan.api.schemes, &self.new.plan.api.schemes);
        let lone = |of: &[SecurityScheme], beside: &[SecurityScheme]| {
            let lone = of
                .iter()
                .filter(|it| beside.iter().all(|other| other.name != it.name));
            let mut lone: Vec<(String, String)> =
                lone.map(|it| (kind(&it.kind), it.name.clone())).collect();
            lone.sort_by_key(|(kind, name)| (kind.clone(), name.to_ascii_lowercase()));
            lone
        };
        let mut come = lone(new, old);
        for (kind, name) in lone(old, new) {
            // The likeliest name among those of the kind: one with words in common, else the last.
            let candidates = come
                .iter()
                .enumerate()
                .filter(|(_, (other, _))| *other == kind);
            let best = candidates.max_by_key(|(_, (_, other))| common(&name, other));
            if let Some((n, _)) = best {
                let (_, other) = come.remove(n);
                self.schemes.insert(name, other);
            }
        }
    }

    pub(super) fn schemes(&mut self) {
        let (old, new) = (&self.old.plan.api.schemes, &self.new.plan.api.schemes);
        // The builder's methods that a scheme had and has.
        let method = |side: Side<'_>, name: &str| {
            let schemes = &side.api.settings.schemes;
            let scheme = schemes.iter().find(|it| it.model.name == name)?;
            Some(Spot::new("ClientBuilder", scheme.method?))
        };
        let (was_side, is_side) = (self.old, self.new);
        let renamed = self.schemes.clone();
        let place = |name: &str| {
            let mut place = Place::new(Subject::Document, Ways::BOTH);
            place.path = format!("securitySchemes.{name}");
            let new_name = renamed.get(name).map_or(name, String::as_str);
            let spots = method(was_side, name).into_iter();
            place.spots(spots.chain(method(is_side, new_name)))
        };
        for was in old {
            let other = renamed.get(&was.name).unwrap_or(&was.name);
            let is = new.iter().find(|is| is.name == *other);
            let here = place(&was.name).at(Some(&was.at), is.map(|it| &it.at));
            let Some(is) = is else {
                self.found(&here, RuleId::SecuritySchemeRemoved, None, None);
                continue;
            };
            if *other != was.name {
                let (was, is) = (words::code(&was.name), words::code(other));
                self.found(&here, RuleId::SecuritySchemeRenamed, was, is);
            }
            self.scheme(&here, was, is);
        }
        for is in new {
            let is_renamed = renamed.values().any(|name| *name == is.name);
            if !is_renamed && old.iter().all(|was| was.name != is.name) {
                let here = place(&is.name).at(None, Some(&is.at));
                self.found(&here, RuleId::SecuritySchemeAdded, None, None);
            }
        }
    }

    fn scheme(&mut self, place: &Place, was: &SecurityScheme, is: &SecurityScheme) {
        // What is compared elsewhere is named here, so that a new fact can't be overlooked.
        let SecurityScheme {
            name: _,
            kind: was,
            // Compared as written.
            description: _,
            at: _,
        } = was;
        let is = &is.kind;
        let (old, new) = (carrier(was), carrier(is));
        // Names of headers and schemes are the same in any letters.
        let is_header = old.starts_with("header ");
        let is_same = old == new || is_header && old.eq_ignore_ascii_case(&new);
        if kind(was) != kind(is) {
            // Operations that need the scheme have changes of their own.
            let (was, is) = (words::code(&kind(was)), words::code(&kind(is)));
            self.found(place, RuleId::SecuritySchemeChanged, was, is);
            self.scheme_words(place);
        } else if is_same {
            self.scheme_residue(place);
        } else {
            let (was, is) = (words::code(&old), words::code(&new));
            self.found(place, RuleId::CredentialMoved, was, is);
            self.scheme_words(place);
        }
    }

    /// The differences of a scheme in what the model does not carry.
    fn written_scheme(&self, place: &Place) -> Option<(Vec<Differing>, &'p Value, &'p Value)> {
        let was = self.old.node(place.old.as_ref()?)?;
        let is = self.new.node(place.new.as_ref()?)?;
        let found = written::beyond_model(NodeKind::SecurityScheme, was, is, self.read());
        Some((found, was, is))
    }

    /// A scheme of the same kind: anything of it may be a change; its scopes are compared one by one.
    fn scheme_residue(&mut self, place: &Place) {
        let Some((found, was, is)) = self.written_scheme(place) else {
            return;
        };
        // A flow more or less is a way more or less to a token.
        let flow = |node: &Value, path: &str| {
            let name = path.strip_prefix("flows.")?;
            node.get("flows")?.get(name).map(|_| ())
        };
        let mut is_changed = false;
        for (path, _) in found
            .iter()
            .filter(|it| it.1 == RuleId::SecuritySchemeChanged)
        {
            let rule = match (flow(was, path), flow(is, path)) {
                (None, Some(())) => RuleId::SecurityAlternativeAdded,
                (Some(()), None) => RuleId::SecurityAlternativeRemoved,
                _ => {
                    is_changed = true;
                    continue;
                }
            };
            self.found(&place.inside(path).spots([]), rule, None, None);
        }
        if is_changed {
            self.found(place, RuleId::SecuritySchemeChanged, None, None);
        }
        self.scheme_words(place);
        let (was, is) = (scopes(was), scopes(is));
        for (scope, words) in &was {
            let here = super::values::value_place(place, scope);
            match is.get(scope) {
                None => self.found(&here, RuleId::SchemeScopeRemoved, None, None),
                Some(other) if other != words => {
                    self.found(&here, RuleId::DocumentationChanged, None, None);
                }
                Some(_) => {}
            }
        }
        for scope in is.keys().filter(|scope| !was.contains_key(*scope)) {
            let here = super::values::value_place(place, scope);
            self.found(&here, RuleId::SchemeScopeAdded, None, None);
        }
    }

    /// Description and extensions of a scheme.
    fn scheme_words(&mut self, place: &Place) {
        let found = self.written_scheme(place).map(|it| it.0);
        for rule in [RuleId::DocumentationChanged, RuleId::ExtensionChanged] {
            if found.iter().flatten().any(|(_, it)| *it == rule) {
                self.found(place, rule, None, None);
            }
        }
    }
}

/// The scopes that a scheme lists, in whichever of its flows, with what it says of them.
fn scopes(scheme: &Value) -> BTreeMap<&str, &Value> {
    let flows = scheme.get("flows").and_then(Value::as_object);
    let scopes = flows.into_iter().flat_map(|flows| flows.values());
    let scopes = scopes.filter_map(|flow| flow.get("scopes")?.as_object());
    let scopes = scopes.flatten();
    scopes.map(|(name, words)| (name.as_str(), words)).collect()
}

/// The kind of a scheme: its type, and of HTTP authentication its scheme.
fn kind(of: &SchemeKind) -> String {
    match of {
        SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Http(_) => {
            format!("{} {}", of.word(), credential(of).to_ascii_lowercase())
        }
        SchemeKind::ApiKey { .. }
        | SchemeKind::OAuth2(_)
        | SchemeKind::OpenId
        | SchemeKind::MutualTls
        | SchemeKind::Unknown(_) => of.word().to_owned(),
    }
}

/// The kind of credential that a scheme takes. A token is one however it was obtained.
pub(super) fn credential(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::ApiKey { .. } => "API key".to_owned(),
        SchemeKind::Basic => "Basic".to_owned(),
        SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenId => "Bearer".to_owned(),
        SchemeKind::Http(name) => name.to_ascii_lowercase(),
        SchemeKind::MutualTls => "certificate".to_owned(),
        SchemeKind::Unknown(name) => name.clone(),
    }
}

/// The part of a request that carries a credential, as it is written there.
fn carrier(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::ApiKey { place, wire } => {
            let place = match place {
                KeyPlace::Header => "header",
                KeyPlace::Query => "query",
                KeyPlace::Cookie => "cookie",
            };
            format!("{place} {wire}")
        }
        SchemeKind::Basic
        | SchemeKind::Bearer
        | SchemeKind::Http(_)
        | SchemeKind::OAuth2(_)
        | SchemeKind::OpenId => format!("header Authorization: {}", credential(kind)),
        SchemeKind::MutualTls | SchemeKind::Unknown(_) => credential(kind),
    }
}

/// How many letters two names have in common at their ends.
fn common(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let start = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let end = a
        .chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(x, y)| x == y)
        .count();
    start + end
}
