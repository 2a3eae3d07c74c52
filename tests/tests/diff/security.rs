//! Changes of who may call an operation, each at its place and with its verdict.

use crate::verdicts::{compared, expect};

const DOCUMENT: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths: {/a: {get: {operationId: a, security: [SECURITY], responses: {'204': {description: Done.}}}}}
components:
  securitySchemes:
    basic: {type: http, scheme: basic}
    key: {type: apiKey, in: header, name: X-Key}
    other: {type: apiKey, in: header, name: X-Other}
    o: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {r: R, w: W}}}}
    scheme: {SCHEME}
";

/// The document with one scheme and a place for requirements.
fn requirements() -> String {
    let document = DOCUMENT.replace("SCHEME", "type: mutualTLS");
    document.replace("SECURITY", "HERE")
}

/// The document with one requirement and a place for its scheme.
fn scheme() -> String {
    let document = DOCUMENT.replace("SECURITY", "{scheme: []}");
    document.replace("SCHEME", "HERE")
}

#[test]
fn alternatives_with_other_scopes_are_alternatives() {
    expect(
        &requirements(),
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

#[test]
fn callers_with_more_than_an_alternative_takes_are_accepted() {
    expect(
        &requirements(),
        &[
            (
                "{basic: [], key: []}",
                "{basic: []}",
                &["safe security.basic security-alternative-added"],
            ),
            (
                "{basic: []}",
                "{basic: [], key: []}",
                &["breaking security.basic authentication-changed"],
            ),
            (
                "{o: [r]}, {o: [w]}",
                "{o: []}",
                &["safe security.o security-scopes-lifted"],
            ),
            (
                "{o: [r, w]}, {o: [r]}",
                "{o: [r]}",
                &["risky security.o=w security-scope-removed"],
            ),
            // Nobody needed the second alternative.
            ("{basic: []}, {basic: [], key: []}", "{basic: []}", &[]),
            ("{basic: []}", "{basic: []}, {basic: [], key: []}", &[]),
        ],
    );
}

#[test]
fn credentials_of_another_kind_are_changes_of_operations() {
    expect(
        &requirements(),
        &[
            (
                "{basic: []}",
                "{o: [r]}",
                &["breaking security.basic authentication-changed"],
            ),
            (
                "{basic: []}, {key: []}",
                "{o: [r]}, {scheme: []}",
                &[
                    "breaking security.basic authentication-changed",
                    "breaking security.key authentication-changed",
                ],
            ),
            // Other credentials of the same kind.
            (
                "{key: []}",
                "{other: []}",
                &[
                    "breaking security.key security-alternative-removed",
                    "safe security.other security-alternative-added",
                ],
            ),
            // The new credentials are of the kind of the second alternative.
            (
                "{basic: []}, {key: []}",
                "{other: []}",
                &[
                    "breaking security.basic security-alternative-removed",
                    "breaking security.key security-alternative-removed",
                    "safe security.other security-alternative-added",
                ],
            ),
            // Callers with the other alternative are let in as before.
            (
                "{basic: []}, {key: []}",
                "{basic: []}, {o: []}",
                &[
                    "breaking security.key security-alternative-removed",
                    "safe security.o security-alternative-added",
                ],
            ),
        ],
    );
}

#[test]
fn schemes_of_another_kind_change_operations_and_their_words_are_compared() {
    let (basic, bearer) = ("type: http, scheme: basic", "type: http, scheme: bearer");
    let (header, query) = (
        "type: apiKey, in: header, name: A",
        "type: apiKey, in: query, name: A",
    );
    let document = scheme();
    expect(
        &document,
        &[
            (
                basic,
                bearer,
                &[
                    "breaking security.scheme authentication-changed",
                    "risky securitySchemes.scheme security-scheme-changed",
                ],
            ),
            // A token is one however it was obtained.
            (
                bearer,
                "type: openIdConnect, openIdConnectUrl: 'https://example.com'",
                &["risky securitySchemes.scheme security-scheme-changed"],
            ),
            (
                header,
                query,
                &["breaking securitySchemes.scheme credential-moved"],
            ),
        ],
    );
    for (old, new) in [(basic, bearer), (header, query)] {
        let of = |scheme: &str, words: &str| {
            document.replace("HERE", &format!("{scheme}, description: {words}"))
        };
        let found = compared(&of(old, "A."), &of(new, "B."));
        assert_eq!(found.counts().documentation, 1, "{new}");
    }
}

#[test]
fn schemes_of_another_kind_are_not_renamed() {
    let named = |name: &str, scheme: &str| {
        let document = DOCUMENT.replace("{SCHEME}", "{type: mutualTLS}");
        let document = document.replace("SECURITY", &format!("{{{name}: []}}"));
        format!("{document}    {name}: {{{scheme}}}\n")
    };
    let (basic, bearer) = ("type: http, scheme: basic", "type: http, scheme: bearer");
    let rows =
        |new: &str| crate::verdicts::rows(&compared(&named("was", basic), &named("is", new)));
    assert_eq!(
        rows(basic),
        ["safe securitySchemes.was security-scheme-renamed"]
    );
    let expected = [
        "breaking security.was authentication-changed",
        "safe securitySchemes.was security-scheme-removed",
        "safe securitySchemes.is security-scheme-added",
    ];
    assert_eq!(rows(bearer), expected);
}
