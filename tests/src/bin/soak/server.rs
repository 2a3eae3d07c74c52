//! The server: it writes bytes itself, and misbehaves at random.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tests::random::Random;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::ledger::{Findings, LISTS, Ledger, lock};

/// So many tokens are valid, the newest ones.
const TOKENS: usize = 50;

/// What the server does instead of responding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// Resets the connection, before or after the request has an effect.
    Reset,
    LateReset,
    /// Never responds, before or after the request has an effect.
    Silence,
    LateSilence,
    Busy,
    Broken,
    LateBroken,
    Unavailable,
    /// A page of a gateway.
    Page,
    /// A body that is shorter than announced, or that only the end of the connection ends.
    Cut,
    OpenCut,
    /// A body in small parts, and one that stalls.
    Slow,
    Stall,
    /// Closes the connection after the response, so that the next request may meet its end.
    Close,
}

const FAULTS: [Fault; 14] = [
    Fault::Reset,
    Fault::LateReset,
    Fault::Silence,
    Fault::LateSilence,
    Fault::Busy,
    Fault::Broken,
    Fault::LateBroken,
    Fault::Unavailable,
    Fault::Page,
    Fault::Cut,
    Fault::OpenCut,
    Fault::Slow,
    Fault::Stall,
    Fault::Close,
];

impl Fault {
    /// Returns whether the request has an effect.
    fn acts(self) -> bool {
        !matches!(
            self,
            Self::Reset
                | Self::Silence
                | Self::Busy
                | Self::Broken
                | Self::Unavailable
                | Self::Page
        )
    }
}

/// A request.
struct Received {
    method: String,
    path: String,
    query: String,
    token: Option<String>,
    body: Vec<u8>,
}

/// The state of the server.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) ledger: Ledger,
    findings: Arc<Findings>,
    random: Mutex<Random>,
    /// The number of the newest token.
    token: AtomicUsize,
    open: AtomicUsize,
    peak: AtomicUsize,
}

/// Counts a connection until it is dropped.
struct Open<'a>(&'a Server);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Server {
    /// Starts on the current runtime, and returns the address too.
    pub(crate) async fn start(
        seed: u64,
        findings: Arc<Findings>,
    ) -> std::io::Result<(Arc<Self>, String)> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let server = Arc::new(Self {
            ledger: Ledger::default(),
            findings,
            random: Mutex::new(Random::new(seed)),
            token: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
        });
        let state = Arc::clone(&server);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&state);
                tokio::spawn(async move { state.connection(stream).await });
            }
        });
        Ok((server, url))
    }

    /// The number of connections, and their maximum so far.
    pub(crate) fn connections(&self) -> (usize, usize) {
        let [open, peak] = [&self.open, &self.peak].map(|it| it.load(Ordering::SeqCst));
        (open, peak)
    }

    async fn connection(&self, mut stream: TcpStream) {
        let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
        self.peak.fetch_max(open, Ordering::SeqCst);
        let _open = Open(self);
        let mut buffer = Vec::new();
        while let Some(received) = receive(&mut stream, &mut buffer).await {
            if !self.respond(&mut stream, &received).await {
                return;
            }
        }
    }

    /// Responds, and returns whether the connection continues.
    async fn respond(&self, stream: &mut TcpStream, received: &Received) -> bool {
        let fault = self.fault(received);
        let (status, body) = if fault.acts() {
            self.act(received)
        } else {
            (500, String::new())
        };
        let text = match fault {
            Fault::Reset | Fault::LateReset => {
                let _ = stream.set_zero_linger();
                return false;
            }
            Fault::Silence | Fault::LateSilence => return gone(stream).await,
            Fault::Busy => busy(&mut lock(&self.random)),
            Fault::Broken | Fault::LateBroken => head(500, "application/json", 2) + "{}",
            Fault::Unavailable => head(503, "text/plain", 4) + "busy",
            Fault::Page => {
                let page = "<html><title>Bad gateway</title></html>";
                head(502, "text/html", page.len()) + page
            }
            Fault::OpenCut => {
                let part = &body[..body.len() / 2];
                format!("HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n\r\n{part}")
            }
            Fault::Cut => head(status, "application/json", body.len() + 1) + &body,
            Fault::None | Fault::Close | Fault::Slow | Fault::Stall => {
                head(status, "application/json", body.len()) + &body
            }
        };
        let is_sent = if fault == Fault::Slow {
            slow(stream, text.as_bytes()).await
        } else if fault == Fault::Stall {
            let part = &text.as_bytes()[..text.len() - 1];
            stream.write_all(part).await.is_ok() && gone(stream).await
        } else {
            stream.write_all(text.as_bytes()).await.is_ok()
        };
        is_sent
            && !matches!(
                fault,
                Fault::Cut | Fault::OpenCut | Fault::Close | Fault::Stall
            )
    }

    fn fault(&self, received: &Received) -> Fault {
        let mut random = lock(&self.random);
        let is_token = received.path == "/oauth/token";
        let fault = match random.below(if is_token { 6 } else { 4 }) {
            0 => *random.pick(&FAULTS),
            _ => Fault::None,
        };
        self.findings.count(format!("server: {fault:?}"));
        fault
    }

    /// The effect of a request, and its response.
    fn act(&self, received: &Received) -> (u16, String) {
        let (method, path) = (received.method.as_str(), received.path.as_str());
        if path == "/oauth/token" {
            let number = self.token.fetch_add(1, Ordering::SeqCst) + 1;
            let life = 30 + lock(&self.random).below(600);
            let token = json!({"access_token": format!("token-{number}"), "expires_in": life});
            return (200, token.to_string());
        }
        let newest = self.token.load(Ordering::SeqCst);
        let token = received.token.as_deref();
        let number = token.and_then(|it| it.strip_prefix("token-")?.parse::<usize>().ok());
        let is_known = number.is_some_and(|number| number <= newest && number + TOKENS > newest);
        if !is_known || lock(&self.random).once_in(200) {
            self.findings.count("server: 401");
            return (401, "{}".to_owned());
        }
        let body: Value = serde_json::from_slice(&received.body).unwrap_or_default();
        match (
            method,
            path.split('/').skip(1).collect::<Vec<_>>().as_slice(),
        ) {
            ("GET", ["lists", list]) => (200, page(list, &received.query)),
            ("POST", ["things"]) => {
                self.ledger.create(body["id"].as_str().unwrap_or_default());
                (201, "{}".to_owned())
            }
            ("PUT", ["documents", id]) => {
                self.ledger
                    .write(id, body["version"].as_u64().unwrap_or_default());
                (200, body.to_string())
            }
            ("GET", ["documents", id]) => {
                let version = self.ledger.version(id);
                (200, json!({"version": version}).to_string())
            }
            _ => (404, "{}".to_owned()),
        }
    }
}

/// A page of a list; the server has a maximum of its own.
fn page(list: &str, query: &str) -> String {
    let number = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let value = pairs.find(|(known, _)| *known == name);
        value.and_then(|(_, value)| value.parse::<usize>().ok())
    };
    let list = list.parse().ok().and_then(|list: usize| LISTS.get(list));
    let (length, most) = list.copied().unwrap_or_default();
    let offset = number("offset").unwrap_or_default();
    let records = offset..length.min(offset + number("limit").unwrap_or(most).min(most));
    let records: Vec<Value> = records.map(|id| json!({"id": id})).collect();
    Value::from(records).to_string()
}

fn head(status: u16, media_type: &str, length: usize) -> String {
    format!("HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n")
}

/// A 429 with one of the forms of `Retry-After`, or none.
fn busy(random: &mut Random) -> String {
    let now = SystemTime::now();
    let wait = match random.below(4) {
        0 => String::new(),
        1 => "Retry-After: 0\r\n".to_owned(),
        2 => format!("Retry-After: {}\r\n", random.below(20)),
        _ => {
            let [now, then] = [now, now + Duration::from_secs(5)].map(date);
            format!("Date: {now}\r\nRetry-After: {then}\r\n")
        }
    };
    format!("HTTP/1.1 429 X\r\n{wait}Content-Length: 0\r\n\r\n")
}

/// A date of HTTP, without the day of the month changing in a run: its time of day alone matters here.
fn date(time: SystemTime) -> String {
    let seconds = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |it| it.as_secs() % 86_000);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!(
        "Thu, 01 Jan 2026 {hours:02}:{minutes:02}:{:02} GMT",
        seconds % 60
    )
}

/// Writes in small parts.
async fn slow(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    for part in bytes.chunks(bytes.len().div_ceil(6).max(1)) {
        if stream.write_all(part).await.is_err() {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    true
}

/// Waits for the end of the connection, which ends with it.
async fn gone(stream: &mut TcpStream) -> bool {
    let mut rest = [0; 256];
    while stream.read(&mut rest).await.is_ok_and(|read| read > 0) {}
    false
}

/// Reads a request; `None` at the end of the connection.
async fn receive(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Received> {
    let end = loop {
        if let Some(end) = buffer.windows(4).position(|it| it == b"\r\n\r\n") {
            break end + 4;
        }
        more(stream, buffer).await?;
    };
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let header = |name: &str| {
        let found = headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| *value)
    };
    let length = header("content-length").map_or(Some(0), |it| it.parse::<usize>().ok())?;
    let token = header("authorization").and_then(|it| it.strip_prefix("Bearer "));
    let mut received = Received {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        token: token.map(str::to_owned),
        body: Vec::new(),
    };
    while buffer.len() < end + length {
        more(stream, buffer).await?;
    }
    received.body = buffer[end..end + length].to_vec();
    buffer.drain(..end + length);
    Some(received)
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    let mut part = [0; 4096];
    let read = stream.read(&mut part).await.ok()?;
    buffer.extend(&part[..read]);
    (read > 0).then_some(())
}
