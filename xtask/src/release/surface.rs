//! The public items of the crate at the last release and now, as the sources have them.

use std::collections::{BTreeMap, BTreeSet};

use generator::diff::Rust;

use crate::items::normalized;
use crate::surface::readable;

/// What programs can use no longer, and what they can use besides.
#[derive(Debug, Default)]
pub(super) struct Surface {
    pub(super) lost: Vec<String>,
    pub(super) gained: Vec<String>,
    /// Gained, and yet a program that compiled may no longer.
    pub(super) demanded: Vec<String>,
}

impl Surface {
    /// Compares the items of two crates, as [`items::of_crate`](crate::items::of_crate) lists them.
    pub(super) fn of(old: &[String], new: &[String]) -> Self {
        let (old, new) = (Uses::of(old), Uses::of(new));
        let mut surface = Self::default();
        for (lost, text) in &old.lines {
            // Programs lose nothing when an item is no longer deprecated.
            if new.lines.contains_key(lost) || lost.ends_with(DEPRECATED) {
                continue;
            }
            // What needs no feature any more is there with every feature.
            let always = lost.split_once(WITH).map(|(it, _)| format!("{it}{ALWAYS}"));
            if always.is_none_or(|always| !new.lines.contains_key(&always)) {
                surface.lost.push(text.clone());
            }
        }
        for (gained, text) in &new.lines {
            if old.lines.contains_key(gained) {
                continue;
            }
            // Programs match all variants of such a type, or give all fields.
            let is_demanded = new.members.get(gained).is_some_and(|of| {
                old.lines.contains_key(&format!("{of}{EXHAUSTIVE}"))
                    && old.members.values().any(|it| it == of)
            });
            let list = if is_demanded {
                &mut surface.demanded
            } else {
                &mut surface.gained
            };
            list.push(text.clone());
        }
        for list in [
            &mut surface.lost,
            &mut surface.gained,
            &mut surface.demanded,
        ] {
            *list = shown(list);
        }
        surface
    }

    pub(super) fn verdict(&self) -> Rust {
        if !self.lost.is_empty() || !self.demanded.is_empty() {
            Rust::Major
        } else if self.gained.is_empty() {
            Rust::None
        } else {
            Rust::Minor
        }
    }
}

/// The lines of a list for people. Calls of the runtime's macros are internal: they add methods to items, which most of the time are in
/// the list themselves.
fn shown(list: &[String]) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (calls, items): (Vec<&String>, Vec<&String>) =
        list.iter().partition(|line| line.contains("!("));
    let mut listed: BTreeSet<String> = items.iter().map(|line| subject(line)).collect();
    let mut lines: Vec<String> = items.iter().map(|line| readable(line)).collect();
    for call in calls {
        let (start, arguments) = call.split_once("!(").unwrap_or((call, ""));
        let module = start.rsplit_once(": ").map_or("", |(module, _)| module);
        // Before the colon of the mock servers' is what they are methods of.
        let arguments = match arguments.split_once(": ") {
            Some((_, methods)) if start.ends_with("mock") => methods,
            _ => arguments,
        };
        let mut words = arguments.split(|c| !is_word(c)).filter(|it| !it.is_empty());
        let subject = words.next().unwrap_or_default();
        if listed.insert(within(module, subject)) {
            let separator = if module.is_empty() { "" } else { ": " };
            lines.push(format!("{module}{separator}methods of {subject}"));
        }
    }
    lines
}

/// The type that the line of an item declares, or is about.
fn subject(line: &str) -> String {
    let (of, item) = line.split_once(": ").unwrap_or(("", line));
    let is_type = ["struct ", "enum ", "type "].map(|kind| item.starts_with(kind));
    if is_type.contains(&true) {
        owner(line)
    } else {
        of.to_owned()
    }
}

const WITH: &str = " with feature ";
const ALWAYS: &str = " with any features";
const EXHAUSTIVE: &str = ": exhaustive";
const DEPRECATED: &str = " [deprecated]";

/// What programs can rely on.
#[derive(Default)]
struct Uses {
    /// One for each item, its features and its traits, with the text for people.
    lines: BTreeMap<String, String>,
    /// The lines of fields and variants, with their types.
    members: BTreeMap<String, String>,
}

impl Uses {
    fn of(items: &[String]) -> Self {
        let mut uses = Self::default();
        for line in items {
            uses.add(line);
        }
        uses
    }

    fn add(&mut self, line: &str) {
        let (line, is_deprecated) = match line.strip_suffix(DEPRECATED) {
            Some(line) => (line, true),
            None => (line, false),
        };
        let features = line.strip_suffix(']').and_then(|it| it.rsplit_once(" ["));
        let (line, features) = features.unwrap_or((line, ""));
        let mut text = line;
        let item = match declared(line) {
            Some((item, traits)) => {
                self.declare(&owner(item), traits);
                text = item;
                item.to_owned()
            }
            None => normalized(&without_argument_names(line)),
        };
        let mut lines = Vec::new();
        if features.is_empty() {
            lines.push((format!("{item}{ALWAYS}"), text.to_owned()));
        } else {
            let with = features.split(", ");
            lines.extend(with.map(|it| (format!("{item}{WITH}{it}"), format!("{text}{WITH}{it}"))));
        }
        if let Some((of, member)) = line.split_once(": ")
            && !NO_MEMBERS.iter().any(|kind| member.starts_with(kind))
            && !member.contains("!(")
        {
            let members = lines.iter().map(|(line, _)| (line.clone(), of.to_owned()));
            self.members.extend(members);
        }
        if is_deprecated {
            lines.push((format!("{item}{DEPRECATED}"), format!("{text}{DEPRECATED}")));
        }
        self.lines.extend(lines);
    }

    /// Adds the traits of a type, and whether programs know all of its fields or variants.
    fn declare(&mut self, name: &str, traits: &str) {
        let (traits, is_open) = match traits.strip_suffix("; non_exhaustive") {
            Some(traits) => (traits, true),
            None => (traits, false),
        };
        let traits = traits.split(", ").filter(|it| !it.is_empty());
        let derived = traits.map(|it| format!("{name}: derive {it}"));
        self.lines.extend(derived.map(|it| (it.clone(), it)));
        if !is_open {
            let line = format!("{name}{EXHAUSTIVE}");
            self.lines.insert(line.clone(), line);
        }
    }
}

/// How lines begin that are neither of a field nor of a variant.
const NO_MEMBERS: [&str; 10] = [
    "async fn ",
    "const ",
    "enum ",
    "fn ",
    "impl ",
    "mod ",
    "static ",
    "struct ",
    "type ",
    "use ",
];

/// A type and the traits that it derives, as `models: struct Thing: Clone, Debug; non_exhaustive`.
fn declared(line: &str) -> Option<(&str, &str)> {
    let is_type = |it: &str| it.starts_with("struct ") || it.starts_with("enum ");
    let start = match line.split_once(": ") {
        _ if is_type(line) => 0,
        Some((module, rest)) if is_type(rest) => module.len() + 2,
        Some(_) | None => return None,
    };
    let end = start + line[start..].find(':')?;
    Some((&line[..end], line[end + 1..].trim_start()))
}

/// How the members of a type name it: `models: struct Thing<A>` to `models::Thing`.
fn owner(item: &str) -> String {
    let (module, declaration) = item.split_once(": ").unwrap_or(("", item));
    let name = declaration.split_once(' ').map_or("", |(_, name)| name);
    let name = name.split(['<', ' ']).next().unwrap_or(name);
    within(module, name)
}

fn within(module: &str, name: &str) -> String {
    if module.is_empty() {
        name.to_owned()
    } else {
        format!("{module}::{name}")
    }
}

/// A function's line without the names of its arguments, which callers don't write.
fn without_argument_names(line: &str) -> String {
    let Some(start) = line
        .find("fn ")
        .and_then(|at| Some(at + line[at..].find('(')? + 1))
    else {
        return line.to_owned();
    };
    let (mut out, mut rest) = (line[..start].to_owned(), &line[start..]);
    let mut depth = 0;
    let mut argument = 0;
    let mut before = ' ';
    for (at, c) in rest.char_indices() {
        match c {
            '(' | '<' | '[' => depth += 1,
            '>' if before == '-' => {}
            ')' if depth == 0 => {
                out += unnamed(&rest[argument..at]);
                rest = &rest[at..];
                break;
            }
            ')' | '>' | ']' => depth -= 1,
            ',' if depth == 0 => {
                out += unnamed(&rest[argument..at]);
                out.push(',');
                argument = at + 1;
            }
            _ => {}
        }
        before = c;
    }
    out + rest
}

fn unnamed(argument: &str) -> &str {
    argument.split_once(": ").map_or(argument, |(_, ty)| ty)
}

#[cfg(test)]
mod tests {
    use generator::diff::Rust;

    use super::Surface;

    #[test]
    fn people_read_no_tokens_and_no_macros() {
        let old = [
            "m: fn f(a: Option < Vec < T > >, b: [u8 ; 4])",
            "m: struct S: Clone",
            "m: object!(S)",
            "m: composites!(List : And)",
            "m: composites!(List : Or)",
            // Neither declares `List` of that module.
            "m: fn g(a: List)",
            "n: struct List: ; non_exhaustive",
            "m: struct Page: ; non_exhaustive [a]",
            "m: object!(Page)",
        ];
        let surface = Surface::of(&old.map(str::to_owned), &[]);
        let expected = [
            "m: fn f(a: Option<Vec<T>>, b: [u8; 4])",
            "m: fn g(a: List)",
            "m: methods of List",
            "m: struct Page with feature a",
            "m: struct S",
            "m::S: derive Clone",
            "m::S: exhaustive",
            "n: struct List",
        ];
        let mut lost = surface.lost;
        lost.sort();
        assert_eq!(lost, expected);
    }

    #[test]
    fn what_programs_rely_on_decides() {
        let cases = [
            (
                "fn f(a: u8, b: impl Fn(u8) -> T)",
                "fn f(x: u8, y: impl Fn(u8) -> T)",
                Rust::None,
            ),
            ("fn f(a: u8)", "fn f(a: u16)", Rust::Major),
            ("fn f()", "fn f() [deprecated]", Rust::Minor),
            ("fn f() [deprecated]", "fn f()", Rust::None),
            ("fn f() [deprecated]", "", Rust::Major),
            ("m: fn f() [a, b]", "m: fn f() [b, c]", Rust::Major),
            ("m: fn f() [a]", "m: fn f() [a, b]", Rust::Minor),
            ("m: fn f() [a]", "m: fn f()", Rust::Minor),
            ("m: fn f()", "m: fn f() [a]", Rust::Major),
            (
                "m: struct S: Clone; non_exhaustive",
                "m: struct S: Clone, Copy; non_exhaustive",
                Rust::Minor,
            ),
            (
                "m: struct S: Clone, Copy",
                "m: struct S: Clone",
                Rust::Major,
            ),
            ("m: enum E: ; non_exhaustive", "m: enum E: ", Rust::Minor),
            ("m: enum E: ", "m: enum E: ; non_exhaustive", Rust::Major),
            (
                "m: enum E: \nm::E: A",
                "m: enum E: \nm::E: A\nm::E: B(u8)",
                Rust::Major,
            ),
            (
                "m: enum E: ; non_exhaustive\nm::E: A",
                "m: enum E: ; non_exhaustive\nm::E: A\nm::E: B",
                Rust::Minor,
            ),
            (
                "m: struct S: \nm::S: a: u8",
                "m: struct S: \nm::S: a: u8\nm::S: modified: u8",
                Rust::Major,
            ),
            (
                "m: struct S: \nm::S: a: u8",
                "m: struct S: \nm::S: a: u8\nm::S: fn b(self)",
                Rust::Minor,
            ),
            (
                "m: struct S: \nm::S: fn a(self)",
                "m: struct S: \nm::S: fn a(self)\nm::S: b: u8",
                Rust::Minor,
            ),
        ];
        for (old, new, expected) in cases {
            let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
            let surface = Surface::of(&lines(old), &lines(new));
            assert_eq!(surface.verdict(), expected, "{old} → {new}: {surface:?}");
        }
    }
}
