//! Generation: the time of each stage, its growth with the document, and the memory.
//!
//! `UPSTREAM_SPECS` may name a folder with the vendor's `v2026.yaml` and `beta.yaml`; without it, the project's own documents
//! are used, repeated. Where `openapi-to-rust` is in `PATH`, it makes the same by turns. Every run is a process of its own, which is this program again, so that none inherits the
//! heap of another.

mod multiply;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use benches::emitted::{run_peer, write_ours};
use benches::process::{self, PEER, PEER_IS_MISSING, documents, has_peer};
use generator::{Config, Document, Input, Placement, RuntimeSource, Source, WorkspaceRole};
use multiply::multiply;

/// The number of runs, of which the best counts: other load only adds time.
const ROUNDS: usize = 5;

/// How often the project's own documents are repeated where the vendor's are not there.
const STAND_IN: usize = 40;

const RUN: &str = "--run-once";

const WRITE: &str = "--write";

/// The allocator of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The last stage of a run.
#[derive(Clone, Copy)]
enum Until {
    /// Read, lowered and named.
    Plan,
    /// Also emitted and formatted: all of it.
    Files,
}

#[derive(Clone, Copy)]
struct Cost {
    seconds: f64,
    /// The peak resident memory; not available on every system.
    kib: Option<f64>,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [run, file, out] if run == WRITE => {
            write_ours(Path::new(file), Path::new(out));
        }
        [run, until, times, file] if run == RUN => {
            let times = times.parse().expect("this program wrote the number");
            run_once(until, times, Path::new(file));
        }
        _ => {
            beside_peer();
            measure();
        }
    }
}

/// Both programs from the document to the files, by turns.
#[allow(clippy::print_stdout, reason = "it prints its result")]
fn beside_peer() {
    if !has_peer() {
        println!("{PEER_IS_MISSING}\n");
        return;
    }
    println!("over {PEER}, from the document to the files");
    let this = std::env::current_exe().expect("this program has a path");
    // Each run has a folder of its own, and none is removed before the end: a file system takes long to make files where many
    // have been removed a moment ago.
    let all = std::env::temp_dir().join(format!("benches-generate-{}", std::process::id()));
    for (name, file) in documents() {
        let [mut ours, mut theirs] = [None, None];
        for round in 0..ROUNDS {
            let folder = all.join(format!("{name} {round}"));
            let command = &mut Command::new(&this);
            let once = process::run(command.arg(WRITE).arg(&file).arg(folder.join("ours")));
            ours = once.map(|it| it.or_less(ours));
            theirs = run_peer(&file, &folder.join("theirs")).map(|it| it.or_less(theirs));
        }
        if let (Some(ours), Some(theirs)) = (ours, theirs) {
            println!(
                "  {name}: time {:.2}, time of the processors {:.2}, peak memory {:.2}",
                ours.wall / theirs.wall,
                ours.cpu / theirs.cpu,
                ours.peak / theirs.peak
            );
        } else {
            println!("  {name}: one of the two can't");
        }
    }
    let _ = std::fs::remove_dir_all(&all);
}

#[allow(clippy::print_stdout, reason = "it prints its result")]
fn measure() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let (folder, base) = match std::env::var_os("UPSTREAM_SPECS") {
        Some(folder) => (PathBuf::from(folder), 1),
        None => (own, STAND_IN),
    };
    for name in ["v2026.yaml", "beta.yaml"] {
        let file = folder.join(name);
        println!("{name}, {base} x");
        let [plan, files] = [Until::Plan, Until::Files].map(|until| cost(until, base, &file));
        let share = |part: f64| 100.0 * part.max(0.0) / files.seconds;
        println!("  read, lower, name   {:3.0} %", share(plan.seconds));
        println!(
            "  emit, format        {:3.0} %",
            share(files.seconds - plan.seconds)
        );
        let mut smaller = files;
        for times in [2, 4] {
            let larger = cost(Until::Files, times * base, &file);
            let time = larger.seconds / smaller.seconds;
            println!(
                "  {} x over {} x:      time {time:.2}{}",
                times,
                times / 2,
                memory(larger, smaller)
            );
            smaller = larger;
        }
        println!(
            "  4 x over 1 x:      time {:.2}",
            smaller.seconds / files.seconds
        );
    }
}

fn memory(larger: Cost, smaller: Cost) -> String {
    match (larger.kib, smaller.kib) {
        (Some(larger), Some(smaller)) => format!(", peak memory {:.2}", larger / smaller),
        _ => String::new(),
    }
}

fn cost(until: Until, times: usize, file: &Path) -> Cost {
    let runs = (0..ROUNDS).map(|_| in_a_child(until, times, file));
    runs.min_by(|a, b| a.seconds.total_cmp(&b.seconds))
        .expect("there are rounds")
}

fn in_a_child(until: Until, times: usize, file: &Path) -> Cost {
    let until = match until {
        Until::Plan => "plan",
        Until::Files => "files",
    };
    let this = std::env::current_exe().expect("this program has a path");
    let output = Command::new(this)
        .args([RUN, until, &times.to_string()])
        .arg(file)
        .output()
        .expect("this program can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().map(str::parse);
    let Some(Ok(seconds)) = numbers.next() else {
        unreachable!("a run failed: {}", String::from_utf8_lossy(&output.stderr));
    };
    Cost {
        seconds,
        kib: numbers.next().and_then(Result::ok),
    }
}

/// One run; prints its seconds, and the KiB that it took at most.
#[allow(clippy::print_stdout, reason = "the process above reads it")]
fn run_once(until: &str, times: usize, file: &Path) {
    let text = std::fs::read_to_string(file).expect("the document can be read");
    let text = multiply(&text, times);
    let documents = [Document {
        source: Source::new("document.yaml", text),
        overlay: None,
    }];
    let mut config =
        Config::single("whole", "whole", "document.yaml").expect("the names are plain");
    config.apis[0].keep_going = true;
    let input = Input {
        config: &config,
        documents: &documents,
        placement: Placement {
            runtime_version: "0.1.0".to_owned(),
            runtime: RuntimeSource::Path("../runtime".to_owned()),
            workspace: WorkspaceRole::Root,
            command: "bench".to_owned(),
        },
    };
    let start = Instant::now();
    let failed = match until {
        "plan" => generator::summarize(&input).err(),
        _ => generator::generate(&input).err(),
    };
    let seconds = start.elapsed().as_secs_f64();
    assert!(failed.is_none(), "{failed:?}");
    println!("{seconds} {}", peak().unwrap_or_default());
}

/// `VmHWM`, in KiB.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next().map(str::to_owned)
}
