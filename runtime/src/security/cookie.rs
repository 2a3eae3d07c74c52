//! The header `Cookie`, to which several sources add.

use http::header::{COOKIE, HeaderMap, HeaderValue};

/// Returns whether the header `Cookie` has a cookie of that name.
pub(crate) fn has(headers: &HeaderMap, name: &str) -> bool {
    let cookies = headers.get_all(COOKIE).into_iter();
    let mut pairs = cookies
        .filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
        .flat_map(|value| value.split(';'));
    pairs.any(|pair| pair.split('=').next().map(str::trim) == Some(name))
}

/// Adds `name=value` to the one header `Cookie`, after the cookies that are in it. The header is marked as sensitive.
///
/// A cookie of that name is left alone. The pair is ignored if it is not valid in a header; credentials are checked when
/// the client is built.
pub(crate) fn add(headers: &mut HeaderMap, name: &str, pair: &str) {
    if has(headers, name) {
        return;
    }
    let mut cookies = Vec::new();
    for value in headers.get_all(COOKIE) {
        cookies.extend_from_slice(value.as_bytes());
        cookies.extend_from_slice(b"; ");
    }
    cookies.extend_from_slice(pair.as_bytes());
    if let Ok(mut value) = HeaderValue::from_bytes(&cookies) {
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_of_several_sources_share_one_header() {
        let mut headers = HeaderMap::new();
        add(&mut headers, "SID", "SID=a");
        add(&mut headers, "theme", "theme=dark");
        add(&mut headers, "SID", "SID=other");
        let values: Vec<_> = headers.get_all(COOKIE).into_iter().collect();
        assert_eq!(values, ["SID=a; theme=dark"]);
        assert!(values[0].is_sensitive());
        assert!(has(&headers, "theme") && !has(&headers, "dark") && !has(&headers, "SI"));
    }
}
