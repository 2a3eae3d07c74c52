//! The YAML file of the vendor's command line. The only file that knows the YAML reader.

use std::path::Path;

use yaml_rust2::{Yaml, YamlLoader};

use super::{Config, ConfigSource, Miss, Reading, read_file};

pub(super) fn read(path: &Path) -> Reading {
    let source = path.display().to_string();
    let documents = YamlLoader::load_from_str(&read_file(path)?).map_err(|error| {
        Miss::absent(
            &source,
            format!("it is not YAML (line {})", error.marker().line()),
        )
    })?;
    let root = documents.first().unwrap_or(&Yaml::Null);

    let absent = |reason: String| Miss::absent(&source, reason);
    if let Some(kind) = text(root, "authtype")
        && !kind.eq_ignore_ascii_case("pat")
    {
        return Err(absent(format!(
            "its authtype is `{kind}`, and only `pat` serves a program"
        )));
    }
    let active = text(root, "activeenvironment")
        .ok_or_else(|| absent("it has no activeenvironment".to_owned()))?;
    let environment = find(root, "environments")
        .and_then(|all| find(all, &active))
        .ok_or_else(|| absent(format!("it has no environment `{active}`")))?;
    let base_url = text(environment, "baseurl")
        .ok_or_else(|| absent(format!("its environment `{active}` has no baseurl")))?;

    let secret = |name: &str| {
        find(environment, "pat").and_then(|pat| text(pat, name)).ok_or_else(|| {
            let reason = format!(
                "its environment `{active}` has no pat.{name}; the command line may keep it in the system's keychain, \
                 where a program can't take it from"
            );
            Miss::incomplete(&source, reason)
        })
    };
    let (client_id, client_secret) = (secret("clientid")?, secret("clientsecret")?);
    let source = ConfigSource::YamlFile(path.to_owned());
    Ok(Config {
        base_url,
        client_id,
        client_secret: client_secret.into(),
        source,
    })
}

/// A value of a mapping. The command line doesn't tell letters of different case apart.
fn find<'y>(mapping: &'y Yaml, name: &str) -> Option<&'y Yaml> {
    let is_named = |key: &Yaml| {
        key.as_str()
            .is_some_and(|key| key.eq_ignore_ascii_case(name))
    };
    mapping
        .as_hash()?
        .iter()
        .find(|(key, _)| is_named(key))
        .map(|(_, value)| value)
}

/// A value that is words; an id that looks like a number is one too.
fn text(mapping: &Yaml, name: &str) -> Option<String> {
    let value = find(mapping, name)?;
    let text = match value.as_i64() {
        Some(number) => number.to_string(),
        None => value.as_str()?.trim().to_owned(),
    };
    (!text.is_empty()).then_some(text)
}
