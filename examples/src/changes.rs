//! A server on this machine that sends changes of entitlements as events, until the client closes the connection.

use std::io::{BufRead as _, BufReader, Result, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// How many events one connection brings before it breaks.
const PER_CONNECTION: u64 = 4;

/// Starts the server and returns its base URL. It runs until the process ends.
///
/// The id of an event is its number. A request with `Last-Event-ID` gets the events after that one. Every connection breaks after a
/// few events, as those of real services do at times.
///
/// # Panics
/// If it can't listen.
pub fn serve() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || send(stream));
        }
    });
    format!("http://{address}")
}

/// Reads the head of a request, and sends the events after its `Last-Event-ID`.
fn send(mut stream: TcpStream) -> Result<()> {
    let mut last = 0;
    for line in BufReader::new(stream.try_clone()?).lines() {
        let line = line?;
        if line.is_empty() {
            break;
        }
        if let Some(id) = line.strip_prefix("last-event-id: ") {
            last = id.parse().unwrap_or(0);
        }
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\nretry: 100\n\n")?;
    for id in last + 1..=last + PER_CONNECTION {
        let event = if id.is_multiple_of(3) {
            "removed"
        } else {
            "changed"
        };
        let data = format!(r#"{{"id":"{id:032x}","name":"Harbour Crew {id:03}"}}"#);
        write!(stream, "id: {id}\nevent: {event}\ndata: {data}\n\n")?;
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
