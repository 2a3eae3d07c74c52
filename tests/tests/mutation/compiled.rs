//! The crates that are emitted for broken documents compile: a few of them, as the modules of one crate.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;

use tests::mutation::{STACK, document, documents};
use tests::run::Run;
use tests::{nested, sample};

/// How many cases are generated to choose from, and how many of them in a sample.
const CASES: usize = 240;
const SAMPLED_CASES: usize = 60;

/// How many of them are compiled, those with the most different findings, and how many of them in a sample.
const COMPILED: usize = 12;
const SAMPLE: usize = 4;

#[test]
fn crates_of_broken_documents_compile() {
    let written = thread::Builder::new().stack_size(STACK).spawn(|| {
        let modules = modules();
        let output = Run::of_modules("mutants", &modules).generate();
        let output = output.expect("each is emitted by itself, so all of them are");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants");
        nested::write(&folder, &output.files);
        (folder, modules)
    });
    let written = written.expect("a thread can be started").join();
    let (folder, modules) = written.expect("the documents are emitted");
    let modules: Vec<&str> = modules.iter().map(|(module, _)| module.as_str()).collect();
    let features = format!("{},blocking,test-util", modules.join(","));
    let arguments = ["--no-default-features", "--features", &features];
    nested::succeed(env!("CARGO_TARGET_TMPDIR"), &folder, "check", &arguments);
}

/// Documents that are emitted, although broken, each under the name of its module.
fn modules() -> Vec<(String, String)> {
    let originals = documents::originals();
    let mut different: BTreeMap<Vec<&str>, String> = BTreeMap::new();
    for case in sample::numbers("generated broken documents", CASES, SAMPLED_CASES) {
        let text = document(case, &originals);
        let run = Run::of_modules("mutant", &[("api".to_owned(), text.clone())]);
        if let Ok(output) = run.generate() {
            let findings = output.warnings.diagnostics().iter();
            let mut codes: Vec<&str> = findings.map(|it| it.code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            different.entry(codes).or_insert(text);
        }
    }
    let mut chosen: Vec<(Vec<&str>, String)> = different.into_iter().collect();
    chosen.sort_by_key(|(codes, _)| usize::MAX - codes.len());
    let compiled = sample::rounds("compiled broken documents", COMPILED, SAMPLE);
    chosen.truncate(compiled);
    assert_eq!(chosen.len(), compiled, "the findings are too similar");
    let texts = chosen.into_iter().map(|(_, text)| text);
    let modules = texts.enumerate();
    modules
        .map(|(n, text)| (format!("mutant{n}"), text))
        .collect()
}
