//! Configuration in environment variables.

use std::ffi::OsString;

use super::{ConfigSource, ConfigVariables, Found, Miss, Reading};

const PLACE: &str = "environment";

pub(super) fn read(
    names: &ConfigVariables,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Reading {
    let base_url =
        read_one(variable, names.base_url).map_err(|reason| Miss::absent(PLACE, reason))?;
    let rest = |name| read_one(variable, name).map_err(|reason| Miss::incomplete(PLACE, reason));
    let (client_id, client_secret) = (rest(names.client_id)?, rest(names.client_secret)?);
    Ok(Found {
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
