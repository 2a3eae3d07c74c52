//! Routes: what tells operations apart, whatever they are called.

use crate::model::{Operation, PathPart, PathTemplate, QueryPart};

pub(super) fn route(operation: &Operation) -> String {
    format!(
        "`{} {}`",
        operation.method.key().to_uppercase(),
        text(&operation.path)
    )
}

pub(super) fn written(path: &PathTemplate) -> String {
    format!("`{}`", text(path))
}

pub(super) fn text(path: &PathTemplate) -> String {
    let parts = path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Param(name) => format!("{{{name}}}"),
    });
    parts.chain(literals(path)).collect()
}

/// The fixed query in the path, apart from parameters: `?action=run`, in the order of the names.
pub(super) fn literals(path: &PathTemplate) -> Vec<String> {
    let mut literals: Vec<(&str, &str)> = path
        .query
        .iter()
        .filter_map(|(name, value)| match value {
            QueryPart::Literal(value) => Some((name.as_str(), value.as_str())),
            QueryPart::Param(_) => None,
        })
        .collect();
    literals.sort_unstable();
    let written = literals.iter().enumerate().map(|(n, (name, value))| {
        let sign = if n == 0 { '?' } else { '&' };
        format!("{sign}{name}={value}")
    });
    written.collect()
}

/// An operationId without the version at its end.
pub(super) fn without_version(id: &str) -> &str {
    let name = id.trim_end_matches(|c: char| c.is_ascii_digit());
    match name.strip_suffix(['V', 'v']) {
        Some(before) if name.len() < id.len() && !before.is_empty() => {
            before.trim_end_matches(['_', '-'])
        }
        _ => id,
    }
}

/// The target of a request, without the versions in its path.
pub(super) fn unversioned(path: &PathTemplate) -> String {
    let is_version = |step: &&str| {
        let digits = step.strip_prefix('v').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
    };
    let shape = shape(path);
    let steps: Vec<&str> = shape.split('/').filter(|it| !is_version(it)).collect();
    steps.join("/")
}

/// The target of a request: the steps, and the fixed query of the path.
pub(super) fn shape(path: &PathTemplate) -> String {
    let mut shape = steps(path);
    shape.extend(literals(path));
    shape
}

/// The path without the names of its parameters.
pub(super) fn steps(path: &PathTemplate) -> String {
    let parts = path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => text.as_str(),
        PathPart::Param(_) => "{}",
    });
    parts.collect()
}

/// Returns whether two paths differ in one version alone, which is greater in the second: `/things/v1/{id}` and `/things/v2/{id}`.
pub(super) fn is_later_version(old: &str, new: &str) -> bool {
    let version = |step: &str| step.strip_prefix('v')?.parse::<u32>().ok();
    let (was, is): (Vec<&str>, Vec<&str>) = (old.split('/').collect(), new.split('/').collect());
    let mut differing = was.iter().zip(&is).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differing.next(), differing.next()) else {
        return false;
    };
    was.len() == is.len() && matches!((version(a), version(b)), (Some(a), Some(b)) if a < b)
}

pub(super) fn is_same_route(a: &Operation, b: &Operation) -> bool {
    a.method == b.method && shape(&a.path) == shape(&b.path)
}

#[cfg(test)]
mod tests {
    use super::{is_later_version, unversioned, without_version};
    use crate::model::{PathPart, PathTemplate};

    #[test]
    fn one_version_is_later() {
        for (old, new, expected) in [
            ("/a/v1/{id}", "/a/v2/{id}", true),
            ("/v9/a", "/v10/a", true),
            ("/a/v2", "/a/v1", false),
            ("/a/v1", "/b/v2", false),
            ("/a/v1/b", "/a/v2", false),
            ("/a/vx", "/a/vy", false),
            ("/a/v1", "/a/v1", false),
        ] {
            assert_eq!(is_later_version(old, new), expected, "{old} {new}");
        }
    }

    #[test]
    fn versions_of_ids_and_paths_do_not_distinguish_operations() {
        for id in ["getThing", "getThingV1", "getThingV12", "getThing_v2"] {
            assert_eq!(without_version(id), "getThing");
        }
        for id in ["getThing2", "getOAuth2", "listV", "v2"] {
            assert_eq!(without_version(id), id);
        }
        let path = |parts: &[&str]| PathTemplate {
            parts: parts
                .iter()
                .map(|it| PathPart::Literal((*it).to_owned()))
                .collect(),
            query: Vec::new(),
        };
        let plain = unversioned(&path(&["/things/new"]));
        assert_eq!(unversioned(&path(&["/things/v1/new"])), plain);
        assert_eq!(unversioned(&path(&["/v20/things/new"])), plain);
        assert_ne!(unversioned(&path(&["/things/v/new"])), plain);
        assert_ne!(unversioned(&path(&["/things/v1a/new"])), plain);
    }
}
