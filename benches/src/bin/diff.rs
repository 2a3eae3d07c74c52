//! Comparing two states of a document, compared with reading and lowering both one after another, which is the minimum.
//!
//! `cargo run --release -p benches --bin diff`. `UPSTREAM_SPECS` may name a folder with the vendor's whole documents. The newer
//! state is the older one with an edit on many lines: texts that become numbers, flags that become texts.

use std::fs;

use benches::process::documents;
use benches::race_of;
use generator::diff::{self, View};
use generator::{Config, Document, Input, Placement, RuntimeSource, Source, WorkspaceRole};

/// How often each way is run.
const ROUNDS: usize = 5;

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[allow(clippy::print_stdout, reason = "it prints its result")]
fn main() {
    for (name, file) in documents() {
        let old = fs::read_to_string(file).expect("the document can be read");
        let new = edited(&old);
        let mut config = Config::single("api", "api", "api.yaml").expect("the names are plain");
        config.apis[0].keep_going = true;
        let [old, new] = [old, new].map(|text| {
            [Document {
                source: Source::new("api.yaml", text),
                overlay: None,
            }]
        });
        let [old, new] = [&old, &new].map(|documents| input(&config, documents));
        let compare = || {
            let mut found = diff::diff(&old, &new, &[]).expect("the comparison succeeds");
            found.locate(&old, &new);
            let text = diff::text(&found, &view("1.0.0", true));
            (found, text)
        };
        let read = || [&old, &new].map(|it| generator::summarize(it).expect("it was compared"));
        let (found, _) = compare();
        println!(
            "{name}, {} changes: {:.2} of the time of reading and lowering both",
            found.changes.len(),
            1.0 / race_of(ROUNDS, compare, read)
        );
    }
}

fn input<'a>(config: &'a Config, documents: &'a [Document]) -> Input<'a> {
    Input {
        config,
        documents,
        placement: Placement {
            runtime_version: String::new(),
            runtime: RuntimeSource::Path(String::new()),
            workspace: WorkspaceRole::Root,
            command: String::new(),
        },
    }
}

/// A typical update: every fiftieth of the lines that say so is changed.
fn edited(text: &str) -> String {
    let mut met = [0_usize; 3];
    let mut is_fiftieth = |which: usize| {
        met[which] += 1;
        met[which].is_multiple_of(50)
    };
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (indent, key) = line.split_at(line.len() - line.trim_start().len());
        let edit = match key.trim_end() {
            "type: string" if is_fiftieth(0) => Some("type: number\n"),
            "type: boolean" if is_fiftieth(1) => Some("type: string\n"),
            "deprecated: true" if is_fiftieth(2) => Some("deprecated: false\n"),
            _ => None,
        };
        out.push_str(indent);
        out.push_str(edit.unwrap_or(key));
    }
    out
}

fn view(version: &str, docs: bool) -> View<'_> {
    View {
        versions: Some([version, version]),
        docs,
        ..View::default()
    }
}
