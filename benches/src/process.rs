//! The resources that another program uses.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

/// The generator that ours is compared with, by its name in `PATH`.
pub const PEER: &str = "openapi-to-rust";

/// The command that installs the peer.
pub const PEER_IS_MISSING: &str = "openapi-to-rust is not in PATH, so nothing is measured beside it; \
    `cargo install openapi-to-rust --version '^0.23' --locked` gets it";

/// The resources of one run.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Seconds from its start to its end.
    pub wall: f64,
    /// Seconds of all processors, with those of the programs that it ran.
    pub cpu: f64,
    /// The most bytes of memory that were resident at once, of it or of the largest program that it ran.
    pub peak: f64,
}

impl Cost {
    /// The cheaper one, since other load only adds time.
    #[must_use]
    pub fn or_less(self, other: Option<Self>) -> Self {
        match other {
            Some(other) if other.cpu < self.cpu => other,
            Some(_) | None => self,
        }
    }
}

/// Runs a program to its end; none if it can't be started, or fails.
pub fn run(command: &mut Command) -> Option<Cost> {
    let start = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::null());
    let done = child.stderr(Stdio::null()).spawn().ok()?.wait4().ok()?;
    let wall = start.elapsed().as_secs_f64();
    #[expect(
        clippy::cast_precision_loss,
        reason = "memory is far smaller than 2^53 bytes"
    )]
    let peak = done.rusage.maxrss as f64;
    done.status.success().then(|| Cost {
        wall,
        cpu: (done.rusage.utime + done.rusage.stime).as_secs_f64(),
        peak,
    })
}

/// Whether the peer is on this machine.
pub fn has_peer() -> bool {
    run(Command::new(PEER).arg("--version")).is_some()
}

/// The documents to measure with, each with a name: the project's own, and the vendor's whole ones where `UPSTREAM_SPECS`
/// names a folder with them.
pub fn documents() -> Vec<(String, PathBuf)> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let upstream = std::env::var_os("UPSTREAM_SPECS").map(PathBuf::from);
    let folders = [("own", Some(own)), ("whole", upstream)];
    let folders = folders
        .into_iter()
        .filter_map(|(which, folder)| Some((which, folder?)));
    folders
        .flat_map(|(which, folder)| {
            ["beta", "v2026"].map(|name| {
                (
                    format!("{which} {name}"),
                    folder.join(format!("{name}.yaml")),
                )
            })
        })
        .filter(|(_, file)| file.exists())
        .collect()
}
