//! Branches of unions without names are paired by their properties.

use crate::verdicts::{compared, rows};

const UNION: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {post: {operationId: a, requestBody: {content: {application/json: {schema: {oneOf: [{type: string}, {type: object, properties: {HERE}}]}}}}, responses: {'204': {description: Done.}}}}}
";

#[test]
fn a_branch_with_half_of_the_properties_is_the_same_branch() {
    let of = |names: [&str; 2]| {
        let properties = names.map(|name| format!("{name}: {{type: string}}"));
        UNION.replace("HERE", &properties.join(", "))
    };
    let old = of(["a", "b"]);
    for (names, is_same) in [(["a", "c"], true), (["c", "d"], false)] {
        let rows = rows(&compared(&old, &of(names)));
        let has = |rule: &str| rows.iter().any(|row| row.ends_with(rule));
        assert_eq!(has("property-removed"), is_same, "{rows:?}");
        assert_eq!(has("union-branch-removed"), !is_same, "{rows:?}");
        assert_eq!(has("union-branch-added"), !is_same, "{rows:?}");
    }
}
