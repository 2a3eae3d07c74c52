//! `/entitlements/{id}` to parts.

use crate::model::{PathPart, PathTemplate, QueryPart};
use crate::spec_path::percent_decode;

/// Parses a path; the error is the message of the diagnostic.
///
/// A query is kept: some services distinguish operations by it. A fragment never reaches a server, so it only tells the
/// document's operations apart.
pub(crate) fn parse(path: &str) -> Result<PathTemplate, &'static str> {
    if !path.starts_with('/') {
        return Err("the path does not start with `/`");
    }
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, parse_query(query)?),
        None => (path, Vec::new()),
    };
    let mut parts = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let (literal, from) = rest.split_at(open);
        let Some(close) = from.find('}') else {
            return Err("the path opens a `{` that it does not close");
        };
        let name = &from[1..close];
        if name.is_empty() || name.contains('{') {
            return Err("the path has a `{…}` without a proper name in it");
        }
        if !literal.is_empty() {
            parts.push(PathPart::Literal(literal.to_owned()));
        }
        parts.push(PathPart::Param(name.to_owned()));
        rest = &from[close + 1..];
    }
    if rest.contains('}')
        || parts
            .iter()
            .any(|part| matches!(part, PathPart::Literal(text) if text.contains('}')))
    {
        return Err("the path closes a `}` that it does not open");
    }
    if !rest.is_empty() {
        parts.push(PathPart::Literal(rest.to_owned()));
    }
    Ok(PathTemplate { parts, query })
}

/// Returns the correct spelling of an invalid path, if it is evident.
pub(in crate::lower) fn example(path: &str) -> String {
    let bare = path.split_once("://").map_or(path, |(_, rest)| {
        rest.split_once('/').map_or("", |(_, path)| path)
    });
    let meant = format!("/{}", bare.trim_start_matches(['/', '\\', '.']));
    let meant = meant.replace("{{", "{").replace("}}", "}");
    if parse(&meant).is_ok() {
        meant
    } else {
        "/things/{id}".to_owned()
    }
}

impl PathTemplate {
    /// How the path writes a parameter that it does not name as OpenAPI has it: `:id` or `<id>`.
    pub(in crate::lower) fn in_other_signs(&self, name: &str) -> Option<String> {
        let signs = [format!(":{name}"), format!("<{name}>")];
        let literals = self.parts.iter().filter_map(|part| match part {
            PathPart::Literal(text) => Some(text),
            PathPart::Param(_) => None,
        });
        let mut words = literals.flat_map(|text| text.split('/'));
        words.find_map(|word| signs.iter().find(|it| *it == word).cloned())
    }
}

/// `method=flickr.list&page={page}` to names and values.
fn parse_query(query: &str) -> Result<Vec<(String, QueryPart)>, &'static str> {
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let param = value
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let is_plain = |text: &str| !text.contains(['{', '}']);
        let value = match param {
            Some(param) if is_plain(param) && !param.is_empty() => {
                QueryPart::Param(param.to_owned())
            }
            None if is_plain(value) => QueryPart::Literal(percent_decode(value)),
            Some(_) | None => {
                return Err("the path has a query that is not a list of `name=value`");
            }
        };
        if !is_plain(name) {
            return Err("the path has a query that is not a list of `name=value`");
        }
        pairs.push((percent_decode(name), value));
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::model::PathPart::{self, Literal, Param};
    use crate::model::QueryPart;

    fn parts(path: &str) -> Vec<PathPart> {
        parse(path).unwrap().parts
    }

    #[test]
    fn paths_are_taken_apart() {
        assert_eq!(parts("/"), [Literal("/".into())]);
        assert_eq!(
            parts("/a/{id}"),
            [Literal("/a/".into()), Param("id".into())]
        );
        assert_eq!(
            parts("/{a}.{b}/c"),
            [
                Literal("/".into()),
                Param("a".into()),
                Literal(".".into()),
                Param("b".into()),
                Literal("/c".into())
            ]
        );
        assert_eq!(
            parts("/{a}{b}"),
            [Literal("/".into()), Param("a".into()), Param("b".into())]
        );
        assert_eq!(parts("/a#b"), [Literal("/a".into())]);
    }

    #[test]
    fn queries_of_paths_are_kept() {
        let template = parse("/a?method=x%20y&flag&b={c}#d").unwrap();
        assert_eq!(template.parts, [Literal("/a".into())]);
        let literal = |text: &str| QueryPart::Literal(text.into());
        assert_eq!(
            template.query,
            [
                ("method".to_owned(), literal("x y")),
                ("flag".to_owned(), literal("")),
                ("b".to_owned(), QueryPart::Param("c".into()))
            ]
        );
    }

    #[test]
    fn broken_paths_are_reported_with_the_meant_path() {
        for (path, meant) in [
            ("pets/{id}", "/pets/{id}"),
            ("https://example.com/pets", "/pets"),
            ("/pets/{{id}}", "/pets/{id}"),
            ("/pets/{id", "/things/{id}"),
        ] {
            assert_eq!(super::example(path), meant);
        }
        let template = parse("/a/:id").unwrap();
        assert_eq!(template.in_other_signs("id").as_deref(), Some(":id"));
        assert_eq!(template.in_other_signs("i"), None);
    }

    #[test]
    fn broken_paths_are_refused() {
        for path in [
            "",
            "a",
            "/{",
            "/{}",
            "/}",
            "/{a",
            "/a}b",
            "/{a{b}}",
            "/a?b={c",
            "/a?{b}=c",
            "/a?b=x{c}",
            "/{a}}",
        ] {
            assert!(parse(path).is_err(), "{path}");
        }
    }
}
