//! The workflow of a new crate: it gets the command from where the runtime comes from, checks for drift and runs the tests.

use std::path::Path;

use super::NewArgs;
use crate::program::INSTALLED;
use crate::words::word;
use crate::workspace::slashed;

/// Its path in the new folder.
pub(super) const FILE: &str = ".github/workflows/client.yml";

/// The text of the workflow. `runtime` is the folder of the runtime crate, seen from the new folder if both may be moved together.
pub(super) fn text(args: &NewArgs, runtime: Option<&Path>, has_command: bool) -> String {
    let check = step(&format!("{INSTALLED} check"));
    let install = |from: &str| step(&format!("cargo install --locked {from}")) + &check;
    let sources = runtime.map(|it| slashed(it.parent().unwrap_or(it)));
    let sources = sources.map(|it| it.replace(char::is_control, ""));
    let (head, steps) = match (&args.runtime_git, &args.runtime_rev, sources) {
        (Some(url), Some(rev), _) => {
            let from = format!("--git {} --rev {} {INSTALLED}", word(url), word(rev));
            (DRIFT.to_owned(), install(&from))
        }
        (_, _, Some(sources)) if has_command => {
            let head = format!(
                "{DRIFT}# The runtime and the command are built from the sources in {sources}. Add a step that gets them, unless they are part of this repository.\n"
            );
            (
                head,
                install(&format!("--path {}", word(&format!("{sources}/clientgen")))),
            )
        }
        (_, _, Some(sources)) => {
            let head = format!(
                "# Runs the tests. The runtime crate is in {sources}. Add a step that gets it, unless it is part of this repository.\n\
                 # To check for drift as well, add steps that install `{INSTALLED}` and run `{INSTALLED} check`.\n"
            );
            (head, String::new())
        }
        (_, _, None) => {
            let from = format!("{INSTALLED}@{}", env!("CARGO_PKG_VERSION"));
            (DRIFT.to_owned(), install(&from))
        }
    };
    format!("{head}{JOB}{steps}      - run: cargo test --workspace\n")
}

/// A step that runs a command, of which neither YAML nor an expression of the workflow is read.
fn step(command: &str) -> String {
    let command = command.replace("${{", "${{ '${{' }}");
    let is_plain = !command.contains(['\'', '"', '#', '{']) && !command.contains(": ");
    let scalar = if is_plain {
        command
    } else {
        format!("'{}'", command.replace('\'', "''"))
    };
    format!("      - run: {scalar}\n")
}

const DRIFT: &str = "# Checks that the crate and the list of its public items are what the documents give, and runs the tests.\n";

const JOB: &str = "\
name: Client

on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
";
