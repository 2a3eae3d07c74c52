//! What is emitted of broken documents compiles: a sample of them, the modules of one crate.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;

use tests::nested;
use tests::run::Run;

use crate::{STACK, document, documents};

/// How many cases are looked at for the sample.
const LOOKED_AT: usize = 240;

/// How many of them are compiled: those of which the most unlike things were told.
const COMPILED: usize = 12;

#[test]
fn what_is_emitted_of_broken_documents_compiles() {
    let sampled = thread::Builder::new().stack_size(STACK).spawn(|| {
        let modules = sample();
        let output = Run::of_modules("mutants", &modules).generate();
        let output = output.expect("each is emitted by itself, so all of them are");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants");
        nested::write(&folder, &output.files);
        (folder, modules)
    });
    let sampled = sampled.expect("a thread can be started").join();
    let (folder, modules) = sampled.expect("the sample is emitted");
    let modules: Vec<&str> = modules.iter().map(|(module, _)| module.as_str()).collect();
    let features = format!("{},blocking,test-util", modules.join(","));
    let arguments = ["--no-default-features", "--features", &features];
    let checked = nested::cargo(env!("CARGO_TARGET_TMPDIR"), &folder, "check", &arguments);
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
}

/// Documents that are emitted, although broken, each under the name of its module.
fn sample() -> Vec<(String, String)> {
    let originals = documents::originals();
    let mut unlike: BTreeMap<Vec<&str>, String> = BTreeMap::new();
    for case in 0..LOOKED_AT {
        let text = document(case, &originals);
        let run = Run::of_modules("mutant", &[("api".to_owned(), text.clone())]);
        if let Ok(output) = run.generate() {
            let findings = output.warnings.diagnostics().iter();
            let mut codes: Vec<&str> = findings.map(|it| it.code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            unlike.entry(codes).or_insert(text);
        }
    }
    let mut sample: Vec<(Vec<&str>, String)> = unlike.into_iter().collect();
    sample.sort_by_key(|(codes, _)| usize::MAX - codes.len());
    sample.truncate(COMPILED);
    assert_eq!(sample.len(), COMPILED, "the cases are too much alike");
    let texts = sample.into_iter().map(|(_, text)| text);
    let modules = texts.enumerate();
    modules
        .map(|(n, text)| (format!("mutant{n}"), text))
        .collect()
}
