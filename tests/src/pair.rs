//! Pairs of documents that show one rule of the comparison: `tests/fixtures/diff/<rule>/old.yaml` and `new.yaml`, each a
//! fixture. One of the two may be missing. A comment `# also: a, b` in them names further rules that show.

use std::collections::{BTreeMap, BTreeSet};

use crate::fixture::Fixture;
use crate::tree;

/// One pair.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The rule.
    pub rule: String,
    /// The document before.
    pub old: Option<Fixture>,
    /// The document after.
    pub new: Option<Fixture>,
}

/// Every pair, in the order of the rules.
///
/// # Panics
/// When there is none.
pub fn all() -> Vec<Pair> {
    let mut sides: BTreeMap<String, [Option<Fixture>; 2]> = BTreeMap::new();
    for file in tree::files("tests/fixtures/diff") {
        let mut parts = file.name.rsplit('/');
        let (name, rule) = (parts.next(), parts.next());
        let (name, rule) = (name.unwrap_or_default(), rule.unwrap_or_default());
        let fixture = Fixture {
            folder: format!("diff/{rule}"),
            name: name.trim_end_matches(".yaml").to_owned(),
            text: file.text(),
            config: None,
            overlay: None,
        };
        let side = usize::from(name == "new.yaml");
        sides.entry(rule.to_owned()).or_default()[side] = Some(fixture);
    }
    assert!(!sides.is_empty(), "there are pairs of documents");
    let pairs = sides.into_iter();
    pairs
        .map(|(rule, [old, new])| Pair { rule, old, new })
        .collect()
}

impl Pair {
    /// The module of the pair in a crate of many pairs.
    pub fn module(&self) -> String {
        self.rule.replace('-', "_")
    }

    /// The folder of the two.
    pub fn path(&self) -> String {
        format!("tests/fixtures/diff/{}", self.rule)
    }

    /// The rules that show.
    pub fn shows(&self) -> BTreeSet<String> {
        let mut shows = BTreeSet::from([self.rule.clone()]);
        for fixture in self.old.iter().chain(&self.new) {
            let also = fixture
                .text
                .lines()
                .filter_map(|line| line.strip_prefix("# also: "));
            shows.extend(also.flat_map(|rules| rules.split(", ")).map(str::to_owned));
        }
        shows
    }
}
