//! A server whose responses arrive in chunks, and end in several ways.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::support::raw;

/// A response.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    head: String,
    chunks: Vec<Vec<u8>>,
    end: End,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Whole,
    /// The connection closes inside of the body.
    Cut,
    /// The connection stays open, and nothing more arrives.
    Stall,
    /// The last chunk is sent over and over.
    Endless,
}

impl Script {
    pub(crate) fn new(
        media_type: &str,
        chunks: impl IntoIterator<Item = impl AsRef<[u8]>>,
    ) -> Self {
        Self::status(200, &format!("Content-Type: {media_type}\r\n"), chunks)
    }

    /// A response with a status and headers.
    pub(crate) fn status(
        status: u16,
        headers: &str,
        chunks: impl IntoIterator<Item = impl AsRef<[u8]>>,
    ) -> Self {
        Self {
            head: format!("HTTP/1.1 {status} Reason\r\n{headers}"),
            chunks: chunks.into_iter().map(|it| it.as_ref().to_vec()).collect(),
            end: End::Whole,
        }
    }

    pub(crate) fn no_content() -> Self {
        Self::status(204, "", [""; 0])
    }

    pub(crate) fn cut(mut self) -> Self {
        self.end = End::Cut;
        self
    }

    pub(crate) fn stall(mut self) -> Self {
        self.end = End::Stall;
        self
    }

    pub(crate) fn endless(mut self) -> Self {
        self.end = End::Endless;
        self
    }
}

/// A server that sends each script once, in order, and the last one again.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
    /// How many connections the client has closed, and how many bytes it took.
    state: Arc<watch::Sender<(usize, u64)>>,
}

impl Server {
    pub(crate) async fn start(scripts: Vec<Script>) -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let state = Arc::<watch::Sender<(usize, u64)>>::default();
        let (log, shared) = (Arc::clone(&requests), Arc::clone(&state));
        let address = raw::listen(move |mut stream, _| {
            let (log, scripts, shared) = (Arc::clone(&log), scripts.clone(), Arc::clone(&shared));
            async move {
                while let Some(request) = raw::request(&mut stream).await {
                    let script = {
                        let mut log = log.lock().unwrap();
                        log.push(request);
                        scripts[(log.len() - 1).min(scripts.len() - 1)].clone()
                    };
                    if send(&mut stream, &script, &shared).await.is_none() {
                        break;
                    }
                }
                shared.send_modify(|(closed, _)| *closed += 1);
            }
        });
        Self {
            url: format!("http://{}", address.await),
            requests,
            state,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Every request so far, up to its body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// The value of `Last-Event-ID` in each request so far.
    pub(crate) fn last_event_ids(&self) -> Vec<Option<String>> {
        let value = |request: &String| {
            let mut lines = request.lines();
            lines.find_map(|line| line.strip_prefix("last-event-id: ").map(str::to_owned))
        };
        self.requests().iter().map(value).collect()
    }

    /// Completes when this many connections have ended.
    pub(crate) async fn closed(&self, number: usize) {
        let mut state = self.state.subscribe();
        state
            .wait_for(|(closed, _)| *closed >= number)
            .await
            .unwrap();
    }

    /// How many bytes of endless bodies were sent.
    pub(crate) fn sent(&self) -> u64 {
        self.state.borrow().1
    }
}

/// Sends a response; `None` if the connection ends.
async fn send(
    stream: &mut TcpStream,
    script: &Script,
    state: &watch::Sender<(usize, u64)>,
) -> Option<()> {
    let has_length = script.head.contains("Content-Length") || script.head.contains(" 204 ");
    let encoding = if has_length {
        ""
    } else {
        "Transfer-Encoding: chunked\r\n"
    };
    let head = format!("{}{encoding}\r\n", script.head);
    stream.write_all(head.as_bytes()).await.ok()?;
    let framed = |chunk: &[u8]| {
        if has_length {
            chunk.to_vec()
        } else {
            [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat()
        }
    };
    for chunk in &script.chunks {
        stream.write_all(&framed(chunk)).await.ok()?;
        stream.flush().await.ok()?;
    }
    match script.end {
        End::Whole if has_length => Some(()),
        End::Whole => stream.write_all(b"0\r\n\r\n").await.ok(),
        End::Cut => None,
        End::Stall => {
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
            None
        }
        End::Endless => {
            let chunk = framed(script.chunks.last()?);
            loop {
                stream.write_all(&chunk).await.ok()?;
                state.send_modify(|(_, sent)| *sent += chunk.len() as u64);
            }
        }
    }
}
