//! Positions of nodes in the text.
//!
//! The reader of a document keeps no positions, as hardly any document needs them. This is a second, cheap pass over the
//! text, made when there is something to report.

use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Parser, Span, SpannedEventReceiver};
use toml::de::{DeArray, DeTable};

use super::outline::{has_lone_return, outline};
use crate::diagnostic::Position;

/// Positions of nodes, by the steps to them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Of a key that is given more than once, the last one.
    last: BTreeMap<Vec<String>, Position>,
    /// The first one of a key that is given more than once.
    first: BTreeMap<Vec<String>, Position>,
}

impl Found {
    pub(crate) fn get(&self, steps: &[String]) -> Option<Position> {
        self.last.get(steps).copied()
    }

    /// The first position of a duplicate key.
    pub(crate) fn first(&self, steps: &[String]) -> Option<Position> {
        self.first.get(steps).copied()
    }

    fn insert(&mut self, steps: Vec<String>, at: Position) {
        if let Some(before) = self.last.insert(steps.clone(), at) {
            self.first.entry(steps).or_insert(before);
        }
    }
}

/// The positions of those of the wanted nodes that are in the text, and of the nodes around them.
pub(crate) fn find<'w>(text: &str, wanted: impl IntoIterator<Item = Vec<&'w str>>) -> Found {
    let mut around: BTreeSet<Vec<String>> = BTreeSet::new();
    for steps in wanted {
        let steps: Vec<String> = steps.into_iter().map(str::to_owned).collect();
        for n in 0..=steps.len() {
            around.insert(steps[..n].to_vec());
        }
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') {
        // Not every escape of JSON is one of YAML. Signs of the same number leave all positions as they are.
        let text = text.replace("\\\\", "__").replace("\\u", "__");
        return walk(&text, around).0;
    }
    // A value may go on in lines that look like entries, without which it does not end.
    if let Some(text) = outline(text, &around)
        && let (found, true) = walk(&text, around.clone())
    {
        return found;
    }
    walk(text, around).0
}

/// The positions of nodes in a text, and whether all of it could be read.
fn walk(text: &str, around: BTreeSet<Vec<String>>) -> (Found, bool) {
    let mut walk = Walk {
        around,
        found: Found::default(),
        steps: Vec::new(),
        open: Vec::new(),
        end: if has_lone_return(text) {
            // Lines are counted otherwise there.
            Position {
                line: usize::MAX,
                column: 1,
            }
        } else {
            of_offset(text, text.len())
        },
    };
    // A text that ends in a mistake has been read up to there.
    let is_whole = Parser::new_from_str(text).load(&mut walk, false).is_ok();
    (walk.found, is_whole)
}

/// The same in a text of TOML.
pub(crate) fn find_toml<'w>(text: &str, wanted: impl IntoIterator<Item = Vec<&'w str>>) -> Found {
    let mut found = Found::default();
    let Ok(root) = DeTable::parse(text) else {
        return found;
    };
    for steps in wanted {
        let mut table = Some(root.get_ref());
        let mut list = None;
        for n in 0..steps.len() {
            let (place, value) = if let Some(members) = table {
                let Some((key, value)) = members.iter().find(|(key, _)| key.get_ref() == steps[n])
                else {
                    break;
                };
                (key.span(), value)
            } else {
                let item = steps[n]
                    .parse::<usize>()
                    .ok()
                    .and_then(|n| list.and_then(|list: &DeArray<'_>| list.get(n)));
                let Some(item) = item else { break };
                (item.span(), item)
            };
            let steps = steps[..=n].iter().map(|step| (*step).to_owned());
            found.insert(steps.collect(), of_offset(text, place.start));
            table = value.get_ref().as_table();
            list = value.get_ref().as_array();
        }
    }
    found
}

/// The position of a byte of a text.
pub(crate) fn of_offset(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

enum Open {
    /// The last key, whose value comes next, with its position.
    Mapping(Option<(String, Position)>),
    List(usize),
    /// A node whose position is not requested, with the number of open levels in it.
    Skipped(usize),
}

struct Walk {
    around: BTreeSet<Vec<String>>,
    found: Found,
    steps: Vec<String>,
    open: Vec<Open>,
    /// The end of the text. The parser adds a line end to the last line, after which it finds an empty key or value.
    end: Position,
}

impl Walk {
    /// The root has the position of its first member.
    fn of_root(&mut self, at: Position) {
        if self.found.last.is_empty() {
            self.found.insert(Vec::new(), at);
        }
    }

    /// Enters a node; returns whether its position, or one in it, is requested.
    fn start(&mut self, at: Position) -> bool {
        let mut position = at;
        match self.open.last_mut() {
            None => {
                self.of_root(at);
                return true;
            }
            Some(Open::Mapping(key)) => {
                let Some((key, at)) = key.take() else {
                    return false;
                };
                self.steps.push(key);
                // The position of a key is better than that of its value, which may be a line below.
                position = at;
            }
            Some(Open::List(n)) => {
                self.steps.push(n.to_string());
                *n += 1;
            }
            Some(Open::Skipped(_)) => return false,
        }
        let is_wanted = self.around.contains(&self.steps);
        if is_wanted {
            self.found.insert(self.steps.clone(), position);
        }
        is_wanted
    }

    fn end(&mut self) {
        if !self.open.is_empty() {
            self.steps.pop();
        }
    }

    fn collection(&mut self, open: Open, at: Position) {
        if let Some(Open::Skipped(levels)) = self.open.last_mut() {
            *levels += 1;
            return;
        }
        let is_wanted = self.start(at);
        self.open
            .push(if is_wanted { open } else { Open::Skipped(0) });
    }

    fn close(&mut self) {
        match self.open.last_mut() {
            Some(Open::Skipped(levels)) if *levels > 0 => *levels -= 1,
            _ => {
                self.open.pop();
                self.end();
            }
        }
    }

    fn scalar(&mut self, text: &str, at: Position) {
        match self.open.last_mut() {
            Some(Open::Mapping(key @ None)) => *key = Some((text.to_owned(), at)),
            Some(Open::Skipped(_)) => {}
            _ => {
                self.start(at);
                self.end();
            }
        }
    }
}

impl<'input> SpannedEventReceiver<'input> for Walk {
    fn on_event(&mut self, event: Event<'input>, span: Span) {
        let at = Position {
            line: span.start.line(),
            column: span.start.col() + 1,
        }
        .min(self.end);
        match event {
            Event::Scalar(text, ..) => self.scalar(&text, at),
            Event::Alias(_) => self.scalar("", at),
            Event::MappingStart(..) => self.collection(Open::Mapping(None), at),
            Event::SequenceStart(..) => self.collection(Open::List(0), at),
            Event::MappingEnd | Event::SequenceEnd => self.close(),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, steps: &[&str]) -> Option<(usize, usize)> {
        let found = find(text, [steps.to_vec()]);
        let steps: Vec<String> = steps.iter().map(|it| (*it).to_owned()).collect();
        found.get(&steps).map(|at| (at.line, at.column))
    }

    #[test]
    fn a_long_text_has_the_same_positions() {
        let mut text = "# said first\nopenapi: 3.0.3\npaths:\n".to_owned();
        text.extend((0..1000).map(|n| format!("  /{n}:\n    get:\n      x: {n}\n")));
        text += "components:\n  # said between\n  schemas:\n";
        text.extend((0..1000).map(|n| format!("    A{n}: {{type: object}}\n")));
        text += "  \"respon\\x73es\": {}\n";
        assert_eq!(at(&text, &[]), Some((2, 1)));
        assert_eq!(at(&text, &["paths"]), Some((3, 1)));
        assert_eq!(at(&text, &["paths", "/0", "get"]), Some((5, 5)));
        assert_eq!(at(&text, &["paths", "/999", "get", "x"]), Some((3003, 7)));
        assert_eq!(at(&text, &["components", "schemas"]), Some((3006, 3)));
        assert_eq!(
            at(&text, &["components", "schemas", "A7", "type"]),
            Some((3014, 10))
        );
        assert_eq!(at(&text, &["components", "responses"]), Some((4007, 3)));
        assert_eq!(at(&text, &["paths", "/1000"]), None);
    }

    #[test]
    fn lines_of_a_value_may_look_like_entries() {
        let text = "a: [{b: 'c\nd:\n  e: f\n  g'}]\nh:\n  i: j\n";
        assert_eq!(at(text, &["a", "0", "b"]), Some((1, 6)));
        assert_eq!(at(text, &["h", "i"]), Some((6, 3)));
    }

    #[test]
    fn no_position_is_after_the_text() {
        assert_eq!(at("a: 1\n?  ", &[""]), Some((2, 4)));
    }

    #[test]
    fn keys_and_items_have_positions() {
        let text = "# c\na:\n  b: [1, 2]\n  c:\n    - x: 1\n      y:\n        z\nd: {e: {f: 1}}\n";
        assert_eq!(at(text, &["a"]), Some((2, 1)));
        assert_eq!(at(text, &["a", "b", "1"]), Some((3, 10)));
        assert_eq!(at(text, &["a", "c", "0", "y"]), Some((6, 7)));
        assert_eq!(at(text, &["d", "e", "f"]), Some((8, 9)));
        assert_eq!(at(text, &["d", "e", "g"]), None);
        assert_eq!(at(text, &["a", "c", "1"]), None);
    }

    #[test]
    fn a_node_has_one_position_whatever_else_is_wanted() {
        let text = "---\na: 1\nb:\n  'c d':\n    e: |\n\n      x: 1\n    f:\n    - g: 1\n      h: {i: 1}\n    -\n      k: 2\n  l: >-\n    m: 1\n  n: \"o\n    p: 1\"\n  # q\n  r:\nb2:\n  s: t\n";
        let all = [
            &["a"][..],
            &["b", "c d", "e"],
            &["b", "c d", "f", "0", "h", "i"],
            &["b", "c d", "f", "1", "k"],
            &["b", "l"],
            &["b", "n"],
            &["b", "r"],
            &["b2", "s"],
        ];
        let owned =
            |steps: &[&str]| -> Vec<String> { steps.iter().map(|it| (*it).to_owned()).collect() };
        let around = all
            .iter()
            .flat_map(|steps| (0..=steps.len()).map(|n| &steps[..n]));
        let mut walk = Walk {
            around: around.map(owned).collect(),
            found: Found::default(),
            steps: Vec::new(),
            open: Vec::new(),
            end: of_offset(text, text.len()),
        };
        let _ = Parser::new_from_str(text).load(&mut walk, false);
        for steps in all {
            let expected = walk.found.get(&owned(steps)).map(|at| (at.line, at.column));
            assert!(expected.is_some(), "{steps:?}");
            assert_eq!(at(text, steps), expected, "{steps:?}");
        }
    }

    #[test]
    fn json_has_positions_too() {
        let text = "{\n\t\"a\": \"\\ud83d\\ude00 \\\\u\",\n\t\"b\": [\n\t\t{\"c\": 1}\n\t]\n}\n";
        assert_eq!(at(text, &["b", "0", "c"]), Some((4, 4)));
    }

    #[test]
    fn nodes_around_are_found_as_well() {
        let found = find("a:\n  b: 1\n", [vec!["a", "x", "y"]]);
        assert_eq!(found.last.len(), 2);
    }

    #[test]
    fn half_a_text_is_read_as_far_as_it_goes() {
        assert_eq!(at("a:\n  b: 1\nc: [\n", &["a", "b"]), Some((2, 3)));
        let deep = format!("a: 1\nb: {}", "[".repeat(100_000));
        assert_eq!(at(&deep, &["a"]), Some((1, 1)));
    }
}
