//! The only caller of the generator.

use generator::config::Service;
use generator::diff::{self, Diff};
use generator::{
    Config, Document, Draft, Explanation, Input, Output, Placement, Report, RuntimeSource, Source,
    WorkspaceRole,
};

use crate::fixture::Fixture;
use crate::{tree, vendor};

/// The module of a fixture.
pub const MODULE: &str = "api";

/// The facts about the service of fixtures that ask for them.
///
/// # Panics
/// When the table is not valid.
pub fn service() -> Service {
    service_in("tests/fixtures/service.toml")
}

fn service_in(name: &str) -> Service {
    let text = std::fs::read_to_string(tree::root().join(name)).expect("the file is there");
    // A comment in the configuration of this workspace, as in `docs/whole-api.md`.
    let text = text.replace("# experimental-header = ", "experimental-header = ");
    let config = Config::parse(&Source::new(name, text)).expect("the table is valid");
    config.service
}

/// What one run of the generator reads.
#[derive(Clone, Debug)]
pub struct Run {
    config: Config,
    documents: Vec<Document>,
    workspace: WorkspaceRole,
}

impl Run {
    /// One fixture by itself.
    ///
    /// # Errors
    /// When the configuration beside the fixture is wrong.
    pub fn of(fixture: &Fixture) -> Result<Self, Report> {
        let file = format!("{}.yaml", fixture.name);
        let mut config = match &fixture.config {
            Some(text) => {
                Config::parse(&Source::new(format!("{}.config.toml", fixture.name), text))?
            }
            None => Config::single("fixture", MODULE, &file)?,
        };
        if fixture.asks("service") {
            config.service = service();
        }
        let overlay = fixture.overlay.as_ref();
        let document = Document {
            source: Source::new(file, fixture.document()),
            overlay: overlay
                .map(|text| Source::new(format!("{}.overlay.yaml", fixture.name), text)),
        };
        Ok(Self {
            config,
            documents: vec![document],
            workspace: WorkspaceRole::Root,
        })
    }

    /// Many fixtures as the modules of one crate.
    ///
    /// # Panics
    /// When a fixture can't be a module, or its configuration is wrong.
    pub fn of_all(fixtures: &[Fixture]) -> Self {
        let mut runs = fixtures.iter().map(|fixture| {
            let mut run = Self::of(fixture).expect("what is beside a valid fixture is valid");
            for api in &mut run.config.apis {
                api.module = format!("{}_{}", fixture.folder, fixture.name);
            }
            run
        });
        let mut all = runs.next().expect("there is a fixture");
        for run in runs {
            all.config.apis.extend(run.config.apis);
            if run.config.service.lists.is_some() {
                all.config.service = run.config.service;
            }
            all.documents.extend(run.documents);
        }
        all
    }

    /// One text by itself, without facts about its service.
    ///
    /// # Panics
    /// Never: the names are valid.
    pub fn of_text(text: &str) -> Self {
        let file = "document.yaml";
        Self {
            config: Config::single("client", MODULE, file).expect("the names are valid"),
            documents: vec![Document {
                source: Source::new(file, text),
                overlay: None,
            }],
            workspace: WorkspaceRole::Root,
        }
    }

    /// Several texts as the modules of one crate, each with its module, and with the facts of `tests/fixtures/service.toml`;
    /// documents of the vendor of `spec/` get its own.
    ///
    /// # Panics
    /// When a module can't have that name.
    pub fn of_modules(crate_name: &str, texts: &[(String, String)]) -> Self {
        let names: Vec<(&str, String)> = texts
            .iter()
            .map(|(module, _)| (module.as_str(), format!("{module}.yaml")))
            .collect();
        let pairs = names.iter().map(|(module, file)| (*module, file.as_str()));
        let mut config = Config::of_documents(crate_name, pairs).expect("modules have good names");
        let is_of_vendor = texts.iter().any(|(_, text)| vendor::is_named(text));
        config.service = if is_of_vendor {
            service_in("spec/apis.toml")
        } else {
            service()
        };
        let documents = names
            .iter()
            .zip(texts)
            .map(|((_, file), (_, text))| Document {
                source: Source::new(file, text),
                overlay: None,
            });
        Self {
            config,
            documents: documents.collect(),
            workspace: WorkspaceRole::Root,
        }
    }

    /// The differences between these documents and others.
    ///
    /// # Errors
    /// The generator's report.
    pub fn diff(&self, new: &Self) -> Result<Diff, Report> {
        diff::diff(&self.input(""), &new.input(""), &[])
    }

    /// A program that uses everything that the crate offers.
    ///
    /// # Errors
    /// The generator's report.
    pub fn program(&self) -> Result<String, Report> {
        diff::program_of_all_uses(&self.input(""))
    }

    /// The workspace's own documents.
    ///
    /// # Panics
    /// When one of them can't be read.
    pub fn of_workspace() -> Self {
        let files = tree::files("spec");
        let source = |name: &str| {
            let path = format!("spec/{name}");
            let file = files.iter().find(|file| file.name == path);
            Source::new(&path, file.expect("the configuration names a file").text())
        };
        let config = Config::parse(&source("apis.toml")).expect("the configuration is valid");
        let documents = config
            .apis
            .iter()
            .map(|api| Document {
                source: source(&api.document),
                overlay: api.overlay.as_deref().map(source),
            })
            .collect();
        Self {
            config,
            documents,
            workspace: WorkspaceRole::Root,
        }
    }

    /// The same without the operations that have errors.
    #[must_use]
    pub fn keep_going(mut self) -> Self {
        for api in &mut self.config.apis {
            api.keep_going = true;
        }
        self
    }

    /// The same with a crate that can be a member of a workspace.
    #[must_use]
    pub fn as_member(mut self) -> Self {
        self.workspace = WorkspaceRole::Unattached;
        self
    }

    /// The same with the data of the event that ends a stream.
    #[must_use]
    pub fn ending_at(mut self, data: &str) -> Self {
        self.config.service.event_end = Some(data.to_owned());
        self
    }

    /// The same with a name given by hand to what is at an address of the first document.
    #[must_use]
    pub fn pinned(mut self, address: &str, name: &str) -> Self {
        let names = &mut self.config.apis[0].names;
        names.insert(address.to_owned(), name.to_owned());
        self
    }

    /// The same with every document rewritten.
    #[must_use]
    pub fn map(mut self, rewrite: impl Fn(&str) -> String) -> Self {
        for document in &mut self.documents {
            document.source.text = rewrite(&document.source.text);
        }
        self
    }

    /// The modules in the order of the configuration.
    pub fn modules(&self) -> impl Iterator<Item = &str> {
        self.config.apis.iter().map(|api| api.module.as_str())
    }

    /// Makes the crate.
    ///
    /// # Errors
    /// The generator's report.
    ///
    /// # Panics
    /// When the path of the checkout is not UTF-8.
    pub fn generate(&self) -> Result<Output, Report> {
        let runtime = tree::root().join("runtime");
        let runtime_path = runtime.to_str().expect("the checkout's path is UTF-8");
        generator::generate(&self.input(runtime_path))
    }

    /// The crate without formatting.
    ///
    /// # Errors
    /// The generator's report.
    pub fn draft(&self) -> Result<Draft, Report> {
        generator::draft(&self.input("runtime"))
    }

    /// The model and the names of each module as text.
    ///
    /// # Errors
    /// The generator's report.
    pub fn explain(&self) -> Result<Vec<Explanation>, Report> {
        generator::explain(&self.input("runtime"))
    }

    /// Every public item of the crate, a line each.
    ///
    /// # Errors
    /// The generator's report.
    pub fn public_items(&self) -> Result<Vec<String>, Report> {
        generator::public_items(&self.input("runtime"))
    }

    /// The tables of a conformance program.
    ///
    /// # Errors
    /// The generator's report.
    pub fn conformance_tables(&self) -> Result<String, Report> {
        generator::conformance_tables(&self.input("runtime"))
    }

    /// The places that become any JSON value, a line each.
    ///
    /// # Errors
    /// The generator's report.
    pub fn untyped(&self) -> Result<Vec<String>, Report> {
        let places = generator::untyped(&self.input("runtime"))?;
        let lines = places.iter().map(|it| format!("{}: {}", it.at, it.reason));
        Ok(lines.collect())
    }

    fn input(&self, runtime_path: &str) -> Input<'_> {
        Input {
            config: &self.config,
            documents: &self.documents,
            placement: Placement {
                runtime_version: "0.1.0".to_owned(),
                runtime: RuntimeSource::Path(runtime_path.to_owned()),
                workspace: self.workspace,
                command: "cargo test".to_owned(),
            },
        }
    }
}
