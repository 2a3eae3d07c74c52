//! Sending a request whose response is read while it arrives.
//!
//! ```text
//! pub async fn send_events(mut self) -> runtime::Result<runtime::Response<runtime::EventStream<models::Chunk>>> {
//!     self.call.accept("text/event-stream");
//!     self.call.send_events().await
//! }
//!
//! #[cfg(feature = "blocking")]
//! pub fn send_events_blocking(
//!     self,
//! ) -> runtime::Result<runtime::Response<runtime::Blocking<runtime::EventStream<models::Chunk>>>> {
//!     let events = self.call.client().clone().block_on(self.send_events())??;
//!     Ok(events.map(runtime::EventStream::into_blocking))
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs::{Doc, code};
use super::super::print::{Head, Place, function, ident};
use crate::model::{EventData, StreamContent};
use crate::rust::{Operation, Stream};

/// The methods of all streams, and the setter of the last event's id.
pub(super) fn methods(operation: &Operation<'_>) -> TokenStream {
    let streams = operation.streams.iter().map(method);
    quote!(#(#streams)*)
}

/// The setter of the id after which events continue.
pub(super) fn last_event_id(operation: &Operation<'_>) -> Option<TokenStream> {
    let signature = operation.last_event_id()?;
    let docs = Doc::new()
        .line("Sets the id of the last event that was read, after which the events continue: the header `Last-Event-ID`.")
        .line("See [`EventStream::last_event_id`](runtime::EventStream::last_event_id). An empty id is none.");
    let body = quote!(self.call.last_event_id(id); self);
    let head = Head::new(docs.outer()).mutable();
    Some(function(head, &signature, Place::Operation, &body))
}

fn method(stream: &Stream<'_>) -> TokenStream {
    let send = stream.send();
    let accept = stream.model.accept.join(", ");
    let (what, stream_type, how) = match &stream.model.content {
        StreamContent::Bytes => (
            "its body as a stream of bytes",
            "ByteStream",
            quote!(send_stream),
        ),
        StreamContent::Events(EventData::Text) => (
            "its server-sent events, whose data are text, as a stream",
            "EventStream",
            quote!(send_text_events),
        ),
        StreamContent::Events(EventData::Json(_)) => (
            "its server-sent events as a stream",
            "EventStream",
            quote!(send_events),
        ),
        StreamContent::Events(EventData::Whole(_)) => (
            "its server-sent events, each decoded as a whole, as a stream",
            "EventStream",
            quote!(send_whole_events),
        ),
        StreamContent::Items(_) => (
            "the items of its body, one per line, as a stream",
            "ItemStream",
            quote!(send_items),
        ),
    };
    let asked = code(&accept).map_or_else(String::new, |it| format!(" Asks for {it}."));
    let docs = Doc::new()
        .line(format!(
            "Sends the request, and returns the response as soon as it starts, with {what}."
        ))
        .line(format!(
            "See [`{stream_type}`](runtime::{stream_type}) for its methods, timeouts and errors.{asked}"
        ))
        .line("# Errors")
        .line(match &stream.model.content {
            StreamContent::Events(_) => {
                "If the request can't be sent, or the response is not a success or not `text/event-stream`."
            }
            StreamContent::Bytes | StreamContent::Items(_) => {
                "If the request can't be sent, or the response is not a success."
            }
        });
    let body = quote! {
        self.call.accept(#accept);
        self.call.#how().await
    };
    let head = Head::new(docs.outer()).mutable();
    let send_fn = function(head, &send, Place::Operation, &body);
    let docs = Doc::new()
        .line(format!(
            "The same as [`{0}`](Self::{0}), for programs without async.",
            send.name
        ))
        .line("# Errors")
        .line("As above, and if it is called on the thread of a current-thread runtime.");
    let (name, ty) = (ident(&send.name), ident(stream_type));
    let body = quote! {
        let response = self.call.client().clone().block_on(self.#name())??;
        Ok(response.map(runtime::#ty::into_blocking))
    };
    let head = Head::new(docs.outer());
    let blocking = function(head, &stream.blocking(), Place::Operation, &body);
    quote!(#send_fn #blocking)
}

/// The part of the operation's own documentation.
pub(super) fn section(doc: Doc, operation: &Operation<'_>) -> Doc {
    let request = operation.request;
    let rows = operation.streams.iter().map(|stream| {
        let what = match &stream.model.content {
            StreamContent::Bytes => {
                "returns the body as it arrives, to read, to copy or to save as a file."
            }
            StreamContent::Events(_) => "returns server-sent events as they arrive.",
            StreamContent::Items(_) => "returns items as they arrive, one per line.",
        };
        let method = stream.send().name;
        format!("* [`{method}`]({request}::{method}) {what}")
    });
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() {
        return doc;
    }
    doc.line("# Streaming")
        .line("`send` returns the response after its end, from memory.")
        .block(rows)
}
