//! Random edits of documents: the generator shows each in its output or reports it, and the comparison has a change for each,
//! unless the table of keys gives a reason why not.

use generator::{Diagnostic, Report};
use serde_json::Value;
use tests::fixture::{self, Fixture};
use tests::probe::{Corpus, Edit, Probe, excerpt};
use tests::random::Random;
use tests::run::Run;
use tests::{external, sample};

/// What the generator has no use for, by the start of its pointer. The comparison reports all of it.
const UNUSED: [&str; 8] = [
    // What a webhook says beside its payload is for the service that sends it.
    "/webhooks/",
    "/components/pathItems/Removed/",
    // Operations of a JSON Patch, and lists of them, are types of the runtime.
    "/components/schemas/Change/properties/",
    "/paths/~1others~1{id}/patch/requestBody/content/application~1json-patch+json/schema/items/",
    "/paths/~1b/patch/requestBody/content/application~1json/schema/description",
    // The data of these events is a text, so that no type is made of them.
    "/paths/~1encoded/get/responses/200/content/text~1event-stream/schema/",
    // The servers that its path has already.
    "/paths/~1a/get/servers",
    // An object has no items.
    "/paths/~1a/post/requestBody/content/multipart~1form-data/schema/items",
];

/// The output of the generator for a document.
struct Made {
    /// The crate; `None` where there are errors.
    output: Option<String>,
    report: Report,
}

impl Made {
    fn of(run: &Run) -> Self {
        let (output, report) = match run.draft() {
            Ok(draft) => (Some(draft.text), draft.warnings),
            Err(report) => (None, report),
        };
        Self { output, report }
    }

    /// Diagnostics without their positions in the text.
    fn diagnostics(&self) -> Vec<String> {
        let line = |it: &Diagnostic| format!("{} {} {:?}", it.code, it.message, it.at);
        self.report.diagnostics().iter().map(line).collect()
    }

    /// Whether a warning says that a node around an address has no effect.
    fn is_unread(&self, pointer: &str) -> bool {
        let mut found = self.report.diagnostics().iter();
        found.any(|it| {
            let says_so = ["no effect", "not read", "skipped", "ignoring"]
                .iter()
                .any(|text| it.message.contains(text));
            says_so && pointer.starts_with(&format!("{}/", it.at[0].to_pointer()))
        })
    }
}

fn of_root(run: &Run, root: &Value) -> Run {
    let text = root.to_string();
    run.clone().map(|_| text.clone())
}

/// Runs probes, and lists those that are ignored silently.
fn silent(
    name: &str,
    subjects: &[(Run, Value)],
    rounds: usize,
    is_silent: impl Fn(&Run, &Probe, &Run) -> bool,
) -> Vec<String> {
    let roots: Vec<Value> = subjects.iter().map(|(_, root)| root.clone()).collect();
    let corpus = Corpus::new(&roots);
    assert!(
        corpus.kinds().count() >= 15,
        "{name}: too few kinds of objects"
    );
    let mut random = Random::new(17);
    let mut silent = Vec::new();
    for _ in 0..rounds {
        let Some(probe) = corpus.probe(&mut random) else {
            continue;
        };
        let (run, root) = &subjects[probe.document];
        let (old, new) = (of_root(run, root), of_root(run, &probe.root));
        if is_silent(&old, &probe, &new) {
            silent.push(format!("{}: {}", probe.document, probe.describe()));
        }
    }
    silent
}

/// Whether a map gets keys that are required, for which it has no field.
fn is_key_of_map(probe: &Probe) -> bool {
    let schema = probe.pointer.strip_suffix("/required");
    let schema = schema.and_then(|at| probe.root.pointer(at));
    schema.is_some_and(|it| {
        let is_map = ["additionalProperties", "patternProperties"].map(|key| it.get(key).is_some());
        it.get("properties").is_none() && is_map.contains(&true)
    })
}

/// Whether another key of the schema may have decided the values already: a narrower bound, a constant or a list of values.
fn is_implied(probe: &Probe) -> bool {
    let (schema, key) = probe.pointer.rsplit_once('/').unwrap_or_default();
    let decides = match key {
        "exclusiveMinimum" => "minimum",
        "exclusiveMaximum" => "maximum",
        "allOf" => "const",
        "required" => "enum",
        _ => return false,
    };
    let schema = probe.root.pointer(schema);
    schema.is_some_and(|it| it.get(decides).is_some())
}

fn not_generated(old: &Run, probe: &Probe, new: &Run) -> bool {
    let is_unused = UNUSED.iter().any(|it| probe.pointer.starts_with(it));
    if probe.edit == Edit::Change
        || probe.is_without_effect()
        || is_unused
        || is_key_of_map(probe)
        || is_implied(probe)
    {
        return false;
    }
    let (old, new) = (Made::of(old), Made::of(new));
    let is_same = old.output == new.output && old.diagnostics() == new.diagnostics();
    is_same && !old.is_unread(&probe.pointer)
}

fn not_compared(old: &Run, probe: &Probe, new: &Run) -> bool {
    // Keys outside of the model have a rule. Keys in the model differ if the crate does.
    let is_noticed = || !probe.is_in_model() || Made::of(old).output != Made::of(new).output;
    !probe.is_without_effect() && old.diff(new).is_ok_and(|diff| diff.is_empty()) && is_noticed()
}

fn fixtures() -> Vec<(Run, Value)> {
    // Neither omitted operations nor what overlays replace is generated.
    let fixtures = fixture::valid()
        .into_iter()
        .filter(|fixture| fixture.name != "omitted" && fixture.overlay.is_none());
    let subject = |fixture: Fixture| {
        let root = serde_yaml::from_str(&fixture.document()).ok()?;
        Some((Run::of(&fixture).ok()?, root))
    };
    fixtures.filter_map(subject).collect()
}

/// Excerpts of documents of other vendors.
fn excerpts() -> Vec<(Run, Value)> {
    let folder = external::folder(external::PUBLIC);
    let mut random = Random::new(17);
    let mut subjects = Vec::new();
    for path in external::files(&folder, &["json", "yaml", "yml"]) {
        let text = std::fs::read_to_string(path).expect("the document can be read");
        let root: Value = serde_yaml::from_str(&text).expect("the document is YAML");
        if root["openapi"]
            .as_str()
            .is_some_and(|it| it.starts_with("3.0."))
        {
            for _ in 0..3 {
                let root = excerpt(&root, &mut random);
                let module = ("api".to_owned(), root.to_string());
                subjects.push((Run::of_modules("excerpt", &[module]), root));
            }
        }
    }
    subjects
}

fn assert_none(silent: &[String]) {
    assert!(
        silent.is_empty(),
        "{} are ignored silently:\n{}",
        silent.len(),
        silent.join("\n")
    );
}

#[test]
fn the_generator_ignores_no_edit_of_a_fixture() {
    let rounds = sample::rounds("edits of fixtures, generated", 6_000, 600);
    assert_none(&silent("fixtures", &fixtures(), rounds, not_generated));
}

#[test]
fn the_comparison_ignores_no_edit_of_a_fixture() {
    let rounds = sample::rounds("edits of fixtures, compared", 6_000, 600);
    assert_none(&silent("fixtures", &fixtures(), rounds, not_compared));
}

#[test]
#[ignore = "set PUBLIC_SPECS"]
fn the_generator_ignores_no_edit_of_a_public_document() {
    let rounds = sample::rounds("edits of public documents, generated", 3_000, 600);
    assert_none(&silent(
        "public documents",
        &excerpts(),
        rounds,
        not_generated,
    ));
}

#[test]
#[ignore = "set PUBLIC_SPECS"]
fn the_comparison_ignores_no_edit_of_a_public_document() {
    let rounds = sample::rounds("edits of public documents, compared", 3_000, 600);
    assert_none(&silent(
        "public documents",
        &excerpts(),
        rounds,
        not_compared,
    ));
}
