//! Servers that write bytes themselves, with TLS if a test needs it. The certificates of the folder `tls` were created for these
//! tests only.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The authority that signed the server's certificate.
pub(crate) const AUTHORITY: &[u8] = include_bytes!("../tls/ca.pem");

/// A count that a server keeps.
#[derive(Debug, Clone, Default)]
pub(crate) struct Count(Arc<AtomicUsize>);

impl Count {
    /// Adds one, and returns the count before.
    pub(crate) fn add(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst)
    }

    pub(crate) fn subtract(&self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }

    pub(crate) fn get(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// Starts a server that handles each connection by a function of the connection and of the number of those before it, and
/// returns its `host:port`.
pub(crate) async fn listen<R: Future<Output: Send> + Send + 'static>(
    handle: impl Fn(TcpStream, usize) -> R + Send + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let mut earlier = 0;
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(handle(stream, earlier));
            earlier += 1;
        }
    });
    address
}

/// Reads a request without a body, or whose body arrives with its head; `None` at the end of the connection.
pub(crate) async fn request(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut text = Vec::new();
    let mut buffer = [0; 4096];
    while !text.windows(4).any(|it| it == b"\r\n\r\n") {
        let read = stream.read(&mut buffer).await.ok()?;
        if read == 0 {
            return None;
        }
        text.extend(&buffer[..read]);
    }
    Some(String::from_utf8(text).unwrap())
}

/// The server's side of TLS, with these protocols.
pub(crate) fn acceptor(protocols: &[&[u8]]) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("../tls/server.pem"));
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../tls/server.key"));
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.unwrap()], key.unwrap())
        .unwrap();
    config.alpn_protocols = protocols.iter().map(|it| it.to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

/// A server that writes these bytes instead of the server's hello.
pub(crate) async fn no_tls(bytes: &'static [u8]) -> String {
    listen(move |mut stream, _| async move {
        let _ = stream.write_all(bytes).await;
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await
    })
    .await
}
