//! Where base URL and credentials come from: given, the environment, or a file.

mod environment;
mod json_file;
mod yaml_file;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use crate::credentials::Credentials;
use crate::error::{Error, Result};

/// Base URL and credentials, all from one source.
///
/// [`load`](Self::load) tries the places that the vendor's tools use. The first that names a base URL is taken whole:
/// a secret of one place is never combined with the address of another. Nothing is printed, and `Debug` shows no
/// secret.
#[derive(Clone)]
pub struct Config {
    base_url: String,
    client_id: String,
    client_secret: SecretString,
    source: ConfigSource,
}

/// Which place a [`Config`] came from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigSource {
    /// It was given in code.
    Given,
    /// The variables `SAIL_BASE_URL`, `SAIL_CLIENT_ID` and `SAIL_CLIENT_SECRET`.
    Environment,
    /// A JSON file.
    JsonFile(PathBuf),
    /// The YAML file of the vendor's command line.
    YamlFile(PathBuf),
}

impl Config {
    /// A configuration that is given.
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
        }
    }

    /// The first of these that names a base URL: the environment, `./config.json`, `~/.sailpoint/config.yaml`.
    ///
    /// # Errors
    /// When none does, or when the one that does lacks the client id or the secret. The message lists every place that
    /// was tried, and why it didn't serve.
    pub fn load() -> Result<Self> {
        Self::load_from(&Places::of_this_process())
    }

    /// The variables `SAIL_BASE_URL`, `SAIL_CLIENT_ID` and `SAIL_CLIENT_SECRET`.
    ///
    /// # Errors
    /// When one of them is not set.
    pub fn from_env() -> Result<Self> {
        alone(environment::read(&|name| std::env::var_os(name)))
    }

    /// A JSON file with `BaseURL`, `ClientId` and `ClientSecret`, in letters of any case.
    ///
    /// # Errors
    /// When the file can't be read, or lacks one of them.
    pub fn from_json_file(path: impl AsRef<Path>) -> Result<Self> {
        alone(json_file::read(path.as_ref()))
    }

    /// The YAML file that the vendor's command line keeps; its active environment counts.
    ///
    /// # Errors
    /// When the file can't be read, or when its active environment lacks the base URL, the client id or the secret.
    pub fn from_yaml_file(path: impl AsRef<Path>) -> Result<Self> {
        alone(yaml_file::read(path.as_ref()))
    }

    /// Which place the configuration came from.
    pub fn source(&self) -> &ConfigSource {
        &self.source
    }

    /// The address of the service.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The client id.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(crate) fn into_parts(self) -> (String, Credentials) {
        let credentials =
            Credentials::client_credentials(self.client_id, self.client_secret.expose_secret());
        (self.base_url, credentials)
    }

    fn load_from(places: &Places<'_>) -> Result<Self> {
        let mut tried = Vec::new();
        let readers: [&dyn Fn() -> Reading; 3] = [
            &|| environment::read(places.variable),
            &|| json_file::read(&places.directory.join("config.json")),
            &|| match &places.home {
                Some(home) => yaml_file::read(&home.join(".sailpoint").join("config.yaml")),
                None => Err(Miss::absent(
                    "~/.sailpoint/config.yaml",
                    "the home folder is not known",
                )),
            },
        ];
        for read in readers {
            match read() {
                Ok(config) => return Ok(config),
                Err(miss) => {
                    let last = miss.named_a_base_url;
                    tried.push(miss.to_string());
                    if last {
                        break;
                    }
                }
            }
        }
        Err(Error::config(format!(
            "none was found: {}",
            tried.join("; ")
        )))
    }
}

/// Where [`Config::load`] looks; replaced in tests.
struct Places<'a> {
    variable: &'a dyn Fn(&str) -> Option<std::ffi::OsString>,
    directory: PathBuf,
    home: Option<PathBuf>,
}

impl Places<'_> {
    fn of_this_process() -> Self {
        Self {
            variable: &|name| std::env::var_os(name),
            directory: PathBuf::from("."),
            home: std::env::home_dir(),
        }
    }
}

/// What reading a source comes to.
type Reading = Result<Config, Miss>;

/// Why a source didn't serve.
#[derive(Debug)]
struct Miss {
    source: String,
    reason: String,
    /// A source that names a base URL is the one that was meant, so that no later one is tried.
    named_a_base_url: bool,
}

impl Miss {
    fn absent(source: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            reason: reason.into(),
            named_a_base_url: false,
        }
    }

    fn incomplete(source: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            named_a_base_url: true,
            ..Self::absent(source, reason)
        }
    }
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.reason)
    }
}

fn alone(reading: Reading) -> Result<Config> {
    reading.map_err(|miss| Error::config(miss.to_string()))
}

/// The text of a file, or why there is none.
fn read_file(path: &Path) -> Result<String, Miss> {
    std::fs::read_to_string(path).map_err(|error| {
        let reason = if error.kind() == io::ErrorKind::NotFound {
            "there is no such file".to_owned()
        } else {
            format!("it can't be read: {error}")
        };
        Miss::absent(path.display().to_string(), reason)
    })
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("base_url", &self.base_url)
            .field("client_id", &self.client_id)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    const JSON: &str = r#"{"BaseUrl":"https://json.example","clientid":"j","CLIENTSECRET":"js"}"#;
    const YAML: &str = "authtype: pat\nactiveenvironment: Prod\nenvironments:\n    prod:\n        tenanturl: x\n        \
        baseurl: https://yaml.example\n        pat:\n            clientid: \"007\"\n            clientsecret: ys\n";

    /// A folder of the test's own, with the two files in it.
    fn folder(name: &str, json: Option<&str>, yaml: Option<&str>) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("isc-config-{}-{name}", std::process::id()));
        std::fs::create_dir_all(folder.join(".sailpoint")).unwrap();
        if let Some(json) = json {
            std::fs::write(folder.join("config.json"), json).unwrap();
        }
        if let Some(yaml) = yaml {
            std::fs::write(folder.join(".sailpoint/config.yaml"), yaml).unwrap();
        }
        folder
    }

    fn load(folder: &Path, variables: &[(&str, &str)]) -> Result<Config> {
        let variable = |name: &str| {
            variables
                .iter()
                .find(|(other, _)| *other == name)
                .map(|(_, value)| OsString::from(value))
        };
        let (directory, home) = (folder.to_owned(), Some(folder.to_owned()));
        Config::load_from(&Places {
            variable: &variable,
            directory,
            home,
        })
    }

    fn is(config: &Config, base_url: &str, id: &str, secret: &str) {
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
            ("SAIL_BASE_URL", "https://env.example"),
            ("SAIL_CLIENT_ID", "e"),
            ("SAIL_CLIENT_SECRET", "es"),
        ];
        let config = load(&folder, &env).unwrap();
        is(&config, "https://env.example", "e", "es");
        assert_eq!(config.source(), &ConfigSource::Environment);

        let config = load(&folder, &[("SAIL_BASE_URL", " "), ("SAIL_CLIENT_ID", "e")]).unwrap();
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
            &ConfigSource::YamlFile(folder.join(".sailpoint/config.yaml"))
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
                ("SAIL_BASE_URL", "https://env.example"),
                ("SAIL_CLIENT_ID", "e"),
            ],
        )
        .unwrap_err();
        let text = error.to_string();
        assert!(
            error.is_config() && text.contains("SAIL_CLIENT_SECRET is not set"),
            "{text}"
        );
        assert!(!text.contains("config.json"), "{text}");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn every_source_that_was_tried_is_told() {
        let empty = folder("none", None, None);
        let text = load(&empty, &[]).unwrap_err().to_string();
        for part in [
            "SAIL_BASE_URL is not set",
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
    fn a_command_line_that_keeps_its_secret_elsewhere_is_told() {
        let folder = folder("yaml", None, None);
        let path = folder.join("c.yaml");
        let cases = [
            ("authtype: oauth\nactiveenvironment: a\n", "`oauth`"),
            ("environments:\n  a: {}\n", "no activeenvironment"),
            (
                "activeenvironment: b\nenvironments:\n  a: {}\n",
                "no environment `b`",
            ),
            (
                "activeenvironment: a\nenvironments:\n  a:\n    tenanturl: x\n",
                "no baseurl",
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
            let text = Config::from_yaml_file(&path).unwrap_err().to_string();
            assert!(text.contains(reason), "{text}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
