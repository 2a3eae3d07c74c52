//! Configuration in a JSON or YAML file.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use serde_json::value::RawValue;

use super::miss::read_file;
#[cfg(feature = "yaml")]
use super::yaml;
use super::{ConfigFile, ConfigSource, Found, Miss, Reading};

/// Reads a JSON file.
pub(super) fn json(file: &ConfigFile, path: &Path) -> Reading {
    // The error's own text would be safe, but only its position helps.
    let text = read_file(path)?;
    let fault = |error: serde_json::Error| {
        let place = format!("line {} column {}", error.line(), error.column());
        Miss::absent(
            path.display().to_string(),
            format!("it is not JSON ({place})"),
        )
    };
    // Checks the depth too.
    serde_json::from_str::<Value>(&text).map_err(fault)?;
    let root = exact(serde_json::from_str(&text).map_err(fault)?);
    read(file, path, &root, ConfigSource::JsonFile(path.to_owned()))
}

/// Reads a YAML file.
#[cfg(feature = "yaml")]
pub(super) fn yaml(file: &ConfigFile, path: &Path) -> Reading {
    let root = yaml::read(&read_file(path)?);
    let root = root.map_err(|fault| Miss::absent(path.display().to_string(), fault))?;
    read(file, path, &root, ConfigSource::YamlFile(path.to_owned()))
}

/// JSON in which a number is its text, so that an id of any length stays as it is. The text is valid JSON of a limited depth.
fn exact(json: &RawValue) -> Value {
    let text = json.get();
    match text.as_bytes().first() {
        Some(b'{') => {
            let entries: BTreeMap<String, &RawValue> =
                serde_json::from_str(text).unwrap_or_default();
            let entries = entries.into_iter().map(|(key, value)| (key, exact(value)));
            Value::Object(entries.collect())
        }
        Some(b'-' | b'0'..=b'9') => text.into(),
        _ => serde_json::from_str(text).unwrap_or_default(),
    }
}

fn read(file: &ConfigFile, path: &Path, root: &Value, source: ConfigSource) -> Reading {
    let place = path.display().to_string();
    let absent = |reason: String| Miss::absent(&place, reason);
    for (pointer, required) in file.requires {
        if let Ok(value) = find(root, pointer)
            && !value.eq_ignore_ascii_case(required)
        {
            let name = dotted(pointer);
            let reason = format!("its {name} is `{value}`, and only `{required}` can be used");
            return Err(absent(reason));
        }
    }
    let active = match file.active {
        Some(pointer) => find(root, pointer).map_err(|name| absent(format!("it has no {name}")))?,
        None => String::new(),
    };
    let value = |pointer: &str| {
        let pointer = pointer.replace("{}", &active.replace('~', "~0").replace('/', "~1"));
        find(root, &pointer).map_err(|name| format!("it has no {name}"))
    };
    let base_url = value(file.base_url).map_err(&absent)?;
    let rest = |pointer| {
        value(pointer).map_err(|mut reason| {
            if let Some(note) = file.note {
                reason = format!("{reason}; {note}");
            }
            Miss::incomplete(&place, reason)
        })
    };
    let (client_id, client_secret) = (rest(file.client_id)?, rest(file.client_secret)?);
    Ok(Found {
        base_url,
        client_id,
        client_secret: client_secret.into(),
        source,
    })
}

/// The text at a JSON pointer, ignoring the case of its keys; otherwise the part of the pointer that is missing.
fn find(root: &Value, pointer: &str) -> Result<String, String> {
    let mut value = root;
    let mut walked = String::new();
    for step in pointer.split('/').skip(1) {
        walked.push('/');
        walked.push_str(step);
        let key = step.replace("~1", "/").replace("~0", "~");
        let entries = value.as_object();
        let entry = entries
            .into_iter()
            .flatten()
            .find(|(name, _)| name.eq_ignore_ascii_case(&key));
        value = entry.ok_or_else(|| dotted(&walked))?.1;
    }
    text(value).ok_or_else(|| dotted(&walked))
}

/// A text that is not blank; an id that looks like a number is one too.
fn text(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A pointer as people write it: `environments.prod.baseurl`.
fn dotted(pointer: &str) -> String {
    let steps = pointer.split('/').skip(1);
    let steps: Vec<String> = steps
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect();
    steps.join(".")
}
