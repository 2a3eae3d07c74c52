//! What several targets share: one document through the whole generator.

use generator::{Config, Document, Input, Placement, Report, RuntimeSource, Source, WorkspaceRole};

/// How much of the generator runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All stages but formatting, which takes most of the time.
    Tokens,
    /// All stages.
    Text,
}

/// Generates the crate of one document, for each module of the configuration, and asserts that all of it can be read: Rust, and the
/// manifest.
///
/// # Panics
/// If it can't be read, or if the document is refused without a complete error.
pub fn generate(config: &Config, document: &str, keep_going: bool, extent: Extent) {
    let document = |api: &generator::config::ApiConfig| Document {
        source: Source::new(api.document.clone(), document),
        overlay: None,
    };
    let mut config = config.clone();
    for api in &mut config.apis {
        api.keep_going |= keep_going;
    }
    let config = &config;
    let documents: Vec<Document> = config.apis.iter().map(document).collect();
    let input = Input {
        config,
        documents: &documents,
        placement: Placement {
            runtime_version: "0.1.0".to_owned(),
            runtime: RuntimeSource::Path("runtime".to_owned()),
            workspace: WorkspaceRole::Root,
            command: "cargo fuzz".to_owned(),
        },
    };
    let generated = match extent {
        // Panics if it is not Rust.
        Extent::Tokens => generator::check(&input).map(|_| None),
        Extent::Text => generator::generate(&input).map(Some),
    };
    let output = match generated {
        Ok(Some(output)) => output,
        Ok(None) => return,
        Err(report) => return refused(&report),
    };
    for (path, text) in &output.files {
        if path.ends_with(".rs") {
            if let Err(error) = syn::parse_file(text) {
                panic!("{path} is not Rust: {error}\n{text}");
            }
        } else if path == "Cargo.toml" {
            manifest(config, text);
        }
    }
}

/// Asserts that a report says why something was refused.
///
/// # Panics
/// If it has no error, or an empty one.
pub fn refused(report: &Report) {
    assert!(report.errors() > 0, "refused without an error");
    for diagnostic in report.diagnostics() {
        assert!(
            !diagnostic.message.is_empty(),
            "a diagnostic has no message"
        );
    }
}

/// Asserts that the manifest says what the configuration says.
fn manifest(config: &Config, text: &str) {
    let manifest: toml::Table = match toml::from_str(text) {
        Ok(manifest) => manifest,
        Err(error) => panic!("the manifest is not TOML: {error}\n{text}"),
    };
    let package = &manifest["package"];
    let said = |key: &str| package.get(key).and_then(toml::Value::as_str);
    let given = &config.package;
    let description = Some(&given.description).filter(|it| !it.is_empty());
    for (key, expected) in [
        ("name", Some(&given.name)),
        ("version", Some(&given.version)),
        ("description", description),
        ("license", given.license.as_ref()),
        ("repository", given.repository.as_ref()),
        ("documentation", given.documentation.as_ref()),
    ] {
        assert_eq!(said(key), expected.map(String::as_str), "{key}");
    }
    for (key, expected) in [
        ("keywords", &given.keywords),
        ("categories", &given.categories),
    ] {
        let found = package.get(key).and_then(toml::Value::as_array);
        let found = found.into_iter().flatten().map(toml::Value::as_str);
        let expected = expected.iter().map(|it| Some(it.as_str()));
        assert!(found.eq(expected), "{key}");
    }
}
