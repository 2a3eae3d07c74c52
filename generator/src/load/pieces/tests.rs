//! What is read in pieces is what is read whole, or is not read in pieces at all.

use serde_json::Value;

use super::{Key, Part, come_to, split};
use crate::diagnostic::Diagnostics;
use crate::load::parse_yaml;
use crate::source::Source;

/// As it is read whole: a short text always is.
fn whole(text: &str) -> Option<Value> {
    let mut diagnostics = Diagnostics::default();
    let value = parse_yaml(&Source::new("t.yaml", text), &mut diagnostics);
    diagnostics.stop_if_errors().ok().and(value)
}

fn in_pieces(text: &str) -> Option<Value> {
    come_to(&split(text, 1, super::LEVELS)?, whole)
}

#[test]
fn mappings_come_to_the_same_in_pieces() {
    for text in [
        "a: 1\nb: 2\n",
        "# said first\n\na: 1\n# said between\nb:\n  # below\n  c: 1\n\n  d: [1,\n 2]\n  e: {f: 1}\n",
        "tags:\n- a\n- b\n-\n  - c\npaths:\n  /a/{b}:\n    get: &x\n      on: no\n",
        "a: |\n  b: 1\n\n  # c\nd: 1\n",
        "a: >-\n    b\n   \n    c\nd: 'e\n\n  f: g'\n\"h\": i\n'200':\n  k: l\n",
        "a:\n  b:\n    c: 1\n    d: {e: &e [1], f: *e}\n  g:\n   h: 2\n",
        "a:\r\n  b: 1\r\n  c: 2\r\nd: 3\r\n",
        "200: x\n1.10: y\ntrue: z\n",
        "a: b\n  c d\n",
        "a:\nb:\n",
    ] {
        let whole = whole(text).unwrap_or_else(|| panic!("no YAML: {text}"));
        assert_eq!(in_pieces(text), Some(whole), "{text}");
    }
}

/// Each of these would be something else in pieces, or is an error that only a reading of the whole can place.
#[test]
fn what_is_no_pile_of_members_is_read_whole() {
    for text in [
        "a: 1\na: 2\n",
        "a:\n  b: 1\na:\n  c: 1\n",
        "a: {b: 1}\na:\n  c: 1\n",
        "a: &x {b: 1}\nc: *x\n",
        "d: {a: 1}\n<<: {a: 2, b: 3}\nb: 4\n",
        "d: {a: 1}\n\"<<\": {a: 2, b: 3}\nb: 4\n",
        "? a\n: b\nc: d\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\n...\n",
        "%YAML 1.1\n---\na: 1\n",
        "a: \"b\nc: d\"\ne: f\n",
        "a: {b: 1,\nc: 2}\ne: f\n",
        "- a\n- b\n",
        "{a: 1,\n b: 2}\n",
        "  a: 1\nb: 2\n",
        "a: 1\n\tb: 2\n",
        "a:\n\"b\"\nc: d\n",
        "a: [1\nb: 2\n",
        "a\n",
        "",
    ] {
        assert_eq!(in_pieces(text), None, "{text}");
    }
}

/// Whatever becomes of a line, there is one way to read the text.
#[test]
fn a_mistake_is_read_as_in_the_whole() {
    let text = "openapi: 3.0.1\ninfo:\n  title: 'a\n\n    b'\n  description: |\n    # c\n      d: e\ntags:\n- name: f\n- {name: g,\n   on: h}\npaths:\n  /i/{j}:\n    get: &k\n      l: [m,\n        n]\n    put: *k\n  \"/o\": p\n    q\n";
    let lines: Vec<&str> = text.lines().collect();
    let mut read = 0;
    for (n, line) in lines.iter().enumerate() {
        let mut variants = vec![String::new(), format!("{line}\n{line}")];
        variants.extend(
            [
                " ", "  ", "\t", "- ", "? ", ": ", "'", "\"", "#", "&a ", "*k ", "{", "[", "}",
                "%", "<<: ", "--- ", "\u{2028}",
            ]
            .iter()
            .flat_map(|it| {
                let words = line.trim_start();
                let indent = &line[..line.len() - words.len()];
                [
                    format!("{it}{line}"),
                    format!("{indent}{it}{words}"),
                    format!("{line}{it}"),
                ]
            }),
        );
        variants.extend(
            [
                "...",
                "---",
                "<<: {r: s}",
                "  <<: {r: s}",
                "paths:",
                "  /i/{j}: t",
            ]
            .iter()
            .map(|it| format!("{it}\n{line}")),
        );
        variants.extend(line.strip_prefix(' ').map(str::to_owned));
        variants.extend(line.strip_prefix("  ").map(str::to_owned));
        for variant in variants {
            let before = lines[..n].iter().copied();
            let changed = before
                .chain([variant.as_str()])
                .chain(lines[n + 1..].iter().copied());
            let text = changed.collect::<Vec<_>>().join("\n");
            if let Some(value) = in_pieces(&text) {
                assert_eq!(Some(value), whole(&text), "{text}");
                read += 1;
            }
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn deep_mappings_are_split_where_they_are_large() {
    let text = "openapi: 3.0.1\ncomponents:\n  schemas:\n    A:\n      type: object\n    B:\n      type: string\n  responses: {}\n";
    let key = |name, indent| Key { name, indent };
    let schemas = "    A:\n      type: object\n    B:\n      type: string\n";
    let components = vec![
        Part::Mapping(key("schemas", 2), vec![Part::Members(schemas)]),
        Part::Members("  responses: {}\n"),
    ];
    let parts = vec![
        Part::Members("openapi: 3.0.1\n"),
        Part::Mapping(key("components", 0), components),
    ];
    assert_eq!(split(text, 40, 2), Some(parts));
}
