//! A call as a pattern for other calls: its settings, decoded.

use http::HeaderMap;
use percent_encoding::percent_decode_str;

use super::Call;
use crate::request::body::Body;

/// The settings of a call, decoded.
#[derive(Debug)]
pub(crate) struct Given<'a> {
    pub(crate) path: Vec<(&'a str, String)>,
    /// The pairs of each parameter, of which a list or an object has more than one.
    pub(crate) query: Vec<Vec<(String, String)>>,
    pub(crate) headers: &'a HeaderMap,
    /// The pairs of each cookie.
    pub(crate) cookies: Vec<Vec<(String, String)>>,
    pub(crate) body: &'a Body,
    /// Why it could not be sent.
    pub(crate) fault: Option<&'a str>,
}

impl Call {
    pub(crate) fn given(&self) -> Given<'_> {
        let path = self.state.path.iter();
        let path = path.map(|value| (&*value.name, decoded(&value.encoded)));
        let query = self.state.query.pairs();
        let query = query.map(|(_, written)| pairs(&written).collect());
        Given {
            path: path.collect(),
            query: query.collect(),
            headers: &self.state.headers,
            cookies: self.state.cookies.iter().map(cookie_pairs).collect(),
            body: &self.state.content.body,
            fault: self.state.content.fault.as_deref(),
        }
    }
}

/// The pairs of a query, decoded.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    })
}

/// The pairs of the header `Cookie`, decoded.
pub(crate) fn cookie_pairs(cookies: &str) -> Vec<(String, String)> {
    pairs(&as_query(cookies)).collect()
}

/// The header `Cookie` in query format.
pub(crate) fn as_query(cookies: &str) -> String {
    let pairs = cookies.split(';').map(str::trim);
    let pairs: Vec<String> = pairs.map(|pair| pair.replace('&', "%26")).collect();
    pairs.join("&")
}

/// Text without percent-encoding.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
