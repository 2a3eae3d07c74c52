//! Matches paths with operations.

use crate::call::template::decoded;

/// The parameters of a path and their values, encoded.
pub(super) type PathValues = Vec<(String, String)>;

/// A path template, parsed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    segments: Vec<Vec<Piece>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Param(String),
}

impl Template {
    pub(super) fn new(path: &str) -> Self {
        Self {
            segments: path.split('/').map(pieces).collect(),
        }
    }

    /// The values of the parameters; `None` if the path does not match.
    pub(super) fn read(&self, path: &str) -> Option<PathValues> {
        let segments: Vec<&str> = path.split('/').collect();
        if segments.len() != self.segments.len() {
            return None;
        }
        let mut values = Vec::new();
        for (pieces, segment) in self.segments.iter().zip(segments) {
            read_segment(pieces, segment, &mut values)?;
        }
        Some(values)
    }

    /// The length of the fixed parts; among several matches, the one with more wins.
    pub(super) fn literals(&self) -> usize {
        let is_literal = |pieces: &&Vec<Piece>| {
            pieces
                .iter()
                .all(|piece| matches!(piece, Piece::Literal(_)))
        };
        self.segments.iter().filter(is_literal).count()
    }
}

fn pieces(segment: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some((literal, tail)) = rest.split_once('{') {
        let Some((name, tail)) = tail.split_once('}') else {
            break;
        };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal.to_owned()));
        }
        pieces.push(Piece::Param(name.to_owned()));
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    pieces
}

fn read_segment(pieces: &[Piece], segment: &str, values: &mut Vec<(String, String)>) -> Option<()> {
    let mut rest = segment;
    for (n, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Literal(text) => {
                // A literal segment may be percent-encoded or not.
                rest = match rest.strip_prefix(text.as_str()) {
                    Some(rest) => rest,
                    None if n + 1 == pieces.len() && decoded(rest) == *text => "",
                    None => return None,
                };
            }
            Piece::Param(name) => {
                let end = match pieces.get(n + 1) {
                    Some(Piece::Literal(next)) => rest.find(next.as_str())?,
                    Some(Piece::Param(_)) => rest.chars().next()?.len_utf8(),
                    None => rest.len(),
                };
                let (value, tail) = rest.split_at(end);
                if value.is_empty() {
                    return None;
                }
                values.push((name.clone(), value.to_owned()));
                rest = tail;
            }
        }
    }
    rest.is_empty().then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(template: &str, path: &str) -> Option<String> {
        let values = Template::new(template).read(path)?;
        let values: Vec<String> = values
            .into_iter()
            .map(|(name, value)| format!("{name}={}", decoded(&value)))
            .collect();
        Some(values.join(" "))
    }

    #[test]
    fn paths_are_read_by_their_template() {
        let cases = [
            ("/a/{id}", "/a/1", Some("id=1")),
            ("/a/{id}", "/a/x%2Fy%20z", Some("id=x/y z")),
            ("/a/{id}", "/a/", None),
            ("/a/{id}", "/a/1/2", None),
            ("/a/{id}/b", "/a/1/b", Some("id=1")),
            ("/a/{x}.{y}", "/a/1.2", Some("x=1 y=2")),
            ("/a/{x}.csv", "/a/1.csv", Some("x=1")),
            ("/a/{x}.csv", "/a/1.txt", None),
            ("/a/b c", "/a/b%20c", Some("")),
            ("/a", "/b", None),
        ];
        for (template, path, expected) in cases {
            assert_eq!(
                read(template, path).as_deref(),
                expected,
                "{template} {path}"
            );
        }
    }
}
