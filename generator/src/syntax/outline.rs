//! The parts of a text that lead to some nodes, so that their positions are found without parsing all of it.

use std::collections::BTreeSet;

/// A text of YAML in which lines are blank that lead to none of the wanted nodes, so that all other lines have their positions;
/// `None` where lines alone don't say which node they are of. The wanted nodes come with all nodes around them.
pub(super) fn outline(text: &str, wanted: &BTreeSet<Vec<String>>) -> Option<String> {
    // The parser takes a carriage return alone for the end of a line.
    if has_lone_return(text) {
        return None;
    }
    let mut outline = Outline {
        wanted,
        steps: Vec::new(),
        indents: Vec::new(),
        entry: Entry::Expected,
    };
    let mut out = String::with_capacity(text.len() / 4);
    for line in text.split_inclusive('\n') {
        let is_kept = outline.keeps(line.trim_end())?;
        out.push_str(if is_kept { line } else { "\n" });
    }
    Some(out)
}

/// Whether a text has a carriage return without a line feed.
pub(super) fn has_lone_return(text: &str) -> bool {
    let mut parts = text.split('\r').skip(1);
    parts.any(|it| !it.starts_with('\n'))
}

/// The entry of a mapping that the last line is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// The next line is the first of a mapping.
    Expected,
    /// Its lines are kept as they are.
    Kept,
    /// Its lines are blank.
    Skipped,
}

struct Outline<'w> {
    wanted: &'w BTreeSet<Vec<String>>,
    /// The way to the entry.
    steps: Vec<String>,
    /// How far the entries of each mapping around the line are indented.
    indents: Vec<usize>,
    entry: Entry,
}

impl Outline<'_> {
    /// Returns whether a line is kept.
    fn keeps(&mut self, line: &str) -> Option<bool> {
        let content = line.trim_start_matches(' ');
        if content.is_empty() || content.starts_with('#') {
            return Some(true);
        }
        let indent = line.len() - content.len();
        let around = self.indents.last().copied();
        if around.is_none() && content == "---" {
            return Some(true);
        }
        let is_inner = around.is_some_and(|around| {
            let is_item = indent == around && (content == "-" || content.starts_with("- "));
            indent > around || is_item
        });
        if is_inner && self.entry != Entry::Expected {
            let is_kept = self.entry == Entry::Kept;
            // A node that is named in a skipped part may be used in another.
            return (is_kept || !has_anchor(content)).then_some(is_kept);
        }
        let Some((key, value)) = entry(content) else {
            // A value that is no mapping with a line for each entry.
            self.entry = Entry::Kept;
            return is_inner.then_some(true);
        };
        let is_first = around.is_none();
        if is_inner || is_first {
            self.indents.push(indent);
        } else {
            while self.indents.last().is_some_and(|around| *around > indent) {
                self.indents.pop();
            }
            (self.indents.last() == Some(&indent)).then_some(())?;
        }
        self.steps.truncate(self.indents.len() - 1);
        self.steps.push(key.to_owned());
        let is_wanted = self.wanted.contains(&self.steps);
        self.entry = match value {
            // The root has the position of its first entry.
            _ if is_first => Entry::Kept,
            "" if self.leads_further() => Entry::Expected,
            "" => Entry::Skipped,
            _ if is_wanted || has_anchor(value) => Entry::Kept,
            _ => Entry::Skipped,
        };
        Some(is_wanted || self.entry != Entry::Skipped)
    }

    /// Returns whether a node in the entry is wanted.
    fn leads_further(&self) -> bool {
        let mut after = self.wanted.range(self.steps.clone()..);
        let next = after.find(|it| **it != self.steps);
        next.is_some_and(|it| it.starts_with(&self.steps))
    }
}

/// Whether a line may name a node.
fn has_anchor(line: &str) -> bool {
    let mut words = line.split([' ', '\t', '[', '{', ',']);
    words.any(|it| it.len() > 1 && it.starts_with('&'))
}

/// The key of a line that starts an entry of a mapping, and what follows it on the line.
fn entry(line: &str) -> Option<(&str, &str)> {
    let quote = line.chars().next().filter(|it| matches!(it, '"' | '\''));
    let (key, value) = if let Some(quote) = quote {
        let (key, rest) = line[1..].split_once(quote)?;
        (key, rest.strip_prefix(':')?)
    } else {
        let end = line.find(": ");
        let end = end.or_else(|| line.strip_suffix(':').map(str::len))?;
        (&line[..end], &line[end + 1..])
    };
    let is_plain =
        quote.is_some() || key.starts_with(|c: char| c.is_alphanumeric() || "/_$.".contains(c));
    let is_simple = is_plain && !key.contains(['\\', '#', '"', '\'', '\t']) && !key.ends_with(' ');
    (is_simple && (value.is_empty() || value.starts_with(' '))).then(|| (key, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(steps: &[&str]) -> BTreeSet<Vec<String>> {
        let steps: Vec<String> = steps.iter().map(|it| (*it).to_owned()).collect();
        (0..=steps.len()).map(|n| steps[..n].to_vec()).collect()
    }

    #[test]
    fn only_lines_that_lead_to_a_node_are_kept() {
        let text = "# c\na: 1\nb:\n  c:\n    d: |\n      b: 1\n    e:\n    - f: 1\n  g: \"h\n    i: 1\"\nj:\n  k: 2\n";
        let kept = |steps: &[&str]| outline(text, &wanted(steps));
        let lines = |it: &str| it.lines().filter(|it| !it.is_empty()).count();
        assert_eq!(
            kept(&["b", "c", "e", "0"]).as_deref(),
            Some("# c\na: 1\nb:\n  c:\n\n\n    e:\n    - f: 1\n\n\n\n\n")
        );
        assert_eq!(kept(&["j"]).map(|it| lines(&it)), Some(3));
        assert_eq!(kept(&["j", "k"]).map(|it| lines(&it)), Some(4));
    }

    #[test]
    fn other_texts_have_no_outline() {
        for text in [
            "{\"a\": 1}",
            "a: 1\n? b\n: 2\n",
            "a: 1\nb:\n  c: &d 1\ne: *d\n",
            "a: 1\n<<: {}\n",
            "a: 1\nb:\n  c:\n    &d\n    x: 1\n",
            "a: 1\nb:\n  c: [&d 1]\n",
            "a: 1\nb: x\rc: 2\n",
        ] {
            assert_eq!(outline(text, &wanted(&["a"])), None, "{text}");
        }
    }
}
