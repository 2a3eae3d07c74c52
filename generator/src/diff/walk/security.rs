//! Who may call an operation: security schemes, scopes, levels of users.

use std::collections::{BTreeMap, BTreeSet};

use super::operations::Both;
use super::{Place, Side, Walk, Ways, words};
use crate::diff::change::Subject;
use crate::model::{KeyPlace, SchemeKind, Scopes, SecurityScheme};
use crate::rule_id::RuleId;
use crate::rust::surface::Spot;

/// One way to be let in: the schemes that it takes, each with its scopes.
type Way = BTreeMap<String, BTreeSet<String>>;

impl Walk<'_> {
    /// Removed and new schemes of one kind: renamed schemes.
    pub(super) fn match_schemes(&mut self) {
        let (old, new) = (&self.old.plan.api.schemes, &self.new.plan.api.schemes);
        let lone = |of: &[SecurityScheme], beside: &[SecurityScheme]| {
            let lone = of
                .iter()
                .filter(|it| beside.iter().all(|other| other.name != it.name));
            let mut lone: Vec<(String, String)> = lone
                .map(|it| (it.kind.word().to_owned(), it.name.clone()))
                .collect();
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
            let SecurityScheme {
                name,
                kind,
                // Compared as written.
                description: _,
                at,
            } = was;
            let here = place(name);
            if let Some(other) = self.schemes.get(name).cloned() {
                let is = new.iter().find(|it| it.name == other).map(|it| &it.at);
                let here = here.at(Some(at), is);
                self.found(
                    &here,
                    RuleId::SecuritySchemeRenamed,
                    words::code(name),
                    words::code(&other),
                );
                self.scheme_residue(&here);
                continue;
            }
            match new.iter().find(|is| is.name == *name) {
                None => self.found(
                    &here.at(Some(at), None),
                    RuleId::SecuritySchemeRemoved,
                    None,
                    None,
                ),
                Some(is) => {
                    let here = here.at(Some(at), Some(&is.at));
                    let carriers = (carrier(kind), carrier(&is.kind));
                    // Names of headers and schemes are the same in any letters.
                    let is_header = carriers.0.starts_with("header ");
                    let is_same = carriers.0 == carriers.1
                        || is_header && carriers.0.eq_ignore_ascii_case(&carriers.1);
                    if !is_same {
                        let words = |it: String| Some(words::code(&it));
                        let (was, is) = (words(carriers.0), words(carriers.1));
                        self.found(&here, RuleId::CredentialMoved, was, is);
                        continue;
                    }
                    if kind.word() == is.kind.word() {
                        self.scheme_residue(&here);
                    } else {
                        self.found(
                            &here,
                            RuleId::SecuritySchemeChanged,
                            words::code(kind.word()),
                            words::code(is.kind.word()),
                        );
                    }
                }
            }
        }
        for is in new {
            let renamed = self.schemes.values().any(|name| *name == is.name);
            if !renamed && old.iter().all(|was| was.name != is.name) {
                let here = place(&is.name).at(None, Some(&is.at));
                self.found(&here, RuleId::SecuritySchemeAdded, None, None);
            }
        }
    }

    pub(super) fn security(&mut self, both: &Both<'_>) {
        let here = both.place("security", Ways::REQUEST).spots([]);
        let old: Vec<Way> = both
            .old
            .1
            .requirements
            .iter()
            .map(|it| self.way(it, true))
            .collect();
        let new: Vec<Way> = both
            .new
            .1
            .requirements
            .iter()
            .map(|it| self.way(it, false))
            .collect();
        let is_open = |ways: &[Way]| ways.is_empty() || ways.iter().any(BTreeMap::is_empty);
        match (is_open(&old), is_open(&new)) {
            (true, true) => {}
            (true, false) => self.found(&here, RuleId::SecurityRequired, None, described(&new)),
            (false, true) => self.found(&here, RuleId::SecurityLifted, described(&old), None),
            (false, false) => self.ways_in(&here, &old, &new),
        }
        self.user_levels(both);
    }

    /// A requirement with its schemes under the names that they have in the new document.
    fn way(&self, requirement: &[Scopes], is_old: bool) -> Way {
        let way = requirement.iter().map(|it| {
            let Scopes { scheme, scopes } = it;
            let renamed = self.schemes.get(scheme).filter(|_| is_old);
            let name = renamed.unwrap_or(scheme).clone();
            (name, scopes.iter().cloned().collect())
        });
        way.collect()
    }

    fn ways_in(&mut self, place: &Place, old: &[Way], new: &[Way]) {
        let schemes = |way: &Way| way.keys().cloned().collect::<Vec<_>>();
        let mut left: Vec<&Way> = old.iter().filter(|it| !new.contains(it)).collect();
        let mut come: Vec<&Way> = new.iter().filter(|it| !old.contains(it)).collect();
        // With the same schemes it is the same alternative, unless another one has its scopes already.
        let mut paired: Vec<(&Way, &Way)> = Vec::new();
        for was in std::mem::take(&mut left) {
            let same = come.iter().position(|is| schemes(is) == schemes(was));
            if let Some(n) = same {
                paired.push((was, come.remove(n)));
            } else {
                left.push(was);
            }
        }
        for (was, is) in paired {
            for (scheme, scopes) in was {
                let now = &is[scheme];
                for scope in scopes.difference(now) {
                    let here = super::values::value_place(&place.inside(scheme), scope);
                    self.found(&here, RuleId::SecurityScopeRemoved, None, None);
                }
                for scope in now.difference(scopes) {
                    let here = super::values::value_place(&place.inside(scheme), scope);
                    self.found(&here, RuleId::SecurityScopeAdded, None, None);
                }
            }
        }
        // Several alternatives with the same schemes differ in their scopes.
        let all: Vec<&Way> = old.iter().chain(new).collect();
        let name = |way: &Way| {
            let name = schemes(way).join("+");
            let mut others = all.iter().filter(|it| **it != way);
            if others.any(|it| schemes(it) == schemes(way)) {
                let scopes: Vec<&str> = way.values().flatten().map(String::as_str).collect();
                format!("{name}={}", scopes.join("+"))
            } else {
                name
            }
        };
        for (ways, rule) in [
            (left, RuleId::SecurityAlternativeRemoved),
            (come, RuleId::SecurityAlternativeAdded),
        ] {
            for way in ways {
                self.found(&place.inside(&name(way)), rule, None, None);
            }
        }
    }

    fn user_levels(&mut self, both: &Both<'_>) {
        let here = both.place("userLevels", Ways::REQUEST).spots([]);
        let (old, new) = (&both.old.1.user_levels, &both.new.1.user_levels);
        match (old.is_empty(), new.is_empty()) {
            (true, false) => {
                self.found(&here, RuleId::UserLevelsIntroduced, None, new.join(", "));
                return;
            }
            (false, true) => {
                self.found(&here, RuleId::UserLevelsLifted, old.join(", "), None);
                return;
            }
            (true, true) | (false, false) => {}
        }
        for level in old.iter().filter(|level| !new.contains(level)) {
            let here = super::values::value_place(&here, level);
            self.found(&here, RuleId::UserLevelRemoved, None, None);
        }
        for level in new.iter().filter(|level| !old.contains(level)) {
            let here = super::values::value_place(&here, level);
            self.found(&here, RuleId::UserLevelAdded, None, None);
        }
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
        SchemeKind::Basic => "header Authorization: Basic".to_owned(),
        SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenId => {
            "header Authorization: Bearer".to_owned()
        }
        SchemeKind::Http(name) => format!("header Authorization: {name}"),
        SchemeKind::MutualTls => "certificate".to_owned(),
        SchemeKind::Unknown(name) => name.clone(),
    }
}

fn described(ways: &[Way]) -> String {
    let ways = ways.iter().filter(|way| !way.is_empty());
    let ways = ways.map(|way| {
        let schemes = way.iter().map(|(scheme, scopes)| {
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            format!("`{scheme}` {}", scopes.join(", "))
                .trim_end()
                .to_owned()
        });
        schemes.collect::<Vec<_>>().join(" and ")
    });
    ways.collect::<Vec<_>>().join(" or ")
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
