//! Certificates of both sides. Those of the folder `tls` were created for these tests only.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::sync::Arc;

use openapi_client_runtime::{Client, ClientBuilder, Credentials, Retry};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

const AUTHORITY: &[u8] = include_bytes!("tls/ca.pem");
const CERTIFICATE: &[u8] = include_bytes!("tls/client.pem");
const KEY: &[u8] = include_bytes!("tls/client.key");

/// A server whose certificate the test's authority signed, and which accepts only clients whose certificate it signed too.
async fn server() -> String {
    let certificate = |pem: &[u8]| CertificateDer::from_pem_slice(pem).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(certificate(AUTHORITY)).unwrap();
    let verifier = WebPkiClientVerifier::builder(Arc::new(roots))
        .build()
        .unwrap();
    let config = ServerConfig::builder()
        .with_client_cert_verifier(verifier)
        .with_single_cert(
            vec![certificate(include_bytes!("tls/server.pem"))],
            PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key")).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that is not let in ends the handshake with an error.
                let mut stream = acceptor.accept(stream).await?;
                // One byte says that there is a request.
                stream.read_u8().await?;
                let answer = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n7";
                stream.write_all(answer.as_bytes()).await?;
                stream.shutdown().await
            });
        }
    });
    url
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder()
        .base_url(url)
        .credentials(Credentials::bearer("t"))
        .retry(Retry::none())
        .no_proxy()
}

#[tokio::test]
async fn a_client_shows_its_certificate_to_a_server_that_it_trusts() {
    let url = server().await;
    let client = builder(&url)
        .add_root_certificates(AUTHORITY)
        .client_identity(CERTIFICATE, KEY)
        .build()
        .unwrap();
    assert_eq!(*client.get("/x").send_json::<u8>().await.unwrap(), 7);
}

#[tokio::test]
async fn connections_fail_without_trust_on_both_sides() {
    let url = server().await;
    let stranger = builder(&url)
        .client_identity(CERTIFICATE, KEY)
        .build()
        .unwrap();
    let error = stranger.get("/x").send_empty().await.unwrap_err();
    assert!(
        error.is_connect() && !error.is_retryable() && error.to_string().contains("certificate"),
        "{error}"
    );

    let nobody = builder(&url)
        .add_root_certificates(AUTHORITY)
        .build()
        .unwrap();
    let error = nobody.get("/x").send_empty().await.unwrap_err();
    assert!(error.status().is_none(), "{error}");
}

#[test]
fn an_invalid_certificate_is_a_config_error() {
    let url = "https://acme.example";
    for (certificates, key) in [(CERTIFICATE, CERTIFICATE), (KEY, KEY), (b"x", b"hush")] {
        let error = builder(url)
            .client_identity(certificates, key)
            .build()
            .unwrap_err();
        assert!(error.is_config(), "{error}");
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    }
    let shown = format!("{:?}", builder(url).client_identity(CERTIFICATE, KEY));
    assert!(!shown.contains("PRIVATE"), "{shown}");
}

/// The PEM of an authority with another body.
fn pem(label: &str, body: &str) -> Vec<u8> {
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n").into_bytes()
}

#[test]
fn root_certificates_without_a_certificate_are_a_config_error() {
    let authority = String::from_utf8(AUTHORITY.to_vec()).unwrap();
    let cut: Vec<&str> = authority.lines().take(5).collect();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("white space", b" \n".to_vec()),
        ("text", b"hush".to_vec()),
        ("a key", KEY.to_vec()),
        ("not base64", pem("CERTIFICATE", "hush!")),
        ("no certificate inside", pem("CERTIFICATE", "aHVzaA==")),
        ("an empty block", pem("CERTIFICATE", "")),
        ("a block without its end", cut.join("\n").into_bytes()),
        ("a half", pem("CERTIFICATE", &cut[1..].join("\n"))),
        (
            "a good one and garbage",
            [AUTHORITY, &pem("CERTIFICATE", "aHVzaA==")].concat(),
        ),
        ("a request", pem("CERTIFICATE REQUEST", "aHVzaA==")),
        ("a path", b"/etc/ssl/certs/ca.pem".to_vec()),
    ];
    for (name, roots) in cases {
        let built = builder("https://acme.example")
            .add_root_certificates(roots)
            .build();
        let Err(error) = built else {
            panic!("{name} is accepted");
        };
        assert!(
            error.is_config() && error.to_string().contains("root certificate"),
            "{name}: {error}"
        );
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    }
    for roots in [
        AUTHORITY.to_vec(),
        [b"# Acme\n", AUTHORITY, CERTIFICATE].concat(),
    ] {
        builder("https://acme.example")
            .add_root_certificates(roots)
            .build()
            .unwrap();
    }
}
