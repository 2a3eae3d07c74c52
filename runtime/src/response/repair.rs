//! Repairs the text of JSON that is not valid: bytes that are not UTF-8, raw control characters and wrong escapes in strings.

/// The text of a JSON value with these faults repaired; all else is as it was.
///
/// A byte that is not UTF-8, and half of a surrogate pair, becomes U+FFFD. A control character in a string is escaped, one
/// between values is dropped. A backslash that begins no escape is a backslash.
pub(crate) fn repair(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(super::decode::without_mark(body));
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    let mut is_string = false;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '"' => {
                is_string = !is_string;
                out.push(c);
            }
            '\\' if is_string => rest = escape(rest, &mut out),
            c if c.is_ascii_control() && is_string => {
                out.extend(["\\u00".to_owned(), format!("{:02x}", u32::from(c))]);
            }
            c if c.is_ascii_control() && !c.is_ascii_whitespace() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes the escape after a backslash, and returns what follows it.
fn escape<'t>(rest: &'t str, out: &mut String) -> &'t str {
    let unit = |text: &str| {
        let digits = text.strip_prefix('u')?.get(..4)?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    };
    let length = match (rest.as_bytes().first(), unit(rest)) {
        (Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't'), _) => 1,
        (_, Some(0xd800..=0xdbff)) => {
            let second = rest[5..].strip_prefix('\\').and_then(unit);
            if !matches!(second, Some(0xdc00..=0xdfff)) {
                out.push('\u{fffd}');
                return &rest[5..];
            }
            11
        }
        (_, Some(0xdc00..=0xdfff)) => {
            out.push('\u{fffd}');
            return &rest[5..];
        }
        (_, Some(_)) => 5,
        (_, None) => {
            out.push_str("\\\\");
            return rest;
        }
    };
    out.push('\\');
    out.push_str(&rest[..length]);
    &rest[length..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &[u8]) -> String {
        let repaired = repair(body);
        serde_json::from_str(&repaired).unwrap_or_else(|error| panic!("{error}: {repaired}"))
    }

    #[test]
    fn faults_inside_of_strings_are_repaired() {
        let cases: [(&[u8], &str); 14] = [
            (b"\"a\nb\tc\x00\"", "a\nb\tc\0"),
            (b"\"caf\xe9\"", "caf\u{fffd}"),
            (br#""\x41\d\'""#, r"\x41\d\'"),
            (br#""\u12G4""#, r"\u12G4"),
            (br#""\u1""#, r"\u1"),
            (br#""C:\Users\new""#, "C:\\Users\new"),
            (br#""\ud800""#, "\u{fffd}"),
            (br#""\udc00x""#, "\u{fffd}x"),
            (br#""\ud800\u0041""#, "\u{fffd}A"),
            (br#""\ud83d\ude00""#, "😀"),
            (br#""\ud800\ud83d\ude00""#, "\u{fffd}😀"),
            (br#""\"\\\/\u00e9""#, "\"\\/é"),
            (b"\x01 \"a\" \x00", "a"),
            ("\u{feff}\"é\"".as_bytes(), "é"),
        ];
        for (body, text) in cases {
            assert_eq!(read(body), text, "{body:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn valid_json_stays_as_it_is(text: String, number: f64) {
            let json = serde_json::json!([text, {text.clone(): number}]).to_string();
            proptest::prop_assert_eq!(repair(json.as_bytes()), json);
        }

        #[test]
        fn the_bytes_of_a_string_are_read_whatever_they_are(bytes: Vec<u8>) {
            let bytes: Vec<u8> = bytes.into_iter().filter(|byte| !b"\"\\".contains(byte)).collect();
            read(&[b"\"", &bytes[..], b"\""].concat());
        }
    }
}
