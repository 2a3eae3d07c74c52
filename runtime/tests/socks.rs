//! Proxies of SOCKS, with the feature `socks`.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use openapi_client_runtime::{Client, Credentials, Result};
use support::raw::{self, Count};
use support::{Answer, Server, TestClock};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::TcpStream;

/// A proxy of SOCKS 5 that asks for the user `ann` and the password `p w` and connects to the server, whatever the host.
async fn proxy(server: &Server, asked: Count) -> String {
    let target = server.url().trim_start_matches("http://").to_owned();
    raw::listen(move |mut stream, _| {
        let (target, asked) = (target.clone(), asked.clone());
        async move {
            let mut hello = [0; 2];
            stream.read_exact(&mut hello).await.unwrap();
            let mut methods = vec![0; usize::from(hello[1])];
            stream.read_exact(&mut methods).await.unwrap();
            if !methods.contains(&2) {
                stream.write_all(&[5, 0xff]).await.unwrap();
                return;
            }
            stream.write_all(&[5, 2]).await.unwrap();
            let mut login = [0; 9];
            stream.read_exact(&mut login).await.unwrap();
            let is_known = login == *b"\x01\x03ann\x03p w";
            stream.write_all(&[1, u8::from(!is_known)]).await.unwrap();
            if !is_known {
                return;
            }
            // The host is a name, which the proxy looks up.
            let mut request = [0; 5];
            stream.read_exact(&mut request).await.unwrap();
            assert_eq!(request[..4], [5, 1, 0, 3]);
            let mut host = vec![0; usize::from(request[4]) + 2];
            stream.read_exact(&mut host).await.unwrap();
            assert!(host.starts_with(b"api.invalid"));
            asked.add();
            let mut server = TcpStream::connect(target).await.unwrap();
            let answer = [5, 0, 0, 1, 127, 0, 0, 1, 0, 80];
            stream.write_all(&answer).await.unwrap();
            let _ = copy_bidirectional(&mut stream, &mut server).await;
        }
    })
    .await
}

fn client(proxy: &str) -> Result<Client> {
    Client::builder()
        .base_url("http://api.invalid")
        .credentials(Credentials::none())
        .clock(TestClock::new())
        .proxy(proxy)
        .build()
}

#[tokio::test]
async fn calls_pass_through_the_proxy() {
    let asked = Count::default();
    let server = Server::script(vec![Answer::json(200, "7")]).await;
    let address = proxy(&server, asked.clone()).await;
    let client = client(&format!("socks5h://ann:p%20w@{address}")).unwrap();
    for _ in 0..2 {
        let answer = client.get("/a").send_json::<u32>().await.unwrap();
        assert_eq!(answer.into_inner(), 7);
    }
    assert_eq!((asked.get(), server.received().len()), (1, 2));
}

#[tokio::test]
async fn a_proxy_that_does_not_connect_is_named() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let address = proxy(&server, Count::default()).await;
    let refusing = raw::listen(|mut stream, _| async move {
        let mut bytes = [0; 3];
        stream.read_exact(&mut bytes).await.unwrap();
        stream.write_all(&[5, 0]).await.unwrap();
        let mut request = [0; 18];
        stream.read_exact(&mut request).await.unwrap();
        let answer = [5, 4, 0, 1, 0, 0, 0, 0, 0, 0];
        stream.write_all(&answer).await.unwrap();
    })
    .await;
    let cases = [
        (format!("socks5h://{address}"), "asks for credentials", 1),
        (
            format!("socks5h://ann:p%20x@{address}"),
            "rejects the credentials",
            1,
        ),
        (
            "socks5h://127.0.0.1:1".to_owned(),
            "the proxy can't be reached",
            5,
        ),
        (format!("socks5h://{refusing}"), "host unreachable", 5),
    ];
    for (proxy, cause, attempts) in cases {
        let error = client(&proxy).unwrap().get("/a").send_empty().await;
        let error = error.unwrap_err();
        let line = error.to_string();
        assert!(error.is_connect() && line.contains(cause), "{line}");
        assert!(line.contains("through the proxy"), "{line}");
        assert!(!line.contains("p%20") && !line.contains("p w"), "{line}");
        assert_eq!(error.attempts(), attempts, "{line}");
        assert_eq!(error.is_retryable(), attempts > 1, "{line}");
    }
    assert_eq!(server.received().len(), 0);
}
