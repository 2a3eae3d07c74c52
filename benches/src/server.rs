//! A server on loopback that responds to every GET with the result of a function.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// Returns the media type and the body of a response for the target of a request, its path and query.
type Answer = dyn Fn(&str) -> (&'static str, Arc<str>) + Send + Sync;

/// Starts a server with a thread for each connection, and returns its base URL. It responds with JSON until the process ends.
///
/// # Panics
/// If it can't listen.
pub fn start(answer: impl Fn(&str) -> Arc<str> + Send + Sync + 'static) -> String {
    start_as(move |target| ("application/json", answer(target)))
}

/// The same for any media types.
///
/// # Panics
/// If it can't listen.
pub fn start_as(
    answer: impl Fn(&str) -> (&'static str, Arc<str>) + Send + Sync + 'static,
) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    let answer: Arc<Answer> = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            thread::spawn(move || serve(stream, &*answer));
        }
    });
    format!("http://{address}")
}

/// Serves a connection until the client closes it.
fn serve(mut stream: TcpStream, answer: &Answer) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut head = Vec::with_capacity(4096);
    let mut block = [0; 4096];
    let mut out = Vec::new();
    loop {
        head.clear();
        while !head.ends_with(b"\r\n\r\n") {
            let read = stream.read(&mut block)?;
            if read == 0 {
                return Ok(());
            }
            head.extend_from_slice(&block[..read]);
        }
        let text = String::from_utf8_lossy(&head);
        let (media_type, body) = answer(text.split(' ').nth(1).unwrap_or_default());
        out.clear();
        write!(
            out,
            "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        stream.write_all(&out)?;
    }
}
