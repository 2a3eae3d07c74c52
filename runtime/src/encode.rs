//! Percent-encoding, and the ways in which OpenAPI writes lists and objects into a query.

use std::fmt::{self, Display, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::param;

/// RFC 3986's unreserved characters are the only ones that never mean anything but themselves.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How the items of a list stand in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListStyle {
    /// `a=1&a=2`: style `form`, exploded.
    Multi,
    /// `a=1,2`: style `form`, not exploded. A comma inside an item is written as `%2C`.
    Comma,
    /// `a=1%202`: style `spaceDelimited`.
    Space,
    /// `a=1%7C2`: style `pipeDelimited`.
    Pipe,
}

/// How the properties of an object stand in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ObjectStyle {
    /// `r=100&g=200`: style `form`, exploded; the parameter's own name doesn't appear.
    Form,
    /// `color[r]=100&color[g]=200`, with the brackets percent-encoded.
    DeepObject,
}

/// Text with everything but unreserved characters percent-encoded.
pub(crate) fn encode(text: &str) -> impl Display + '_ {
    utf8_percent_encode(text, RESERVED)
}

/// The same as text, which is the given one where there was nothing to encode.
pub(crate) fn encoded(text: String) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if text.bytes().all(is_plain) {
        return text;
    }
    encode(&text).to_string()
}

/// Appends `name=value`, after an `&` where something stands already.
pub(crate) fn push_pair(out: &mut String, name: &str, value: &str) {
    if !out.is_empty() {
        out.push('&');
    }
    push(out, encode(name));
    out.push('=');
    push(out, encode(value));
}

/// The pairs of a list, ready for a query; empty for an empty list. Fails where an item can't be displayed.
pub(crate) fn list(
    name: &str,
    style: ListStyle,
    items: impl IntoIterator<Item: Display>,
) -> Result<String, fmt::Error> {
    let separator = match style {
        ListStyle::Multi => {
            let mut out = String::new();
            for item in items {
                push_pair(&mut out, name, &param::shown(item).ok_or(fmt::Error)?);
            }
            return Ok(out);
        }
        ListStyle::Comma => ",",
        ListStyle::Space => "%20",
        ListStyle::Pipe => "%7C",
    };
    Ok(match join(separator, items)? {
        Some(joined) => format!("{}={joined}", encode(name)),
        None => String::new(),
    })
}

/// The pairs of an object, ready for a query; empty for an object without properties. Fails where a value can't be displayed.
pub(crate) fn object<V: Display>(
    name: &str,
    style: ObjectStyle,
    properties: impl IntoIterator<Item = (String, V)>,
) -> Result<String, fmt::Error> {
    let mut out = String::new();
    for (key, value) in properties {
        let value = param::shown(value).ok_or(fmt::Error)?;
        match style {
            ObjectStyle::Form => push_pair(&mut out, &key, &value),
            ObjectStyle::DeepObject => push_pair(&mut out, &format!("{name}[{key}]"), &value),
        }
    }
    Ok(out)
}

/// Encoded items with a separator between them, or nothing where there are no items. Fails where one can't be displayed.
pub(crate) fn join(
    separator: &str,
    items: impl IntoIterator<Item: Display>,
) -> Result<Option<String>, fmt::Error> {
    let mut out: Option<String> = None;
    for item in items {
        let out = match &mut out {
            Some(out) => {
                out.push_str(separator);
                out
            }
            none => none.insert(String::new()),
        };
        push(out, encode(&param::shown(item).ok_or(fmt::Error)?));
    }
    Ok(out)
}

fn push(out: &mut String, text: impl Display) {
    write!(out, "{text}").expect("writing to a String can't fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_stay() {
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
    fn lists_follow_their_style() {
        let items = ["1", "a,b", "c d"];
        let list = |name, style, items: &[&str]| list(name, style, items).unwrap();
        assert_eq!(list("x", ListStyle::Multi, &items), "x=1&x=a%2Cb&x=c%20d");
        assert_eq!(list("x", ListStyle::Comma, &items), "x=1,a%2Cb,c%20d");
        assert_eq!(list("x", ListStyle::Space, &items), "x=1%20a%2Cb%20c%20d");
        assert_eq!(list("x", ListStyle::Pipe, &items), "x=1%7Ca%2Cb%7Cc%20d");
        assert_eq!(list("x", ListStyle::Comma, &[""; 2]), "x=,");
        assert_eq!(list("x", ListStyle::Comma, &[""]), "x=");
        assert_eq!(list("x", ListStyle::Comma, &[]), "");
        assert_eq!(list("x y", ListStyle::Multi, &["true"]), "x%20y=true");
    }

    #[test]
    fn objects_follow_their_style() {
        let colour = || {
            [
                ("r".to_owned(), "1 0".to_owned()),
                ("g".to_owned(), "2".to_owned()),
            ]
        };
        assert_eq!(
            object("c", ObjectStyle::Form, colour()).unwrap(),
            "r=1%200&g=2"
        );
        assert_eq!(
            object("c", ObjectStyle::DeepObject, colour()).unwrap(),
            "c%5Br%5D=1%200&c%5Bg%5D=2"
        );
    }
}
