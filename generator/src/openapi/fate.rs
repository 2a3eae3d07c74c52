//! The fate of a key, and how two documents that differ in it are compared.

use crate::diagnostic::Code;
use crate::rule_id::RuleId;

/// The fate of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It changes what is sent, read or offered.
    Acts,
    /// It reaches a doc comment.
    Documents,
    /// It has no effect, and a warning at its address says so.
    Reported,
    /// It has no effect, and a client needs none; the reason.
    Ignored(&'static str),
}

/// The warning about a key that has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) code: Code,
    /// One sentence, in lower case.
    pub(crate) message: &'static str,
    pub(crate) help: &'static str,
}

/// How the comparison treats a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compared {
    /// The model has it; the comparison of models finds the difference.
    Model,
    /// It holds words: a difference is one of documentation.
    Words,
    /// It is compared as written, and a difference falls under this rule.
    Rule(RuleId),
}
