//! Root certificates in PEM: a text without a certificate is an error, not a client that trusts nothing more.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::{Error, Result};

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The certificates of a text in PEM.
///
/// # Errors
/// If there is none, or if one of them is not whole.
pub(super) fn roots(pem: &[u8]) -> Result<Vec<reqwest::Certificate>> {
    let text = String::from_utf8_lossy(pem);
    let mut blocks = text.split(BEGIN).skip(1).peekable();
    if blocks.peek().is_none() {
        let found = if text.trim().is_empty() {
            "they are empty"
        } else if text.contains("PRIVATE KEY-----") {
            "they are a private key"
        } else {
            "they have no certificate in PEM"
        };
        return Err(Error::config(format!(
            "the root certificates are not valid: {found}"
        )));
    }
    blocks
        .enumerate()
        .map(|(n, block)| read(n, block))
        .collect()
}

fn read(n: usize, block: &str) -> Result<reqwest::Certificate> {
    let invalid =
        |fault: &str| Error::config(format!("root certificate {} is not valid: {fault}", n + 1));
    let (body, _) = block
        .split_once(END)
        .ok_or_else(|| invalid("its end is missing"))?;
    let body: String = body.split_whitespace().collect();
    let der = STANDARD
        .decode(body)
        .map_err(|_| invalid("it is not base64"))?;
    if !is_certificate(&der) {
        return Err(invalid("it is not an X.509 certificate, or it is cut off"));
    }
    reqwest::Certificate::from_der(&der)
        .map_err(|error| invalid("the TLS library rejects it").with_source(error.without_url()))
}

/// Returns whether DER has the outline of a certificate (RFC 5280): a sequence of two sequences and a bit string, and nothing else.
fn is_certificate(der: &[u8]) -> bool {
    const SEQUENCE: u8 = 0x30;
    const BIT_STRING: u8 = 0x03;
    let outline = || {
        let (certificate, after) = element(der, SEQUENCE)?;
        let (content, rest) = element(certificate, SEQUENCE)?;
        let (algorithm, rest) = element(rest, SEQUENCE)?;
        let (signature, rest) = element(rest, BIT_STRING)?;
        let is_filled = !content.is_empty() && !algorithm.is_empty() && !signature.is_empty();
        Some(is_filled && rest.is_empty() && after.is_empty())
    };
    outline().unwrap_or_default()
}

/// The content of the first element, if it has this tag, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.split_first()?;
    let (length, mut rest) = rest.split_first()?;
    let length = if *length < 0x80 {
        usize::from(*length)
    } else {
        let (bytes, after) = rest.split_at_checked(usize::from(*length & 0x7f))?;
        rest = after;
        bytes.iter().try_fold(0_usize, |length, byte| {
            length.checked_mul(256)?.checked_add(usize::from(*byte))
        })?
    };
    let parts = rest.split_at_checked(length)?;
    (*first == tag).then_some(parts)
}
