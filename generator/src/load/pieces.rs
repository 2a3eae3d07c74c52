//! A long document in pieces, which are read at once.
//!
//! Members of a mapping in block style stand below each other, as deep as the first of them, so some of them are a document by
//! themselves. Whatever makes that doubtful (directives, several documents, merge keys) is left to a reading of the whole, and
//! so is every text of which a piece is no YAML: what goes on over the end of a piece (a string, a bracket, an alias of
//! an anchor in another) can't be read in it.

use serde_json::{Map, Value};

use crate::parallel;

/// What is smaller is read before a thread has started.
const SHORTEST: usize = 16 << 10;

/// About as many pieces, so that it matters little if one takes longer than others.
const PIECES: usize = 64;

/// As deep as the components' names stand. Deeper mappings are pieces, however large.
const LEVELS: usize = 2;

/// A part of a mapping. One starts where the one before it ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// Some members: a piece.
    Members(&'t str),
    /// One member, whose value is a mapping.
    Mapping(Key<'t>, Vec<Part<'t>>),
}

/// A key that stands alone on its line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Key<'t> {
    pub(super) name: &'t str,
    /// How many spaces are before it.
    pub(super) indent: usize,
}

/// Reads a text, if it is long and comes to the same in pieces.
pub(super) fn read(text: &str, one: impl Fn(&str) -> Option<Value> + Sync) -> Option<Value> {
    come_to(&parts(text)?, one)
}

/// The parts of a long text.
pub(super) fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    if text.len() < SHORTEST {
        return None;
    }
    split(text, text.len() / PIECES, LEVELS)
}

fn come_to(parts: &[Part<'_>], one: impl Fn(&str) -> Option<Value> + Sync) -> Option<Value> {
    let mut pieces = Vec::new();
    gather(parts, &mut pieces);
    let mut values = parallel::each(pieces, one).into_iter();
    join(parts, &mut values).map(Value::Object)
}

/// The parts of a mapping, each of about that size, and of the mappings in it, so many levels down. None where the text is
/// not certain to be one.
fn split(text: &str, size: usize, levels: usize) -> Option<Vec<Part<'_>>> {
    let mut starts = member_starts(text)?;
    starts.push(text.len());
    let mut parts = Vec::new();
    // Where the members start that belong to no part yet.
    let mut from = 0;
    for member in starts.windows(2) {
        let (start, end) = (member[0], member[1]);
        if end - from < size && end < text.len() {
            continue;
        }
        let is_large = levels > 0 && end - start >= size;
        let mapping = is_large.then(|| mapping_of(&text[start..end], size, levels - 1));
        if let Some((key, inner)) = mapping.flatten() {
            if from < start {
                parts.push(Part::Members(&text[from..start]));
            }
            parts.push(Part::Mapping(key, inner));
        } else {
            parts.push(Part::Members(&text[from..end]));
        }
        from = end;
    }
    Some(parts)
}

fn gather<'t>(parts: &[Part<'t>], pieces: &mut Vec<&'t str>) {
    for part in parts {
        match part {
            Part::Members(text) => pieces.push(text),
            Part::Mapping(_, parts) => gather(parts, pieces),
        }
    }
}

/// The mapping of its parts, with what the pieces came to. None where one of them is no mapping, or a key is given twice, which
/// shall be told with its place.
fn join(
    parts: &[Part<'_>],
    values: &mut impl Iterator<Item = Option<Value>>,
) -> Option<Map<String, Value>> {
    let mut mapping = Map::new();
    for part in parts {
        let members = match part {
            Part::Members(_) => match values.next()?? {
                Value::Object(members) => members,
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Array(_) => return None,
            },
            Part::Mapping(key, parts) => {
                let inner = Value::Object(join(parts, values)?);
                Map::from_iter([(key.name.to_owned(), inner)])
            }
        };
        for (key, value) in members {
            if mapping.insert(key, value).is_some() {
                return None;
            }
        }
    }
    Some(mapping)
}

/// Where the members of a mapping start; the first of them starts where the text does.
fn member_starts(text: &str) -> Option<Vec<usize>> {
    let mut starts = Vec::new();
    let mut indent = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let depth = line.bytes().take_while(|byte| *byte == b' ').count();
        // Most lines stand deeper.
        if indent.is_some_and(|indent| depth > indent) {
            continue;
        }
        let words = &line[depth..];
        if words.trim_end().is_empty() || words.starts_with('#') {
            continue;
        }
        let indent = *indent.get_or_insert(depth);
        let is_item = words.starts_with("- ") || words.trim_end() == "-";
        if depth == indent && is_item && !starts.is_empty() {
            continue;
        }
        if depth < indent || !starts_member(words) {
            return None;
        }
        starts.push(if starts.is_empty() { 0 } else { start });
    }
    (!starts.is_empty()).then_some(starts)
}

/// The first line of each member of a piece.
pub(super) fn first_lines(piece: &str) -> impl Iterator<Item = &str> {
    let starts = member_starts(piece).unwrap_or_default();
    starts.into_iter().filter_map(|start| {
        // Above the first one there may be comments.
        let mut lines = piece[start..].lines();
        lines.find(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty())
    })
}

/// Whether a line can be the start of a member, and not of a merge key, a directive or the mark between documents.
fn starts_member(line: &str) -> bool {
    let key = line.strip_prefix(['"', '\'']).unwrap_or(line);
    key.starts_with(|it: char| it.is_ascii_alphanumeric() || matches!(it, '/' | '_' | '$'))
}

/// The key of a member and the parts of the mapping below it, if there is nothing but the key on its line.
fn mapping_of(member: &str, size: usize, levels: usize) -> Option<(Key<'_>, Vec<Part<'_>>)> {
    let (line, below) = member.split_once('\n')?;
    let name = line.trim().strip_suffix(':')?;
    let is_plain = |it: char| it.is_ascii_alphanumeric() || it == '_';
    if !name.chars().all(is_plain) {
        return None;
    }
    let indent = line.len() - line.trim_start().len();
    Some((Key { name, indent }, split(below, size, levels)?))
}

#[cfg(test)]
mod tests;
