//! Scopes: sets of names that must differ, and how equal names are qualified.

use std::collections::{BTreeMap, BTreeSet};

use super::keyword::plain;
use super::pins::Pin;
use super::{Case, case};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::spec_path::SpecPath;

/// One thing that needs a name in a scope.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// As the document calls it.
    pub(super) wire: String,
    /// The preferred name, before case conversion.
    pub(super) text: String,
    /// The part it plays, to qualify its name by: `query`, `property`.
    pub(super) role: &'static str,
    /// A name given by hand.
    pub(super) pin: Option<Pin>,
    pub(super) at: SpecPath,
}

/// The names that are taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    /// Names, each with the address of what has it; the emitter's own have none.
    taken: BTreeMap<String, Option<SpecPath>>,
    /// Further names that each claimed name needs.
    companions: Option<fn(&str) -> Vec<String>>,
}

impl Scope {
    /// A scope in which the emitter itself uses some names.
    pub(super) fn reserving<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let taken = names
            .into_iter()
            .map(|name| (name.to_owned(), None))
            .collect();
        Self {
            taken,
            companions: None,
        }
    }

    /// A scope in which every name brings others along, as a property of a builder does: `x`, `maybe_x`.
    ///
    /// `plain` are the names that the candidates will ask for first; no other one gets a companion of these.
    pub(super) fn with_companions<'n>(
        reserved: impl IntoIterator<Item = &'n str>,
        plain: impl IntoIterator<Item = String>,
        companions: fn(&str) -> Vec<String>,
    ) -> Self {
        let mut scope = Self::reserving(reserved);
        let brought = plain
            .into_iter()
            .flat_map(|name| companions(&self::plain(&name)));
        scope.taken.extend(brought.map(|name| (name, None)));
        scope.companions = Some(companions);
        scope
    }

    /// Claims a name; returns false if it is taken. Raw and plain names are equal.
    pub(super) fn claim(&mut self, name: &str) -> bool {
        self.claim_for(name, None)
    }

    fn claim_for(&mut self, name: &str, at: Option<&SpecPath>) -> bool {
        let name = plain(name);
        if self.taken.contains_key(&name) {
            return false;
        }
        if let Some(companions) = self.companions {
            for companion in companions(&name) {
                self.taken.entry(companion).or_insert_with(|| at.cloned());
            }
        }
        self.taken.insert(name, at.cloned());
        true
    }

    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains_key(&plain(name))
    }

    /// Returns whether a qualified name, with all that it brings along, is free.
    fn is_wholly_free(&self, name: &str) -> bool {
        let name = plain(name);
        let companions = self
            .companions
            .map(|companions| companions(&name))
            .unwrap_or_default();
        self.is_free(&name) && companions.iter().all(|name| self.is_free(name))
    }

    /// Names for all candidates, in their order.
    ///
    /// Most get the plain one. Where several would get the same, the one that is written exactly so in the document keeps
    /// it, and the others are qualified: by how they are written (`asc` and `ASC` become `asc_lower` and `asc_upper`), by
    /// their signs spelled out, by their role; never by a number, which would come to mean something else as soon as the
    /// document gains a line.
    pub(super) fn assign(
        &mut self,
        case: Case,
        candidates: &[Candidate],
        diagnostics: &mut Diagnostics,
    ) -> Vec<String> {
        let mut names: Vec<Option<String>> = vec![None; candidates.len()];
        for (candidate, name) in candidates.iter().zip(&mut names) {
            if let Some(pin) = &candidate.pin {
                if !self.claim_for(&pin.name, Some(&candidate.at)) {
                    let pins = candidates.iter().filter_map(|it| it.pin.as_ref());
                    diagnostics.push(pin.taken(pins));
                }
                *name = Some(pin.name.clone());
            }
        }
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut of_signs: BTreeSet<usize> = BTreeSet::new();
        for (n, candidate) in candidates.iter().enumerate() {
            if names[n].is_none() {
                let name = case::name(case, &candidate.text).or_else(|| {
                    of_signs.insert(n);
                    case::spelled(case, &candidate.text)
                });
                let name = name
                    .or_else(|| case::name(case, "empty"))
                    .unwrap_or_default();
                groups.entry(name).or_default().push(n);
            }
        }
        for (name, members) in &groups {
            let exact = members
                .iter()
                .position(|n| candidates[*n].wire == plain(name));
            let mut worded = members
                .iter()
                .enumerate()
                .filter(|(_, n)| !of_signs.contains(n));
            // A word keeps its name before a sign that is called by it.
            let only_worded = worded
                .next()
                .filter(|_| worded.next().is_none())
                .map(|(k, _)| k);
            let keeps = if members.len() == 1 {
                Some(0)
            } else {
                exact.or(only_worded)
            };
            let at = keeps.map(|keeps| candidates[members[keeps]].at.clone());
            if let Some(keeps) = keeps.filter(|_| self.claim_for(name, at.as_ref())) {
                names[members[keeps]] = Some(name.clone());
            }
        }
        // Only now the others, so that a qualified name never takes a plain one away.
        for (name, members) in &groups {
            let rest: Vec<usize> = members
                .iter()
                .copied()
                .filter(|n| names[*n].is_none())
                .collect();
            if rest.is_empty() {
                continue;
            }
            let roles: BTreeSet<&str> = members.iter().map(|n| candidates[*n].role).collect();
            let among_themselves = roles.len() < members.len();
            let members: Vec<&Candidate> = rest.iter().map(|n| &candidates[*n]).collect();
            match self.qualify(case, name, &members, among_themselves) {
                Some(qualified) => {
                    let pinned = pinned(case, candidates, name);
                    for (n, name) in rest.into_iter().zip(qualified) {
                        if let Some(pinned) = pinned {
                            diagnostics.push(displaced(&candidates[n], pinned, &name));
                        }
                        self.claim_for(&name, Some(&candidates[n].at));
                        names[n] = Some(name);
                    }
                }
                None => {
                    for n in rest {
                        diagnostics.push(self.taken(&candidates[n], name));
                        names[n] = Some(name.clone());
                    }
                }
            }
        }
        names.into_iter().flatten().collect()
    }

    /// Returns the first qualification that makes all names different.
    fn qualify(
        &self,
        case: Case,
        name: &str,
        members: &[&Candidate],
        among_themselves: bool,
    ) -> Option<Vec<String>> {
        type Way<'a> = &'a dyn Fn(&Candidate) -> Option<String>;
        let base = plain(name);
        let by_style: Way<'_> =
            &|it| case::name(case, &format!("{base} {}", case::style(&it.wire)));
        let by_signs: Way<'_> = &|it| case::spelled(case, &it.wire);
        let by_role: Way<'_> = &|it| case::name(case, &format!("{base} {}", it.role));
        let by_role_and_style: Way<'_> = &|it| {
            case::name(
                case,
                &format!("{base} {} {}", it.role, case::style(&it.wire)),
            )
        };
        let by_role_and_signs: Way<'_> = &|it| {
            case::name(
                case,
                &format!("{} {}", case::spelled(case, &it.wire)?, it.role),
            )
        };
        let by_letters: Way<'_> = &|it| case::name(case, &case::letter_by_letter(&it.wire));
        let ways: &[Way<'_>] = if among_themselves {
            &[
                by_style,
                by_signs,
                by_role,
                by_role_and_style,
                by_role_and_signs,
                by_letters,
            ]
        } else {
            &[by_role, by_role_and_style, by_role_and_signs, by_letters]
        };
        ways.iter().find_map(|way| {
            let names: Vec<String> = members
                .iter()
                .map(|member| way(member))
                .collect::<Option<_>>()?;
            let distinct: BTreeSet<&String> = names.iter().collect();
            let all_free = names.iter().all(|name| self.is_wholly_free(name));
            (distinct.len() == names.len() && all_free).then_some(names)
        })
    }
}

impl Scope {
    fn taken(&self, candidate: &Candidate, name: &str) -> Diagnostic {
        let pointer = candidate.at.to_pointer();
        let diagnostic = Diagnostic::error(
            Code::NameCollision,
            &candidate.at,
            format!("the name `{name}` for `{}` is already taken", candidate.wire),
        )
        .help(format!(
            "give it a name in `apis.toml`, under `[api.names]`, or rename it by an overlay:\n\"#{pointer}\" = \"another_name\""
        ));
        match self.taken.get(&plain(name)) {
            Some(Some(other)) if *other != candidate.at => diagnostic.also(other),
            _ => diagnostic,
        }
    }
}

/// The candidate to which the configuration gives a name that another thing would have.
fn pinned<'c>(case: Case, candidates: &'c [Candidate], name: &str) -> Option<&'c Candidate> {
    let is_it = |pin: &Pin| plain(&pin.name) == plain(name);
    let mut pins = candidates.iter();
    let found = pins.find(|it| it.pin.as_ref().is_some_and(is_it));
    // A pin of the name that the thing has anyway takes it from nothing.
    found.filter(|it| case::name(case, &it.text).as_deref() != Some(name))
}

/// A pin took a name that something else would have had.
fn displaced(candidate: &Candidate, pinned: &Candidate, name: &str) -> Diagnostic {
    let message = format!(
        "`{}` becomes `{name}`, since the configuration gives its name to `{}`",
        candidate.wire, pinned.wire
    );
    Diagnostic::warning(Code::NameCollision, &candidate.at, message)
        .also(&pinned.at)
        .help("choose another name, or give this one a name in `[api.names]` as well")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assign(case: Case, reserved: &[&str], wires: &[&str]) -> Vec<String> {
        let candidates: Vec<Candidate> = wires
            .iter()
            .map(|wire| Candidate {
                wire: (*wire).to_owned(),
                text: (*wire).to_owned(),
                role: "property",
                pin: None,
                at: SpecPath::root("t").key(wire),
            })
            .collect();
        let mut diagnostics = Diagnostics::default();
        let names =
            Scope::reserving(reserved.iter().copied()).assign(case, &candidates, &mut diagnostics);
        diagnostics.stop_if_errors().expect("no collision is left");
        names
    }

    #[test]
    fn collisions_are_qualified_without_numbers() {
        let cases: &[(Case, &[&str], &[&str])] = &[
            (Case::Field, &["kind", "Kind"], &["kind", "kind_pascal"]),
            (
                Case::Field,
                &["account-id", "accountId"],
                &["account_id_kebab", "account_id_camel"],
            ),
            (Case::Field, &["a.b", "a,b"], &["a_b_dotted", "a_b_lower"]),
            (
                Case::Field,
                &["a;b", "a,b"],
                &["a_semicolon_b", "a_comma_b"],
            ),
            (Case::Variant, &["asc", "ASC"], &["AscLower", "AscUpper"]),
            (
                Case::Variant,
                &["1", "-1"],
                &["Value1Lower", "Value1Negative"],
            ),
            (
                Case::Variant,
                &["<", "<=", "="],
                &["Less", "LessEqual", "Equal"],
            ),
            (Case::Variant, &["*", "star"], &["StarSigns", "Star"]),
            (Case::Field, &["extra"], &["extra_property"]),
            (
                Case::Field,
                &["extra", "extra_property"],
                &["extra_property_lower", "extra_property"],
            ),
        ];
        for (case, wires, expected) in cases {
            assert_eq!(assign(*case, &["extra"], wires), *expected, "{wires:?}");
        }
    }

    #[test]
    fn an_empty_text_has_a_name_too() {
        assert_eq!(assign(Case::Variant, &[], &["", "a"]), ["Empty", "A"]);
    }

    #[test]
    fn unresolvable_collisions_are_reported() {
        let same = |n: usize| Candidate {
            wire: "a".to_owned(),
            text: "a".to_owned(),
            role: "property",
            pin: None,
            at: SpecPath::root("t").index(n),
        };
        let mut diagnostics = Diagnostics::default();
        Scope::default().assign(Case::Field, &[same(0), same(1), same(2)], &mut diagnostics);
        let report = diagnostics.stop_if_errors().unwrap_err().to_string();
        assert!(report.contains("error[name-collision]"), "{report}");
    }
}
