//! Verdicts on the wire: whether a client that follows the old document is still understood, and understands.

use tests::run::Run;

use crate::verdicts::expect;

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
    let integer = ok.replace("type: string", "type: integer");
    let several = format!("{integer}, '201': {{{body}}}");
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
            (&all, &several, &["breaking response.2XX.a type-changed"]),
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

const VERSIONS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {HERE}
";

#[test]
fn a_later_version_may_have_been_there_before() {
    let of = |version: u32| {
        format!(
            "/v{version}/a: {{get: {{operationId: a{version}, responses: {{'204': {{description: Done.}}}}}}}}"
        )
    };
    let both = format!("{}, {}", of(1), of(2));
    expect(
        VERSIONS,
        &[
            (&both, &of(2), &["breaking  operation-superseded"]),
            (&both, &of(1), &["breaking  operation-removed"]),
        ],
    );
}

#[test]
fn a_later_version_of_a_removed_document_is_named() {
    let run = |module: &str| {
        let text = VERSIONS.replace("HERE", "");
        Run::of_modules("wire", &[(module.to_owned(), text)])
    };
    for (old, new, expected) in [
        (
            "things_v1",
            "things_v2",
            "`things_v1` is removed as a document: `things_v1` → `things_v2`",
        ),
        (
            "things_v2",
            "things_v1",
            "`things_v2` is removed as a document",
        ),
        (
            "things_v1",
            "others_v2",
            "`things_v1` is removed as a document",
        ),
    ] {
        let found = run(old).diff(&run(new)).expect("the documents can be read");
        assert_eq!(found.changes[0].sentence(), expected);
    }
}

const PART: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {post: {operationId: a, requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: {type: string, format: binary}}}, encoding: {f: {contentType: 'HERE'}}}}}, responses: {'204': {description: Done.}}}}}
";

#[test]
fn a_part_may_have_one_more_media_type() {
    let at = "body.multipart/form-data.encoding.f.contentType";
    let cases = [
        (
            "image/png",
            "image/png, image/jpeg",
            format!("safe {at} request-media-type-added"),
        ),
        (
            "image/png, image/jpeg",
            "image/jpeg",
            format!("breaking {at} request-media-type-removed"),
        ),
        (
            "image/png",
            "image/jpeg",
            format!("breaking {at} encoding-changed"),
        ),
    ];
    for (old, new, expected) in &cases {
        expect(PART, &[(old, new, &[expected])]);
    }
}

const FLOWS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
security: [{o: [r]}]
paths: {/a: {get: {operationId: a, responses: {'204': {description: Done.}}}}}
components: {securitySchemes: {o: {type: oauth2, flows: {HERE}}}}
";

#[test]
fn a_flow_is_a_way_to_a_token() {
    let one = "clientCredentials: {tokenUrl: /t, scopes: {r: R}}";
    let two = format!("{one}, password: {{tokenUrl: /t, scopes: {{r: R}}}}");
    let at = "securitySchemes.o.flows.password";
    let (added, removed) = (
        format!("safe {at} security-alternative-added"),
        format!("breaking {at} security-alternative-removed"),
    );
    expect(
        FLOWS,
        &[
            (one, &two, &[&added]),
            (&two, one, &[&removed]),
            (
                one,
                &one.replace("/t", "/u"),
                &["risky securitySchemes.o security-scheme-changed"],
            ),
        ],
    );
}

#[test]
fn names_of_headers_know_no_case() {
    let of = |name: &str| {
        format!("'204': {{description: Done., headers: {{{name}: {{schema: {{type: string}}}}}}}}")
    };
    expect(RESPONSES, &[(&of("X-Total"), &of("x-total"), &[])]);
}
