//! Where changes are reported, and with which verdict: servers, credentials, names, events, webhooks and types.

use generator::diff::Change;

use crate::verdicts::{compared, expect, rows};

const SERVERS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [HERE]
paths: {/a: {get: {operationId: a, responses: {'204': {description: Done.}}}}}
";

#[test]
fn servers_that_are_left_still_answer() {
    let (a, b) = (
        "{url: 'https://a.example.com/v1'}",
        "{url: 'https://b.example.com/v2'}",
    );
    let (both, turned) = (format!("{a}, {b}"), format!("{b}, {a}"));
    expect(
        SERVERS,
        &[
            (a, &both, &["safe servers server-added"]),
            (a, &turned, &["safe servers server-added"]),
            (&both, &turned, &["safe servers servers-reordered"]),
            (&both, a, &["risky servers server-removed"]),
            (a, b, &["breaking servers base-path-changed"]),
            (a, "{url: 'https://a.example.com/v1/'}", &[]),
        ],
    );
    // One that is named twice is still one.
    let twice = format!("{a}, {a}");
    for (old, new) in [(a, twice.as_str()), (&twice, a)] {
        let of = |text: &str| SERVERS.replace("HERE", text);
        let found = compared(&of(old), &of(new));
        assert_eq!(rows(&found), Vec::<String>::new(), "{old} to {new}");
        assert_eq!(found.counts().documentation, 1, "{old} to {new}");
    }
}

const NAMES: &str = r"
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    post:
      operationId: a
      requestBody: {content: {application/json: {schema: {type: object, properties: {m: {type: object, HERE}}}}}}
      responses: {'204': {description: Done.}}
";

#[test]
fn names_of_properties_are_compared() {
    let at = "body.m.propertyNames";
    let row = |verdict: &str, place: &str, rule: &str| format!("{verdict} {at}{place} {rule}");
    let cases = [
        (
            "propertyNames: {maxLength: 5}",
            "propertyNames: {maxLength: 3}",
            row("breaking", "", "max-length-lowered"),
        ),
        (
            "propertyNames: {maxLength: 5}",
            "minProperties: 0",
            row("safe", "", "max-length-raised"),
        ),
        (
            "minProperties: 0",
            "propertyNames: {type: string, minLength: 2}",
            row("breaking", "", "min-length-raised"),
        ),
        (
            "propertyNames: {enum: [a, b]}",
            "propertyNames: {enum: [a]}",
            row("breaking", "=b", "enum-value-removed"),
        ),
        (
            "propertyNames: {pattern: ^a}",
            "propertyNames: {pattern: ^b}",
            row("risky", "", "pattern-changed"),
        ),
        (
            "propertyNames: {not: {const: a}}",
            "propertyNames: {not: {const: b}}",
            row("risky", ".not.enum", "not-changed"),
        ),
    ];
    for (old, new, expected) in &cases {
        expect(NAMES, &[(old, new, &[expected])]);
    }
    let patterns = "patternProperties: {^a: {type: string}}";
    let values = |of: &str| {
        format!("additionalProperties: {{type: object, propertyNames: {{maxLength: {of}}}}}")
    };
    expect(
        NAMES,
        &[
            (
                patterns,
                &patterns.replace("^a", "^b"),
                &["risky body.m.patternProperties pattern-changed"],
            ),
            (
                patterns,
                &patterns.replace("string", "integer"),
                &["breaking body.m.* type-changed"],
            ),
            (
                &values("5"),
                &values("3"),
                &["breaking body.m.*.propertyNames max-length-lowered"],
            ),
        ],
    );
}

const EVENTS: &str = r"
openapi: 3.2.0
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: a, responses: {'200': {description: News., content: {text/event-stream: {itemSchema: {type: object, HERE}}}}}}}
";

#[test]
fn fields_of_events_beside_their_data_are_compared() {
    let at = "response.200.text/event-stream";
    let row = |verdict: &str, place: &str, rule: &str| format!("{verdict} {at}.{place} {rule}");
    let of = |event: &str| format!("properties: {{data: {{type: string}}, event: {event}}}");
    let cases = [
        (
            of("{type: string, enum: [a]}"),
            of("{type: string, enum: [a, b]}"),
            row("risky", "event=b", "enum-value-added"),
        ),
        (
            of("{type: integer, minimum: 1}"),
            of("{type: integer, minimum: 5}"),
            row("safe", "event", "minimum-raised"),
        ),
        (
            format!("required: [data], {}", of("{}")),
            of("{}"),
            row("breaking", "data", "property-became-optional"),
        ),
    ];
    for (old, new, expected) in &cases {
        expect(EVENTS, &[(old, new, &[expected])]);
    }
    let found = compared(
        &EVENTS.replace("HERE", &of("{description: A.}")),
        &EVENTS.replace("HERE", &of("{description: B.}")),
    );
    assert_eq!(found.counts().documentation, 1);
}

const ITEMS: &str = r"
openapi: 3.2.0
info: {title: T, version: '1'}
paths:
  /a:
    post:
      operationId: a
      requestBody: {content: {application/jsonl: {itemSchema: {type: HERE}}}}
      responses: {'200': {description: Fine.}, '400': {description: Bad., content: {application/jsonl: {itemSchema: {type: HERE}}}}}
";

#[test]
fn items_of_bodies_that_are_read_whole_are_compared() {
    let rows: &[&str] = &[
        "breaking body.application/jsonl[] type-changed",
        "breaking response.400.application/jsonl[] type-changed",
    ];
    expect(ITEMS, &[("string", "integer", rows)]);
}

const MERGED: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {post: {operationId: a, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Whole'}}}}, responses: {'204': {description: Done.}}}}}
components:
  schemas:
    Whole: {allOf: [HERE]}
    Part: {type: object, properties: {a: {type: string}}}
";

#[test]
fn a_type_that_gains_a_branch_is_changed_not_its_parts() {
    let part = "$ref: '#/components/schemas/Part'";
    let more = format!("{part}}}, {{required: [b], properties: {{b: {{type: string}}}}");
    let of = |text: &str| MERGED.replace("HERE", &format!("{{{text}}}"));
    for (old, new, rule) in [
        (part, more.as_str(), "required-property-added"),
        (&more, part, "required-property-removed"),
    ] {
        let found = compared(&of(old), &of(new));
        let of_part = |it: &&Change| it.id.starts_with("api/type:Part/");
        assert_eq!(found.changes.iter().filter(of_part).count(), 0);
        let mut ids = found.changes.iter().map(|it| it.id.as_str());
        assert!(
            ids.any(|id| id == format!("api/type:Whole/b/{rule}")),
            "{rule}"
        );
    }
}

const RESPONSES: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {get: {operationId: a, responses: {HERE}}}}
";

#[test]
fn a_type_that_is_removed_has_its_name_in_its_row() {
    let of = |statuses: &[&str]| {
        let body = "{description: Bad., content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}";
        let rows: Vec<String> = statuses
            .iter()
            .map(|it| format!("'{it}': {body}"))
            .collect();
        RESPONSES.replace(
            "HERE",
            &format!("'204': {{description: Done.}}, {}", rows.join(", ")),
        )
    };
    let found = compared(&of(&["default"]), &of(&["4XX", "5XX"]));
    let mut sentences = found.changes.iter().map(Change::sentence);
    assert!(sentences.any(|it| it == "`ADefaultResponse` is removed as a type"));
}

const UNION: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {get: {operationId: a, responses: {'200': {description: Fine., content: {application/json: {schema: {$ref: '#/components/schemas/Shape'}}}}}}}}
components:
  schemas:
    Shape: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]HERE}
    A: {type: object, required: [kind], properties: {kind: {type: string, enum: [A]}}}
    B: {type: object, required: [kind], properties: {kind: {type: string, enum: [B]}}}
";

#[test]
fn a_discriminator_that_the_types_imply_changes_nothing() {
    expect(UNION, &[("", ", discriminator: {propertyName: kind}", &[])]);
}

const VARIABLES: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://{r}.example.com', variables: {r: {HERE}}}]
paths: {/a: {get: {operationId: a, responses: {'204': {description: Done.}}}}}
";

#[test]
fn values_of_variables_of_servers_are_values() {
    let both = "default: a, enum: [a, b]";
    expect(
        VARIABLES,
        &[
            (
                "default: a, enum: [a]",
                both,
                &["safe servers.r=b enum-value-added"],
            ),
            (
                both,
                "default: a, enum: [a]",
                &["breaking servers.r=b enum-value-removed"],
            ),
            (
                both,
                "default: b, enum: [a, b]",
                &["risky servers server-variable-changed"],
            ),
        ],
    );
}

const WEBHOOKS: &str = r"
openapi: 3.1.0
info: {title: T, version: '1'}
paths: {/a: {get: {operationId: a, responses: {'204': {description: Done.}}}}}
webhooks: {HERE}
";

#[test]
fn webhooks_are_received() {
    let of = |ty: &str, status: &str| {
        let body = format!(
            "{{content: {{application/json: {{schema: {{type: object, properties: {{a: {{type: {ty}}}}}}}}}}}}}"
        );
        format!(
            "made: {{post: {{requestBody: {body}, responses: {{'{status}': {{description: Taken.}}}}}}}}"
        )
    };
    let made = of("string", "200");
    expect(
        WEBHOOKS,
        &[
            (
                &made,
                &of("integer", "200"),
                &["breaking |made.a type-changed"],
            ),
            (
                &made,
                &made.replace("post:", "put:"),
                &[
                    "risky webhooks.made.post callback-changed",
                    "risky webhooks.made.put callback-changed",
                ],
            ),
            ("", &made, &["safe webhooks.made callback-added"]),
            (&made, "", &["risky webhooks.made callback-removed"]),
            (
                &made,
                &of("string", "204"),
                &[
                    "risky webhooks.made.post.responses.200 callback-changed",
                    "risky webhooks.made.post.responses.204 callback-changed",
                ],
            ),
        ],
    );
}

const PATCHES: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {post: {operationId: a, requestBody: {content: {application/json: {schema: {type: object, properties: {p: {type: array, items: {type: object, required: [op, path], properties: {op: {type: string, enum: [add, remove, replace, move, copy, test]}, path: {type: string}, value: HERE}}}}}}}}, responses: {'204': {description: Done.}}}}}
";

#[test]
fn operations_of_a_patch_are_what_they_say() {
    let any_of = "{anyOf: [{type: string}, {type: integer}, {type: object}]}";
    let one_of = "{oneOf: [{type: string, title: text}, {type: boolean, title: flag}, {type: integer, title: number}, {type: object, title: object}]}";
    expect(
        PATCHES,
        &[(
            any_of,
            one_of,
            &["safe body.p[].value.|flag union-branch-added"],
        )],
    );
}

const PARAMETERS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {HERE}}
";

#[test]
fn parameters_of_a_path_are_those_of_its_operations() {
    let list = "parameters: [{name: q, in: query, schema: {type: string}}]";
    let rest = "operationId: a, responses: {'204': {description: Done.}}";
    let (outer, inner) = (
        format!("{list}, get: {{{rest}}}"),
        format!("get: {{{list}, {rest}}}"),
    );
    expect(PARAMETERS, &[(&outer, &inner, &[]), (&inner, &outer, &[])]);
}
