//! Rows of a report: what is one row, and what is a row of its own.

use generator::diff::{self, View};
use tests::run::Run;

fn compared(old: &str, new: &str) -> diff::Diff {
    let run = |text: &str| Run::of_modules("rows", &[("api".to_owned(), text.to_owned())]);
    run(old).diff(&run(new)).expect("the documents can be read")
}

const PATTERNS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: a, parameters: [{name: q, in: query, schema: {type: string, pattern: FIRST}}], responses: {'204': {description: Done.}}}}
  /b: {get: {operationId: b, parameters: [{name: q, in: query, schema: {type: string, pattern: SECOND}}], responses: {'204': {description: Done.}}}}
";

#[test]
fn long_texts_that_differ_in_their_ends_are_rows_of_their_own() {
    let start = "[a-z]".repeat(20);
    let of = |first: &str, second: &str| {
        let text = PATTERNS.replace("FIRST", &format!("'{start}{first}'"));
        text.replace("SECOND", &format!("'{start}{second}'"))
    };
    let text = diff::text(&compared(&of("1", "1"), &of("2", "3")), &View::default());
    let rows = text
        .matches("`query.q` has to match another pattern")
        .count();
    assert_eq!(rows, 2, "{text}");
    let same = diff::text(&compared(&of("1", "1"), &of("2", "2")), &View::default());
    assert!(same.contains("2 operations (a, b)"), "{same}");
    // The texts are shown where they differ.
    assert!(text.contains("[a-z]1` → `…"), "{text}");
    assert!(
        text.contains("[a-z]2`\n") && text.contains("[a-z]3`\n"),
        "{text}"
    );
}

const LISTS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: a
      parameters:
      - {name: q, in: query, schema: {type: array, x-cost: 1, items: {type: string, x-cost: INNER}}}
      - {name: r, in: query, schema: {type: object, x-cost: 1, additionalProperties: {type: string, x-cost: INNER}}}
      responses: {'204': {description: Done.}}
";

#[test]
fn extensions_of_items_are_not_hidden_by_those_of_their_list() {
    let found = compared(&LISTS.replace("INNER", "1"), &LISTS.replace("INNER", "2"));
    let places: Vec<&str> = found.changes.iter().map(|it| it.place.as_str()).collect();
    assert_eq!(places, ["query.q[].x-cost", "query.r.*.x-cost"]);
}

#[test]
fn extensions_of_items_are_compared_however_deep_the_items_are() {
    let nested = |cost: &str| {
        let lists = "{type: array, items: ".repeat(20);
        let inner = format!("{lists}{{type: string, x-cost: {cost}}}{}", "}".repeat(20));
        LISTS.replace("{type: string, x-cost: INNER}", &inner)
    };
    let found = compared(&nested("1"), &nested("2"));
    let places: Vec<&str> = found.changes.iter().map(|it| it.place.as_str()).collect();
    let deep = "[]".repeat(20);
    assert_eq!(
        places,
        [
            format!("query.q[]{deep}.x-cost"),
            format!("query.r.*{deep}.x-cost")
        ]
    );
}

const USERS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: FIRST, responses: {'200': {description: Fine., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}}
  /b: {get: {operationId: SECOND, responses: {'200': {description: Fine., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}}}
components: {schemas: {Thing: {type: object, properties: {kind: {type: string, enum: [VALUES]}}}}}
";

#[test]
fn a_renamed_operation_uses_a_type_once() {
    let of = |first: &str, second: &str, values: &str| {
        let text = USERS.replace("FIRST", first).replace("SECOND", second);
        text.replace("VALUES", values)
    };
    let found = compared(&of("getA", "getB", "a"), &of("readA", "getB", "a, b"));
    let mut changes = found.changes.iter();
    let added = changes.find(|it| it.rule.id.as_str() == "enum-value-added");
    let added = added.expect("a value is new");
    assert_eq!(added.operations, ["getA", "getB"]);
    // Any client may match the values that it knows.
    assert_eq!(added.wire, diff::Wire::Risky);
}

#[test]
fn a_renamed_operation_loses_the_method_of_a_removed_parameter() {
    let old = PATTERNS.replace("FIRST", "'1'").replace("SECOND", "'2'");
    let start = old.find("parameters:").expect("it has parameters");
    let end = old.find("responses:").expect("it has responses");
    let new =
        format!("{}{}", &old[..start], &old[end..]).replace("operationId: a,", "operationId: c,");
    let found = compared(&old, &new);
    let mut changes = found.changes.iter();
    let removed = changes.find(|it| it.rule.id.as_str() == "parameter-removed");
    let removed = removed.expect("the parameter is removed");
    assert_eq!(removed.rust_reason, "`A::q` is removed");
}

const INLINE: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {get: {operationId: a, responses: {'200': {description: Fine., content: {application/json: {schema: {x-cost: HERE}}}}}}}}
";

#[test]
fn an_extension_of_an_inline_schema_is_one_row() {
    for schema in [
        "{type: object, properties: {b: {type: string}}, x-cost: HERE}",
        "{type: string, enum: [a, b], x-cost: HERE}",
        "{oneOf: [{type: boolean}, {type: string}], x-cost: HERE}",
        "{type: string, x-cost: HERE}",
    ] {
        let of = |cost| {
            INLINE
                .replace("{x-cost: HERE}", schema)
                .replace("HERE", cost)
        };
        let found = compared(&of("1"), &of("2"));
        let rows: Vec<&str> = found.changes.iter().map(|it| it.rule.id.as_str()).collect();
        assert_eq!(rows, ["extension-changed"], "{schema}");
    }
}

const MERGED: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: getA, responses: {'200': {description: Fine., content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/Part'}, {properties: {id: {type: string}}}]}}}}}}}
components: {schemas: {Part: {type: object, properties: {size: {type: SIZE}}}}}
";

#[test]
fn an_operation_uses_a_component_that_is_merged_into_its_type() {
    let found = compared(
        &MERGED.replace("SIZE", "string"),
        &MERGED.replace("SIZE", "integer"),
    );
    let text = diff::text(&found, &View::default());
    assert!(text.contains("type Part, used by getA\n"), "{text}");
    assert!(!text.contains("no operation"), "{text}");
    // The verdict is that of the operation's own row.
    let breaking = found
        .changes
        .iter()
        .filter(|it| it.wire == diff::Wire::Breaking);
    let places: Vec<&str> = breaking.map(|it| it.place.as_str()).collect();
    assert_eq!(places, ["response.200.size"]);
}

const GROUPS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: getA, tags: [A], responses: {'200': {description: Fine., content: {application/json: {schema: {$ref: '#/components/schemas/Whole'}}}}}}}
  /b: {get: {operationId: getB, tags: [B], responses: {'204': {description: Done.}}}}
components:
  schemas:
    Whole: {type: object, properties: {PROPERTIES}}
    Part: {type: object, properties: {kind: {type: string, enum: [a]}, size: {type: integer}}}
";

#[test]
fn a_type_that_no_operation_needs_any_more_is_one_row() {
    let found = compared(
        &GROUPS.replace("PROPERTIES", "part: {$ref: '#/components/schemas/Part'}"),
        &GROUPS.replace("PROPERTIES", "id: {type: string}"),
    );
    let rows: Vec<(&str, &str)> = found
        .changes
        .iter()
        .map(|it| (it.rule.id.as_str(), it.rust_reason.as_str()))
        .collect();
    let gated = ("rust-changed", "`Part` needed `api-a` and needs `api`");
    assert_eq!(
        rows.iter().filter(|it| it.0 == gated.0).count(),
        1,
        "{rows:?}"
    );
    assert!(rows.contains(&gated), "{rows:?}");
    assert!(rows.iter().all(|it| it.0 != "type-added"), "{rows:?}");
}

#[test]
fn an_operation_that_is_removed_with_its_group_is_removed_in_rust() {
    let old = GROUPS.replace("PROPERTIES", "");
    let start = old.find("  /b:").expect("it has two operations");
    let end = old.find("components:").expect("it has components");
    let new = format!("{}{}", &old[..start], &old[end..]);
    let reason = |old: &str, new: &str, rule: &str| {
        let found = compared(old, new);
        let mut changes = found.changes.iter();
        let change = changes.find(|it| it.rule.id.as_str() == rule);
        change
            .expect("the operation is one side's")
            .rust_reason
            .clone()
    };
    let removed = reason(&old, &new, "operation-removed");
    assert_eq!(removed, "`B::get_b` is removed");
    assert_eq!(reason(&new, &old, "operation-added"), "`B::get_b` is new");
}

#[test]
fn a_new_operation_is_not_affected_by_changes_of_its_types() {
    let of = |size: &str, more: &str| {
        let read = |id: &str| {
            format!(
                "{{operationId: {id}, responses: {{'200': {{description: Fine., content: {{application/json: {{schema: {{$ref: '#/components/schemas/T'}}}}}}}}}}}}"
            )
        };
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a: {{get: {}{more}}}\ncomponents: {{schemas: {{T: {{type: object, properties: {{size: {{type: {size}}}}}}}}}}}\n",
            read("a")
        ).replace("MORE", &read("b"))
    };
    let found = compared(&of("string", ""), &of("integer", ", put: MORE"));
    let mut changes = found.changes.iter();
    let row = changes.find(|it| it.rule.id.as_str() == "type-changed");
    assert_eq!(row.expect("the type is changed").operations, ["a"]);
}
