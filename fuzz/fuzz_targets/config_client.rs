//! The client's configuration in variables, JSON and YAML: every value, the secret included, is that of another reader of the same text, a file is never
//! combined with another place, and neither `Debug` nor an error has a secret.

#![no_main]

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use openapi_client_runtime::codegen::{ConfigFacts, ConfigFile, ConfigVariables, Place};
use openapi_client_runtime::fuzzing::{load_config, secret_of};
use openapi_client_runtime::{Config, ConfigSource};

struct Acme;

impl ConfigFacts for Acme {
    const PLACES: &'static [Place] = &[
        Place::Environment(ConfigVariables {
            base_url: "URL",
            client_id: "ID",
            client_secret: "SECRET",
        }),
        Place::JsonFile(ConfigFile {
            path: "config.json",
            requires: &[],
            active: None,
            base_url: "/url",
            client_id: "/id",
            client_secret: "/secret",
            note: None,
        }),
        Place::YamlFile(ConfigFile {
            path: "~/config.yaml",
            requires: &[("/type", "pat")],
            active: Some("/active"),
            base_url: "/all/{}/url",
            client_id: "/all/{}/id",
            client_secret: "/all/{}/secret",
            note: Some("it may be in the keychain"),
        }),
    ];
}

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Variables(Option<&'a str>, Option<&'a str>, Option<&'a str>),
    Json(&'a [u8]),
    Yaml(&'a [u8]),
}

/// A folder in memory where the system has one.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let parent = if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    };
    let folder = parent.join(format!("fuzz-config-client-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    folder
});

const SECRET: &str = "hushhush";

fuzz_target!(|input: Input<'_>| {
    let folder = &*FOLDER;
    let (json, yaml) = (folder.join("config.json"), folder.join("config.yaml"));
    for file in [&json, &yaml] {
        let _ = std::fs::remove_file(file);
    }
    let write = |file, text| std::fs::write(file, text).expect("the file can be written");
    let mut variables = [None; 3];
    match input {
        Input::Variables(url, id, secret) => variables = [url, id, secret],
        Input::Json(text) => write(&json, text),
        Input::Yaml(text) => write(&yaml, text),
    }
    let variable = |name: &str| {
        let n = ["URL", "ID", "SECRET"].iter().position(|it| *it == name)?;
        variables[n].map(OsString::from)
    };
    let loaded: Result<Config<Acme>, _> = load_config(&variable, folder);
    let config = match loaded {
        Ok(config) => config,
        Err(error) => {
            let text = format!("{error} {error:?}");
            let is_shown = matches!(input, Input::Yaml(text) if !is_hidden(text));
            assert!(is_shown || !text.contains(SECRET), "{text}");
            return;
        }
    };
    assert!(!format!("{config:?}").contains(SECRET) || !is_secret_alone(&config));
    for value in [config.base_url(), config.client_id()] {
        assert!(!value.is_empty() && value == value.trim());
    }
    match (config.source(), input) {
        (ConfigSource::Environment, Input::Variables(url, id, secret)) => {
            assert_eq!(url.map(str::trim), Some(config.base_url()));
            assert_eq!(id.map(str::trim), Some(config.client_id()));
            assert_eq!(secret.map(tidy), Some(&*secret_of(&config)));
        }
        (ConfigSource::JsonFile(_), Input::Json(text)) => of_json(text, &config),
        (ConfigSource::YamlFile(_), Input::Yaml(text)) => of_yaml(text, &config),
        (source, input) => panic!("{source:?} of {input:?}"),
    }
});

/// Returns whether the sample secret is in no other value.
fn is_secret_alone(config: &Config<Acme>) -> bool {
    ![config.base_url(), config.client_id()]
        .iter()
        .any(|it| it.contains(SECRET))
}

/// Returns whether the sample secret is at no place that errors show: not among the values at the root, which are the kind of the
/// credentials and the name of the environment.
fn is_hidden(text: &[u8]) -> bool {
    let root = serde_yaml::from_slice::<serde_yaml::Value>(text);
    let Ok(serde_yaml::Value::Mapping(entries)) = root else {
        return false;
    };
    let mut shown = entries.values().filter_map(serde_yaml::Value::as_str);
    !shown.any(|value| value.contains(SECRET))
}

/// A value without what copying adds around it.
fn tidy(text: &str) -> &str {
    text.trim_matches(|it: char| it.is_whitespace() || matches!(it, '\u{feff}' | '\u{200b}'))
}

fn of_json(text: &[u8], config: &Config<Acme>) {
    let text = String::from_utf8_lossy(text);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let root: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).expect("it was read as JSON");
    let secret = secret_of(config);
    for (name, found) in [
        ("url", config.base_url()),
        ("id", config.client_id()),
        ("secret", &secret),
    ] {
        let mut named = root
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let is_read = named.any(|(_, value)| match value {
            serde_json::Value::String(text) => tidy(text) == tidy(found),
            // A number is taken as it is written.
            value => value.is_number() && text.contains(found),
        });
        assert!(is_read, "{name} {found:?} of {text:?}");
    }
}

fn of_yaml(text: &[u8], config: &Config<Acme>) {
    let text = String::from_utf8_lossy(text);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // The two libraries do not agree on every text; where both read it, the values are the same.
    let Ok(root) = serde_yaml::from_str::<serde_yaml::Value>(text) else {
        return;
    };
    let values = texts(&root);
    for found in [config.base_url(), config.client_id(), &secret_of(config)] {
        // A number or a boolean is taken as it is written.
        let is_read = values.iter().any(|it| tidy(it) == tidy(found)) || text.contains(found);
        assert!(is_read, "{found:?} of {text:?}");
    }
}

fn texts(value: &serde_yaml::Value) -> Vec<String> {
    match value {
        serde_yaml::Value::String(text) => vec![text.trim().to_owned()],
        serde_yaml::Value::Sequence(items) => items.iter().flat_map(texts).collect(),
        serde_yaml::Value::Mapping(entries) => entries.values().flat_map(texts).collect(),
        serde_yaml::Value::Tagged(tagged) => texts(&tagged.value),
        serde_yaml::Value::Null | serde_yaml::Value::Bool(_) | serde_yaml::Value::Number(_) => {
            vec![]
        }
    }
}
