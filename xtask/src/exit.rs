//! The exit codes of the commands, and what `--help` says of them.

/// Of `check`: the crate is stale. Of `diff` and `release`: a change is at or above the threshold. Of `update`: something is to
/// be done.
pub const STALE: u8 = 4;

/// Of `diff`.
pub const DIFF: &str = "\
Exit codes:
  0  nothing at or above the threshold of `--fail-on`
  1  error (see stderr); a document that can't be read is never reported as unchanged
  4  a change at or above the threshold";

/// Of `release`.
pub const RELEASE: &str = "\
Exit codes:
  0  nothing at or above the threshold of `--fail-on`
  1  error (see stderr), or a version that is too low
  4  a change at or above the threshold";

/// Of `update`.
pub const UPDATE: &str = "\
Exit codes:
  0  nothing is left to do
  1  error (see stderr); nothing was written
  4  facts to change by hand, or, with `--dry-run`, files to write";

/// Of the other commands.
pub const USUAL: &str = "\
Exit codes:
  0  done; of `check`: the emitted crate is up to date
  1  error (see stderr); nothing was written
  4  only from `check`: the emitted crate is stale";

/// The exit codes of the command, for its help.
pub const CONFORMANCE: &str = "\
Exit codes:
  0  every sampled component and every request is right
  1  a failure, or an error";
