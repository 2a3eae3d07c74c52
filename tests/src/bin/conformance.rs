//! `cargo xtask conformance`, which starts this program, so that `xtask` itself needs no validator of schemas.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tests::conformance::{self, Share};
use tests::tree;

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the report is what the program is for"
)]
fn main() -> ExitCode {
    let scratch = std::env::var_os("CARGO_TARGET_DIR");
    let scratch = scratch.map_or_else(|| tree::root().join("target"), PathBuf::from);
    let scratch = scratch.join("conformance");
    let mut has_failed = false;
    let mut share = Share(1);
    let mut shows_faults = false;
    for argument in std::env::args_os().skip(1) {
        if argument == "--faults" {
            shows_faults = true;
            continue;
        }
        if let Some(n) = argument.to_str().and_then(|it| it.strip_prefix("--every=")) {
            share = Share(n.parse().unwrap_or(1));
            continue;
        }
        let path = Path::new(&argument);
        match conformance::run(path, &scratch, share) {
            Ok(report) => {
                for failure in &report.failures {
                    println!("{failure}");
                }
                for fault in report.faults.iter().filter(|_| shows_faults) {
                    println!("not counted: {fault}");
                }
                println!(
                    "{}: {report}; {} samples not counted",
                    path.display(),
                    report.faults.len()
                );
                has_failed |= !report.failures.is_empty();
            }
            Err(error) => {
                eprintln!("error: {}: {error}", path.display());
                has_failed = true;
            }
        }
    }
    ExitCode::from(u8::from(has_failed))
}
