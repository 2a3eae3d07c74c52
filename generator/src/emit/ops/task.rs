//! Waiting for the task that an operation starts, or whose status it returns.
//!
//! ```text
//! pub(in crate::beta) static TASK: runtime::codegen::TaskFacts = runtime::codegen::TaskFacts::new(status_of, "/completionStatus")
//!     .success(&["SUCCESS"])
//!     .failure(&["ERROR"]);
//!
//! fn status_of(client: &runtime::Client, id: &str) -> runtime::codegen::Call {
//!     let mut call = client.call(&OPERATION);
//!     call.path("id", id);
//!     call
//! }
//!
//! pub async fn send_and_wait(self) -> runtime::Result<runtime::CompletedTask<models::TaskStatus>> {
//!     self.waiter().wait().await
//! }
//!
//! pub fn waiter(self) -> runtime::Waiter<models::TaskStatus> {
//!     self.call.starts_task("/id", &crate::beta::task_management::get_task_status::TASK)
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::EmitCx;
use super::super::docs::Doc;
use super::super::print::{Head, Place, function, ident};
use super::{fixed, outcome};
use crate::model::{Task, TaskStatus};
use crate::rust::Operation;

/// How the status is requested and read, in the module of the operation that returns it.
pub(super) fn facts(cx: &EmitCx<'_>, operation: &Operation<'_>) -> Option<TokenStream> {
    let Some(Task::Reports(status)) = &operation.model.task else {
        return None;
    };
    let TaskStatus {
        done,
        running,
        success,
        warning,
        failure,
        messages,
    } = status;
    let lists = [
        ("running", running),
        ("success", success),
        ("warning", warning),
        ("failure", failure),
    ];
    let lists = lists.into_iter().filter(|(_, values)| !values.is_empty());
    let lists = lists.map(|(method, values)| {
        let method = ident(method);
        quote!(.#method(&[#(#values),*]))
    });
    let messages = messages.as_ref();
    let messages = messages.map(|(list, text)| quote!(.messages(#list, #text)));
    let module = cx.module();
    let fixed = fixed(operation);
    let id = operation.model.path_params.iter().map(|it| &it.wire);
    Some(quote! {
        pub(in crate::#module) static TASK: runtime::codegen::TaskFacts =
            runtime::codegen::TaskFacts::new(status_of, #done) #(#lists)* #messages;

        fn status_of(client: &runtime::Client, id: &str) -> runtime::codegen::Call {
            let mut call = client.call(&OPERATION);
            #(#fixed)*
            #(call.path(#id, id);)*
            call
        }
    })
}

pub(super) fn methods(cx: &EmitCx<'_>, operation: &Operation<'_>) -> Option<TokenStream> {
    let (what, how) = match operation.model.task.as_ref()? {
        Task::Starts { id, status } => {
            let module = cx.module();
            let status = &cx.rust.operations[*status];
            let (group, status) = (ident(status.group), ident(status.module));
            let facts = quote!(crate::#module::#group::#status::TASK);
            let how = quote!(self.call.starts_task(#id, &#facts));
            (
                "Sends the request, and waits for the end of the task that it starts.",
                how,
            )
        }
        Task::Reports(_) => (
            "Waits for the end of the task, whoever started it.",
            quote!(self.call.polls_task(&TASK)),
        ),
    };
    let send_and_wait = Doc::new()
        .line(what)
        .line("The same as the [`waiter`](Self::waiter) with its defaults.")
        .line("# Errors")
        .line("If the task can't be started, it failed, its status can't be read, or the time limit is over.");
    let waiter = Doc::new()
        .line(
            "Waits for the end of the task at intervals that can be set, and reports its progress.",
        )
        .line("See [`Waiter`](runtime::Waiter) for its methods.");
    let send_and_wait = outcome::sending(
        &operation.send_and_wait()?,
        &send_and_wait,
        &quote!(self.waiter().wait().await),
    );
    let waiter = function(
        Head::new(waiter.outer()),
        &operation.waiter()?,
        Place::Operation,
        &how,
    );
    Some(quote!(#send_and_wait #waiter))
}

/// What the operation's own documentation says of it.
pub(super) fn section(doc: Doc, operation: &Operation<'_>) -> Doc {
    let request = operation.request;
    let lines = match operation.model.task {
        None => return doc,
        Some(Task::Starts { .. }) => [
            format!(
                "`send` returns while the task runs. [`send_and_wait`]({request}::send_and_wait) waits for its end, and"
            ),
            format!("[`waiter`]({request}::waiter) does so at intervals that can be set."),
        ],
        Some(Task::Reports(_)) => [
            format!(
                "`send` returns the current status. [`send_and_wait`]({request}::send_and_wait) and"
            ),
            format!("[`waiter`]({request}::waiter) wait for the end of the task."),
        ],
    };
    doc.line("# Task").block(lines)
}
