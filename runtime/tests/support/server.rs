//! The server.

use std::io;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A request as received.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) method: String,
    /// Path and query, as sent.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// The one value of a header; panics where it was sent more than once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self
            .headers
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(
            values.next().is_none(),
            "{name} was sent twice: {:?}",
            self.headers
        );
        value
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// A response of the server.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    fault: Fault,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    /// Closes the connection without a response.
    Hang,
    /// Announces more than it sends, and closes.
    Cut,
    /// Announces more than it sends, and then stalls.
    Stall,
    /// Never responds, and keeps the connection open.
    Silent,
    /// Sends the beginning of the headers, and then stalls.
    Slow,
}

impl Answer {
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            fault: Fault::None,
        }
    }

    pub(crate) fn json(status: u16, body: impl Into<String>) -> Self {
        Self::new(status)
            .header("Content-Type", "application/json")
            .body(body.into())
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The body is cut off.
    pub(crate) fn cut(mut self) -> Self {
        self.fault = Fault::Cut;
        self
    }

    /// The body stalls.
    pub(crate) fn stall(mut self) -> Self {
        self.fault = Fault::Stall;
        self
    }

    /// The headers stall.
    pub(crate) fn slow(mut self) -> Self {
        self.fault = Fault::Slow;
        self
    }

    /// The connection is closed instead of a response.
    pub(crate) fn hang() -> Self {
        Self {
            fault: Fault::Hang,
            ..Self::new(200)
        }
    }

    /// There is never a response.
    pub(crate) fn silent() -> Self {
        Self {
            fault: Fault::Silent,
            ..Self::new(200)
        }
    }
}

/// A server that lives as long as the test's runtime.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    url: String,
    received: Arc<Mutex<Vec<Received>>>,
    arrived: Arc<watch::Sender<usize>>,
}

impl Server {
    /// Responds by a function of the request and of the number of requests before it.
    pub(crate) async fn start(
        answer: impl Fn(&Received, usize) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let arrived = Arc::default();
        let server = Self {
            url,
            received,
            arrived,
        };
        let (state, answer) = (server.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (state, answer) = (state.clone(), Arc::clone(&answer));
                tokio::spawn(async move {
                    // A client that goes away is part of many tests.
                    let _ = serve(stream, &state, &*answer).await;
                });
            }
        });
        server
    }

    /// Sends the responses in order, and repeats the last one.
    pub(crate) async fn script(answers: Vec<Answer>) -> Self {
        Self::start(move |_, earlier| answers[earlier.min(answers.len() - 1)].clone()).await
    }

    /// Issues tokens `token-1`, `token-2`, … that are valid for 749 s, and responds to everything else by the function.
    pub(crate) async fn tenant(
        answer: impl Fn(&Received, usize) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let tokens = Mutex::new(0_usize);
        Self::start(move |received, earlier| {
            let mut tokens = tokens.lock().unwrap();
            if received.target == "/oauth/token" {
                *tokens += 1;
                return Answer::json(
                    200,
                    format!(r#"{{"access_token":"token-{tokens}","expires_in":749}}"#),
                );
            }
            answer(received, earlier - *tokens)
        })
        .await
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Completes after this many requests.
    pub(crate) async fn arrived(&self, number: usize) {
        let mut arrived = self.arrived.subscribe();
        arrived
            .wait_for(|arrived| *arrived >= number)
            .await
            .unwrap();
    }

    /// Every request so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The requests so far that were not for tokens.
    pub(crate) fn calls(&self) -> Vec<Received> {
        self.received()
            .into_iter()
            .filter(|received| received.target != "/oauth/token")
            .collect()
    }

    /// How many tokens were requested.
    pub(crate) fn token_requests(&self) -> usize {
        self.received()
            .iter()
            .filter(|received| received.target == "/oauth/token")
            .count()
    }

    /// The only request.
    pub(crate) fn only(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1, "{received:?}");
        received[0].clone()
    }
}

async fn serve(
    stream: TcpStream,
    server: &Server,
    answer: &(impl Fn(&Received, usize) -> Answer + ?Sized),
) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let received = receive(&mut stream).await?;
        let answer = {
            let mut log = server.received.lock().unwrap();
            log.push(received.clone());
            answer(&received, log.len() - 1)
        };
        server.arrived.send_modify(|arrived| *arrived += 1);
        match answer.fault {
            Fault::Hang => return Ok(()),
            Fault::Silent => std::future::pending().await,
            Fault::None | Fault::Cut | Fault::Stall | Fault::Slow => {}
        }
        let announced = answer.body.len() + if answer.fault == Fault::None { 0 } else { 10 };
        let mut head = format!("HTTP/1.1 {} Reason\r\n", answer.status);
        for (name, value) in &answer.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if answer.status != 204 {
            head.push_str(&format!("Content-Length: {announced}\r\n"));
        }
        if answer.fault == Fault::Slow {
            stream.write_all(head.as_bytes()).await?;
            std::future::pending::<()>().await;
        }
        head.push_str("\r\n");
        // In one piece, so that whoever sees the head has seen the body too.
        let mut bytes = head.into_bytes();
        bytes.extend(&answer.body);
        stream.write_all(&bytes).await?;
        stream.flush().await?;
        match answer.fault {
            Fault::Cut => return Ok(()),
            Fault::Stall => std::future::pending().await,
            Fault::None | Fault::Hang | Fault::Silent | Fault::Slow => {}
        }
    }
}

async fn receive(stream: &mut BufReader<TcpStream>) -> io::Result<Received> {
    let head = line(stream).await?;
    let mut words = head.split(' ');
    let (method, target) = (
        words.next().unwrap().to_owned(),
        words.next().unwrap().to_owned(),
    );
    let mut headers = Vec::new();
    loop {
        let line = line(stream).await?;
        let Some((name, value)) = line.split_once(": ") else {
            break;
        };
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut received = Received {
        method,
        target,
        headers,
        body: Vec::new(),
    };
    if received.header("transfer-encoding") == Some("chunked") {
        loop {
            let size = usize::from_str_radix(&line(stream).await?, 16).unwrap();
            let mut chunk = vec![0; size];
            stream.read_exact(&mut chunk).await?;
            line(stream).await?;
            if size == 0 {
                break;
            }
            received.body.extend(chunk);
        }
    } else if let Some(length) = received.header("content-length") {
        received.body = vec![0; length.parse().unwrap()];
        stream.read_exact(&mut received.body).await?;
    }
    Ok(received)
}

async fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = Vec::new();
    loop {
        match stream.read_u8().await? {
            b'\n' => break,
            byte => line.push(byte),
        }
    }
    line.pop();
    Ok(String::from_utf8(line).unwrap())
}
