//! The JSON file that the vendor's SDKs read.

use std::path::Path;

use serde_json::{Map, Value};

use super::{Config, ConfigSource, Miss, Reading, read_file};

pub(super) fn read(path: &Path) -> Reading {
    let source = path.display().to_string();
    // The error's own words would be safe, but its place is all that helps.
    let object =
        serde_json::from_str::<Map<String, Value>>(&read_file(path)?).map_err(|error| {
            let place = format!("line {} column {}", error.line(), error.column());
            Miss::absent(
                &source,
                format!("it is not JSON with an object in it ({place})"),
            )
        })?;
    let base_url = find(&object, "BaseURL").map_err(|reason| Miss::absent(&source, reason))?;
    let rest = |name| find(&object, name).map_err(|reason| Miss::incomplete(&source, reason));
    let (client_id, client_secret) = (rest("ClientId")?, rest("ClientSecret")?);
    let source = ConfigSource::JsonFile(path.to_owned());
    Ok(Config {
        base_url,
        client_id,
        client_secret: client_secret.into(),
        source,
    })
}

fn find(object: &Map<String, Value>, name: &str) -> Result<String, String> {
    let value = object
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .and_then(|(_, value)| value.as_str());
    match value.map(str::trim) {
        None => Err(format!("it has no {name}")),
        Some("") => Err(format!("its {name} is empty")),
        Some(value) => Ok(value.to_owned()),
    }
}
