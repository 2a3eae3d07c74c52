//! The tree of a filter, and its text.

use std::fmt;
use std::ops;

use super::value::Value;

/// A filter as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expression {
    /// A field, its operator and what it is compared with.
    Comparison(Comparison),
    /// A negation.
    Not(Box<Expression>),
    /// A conjunction of two or more.
    And(Vec<Expression>),
    /// A disjunction of two or more.
    Or(Vec<Expression>),
    /// Text in the service's own syntax, which is not parsed.
    Raw(String),
}

/// A field, its operator and what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Comparison {
    /// `field op value`, with one of `eq ne gt ge lt le co sw`.
    Value {
        /// The field's name on the wire.
        field: String,
        /// The operator on the wire.
        operator: String,
        /// The right side.
        value: Value,
    },
    /// `field op (value, value)`, with `in` or `ca`.
    List {
        /// The field's name on the wire.
        field: String,
        /// The operator on the wire.
        operator: String,
        /// The values in the parentheses.
        values: Vec<Value>,
    },
    /// `pr field`: the field has a value.
    Present {
        /// The field's name on the wire.
        field: String,
    },
    /// `field isnull`: the field has no value.
    Null {
        /// The field's name on the wire.
        field: String,
    },
}

/// The precedence of an expression; a weaker one needs parentheses inside a stronger one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// Unparsed text has the weakest.
    Raw,
    Or,
    And,
    Not,
    Comparison,
}

impl Expression {
    pub(crate) fn and(self, other: Self) -> Self {
        let mut all = Vec::new();
        for part in [self, other] {
            match part {
                Self::And(parts) => all.extend(parts),
                part @ (Self::Comparison(_) | Self::Not(_) | Self::Or(_) | Self::Raw(_)) => {
                    all.push(part);
                }
            }
        }
        Self::And(all)
    }

    pub(super) fn or(self, other: Self) -> Self {
        let mut any = Vec::new();
        for part in [self, other] {
            match part {
                Self::Or(parts) => any.extend(parts),
                part @ (Self::Comparison(_) | Self::Not(_) | Self::And(_) | Self::Raw(_)) => {
                    any.push(part);
                }
            }
        }
        Self::Or(any)
    }

    /// Why the service would reject it whatever the fields are: a field that is compared with an empty list.
    pub(crate) fn fault(&self) -> Option<String> {
        match self {
            Self::Comparison(Comparison::List {
                field,
                operator,
                values,
            }) if values.is_empty() => Some(format!(
                "`{}` is compared by `{operator}` with an empty list",
                field.escape_debug()
            )),
            Self::Comparison(_) | Self::Raw(_) => None,
            Self::Not(inner) => inner.fault(),
            Self::And(parts) | Self::Or(parts) => parts.iter().find_map(Self::fault),
        }
    }

    fn strength(&self) -> Strength {
        match self {
            Self::Comparison(_) => Strength::Comparison,
            Self::Not(_) => Strength::Not,
            Self::And(_) => Strength::And,
            Self::Or(_) => Strength::Or,
            Self::Raw(_) => Strength::Raw,
        }
    }

    /// Writes it in a place that requires at least this precedence.
    fn write(&self, f: &mut fmt::Formatter<'_>, needed: Strength) -> fmt::Result {
        if self.strength() < needed {
            write!(f, "({self})")
        } else {
            fmt::Display::fmt(self, f)
        }
    }
}

impl ops::Not for Expression {
    type Output = Self;

    fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, parts: &[Self], word: &str, strength| {
            for (n, part) in parts.iter().enumerate() {
                if n > 0 {
                    write!(f, " {word} ")?;
                }
                part.write(f, strength)?;
            }
            Ok(())
        };
        match self {
            Self::Comparison(comparison) => comparison.fmt(f),
            Self::Not(inner) => {
                f.write_str("not ")?;
                inner.write(f, Strength::Comparison)
            }
            Self::And(parts) => joined(f, parts, "and", Strength::Not),
            Self::Or(parts) => joined(f, parts, "or", Strength::And),
            Self::Raw(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value {
                field,
                operator,
                value,
            } => write!(f, "{field} {operator} {value}"),
            Self::List {
                field,
                operator,
                values,
            } => {
                write!(f, "{field} {operator} (")?;
                for (n, value) in values.iter().enumerate() {
                    let comma = if n > 0 { "," } else { "" };
                    write!(f, "{comma}{value}")?;
                }
                f.write_str(")")
            }
            Self::Present { field } => write!(f, "pr {field}"),
            Self::Null { field } => write!(f, "{field} isnull"),
        }
    }
}
