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
    /// The model has it, but not that of a branch of `allOf`.
    Unmerged,
    /// It holds words: a difference is one of documentation.
    Words,
    /// It is compared as written, and a difference falls under this rule.
    Rule(RuleId),
}

impl Compared {
    /// The rule of a difference in what is written; `None` where the comparison of models finds it.
    pub(crate) fn rule(self) -> Option<RuleId> {
        match self {
            Self::Model | Self::Unmerged => None,
            Self::Words => Some(RuleId::DocumentationChanged),
            Self::Rule(rule) => Some(rule),
        }
    }
}
