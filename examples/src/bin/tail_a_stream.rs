//! Reads server-sent events as they arrive, stops with Ctrl-C, and continues later after the last event that it printed.
//!
//! The id of that event is saved in a file, which an argument may name. Run it twice. The events come from a server that it starts on this
//! machine, since no operation of the service sends any; an operation that does has `send_events` itself.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use std::path::PathBuf;
use std::pin::pin;

use examples::changes;
use sailpoint_isc::beta::models::Entitlement;
use sailpoint_isc::{Client, Credentials, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let file = std::env::args_os().nth(1).map(PathBuf::from);
    let file = file.unwrap_or_else(|| std::env::temp_dir().join("tail_a_stream.id"));
    let saved = std::fs::read_to_string(&file).unwrap_or_default();
    let client = Client::builder()
        .base_url(changes::serve())
        .credentials(Credentials::none())
        .build()?;
    if saved.is_empty() {
        println!("Starting with the first event. Press Ctrl-C to stop.");
    } else {
        println!("Continuing after event {saved}. Press Ctrl-C to stop.");
    }

    let call = client.get("/changes").last_event_id(&saved);
    let mut events = call.send_events::<Entitlement>().await?;
    let mut stop = pin!(tokio::signal::ctrl_c());
    loop {
        let next = tokio::select! {
            // Dropping this future loses no event.
            next = events.try_next() => next,
            _ = &mut stop => break,
        };
        match next {
            // Connections that break are made again, after the last event.
            Ok(Some(event)) => println!(
                "{}: {} {}",
                events.last_event_id(),
                event.event_type,
                event.data.name.unwrap_or_default(),
            ),
            Ok(None) => break,
            // Of an event that can't be decoded, after which the stream continues; or of the stream, which then ends.
            Err(error) => println!("{error}"),
        }
    }
    std::fs::write(&file, events.last_event_id()).expect("the file can be written");
    println!("\nStopped after event {}.", events.last_event_id());
    Ok(())
}
