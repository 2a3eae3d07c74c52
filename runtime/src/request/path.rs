//! Fills a path template; no value can change the path.

use std::borrow::Cow;

/// A value for a template, already percent-encoded.
#[derive(Debug, Clone)]
pub(crate) struct PathValue {
    pub(crate) name: Cow<'static, str>,
    pub(crate) encoded: String,
}

/// The path with every `{name}` replaced. Fails, naming the parameter, if a value is missing or would change the
/// path: the empty text, and `.` or `..` as a whole segment, which no encoding protects from being resolved.
pub(crate) fn expand(template: &str, values: &[PathValue]) -> Result<String, String> {
    let mut out = String::with_capacity(template.len() + 48);
    // Most of a template is literal text, up to the segment with the first parameter.
    let bytes = template.as_bytes();
    let mut text = bytes
        .iter()
        .position(|byte| *byte == b'{')
        .unwrap_or(bytes.len());
    while text > 0 && bytes[text - 1] != b'/' {
        text -= 1;
    }
    out.push_str(&template[..text]);
    for (index, segment) in template[text..].split('/').enumerate() {
        if index > 0 {
            out.push('/');
        }
        let start = out.len();
        let Some(parameter) = expand_segment(&mut out, segment, values)? else {
            continue;
        };
        let written = &out[start..];
        if matches!(written, "." | "..") {
            return Err(format!(
                "path parameter `{parameter}` must not be `{written}`: it would change the path"
            ));
        }
    }
    Ok(out)
}

/// Writes one segment and returns the name of its last parameter.
fn expand_segment<'t>(
    out: &mut String,
    segment: &'t str,
    values: &[PathValue],
) -> Result<Option<&'t str>, String> {
    let mut last = None;
    let mut rest = segment;
    while let Some((literal, tail)) = rest.split_once('{') {
        let Some((name, tail)) = tail.split_once('}') else {
            return Err(format!(
                "the path template's segment `{segment}` has an opening brace without a closing one"
            ));
        };
        let Some(value) = values.iter().find(|value| value.name == name) else {
            return Err(format!("path parameter `{name}` is not set"));
        };
        if is_blank(&value.encoded) {
            return Err(format!(
                "path parameter `{name}` must not be empty or blank: it would name another resource"
            ));
        }
        out.push_str(literal);
        out.push_str(&value.encoded);
        last = Some(name);
        rest = tail;
    }
    out.push_str(rest);
    Ok(last)
}

/// Returns whether an encoded text has nothing but white space.
fn is_blank(encoded: &str) -> bool {
    let text = percent_encoding::percent_decode_str(encoded).decode_utf8_lossy();
    text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::encode::encode;

    fn value(name: &'static str, text: &str) -> PathValue {
        PathValue {
            name: name.into(),
            encoded: encode(text).to_string(),
        }
    }

    #[test]
    fn values_stay_one_segment() {
        let cases = [
            ("2c91", "/beta/things/2c91/part"),
            ("a b/c", "/beta/things/a%20b%2Fc/part"),
            ("a?b#c%d", "/beta/things/a%3Fb%23c%25d/part"),
            ("../x", "/beta/things/..%2Fx/part"),
            ("%2e%2e", "/beta/things/%252e%252e/part"),
            ("...", "/beta/things/.../part"),
            ("ü\\{id}", "/beta/things/%C3%BC%5C%7Bid%7D/part"),
        ];
        for (text, path) in cases {
            assert_eq!(
                expand("/beta/things/{id}/part", &[value("id", text)]).unwrap(),
                path
            );
        }
    }

    #[test]
    fn rejects_values_that_change_the_path() {
        for text in ["", " ", "\u{a0}", ".", ".."] {
            let error = expand("/beta/things/{id}", &[value("id", text)]).unwrap_err();
            assert!(error.contains("`id`"), "{error}");
        }
        let error = expand("/x/{a}{b}", &[value("a", "."), value("b", ".")]).unwrap_err();
        assert!(error.contains("`..`"), "{error}");
        let error = expand("/x/{a}", &[]).unwrap_err();
        assert!(error.contains("`a` is not set"), "{error}");
    }

    #[test]
    fn a_dot_is_allowed_next_to_other_text() {
        let path = expand("/x/{a}.{b}", &[value("a", "."), value("b", "c")]).unwrap();
        assert_eq!(path, "/x/..c");
    }
}
