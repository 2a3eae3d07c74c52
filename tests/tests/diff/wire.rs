//! Verdicts on the wire: whether a client that follows the old document is still understood, and understands.

use generator::diff::Diff;
use tests::run::Run;

fn compared(old: &str, new: &str) -> Diff {
    let run = |text: &str| Run::of_modules("wire", &[("api".to_owned(), text.to_owned())]);
    run(old).diff(&run(new)).expect("the documents can be read")
}

/// Each change as `verdict place rule`, without words and what is about Rust alone.
fn rows(diff: &Diff) -> Vec<String> {
    let only_rust = [
        "type-renamed",
        "type-removed",
        "type-added",
        "rust-changed",
        "rust-gained",
    ];
    let changes = diff.contract();
    let changes = changes.filter(|it| !only_rust.contains(&it.rule.id.as_str()));
    let rows = changes.map(|it| format!("{} {} {}", it.wire, it.place, it.rule.id));
    rows.collect()
}

/// Compares documents in which `HERE` is one text and another, and expects these rows.
fn expect(document: &str, cases: &[(&str, &str, &[&str])]) {
    for (old, new, expected) in cases {
        let of = |text: &str| document.replace("HERE", text);
        let found = rows(&compared(&of(old), &of(new)));
        assert_eq!(found, *expected, "{old} to {new}");
    }
}

const PARAMETER: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {get: {operationId: a, parameters: [{name: q, HERE}], responses: {'204': {description: Done.}}}}}
";

#[test]
fn a_single_value_may_become_a_list() {
    let widened: &[&str] = &["safe query.q type-widened"];
    expect(
        PARAMETER,
        &[
            (
                "in: query, schema: {type: string}",
                "in: query, schema: {type: array, items: {type: string}}",
                widened,
            ),
            (
                "in: query, schema: {type: string}",
                "in: query, explode: false, schema: {type: array, items: {type: string}}",
                widened,
            ),
            (
                "in: query, schema: {type: string}",
                "in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}",
                widened,
            ),
            (
                "in: query, schema: {type: string, enum: [a]}",
                "in: query, explode: false, schema: {type: array, items: {type: string, enum: [a, b]}}",
                &[
                    "safe query.q type-widened",
                    "safe query.q[]=b enum-value-added",
                ],
            ),
            (
                "in: query, schema: {type: string}",
                "in: query, schema: {type: array, items: {type: integer}}",
                &[
                    "breaking query.q[] type-changed",
                    "safe query.q type-widened",
                ],
            ),
            (
                "in: query, schema: {type: string}",
                "in: query, schema: {type: array, minItems: 2, items: {type: string}}",
                &[
                    "breaking query.q min-items-raised",
                    "safe query.q type-widened",
                ],
            ),
            // The commas of the text are left as they are.
            (
                "in: query, allowReserved: true, schema: {type: string}",
                "in: query, allowReserved: true, explode: false, schema: {type: array, items: {type: string}}",
                &["breaking query.q type-changed"],
            ),
            (
                "in: header, schema: {type: string}",
                "in: header, schema: {type: array, items: {type: string}}",
                &["breaking header.q type-changed"],
            ),
            (
                "in: header, schema: {type: integer}",
                "in: header, schema: {type: array, items: {type: integer}}",
                &["safe header.q type-widened"],
            ),
            (
                "in: query, schema: {type: array, items: {type: string}}",
                "in: query, schema: {type: string}",
                &["breaking query.q type-changed"],
            ),
        ],
    );
}

#[test]
fn values_that_are_written_alike_are_one_value() {
    let widened: &[&str] = &["safe query.q type-widened"];
    expect(
        PARAMETER,
        &[
            (
                "in: query, schema: {type: boolean}",
                "in: query, schema: {type: string, enum: ['true', 'false', maybe]}",
                widened,
            ),
            (
                "in: query, schema: {type: integer, enum: [1, 2]}",
                "in: query, schema: {type: string, enum: ['1', '2']}",
                widened,
            ),
            (
                "in: query, schema: {type: integer, enum: [1, 2]}",
                "in: query, schema: {type: string, enum: ['1']}",
                &["breaking query.q type-changed"],
            ),
            (
                "in: query, schema: {type: integer, enum: [1, 2]}",
                "in: query, schema: {type: string}",
                widened,
            ),
        ],
    );
}

const FORM: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {post: {operationId: a, requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: HERE}}}}}, responses: {'204': {description: Done.}}}}}
";

#[test]
fn a_field_of_a_form_may_be_repeated() {
    let file = "{type: string, format: binary}";
    let files = "{type: array, items: {type: string, format: binary}}";
    expect(
        FORM,
        &[
            (file, files, &["safe body.f type-widened"]),
            (
                "{type: string}",
                "{type: array, items: {type: string}}",
                &["safe body.f type-widened"],
            ),
            (
                "{type: string}",
                "{type: array, items: {type: string, maxLength: 3}}",
                &[
                    "breaking body.f[] max-length-lowered",
                    "safe body.f type-widened",
                ],
            ),
            (files, file, &["breaking body.f part-kind-changed"]),
        ],
    );
}

const RESPONSES: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {get: {operationId: a, responses: {HERE}}}}
";

#[test]
fn a_status_that_replaces_another_is_two_rows() {
    let body = "description: Fine., content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}";
    let (ok, all) = (format!("'200': {{{body}}}"), format!("'2XX': {{{body}}}"));
    expect(
        RESPONSES,
        &[
            (
                &ok,
                "'204': {description: Done.}",
                &[
                    "breaking response.200 success-status-removed",
                    "risky response.204 success-status-added",
                ],
            ),
            (
                "'204': {description: Done.}",
                &ok,
                &[
                    "breaking response.204 success-status-removed",
                    "risky response.200 success-status-added",
                ],
            ),
            // A range has the status.
            (&ok, &all, &["risky response.2XX success-status-added"]),
            (&all, &ok, &[]),
        ],
    );
}

#[test]
fn a_charset_and_capitals_are_no_other_media_type() {
    let of = |media: &str, item: &str| {
        format!(
            "'200': {{description: Fine., content: {{{media}: {{schema: {{type: object, properties: {{a: {{type: {item}}}}}}}}}}}}}"
        )
    };
    let plain = of("application/json", "string");
    expect(
        RESPONSES,
        &[
            (
                &plain,
                &of("application/json; charset=utf-8", "string"),
                &[],
            ),
            (&plain, &of("Application/JSON", "string"), &[]),
            (
                &of("application/xml", "string"),
                &of("application/xml; charset=UTF-8", "integer"),
                &["breaking response.200.application/xml.a type-changed"],
            ),
            (
                &plain,
                &of("application/json; profile=b", "string"),
                &[
                    "breaking response.200.application/json response-media-type-removed",
                    "safe response.200.application/json; profile=b response-media-type-added",
                ],
            ),
        ],
    );
}

const XML: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get: {operationId: a, responses: {'200': {description: Fine., content: {application/xml: {schema: {type: object, HERE}}}}}}
";

#[test]
fn schemas_without_a_type_are_judged_as_others_are() {
    let at = "response.200.application/xml";
    let row = |verdict: &str, place: &str, rule: &str| format!("{verdict} {at}{place} {rule}");
    let cases = [
        (
            "properties: {a: {type: string}}",
            "properties: {a: {type: string, format: date}}",
            row("safe", ".a", "format-narrowed"),
        ),
        (
            "properties: {a: {type: string, enum: [A, b]}}",
            "properties: {a: {type: string, enum: [a, b]}}",
            row("risky", ".a=A", "enum-value-respelled"),
        ),
        (
            "required: [a], properties: {a: {type: string}}",
            "properties: {}",
            row("breaking", ".a", "required-property-removed"),
        ),
        (
            "properties: {a: {type: string}}",
            "properties: {a: {type: string, writeOnly: true}}",
            row("breaking", ".a", "became-write-only"),
        ),
        (
            "additionalProperties: {type: string}",
            "additionalProperties: true",
            row("breaking", ".*", "type-widened"),
        ),
        (
            "additionalProperties: false",
            "properties: {}",
            row("risky", ".*", "additional-properties-allowed"),
        ),
    ];
    for (old, new, expected) in &cases {
        expect(XML, &[(old, new, &[expected])]);
    }
    expect(
        XML,
        &[(
            "additionalProperties: true",
            "additionalProperties: {}",
            &[],
        )],
    );
}

const SECURITY: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {get: {operationId: a, security: [HERE], responses: {'204': {description: Done.}}}}}
components: {securitySchemes: {o: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {r: R, w: W}}}}}}
";

#[test]
fn alternatives_with_other_scopes_are_alternatives() {
    expect(
        SECURITY,
        &[
            (
                "{o: [r]}",
                "{o: [r]}, {o: [w]}",
                &["safe security.o=w security-alternative-added"],
            ),
            (
                "{o: [r]}, {o: [w]}",
                "{o: [w]}",
                &["breaking security.o=r security-alternative-removed"],
            ),
            (
                "{o: [r]}",
                "{o: [w, r]}",
                &["risky security.o=w security-scope-added"],
            ),
            ("{o: [r]}, {o: [w]}", "{o: [w]}, {o: [r]}", &[]),
        ],
    );
}

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
        let of_part = |it: &&generator::diff::Change| it.id.starts_with("api/type:Part/");
        assert_eq!(found.changes.iter().filter(of_part).count(), 0);
        let mut ids = found.changes.iter().map(|it| it.id.as_str());
        assert!(
            ids.any(|id| id == format!("api/type:Whole/b/{rule}")),
            "{rule}"
        );
    }
}

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
    let mut sentences = found.changes.iter().map(generator::diff::Change::sentence);
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
