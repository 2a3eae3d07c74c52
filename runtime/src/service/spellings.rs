//! Server variables for which people paste more than the value: a host, or a URL.

use std::borrow::Cow;

use crate::server::base_url::{self, is_label};

/// The hosts in which the value of a server variable appears.
#[derive(Debug)]
pub struct Spellings {
    /// The name of the variable.
    pub name: &'static str,
    /// Hosts with `{}` in place of the value, the host of the API first.
    pub hosts: &'static [&'static str],
}

impl Spellings {
    /// Returns the value in a pasted text: the value itself, one of the hosts, or a URL on one of them.
    ///
    /// # Errors
    /// If the text is none of these. The error says what is expected.
    pub fn value_of(&self, pasted: &str) -> Result<String, String> {
        let text = base_url::pasted(pasted);
        if is_label(text) {
            return Ok(text.to_owned());
        }
        let host = host_of(text);
        let mut found = self.hosts.iter().filter_map(|it| value_in(it, &host));
        let found = found.next().map(str::to_owned);
        found.ok_or_else(|| self.advice(text))
    }

    /// The host of the API, if a host is another one of the service: people paste the address of its pages.
    pub(crate) fn api_host(&self, host: &str) -> Option<String> {
        let (api, others) = self.hosts.split_first()?;
        if value_in(api, host).is_some() {
            return None;
        }
        let value = others.iter().find_map(|other| value_in(other, host))?;
        Some(api.replacen("{}", value, 1))
    }

    fn advice(&self, text: &str) -> String {
        let name = self.name;
        let shown: Cow<'_, str> = match text.char_indices().nth(60) {
            Some((end, _)) => format!("{}…", &text[..end]).into(),
            None => text.into(),
        };
        let hosts = self.hosts.iter();
        let examples: Vec<String> = hosts
            .map(|host| format!("`https://{}`", host.replacen("{}", &format!("<{name}>"), 1)))
            .collect();
        let of = if examples.is_empty() {
            String::new()
        } else {
            format!(", the part `<{name}>` of {}", examples.join(" or "))
        };
        format!(
            "`{}` is not a value of `{name}`: write letters, digits and hyphens only{of}",
            shown.escape_debug()
        )
    }
}

/// The value in a host, in which a pattern has `{}` in its place.
fn value_in<'h>(pattern: &str, host: &'h str) -> Option<&'h str> {
    let (before, after) = pattern.split_once("{}")?;
    let value = host.strip_prefix(before)?.strip_suffix(after)?;
    Some(value).filter(|value| is_label(value))
}

/// The host of a URL, or of a text that starts with a host, in lower case and without a port.
///
/// Text with user information has no host: what precedes `@` may look like one.
fn host_of(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    let rest = ["https://", "http://", "//"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
        .unwrap_or(&text);
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
        _ => authority,
    };
    host.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::Spellings;

    const TENANT: Spellings = Spellings {
        name: "tenant",
        hosts: &[
            "{}.api.example.com",
            "{}.example.com",
            "login-{}.example.org",
        ],
    };

    #[test]
    fn reads_the_value_in_pasted_text() {
        for text in [
            "acme",
            " acme\n",
            "acme.api.example.com",
            "ACME.API.EXAMPLE.COM",
            "https://acme.api.example.com",
            "http://acme.api.example.com/",
            "https://acme.api.example.com:443/v3",
            "https://acme.example.com/ui/d/overview?x=1#y",
            "//acme.example.com",
            "https://login-acme.example.org/",
            "\"acme\"",
            "<https://acme.example.com/>",
            "\u{feff}acme.example.com.",
        ] {
            let value = TENANT.value_of(text).map(|it| it.to_ascii_lowercase());
            assert_eq!(value.as_deref(), Ok("acme"), "{text:?}");
        }
        assert_eq!(TENANT.value_of("Acme-2").as_deref(), Ok("Acme-2"));
    }

    #[test]
    fn rejects_values_that_could_change_the_host() {
        for text in [
            "",
            "-a",
            "a-",
            "ä",
            "a.b",
            "a b",
            ".api.example.com",
            "a.b.api.example.com",
            "acme.api.example.com.evil.example",
            "https://acme.api.example.com@evil.example",
            "https://user@acme.api.example.com",
            "https://evil.example/acme.api.example.com",
            "https://evil.example\\.api.example.com",
            "evil.example#.api.example.com",
            "acme.api.example.com:8x",
            "ftp://acme.api.example.com",
        ] {
            assert!(TENANT.value_of(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_error_says_what_is_expected() {
        assert_eq!(
            TENANT
                .value_of("https://acme.other.example/\u{1b}")
                .unwrap_err(),
            "`https://acme.other.example/\\u{1b}` is not a value of `tenant`: write letters, digits and hyphens only, the part \
             `<tenant>` of `https://<tenant>.api.example.com` or `https://<tenant>.example.com` or \
             `https://login-<tenant>.example.org`"
        );
        let none = Spellings {
            name: "region",
            hosts: &[],
        };
        let long = none.value_of(&"x.".repeat(200)).unwrap_err();
        assert!(long.len() < 200, "{long}");
    }
}
