//! Facts about one service that its OpenAPI document does not state. The generated crate passes them to the client.

mod spellings;

use std::time::Duration;

use http::StatusCode;

use crate::operation::paging::Paging;

pub use spellings::Spellings;

/// A service without known facts: no limit, no total count, no error fields of its own.
pub(crate) static UNKNOWN: Service = Service::new();

/// Facts about one service that its OpenAPI document does not state.
///
/// The generated crate has one as a `static`, from the table `[service]` of its configuration.
#[derive(Debug)]
pub struct Service {
    /// The response header with the number of records of a whole list.
    pub(crate) total_count_header: Option<&'static str>,
    /// The response header that says `true` if the operation is deprecated.
    pub(crate) deprecation_header: Option<&'static str>,
    /// The status of a feature that is not enabled.
    pub(crate) feature_disabled: Option<u16>,
    /// The path of the token endpoint under the server's origin.
    pub(crate) token_path: Option<&'static str>,
    /// Whether token requests authenticate the client by HTTP basic authentication instead of the body.
    pub(crate) token_basic: bool,
    /// The data of the event that ends a stream of events.
    pub(crate) event_end: Option<&'static str>,
    /// Requests, and the span of time in which they are counted.
    pub(crate) rate_limit: Option<(usize, Duration)>,
    /// The APIs whose requests are counted together.
    pub(crate) rate_lanes: &'static [RateLane],
    /// The spellings of server variables.
    pub(crate) spellings: &'static [Spellings],
    /// How lists are read that no document describes.
    pub(crate) lists: Paging,
    /// The properties of error bodies.
    pub(crate) errors: ErrorFields,
    /// The error bodies of the mock server.
    #[cfg_attr(
        not(feature = "test-util"),
        allow(dead_code, reason = "only the mock server sends them")
    )]
    pub(crate) error_bodies: ErrorBodies,
}

/// The properties of error bodies, besides the common ones that every client reads; [`ApiError`](crate::ApiError) lists them.
#[derive(Debug)]
pub struct ErrorFields {
    /// Properties with a code; the first one that is present counts.
    pub code: &'static [&'static str],
    /// Properties with the id of the request, and headers with it.
    pub request_id: &'static [&'static str],
    /// Properties with a text, before the standard ones.
    pub message: &'static [&'static str],
    /// The property with a list of texts by locale.
    pub messages: Option<&'static str>,
    /// The property with a list of causes by locale.
    pub causes: Option<&'static str>,
    /// The properties with the text of an item of such a list.
    pub text: &'static [&'static str],
    /// The property with the locale of an item.
    pub locale: Option<&'static str>,
    /// The property that says where the choice of locale came from.
    pub locale_origin: Option<&'static str>,
}

/// A lane of the rate limit: APIs whose requests are counted together.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RateLane {
    /// Its name.
    pub name: &'static str,
    /// The modules of the APIs.
    pub apis: &'static [&'static str],
}

/// Returns the lane of an API: the one that names it, or the API itself.
pub(crate) fn lane_of<'a>(lanes: &'static [RateLane], api: &'a str) -> &'a str {
    let lane = lanes.iter().find(|it| it.apis.contains(&api));
    lane.map_or(api, |it| it.name)
}

/// The error bodies of the mock server where the document has no example, as JSON.
#[derive(Debug)]
pub struct ErrorBodies {
    /// Bodies by status.
    pub by_status: &'static [(u16, &'static str)],
    /// The body of any other status, with the placeholders `{status}`, `{reason}` and `{text}`.
    pub other: Option<&'static str>,
}

impl Service {
    /// A service without known facts.
    pub const fn new() -> Self {
        Self {
            total_count_header: None,
            deprecation_header: None,
            feature_disabled: None,
            token_path: None,
            token_basic: false,
            event_end: None,
            rate_limit: None,
            rate_lanes: &[],
            spellings: &[],
            lists: Paging::offset("offset", "limit", 250),
            errors: ErrorFields::NONE,
            error_bodies: ErrorBodies {
                by_status: &[],
                other: None,
            },
        }
    }

    /// Sets the response header with the number of records of a whole list.
    #[must_use]
    pub const fn total_count_header(mut self, name: &'static str) -> Self {
        self.total_count_header = Some(name);
        self
    }

    /// Sets the response header that says `true` if the operation is deprecated.
    #[must_use]
    pub const fn deprecation_header(mut self, name: &'static str) -> Self {
        self.deprecation_header = Some(name);
        self
    }

    /// Sets the status of a feature that is not enabled.
    #[must_use]
    pub const fn feature_disabled(mut self, status: u16) -> Self {
        self.feature_disabled = Some(status);
        self
    }

    /// Sets the path of the token endpoint under the server's origin.
    #[must_use]
    pub const fn token_path(mut self, path: &'static str) -> Self {
        self.token_path = Some(path);
        self
    }

    /// Sends client id and secret in the header `Authorization` of token requests instead of the body.
    #[must_use]
    pub const fn token_basic(mut self) -> Self {
        self.token_basic = true;
        self
    }

    /// Sets the data of the event that ends a stream of events, such as `[DONE]`.
    #[must_use]
    pub const fn event_end(mut self, data: &'static str) -> Self {
        self.event_end = Some(data);
        self
    }

    /// Sets how many requests the service accepts in so many seconds, for each client id and lane.
    #[must_use]
    pub const fn rate_limit(mut self, requests: usize, seconds: u64) -> Self {
        self.rate_limit = Some((requests, Duration::from_secs(seconds)));
        self
    }

    /// Sets the lanes of several APIs, whose requests are counted together. Every other API is a lane of its own.
    #[must_use]
    pub const fn rate_lanes(mut self, lanes: &'static [RateLane]) -> Self {
        self.rate_lanes = lanes;
        self
    }

    /// Sets the spellings of server variables.
    #[must_use]
    pub const fn spellings(mut self, spellings: &'static [Spellings]) -> Self {
        self.spellings = spellings;
        self
    }

    /// Sets how lists are read that no document describes. By default they have the parameters `offset` and `limit`, and pages of
    /// 250 records.
    #[must_use]
    pub const fn lists(mut self, paging: Paging) -> Self {
        self.lists = paging;
        self
    }

    /// Sets the properties of error bodies.
    #[must_use]
    pub const fn errors(mut self, fields: ErrorFields) -> Self {
        self.errors = fields;
        self
    }

    /// Sets the error bodies of the mock server.
    #[must_use]
    pub const fn error_bodies(mut self, bodies: ErrorBodies) -> Self {
        self.error_bodies = bodies;
        self
    }

    /// Returns whether a status means that a feature is not enabled.
    pub(crate) fn is_feature_disabled(&self, status: StatusCode) -> bool {
        self.feature_disabled == Some(status.as_u16())
    }

    /// The spellings of a server variable, if the service has any.
    pub fn spellings_of(&self, variable: &str) -> Option<&'static Spellings> {
        self.spellings.iter().find(|it| it.name == variable)
    }
}

impl Default for Service {
    fn default() -> Self {
        Self::new()
    }
}

impl ErrorFields {
    /// No properties besides the standard ones.
    pub const NONE: Self = Self {
        code: &[],
        request_id: &[],
        message: &[],
        messages: None,
        causes: None,
        text: &[],
        locale: None,
        locale_origin: None,
    };
}

/// A service with facts of every kind, for tests of this crate.
#[cfg(test)]
pub(crate) static TEST: Service = Service::new()
    .total_count_header("X-Total-Count")
    .deprecation_header("X-Deprecated")
    .feature_disabled(412)
    .rate_limit(100, 10)
    .errors(ErrorFields {
        code: &["detailCode", "errorName", "errorCode"],
        request_id: &["trackingId", "request-id"],
        message: &["message", "errorMessage", "detailMessage"],
        messages: Some("messages"),
        causes: Some("causes"),
        text: &["text", "message"],
        locale: Some("locale"),
        locale_origin: Some("localeOrigin"),
    });
