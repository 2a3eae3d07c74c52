//! Rules for responses: statuses, bodies and headers.

use super::{Rule, both, breaking, by_type, nothing, patch, risky, rule, safe};
use crate::rule_id::RuleId;

const HEADERS: super::Crate = nothing("headers are read by name, documented or not");

pub(super) const RULES: &[Rule] = &[
    rule(
        RuleId::SuccessStatusAdded,
        "is a new success status",
        both(risky(
            "a client that compares statuses receives an unknown one",
        )),
        by_type("any 2xx is a success; major where the type that `send` gives changes by it"),
        "don't compare with a single status",
    ),
    rule(
        RuleId::SuccessStatusRemoved,
        "is no longer a success status",
        both(breaking(
            "a client that expects this status does not receive it",
        )),
        by_type("any 2xx is a success; major where the type that `send` gives changes by it"),
        "don't compare with a single status",
    ),
    rule(
        RuleId::FailureStatusAdded,
        "is a newly documented failure",
        both(safe("a client has to handle any failure")),
        patch("the documentation says so"),
        "nothing",
    ),
    rule(
        RuleId::FailureStatusRemoved,
        "is no longer a documented failure",
        both(safe("a client has to handle any failure")),
        by_type(
            "the documentation says so; major where a type was described by this response alone",
        ),
        "nothing",
    ),
    rule(
        RuleId::ResponseBodyAdded,
        "has a body, and had none",
        both(safe("a client that reads no body is not affected")),
        by_type("major where `send` gave nothing and gives the body"),
        "nothing",
    ),
    rule(
        RuleId::ResponseBodyRemoved,
        "has no body any more",
        both(breaking("the content of the body is missing")),
        by_type("major where `send` gave the body, or the body's type is removed"),
        "get it from another operation",
    ),
    rule(
        RuleId::ResponseMediaTypeAdded,
        "has one more media type",
        both(safe("a client selects the media type with `Accept`")),
        by_type(
            "the crate reads each of them; major where the type that `send` gives changes by it",
        ),
        "nothing",
    ),
    rule(
        RuleId::ResponseMediaTypeRemoved,
        "no longer has this media type",
        both(breaking("a client that accepts only this media type fails")),
        by_type(
            "the crate reads each of them; major where the type that `send` gives changes by it",
        ),
        "take another of the media types",
    ),
    rule(
        RuleId::ResponseHeaderAdded,
        "is a new header of the response",
        both(safe("unread headers have no effect")),
        HEADERS,
        "nothing",
    ),
    rule(
        RuleId::ResponseHeaderRemoved,
        "is removed from the headers of the response",
        both(risky("its value may be missing")),
        HEADERS,
        "read it from another source, or stop using it",
    ),
    rule(
        RuleId::RequiredResponseHeaderRemoved,
        "was a header of every such response and is removed",
        both(breaking("its value is missing")),
        HEADERS,
        "read it from another source, or stop using it",
    ),
    rule(
        RuleId::ResponseHeaderBecameRequired,
        "is a header of every such response",
        both(safe("a client that handles its absence stays valid")),
        HEADERS,
        "nothing",
    ),
    rule(
        RuleId::ResponseHeaderBecameOptional,
        "may be missing from the headers of the response",
        both(breaking(
            "a client that relies on it receives responses without it",
        )),
        HEADERS,
        "handle its absence",
    ),
    rule(
        RuleId::ResponseHeaderTypeChanged,
        "is a header with values of another type",
        both(breaking("a client reads the values as something else")),
        HEADERS,
        "read the new form",
    ),
    rule(
        RuleId::ResponseHeaderDeprecated,
        "is deprecated as a header of the response",
        both(safe("it is still sent")),
        HEADERS,
        "find the replacement",
    ),
    rule(
        RuleId::ResponseHeaderUndeprecated,
        "is no longer deprecated as a header of the response",
        both(safe("it is sent as before")),
        HEADERS,
        "nothing",
    ),
];
