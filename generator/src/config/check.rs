//! Checks of the values in the table `[service]`.

use super::Config;
use super::places::{ConfigPlace, PlaceKind};
use super::service::{Errors, Lists, Service, ShortPage};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::openapi::suggest::did_you_mean;
use crate::spec_path::SpecPath;

/// The types of the emitted module `testing` that may have further names.
pub(crate) const MOCK_TYPES: [&str; 3] = ["MockServer", "Server", "ServerCalls"];

/// Re-exports of the runtime's module `testing`.
pub(crate) const TESTING_REEXPORTS: &[&str] = &[
    "Answer",
    "Builder",
    "Calls",
    "ManualClock",
    "OnPath",
    "Part",
    "Received",
    "Server",
];

/// Reports the lanes of the rate limit that name no module, or one that has a lane.
pub(super) fn lanes(config: &Config, at: &SpecPath, diagnostics: &mut Diagnostics) {
    let mut check = Check { diagnostics };
    let known: Vec<&str> = config.apis.iter().map(|it| it.module.as_str()).collect();
    let lanes = config.service.rate_limit.iter().flat_map(|it| &it.lanes);
    let at = at.key("rate-limit").key("lanes");
    let mut taken: Vec<&str> = Vec::new();
    for (lane, modules) in lanes {
        // Its name is that of no other lane.
        let is_free = !known.contains(&lane.as_str()) || modules.contains(lane);
        check.holds(is_free && !lane.trim().is_empty(), &at.key(lane), || {
            let message = format!("the lane `{lane}` has the name of a module that is not in it");
            (message, "choose another name")
        });
        for (n, module) in modules.iter().enumerate() {
            let at = at.key(lane).index(n);
            if !known.contains(&module.as_str()) {
                check.unknown("a module", module, &known, &at);
            }
            check.holds(!taken.contains(&module.as_str()), &at, || {
                let message = format!("the module `{module}` is in a lane already");
                (message, "name it once")
            });
            taken.push(module);
        }
    }
}

/// Reports a front page of no module.
pub(super) fn front_module(config: &Config, at: &SpecPath, diagnostics: &mut Diagnostics) {
    let known: Vec<&str> = config.apis.iter().map(|it| it.module.as_str()).collect();
    let chosen = config.package.front_module.as_deref();
    if let Some(chosen) = chosen.filter(|it| !known.contains(it)) {
        Check { diagnostics }.unknown("a module", chosen, &known, &at.key("front-module"));
    }
}

/// Reports every value that cannot be used.
pub(super) fn service(service: &Service, at: &SpecPath, diagnostics: &mut Diagnostics) {
    let mut check = Check { diagnostics };
    for (key, header) in [
        ("total-count-header", &service.total_count_header),
        ("deprecation-header", &service.deprecation_header),
        ("experimental-header", &service.experimental_header),
    ] {
        if let Some(name) = header {
            check.holds(is_token(name), &at.key(key), || {
                (format!("`{name}` is not the name of a header"), HEADER)
            });
        }
    }
    if let Some(status) = service.feature_disabled_status {
        check.holds(is_error(status), &at.key("feature-disabled-status"), || {
            (format!("{status} is not the status of an error"), STATUS)
        });
    }
    if let Some(path) = &service.token_url {
        check.holds(is_path(path), &at.key("token-url"), || {
            let message = format!("`{path}` is not a path");
            (
                message,
                "write a path under the server's origin, for example `/oauth/token`",
            )
        });
    }
    if let Some(data) = &service.event_end {
        check.holds(!data.is_empty(), &at.key("event-end"), || {
            let message = "`event-end` is empty, as the data of no event is".to_owned();
            (
                message,
                "write the data of the last event, for example `[DONE]`",
            )
        });
    }
    if let Some(limit) = &service.rate_limit {
        let at = at.key("rate-limit");
        for (key, number) in [("requests", limit.requests), ("seconds", limit.seconds)] {
            check.positive(number, &at.key(key));
        }
    }
    check.variables(service, at);
    check.errors(&service.errors, &at.key("errors"));
    if let Some(lists) = &service.lists {
        check.lists(lists, &at.key("lists"));
    }
    let has_effect = service.lists.is_some() || service.short_page == ShortPage::Ask;
    check.holds(has_effect, &at.key("short-page"), || {
        let message = "`short-page` has no effect: no list is paged".to_owned();
        (message, "add the table `[service.lists]`, or remove it")
    });
    check.phrases(service, at);
    for (key, name) in [
        ("resource-operation", &service.extensions.resource_operation),
        ("user-levels", &service.extensions.user_levels),
    ] {
        if let Some(name) = name {
            check.holds(
                name.starts_with("x-"),
                &at.key("extensions").key(key),
                || {
                    let message = format!("`{name}` is not the name of an extension");
                    (message, "write a name that begins with `x-`")
                },
            );
        }
    }
    for (n, place) in service.places.iter().enumerate() {
        check.place(place, &at.key("config").index(n));
    }
    check.mock_aliases(service, at);
}

const HEADER: &str = "write only its name, for example `X-Total-Count`";
const STATUS: &str = "write a number from 400 to 599";

pub(super) struct Check<'d> {
    pub(super) diagnostics: &'d mut Diagnostics,
}

impl Check<'_> {
    fn variables(&mut self, service: &Service, at: &SpecPath) {
        for (name, variable) in &service.variables {
            let at = at.key("variables").key(name).key("hosts");
            for (n, host) in variable.hosts.iter().enumerate() {
                self.holds(is_host_pattern(host), &at.index(n), || {
                    let message = format!("`{host}` is not a host with one `{{}}`");
                    (message, "write the host in lower case, with `{}` in place of the value: `{}.api.example.com`")
                });
            }
            self.holds(!variable.hosts.is_empty(), &at, || {
                (
                    "expected a host, found none".to_owned(),
                    "remove the table, or write a host as `{}.api.example.com`",
                )
            });
        }
    }

    fn mock_aliases(&mut self, service: &Service, at: &SpecPath) {
        for (alias, name) in &service.mock_aliases {
            let at = at.key("mock-aliases").key(alias);
            self.holds(MOCK_TYPES.contains(&name.as_str()), &at, || {
                let message =
                    format!("the module `testing` has no type `{name}` that may have another name");
                (message, "write `MockServer`, `Server` or `ServerCalls`")
            });
            let is_name = alias.starts_with(|c: char| c.is_ascii_uppercase())
                && syn::parse_str::<syn::Ident>(alias).is_ok();
            let taken = MOCK_TYPES.iter().chain(TESTING_REEXPORTS);
            let is_free = taken.into_iter().all(|it| it != alias);
            self.holds(is_name && is_free, &at, || {
                let message =
                    format!("`{alias}` cannot be the name of a type in the module `testing`");
                (
                    message,
                    "choose a name in upper camel case that the module does not have",
                )
            });
        }
    }

    pub(super) fn holds(
        &mut self,
        holds: bool,
        at: &SpecPath,
        found: impl FnOnce() -> (String, &'static str),
    ) {
        if !holds {
            let (message, help) = found();
            let diagnostic = Diagnostic::error(Code::InvalidConfig, at, message);
            self.diagnostics.push(diagnostic.help(help));
        }
    }

    /// Reports a name that is none of the known ones.
    pub(super) fn unknown(&mut self, what: &str, name: &str, known: &[&str], at: &SpecPath) {
        let suggestion = did_you_mean(name, known.iter().copied());
        let help = if known.is_empty() {
            "remove it; the documents have none".to_owned()
        } else {
            format!("write one of `{}`, or remove it", known.join("`, `"))
        };
        let message = format!("`{name}` is not {what}{suggestion}");
        let found = Diagnostic::error(Code::InvalidConfig, at, message);
        self.diagnostics.push(found.help(help));
    }

    fn positive(&mut self, number: u64, at: &SpecPath) {
        self.holds(number > 0, at, || {
            (
                "expected a positive number, found 0".to_owned(),
                "write 1 or more, or remove the table",
            )
        });
    }

    fn word(&mut self, text: &str, at: &SpecPath) {
        self.holds(!text.trim().is_empty(), at, || {
            (
                "expected a non-empty string".to_owned(),
                "write the text, or remove the key",
            )
        });
    }

    fn errors(&mut self, errors: &Errors, at: &SpecPath) {
        for (key, names) in [
            ("code", &errors.code),
            ("request-id", &errors.request_id),
            ("message", &errors.message),
            ("text", &errors.text),
        ] {
            for (n, name) in names.iter().enumerate() {
                self.word(name, &at.key(key).index(n));
            }
        }
        for (status, body) in &errors.bodies {
            let at = at.key("bodies").key(status);
            let is_status = status == "other" || status.parse().is_ok_and(is_error);
            self.holds(is_status, &at, || {
                let message = format!("`{status}` is not the status of an error");
                (message, "write a number from 400 to 599, or `other`")
            });
            let is_json = serde_json::from_str::<serde_json::Value>(body).is_ok();
            self.holds(is_json, &at, || {
                (
                    "the body is not JSON".to_owned(),
                    "write it as JSON between single quotes",
                )
            });
        }
    }

    fn lists(&mut self, lists: &Lists, at: &SpecPath) {
        self.word(&lists.limit, &at.key("limit"));
        self.word(&lists.offset, &at.key("offset"));
        self.positive(lists.page_size, &at.key("page-size"));
        if let Some(size) = lists.largest_page {
            self.positive(size, &at.key("largest-page"));
        }
        if let Some(keyset) = &lists.keyset {
            let at = at.key("keyset");
            for (key, name) in [
                ("after", &keyset.after),
                ("sorters", &keyset.sorters),
                ("id", &keyset.id),
            ] {
                self.word(name, &at.key(key));
            }
            if let Some(window) = keyset.window {
                self.positive(window, &at.key("window"));
            }
        }
    }

    fn phrases(&mut self, service: &Service, at: &SpecPath) {
        if let Some(filters) = &service.filters {
            let at = at.key("filters");
            self.word(&filters.announced_by, &at.key("announced-by"));
            if let Some(phrase) = &filters.composites_announced_by {
                self.word(phrase, &at.key("composites-announced-by"));
            }
        }
        if let Some(sorters) = &service.sorters {
            self.word(
                &sorters.announced_by,
                &at.key("sorters").key("announced-by"),
            );
        }
    }

    fn place(&mut self, place: &ConfigPlace, at: &SpecPath) {
        let is_file = place.kind != PlaceKind::Environment;
        let has_path = place.path.as_ref().is_some_and(|path| !path.is_empty());
        self.holds(has_path == is_file, &at.key("path"), || {
            if is_file {
                (
                    "a file has no `path`".to_owned(),
                    "write its path, for example `config.json` or `~/.acme/config.yaml`",
                )
            } else {
                (
                    "environment variables have no `path`".to_owned(),
                    "remove it",
                )
            }
        });
        let of_file = place.active.is_some() || !place.requires.is_empty() || place.note.is_some();
        self.holds(is_file || !of_file, at, || {
            let message = "`active`, `requires` and `note` are keys of a file".to_owned();
            (message, "remove them")
        });
        let values = [
            ("base-url", &place.base_url),
            ("client-id", &place.client_id),
            ("client-secret", &place.client_secret),
        ];
        let pointers = place.active.iter().map(|it| ("active", it));
        for (key, value) in values.into_iter().chain(pointers) {
            let at = at.key(key);
            if is_file {
                self.pointer(value, &at);
            } else {
                self.holds(is_variable(value), &at, || {
                    let message = format!("`{value}` is not the name of an environment variable");
                    (message, "write upper-case letters, digits and `_`")
                });
            }
        }
        for pointer in place.requires.keys() {
            self.pointer(pointer, &at.key("requires").key(pointer));
        }
        let has_slot = values.iter().any(|(_, value)| value.contains("{}"));
        self.holds(!is_file || place.active.is_some() == has_slot, at, || {
            let message = "`active` and `{}` in a pointer need each other".to_owned();
            (message, "write both, or neither")
        });
    }

    pub(super) fn pointer(&mut self, value: &str, at: &SpecPath) {
        let is_pointer = value.len() > 1 && value.starts_with('/');
        self.holds(is_pointer, at, || {
            let message = format!("`{value}` is not a JSON pointer");
            (
                message,
                "write a pointer that begins with a slash, for example `/BaseURL`",
            )
        });
    }
}

/// Whether a text can be the name of a header.
fn is_token(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(is_sign)
}

fn is_error(status: u16) -> bool {
    (400..600).contains(&status)
}

fn is_path(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '\\' | '{' | '}');
    text.starts_with('/') && !text.starts_with("//") && text.chars().all(is_sign)
}

fn is_variable(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    text.chars().all(is_sign) && text.starts_with(|c: char| c.is_ascii_uppercase())
}

/// `{}.api.example.com`
fn is_host_pattern(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    text.split_once("{}").is_some_and(|(before, after)| {
        before.chars().all(is_sign) && after.chars().all(is_sign) && after.starts_with('.')
    })
}
