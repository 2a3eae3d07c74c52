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
//! runtime::codegen::operators!(EqInSort: Eq, In, Sort);
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::EmitCx;
use super::super::docs::Doc;
use super::super::print::{Place, ident, ty, uses};
use super::super::sample::{Expr, method};
use crate::model::{OperationId, Operator, TableField};
use crate::rust::{FieldConstant, Operation, imports, marker, markers};

/// The constants of one operation, in a module of their own.
pub(in crate::emit) fn module(cx: &EmitCx<'_>, id: OperationId) -> TokenStream {
    let operation = &cx.rust.operations[id];
    let group = &cx.rust.groups[operation.model.group];
    let method = operation.method.trim_start_matches("r#");
    let mut head = Doc::new().line(format!(
        "The fields by which [`{method}`](super::super::{}::{method}) filters and sorts.",
        group.name
    ));
    if let Some(example) = example(cx, id) {
        head = head.block(example);
    }
    let head = head.inner();
    let alias_docs = Doc::new()
        .line("A field of this operation, with its value type and operators.")
        .outer();
    let fields = operation.fields.iter().map(constant);
    let imports = uses(&imports::of_fields(cx.rust, operation));
    let request = ty(&operation.request(), Place::Fields);
    quote! {
        #head

        #imports

        #alias_docs
        pub type Field<V, O> = runtime::filter::Field<#request, V, O>;

        #(#fields)*
    }
}

fn constant(field: &FieldConstant<'_>) -> TokenStream {
    let (name, wire) = (ident(field.name), &field.model.wire);
    let docs = Doc::new()
        .line(format!("`{wire}`: {}.", described(field.model, linked)))
        .outer();
    let ty = ty(&field.ty(), Place::Fields);
    quote! {
        #docs
        pub const #name: #ty = Field::new(#wire);
    }
}

/// The filter of examples: the constant, the operator and the field's name.
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
pub(super) fn sample<'a>(cx: &'a EmitCx<'_>, id: OperationId) -> Option<Sample<'a>> {
    let is_text = |field: &TableField| field.ty.as_ref().is_none_or(|ty| cx.takes_text(ty));
    ["co", "sw", "eq"].into_iter().find_map(|operator| {
        let mut fields = cx.rust.operations[id].fields.iter();
        let has = |field: &TableField| field.operators.iter().any(|it| it.wire() == operator);
        let field = fields.find(|it| has(it.model) && (operator != "eq" || is_text(it.model)))?;
        Some(Sample {
            constant: field.name,
            operator,
            wire: &field.model.wire,
        })
    })
}

/// How a program imports the fields.
pub(super) fn import(cx: &EmitCx<'_>, id: OperationId) -> String {
    let group = &cx.rust.groups[cx.api.operations[id].group].module;
    format!(
        "use {}::{}::{group}::fields::{} as f;",
        cx.crate_ident, cx.rust.module, cx.rust.operations[id].module
    )
}

/// A filter that the sample makes, and its text.
fn example(cx: &EmitCx<'_>, id: OperationId) -> Option<Vec<String>> {
    let sample = sample(cx, id)?;
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

/// `operators.rs` of an API that has fields anywhere.
pub(in crate::emit) fn operators(cx: &EmitCx<'_>) -> TokenStream {
    let items = cx.rust.operators().into_iter().map(|(name, field)| {
        let name = ident(name);
        let docs = Doc::new()
            .line(format!(
                "The operators of a field: {}.",
                described(field.model, plain)
            ))
            .outer();
        let markers = markers(field.model).map(|marker| ident(&marker));
        quote! {
            #docs
            #[derive(Clone, Copy, Debug)]
            pub enum #name {}

            runtime::codegen::operators!(#name: #(#markers),*);
        }
    });
    let head = Doc::new()
        .line("Sets of operators, which are type parameters of the fields by which lists are filtered and sorted.")
        .inner();
    let imports = uses(&[imports::runtime()]);
    quote! {
        #head

        #imports

        #(#items)*
    }
}

/// How filters of an operation can be joined.
pub(super) fn composites(operation: &Operation<'_>) -> Option<TokenStream> {
    let table = operation.model.fields.as_ref()?;
    let request = ident(operation.request);
    let markers = table.composites.iter().map(|it| ident(&marker(it.wire())));
    let has_any = !table.composites.is_empty();
    has_any.then(|| quote!(runtime::codegen::composites!(#request: #(#markers),*);))
}

/// The table of an operation's fields in its documentation, each a link to its constant.
pub(super) fn table_docs(operation: &Operation<'_>) -> Vec<String> {
    let mut rows = vec![
        "| field | filters by | sorts | constant |".to_owned(),
        "| --- | --- | --- | --- |".to_owned(),
    ];
    for FieldConstant { model, name, .. } in &operation.fields {
        let operators: Vec<String> = model.operators.iter().map(|it| linked(*it)).collect();
        let sorts = if model.sorts { "yes" } else { "" };
        rows.push(format!(
            "| `{}` | {} | {sorts} | [`{name}`](fields::{}::{name}) |",
            model.wire,
            operators.join(" "),
            operation.module
        ));
    }
    rows
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
