//! Names given by hand, in `[api.names]` of the configuration.

use std::collections::{BTreeMap, BTreeSet};

use super::keyword::plain;
use super::{Case, case, keyword};
use crate::config::ApiConfig;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::openapi::suggest::nearest;
use crate::spec_path::SpecPath;

/// A name given by hand.
#[derive(Clone, Debug)]
pub(crate) struct Pin {
    pub(super) name: String,
    /// Its entry in the configuration.
    at: SpecPath,
}

impl Pin {
    /// Reports that something else has the name: another one of `pins`, or the generated code.
    pub(super) fn taken<'p>(&self, mut pins: impl Iterator<Item = &'p Self>) -> Diagnostic {
        let name = &self.name;
        let first = pins.find(|it| plain(&it.name) == plain(name) && it.at != self.at);
        let Some(first) = first else {
            let message = format!("the name `{name}` is already taken");
            return Diagnostic::error(Code::NameCollision, &self.at, message)
                .help("write another name");
        };
        let message = format!("two entries give the name `{name}`");
        Diagnostic::error(Code::NameCollision, &self.at, message)
            .also(&first.at)
            .help("write another name in one of them, or remove it")
    }
}

/// All names given by hand, and which of them name something.
pub(super) struct Pins<'a> {
    config: &'a ApiConfig,
    /// The case of the name that each pin gives.
    used: BTreeMap<&'a str, Case>,
    /// The address of everything that a pin can name.
    known: BTreeSet<String>,
}

impl<'a> Pins<'a> {
    pub(super) fn new(config: &'a ApiConfig) -> Self {
        Self {
            config,
            used: BTreeMap::new(),
            known: BTreeSet::new(),
        }
    }

    /// The pin of an address, whose name is in this case.
    pub(super) fn get(&mut self, at: &SpecPath, case: Case) -> Option<Pin> {
        let (pointer, pin) = self.find(at)?;
        self.used.insert(pointer, case);
        Some(pin)
    }

    /// The pin of a type that is described where it is used. The address may be that of a member too, whose name is in
    /// another case; the pin is in the member's.
    pub(super) fn of_inline_type(&mut self, at: &SpecPath) -> Option<Pin> {
        let (pointer, pin) = self.find(at)?;
        self.used.entry(pointer).or_insert(Case::Type);
        let name = case::name(Case::Type, &pin.name)?;
        Some(Pin { name, ..pin })
    }

    fn find(&mut self, at: &SpecPath) -> Option<(&'a str, Pin)> {
        if self.config.names.is_empty() {
            return None;
        }
        let pointer = format!("#{}", at.to_pointer());
        let found = self.config.names.get_key_value(&pointer);
        self.known.insert(pointer);
        let (pointer, name) = found?;
        let at = self.entry(pointer);
        let name = name.clone();
        Some((pointer, Pin { name, at }))
    }

    fn entry(&self, pointer: &str) -> SpecPath {
        self.config.table("names").key(pointer)
    }

    /// Reports pins that name nothing in the document, and names that Rust does not take or warns of.
    pub(super) fn check(&self, file: &str, diagnostics: &mut Diagnostics) {
        for (pointer, name) in &self.config.names {
            let found = match self.used.get(pointer.as_str()) {
                Some(case) => wrong_name(name, *case),
                None => Some(self.unknown(pointer, file)),
            };
            if let Some((message, help)) = found {
                let at = self.entry(pointer);
                diagnostics.push(Diagnostic::error(Code::InvalidPin, &at, message).help(help));
            }
        }
    }

    fn unknown(&self, pointer: &str, file: &str) -> (String, String) {
        let message = format!("no named item at `{pointer}` of {file}");
        if !pointer.starts_with("#/") {
            let help = "an address starts with `#/`, as in diagnostics";
            return (message, help.to_owned());
        }
        if pointer.starts_with("#/paths//") {
            let mut known = self.known.iter();
            let meant = known.find(|it| it.replace("~1", "/") == pointer.replace("~1", "/"));
            let meant = meant.map_or_else(String::new, |it| format!(": `{it}`"));
            return (message, format!("write `/` of a path as `~1`{meant}"));
        }
        let suggestion = self.nearest(pointer);
        let suggestion =
            suggestion.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
        let help = "remove it, or fix the address".to_owned();
        (message + &suggestion, help)
    }

    /// The address that differs from this one in a single step, and there by little.
    fn nearest(&self, pointer: &str) -> Option<String> {
        let steps: Vec<&str> = pointer.split('/').collect();
        let known = self
            .known
            .iter()
            .map(|it| it.split('/').collect::<Vec<_>>());
        let known: Vec<_> = known.filter(|it| it.len() == steps.len()).collect();
        (0..steps.len()).find_map(|n| {
            let same_elsewhere =
                |it: &&Vec<&str>| it[..n] == steps[..n] && it[n + 1..] == steps[n + 1..];
            let words = known.iter().filter(same_elsewhere).map(|it| it[n]);
            let word = nearest(steps[n], words)?;
            Some([&steps[..n], &[word], &steps[n + 1..]].concat().join("/"))
        })
    }
}

/// What is wrong with a name in this case, and what to write.
fn wrong_name(name: &str, case: Case) -> Option<(String, String)> {
    let word = plain(name);
    let is_word = keyword::is_reserved(&word) || syn::parse_str::<syn::Ident>(&word).is_ok();
    // A module is a file, whose name has to be the same on every disk.
    let is_portable = case != Case::Module || word.is_ascii();
    let is_cased = is_cased(&word, case);
    let fit = if is_word && is_portable && is_cased {
        Some(keyword::escape(case, word.clone()))
    } else {
        case::name(case, &word)
    };
    if fit.as_deref() == Some(name) {
        return None;
    }
    let message = if keyword::is_reserved(name) {
        format!("`{name}` is a word that Rust reserves")
    } else if syn::parse_str::<syn::Ident>(name).is_err() {
        format!("`{name}` is no Rust name")
    } else if is_cased {
        format!("`{name}` is no name of {}", noun(case))
    } else {
        format!("`{name}` is not in the case of {}", noun(case))
    };
    let help = fit.map_or_else(
        || "use letters, digits and `_`".to_owned(),
        |fit| format!("write `{fit}`"),
    );
    Some((message, help))
}

/// Returns whether rustc takes the case of a name without a warning.
fn is_cased(name: &str, case: Case) -> bool {
    match case {
        Case::Type | Case::Variant => {
            let words = name.trim_matches('_');
            let has_case =
                |it: Option<char>| it.is_some_and(|c| c.is_uppercase() || c.is_lowercase());
            // Between characters without case, such as digits, `_` may stand.
            let mut seams = words.match_indices('_').map(|(at, _)| words.split_at(at));
            let is_word = |(before, after): (&str, &str)| {
                let next = after.chars().nth(1);
                next == Some('_') || has_case(before.chars().next_back()) || has_case(next)
            };
            !seams.any(is_word) && !words.starts_with(char::is_lowercase)
        }
        Case::Field | Case::Method | Case::Module => {
            let words = name.trim_matches('_');
            !words.contains("__") && !words.contains(char::is_uppercase)
        }
        Case::Constant => !name.contains(char::is_lowercase),
    }
}

fn noun(case: Case) -> &'static str {
    match case {
        Case::Type => "a type",
        Case::Variant => "a variant",
        Case::Field => "a field or an argument",
        Case::Method => "a method",
        Case::Module => "a module",
        Case::Constant => "a constant",
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, wrong_name};

    #[test]
    fn a_wrong_name_has_a_right_form() {
        for (case, name, expected) in [
            (Case::Type, "TrainStation", None),
            (Case::Type, "HTTPServer", None),
            (Case::Type, "OAuth2Token", None),
            (Case::Type, "V1_1", None),
            (Case::Type, "_Foo", None),
            (Case::Type, "V1__1", Some("write `V11`")),
            (Case::Type, "train_station", Some("write `TrainStation`")),
            (Case::Type, "Train_Station", Some("write `TrainStation`")),
            (Case::Type, "Train Station", Some("write `TrainStation`")),
            (Case::Type, "Self", Some("write `Self_`")),
            (Case::Type, "2nd", Some("write `Type2nd`")),
            (Case::Type, "", Some("use letters, digits and `_`")),
            (Case::Variant, "not_equal", Some("write `NotEqual`")),
            (Case::Method, "list_stations", None),
            (Case::Method, "r#move", None),
            (Case::Method, "ListStations", Some("write `list_stations`")),
            (Case::Method, "move", Some("write `r#move`")),
            (Case::Method, "gen", Some("write `r#gen`")),
            (Case::Method, "r#list", Some("write `list`")),
            (Case::Field, "self", Some("write `self_`")),
            (Case::Module, "move_", None),
            (Case::Module, "move", Some("write `move_`")),
            (Case::Module, "größe", Some("write `gruf6udfe`")),
            (Case::Constant, "SOURCE_ID", None),
            (Case::Constant, "source_id", Some("write `SOURCE_ID`")),
        ] {
            let help = wrong_name(name, case).map(|(_, help)| help);
            assert_eq!(help.as_deref(), expected, "{case:?} {name:?}");
        }
    }
}
