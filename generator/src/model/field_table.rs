//! The fields by which an operation filters and sorts.

use super::types::TypeRef;
use crate::spec_path::SpecPath;

/// The fields that the documentation of an operation's filters and sorters lists.
#[derive(Debug, Default)]
pub(crate) struct FieldTable {
    /// In the order of the document: those that filter, then those that sort alone.
    pub(crate) fields: Vec<TableField>,
    /// How filters can be joined.
    pub(crate) composites: Vec<Composite>,
}

#[derive(Debug)]
pub(crate) struct TableField {
    pub(crate) wire: String,
    /// Sorted, none of them twice.
    pub(crate) operators: Vec<Operator>,
    pub(crate) sorts: bool,
    /// Where the list's items have it, with dots between the steps, if that is not its name.
    pub(crate) path: Option<String>,
    /// The type of its values, if the list's items have it.
    pub(crate) ty: Option<TypeRef>,
    /// The parameter that lists it.
    pub(crate) at: SpecPath,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operator {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    In,
    Co,
    Sw,
    Ca,
    Pr,
    Isnull,
}

impl Operator {
    pub(crate) const ALL: [Self; 12] = [
        Self::Eq,
        Self::Ne,
        Self::Gt,
        Self::Ge,
        Self::Lt,
        Self::Le,
        Self::In,
        Self::Co,
        Self::Sw,
        Self::Ca,
        Self::Pr,
        Self::Isnull,
    ];

    /// Its spelling in an expression.
    pub(crate) fn wire(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::In => "in",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ca => "ca",
            Self::Pr => "pr",
            Self::Isnull => "isnull",
        }
    }

    pub(crate) fn is_ordering(self) -> bool {
        matches!(self, Self::Gt | Self::Ge | Self::Lt | Self::Le)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Composite {
    And,
    Or,
    Not,
}

impl Composite {
    pub(crate) const ALL: [Self; 3] = [Self::And, Self::Or, Self::Not];

    /// Its spelling in an expression.
    pub(crate) fn wire(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
            Self::Not => "not",
        }
    }
}
