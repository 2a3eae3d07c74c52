//! Fills the URL template of a server; no value can change the host that the template allows.

use std::borrow::Cow;

use crate::server::base_url::is_label;

/// The value of a variable.
pub(super) struct Given<'v> {
    pub(super) text: Cow<'v, str>,
    /// Whether the document lists the value, which is then inserted as it is.
    pub(super) is_documented: bool,
}

/// Returns the value of a variable, or the reason why there is none.
type Values<'v> = dyn Fn(&str) -> Result<Given<'v>, String> + 'v;

/// A template in its parts; a part that is missing is empty.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'t> {
    scheme: &'t str,
    authority: &'t str,
    /// Without a slash at the end.
    pub(super) path: &'t str,
}

impl Parts<'_> {
    /// Returns whether the template names no host.
    pub(super) fn is_relative(&self) -> bool {
        self.authority.is_empty()
    }
}

/// Parses a template. `{url}/v1` has its whole origin in a variable: an authority without a scheme.
pub(super) fn split(url: &str) -> Parts<'_> {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let url = &url[..end];
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (scheme, rest),
        None if url.starts_with("//") => ("https", &url[2..]),
        None if url.starts_with('{') => ("", url),
        None => {
            let path = url.trim_end_matches('/');
            return Parts {
                scheme: "",
                authority: "",
                path,
            };
        }
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Parts {
        scheme,
        authority,
        path: path.trim_end_matches('/'),
    }
}

/// The URL with the values of its variables.
pub(super) fn fill(url: &str, values: &Values<'_>) -> Result<String, String> {
    let parts = split(url);
    let authority = parts.authority;
    let mut out = String::new();
    if parts.scheme.is_empty() {
        expand(authority, values, &mut out, |_, _| Place::Origin)?;
        out.truncate(out.trim_end_matches('/').len());
    } else {
        expand(parts.scheme, values, &mut out, |_, _| Place::Scheme)?;
        out.push_str("://");
        expand(authority, values, &mut out, |before, after| {
            match (before, after) {
                (before, _) if before.ends_with(':') => Place::Port,
                ("", "") => Place::Host,
                ("", after) if after.starts_with(':') => Place::Host,
                (before, "") if !before.ends_with(['.', '-']) => Place::PathAfterHost,
                _ => Place::Label,
            }
        })?;
    }
    expand(parts.path, values, &mut out, |_, _| Place::Path)?;
    Ok(out)
}

/// The path of the URL with the values of its variables; empty, or with a slash at the start and none at the end.
pub(super) fn path(url: &str, values: &Values<'_>) -> Result<String, String> {
    let mut out = String::new();
    expand(split(url).path, values, &mut out, |_, _| Place::Path)?;
    out.truncate(out.trim_end_matches('/').len());
    if !out.is_empty() && !out.starts_with('/') {
        out.insert(0, '/');
    }
    Ok(out)
}

/// Fills a URL that the document gives beside a server: a relative URL, which stays relative, or one with the server's scheme
/// and host as the template writes them. Returns none if it names another host. Without `keeps_host`, only what follows the host is
/// returned.
pub(super) fn beside(
    server: &str,
    url: &str,
    keeps_host: bool,
    values: &Values<'_>,
) -> Option<Result<String, String>> {
    let (head, query) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    let (own, other) = (split(server), split(head));
    let is_own = !own.is_relative()
        && authority(&other).eq_ignore_ascii_case(authority(&own))
        && (head.starts_with("//") || other.scheme.eq_ignore_ascii_case(own.scheme));
    // A variable at the start is a host only if the server's is the same variable.
    let is_relative = other.scheme.is_empty() && (other.is_relative() || head.starts_with('{'));
    let mut out = String::new();
    let mut write = |text: &str| expand(text, values, &mut out, |_, _| Place::Path);
    let written = if is_own && keeps_host {
        let filled = fill(server_with(server, &own, other.path).as_str(), values);
        filled.and_then(|filled| write(query).map(|()| filled))
    } else if is_own {
        let path = if other.path.is_empty() {
            "/"
        } else {
            other.path
        };
        write(path)
            .and_then(|()| write(query))
            .map(|()| String::new())
    } else if is_relative {
        write(head)
            .and_then(|()| write(query))
            .map(|()| String::new())
    } else {
        return None;
    };
    Some(written.map(|filled| filled + &out))
}

/// The server's scheme and host, as its template writes them, with another path.
fn server_with(server: &str, own: &Parts<'_>, path: &str) -> String {
    let end = server.find(['?', '#']).unwrap_or(server.len());
    let origin = server[..end].trim_end_matches('/');
    let origin = origin.strip_suffix(own.path).unwrap_or(origin);
    format!("{origin}{path}")
}

/// Host and port without the port that the scheme has anyway.
fn authority<'t>(parts: &Parts<'t>) -> &'t str {
    let default = match parts.scheme {
        scheme if scheme.eq_ignore_ascii_case("https") => ":443",
        scheme if scheme.eq_ignore_ascii_case("http") => ":80",
        _ => return parts.authority,
    };
    let authority = parts.authority;
    authority.strip_suffix(default).unwrap_or(authority)
}

/// The value of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Scheme, host and port, and perhaps a path.
    Origin,
    Scheme,
    /// The whole host, and perhaps a port.
    Host,
    /// A part of the host between dots or hyphens.
    Label,
    /// A path directly after the host: `https://example.com{basePath}`.
    PathAfterHost,
    Port,
    Path,
}

impl Place {
    /// The value as it is inserted, or what is expected instead.
    fn value(self, value: &str) -> Result<&str, &'static str> {
        let digits =
            |text: &str| text.bytes().all(|c| c.is_ascii_digit()) && text.parse::<u16>().is_ok();
        match self {
            Self::Origin if value.starts_with("https://") || value.starts_with("http://") => {
                Ok(value)
            }
            Self::Origin => Err("an address that starts with https://"),
            Self::Scheme if matches!(value, "http" | "https") => Ok(value),
            Self::Scheme => Err("`https` or `http`"),
            Self::Host => {
                let value = value.strip_prefix("https://").unwrap_or(value);
                let value = value.trim_end_matches('/');
                let (host, port) = value.split_once(':').unwrap_or((value, "0"));
                let is_host = host.split('.').all(is_label);
                (is_host && digits(port))
                    .then_some(value)
                    .ok_or("a host name")
            }
            Self::PathAfterHost if value.is_empty() || value.starts_with('/') => {
                Self::Path.value(value)
            }
            Self::PathAfterHost => Err("a path that starts with a slash"),
            Self::Label => is_label(value)
                .then_some(value)
                .ok_or("letters, digits and hyphens only"),
            Self::Port => digits(value).then_some(value).ok_or("a port number"),
            Self::Path => {
                let is_allowed =
                    |c: char| !c.is_whitespace() && !c.is_control() && !"?#\\{}".contains(c);
                let is_fine = value.chars().all(is_allowed) && !value.split('/').any(is_dots);
                is_fine
                    .then_some(value)
                    .ok_or("a path without `..`, query and fragment")
            }
        }
    }
}

/// Returns whether a segment of a path is `.` or `..`, also if it is percent-encoded.
fn is_dots(segment: &str) -> bool {
    let decoded = percent_encoding::percent_decode_str(segment);
    matches!(&*decoded.decode_utf8_lossy(), "." | "..")
}

/// Replaces the variables of a part; a variable's role depends on the text around it.
fn expand(
    part: &str,
    values: &Values<'_>,
    out: &mut String,
    place: impl Fn(&str, &str) -> Place,
) -> Result<(), String> {
    let mut rest = part;
    while let Some((literal, tail)) = rest.split_once('{') {
        let Some((name, after)) = tail.split_once('}') else {
            break;
        };
        out.push_str(literal);
        let before = &part[..part.len() - tail.len() - 1];
        let given = values(name)?;
        let value = &*given.text;
        let written = match place(before, after).value(value) {
            _ if given.is_documented => value,
            Ok(written) => written,
            Err(expected) => {
                return Err(format!(
                    "`{}` can't be the value of the server variable `{name}`: expected {expected}",
                    value.escape_debug()
                ));
            }
        };
        // A path that starts with a slash replaces the template's own.
        let written = if out.ends_with('/') && !out.ends_with("://") {
            written.trim_start_matches('/')
        } else {
            written
        };
        out.push_str(written);
        rest = after;
    }
    out.push_str(rest);
    Ok(())
}

#[cfg(test)]
mod tests;
