//! The operators of fields, as traits: a set of operators is a type that implements the traits of its members.
//!
//! Generated code declares such sets by [`operators!`](crate::codegen::operators), and by [`composites!`](crate::codegen::composites) the ways in
//! which an operation's filters can be joined.

macro_rules! declare {
    ($($(#[$doc:meta])* $name:ident: $message:literal, $note:literal;)*) => {$(
        $(#[$doc])*
        #[diagnostic::on_unimplemented(message = $message, label = "not documented here", note = $note)]
        pub trait $name {}
    )*};
}

declare! {
    /// `eq`: is equal.
    Eq: "this field does not have the operator `eq`", "the table of the operation's fields lists the operators of each";
    /// `ne`: is not equal.
    Ne: "this field does not have the operator `ne`", "the table of the operation's fields lists the operators of each";
    /// `gt`: is greater, or later.
    Gt: "this field does not have the operator `gt`", "the table of the operation's fields lists the operators of each";
    /// `ge`: is greater, later or equal.
    Ge: "this field does not have the operator `ge`", "the table of the operation's fields lists the operators of each";
    /// `lt`: is less, or earlier.
    Lt: "this field does not have the operator `lt`", "the table of the operation's fields lists the operators of each";
    /// `le`: is less, earlier or equal.
    Le: "this field does not have the operator `le`", "the table of the operation's fields lists the operators of each";
    /// `in`: is one of a list.
    In: "this field does not have the operator `in`", "the table of the operation's fields lists the operators of each";
    /// `co`: contains a text.
    Co: "this field does not have the operator `co`", "the table of the operation's fields lists the operators of each";
    /// `sw`: starts with a text.
    Sw: "this field does not have the operator `sw`", "the table of the operation's fields lists the operators of each";
    /// `ca`: contains all of a list.
    Ca: "this field does not have the operator `ca`", "the table of the operation's fields lists the operators of each";
    /// `pr`: has a value.
    Pr: "this field does not have the operator `pr`", "the table of the operation's fields lists the operators of each";
    /// `isnull`: has no value.
    Isnull: "this field does not have the operator `isnull`", "the table of the operation's fields lists the operators of each";
    /// The list can be sorted by the field.
    Sort: "the list can't be sorted by this field", "the table of the operation's fields lists which ones sort";
    /// Filters of the operation can be joined by `and`.
    And: "filters of this operation can't be joined by `and`", "its documentation says which composite operators it has";
    /// Filters of the operation can be joined by `or`.
    Or: "filters of this operation can't be joined by `or`", "its documentation says which composite operators it has";
    /// Filters of the operation can be negated.
    Not: "filters of this operation can't be negated", "its documentation says which composite operators it has";
}

/// Declares the operators in a set, which is a type: `operators!(EqIn: Eq, In);`.
#[doc(hidden)]
#[macro_export]
macro_rules! operators {
    ($set:ident: $($operator:ident),*) => {
        $(impl $crate::filter::operator::$operator for $set {})*
    };
}

/// Declares how filters of the operation with this request can be joined: `composites!(ListThings: And, Or, Not);`.
#[doc(hidden)]
#[macro_export]
macro_rules! composites {
    ($request:ty: $($operator:ident),*) => {
        $(impl $crate::filter::operator::$operator for $request {})*
    };
}
