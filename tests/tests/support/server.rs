//! A small HTTP/1.1 server on loopback that keeps every request and sends responses from a list.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex};

use sailpoint_isc::runtime::serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The path at which a server that was started by [`Server::tenant`] issues tokens.
const TOKEN_TARGET: &str = "/oauth/token";

/// A request as received.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    /// `GET /path?query HTTP/1.1`.
    pub(crate) line: String,
    /// Names as they were written, in order.
    pub(crate) headers: Vec<(String, String)>,
    /// The body, without the framing of chunks.
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// Path and query, as sent.
    pub(crate) fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap()
    }

    /// The one value of a header; a header that was sent twice fails the test.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let values: Vec<&str> = self
            .headers
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        assert!(values.len() < 2, "{name} was sent twice: {self:?}");
        values.first().copied()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// A response of the server.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// A response without a body.
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// A JSON response.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::new(status)
            .header("Content-Type", "application/json;charset=UTF-8")
            .body(body.to_string())
    }

    /// Adds a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body.
    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    fn head(&self) -> String {
        let mut head = format!("HTTP/1.1 {} Whatever\r\n", self.status);
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        if self.status != 204 {
            write!(head, "Content-Length: {}\r\n", self.body.len()).unwrap();
        }
        head + "\r\n"
    }
}

/// A server that lives as long as the test's runtime.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    answers: VecDeque<Answer>,
    received: Vec<Received>,
    /// How many tokens were issued, if the server issues any.
    tokens: Option<usize>,
}

impl Server {
    /// Sends the responses in order. Requests after the last response get status 599.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self::with(answers, None).await
    }

    /// The same; token requests get `token-1`, `token-2`, …, and are not counted.
    pub(crate) async fn tenant(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self::with(answers, Some(0)).await
    }

    async fn with(answers: impl IntoIterator<Item = Answer>, tokens: Option<usize>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let state = State {
            answers: answers.into_iter().collect(),
            received: Vec::new(),
            tokens,
        };
        let server = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            state: Arc::new(Mutex::new(state)),
        };
        let state = Arc::clone(&server.state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&state);
                tokio::spawn(async move {
                    // A client that closes its connection ends the loop with an error.
                    let _ = serve(stream, &state).await;
                });
            }
        });
        server
    }

    /// `http://127.0.0.1:port`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Every request so far, in order.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }

    /// The requests so far that were not for tokens.
    pub(crate) fn calls(&self) -> Vec<Received> {
        let mut received = self.received();
        received.retain(|request| request.target() != TOKEN_TARGET);
        received
    }

    /// The requests so far that were for tokens.
    pub(crate) fn token_requests(&self) -> Vec<Received> {
        let mut received = self.received();
        received.retain(|request| request.target() == TOKEN_TARGET);
        received
    }

    /// The one request, tokens aside.
    pub(crate) fn only(&self) -> Received {
        let mut calls = self.calls();
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls.remove(0)
    }

    /// The last request, tokens aside.
    pub(crate) fn last(&self) -> Received {
        self.calls().pop().expect("a request came")
    }
}

impl State {
    fn answer(&mut self, request: Received) -> Answer {
        let wants_token = request.target() == TOKEN_TARGET;
        self.received.push(request);
        match &mut self.tokens {
            Some(tokens) if wants_token => {
                *tokens += 1;
                let token = format!("token-{tokens}");
                let body = format!(
                    r#"{{"access_token":"{token}","token_type":"bearer","expires_in":749}}"#
                );
                Answer::new(200)
                    .header("Content-Type", "application/json")
                    .body(body)
            }
            _ => self
                .answers
                .pop_front()
                .unwrap_or_else(|| Answer::new(599).body("no answer is left for this request")),
        }
    }
}

async fn serve(stream: TcpStream, state: &Mutex<State>) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let request = receive(&mut stream).await?;
        let answer = state.lock().unwrap().answer(request);
        // In one piece: the second of two small ones would wait for the client to acknowledge the first.
        let mut bytes = answer.head().into_bytes();
        bytes.extend(answer.body);
        stream.write_all(&bytes).await?;
        stream.flush().await?;
    }
}

async fn receive(stream: &mut BufReader<TcpStream>) -> io::Result<Received> {
    let mut request = Received {
        line: line(stream).await?,
        headers: Vec::new(),
        body: Vec::new(),
    };
    loop {
        let line = line(stream).await?;
        let Some((name, value)) = line.split_once(": ") else {
            break;
        };
        request.headers.push((name.to_owned(), value.to_owned()));
    }
    if request.header("transfer-encoding") == Some("chunked") {
        loop {
            let size = usize::from_str_radix(&line(stream).await?, 16).unwrap();
            let mut chunk = vec![0; size];
            stream.read_exact(&mut chunk).await?;
            line(stream).await?;
            if size == 0 {
                break;
            }
            request.body.append(&mut chunk);
        }
    } else if let Some(length) = request.header("content-length") {
        request.body = vec![0; length.parse().unwrap()];
        stream.read_exact(&mut request.body).await?;
    }
    Ok(request)
}

/// A line without its end, which has to be `\r\n`.
async fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line).await?;
    match line.strip_suffix(b"\r\n") {
        Some(line) => Ok(String::from_utf8(line.to_vec()).expect("a head is ASCII")),
        None => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
