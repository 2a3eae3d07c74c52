//! `/entitlements/{id}` to parts.

use crate::model::{PathPart, PathTemplate};

/// Takes a path apart; the error says what is wrong with it.
pub(super) fn parse(path: &str) -> Result<PathTemplate, &'static str> {
    if !path.starts_with('/') {
        return Err("the path does not start with `/`");
    }
    if path.contains(['?', '#']) {
        return Err("the path has a query or a fragment, which belong into parameters");
    }
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
    Ok(PathTemplate { parts })
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::model::PathPart::{self, Literal, Param};

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
    }

    #[test]
    fn broken_paths_are_refused() {
        for path in [
            "", "a", "/{", "/{}", "/}", "/{a", "/a}b", "/{a{b}}", "/a?b={c}", "/a#b", "/{a}}",
        ] {
            assert!(parse(path).is_err(), "{path}");
        }
    }
}
