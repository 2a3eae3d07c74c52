//! The header `Cookie`, to which several sources add: the caller, the cookies of the operation, and API keys.

use std::fmt;

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
/// An existing cookie of that name is not changed. The pair is ignored if it is not valid in a header; credentials are checked when
/// the client is built.
pub(crate) fn add(headers: &mut HeaderMap, name: &str, pair: &str) {
    if !has(headers, name) {
        append(headers, pair);
    }
}

/// Adds pairs to the one header `Cookie`.
fn append(headers: &mut HeaderMap, pairs: &str) {
    let mut cookies = Vec::new();
    for value in headers.get_all(COOKIE) {
        cookies.extend_from_slice(value.as_bytes());
        cookies.extend_from_slice(b"; ");
    }
    cookies.extend_from_slice(pairs.as_bytes());
    if let Ok(mut value) = HeaderValue::from_bytes(&cookies) {
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
}

/// The cookies of a call: of each parameter its pairs, encoded.
#[derive(Clone, Default)]
pub(crate) struct Cookies {
    pairs: Vec<(&'static str, String)>,
}

impl Cookies {
    /// Sets the pairs of a parameter, in place of earlier ones.
    pub(crate) fn set(&mut self, name: &'static str, pairs: String) {
        match self.pairs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = pairs,
            None => self.pairs.push((name, pairs)),
        }
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.pairs.retain(|(known, _)| *known != name);
    }

    #[cfg(feature = "test-util")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(_, pairs)| pairs.as_str())
    }

    /// Adds all pairs to the one header `Cookie`.
    pub(crate) fn write(&self, headers: &mut HeaderMap) {
        for (_, pairs) in &self.pairs {
            append(headers, pairs);
        }
    }
}

/// Shows only names: a cookie may identify a session.
impl fmt::Debug for Cookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.pairs.iter().map(|(name, _)| name))
            .finish()
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
        let mut cookies = Cookies::default();
        cookies.set("ids", "ids=1; ids=2".to_owned());
        cookies.set("ids", "ids=3".to_owned());
        cookies.write(&mut headers);
        assert_eq!(headers[COOKIE], "SID=a; theme=dark; ids=3");
        assert_eq!(format!("{cookies:?}"), r#"{"ids"}"#);
        assert!(has(&headers, "theme") && !has(&headers, "dark") && !has(&headers, "SI"));
    }
}
