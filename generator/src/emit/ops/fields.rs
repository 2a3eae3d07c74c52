//! The fields by which an operation filters and sorts: constants, and the sets of operators that they have.
//!
//! ```text
//! //! The fields by which [`list_entitlements`](…) filters and sorts.
//!
//! /// `source.id`: [`eq`](runtime::filter::Field::eq), [`is_in`](runtime::filter::Field::is_in); sorts.
//! pub const SOURCE_ID: Field<String, operators::EqInSort> = Field::new("source.id");
//! ```
//!
//! ```text
//! /// The operators `eq` and `in`; sorts.
//! #[derive(Clone, Copy, Debug)]
//! pub enum EqInSort {}
//! runtime::operators!(EqInSort: Eq, In, Sort);
//! ```

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::cx::{EmitCx, From, ident};
use super::super::docs::Doc;
use super::super::sample::{Expr, method};
use super::outcome::mentions_models;
use crate::model::{FieldTable, GroupId, OperationId, Operator, TableField};

/// The operations of a group that have fields, by their module.
pub(in crate::emit) fn operations<'a>(
    cx: &'a EmitCx<'_>,
    group: GroupId,
) -> impl Iterator<Item = (OperationId, &'a FieldTable)> {
    let operations = cx.api.groups[group].operations.iter();
    operations.filter_map(|id| Some((*id, cx.api.operations[*id].fields.as_ref()?)))
}

/// Whether any operation of the API has fields.
pub(in crate::emit) fn is_anywhere(cx: &EmitCx<'_>) -> bool {
    cx.api.operations.iter().any(|(_, it)| it.fields.is_some())
}

/// The constants of one operation, in a module of their own.
pub(in crate::emit) fn module(cx: &EmitCx<'_>, id: OperationId, table: &FieldTable) -> TokenStream {
    let names = &cx.names.operations[id];
    let group = &cx.names.groups[cx.api.operations[id].group];
    let item = ident(&names.item);
    let method = names.method.trim_start_matches("r#");
    let mut head = Doc::new().line(format!(
        "The fields by which [`{method}`](super::super::{}::{method}) filters and sorts.",
        group.item
    ));
    if let Some(example) = example(cx, id, table) {
        head = head.block(example);
    }
    let head = head.inner();
    let alias_docs = Doc::new()
        .line("A field of this operation, its type of values and its operators.")
        .outer();
    let fields: Vec<TokenStream> = table
        .fields
        .iter()
        .zip(&names.fields)
        .map(|(field, name)| constant(cx, field, &ident(name)))
        .collect();
    let models = mentions_models(&[&quote!(#(#fields)*)]).then(|| quote!(models,));
    let module = cx.module();
    quote! {
        #head

        use crate::#module::{#models operators};
        use crate::runtime;

        #alias_docs
        pub type Field<V, O> = runtime::filter::Field<super::super::#item, V, O>;

        #(#fields)*
    }
}

fn constant(cx: &EmitCx<'_>, field: &TableField, name: &Ident) -> TokenStream {
    let wire = &field.wire;
    let docs = Doc::new()
        .line(format!("`{wire}`: {}.", described(field, linked)))
        .outer();
    let ty = field.ty.as_ref().map_or_else(
        || quote!(runtime::filter::Value),
        |ty| cx.ty(ty, From::Elsewhere),
    );
    let set = set(field);
    quote! {
        #docs
        pub const #name: Field<#ty, operators::#set> = Field::new(#wire);
    }
}

/// What examples filter by: the constant, the operator and the field's name.
pub(super) struct Sample<'a> {
    constant: &'a str,
    operator: &'static str,
    wire: &'a str,
}

impl Sample<'_> {
    /// `f::NAME.co("some text")`
    pub(super) fn filter(&self) -> Expr {
        let method = format!("f::{}.{}", self.constant, self.operator);
        Expr::call(&method, vec![Expr::atom("\"some text\"")])
    }
}

/// The first field of an operation that can be compared with a text.
pub(super) fn sample<'a>(
    cx: &'a EmitCx<'_>,
    id: OperationId,
    table: &'a FieldTable,
) -> Option<Sample<'a>> {
    let names = &cx.names.operations[id];
    let is_text = |field: &TableField| field.ty.as_ref().is_none_or(|ty| cx.takes_text(ty));
    ["co", "sw", "eq"].into_iter().find_map(|operator| {
        let mut fields = table.fields.iter().zip(&names.fields);
        let has = |field: &TableField| field.operators.iter().any(|it| it.wire() == operator);
        let (field, constant) =
            fields.find(|(field, _)| has(field) && (operator != "eq" || is_text(field)))?;
        Some(Sample {
            constant,
            operator,
            wire: &field.wire,
        })
    })
}

/// How a program imports the fields.
pub(super) fn import(cx: &EmitCx<'_>, id: OperationId) -> String {
    let group = &cx.names.groups[cx.api.operations[id].group].module;
    format!(
        "use {}::{}::{group}::fields::{} as f;",
        cx.crate_ident, cx.names.module, cx.names.operations[id].module
    )
}

/// A filter that the sample makes, and its text.
fn example(cx: &EmitCx<'_>, id: OperationId, table: &FieldTable) -> Option<Vec<String>> {
    let sample = sample(cx, id, table)?;
    let Sample { operator, wire, .. } = sample;
    Some(vec![
        "```".to_owned(),
        import(cx, id),
        String::new(),
        format!("let filter = {};", sample.filter().line()),
        format!("assert_eq!(filter.to_string(), r#\"{wire} {operator} \"some text\"\"#);"),
        "```".to_owned(),
    ])
}

/// Every set of operators that fields of the API have, by name.
fn sets<'a>(cx: &EmitCx<'a>) -> BTreeMap<String, &'a TableField> {
    let tables = cx.api.operations.iter();
    let tables = tables.filter_map(|(_, operation)| operation.fields.as_ref());
    let fields = tables.flat_map(|table| &table.fields);
    fields
        .map(|field| (set(field).to_string(), field))
        .collect()
}

/// `operators.rs` of an API that has fields anywhere.
pub(in crate::emit) fn operators(cx: &EmitCx<'_>) -> TokenStream {
    let items = sets(cx).into_iter().map(|(name, field)| {
        let name = ident(&name);
        let docs = Doc::new()
            .line(format!(
                "The operators of a field: {}.",
                described(field, plain)
            ))
            .outer();
        let operators = field.operators.iter().map(|it| marker(it.wire()));
        let operators = operators.chain(field.sorts.then(|| marker("sort")));
        quote! {
            #docs
            #[derive(Clone, Copy, Debug)]
            pub enum #name {}

            runtime::operators!(#name: #(#operators),*);
        }
    });
    let head = Doc::new()
        .line("Sets of operators, which are type parameters of the fields by which lists are filtered and sorted.")
        .inner();
    quote! {
        #head

        use crate::runtime;

        #(#items)*
    }
}

/// How filters of an operation can be joined.
pub(super) fn composites(item: &Ident, table: &FieldTable) -> Option<TokenStream> {
    if table.composites.is_empty() {
        return None;
    }
    let names = table.composites.iter().map(|it| marker(it.wire()));
    Some(quote!(runtime::composites!(#item: #(#names),*);))
}

/// The table of an operation's fields in its documentation, each a link to its constant.
pub(super) fn table_docs(cx: &EmitCx<'_>, id: OperationId, table: &FieldTable) -> Vec<String> {
    let names = &cx.names.operations[id];
    let mut rows = vec![
        "| field | filters by | sorts | constant |".to_owned(),
        "| --- | --- | --- | --- |".to_owned(),
    ];
    for (field, name) in table.fields.iter().zip(&names.fields) {
        let operators: Vec<String> = field.operators.iter().map(|it| linked(*it)).collect();
        let sorts = if field.sorts { "yes" } else { "" };
        rows.push(format!(
            "| `{}` | {} | {sorts} | [`{name}`](fields::{}::{name}) |",
            field.wire,
            operators.join(" "),
            names.module
        ));
    }
    rows
}

/// `EqInSort`
fn set(field: &TableField) -> Ident {
    let mut name = String::new();
    for operator in &field.operators {
        name.push_str(&marker(operator.wire()).to_string());
    }
    if field.sorts {
        name.push_str("Sort");
    }
    ident(&name)
}

/// The runtime's trait for an operator.
fn marker(wire: &str) -> Ident {
    let mut letters = wire.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    ident(&first.into_iter().chain(letters).collect::<String>())
}

/// The method for an operator as code.
fn plain(operator: Operator) -> String {
    format!("`{}`", method(operator))
}

/// The method for an operator as a link.
fn linked(operator: Operator) -> String {
    let method = method(operator);
    format!("[`{method}`](runtime::filter::Field::{method})")
}

/// `` `eq`, `is_in`; sorts ``
fn described(field: &TableField, operator: fn(Operator) -> String) -> String {
    let operators: Vec<String> = field.operators.iter().map(|it| operator(*it)).collect();
    match (operators.is_empty(), field.sorts) {
        (false, true) => format!("{}; sorts", operators.join(", ")),
        (false, false) => operators.join(", "),
        (true, _) => "sorts".to_owned(),
    }
}
