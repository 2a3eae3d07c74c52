//! The compile time of generated crates: `cargo check` of the crate alone, its dependencies built, from the start.
//!
//! `cargo run --release -p benches --bin compile`. `UPSTREAM_SPECS` may name a folder with the vendor's whole documents, and
//! `openapi-to-rust` may be in `PATH`; missing ones are skipped.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use benches::emitted::{write_ours, write_peer};
use benches::process::{Cost, PEER, PEER_IS_MISSING, documents, has_peer, run};

/// The number of runs, of which the best counts.
const ROUNDS: usize = 3;

/// The group of operations that is measured by itself.
const GROUP: &str = "entitlements";

const MIB: f64 = 1024.0 * 1024.0;

#[allow(clippy::print_stdout, reason = "it prints its result")]
fn main() {
    let has_peer = has_peer();
    if !has_peer {
        println!("{PEER_IS_MISSING}\n");
    }
    let folder = std::env::temp_dir().join(format!("benches-compile-{}", std::process::id()));
    for (name, document) in documents() {
        let ours = folder.join(name.replace(' ', "-"));
        let operations = write_ours(&document, &ours);
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, ours.join("Cargo.lock")).expect("the files can be written");
        println!("{name}, {operations} operations");
        let Some(all) = check(&folder, &ours, &[]) else {
            println!("  does not compile");
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "there are few operations")]
        let hundreds = operations as f64 / 100.0;
        println!(
            "  here: {:.1} s of the processor, {:.1} s for 100 operations, {:.0} MiB",
            all.cpu,
            all.cpu / hundreds,
            all.peak / MIB
        );
        let module = document.file_stem().unwrap_or_default().to_string_lossy();
        let group = format!("{module}-{GROUP}");
        if let Some(one) = check(
            &folder,
            &ours,
            &["--no-default-features", "--features", &group],
        ) {
            println!(
                "  the group {GROUP} over all: time {:.2}, peak memory {:.2}",
                one.cpu / all.cpu,
                one.peak / all.peak
            );
        }
        let theirs = folder.join(format!("{}-peer", name.replace(' ', "-")));
        if !has_peer {
            continue;
        }
        match write_peer(&document, &theirs).and_then(|()| check(&folder, &theirs, &[])) {
            Some(peer) => println!(
                "  over {PEER}: time {:.2}, peak memory {:.2}",
                all.cpu / peer.cpu,
                all.peak / peer.peak
            ),
            None => println!("  {PEER} makes nothing that compiles"),
        }
    }
    let _ = fs::remove_dir_all(folder);
}

/// The cost of checking the crate alone; none where it does not compile.
fn check(folder: &Path, of: &Path, features: &[&str]) -> Option<Cost> {
    let target: PathBuf = folder.join("target");
    let once = || {
        let command = &mut Command::new(env!("CARGO"));
        let command = command.arg("check").args(features).current_dir(of);
        run(command
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_INCREMENTAL", "0"))
    };
    // The dependencies.
    once()?;
    let mut best = None;
    for _ in 0..ROUNDS {
        let root = File::options().append(true).open(of.join("src/lib.rs"));
        root.and_then(|root| root.set_modified(SystemTime::now()))
            .expect("the files can be written");
        best = Some(once()?.or_less(best));
    }
    best
}
