//! Puts many mutants into one build, so that `.ci/mutants` compiles once instead of once a mutant.
//!
//! Reads the list that `cargo mutants --list --json` prints, draws a sample of each package, and changes a copy of the sources: the body of a
//! function with mutants becomes `if mutant_switch::on(7) { mutated body } else { body }`. The environment variable `MUTANT` chooses one.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

mod draw;
mod rewrite;

/// The switch, which each changed crate gets.
const SWITCH: &str = r#"
mod mutant_switch {
    static CHOSEN: std::sync::LazyLock<Option<u32>> = std::sync::LazyLock::new(|| std::env::var("MUTANT").ok()?.parse().ok());
    pub(crate) fn on(mutant: u32) -> bool {
        *CHOSEN == Some(mutant)
    }
}
"#;

/// One mutant of the sample.
struct Mutant {
    number: usize,
    name: String,
    file: String,
    /// The span of the function, and that of the change.
    function: Option<rewrite::Span>,
    span: rewrite::Span,
    replacement: String,
}

impl Mutant {
    fn read(value: &Value, number: usize) -> Option<Mutant> {
        Some(Mutant {
            number,
            name: value["name"].as_str()?.to_owned(),
            file: value["file"].as_str()?.to_owned(),
            function: rewrite::Span::read(&value["function"]["span"]),
            span: rewrite::Span::read(&value["span"])?,
            replacement: value["replacement"].as_str()?.to_owned(),
        })
    }
}

#[expect(clippy::print_stdout, reason = "the sample is what the program is for")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [list, seed, count, copy, left_out] = arguments.as_slice() else {
        return Err("usage: mutants LIST.json SEED COUNT COPY LEFT_OUT".into());
    };
    let list: Vec<Value> = serde_json::from_str(&fs::read_to_string(list)?)?;
    let left_out = fs::read_to_string(left_out).unwrap_or_default();
    let left_out: BTreeSet<&str> = left_out.lines().collect();
    let sample = draw::sample(&list, seed.parse()?, count.parse()?);
    let mut files: BTreeMap<String, Vec<Mutant>> = BTreeMap::new();
    for (number, (hash, value)) in (1..).zip(sample) {
        let id = format!("{hash:016x}");
        let Some(mutant) = Mutant::read(value, number) else {
            return Err(format!("not a mutant: {value}").into());
        };
        let state = if left_out.contains(id.as_str()) {
            "left-out"
        } else if mutant.function.is_none() {
            "no-function"
        } else {
            "built"
        };
        let name = mutant.name.replace('\n', " ");
        println!("{number}\t{id}\t{state}\t{name}");
        if state == "built" {
            files.entry(mutant.file.clone()).or_default().push(mutant);
        }
    }
    let copy = Path::new(copy);
    for (file, mutants) in &files {
        let path = copy.join(file);
        let source = fs::read_to_string(&path)?;
        fs::write(path, rewrite::rewrite(&source, mutants))?;
    }
    for package in ["runtime", "generator"] {
        let path = copy.join(package).join("src/lib.rs");
        let source = fs::read_to_string(&path)?;
        fs::write(path, source + SWITCH)?;
    }
    Ok(())
}
