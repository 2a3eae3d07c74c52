//! A field of an operation's filters and sorters.

use std::fmt;
use std::marker::PhantomData;

use super::Filter;
use super::expression::{Comparison, Expression};
use super::operator::{Ca, Co, Eq, Ge, Gt, In, Isnull, Le, Lt, Ne, Pr, Sort, Sw};
use super::sorter::Sorter;
use super::value::{Compared, ComparedList, Operand, Value};

/// A field by which the operation with the request `S` filters or sorts.
///
/// Its values are of the type `V`, which is [`Value`] if the document declares no type; `O` is the set of operators that
/// the service documents for it. A method whose operator is not among these does not compile.
pub struct Field<S, V, O> {
    name: &'static str,
    of: PhantomData<fn(S, V, O)>,
}

impl<S, V, O> Field<S, V, O> {
    /// The field of that name on the wire.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            of: PhantomData,
        }
    }

    /// The name on the wire.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    fn compared(&self, operator: &'static str, value: Value) -> Filter<S> {
        Filter::of(Expression::Comparison(Comparison::Value {
            field: self.name.to_owned(),
            operator: operator.to_owned(),
            value,
        }))
    }

    fn listed(&self, operator: &'static str, values: impl ComparedList<V>) -> Filter<S>
    where
        V: Operand,
    {
        let values = values.into_list().into_iter().map(Operand::into_value);
        Filter::of(Expression::Comparison(Comparison::List {
            field: self.name.to_owned(),
            operator: operator.to_owned(),
            values: values.collect(),
        }))
    }
}

/// Filters.
impl<S, V: Operand, O> Field<S, V, O> {
    /// `eq`: the field is equal to the value.
    pub fn eq(self, value: impl Compared<V>) -> Filter<S>
    where
        O: Eq,
    {
        self.compared("eq", value.into().into_value())
    }

    /// `ne`: the field is not equal to the value.
    pub fn ne(self, value: impl Compared<V>) -> Filter<S>
    where
        O: Ne,
    {
        self.compared("ne", value.into().into_value())
    }

    /// `gt`: the field is greater than the value, or later.
    pub fn gt(self, value: impl Compared<V>) -> Filter<S>
    where
        O: Gt,
    {
        self.compared("gt", value.into().into_value())
    }

    /// `ge`: the field is greater than the value, later or equal.
    pub fn ge(self, value: impl Compared<V>) -> Filter<S>
    where
        O: Ge,
    {
        self.compared("ge", value.into().into_value())
    }

    /// `lt`: the field is less than the value, or earlier.
    pub fn lt(self, value: impl Compared<V>) -> Filter<S>
    where
        O: Lt,
    {
        self.compared("lt", value.into().into_value())
    }

    /// `le`: the field is less than the value, earlier or equal.
    pub fn le(self, value: impl Compared<V>) -> Filter<S>
    where
        O: Le,
    {
        self.compared("le", value.into().into_value())
    }

    /// `in`: the field is equal to one of the values. An empty list
    /// is rejected before the request is sent.
    pub fn is_in(self, values: impl ComparedList<V>) -> Filter<S>
    where
        O: In,
    {
        self.listed("in", values)
    }

    /// `ca`: the field is a list and has all of the values. An empty
    /// list is rejected before the request is sent.
    pub fn ca(self, values: impl ComparedList<V>) -> Filter<S>
    where
        O: Ca,
    {
        self.listed("ca", values)
    }

    /// `co`: the field contains the text.
    pub fn co(self, text: impl Into<String>) -> Filter<S>
    where
        O: Co,
    {
        self.compared("co", Value::text(text))
    }

    /// `sw`: the field starts with the text.
    pub fn sw(self, text: impl Into<String>) -> Filter<S>
    where
        O: Sw,
    {
        self.compared("sw", Value::text(text))
    }

    /// `pr`: the field has a value.
    pub fn pr(self) -> Filter<S>
    where
        O: Pr,
    {
        let field = self.name.to_owned();
        Filter::of(Expression::Comparison(Comparison::Present { field }))
    }

    /// `isnull`: the field has no value.
    pub fn is_null(self) -> Filter<S>
    where
        O: Isnull,
    {
        let field = self.name.to_owned();
        Filter::of(Expression::Comparison(Comparison::Null { field }))
    }
}

/// Sorters.
impl<S, V, O> Field<S, V, O> {
    /// Ascending order.
    pub fn asc(self) -> Sorter<S>
    where
        O: Sort,
    {
        Sorter::raw(self.name)
    }

    /// Descending order.
    pub fn desc(self) -> Sorter<S>
    where
        O: Sort,
    {
        Sorter::raw(format!("-{}", self.name))
    }
}

impl<S, V, O> Clone for Field<S, V, O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, V, O> Copy for Field<S, V, O> {}

impl<S, V, O> fmt::Debug for Field<S, V, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Field").field(&self.name).finish()
    }
}
