//! Expressions that say which records a list has, and in which order.
//!
//! The fields of an operation are constants, each with the operators that the service documents for it and no other:
//!
//! ```
//! use openapi_client_runtime::filter::Field;
//! # struct ListThings;
//! # openapi_client_runtime::codegen::composites!(ListThings: And, Or, Not);
//! # pub enum EqCo {}
//! # openapi_client_runtime::codegen::operators!(EqCo: Eq, Co);
//!
//! // Generated with the operation `listThings`:
//! const NAME: Field<ListThings, String, EqCo> = Field::new("name");
//! const SIZE: Field<ListThings, i64, EqCo> = Field::new("size");
//!
//! let filter = NAME.co(r#"the "big""#).and(SIZE.eq(3).or(SIZE.eq(4)));
//! assert_eq!(filter.to_string(), r#"name co "the \"big\"" and (size eq 3 or size eq 4)"#);
//! ```
//!
//! An operator that a field does not have does not compile:
//!
//! ```compile_fail,E0277
//! # use openapi_client_runtime::filter::Field;
//! # struct ListThings;
//! # pub enum EqCo {}
//! # openapi_client_runtime::codegen::operators!(EqCo: Eq, Co);
//! # const NAME: Field<ListThings, String, EqCo> = Field::new("name");
//! NAME.sw("the");
//! ```
//!
//! Nor do a value of another type, and a filter of another operation:
//!
//! ```compile_fail,E0277
//! # use openapi_client_runtime::filter::Field;
//! # struct ListThings;
//! # pub enum EqCo {}
//! # openapi_client_runtime::codegen::operators!(EqCo: Eq, Co);
//! # const SIZE: Field<ListThings, i64, EqCo> = Field::new("size");
//! SIZE.eq("three");
//! ```
//!
//! ```compile_fail,E0308
//! # use openapi_client_runtime::filter::Field;
//! # struct ListThings;
//! # struct ListOthers;
//! # openapi_client_runtime::codegen::composites!(ListThings: And);
//! # pub enum EqCo {}
//! # openapi_client_runtime::codegen::operators!(EqCo: Eq, Co);
//! # const NAME: Field<ListThings, String, EqCo> = Field::new("name");
//! # const OTHER: Field<ListOthers, String, EqCo> = Field::new("name");
//! NAME.eq("a").and(OTHER.eq("b"));
//! ```

mod expression;
mod field;
pub mod operator;
mod parse;
mod sorter;
mod value;

use std::fmt;
use std::marker::PhantomData;
use std::ops;
use std::str::FromStr;

pub use expression::{Comparison, Expression};
pub use field::Field;
pub use parse::FilterError;
pub use sorter::{IntoSorters, Sorter};
pub use value::{Compared, ComparedList, Operand, Value};

/// Selects the records of a list, for the operation whose request is `S`.
///
/// Made by the [`Field`]s of that operation and joined by [`and`](Self::and), [`or`](Self::or) and [`not`](Self::not), with parentheses where
/// the precedence requires them. Values are quoted, so that none can change the expression.
pub struct Filter<S> {
    pub(crate) expression: Expression,
    of: PhantomData<fn() -> S>,
}

impl<S> Filter<S> {
    /// A filter in the service's own syntax, sent as it is, for fields and operators that are not documented.
    ///
    /// Nothing in it is quoted or checked. Don't include untrusted values.
    pub fn raw(text: impl Into<String>) -> Self {
        Self::of(Expression::Raw(text.into()))
    }

    /// A filter in the service's own syntax, whose syntax is checked; fields and operators are not checked against the operation.
    ///
    /// # Errors
    /// When the text is not an expression; the error names the position of the first invalid byte.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Ok(Self::of(text.parse()?))
    }

    pub(crate) fn of(expression: Expression) -> Self {
        Self {
            expression,
            of: PhantomData,
        }
    }

    /// Matches records that both filters match.
    #[must_use]
    pub fn and(self, other: Self) -> Self
    where
        S: operator::And,
    {
        Self::of(self.expression.and(other.expression))
    }

    /// Matches records that at least one of the filters matches.
    #[must_use]
    pub fn or(self, other: Self) -> Self
    where
        S: operator::Or,
    {
        Self::of(self.expression.or(other.expression))
    }

    /// Matches records that the filter does not match. Note that `!` negates all of the calls after it: `!a.and(b)` is `!(a.and(b))`.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "the trait is implemented too; the method can be chained"
    )]
    pub fn not(self) -> Self
    where
        S: operator::Not,
    {
        Self::of(!self.expression)
    }

    /// The expression itself.
    pub fn expression(&self) -> &Expression {
        &self.expression
    }
}

/// Matches records that the filter does not match: `!filter`.
impl<S: operator::Not> ops::Not for Filter<S> {
    type Output = Self;

    fn not(self) -> Self {
        Self::not(self)
    }
}

/// A filter of the operation whose request is `S`, as the setter of the request takes it.
#[diagnostic::on_unimplemented(
    message = "expected a filter of `{S}`, found `{Self}`",
    label = "not a filter of this operation",
    note = "join filters by `.and(..)` or `.or(..)`, not by `&&` and not as a list",
    note = "the module `fields` of the operation has a constant for each field; `Filter::raw` takes text in the service's own syntax"
)]
pub trait IntoFilter<S> {
    /// Returns the filter.
    fn into_filter(self) -> Filter<S>;
}

impl<S> IntoFilter<S> for Filter<S> {
    fn into_filter(self) -> Self {
        self
    }
}

/// Parses like [`Filter::parse`].
impl<S> FromStr for Filter<S> {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text)
    }
}

impl<S> Clone for Filter<S> {
    fn clone(&self) -> Self {
        Self::of(self.expression.clone())
    }
}

impl<S> PartialEq for Filter<S> {
    fn eq(&self, other: &Self) -> bool {
        self.expression == other.expression
    }
}

impl<S> Eq for Filter<S> {}

/// Writes the filter as it is sent, before percent-encoding.
impl<S> fmt::Display for Filter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expression.fmt(f)
    }
}

impl<S> fmt::Debug for Filter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter")
            .field(&format_args!("{}", self.expression))
            .finish()
    }
}
