//! The exit codes of the commands, and what `--help` says of them.

/// Of `check`: the crate is stale. Of `diff` and `release`: a change is at or above the threshold. Of `update`: something is to
/// be done.
pub const STALE: u8 = 4;

/// Of all commands, in short.
pub const ALL: &str = "\
Exit codes:
  0  done, and nothing below
  1  error (see stderr)
  4  `check`: the crate is stale; `diff` and `release`: a change at or above the threshold of `--fail-on`; `update`: something is left to do";

/// Of `check`.
pub const CHECK: &str = "\
Exit codes:
  0  the crate is up to date
  1  error (see stderr)
  4  the crate, or the list of its public items, is stale";

/// Of `diff`.
pub const DIFF: &str = "\
Exit codes:
  0  nothing at or above the threshold of `--fail-on`
  1  error (see stderr); a document that can't be read is never reported as unchanged
  4  a change at or above the threshold";

/// Of `new`.
pub const NEW: &str = "\
Exit codes:
  0  done
  1  error (see stderr); nothing was written, or, if only the documents have errors, everything but the crate";

/// Of `release`.
pub const RELEASE: &str = "\
Exit codes:
  0  nothing at or above the threshold of `--fail-on`
  1  error (see stderr): a stale crate, a version that is too low, or a changelog without the entry of its version, among others
  4  a change at or above the threshold";

/// Of `update`.
pub const UPDATE: &str = "\
Exit codes:
  0  nothing is left to do
  1  error (see stderr); nothing was written
  4  facts or an entry of the changelog to change by hand, or, with `--dry-run`, files to write";

/// Of the commands that write all or nothing.
pub const USUAL: &str = "\
Exit codes:
  0  done
  1  error (see stderr); nothing was written";

/// Of `conformance`.
pub const CONFORMANCE: &str = "\
Exit codes:
  0  every sampled component and every request is right
  1  a failure, or an error";
