//! The tables `[[service.config]]`: places of base URL and credentials.

use serde::Deserialize;

/// A place of base URL and credentials.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConfigPlace {
    /// Its kind.
    pub kind: PlaceKind,
    /// The path of a file: below the home folder after `~/`, otherwise below the current folder.
    #[serde(default)]
    pub path: Option<String>,
    /// The base URL: the name of a variable, or a JSON pointer into the file whose keys match whatever the case of their
    /// letters.
    pub base_url: String,
    /// The client id, likewise.
    pub client_id: String,
    /// The client secret, likewise.
    pub client_secret: String,
    /// The pointer to the name of the active environment, which takes the place of `{}` in the other pointers. Absent: the file has
    /// one environment.
    #[serde(default)]
    pub active: Option<String>,
    /// Values that the file must have if it has them at all, by their pointers. Absent: any file is used.
    #[serde(default)]
    pub requires: std::collections::BTreeMap<String, String>,
    /// A remark for the error about a missing id or secret. Absent: none.
    #[serde(default)]
    pub note: Option<String>,
}

/// The kind of such a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceKind {
    /// Environment variables.
    Environment,
    /// A JSON file.
    Json,
    /// A YAML file.
    Yaml,
}
