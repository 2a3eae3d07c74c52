//! Sends requests of a generated crate to a raw server and to the mock server, and checks what came of them.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use client::api::models::{Item, Ticket};
use client::api::operations::{GetJobOutcome, GetReportOutcome};
use client::runtime::Part;
use client::runtime::serde_json::{Value, from_str, json};
use client::testing::MockServer;
use client::{Client, Credentials, File, Retry};

/// A server on loopback that gives its responses in order.
#[derive(Clone, Default)]
struct Server {
    responses: Arc<Mutex<VecDeque<String>>>,
    requests: Arc<Mutex<Vec<(String, String)>>>,
}

impl Server {
    fn start() -> (Self, Client) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server = Self::default();
        let serving = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serving.serve(stream.expect("a connection"));
            }
        });
        let client = Client::builder()
            .base_url(url)
            .credentials(Credentials::none());
        (
            server,
            client.retry(Retry::none()).build().expect("a client"),
        )
    }

    fn serve(&self, mut stream: TcpStream) {
        let mut reader = BufReader::new(stream.try_clone().expect("a reader"));
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let start = head.len();
            reader.read_line(&mut head).expect("a line");
            let line = head[start..].trim().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let body = String::from_utf8(body).expect("a text");
        self.requests.lock().expect("no panic").push((head, body));
        let response = self.responses.lock().expect("no panic").pop_front();
        stream
            .write_all(response.expect("a response").as_bytes())
            .expect("a client");
    }

    /// The next response, with these headers and this body. The length is announced.
    fn next(&self, status: &str, headers: &str, body: &str) {
        let headers = format!("{headers}Content-Length: {}\r\n", body.len());
        self.raw(status, &headers, body);
    }

    fn raw(&self, status: &str, headers: &str, body: &str) {
        let text = format!("HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n{body}");
        self.responses.lock().expect("no panic").push_back(text);
    }

    fn last(&self) -> (String, String) {
        self.requests
            .lock()
            .expect("no panic")
            .last()
            .expect("a request")
            .clone()
    }
}

const JSON: &str = "Content-Type: application/json\r\n";

fn content_type_chooses(server: &Server, client: &Client) {
    let report = || client.api().operations().get_report().send_blocking();
    for (media, body, expected) in [
        (
            "Content-Type: application/json; charset=utf-8\r\n",
            r#"{"rows":3}"#,
            "OkJson",
        ),
        ("Content-Type: TEXT/CSV\r\n", "a,b", "OkCsv"),
        ("Content-Type: image/png\r\n", "png", "OkImage"),
        ("", "a,b", "OkCsv"),
        ("Content-Type: application/pdf\r\n", "a,b", "OkCsv"),
    ] {
        server.next("200 OK", media, body);
        let found = match report().expect("a success").into_inner() {
            GetReportOutcome::OkJson(report) => {
                assert_eq!(report.rows, Some(3.into()));
                "OkJson"
            }
            GetReportOutcome::OkCsv(text) => {
                assert_eq!(text, "a,b");
                "OkCsv"
            }
            GetReportOutcome::OkImage(bytes) => {
                assert_eq!(bytes, "png");
                "OkImage"
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(found, expected, "{media}");
    }
    let head = server.last().0.to_ascii_lowercase();
    assert!(
        head.contains("\r\naccept: application/json, text/csv, image/*\r\n"),
        "{head}"
    );
    server.raw("204 No Content", "", "");
    assert_eq!(*report().expect("a success"), GetReportOutcome::NoContent);

    let note = || client.api().operations().get_note().send_blocking();
    for (media, body) in [
        (JSON, r#""a\"b""#),
        ("Content-Type: text/plain\r\n", "a\"b"),
        ("", r#""a\"b""#),
    ] {
        server.next("200 OK", media, body);
        assert_eq!(*note().expect("a success"), "a\"b");
    }
    server.raw("204 No Content", "", "");
    assert_eq!(*note().expect("a success"), "");
}

fn a_response_may_have_no_body(server: &Server, client: &Client) {
    let api = client.api();
    let operations = api.operations();
    // The length of the body that GET would give.
    server.raw("200 OK", &format!("{JSON}Content-Length: 40\r\n"), "");
    operations
        .find_item("a")
        .send_blocking()
        .expect("HEAD has no body");
    assert!(server.last().0.starts_with("HEAD /items/a "));

    server.next("202 Accepted", JSON, r#"{"ticket":"t"}"#);
    let later = operations
        .get_job("a")
        .send_blocking()
        .expect("a success")
        .into_inner();
    assert!(
        matches!(&later, GetJobOutcome::Accepted(it) if it.ticket == "t"),
        "{later:?}"
    );
    server.raw("204 No Content", JSON, "");
    let none = operations.get_job("a").send_blocking().expect("a success");
    assert_eq!(*none, GetJobOutcome::NoContent);
    server.raw("304 Not Modified", "Content-Length: 40\r\n", "");
    let same = operations
        .get_job("a")
        .send_blocking()
        .expect_err("no success");
    assert_eq!(same.status().expect("a status"), 304);
    assert_eq!(same.body().map_or(0, |it| it.len()), 0);

    // An empty body without a schema, and without any of the documented statuses.
    server.next("200 OK", JSON, "");
    let started = operations
        .start_job("a")
        .send_blocking()
        .expect("a success");
    assert_eq!(*started, Value::Null);
    server.raw("204 No Content", "", "");
    let stopped = operations.stop_job("a").send_blocking().expect("a success");
    assert_eq!(*stopped, None);
    server.next("200 OK", JSON, r#"{"ticket":"t"}"#);
    let stopped = operations.stop_job("a").send_blocking().expect("a success");
    assert_eq!(stopped.into_inner().expect("a body").ticket, "t");

    server.raw("204 No Content", "", "");
    assert_eq!(
        *operations.get_text().send_blocking().expect("a success"),
        ""
    );
    server.next("200 OK", "", "a");
    assert_eq!(
        *operations.get_text().send_blocking().expect("a success"),
        "a"
    );
    server.raw("204 No Content", "", "");
    assert_eq!(
        operations
            .get_bytes()
            .send_blocking()
            .expect("a success")
            .len(),
        0
    );
    server.next("200 OK", "", "a");
    assert_eq!(
        *operations.get_bytes().send_blocking().expect("a success"),
        "a"
    );
}

/// A body of a status for which the document has none.
fn an_undescribed_body_is_ignored(server: &Server, client: &Client) {
    let api = client.api();
    let operations = api.operations();
    for (status, body, expected) in [
        ("200 OK", "started", None),
        ("200 OK", r#"{"state":"on"}"#, None),
        ("200 OK", r#"{"ticket":"t"}"#, Some("t")),
        ("202 Accepted", r#"{"ticket":"t"}"#, Some("t")),
    ] {
        server.next(status, JSON, body);
        let work = operations.start_work("a").send_blocking();
        let ticket = work.expect("a success").into_inner().map(|it| it.ticket);
        assert_eq!(ticket.as_deref(), expected, "{status} {body}");
    }
    server.next("202 Accepted", JSON, r#"{"state":"on"}"#);
    let work = operations.start_work("a").send_blocking();
    work.expect_err("202 has a body");
    server.raw("204 No Content", "", "");
    let stopped = operations.stop_work("a").send_blocking();
    stopped.expect("204 has no body");
}

/// A required form is sent even if none of its fields is set.
fn a_required_form_is_sent(server: &Server, client: &Client) {
    let api = client.api();
    for (text, expected) in [(None, ""), (Some("a b"), "text=a%20b")] {
        server.raw("204 No Content", "", "");
        let search = api.operations().search();
        let search = search.maybe_text(text.map(str::to_owned));
        search.send_blocking().expect("a success");
        let (head, body) = server.last();
        let head = head.to_ascii_lowercase();
        let media = "content-type: application/x-www-form-urlencoded\r\n";
        assert!(head.contains(media), "{head}");
        assert_eq!(body, expected);
    }
}

/// So is a required multipart body.
fn a_required_multipart_body_is_sent(server: &Server, client: &Client) {
    server.raw("204 No Content", "", "");
    let upload = client.api().operations().upload();
    upload.send_blocking().expect("a success");
    let (head, body) = server.last();
    let media = "content-type: multipart/form-data; boundary=";
    assert!(head.to_ascii_lowercase().contains(media), "{head}");
    assert!(body.starts_with("--part-"), "{body}");
}

/// A response lacks what is only written, and a request may lack what is only read.
fn one_type_is_read_and_written(server: &Server, client: &Client) {
    let api = client.api();
    let operations = api.operations();
    server.next(
        "200 OK",
        JSON,
        r#"{"id":7,"name":"a","owner":{"ref":"r","login":"l"},"more":[1.5]}"#,
    );
    let mut item = operations
        .get_item("a")
        .send_blocking()
        .expect("no secret")
        .into_inner();
    assert_eq!((item.id.clone(), &item.secret), (Some(7.into()), &None));
    item.name = "b".to_owned();
    item.secret = Some("s".to_owned());
    server.raw("204 No Content", "", "");
    let changed = operations.put_item("a").body(item.clone()).send_blocking();
    assert_eq!(*changed.expect("a success"), None);
    let (head, body) = server.last();
    assert!(head.starts_with("PUT /items/a "), "{head}");
    let sent: Value = from_str(&body).expect("JSON");
    let owner = json!({"ref": "r", "login": "l"});
    let expected = json!({"id": 7, "name": "b", "secret": "s", "owner": owner, "more": [1.5]});
    assert_eq!(sent, expected);

    item.id = None;
    item.owner.r#ref = None;
    server.next(
        "200 OK",
        JSON,
        r#"{"id":8,"name":"b","owner":{"ref":"r","login":"l"}}"#,
    );
    let changed = operations
        .put_item("a")
        .body(item)
        .send_blocking()
        .expect("a success");
    assert_eq!(
        changed.as_ref().as_ref().expect("a body").id,
        Some(8.into())
    );
    let sent: Value = from_str(&server.last().1).expect("JSON");
    assert_eq!(
        sent,
        json!({"name": "b", "secret": "s", "owner": {"login": "l"}, "more": [1.5]})
    );

    // A request is built without the properties that are only read.
    let owner = client::api::models::Owner::builder().login("l").build();
    let item = Item::builder().name("n").owner(owner).build();
    assert_eq!((item.id, item.owner.r#ref), (None, None));
}

/// The mock server checks a body by its media type, and responds with the media type of the variant.
async fn the_mock_server_knows_media_types() {
    let server = MockServer::start().await;
    let client = server
        .client_builder()
        .retry(Retry::none())
        .build()
        .expect("a client");
    server.on_send_item();
    let api = client.api();
    let operations = api.operations();
    let send = || operations.send_item();
    let ticket = |name: &str| {
        Ticket::builder()
            .ticket(name)
            .days([1, 2])
            .build()
    };
    send().body(ticket("a")).send().await.expect("JSON");
    send().form(ticket("a")).send().await.expect("a form");
    send().csv("a,b").send().await.expect("CSV");
    send()
        .multipart([("note", Part::text("a"))])
        .send()
        .await
        .expect("parts");
    send()
        .image("image/png", File::from_bytes("a.png", "png"))
        .send()
        .await
        .expect("an image");
    for refused in [
        send().body(ticket("long")).send().await,
        send().form(ticket("long")).send().await,
    ] {
        let text = refused.expect_err("a violation").to_string();
        assert!(text.contains("has 4 characters, more than 3"), "{text}");
    }
    let raw = client
        .post("/items")
        .json_as("text/html", &json!({}))
        .send_empty()
        .await;
    let text = raw.expect_err("a violation").to_string();
    let documented = "`application/json` or `application/x-www-form-urlencoded` or `text/csv` or `multipart/mixed` or `image/*`";
    assert!(
        text.contains(&format!("is `text/html`, not {documented}")),
        "{text}"
    );

    let csv = GetReportOutcome::OkCsv("a,b".to_owned());
    let image = GetReportOutcome::OkImage("png".into());
    for outcome in [csv, image, GetReportOutcome::NoContent] {
        server.forget_expectations();
        server.on_get_report().then_ok(outcome.clone());
        let report = operations.get_report().send().await.expect("a success");
        assert_eq!(*report, outcome);
    }
    server.forget_expectations();
    server.on_get_note().then_ok("a\"b".to_owned());
    assert_eq!(
        *operations.get_note().send().await.expect("a success"),
        "a\"b"
    );
}

fn main() {
    let (server, client) = Server::start();
    content_type_chooses(&server, &client);
    a_response_may_have_no_body(&server, &client);
    an_undescribed_body_is_ignored(&server, &client);
    a_required_form_is_sent(&server, &client);
    a_required_multipart_body_is_sent(&server, &client);
    one_type_is_read_and_written(&server, &client);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime
        .expect("a runtime")
        .block_on(the_mock_server_knows_media_types());
}
