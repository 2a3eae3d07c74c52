//! The steps of the workflows run as scripts, with the vendor's dated documents, a `gh` that keeps texts in files, and `jq`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::Value;
use tests::scratch::Repository;
use tests::{external, tree};

/// A program in place of GitHub's. The text of each comment, issue and pull request is a file below `GH_STATE`.
const GH: &str = include_str!("gh.sh");

/// A program in place of cargo, which would build the commands of the scratch workspace.
const CARGO: &str = "#!/bin/sh\n[ \"$1\" = xtask ] || exit 0\nshift\nexec \"$XTASK\" --manifest \"$PWD/Cargo.toml\" \"$@\"\n";

/// The dated documents of each API, oldest first.
fn series() -> Vec<Vec<String>> {
    let mut series: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in external::files(&crate::folder().join("history"), &["yaml"]) {
        let name = path.file_stem().and_then(|it| it.to_str());
        let name = name.expect("a document has a name");
        let api = name.trim_end_matches(|c: char| !c.is_alphabetic());
        let text = fs::read_to_string(&path).expect("the document can be read");
        series.entry(api.to_owned()).or_default().push(text);
    }
    series.into_values().collect()
}

/// A repository with a document, the crate of it not yet generated.
fn repository(name: &str, document: &str) -> Repository {
    let scratch = env!("CARGO_TARGET_TMPDIR");
    let repository = Repository::with_document(scratch, name, "api", document);
    repository.commit("Begin");
    repository
}

/// A workflow, and what is around it.
struct Workflow {
    steps: Vec<Value>,
    /// The values of expressions.
    values: BTreeMap<String, String>,
    /// Outside of the checkout.
    folder: PathBuf,
}

impl Workflow {
    fn new(file: &str, scratch: &str, values: &[(&str, &str)]) -> Self {
        let path = tree::root().join(".github/workflows").join(file);
        let text = fs::read_to_string(path).expect("the workflow can be read");
        let workflow: Value = serde_yaml::from_str(&text).expect("the workflow is YAML");
        let jobs = workflow["jobs"].as_mapping().expect("it has jobs");
        let steps = jobs
            .values()
            .filter_map(|job| job["steps"].as_sequence().cloned());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("workflows")
            .join(scratch);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the scratch folder can be removed");
        }
        let values = values
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        let workflow = Self {
            steps: steps.flatten().collect(),
            values: values.collect(),
            folder,
        };
        for (name, text) in [("gh", GH), ("cargo", CARGO)] {
            workflow.write(&format!("bin/{name}"), text);
            let path = workflow.folder.join("bin").join(name);
            let status = Command::new("chmod").arg("+x").arg(path).status();
            assert!(status.is_ok_and(|it| it.success()), "{name} can't be run");
        }
        workflow.write("state/calls", "");
        workflow
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        let parent = path.parent().expect("a file is in a folder");
        fs::create_dir_all(parent).expect("the scratch folder can be written");
        fs::write(path, text).expect("the scratch folder can be written");
    }

    /// Runs all steps in a checkout, as a runner does: in its order, without those whose condition fails. Gives the calls of `gh`.
    fn run(&self, checkout: &Path) -> Vec<String> {
        let temporary = self.folder.join("temporary");
        if temporary.exists() {
            fs::remove_dir_all(&temporary).expect("the scratch folder can be removed");
        }
        self.write("temporary/output", "");
        self.write("state/calls", "");
        let mut values = self.values.clone();
        for step in &self.steps {
            let Some(script) = step["run"].as_str() else {
                continue;
            };
            if step["if"].as_str().is_some_and(|it| !holds(it, &values)) {
                continue;
            }
            assert!(
                !script.contains("${{"),
                "an expression in a script: {script}"
            );
            self.step(checkout, script, &environment(step, &values));
            if let Some(id) = step["id"].as_str() {
                let text = fs::read_to_string(temporary.join("output"));
                for line in text.expect("the file is there").lines() {
                    let (name, value) = line.split_once('=').expect("a name and a value");
                    values.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
                }
            }
        }
        let calls = fs::read_to_string(self.folder.join("state/calls"));
        let calls = calls.expect("the file is there");
        calls.lines().map(str::to_owned).collect()
    }

    fn step(&self, checkout: &Path, script: &str, environment: &[(String, String)]) {
        let path = std::env::var("PATH").unwrap_or_default();
        let temporary = self.folder.join("temporary");
        let output = Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
            .current_dir(checkout)
            .env(
                "PATH",
                format!("{}:{path}", self.folder.join("bin").display()),
            )
            .env("XTASK", env!("CARGO_BIN_EXE_commands"))
            .env("GH_STATE", self.folder.join("state"))
            .env("RUNNER_TEMP", &temporary)
            .env("GITHUB_OUTPUT", temporary.join("output"))
            .env("GITHUB_STEP_SUMMARY", temporary.join("summary"))
            .env("GITHUB_SERVER_URL", "https://github.example")
            .env("GITHUB_REPOSITORY", "acme/client")
            .env("GITHUB_SHA", "c0ffee")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .envs(environment.iter().cloned())
            .output()
            .expect("bash can be started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{script}\n{said}");
    }

    /// The text of a comment, an issue or a pull request.
    fn text(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.folder.join("state").join(name)).ok()
    }
}

/// The variables of a step.
fn environment(step: &Value, values: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let given = step["env"].as_mapping().into_iter().flatten();
    let variable = |(name, value): (&Value, &Value)| {
        let expression = value.as_str()?.strip_prefix("${{")?.strip_suffix("}}")?;
        let value = &values[expression.trim()];
        Some((name.as_str()?.to_owned(), value.clone()))
    };
    given.filter_map(variable).collect()
}

/// Whether `a == b` or `a != b` holds.
fn holds(condition: &str, values: &BTreeMap<String, String>) -> bool {
    let (is_equal, parts) = match condition.split_once(" == ") {
        Some(parts) => (true, parts),
        None => (false, condition.split_once(" != ").expect("a comparison")),
    };
    let value = |text: &str| match text.strip_prefix('\'') {
        Some(text) => text.trim_end_matches('\'').to_owned(),
        None => values[text].clone(),
    };
    (value(parts.0) == value(parts.1)) == is_equal
}

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn pull_requests_get_one_comment_which_is_updated() {
    for (n, texts) in series().into_iter().enumerate() {
        let repository = repository(&format!("comparison-{n}"), &texts[0]);
        let values = [
            ("github.token", "secret"),
            ("github.repository", "acme/client"),
            ("github.event.pull_request.number", "7"),
            (
                "github.event.pull_request.head.repo.full_name",
                "acme/client",
            ),
        ];
        let workflow = Workflow::new("comparison.yml", &format!("comparison-{n}"), &values);
        for (k, text) in texts[1..].iter().enumerate() {
            repository.write("spec/api.yaml", text);
            repository.commit("Follow");
            let calls = workflow.run(&repository.folder);
            let expected = if k == 0 {
                "pr comment 7 "
            } else {
                "api --silent --method PATCH "
            };
            let last = calls.last().expect("a comment is written");
            assert!(last.starts_with(expected), "{calls:?}");
            let comment = workflow.text("comment").expect("there is a comment");
            assert!(comment.starts_with("<!-- api-changes -->\n"), "{comment}");
            let of_new = "](https://github.example/acme/client/blob/c0ffee/spec/api.yaml#L";
            assert!(
                comment.contains("\nNo changes but ") || comment.contains(of_new),
                "{comment}"
            );
            assert!(comment.chars().count() <= 65_536);
            let summary = fs::read_to_string(workflow.folder.join("temporary/summary"));
            assert_eq!(summary.expect("the summary is written"), comment);
        }
    }
}

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn forks_get_no_comment() {
    let texts = series().remove(0);
    let repository = repository("fork", &texts[0]);
    repository.write("spec/api.yaml", &texts[1]);
    repository.commit("Follow");
    let values = [
        ("github.repository", "acme/client"),
        (
            "github.event.pull_request.head.repo.full_name",
            "ada/client",
        ),
    ];
    let workflow = Workflow::new("comparison.yml", "fork", &values);
    assert_eq!(workflow.run(&repository.folder), [""; 0]);
}

/// The weekly run: a vendor, an origin, and a fresh clone of it for each run.
struct Weeks {
    vendor: Repository,
    origin: Repository,
    workflow: Workflow,
}

impl Weeks {
    fn new(name: &str, document: &str, is_published: bool) -> Self {
        let vendor = Repository::new(env!("CARGO_TARGET_TMPDIR"), &format!("{name}-vendor"));
        let origin = repository(&format!("{name}-origin"), document);
        origin.write(
            "spec/upstream.toml",
            &format!(
                "repository = \"file://{}\"\n\n[[document]]\nmodule = \"api\"\nroot = \"api.yaml\"\npublished = {is_published}\n",
                vendor.folder.display()
            ),
        );
        origin.commit("Follow the vendor");
        Self {
            vendor,
            origin,
            workflow: Workflow::new("upstream.yml", name, &[("github.token", "secret")]),
        }
    }

    /// The run after the vendor published a document; gives the last call of `gh`.
    fn run(&self, document: &str) -> String {
        self.vendor.write("api.yaml", document);
        self.vendor.git(&["add", "--all"]);
        self.vendor
            .git(&["commit", "--quiet", "--allow-empty", "--message", "Publish"]);
        let name = self.workflow.folder.file_name().and_then(|it| it.to_str());
        let name = format!("{}-clone", name.expect("the folder has a name"));
        let clone = Repository::new(env!("CARGO_TARGET_TMPDIR"), &name);
        let origin = format!("file://{}", self.origin.folder.display());
        clone.git(&["remote", "add", "origin", &origin]);
        clone.git(&["fetch", "--quiet", "--tags", "origin"]);
        clone.git(&["reset", "--quiet", "--hard", "origin/main"]);
        let calls = self.workflow.run(&clone.folder);
        calls.last().cloned().unwrap_or_default()
    }
}

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn published_documents_get_one_pull_request_which_is_updated() {
    for (n, texts) in series().into_iter().enumerate() {
        let weeks = Weeks::new(&format!("published-{n}"), &texts[0], true);
        let mut is_open = false;
        for (k, text) in texts[1..].iter().enumerate() {
            let call = weeks.run(text);
            let expected = if is_open {
                "pr edit 1 "
            } else {
                "pr create --head upstream "
            };
            assert!(call.starts_with(expected), "{call}");
            let body = weeks.workflow.text("pr").expect("there is a pull request");
            assert!(body.starts_with("<!-- api-update -->\n"), "{body}");
            assert!(
                body.contains("`spec/api.yaml`") && body.contains("\n## API changes\n"),
                "{body}"
            );
            let read = |file: &str| weeks.origin.git(&["show", &format!("upstream:{file}")]);
            assert_eq!(read("spec/api.yaml"), *text);
            let log = read("generated/CHANGELOG.md");
            let config = read("spec/apis.toml");
            let version = config
                .split('"')
                .nth(3)
                .expect("it has a version")
                .to_owned();
            assert!(log.contains(&format!("\n## {version}\n")), "{log}");
            assert!(read("generated/Cargo.toml").contains(&format!("version = \"{version}\"")));
            // Every other pull request is merged before the next run.
            is_open = k % 2 == 0;
            if !is_open {
                weeks
                    .origin
                    .git(&["reset", "--quiet", "--hard", "upstream"]);
                fs::remove_file(weeks.workflow.folder.join("state/pr")).expect("the file is there");
            }
        }
        if is_open {
            weeks
                .origin
                .git(&["reset", "--quiet", "--hard", "upstream"]);
        }
        let last = texts.last().expect("it has documents");
        assert!(
            weeks.run(last).starts_with("api --paginate "),
            "nothing is left to do"
        );
    }
}

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn documents_in_other_words_get_one_issue_which_is_updated_and_closed() {
    for (n, texts) in series().into_iter().enumerate() {
        let weeks = Weeks::new(&format!("own-{n}"), &texts[0], false);
        for (k, text) in texts[1..].iter().enumerate() {
            let call = weeks.run(text);
            let expected = if k == 0 {
                "issue create "
            } else {
                "issue edit 1 "
            };
            assert!(call.starts_with(expected), "{call}");
            let body = weeks.workflow.text("issue").expect("there is an issue");
            assert!(body.starts_with("<!-- api-update -->\n"), "{body}");
            assert!(body.contains("\n  - [ ] `spec/api.yaml:"), "{body}");
            assert!(body.chars().count() <= 65_536);
        }
        assert!(weeks.run(&texts[0]).starts_with("issue close 1 "));
        assert_eq!(weeks.workflow.text("issue"), None);
        assert!(weeks.run(&texts[0]).starts_with("api --paginate "));
    }
}
