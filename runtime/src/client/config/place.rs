//! The places of a service's configuration, as the generated crate describes them.

/// A place with base URL and credentials.
#[derive(Debug)]
pub enum Place {
    /// Environment variables.
    Environment(ConfigVariables),
    /// A JSON file.
    JsonFile(ConfigFile),
    /// A YAML file.
    YamlFile(ConfigFile),
}

/// Names of environment variables.
#[derive(Debug)]
pub struct ConfigVariables {
    /// The base URL.
    pub base_url: &'static str,
    /// The client id.
    pub client_id: &'static str,
    /// The client secret.
    pub client_secret: &'static str,
}

/// A file, and JSON pointers to its values. Keys match in any letter case.
#[derive(Debug)]
pub struct ConfigFile {
    /// The path: in the home folder after `~/`, otherwise in the current folder.
    pub path: &'static str,
    /// Required values of keys, if the keys are present: pointer and value.
    pub requires: &'static [(&'static str, &'static str)],
    /// The pointer to the name of the active environment, which replaces `{}` in the other pointers.
    pub active: Option<&'static str>,
    /// The base URL.
    pub base_url: &'static str,
    /// The client id.
    pub client_id: &'static str,
    /// The client secret.
    pub client_secret: &'static str,
    /// A note for the error about a missing id or secret.
    pub note: Option<&'static str>,
}

/// The places of a service.
pub trait ConfigFacts: 'static {
    /// The places, in the order in which they are tried.
    const PLACES: &'static [Place];
}

/// A service with environment variables.
pub trait FromEnvironment: ConfigFacts {}

/// A service with a JSON file.
pub trait FromJsonFile: ConfigFacts {}

/// A service with a YAML file.
pub trait FromYamlFile: ConfigFacts {}
