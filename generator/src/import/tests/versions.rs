//! Documents of later versions of OpenAPI.

use super::all;

#[test]
fn documents_of_3_1_keep_their_version() {
    const WRITTEN: &str = "\
openapi: '3.1.1'
info:
  title: T
  version: '1'
paths:
  /a:
    get:
      responses:
        '200':
          description: Fine.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/A'
webhooks:
  created:
    post:
      requestBody:
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/B'
components:
  schemas:
    A:
      type:
        - object
        - 'null'
      prefixItems:
        - $ref: '#/components/schemas/B'
      patternProperties:
        x:
          $ref: '#/components/schemas/C'
    B:
      const: 1
    C:
      $ref: '#/components/schemas/B'
      title: Beside
      properties:
        d:
          $ref: '#/components/schemas/B'
";
    let root = "\
openapi: 3.1.1
info: {title: T, version: '1'}
paths:
  /a:
    get:
      responses:
        '200':
          description: Fine.
          content: {application/json: {schema: {$ref: 'schemas.yaml#/$defs/A'}}}
webhooks:
  created:
    post:
      requestBody: {content: {application/json: {schema: {$ref: 'schemas.yaml#/$defs/B'}}}}
";
    let schemas = "\
$defs:
  A:
    type: [object, 'null']
    prefixItems: [{$ref: '#/$defs/B'}]
    patternProperties: {x: {$ref: '#/$defs/C'}}
  B: {const: 1}
  C: {$ref: '#/$defs/B', title: Beside, properties: {d: {$ref: '#/$defs/B'}}}
";
    let found = all(&[("root.yaml", root), ("schemas.yaml", schemas)]);
    assert_eq!(found.text, WRITTEN);
}
