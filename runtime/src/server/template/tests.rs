//! Tables of templates, values and URLs.

use super::*;

fn given(value: &str) -> Given<'_> {
    Given {
        text: value.into(),
        is_documented: false,
    }
}

#[test]
fn writes_documented_values_as_they_are() {
    let value = |_: &str| {
        Ok(Given {
            text: "eu1.example.com".into(),
            is_documented: true,
        })
    };
    assert_eq!(
        fill("https://api.{site}/v1", &value).as_deref(),
        Ok("https://api.eu1.example.com/v1")
    );
}

fn filled(url: &str, value: &str) -> Result<String, String> {
    let value = |_: &str| Ok(given(value));
    fill(url, &value)
}

#[test]
fn fills_each_place() {
    for (url, value, expected) in [
        (
            "https://{t}.example.com/beta",
            "acme",
            "https://acme.example.com/beta",
        ),
        (
            "https://eu-{t}.example.com/",
            "a1",
            "https://eu-a1.example.com",
        ),
        (
            "https://{host}/v1",
            "acme.example.com",
            "https://acme.example.com/v1",
        ),
        (
            "https://{host}/v1",
            "https://acme.example.com/",
            "https://acme.example.com/v1",
        ),
        (
            "https://{host}/v1",
            "localhost:8443",
            "https://localhost:8443/v1",
        ),
        (
            "https://{host}:9443/v1",
            "acme.example.com",
            "https://acme.example.com:9443/v1",
        ),
        (
            "https://example.com:{port}/v1",
            "8443",
            "https://example.com:8443/v1",
        ),
        ("{scheme}://example.com", "http", "http://example.com"),
        (
            "https://example.com/{base}",
            "v2/x",
            "https://example.com/v2/x",
        ),
        (
            "https://example.com/{base}",
            "/v2",
            "https://example.com/v2",
        ),
        ("https://example.com{base}", "/v2", "https://example.com/v2"),
        ("https://example.com{base}", "", "https://example.com"),
        ("{url}/v1", "https://example.com/", "https://example.com/v1"),
    ] {
        assert_eq!(
            filled(url, value).as_deref(),
            Ok(expected),
            "{url} with {value}"
        );
    }
}

#[test]
fn rejects_values_that_change_the_host() {
    for url in [
        "https://{t}.example.com",
        "https://x-{t}.example.com/",
        "https://api.{t}",
    ] {
        for value in [
            "a.b",
            "evil.example/",
            "evil.example?",
            "evil.example#",
            "x@evil:443/",
            "-a",
            "a-",
            "ä",
            "a b",
            "a%2f",
            "a\\",
        ] {
            let error = filled(url, value).unwrap_err();
            assert!(error.contains("`t`"), "{url} with {value}: {error}");
        }
    }
    assert!(filled("https://{t}.example.com", "").is_err());
    for value in [
        "",
        "a/b",
        "user@evil",
        "a?b",
        "a#b",
        "a:x",
        "a:99999",
        "a b",
        "..",
        "http://x",
    ] {
        assert!(filled("https://{host}/v1", value).is_err(), "{value}");
    }
    for value in ["", "x", "80/evil", "80@evil", "99999", "+80"] {
        assert!(
            filled("https://example.com:{port}", value).is_err(),
            "{value}"
        );
    }
    for value in ["..", "a/../b", "a?b", "a#b", "a\\b", "a b", "{x}", "."] {
        assert!(
            filled("https://example.com/{base}", value).is_err(),
            "{value}"
        );
    }
    for value in ["ftp", "https://evil.example#", ""] {
        assert!(filled("{scheme}://example.com", value).is_err(), "{value}");
    }
}

#[test]
fn returns_only_the_path() {
    let none = |_: &str| Ok(given("x"));
    for (url, expected) in [
        ("https://{t}.example.com/beta/", "/beta"),
        ("/api/{v}", "/api/x"),
        ("", ""),
        ("/", ""),
        ("api", "/api"),
        ("//example.com/a", "/a"),
        ("{url}/v1", "/v1"),
        ("https://example.com/x?y#z", "/x"),
    ] {
        assert_eq!(path(url, &none).as_deref(), Ok(expected), "{url}");
    }
}
