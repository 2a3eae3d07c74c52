//! The configuration of a service with places of every kind.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

use std::ffi::OsString;

use super::*;

/// A service with a place of every kind.
#[derive(Debug)]
struct Acme;

impl ConfigFacts for Acme {
    const PLACES: &'static [Place] = &[
        Place::Environment(ConfigVariables {
            base_url: "ACME_BASE_URL",
            client_id: "ACME_CLIENT_ID",
            client_secret: "ACME_CLIENT_SECRET",
        }),
        Place::JsonFile(ConfigFile {
            path: "config.json",
            requires: &[],
            active: None,
            base_url: "/BaseURL",
            client_id: "/ClientId",
            client_secret: "/ClientSecret",
            note: None,
        }),
        Place::YamlFile(ConfigFile {
            path: "~/.acme/config.yaml",
            requires: &[("/authtype", "pat")],
            active: Some("/activeenvironment"),
            base_url: "/environments/{}/baseurl",
            client_id: "/environments/{}/pat/clientid",
            client_secret: "/environments/{}/pat/clientsecret",
            note: Some("it may be in the keychain"),
        }),
    ];
}

impl FromEnvironment for Acme {}
impl FromJsonFile for Acme {}
impl FromYamlFile for Acme {}

const JSON: &str = r#"{"BaseUrl":"https://json.example","clientid":"j","CLIENTSECRET":"js"}"#;
const YAML: &str = "authtype: pat\nactiveenvironment: Prod\nenvironments:\n    prod:\n        tenanturl: x\n        \
    baseurl: https://yaml.example\n        pat:\n            clientid: \"007\"\n            clientsecret: ys\n";

/// A folder for one test, with the two files in it.
fn folder(name: &str, json: Option<&str>, yaml: Option<&str>) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("client-config-{}-{name}", std::process::id()));
    std::fs::create_dir_all(folder.join(".acme")).unwrap();
    if let Some(json) = json {
        std::fs::write(folder.join("config.json"), json).unwrap();
    }
    if let Some(yaml) = yaml {
        std::fs::write(folder.join(".acme/config.yaml"), yaml).unwrap();
    }
    folder
}

fn load(folder: &Path, variables: &[(&str, &str)]) -> Result<Config<Acme>> {
    let variable = |name: &str| {
        variables
            .iter()
            .find(|(other, _)| *other == name)
            .map(|(_, value)| OsString::from(value))
    };
    load_in(&variable, folder)
}

fn is(config: &Config<Acme>, base_url: &str, id: &str, secret: &str) {
    let found = (
        config.base_url.as_str(),
        config.client_id.as_str(),
        config.client_secret.expose_secret(),
    );
    assert_eq!(found, (base_url, id, secret));
}

#[test]
fn the_first_source_with_a_base_url_wins() {
    let folder = folder("order", Some(JSON), Some(YAML));
    let env = [
        ("ACME_BASE_URL", "https://env.example"),
        ("ACME_CLIENT_ID", "e"),
        ("ACME_CLIENT_SECRET", "es"),
    ];
    let config = load(&folder, &env).unwrap();
    is(&config, "https://env.example", "e", "es");
    assert_eq!(config.source(), &ConfigSource::Environment);

    let config = load(&folder, &[("ACME_BASE_URL", " "), ("ACME_CLIENT_ID", "e")]).unwrap();
    is(&config, "https://json.example", "j", "js");
    assert_eq!(
        config.source(),
        &ConfigSource::JsonFile(folder.join("config.json"))
    );

    std::fs::write(
        folder.join("config.json"),
        r#"{"ClientId":"j","BaseURL":""}"#,
    )
    .unwrap();
    let config = load(&folder, &[]).unwrap();
    is(&config, "https://yaml.example", "007", "ys");
    assert_eq!(
        config.source(),
        &ConfigSource::YamlFile(folder.join(".acme/config.yaml"))
    );
    assert!(!format!("{config:?}").contains("ys"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn sources_are_never_combined() {
    let folder = folder("whole", Some(JSON), Some(YAML));
    let error = load(
        &folder,
        &[
            ("ACME_BASE_URL", "https://env.example"),
            ("ACME_CLIENT_ID", "e"),
        ],
    )
    .unwrap_err();
    let text = error.to_string();
    assert!(
        error.is_config() && text.contains("ACME_CLIENT_SECRET is not set"),
        "{text}"
    );
    assert!(!text.contains("config.json"), "{text}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_error_lists_every_source_that_was_tried() {
    let empty = folder("none", None, None);
    let text = load(&empty, &[]).unwrap_err().to_string();
    for part in [
        "ACME_BASE_URL is not set",
        "config.json: there is no such file",
        "config.yaml: there is no",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains('\n'));

    let broken = folder(
        "broken",
        Some("{\"ClientSecret\": hidden"),
        Some("a: [hidden\nb"),
    );
    let text = load(&broken, &[]).unwrap_err().to_string();
    assert!(
        text.contains("config.json: it is not JSON")
            && text.contains("config.yaml: it is not YAML"),
        "{text}"
    );
    assert!(!text.contains("hidden"), "{text}");
    std::fs::remove_dir_all(empty).unwrap();
    std::fs::remove_dir_all(broken).unwrap();
}

#[test]
fn the_error_explains_a_secret_that_is_kept_elsewhere() {
    let folder = folder("yaml", None, None);
    let path = folder.join("c.yaml");
    let cases = [
        ("authtype: oauth\nactiveenvironment: a\n", "`oauth`"),
        ("environments:\n  a: {}\n", "no activeenvironment"),
        (
            "activeenvironment: b\nenvironments:\n  a: {}\n",
            "no environments.b",
        ),
        (
            "activeenvironment: a\nenvironments:\n  a:\n    tenanturl: x\n",
            "no environments.a.baseurl",
        ),
        (
            "activeenvironment: a\nenvironments:\n  a:\n    baseurl: x\n    pat: {clientid: y}\n",
            "pat.clientsecret",
        ),
        ("", "no activeenvironment"),
        ("- 1\n", "no activeenvironment"),
    ];
    for (yaml, reason) in cases {
        std::fs::write(&path, yaml).unwrap();
        let text = Config::<Acme>::from_yaml_file(&path)
            .unwrap_err()
            .to_string();
        assert!(text.contains(reason), "{text}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn ids_keep_their_text_and_a_byte_order_mark_is_skipped() {
    let folder = folder("text", None, None);
    let (json, yaml) = (folder.join("c.json"), folder.join("c.yaml"));
    for id in ["7", "1.0", "12345678901234567890123", "1e3"] {
        let text = format!(
            "\u{feff}{{\"BaseURL\": \"https://a.example\", \"ClientId\": {id}, \"ClientSecret\": \"007\"}}"
        );
        std::fs::write(&json, text).unwrap();
        let config = Config::<Acme>::from_json_file(&json).unwrap();
        is(&config, "https://a.example", id, "007");
    }
    for id in ["007123", "0x1F", "true", "1_000"] {
        let text = format!(
            "\u{feff}activeenvironment: 1\nenvironments:\n  1:\n    baseurl: https://a.example\n    pat: {{clientid: {id}, clientsecret: 0o7}}\n"
        );
        std::fs::write(&yaml, text).unwrap();
        let config = Config::<Acme>::from_yaml_file(&yaml).unwrap();
        is(&config, "https://a.example", id, "0o7");
    }
    std::fs::write(&json, " ".repeat((1 << 20) + 1)).unwrap();
    let error = Config::<Acme>::from_json_file(&json).unwrap_err();
    assert!(error.to_string().contains("larger than 1 MiB"), "{error}");
    std::fs::remove_dir_all(folder).unwrap();
}
