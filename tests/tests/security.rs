//! Security schemes as the generated crate has them: methods of its builder, and its first program.

use std::fmt::Write as _;

use tests::run::Run;

/// A document with these schemes, of which each is required by one operation.
fn document(schemes: &[(&str, &str)]) -> String {
    let mut text = "openapi: 3.0.4\ninfo: {title: Test, version: '1'}\n\
                    servers: [{url: 'https://api.example.com'}]\npaths:\n"
        .to_owned();
    for (name, _) in schemes {
        let responses = "responses: {'204': {description: Done.}}";
        let _ = writeln!(
            text,
            "  /{name}: {{get: {{operationId: get_{name}, security: [{{{name}: []}}], {responses}}}}}"
        );
    }
    text += "components:\n  securitySchemes:\n";
    for (name, scheme) in schemes {
        let _ = writeln!(text, "    {name}: {{{scheme}}}");
    }
    text
}

fn run(documents: &[(&str, &[(&str, &str)])]) -> Run {
    let texts: Vec<(String, String)> = documents
        .iter()
        .map(|(module, schemes)| ((*module).to_owned(), document(schemes)))
        .collect();
    Run::of_modules("schemes", &texts)
}

#[test]
fn a_document_without_schemes_shows_a_token() {
    let text = document(&[("things", "")]).replace("security: [{things: []}], ", "");
    let text = text.split("components:").next().unwrap_or_default();
    let output = Run::of_text(text)
        .generate()
        .expect("the document is valid");
    let readme = output.files.iter().find(|(path, _)| *path == "README.md");
    let readme = readme.expect("there is a README").1;
    assert!(readme.contains("Credentials::bearer("), "{readme}");
    assert!(!readme.contains("A token is fetched"), "{readme}");
}

/// The methods of the builder.
fn methods(documents: &[(&str, &[(&str, &str)])]) -> Vec<String> {
    let items = run(documents)
        .public_items()
        .expect("the documents are valid");
    let items = items.iter();
    items
        .filter_map(|it| it.strip_prefix("ClientBuilder: "))
        .map(str::to_owned)
        .collect()
}

const KEY: (&str, &str) = ("apiKey", "type: apiKey, in: header, name: X-Key");
const OTHER_KEY: (&str, &str) = ("apiKey", "type: apiKey, in: query, name: key");
const BASIC: (&str, &str) = ("account", "type: http, scheme: basic");
const TOKEN: (&str, &str) = ("token", "type: http, scheme: bearer");
const OPEN_ID: (&str, &str) = ("oidc", "type: openIdConnect, openIdConnectUrl: /openid");

#[test]
fn each_scheme_without_a_token_has_a_method() {
    let methods = methods(&[("api", &[KEY, BASIC, TOKEN])]);
    let methods: Vec<&str> = methods.iter().map(String::as_str).collect();
    assert_eq!(
        methods,
        [
            "fn account(self, user: impl Into<String>, password: impl Into<String>) -> Self",
            "fn api_key(self, key: impl Into<String>) -> Self",
        ]
    );
}

#[test]
fn schemes_with_a_token_have_methods_if_there_are_several() {
    let methods = methods(&[("api", &[TOKEN, OPEN_ID])]);
    assert!(
        methods
            .iter()
            .any(|it| it.starts_with("fn oidc_credentials("))
            && methods
                .iter()
                .any(|it| it.starts_with("fn token_credentials(")),
        "{methods:?}"
    );
}

#[test]
fn documents_share_the_method_of_one_definition_and_qualify_others_by_module() {
    let shared = methods(&[("one", &[KEY]), ("two", &[KEY])]);
    assert_eq!(shared.len(), 1, "{shared:?}");
    let apart = methods(&[("one", &[KEY]), ("two", &[OTHER_KEY])]);
    assert!(
        apart.iter().any(|it| it.starts_with("fn one_api_key("))
            && apart.iter().any(|it| it.starts_with("fn two_api_key(")),
        "{apart:?}"
    );
}

#[test]
fn a_scheme_named_like_a_setting_is_qualified_by_its_kind() {
    let methods = methods(&[("api", &[("timeout", KEY.1)])]);
    assert!(methods[0].starts_with("fn timeout_key("), "{methods:?}");
}

#[test]
fn the_first_program_sets_the_credentials_of_the_document() {
    let readme = |schemes: &[(&str, &str)]| {
        let output = run(&[("api", schemes)])
            .generate()
            .expect("the document is valid");
        let readme = output.files.iter().find(|(path, _)| *path == "README.md");
        readme.expect("there is a README").1.to_owned()
    };
    let key =
        "type: apiKey, in: header, name: Authorization, description: 'Write `SSWS {API token}`.'";
    for (scheme, call) in [
        (("apiToken", key), ".api_token(\"SSWS {API token}\")"),
        (KEY, ".api_key(\"the key\")"),
        (BASIC, ".account(\"user\", \"password\")"),
        (TOKEN, ".credentials(Credentials::bearer(\"the token\"))"),
    ] {
        let text = readme(&[scheme]);
        assert!(text.contains(call), "{call}: {text}");
        assert_eq!(text.contains("Credentials}"), call.contains("Credentials"));
    }
}

#[test]
fn the_first_page_says_what_happens_to_credentials_of_each_kind() {
    let readme = |scheme: (&str, &str)| {
        let output = run(&[("api", &[scheme])])
            .generate()
            .expect("the document is valid");
        let readme = output.files.iter().find(|(path, _)| *path == "README.md");
        readme.expect("there is a README").1.to_owned()
    };
    let flow = |url: &str| {
        format!("type: oauth2, flows: {{clientCredentials: {{tokenUrl: '{url}', scopes: {{}}}}}}")
    };
    let (own, foreign) = (flow("/token"), flow("https://login.example.org/token"));
    let code = own.replace(
        "clientCredentials: {",
        "authorizationCode: {authorizationUrl: /authorize, ",
    );
    let password = own.replace("clientCredentials", "password");
    for (scheme, sentence) in [
        (
            KEY,
            "Credentials are sent as they are, with each operation that requires them.",
        ),
        (
            TOKEN,
            "Credentials are sent as they are; `Credentials::provider` fetches and renews tokens.",
        ),
        (
            ("oauth", own.as_str()),
            "A token is fetched when the first request needs one",
        ),
        (
            ("oauth", code.as_str()),
            "Credentials are sent as they are; `Credentials::refresh_token` and `Credentials::provider` fetch and renew tokens.",
        ),
        (
            ("oauth", password.as_str()),
            "`Credentials::password`, `Credentials::refresh_token` and `Credentials::provider` fetch and renew tokens.",
        ),
    ] {
        let text = readme(scheme);
        assert!(text.contains(sentence), "{sentence}: {text}");
        let is_fetched = sentence.starts_with("A token");
        assert_eq!(text.contains("A token is fetched"), is_fetched, "{text}");
        assert_eq!(text.contains("::client_credentials("), is_fetched, "{text}");
        assert!(!text.contains(".token_url("), "{text}");
    }
    let text = readme(("oauth", &foreign));
    let comment = "        // The document's token endpoint is on another host than the API: the client secret is sent there.\n\
                   \x20       .token_url(\"https://login.example.org/token\")\n";
    assert!(text.contains(comment), "{text}");
}

#[test]
fn the_method_of_a_scheme_can_be_pinned() {
    let pinned = |scheme: (&str, &str), name: &str| {
        let address = format!("#/components/securitySchemes/{}", scheme.0);
        let run = run(&[("api", &[scheme])]).pinned(&address, name);
        let items = run.public_items().map_err(|report| format!("{report:?}"))?;
        let mut methods = items.into_iter();
        let method = methods.find_map(|it| Some(it.strip_prefix("ClientBuilder: ")?.to_owned()));
        Ok::<_, String>(method.unwrap_or_default())
    };
    let key = pinned(KEY, "license").expect("the pin is valid");
    assert!(key.starts_with("fn license(self, key:"), "{key}");
    let token = pinned(TOKEN, "session").expect("the pin is valid");
    assert!(
        token.starts_with("fn session(self, credentials:"),
        "{token}"
    );
    let refused = pinned(KEY, "timeout").expect_err("another method has the name");
    assert!(refused.contains("timeout"), "{refused}");
}
