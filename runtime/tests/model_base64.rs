//! Bytes in Base64.

use openapi_client_runtime::model::Base64Bytes;
use proptest::prelude::*;

/// The vectors of RFC 4648, section 10.
const VECTORS: [(&str, &str); 7] = [
    ("", ""),
    ("f", "Zg=="),
    ("fo", "Zm8="),
    ("foo", "Zm9v"),
    ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
];

#[test]
fn reads_and_writes_the_vectors_of_rfc_4648() {
    for (plain, text) in VECTORS {
        let bytes = Base64Bytes::from(plain.as_bytes());
        assert_eq!(
            (bytes.to_string(), format!("{bytes:?}")),
            (text.to_owned(), format!("{text:?}"))
        );
        assert_eq!(text.parse(), Ok(bytes.clone()));
        assert_eq!(serde_json::to_value(&bytes).expect("JSON"), text);
        let read: Base64Bytes = serde_json::from_value(text.into()).expect(text);
        assert_eq!((read.as_bytes(), &read[..]), (plain.as_bytes(), &bytes[..]));
        assert_eq!(Vec::from(read), bytes.into_vec());
    }
    assert_eq!(Base64Bytes::from(vec![0xfb, 0xff]).to_string(), "+/8=");
}

#[test]
fn refuses_other_texts() {
    for text in [
        "Zg", "Zg=", "Zh==", "Zg==Zg==", "-_8=", "Zm9v\n", " Zm9v", "Zm 9v", "Z===", "so on", "é",
    ] {
        text.parse::<Base64Bytes>().expect_err(text);
        let error = serde_json::from_value::<Base64Bytes>(text.into()).expect_err(text);
        assert_eq!(
            error.to_string(),
            "invalid value: a text, expected Base64 with padding"
        );
    }
    serde_json::from_str::<Base64Bytes>("7").expect_err("not a text");
}

proptest! {
    #[test]
    fn bytes_come_back(bytes: Vec<u8>) {
        let text = serde_json::to_string(&Base64Bytes::from(&bytes[..])).expect("JSON");
        let back: Base64Bytes = serde_json::from_str(&text).expect("Base64");
        prop_assert_eq!(back.as_bytes(), &bytes[..]);
    }

    #[test]
    fn a_text_that_is_read_is_written_again(text in "[A-Za-z0-9+/=_-]{0,12}") {
        if let Ok(bytes) = text.parse::<Base64Bytes>() {
            prop_assert_eq!(bytes.to_string(), text);
        }
    }
}
