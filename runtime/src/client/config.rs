//! The sources of base URL and credentials: code, the environment, or a file.

mod environment;
mod file;
mod miss;
mod place;
#[cfg(feature = "yaml")]
mod yaml;

use std::fmt;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use crate::auth::credentials::Credentials;
use crate::error::{Error, Result};

use miss::Miss;
pub use place::{
    ConfigFacts, ConfigFile, ConfigVariables, FromEnvironment, FromJsonFile, FromYamlFile, Place,
};

/// Base URL and credentials, all from one place.
///
/// [`load`](Self::load) tries the places that the service's own tools use. The first that names a base URL is taken whole:
/// a secret of one place is never combined with the base URL of another. Nothing is printed, and `Debug` shows no
/// secret.
///
/// `S` lists the places; the client crate has a type without this parameter.
pub struct Config<S> {
    base_url: String,
    client_id: String,
    client_secret: SecretString,
    source: ConfigSource,
    facts: PhantomData<fn() -> S>,
}

/// The source of a [`Config`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigSource {
    /// Set in code.
    Given,
    /// Environment variables.
    Environment,
    /// A JSON file.
    JsonFile(PathBuf),
    /// A YAML file.
    YamlFile(PathBuf),
}

impl<S: ConfigFacts> Config<S> {
    /// Returns a configuration with these values.
    pub fn new(
        base_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        Self {
            base_url: base_url.into(),
            client_id: client_id.into(),
            client_secret: client_secret.into().into(),
            source: ConfigSource::Given,
            facts: PhantomData,
        }
    }

    /// Reads the first place that names a base URL.
    ///
    /// # Errors
    /// If no place does, or if the one that does lacks the client id or the secret. The message lists every place that
    /// was tried, and the reason why it was not used.
    pub fn load() -> Result<Self> {
        Self::load_from(&Machine::this())
    }

    /// Reads the environment variables.
    ///
    /// # Errors
    /// If one of them is not set.
    pub fn from_env() -> Result<Self>
    where
        S: FromEnvironment,
    {
        let places = S::PLACES.iter();
        let variables = places.filter_map(|place| match place {
            Place::Environment(variables) => Some(variables),
            Place::JsonFile(_) | Place::YamlFile(_) => None,
        });
        let read = |it| environment::read(it, &|name| std::env::var_os(name));
        Self::first_of(variables.map(read))
    }

    /// Reads a JSON file. Its keys match in any letter case.
    ///
    /// # Errors
    /// If the file cannot be read, or lacks the base URL, the client id or the secret.
    pub fn from_json_file(path: impl AsRef<Path>) -> Result<Self>
    where
        S: FromJsonFile,
    {
        let places = S::PLACES.iter();
        let files = places.filter_map(|place| match place {
            Place::JsonFile(file) => Some(file),
            Place::Environment(_) | Place::YamlFile(_) => None,
        });
        Self::first_of(files.map(|file| file::json(file, path.as_ref())))
    }

    /// Reads a YAML file. Its keys match in any letter case.
    ///
    /// # Errors
    /// If the file cannot be read, or lacks the base URL, the client id or the secret.
    #[cfg(feature = "yaml")]
    pub fn from_yaml_file(path: impl AsRef<Path>) -> Result<Self>
    where
        S: FromYamlFile,
    {
        let places = S::PLACES.iter();
        let files = places.filter_map(|place| match place {
            Place::YamlFile(file) => Some(file),
            Place::Environment(_) | Place::JsonFile(_) => None,
        });
        Self::first_of(files.map(|file| file::yaml(file, path.as_ref())))
    }

    fn first_of(readings: impl Iterator<Item = Reading>) -> Result<Self> {
        first(readings)
            .map_err(|missed| Error::config(missed.join("; ")))
            .map(Self::of)
    }

    fn load_from(machine: &Machine<'_>) -> Result<Self> {
        let readings = S::PLACES.iter().map(|place| machine.read(place));
        let found = first(readings).map_err(|missed| {
            Error::config(format!("no configuration was found: {}", missed.join("; ")))
        });
        found.map(Self::of)
    }

    fn of(found: Found) -> Self {
        Self {
            base_url: found.base_url,
            client_id: found.client_id,
            client_secret: found.client_secret,
            source: found.source,
            facts: PhantomData,
        }
    }
}

impl<S> Config<S> {
    /// Returns the place the configuration came from.
    pub fn source(&self) -> &ConfigSource {
        &self.source
    }

    /// Returns the base URL of the service.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns the client id.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(crate) fn into_parts(self) -> (String, Credentials) {
        let credentials =
            Credentials::client_credentials(self.client_id, self.client_secret.expose_secret());
        (self.base_url, credentials)
    }
}

impl<S> Clone for Config<S> {
    fn clone(&self) -> Self {
        Self {
            base_url: self.base_url.clone(),
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            source: self.source.clone(),
            facts: PhantomData,
        }
    }
}

impl<S> fmt::Debug for Config<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("base_url", &self.base_url)
            .field("client_id", &self.client_id)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// The values from a place.
struct Found {
    base_url: String,
    client_id: String,
    client_secret: SecretString,
    source: ConfigSource,
}

type Reading = Result<Found, Miss>;

/// The first place that was read. A place that has a base URL and lacks the rest ends the search: it is the one that
/// was meant.
fn first(readings: impl Iterator<Item = Reading>) -> Result<Found, Vec<String>> {
    let mut missed = Vec::new();
    for reading in readings {
        match reading {
            Ok(found) => return Ok(found),
            Err(miss) => {
                missed.push(miss.to_string());
                if miss.named_a_base_url {
                    break;
                }
            }
        }
    }
    Err(missed)
}

/// The files and variables of [`Config::load`]; replaced in tests.
struct Machine<'a> {
    variable: &'a dyn Fn(&str) -> Option<std::ffi::OsString>,
    directory: PathBuf,
    home: Option<PathBuf>,
}

impl Machine<'_> {
    fn this() -> Self {
        Self {
            variable: &|name| std::env::var_os(name),
            directory: PathBuf::from("."),
            home: std::env::home_dir(),
        }
    }

    fn read(&self, place: &'static Place) -> Reading {
        match place {
            Place::Environment(variables) => environment::read(variables, self.variable),
            Place::JsonFile(it) => file::json(it, &self.path(it)?),
            #[cfg(feature = "yaml")]
            Place::YamlFile(it) => file::yaml(it, &self.path(it)?),
            #[cfg(not(feature = "yaml"))]
            Place::YamlFile(it) => Err(Miss::absent(
                it.path,
                "the feature `yaml` of the runtime is off",
            )),
        }
    }

    /// The file of a place: in the home folder after `~/`, otherwise in the current folder.
    fn path(&self, file: &ConfigFile) -> Result<PathBuf, Miss> {
        match (file.path.strip_prefix("~/"), &self.home) {
            (Some(below), Some(home)) => Ok(home.join(below)),
            (Some(_), None) => Err(Miss::absent(file.path, "the home folder is not known")),
            (None, _) => Ok(self.directory.join(file.path)),
        }
    }
}

/// Reads the first place that names a base URL, with other variables and folders than those of the process; for the fuzz targets.
///
/// # Errors
/// As [`Config::load`].
#[cfg(any(test, fuzzing))]
pub fn load_in<S: ConfigFacts>(
    variable: &dyn Fn(&str) -> Option<std::ffi::OsString>,
    folder: &Path,
) -> Result<Config<S>> {
    Config::load_from(&Machine {
        variable,
        directory: folder.to_owned(),
        home: Some(folder.to_owned()),
    })
}

#[cfg(all(test, feature = "yaml"))]
mod tests;
