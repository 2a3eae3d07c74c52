//! Any value arrives unchanged and changes nothing around it.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

use std::sync::LazyLock;

use http::Method;
use openapi_client_runtime::codegen::{Api, Operation};
use openapi_client_runtime::{Client, Credentials, ListStyle};
use proptest::prelude::*;
use reqwest::Url;

static BETA: Api = Api::new("beta", &[]);
static THING: Operation = Operation::new(
    "thing",
    &BETA,
    Method::GET,
    "/beta/things/{id}/parts/{part}",
);
static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let builder = Client::builder()
        .base_url("https://acme.example/gate")
        .credentials(Credentials::none());
    builder.build().unwrap()
});

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .unwrap()
        .into_owned()
}

/// Any text; texts that are dangerous in a path are more frequent.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[./\\\\%2eE?#;@: \\t\\n]{0,6}",
        Just("..".to_owned()),
        Just("%2E%2e".to_owned())
    ]
}

proptest! {
    #[test]
    fn no_path_value_changes_the_path(id in value(), part in value()) {
        let mut call = CLIENT.call(&THING);
        call.path("id", &id);
        call.path("part", &part);
        let refused = |text: &str| matches!(text, "." | "..") || text.trim().is_empty();
        match call.build() {
            Err(error) => prop_assert!(error.is_request() && (refused(&id) || refused(&part)), "{}", error),
            Ok(request) => {
                prop_assert!(!refused(&id) && !refused(&part));
                let url = Url::parse(request.url()).unwrap();
                let segments: Vec<_> = url.path_segments().unwrap().map(decoded).collect();
                prop_assert_eq!(segments, ["gate", "beta", "things", &*id, "parts", &*part]);
                prop_assert_eq!(url.host_str(), Some("acme.example"));
                prop_assert_eq!((url.query(), url.fragment()), (None, None));
            }
        }
    }

    #[test]
    fn query_values_arrive_as_they_are(name in "[a-z-]{1,5}|.{1,5}", one: String, list: Vec<String>) {
        let call = CLIENT.get("/x").query("a", &one).query_list(format!("l{name}"), ListStyle::Multi, &list);
        let call = call.query_list("c", ListStyle::Comma, &list);
        let url = Url::parse(call.build().unwrap().url()).unwrap();
        prop_assert_eq!((url.path(), url.fragment()), ("/gate/x", None));
        let mut pairs = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned()));
        prop_assert_eq!(pairs.next().unwrap(), ("a".to_owned(), one));
        for item in &list {
            prop_assert_eq!(pairs.next().unwrap(), (format!("l{name}"), item.clone()));
        }
        if !list.is_empty() {
            let written = url.query().unwrap().rsplit_once("c=").unwrap().1;
            prop_assert_eq!(written.split(',').map(decoded).collect::<Vec<_>>(), list);
        }
        prop_assert!(!url.query().unwrap().contains('+'));
    }
}
