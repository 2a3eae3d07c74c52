//! Who may call an operation: alternatives of security schemes, scopes, levels of users.

use std::collections::{BTreeMap, BTreeSet};

use super::operations::Both;
use super::schemes::credential;
use super::values::value_place;
use super::{Place, Walk, Ways, words};
use crate::model::Scopes;
use crate::rule_id::RuleId;

/// One way to be let in: the schemes that it takes, each with its scopes.
type Way = BTreeMap<Scheme, BTreeSet<String>>;

/// A security scheme as a requirement names it. One of another kind is another scheme, even if its name is the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Scheme {
    name: String,
    /// The kind of credential that it takes.
    credential: String,
}

impl Walk<'_> {
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
        let side = if is_old { self.old } else { self.new };
        let way = requirement.iter().map(|it| {
            let Scopes { scheme, scopes } = it;
            let declared = side.plan.api.schemes.iter().find(|it| it.name == *scheme);
            let renamed = self.schemes.get(scheme).filter(|_| is_old);
            let key = Scheme {
                name: renamed.unwrap_or(scheme).clone(),
                credential: declared.map_or_else(String::new, |it| credential(&it.kind)),
            };
            (key, scopes.iter().cloned().collect())
        });
        way.collect()
    }

    fn ways_in(&mut self, place: &Place, old: &[Way], new: &[Way]) {
        let mut left: Vec<&Way> = old.iter().filter(|it| !new.contains(it)).collect();
        let mut come: Vec<&Way> = new.iter().filter(|it| !old.contains(it)).collect();
        self.implied_ways(place, [old, new], &mut left, &mut come);
        // With the same schemes it is the same alternative, unless another one has its scopes already.
        let same = pairs(&mut left, &mut come, |was, is, _| has_schemes_of(is, was));
        let is_replaced = left.len() == old.len();
        for (was, is) in same {
            for (scheme, scopes) in was {
                self.scopes(&place.inside(&scheme.name), scopes, &is[scheme]);
            }
        }
        // A scheme of the same name may be of another kind, and none of the alternatives may be left.
        let other = pairs(&mut left, &mut come, |was, is, come| {
            let is_kind_left = || come.iter().any(|is| credentials(is) == credentials(was));
            let mut others = old.iter().filter(|it| *it != was);
            let mut is_of_other = || others.any(|it| credentials(it) == credentials(is));
            names(is) == names(was) || is_replaced && !is_kind_left() && !is_of_other()
        });
        for (was, is) in other {
            let kind = |way: &Way| Some(with_credentials(way));
            let here = place.inside(&names(was));
            self.found(&here, RuleId::AuthenticationChanged, kind(was), kind(is));
        }
        // Several alternatives with the same schemes differ in their scopes.
        let all: Vec<&Way> = old.iter().chain(new).collect();
        let name = |way: &Way| {
            let mut others = all.iter().filter(|it| **it != way);
            if others.any(|it| has_schemes_of(it, way)) {
                let scopes: Vec<&str> = way.values().flatten().map(String::as_str).collect();
                format!("{}={}", names(way), scopes.join("+"))
            } else {
                names(way)
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

    /// Takes out of two lists the alternatives that another one implies: who has their credentials is let in by it anyway.
    fn implied_ways<'w>(
        &mut self,
        place: &Place,
        [old, new]: [&'w [Way]; 2],
        left: &mut Vec<&'w Way>,
        come: &mut Vec<&'w Way>,
    ) {
        let mut implied: Vec<(&Way, &Way)> = Vec::new();
        left.retain(|was| {
            let weaker = new.iter().filter(|is| implies(is, was));
            let weaker = weaker.min_by_key(|is| (!old.contains(is), !has_schemes_of(is, was)));
            implied.extend(weaker.map(|is| (*was, is)));
            weaker.is_none()
        });
        for (was, is) in implied {
            // The scopes are all that differs then.
            come.retain(|it| *it != is || !has_schemes_of(it, was));
            if old.contains(is) && has_scopes_of(is, was) {
                let here = place.inside(&names(was));
                self.found(&here, RuleId::DocumentationChanged, None, None);
            }
            for (scheme, scopes) in is {
                self.scopes(&place.inside(&scheme.name), &was[scheme], scopes);
            }
        }
        let kept: Vec<&Way> = old.iter().filter(|it| new.contains(it)).collect();
        come.retain(|is| {
            let mut weaker = kept.iter().filter(|it| implies(it, is));
            let is_implied = weaker.any(|it| has_scopes_of(it, is));
            if is_implied {
                let here = place.inside(&names(is));
                self.found(&here, RuleId::DocumentationChanged, None, None);
            }
            !is_implied
        });
    }

    /// The scopes of a scheme. OpenAPI requires all of them; many services take any one of several. The two mean the same where
    /// one side has none.
    fn scopes(&mut self, place: &Place, old: &BTreeSet<String>, new: &BTreeSet<String>) {
        let words = |scopes: &BTreeSet<String>| {
            let scopes: Vec<String> = scopes.iter().map(|it| words::code(it)).collect();
            Some(scopes.join(", "))
        };
        match (old.is_empty(), new.is_empty()) {
            (true, false) => {
                self.found(place, RuleId::SecurityScopeRequired, None, words(new));
                return;
            }
            (false, true) => {
                self.found(place, RuleId::SecurityScopesLifted, words(old), None);
                return;
            }
            (true, true) | (false, false) => {}
        }
        for (scopes, others, rule) in [
            (old, new, RuleId::SecurityScopeRemoved),
            (new, old, RuleId::SecurityScopeAdded),
        ] {
            for scope in scopes.difference(others) {
                self.found(&value_place(place, scope), rule, None, None);
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
            let here = value_place(&here, level);
            self.found(&here, RuleId::UserLevelRemoved, None, None);
        }
        for level in new.iter().filter(|level| !old.contains(level)) {
            let here = value_place(&here, level);
            self.found(&here, RuleId::UserLevelAdded, None, None);
        }
    }
}

/// Takes pairs out of two lists: each of the first with the first of the second that is accepted beside it.
fn pairs<'w>(
    left: &mut Vec<&'w Way>,
    come: &mut Vec<&'w Way>,
    accepts: impl Fn(&Way, &Way, &[&Way]) -> bool,
) -> Vec<(&'w Way, &'w Way)> {
    let mut pairs = Vec::new();
    left.retain(|was| {
        let found = come.iter().position(|is| accepts(was, is, come));
        pairs.extend(found.map(|n| (*was, come.remove(n))));
        found.is_none()
    });
    pairs
}

fn described(ways: &[Way]) -> String {
    let ways = ways.iter().filter(|way| !way.is_empty());
    let ways = ways.map(|way| {
        let schemes = way.iter().map(|(scheme, scopes)| {
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            format!("`{}` {}", scheme.name, scopes.join(", "))
                .trim_end()
                .to_owned()
        });
        schemes.collect::<Vec<_>>().join(" and ")
    });
    ways.collect::<Vec<_>>().join(" or ")
}

fn has_schemes_of(way: &Way, other: &Way) -> bool {
    way.keys().eq(other.keys())
}

/// Returns whether the schemes of an alternative have the same scopes in another one.
fn has_scopes_of(way: &Way, other: &Way) -> bool {
    let mut schemes = way.iter();
    schemes.all(|(scheme, scopes)| other.get(scheme) == Some(scopes))
}

/// Returns whether another alternative takes all that an alternative takes.
fn implies(way: &Way, other: &Way) -> bool {
    let mut schemes = way.iter();
    schemes.all(|(scheme, scopes)| other.get(scheme).is_some_and(|it| scopes.is_subset(it)))
}

/// The names of the schemes of an alternative.
fn names(way: &Way) -> String {
    let names: Vec<&str> = way.keys().map(|it| it.name.as_str()).collect();
    names.join("+")
}

fn credentials(way: &Way) -> BTreeSet<&str> {
    way.keys().map(|it| it.credential.as_str()).collect()
}

/// The schemes of an alternative, each with its kind.
fn with_credentials(way: &Way) -> String {
    let schemes = way
        .keys()
        .map(|it| format!("`{}` ({})", it.name, it.credential));
    schemes.collect::<Vec<_>>().join(" and ")
}
