//! The variables that the vendor's SDKs read.

use std::ffi::OsString;

use super::{Config, ConfigSource, Miss, Reading};

const SOURCE: &str = "environment";

pub(super) fn read(variable: &dyn Fn(&str) -> Option<OsString>) -> Reading {
    let base_url =
        read_one(variable, "SAIL_BASE_URL").map_err(|reason| Miss::absent(SOURCE, reason))?;
    let rest = |name| read_one(variable, name).map_err(|reason| Miss::incomplete(SOURCE, reason));
    let (client_id, client_secret) = (rest("SAIL_CLIENT_ID")?, rest("SAIL_CLIENT_SECRET")?);
    Ok(Config {
        base_url,
        client_id,
        client_secret: client_secret.into(),
        source: ConfigSource::Environment,
    })
}

fn read_one(variable: &dyn Fn(&str) -> Option<OsString>, name: &str) -> Result<String, String> {
    match variable(name).map(OsString::into_string) {
        None => Err(format!("{name} is not set")),
        Some(Err(_)) => Err(format!("{name} is not UTF-8")),
        Some(Ok(value)) if value.trim().is_empty() => Err(format!("{name} is empty")),
        Some(Ok(value)) => Ok(value.trim().to_owned()),
    }
}
