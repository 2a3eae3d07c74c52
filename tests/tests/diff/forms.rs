//! Fields of forms are compared as other values are.

use crate::verdicts::expect;

const FORM: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {post: {operationId: a, requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: HERE}}}}}, responses: {'204': {description: Done.}}}}}
";

#[test]
fn types_of_fields_are_compared() {
    let object = |ty: &str| format!("{{type: object, properties: {{a: {{type: {ty}}}}}}}");
    expect(
        FORM,
        &[
            (
                "{type: integer}",
                "{type: boolean}",
                &["breaking body.f type-changed"],
            ),
            (
                &object("integer"),
                &object("boolean"),
                &["breaking body.f.a type-changed"],
            ),
        ],
    );
}
