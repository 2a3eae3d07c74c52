//! Percent-encoding.

use std::fmt::{Display, Write as _};

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// RFC 3986's unreserved characters are the only ones that never mean anything but themselves.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The reserved characters of RFC 3986 that a value of a query may have as they are. `#`, `[` and `]` are not allowed in a
/// query, and `&` and `+` have a meaning there.
const DELIMITERS: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Characters that are not allowed in the value of a cookie, or would end it.
const COOKIE_END: &AsciiSet = &CONTROLS.add(b';');

/// Text with everything but unreserved characters percent-encoded.
pub(crate) fn encode(text: &str) -> impl Display + '_ {
    utf8_percent_encode(text, RESERVED)
}

/// Appends text by the reserved expansion of RFC 6570: reserved characters that are allowed in a query, and percent-encoded
/// triples, stay as they are.
pub(crate) fn push_reserved(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((plain, tail)) = rest.split_once('%') {
        push(out, utf8_percent_encode(plain, DELIMITERS));
        let is_triple =
            matches!(tail.as_bytes(), [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
        out.push_str(if is_triple { "%" } else { "%25" });
        rest = tail;
    }
    push(out, utf8_percent_encode(rest, DELIMITERS));
}

/// Appends text to a cookie, with only those characters encoded that a cookie can't hold.
pub(crate) fn push_cookie(out: &mut String, text: &str) {
    push(out, utf8_percent_encode(text, COOKIE_END));
}

/// The encoded text, which is the given one if there was nothing to encode.
pub(crate) fn encoded(text: String) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if text.bytes().all(is_plain) {
        return text;
    }
    encode(&text).to_string()
}

/// Appends `name=value`, after an `&` if the text is not empty.
pub(crate) fn push_pair(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    push(out, encode(name));
    out.push('=');
    push(out, encode(value));
}

pub(crate) fn push(out: &mut String, text: impl Display) {
    write!(out, "{text}").expect("writing to a String can't fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_all_but_unreserved_characters() {
        let cases = [
            ("aZ09-._~", "aZ09-._~"),
            ("a b", "a%20b"),
            ("a+b", "a%2Bb"),
            (r#"name eq "x\y""#, "name%20eq%20%22x%5Cy%22"),
            ("&=?#/%", "%26%3D%3F%23%2F%25"),
            ("ünï", "%C3%BCn%C3%AF"),
            ("2026-01-02T03:04:05Z", "2026-01-02T03%3A04%3A05Z"),
            ("(a,b)!*'", "%28a%2Cb%29%21%2A%27"),
            ("\u{0}\r\n", "%00%0D%0A"),
        ];
        for (text, encoded) in cases {
            assert_eq!(encode(text).to_string(), encoded);
        }
    }

    #[test]
    fn reserved_expansion_stays_inside_the_parameter() {
        let cases = [
            ("https://x.example/p?q=1", "https://x.example/p?q=1"),
            (":/?@!$'()*,;=-._~", ":/?@!$'()*,;=-._~"),
            ("a&b#c d+e[f]", "a%26b%23c%20d%2Be%5Bf%5D"),
            ("%2F %zz % %2", "%2F%20%25zz%20%25%20%252"),
            ("100%é", "100%25%C3%A9"),
            ("\"<>\\^`{|}", "%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ];
        for (text, expected) in cases {
            let mut out = String::new();
            push_reserved(&mut out, text);
            assert_eq!(out, expected);
        }
    }
}
